-- cluster_agreement_agg: how well persons agree with the true ones
SET search_path = public, scrm;

CREATE FUNCTION pg_temp.answer(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text; message text; detail text; hint text;
BEGIN
	EXECUTE statement INTO result;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, message, nullif(detail, ''), nullif(hint, ''));
END $$;

-- Bagga and Baldwin (1998), section 4: truth 1 to 5, 6 and 7, 8 to 12; the first response puts the last two groups together,
-- the second the first and the last.  B-cubed precision 76 % and 58 %, recall 100 %.
CREATE TABLE response AS
SELECT n, CASE WHEN n <= 5 THEN 1 WHEN n <= 7 THEN 2 ELSE 3 END AS truth, CASE WHEN n <= 5 THEN 1 ELSE 2 END AS first,
	CASE WHEN n IN (6, 7) THEN 2 ELSE 1 END AS second
FROM generate_series(1, 12) n;
SELECT round(b3_precision::numeric, 2) AS b3_precision, b3_recall, round(pair_precision::numeric, 4) AS pair_precision, pair_recall
FROM (SELECT (cluster_agreement_agg(first, truth)).* FROM response UNION ALL SELECT (cluster_agreement_agg(second, truth)).* FROM response) r
ORDER BY b3_precision DESC;

-- Against the definitions, record by record and pair by pair.
CREATE TABLE judged AS SELECT n, n / 5 + n % 2 AS person, n / 6 + n % 3 / 2 - 50 AS truth FROM generate_series(1, 600) n;
WITH pairs AS (
	SELECT count(*) FILTER (WHERE a.person = b.person AND a.truth = b.truth)::float8 AS hits,
		count(*) FILTER (WHERE a.person = b.person)::float8 AS found, count(*) FILTER (WHERE a.truth = b.truth)::float8 AS sought
	FROM judged a JOIN judged b ON a.n < b.n
), cubed AS (
	SELECT avg(hits / found) AS p, avg(hits / sought) AS r FROM (
		SELECT (SELECT count(*)::float8 FROM judged b WHERE a.person = b.person AND a.truth = b.truth) AS hits,
			(SELECT count(*) FROM judged b WHERE a.person = b.person) AS found, (SELECT count(*) FROM judged b WHERE a.truth = b.truth) AS sought
		FROM judged a) x
), ours AS (SELECT (cluster_agreement_agg(person, truth)).* FROM judged)
SELECT abs(pair_precision - hits / found) < 1e-12 AS pair_precision, abs(pair_recall - hits / sought) < 1e-12 AS pair_recall,
	abs(pair_f1 - 2 * hits / (found + sought)) < 1e-12 AS pair_f1, abs(b3_precision - p) < 1e-12 AS b3_precision,
	abs(b3_recall - r) < 1e-12 AS b3_recall, abs(b3_f1 - 2 * p * r / (p + r)) < 1e-12 AS b3_f1
FROM pairs, cubed, ours;

-- The pairs by scikit-learn 1.9.1 (pair_confusion_matrix) and by recordlinkage 0.16: 0.3019169329, 0.2535211268, 0.2756106453.
SELECT round(pair_precision::numeric, 10) AS pair_precision, round(pair_recall::numeric, 10) AS pair_recall, round(pair_f1::numeric, 10) AS pair_f1
FROM (SELECT (cluster_agreement_agg(person, truth)).* FROM judged) a;

-- Names do not matter: groups numbered anew, the largest ids there are.
SELECT (SELECT cluster_agreement_agg(person, truth) FROM judged)
	= (SELECT cluster_agreement_agg(9223372036854775807 - person, -9223372036854775808 + 60 + truth) FROM judged) AS same;

-- No pair of one kind: NULL; no rows at all: NULL; a record without a person or a truth is not judged.
SELECT (cluster_agreement_agg(n, n)).* FROM generate_series(1, 3) n;
SELECT (cluster_agreement_agg(n, 1)).* FROM generate_series(1, 3) n;
SELECT cluster_agreement_agg(n, n) IS NULL AS none FROM generate_series(1, 3) n WHERE false;
SELECT cluster_agreement_agg(p, t) FROM (VALUES (1, 1), (1, 1), (1, NULL), (NULL, 1), (NULL, NULL)) v(p, t);

-- In parallel as serially, in any order, in windows.
CREATE TABLE many AS SELECT n / 3 AS person, n / 4 AS truth FROM generate_series(1, 100000) n;
CREATE TABLE serial AS SELECT cluster_agreement_agg(person, truth) AS a, cluster_agreement_agg(person, truth ORDER BY truth DESC) AS b FROM many;
SELECT a = b AS in_any_order FROM serial;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT cluster_agreement_agg(person, truth) FROM many;
SELECT cluster_agreement_agg(person, truth) = (SELECT a FROM serial) AS in_parallel FROM many;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
SELECT n, (cluster_agreement_agg(p, t) OVER (ORDER BY n)).pair_precision AS growing, (cluster_agreement_agg(p, t) OVER (ORDER BY n ROWS 1 PRECEDING)).pair_recall AS moving
FROM (VALUES (1, 1, 1), (2, 1, 1), (3, 1, 2), (4, 2, 2)) w(n, p, t) ORDER BY n;
SET work_mem = '1GB';
SELECT count(cluster_agreement_agg(n, n)) OVER () FROM generate_series(1, 100000) n GROUP BY n LIMIT 1;
RESET work_mem;

-- The state is a type: its text, what it refuses, a stored one.
SELECT '{7/1,7/2*3,-9223372036854775808/9223372036854775807,7/1}'::contingency, '{}'::contingency;
SELECT text, pg_temp.answer(format('SELECT %L::contingency', text)) FROM (VALUES
	(1, ''), (2, '{7}'), (3, '{7/1*0}'), (4, '{7/1,}'), (5, '{7/1} '), (6, '{9223372036854775808/1}'), (7, '{1/1*9007199254740992,1/1}')) v(n, text) ORDER BY n;
SELECT contingency_send('{-1/3,7/1,7/2*300}'::contingency);
SELECT pg_temp.answer($$SELECT contingency_agreement('{1/1}')$$);
CREATE AGGREGATE collect_contingency(bigint, bigint) (SFUNC = contingency_add, STYPE = contingency);
CREATE AGGREGATE agreement_of(contingency) (SFUNC = contingency_combine, STYPE = contingency, INITCOND = '{}', FINALFUNC = contingency_agreement);
CREATE TABLE kept AS SELECT n % 3 AS part, collect_contingency(person, truth) AS c FROM judged GROUP BY 1;
SELECT length(c::text) > 1000 AS stored FROM kept;
SELECT agreement_of(c) = (SELECT cluster_agreement_agg(person, truth) FROM judged) AS of_parts FROM kept;
DROP AGGREGATE agreement_of(contingency), collect_contingency(bigint, bigint);
DROP TABLE response, judged, many, serial, kept;
