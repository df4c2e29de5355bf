-- clv_stats: how many customers have which frequency, recency and age
SET search_path = public, scrm;
SET DateStyle = 'ISO, YMD';

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

-- From purchases, in weeks or another unit. The last two were not yet born.
CREATE TABLE worth (customer int, p purchases);
INSERT INTO worth VALUES (1, '{1997-01-01:29.33,1997-01-18:29.73,1997-08-02:14.96,1997-12-12:26.48}'),
	(2, '{1997-01-01}'), (3, '{1997-01-01:9}'), (4, '{1997-10-01}'), (5, '{1997-01-01:-5}'), (6, NULL);
SELECT clv_stats_agg(p, '1997-09-30', '1 day') FROM worth;
SELECT r.* FROM (SELECT clv_stats_agg(p, '1997-09-30') AS s FROM worth) x, stats_rows(s) r;
-- The rows are what the accessors of purchases say.
SELECT (SELECT array_agg(r ORDER BY r) FROM (SELECT clv_stats_agg(p, '1997-09-30') AS s FROM worth) x, stats_rows(s) r)
	= (SELECT array_agg(r ORDER BY r) FROM (SELECT clv_stats_agg(frequency(p, '1997-09-30'), recency(p, '1997-09-30'),
		customer_age(p, '1997-09-30')) AS s FROM worth) x, stats_rows(s) r) AS same_rows;

-- From rows of the caller's own, which may stand for several customers; NULLs are skipped.
SELECT clv_stats_agg(x, tx, t) FROM (VALUES (2, 30.43, 38.86), (0, 0, 38.86), (0, -0.0, 38.86), (NULL, 1, 2)) v(x, tx, t);
SELECT clv_stats_agg(x, tx, t, n) FROM (VALUES (2, 30.43, 38.86, 5), (0, 0, 38.86, 7), (0, 0, 1, 0)) v(x, tx, t, n);
SELECT clv_stats_agg(1, 2.0, 3.0) IS NULL AS none WHERE false;
SELECT clv_stats_agg(p, NULL) IS NULL AS none FROM worth;

-- Merging.
SELECT a + a AS twice, merge(a, '{"unit": "7 days", "rows": [[1, 1, 2, 1]]}') AS more FROM (SELECT '{"unit": "7 days", "rows": [[0, 0, 38.5, 2]]}'::clv_stats AS a) x;
SELECT pg_temp.answer($$SELECT '{"unit": "7 days", "rows": [[0, 0, 38.5, 2]]}'::scrm.clv_stats OPERATOR(scrm.+) '{"unit": "1 mon", "rows": []}'$$);
SELECT pg_temp.answer($$SELECT scrm.merge('{"as_of": "1997-09-30", "rows": []}'::scrm.clv_stats, '{"as_of": "1997-10-01", "rows": []}')$$);
SELECT pg_temp.answer($$SELECT scrm.merge('{"as_of": "1997-09-30", "rows": []}'::scrm.clv_stats, '{"rows": []}')$$);

-- Units.
SELECT set_unit('{"rows": [[0, 0, 2, 1]]}', '2 weeks'), set_unit('{"unit": "7 days", "rows": []}', '1 week'), set_unit('{"rows": []}', '1 year');
SELECT pg_temp.answer($$SELECT scrm.set_unit('{"unit": "7 days", "rows": []}', '1 day')$$);
SELECT pg_temp.answer($$SELECT scrm.set_unit('{"rows": []}', '12 hours')$$);

-- What no customer can have.
SELECT pg_temp.answer(format('SELECT scrm.clv_stats_agg(%s)', v)) FROM unnest(ARRAY['-1, 0, 1', '1, 2, 1', '0, 1, 2', '1, 0, 2', '1, -1, 2',
	'1, ''NaN'', 2', '1, 1, ''NaN''', '1, 1, ''Infinity''', '1, 1, 2, -1']) WITH ORDINALITY x(v, n) ORDER BY n;
SELECT pg_temp.answer($$SELECT scrm.clv_stats_agg(p, 'infinity') FROM worth$$);
SELECT pg_temp.answer(format('SELECT %L::scrm.clv_stats', t)) FROM unnest(ARRAY['', '{}', '[]', '{"rows": 1}', '{"rows": [[1, 2]]}', '{"rows": [[1, 2, 1, 1]]}',
	'{"rows": [[0.5, 0, 1, 1]]}', '{"rows": [[0, 0, 1, 0]]}', '{"rows": [], "unit": "1 hour"}', '{"rows": [], "as_of": "1997-02-30"}',
	'{"rows": [], "more": 1}', '{"rows": []} x', '{"rows": [[0, 0, 1e999, 1]]}']) WITH ORDINALITY x(t, n) ORDER BY n;

-- Two rows alike are one; text and binary and back.
SELECT '{"rows": [[0, 0, 3, 1], [1, 2, 3, 1], [0, 0, 3, 4]]}'::clv_stats;
CREATE TABLE many AS SELECT i, CASE WHEN i % 3 = 0 THEN 0 ELSE i % 11 + 1 END AS x, CASE WHEN i % 3 = 0 THEN 0 ELSE (i % 97 + 1) / 7.0 END AS tx,
	(i % 97 + i % 31 + 1) / 7.0 AS t FROM generate_series(1, 30000) i;
WITH whole AS (SELECT clv_stats_agg(x, tx, t) AS s FROM many)
SELECT clv_stats_send(s::text::clv_stats) = clv_stats_send(s) AS text_and_back,
	(SELECT sum(customers) FROM stats_rows(s)) AS customers, (SELECT count(*) FROM stats_rows(s)) AS rows,
	(SELECT count(*) FROM (SELECT DISTINCT x, tx, t FROM many) d) AS distinct_rows,
	clv_stats_send(s) = clv_stats_send((SELECT clv_stats_agg(x, tx, t) FROM (SELECT * FROM many ORDER BY i % 89, i DESC) d)) AS permuted,
	clv_stats_send(s) = clv_stats_send((SELECT rollup(q) FROM (SELECT clv_stats_agg(x, tx, t) AS q FROM many GROUP BY i % 7) d)) AS rolled_up,
	clv_stats_send(s) = clv_stats_send((SELECT clv_stats_agg(x, tx, t) FROM many WHERE i <= 9999) + (SELECT clv_stats_agg(x, tx, t) FROM many WHERE i > 9999)) AS added
FROM whole;
DROP TABLE worth, many;
