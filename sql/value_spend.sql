-- What a purchase is worth: the Gamma-Gamma model.
SET search_path = public, scrm;
SET extra_float_digits = 0;

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

-- CDNOW: repeat purchases and their mean of 2,357 customers, in dollars.
\getenv abs_srcdir PG_ABS_SRCDIR
\set cdnow :abs_srcdir '/test/data/cdnow_spend.csv'
CREATE TABLE cdnow (id bigint, frequency bigint, recency float8, age float8, monetary float8);
COPY cdnow FROM :'cdnow' (FORMAT csv, HEADER);

-- Fader and Hardie (2013), The Gamma-Gamma model of monetary value: 946
-- customers.  This file has its means rounded to cents, and from them PyPI
-- lifetimes 0.11.3 finds 6.248802, 3.744588 and 15.447748, with standard errors
-- 1.189687, .290166 and 4.159994.
CREATE TABLE model AS SELECT spend_stats_agg(frequency, monetary) AS st, spend_fit_agg(frequency, monetary) AS s FROM cdnow;
SELECT name, round(value::numeric, 5) AS value, round(std_error::numeric, 5) AS std_error FROM model, parameters(s);
-- From the orders themselves, whose means are not rounded to cents: the
-- published digits, 6.25, 3.74 and 15.44.
\set orders :abs_srcdir '/test/data/cdnow_tenth.txt'
CREATE TABLE line (line text);
COPY line FROM :'orders';
CREATE TABLE tenth AS
SELECT a[2] AS id, purchases_agg(to_date(a[3], 'YYYYMMDD'), a[5]::numeric) AS p
FROM line, regexp_split_to_array(btrim(line), '\s+') a GROUP BY 1;
SELECT name, round(value::numeric, 2) AS value FROM (SELECT spend_fit_agg(p, '1997-09-30') AS m FROM tenth) q, parameters(m);
-- So does BG/NBD: .243, 4.414, .793, 2.426, ln L -9582.43.
SELECT name, round(value::numeric, 3) AS value FROM (SELECT clv_fit(clv_stats_agg(p, '1997-09-30')) AS m FROM tenth) q, parameters(m);
SELECT round(log_likelihood(clv_fit(clv_stats_agg(p, '1997-09-30')))::numeric, 2) AS log_likelihood FROM tenth;
SELECT s::text ~ '"customers": 946, "left_out": 1411' AS counted, round(log_likelihood(s)::numeric, 3) AS log_likelihood FROM model;
SELECT count(*) AS pairs FROM model, covariance(s);

-- The aggregate is the fit of the statistics, which merge byte for byte.
SELECT s::text = spend_fit(st)::text AS of_stats,
	st::text = (SELECT rollup(part)::text FROM (
		SELECT spend_stats_agg(frequency, monetary) AS part FROM cdnow GROUP BY id % 7) q) AS of_parts,
	st::text = (SELECT (a.part + b.part)::text FROM
		(SELECT spend_stats_agg(frequency, monetary) AS part FROM cdnow WHERE id < 500) a,
		(SELECT spend_stats_agg(frequency, monetary ORDER BY id DESC) AS part FROM cdnow WHERE id >= 500) b) AS of_two,
	st::text = st::text::spend_stats::text AS of_text
FROM model;

-- A few customers, as one reads them.  No repeat purchase, or a mean that is
-- not over 0: left out; rows with NULL are skipped.
SELECT spend_stats_agg(x, z) FROM (VALUES (1, 20), (1, 20), (3, 12.5), (0, NULL), (2, 0), (2, -5), (NULL, 3), (2, NULL)) v(x, z);
SELECT spend_stats_agg(x, z) FROM (VALUES (1, 1)) v(x, z) WHERE false;

-- Expected spend is a weighted mean of the customer's own and everybody's.
-- lifetimes with p 6.25, q 3.74, v 15.44 says 24.66371391, 35.2189781,
-- 94.77787585 and 15.94827586.
SELECT v.*, round(expected_spend('{"model": "gamma-gamma", "p": 6.25, "q": 3.74, "gamma": 15.44}', frequency, monetary)::numeric, 8) AS expected
FROM (VALUES (2, 22.35), (0, 0), (5, 100), (1, 7.5)) v(frequency, monetary);
-- A mean that the model cannot use is as no purchase; q <= 1 has no mean.
SELECT expected_spend(m, 5, 0) = expected_spend(m, 0, 0) AS zero, expected_spend(m, 5, -1) = expected_spend(m, 0, 0) AS negative
FROM CAST('{"model": "gamma-gamma", "p": 6.25, "q": 3.74, "gamma": 15.44}' AS spend_model) m;
SELECT expected_spend('{"model": "gamma-gamma", "p": 2, "q": 0.9, "gamma": 10}', 0, 0) IS NULL AS none,
	expected_spend('{"model": "gamma-gamma", "p": 2, "q": 0.9, "gamma": 10}', 1, 5) AS some;

-- From purchases: the days after the first, up to as_of.
CREATE TABLE worth (id int, p purchases);
INSERT INTO worth VALUES
	(1, '{1997-01-01:29.33,1997-01-18:29.73,1997-08-02:14.96,1997-12-12:26.48}'),
	(2, '{1997-01-01:63.34,1997-01-13:11.77}'),
	(3, '{1997-01-01:6.79}'),
	(4, '{1997-02-01:10.00,1997-03-01:20.00,1997-04-01:40.00}'),
	(5, '{1998-02-01:10.00}'),
	(6, NULL);
SELECT spend_stats_agg(p) FROM worth;
SELECT spend_stats_agg(p, '1997-09-30') FROM worth;
\set sample :abs_srcdir '/test/data/cdnow_sample.txt'
TRUNCATE line;
COPY line FROM :'sample' (HEADER);
CREATE TABLE shoppers AS
SELECT a[1]::int AS id, purchases_agg(to_date(a[2], 'YYYYMMDD'), a[4]::numeric) AS p
FROM line, regexp_split_to_array(btrim(line), '\s+') a GROUP BY 1;
SELECT spend_fit_agg(p, '1998-01-31')::text = spend_fit(spend_stats_agg(p, date '1998-01-31'))::text AS same,
	spend_fit_agg(p)::text = spend_fit(spend_stats_agg(p))::text AS whole FROM shoppers;
SELECT id, expected_spend(m, p, '1997-09-30') = expected_spend(m, frequency(p, '1997-09-30'), monetary(p, '1997-09-30')::float8) AS same
FROM worth, CAST('{"model": "gamma-gamma", "p": 6.25, "q": 3.74, "gamma": 15.44}' AS spend_model) m
WHERE id IN (1, 2, 4, 5) ORDER BY id;

-- Currencies do not mix; a model keeps its own.
SELECT spend_stats_agg(('EUR' || p::text)::purchases) FROM worth;
SELECT spend_fit_agg(('EUR' || p::text)::purchases)::text ~ '"currency": "EUR"' AS kept FROM shoppers;
SELECT error_of($$SELECT spend_stats_agg((CASE WHEN id > 1 THEN 'EUR' ELSE 'USD' END || p::text)::purchases) FROM worth$$);
SELECT error_of($$SELECT spend_fit_agg((CASE WHEN id > 1 THEN 'EUR' ELSE '' END || p::text)::purchases) FROM worth$$);
SELECT error_of($$SELECT a + b FROM CAST('{"currency": "EUR", "rows": [[1, 5, 1]]}' AS spend_stats) a, CAST('{"rows": [[1, 5, 1]]}' AS spend_stats) b$$);
SELECT error_of($$SELECT expected_spend('{"model": "gamma-gamma", "currency": "EUR", "p": 6, "q": 4, "gamma": 15}', 'USD{1997-01-01:5}'::purchases, date '1998-01-01')$$);
SELECT expected_spend('{"model": "gamma-gamma", "p": 6, "q": 4, "gamma": 15}', 'USD{1997-01-01:5}'::purchases, date '1998-01-01');

-- Many groups, and one large one: the state grows from flat to promoted.
SELECT count(st), min(length(st::text)) FROM (SELECT spend_stats_agg(1, i) AS st FROM generate_series(1, 100000) i GROUP BY i) q;
SELECT length(st::text) > 100000 AS large, st::text = (
	SELECT rollup(part)::text FROM (SELECT spend_stats_agg(1 + i % 3, i) AS part FROM generate_series(1, 20000) i GROUP BY i % 4) q) AS same
FROM (SELECT spend_stats_agg(1 + i % 3, i ORDER BY i % 101, i) AS st FROM generate_series(1, 20000) i) q;

-- Parallel workers ship states, open and promoted: the same bytes.
CREATE TABLE buyers AS SELECT i % 500 AS k, i % 30 AS x, 1 + (i * 7919 % 5000) / 7.0 AS z FROM generate_series(1::bigint, 100000) i;
ANALYZE buyers;
CREATE TABLE serial AS
SELECT (SELECT spend_stats_agg(x, z)::text FROM buyers) AS one,
	(SELECT string_agg(md5(st::text), ' ' ORDER BY k) FROM (SELECT k, spend_stats_agg(x, z) AS st FROM buyers GROUP BY 1) q) AS many;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
CREATE FUNCTION is_partial(statement text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
	partial boolean := false;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || statement LOOP
		partial := partial OR line ~ 'Partial';
	END LOOP;
	RETURN partial;
END $$;
SELECT is_partial('SELECT spend_stats_agg(x, z) FROM buyers'), is_partial('SELECT spend_stats_agg(x, z) FROM buyers GROUP BY k');
SELECT spend_stats_agg(x, z)::text = (SELECT one FROM serial) AS one FROM buyers;
SELECT string_agg(md5(st::text), ' ' ORDER BY k) = (SELECT many FROM serial) AS many
FROM (SELECT k, spend_stats_agg(x, z) AS st FROM buyers GROUP BY 1) q;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET parallel_leader_participation;
DROP TABLE buyers, serial;
DROP FUNCTION is_partial;

-- What cannot be.
SELECT error_of('SELECT spend_stats_agg(-1, 5)');
SELECT error_of('SELECT spend_stats_agg(1, ''NaN'')');
SELECT error_of('SELECT expected_spend(s, -1, 5) FROM model');
SELECT error_of('SELECT expected_spend(s, 1, ''Infinity'') FROM model');
SELECT error_of('SELECT spend_fit_agg(1, 5)');
SELECT error_of('SELECT spend_fit_agg(0, 0)');
SELECT regexp_replace(error_of('SELECT spend_fit_agg(1 + i % 2, 10) FROM generate_series(1, 50) i'),
	'Parameter \w+ ran away to \S+', 'Parameter ? ran away to ?');
SELECT error_of('SELECT ''{"rows": [[0, 5, 1]]}''::spend_stats');
SELECT error_of('SELECT ''{"rows": [[1, 5]]}''::spend_stats');
SELECT error_of('SELECT ''{"rows": [[]]}''::spend_stats');
SELECT error_of('SELECT ''{"model": "gamma-gamma", "p": 1, "q": 1, "gamma": 1, "currency": "Euro"}''::spend_model');
SELECT error_of('SELECT ''{"model": "bg/nbd", "p": 1, "q": 1, "gamma": 1}''::spend_model');

DROP TABLE cdnow, model, worth, line, tenth, shoppers;
DROP FUNCTION error_of;
