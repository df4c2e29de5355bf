-- Purchase models: the fit, and what a model tells of itself.
SET search_path = public, scrm;
SET extra_float_digits = 0;

-- The state of an error, without stopping.
CREATE FUNCTION error_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE statement;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(E'\n  ', SQLSTATE || ' ' || SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;

-- CDNOW, 2,357 customers, in weeks (test/data/README.md).
\getenv abs_srcdir PG_ABS_SRCDIR
\set cdnow :abs_srcdir '/test/data/cdnow_summary.csv'
CREATE TABLE cdnow (id bigint, frequency float8, recency float8, age float8);
COPY cdnow FROM :'cdnow' (FORMAT csv, HEADER);
CREATE TABLE model AS
SELECT st, clv_fit(st) AS m
FROM (SELECT clv_stats_agg(frequency::bigint, recency, age) AS st FROM cdnow) q;

-- Fader, Hardie and Lee (2005), Marketing Science 24(2), table 2: r .243,
-- alpha 4.414, a .793, b 2.426, ln L -9582.4.  Standard errors as PyPI
-- lifetimes 0.11.3 gives them: .012557, .378221, .185719, .705345.
SELECT name, round(value::numeric, 3) AS value, round(std_error::numeric, 5) AS std_error FROM model, parameters(m);
SELECT round(log_likelihood(m)::numeric, 2) AS log_likelihood FROM model;
-- Six digits of the optimum, as lifetimes finds it too.
SELECT name, round(value::numeric, 6) AS value FROM model, parameters(m);

-- The covariance is symmetric, and its diagonal the squared errors.
SELECT count(*), bool_and(c.value = d.value) AS symmetric FROM model, covariance(m) c JOIN covariance(m) d ON (c.a, c.b) = (d.b, d.a);
SELECT bool_and(abs(c.value - p.std_error ^ 2) < 1e-12) FROM model, parameters(m) p JOIN covariance(m) c ON c.a = p.name AND c.b = p.name;

-- The fit's likelihood is that of its statistics; another model's is lower.
SELECT abs(log_likelihood(m, st) - log_likelihood(m)) < 1e-6 AS same,
	round(log_likelihood('{"model": "bg/nbd", "r": 0.3, "alpha": 5, "a": 0.8, "b": 2.4}', st)::numeric, 1) AS other
FROM model;

-- A model is a value: text and binary forms are exact.
SELECT m::text::clv_model::text = m::text AS text_is_exact FROM model;
CREATE TABLE copied (LIKE model);
\copy model (m) TO PROGRAM 'cat > "$PG_ABS_BUILDDIR"/results/value_clv_fit.bin' (FORMAT binary)
\copy copied (m) FROM PROGRAM 'cat "$PG_ABS_BUILDDIR"/results/value_clv_fit.bin' (FORMAT binary)
SELECT c.m::text = model.m::text AS binary_is_exact FROM copied c, model;
SELECT '{"b": 2.426, "a": 0.793, "alpha": 4.414, "r": 0.243, "model": "bg/nbd", "unit": "1 week"}'::clv_model;
SELECT log_likelihood(t) IS NULL AS typed_has_none, (SELECT count(*) FROM covariance(t)) AS covariances
FROM CAST('{"model": "bg/nbd", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}' AS clv_model) t;
SELECT * FROM parameters('{"model": "bg/nbd", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}'::clv_model);

-- Days for weeks: alpha is 7 times as large, and nothing else changes.
SELECT w.name, round((d.value / w.value)::numeric, 6) AS ratio
FROM model, parameters(m) w,
	(SELECT clv_fit(clv_stats_agg(frequency::bigint, recency * 7, age * 7)) AS m FROM cdnow) days, parameters(days.m) d
WHERE d.name = w.name;

-- Same rows, same bytes: in another order, in parts, in two statements.
SELECT m::text = (SELECT clv_fit(clv_stats_agg(frequency::bigint, recency, age ORDER BY id DESC))::text FROM cdnow) AS other_order,
	m::text = (SELECT clv_fit(rollup(part))::text FROM (
		SELECT clv_stats_agg(frequency::bigint, recency, age) AS part FROM cdnow GROUP BY id % 5) q) AS in_parts
FROM model;

-- A named unit goes with the model; statistics without one fit any.
SELECT clv_fit(set_unit(st, '1 week'))::text ~ '"unit": "7 days"' AS named, m::text ~ 'unit' AS unnamed FROM model;
SELECT abs(log_likelihood(clv_fit(set_unit(st, '1 week')), st) - log_likelihood(m)) < 1e-6 AS fits FROM model;
SELECT error_of('SELECT log_likelihood(clv_fit(set_unit(st, ''1 week'')), set_unit(st, ''1 day'')) FROM model');

-- The whole base 39 weeks ahead: lifetimes 0.11.3 with the published
-- parameters says 1653.948428.
SELECT round(expected_purchases('{"model": "bg/nbd", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}', st, 39)::numeric, 6) FROM model;

-- What cannot be fitted.
SELECT clv_fit(NULL) IS NULL AS nothing, clv_fit(st, NULL) IS NULL AS no_model FROM model;
SELECT clv_fit(clv_stats_agg(frequency::bigint, recency, age)) IS NULL AS no_rows FROM cdnow WHERE false;
SELECT error_of('SELECT clv_fit(st, ''pareto'') FROM model');
SELECT error_of('SELECT clv_fit(clv_stats_agg(0, 0, 5)) FROM generate_series(1, 9)');
SELECT error_of('SELECT clv_fit(clv_stats_agg(i % 2, i % 2, 5)) FROM generate_series(1, 2) i');
SELECT regexp_replace(error_of('SELECT clv_fit(clv_stats_agg(1 + i % 9, 9.5, 10)) FROM generate_series(1, 200) i'),
	'Parameter \w+ ran away to \S+', 'Parameter ? ran away to ?');

-- Models that are none.
SELECT error_of(format('SELECT %L::clv_model', '{"model": "bg/nbd", ' || rest)) AS error
FROM (VALUES
	(1, '"r": 1, "alpha": 1, "a": 1}'),
	(2, '"r": 1, "alpha": 1, "a": 1, "b": 1, "s": 2}'),
	(3, '"r": 1, "alpha": 1, "a": 1, "b": 0}'),
	(4, '"r": 1, "alpha": 1, "a": 1, "b": 1e400}'),
	(5, '"r": 1, "alpha": NaN, "a": 1, "b": 1}'),
	(6, '"r": 1, "alpha": 1, "a": 1, "b": 1, "unit": "2 hours"}'),
	(7, '"r": 1, "alpha": 1, "a": 1, "b": 1, "covariance": [[1,0,0,0],[2,1,0,0],[0,0,1,0],[0,0,0,1]]}')) v(n, rest)
ORDER BY n;
SELECT error_of('SELECT ''{"model": "Fürst"}''::clv_model');

DROP TABLE cdnow, model, copied;
DROP FUNCTION error_of;
