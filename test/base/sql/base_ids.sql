-- base/ids: ids of any type as dense places in the order of the type.
\getenv here PG_ABS_SRCDIR
\set setup :here '/probe.sql'
\set ECHO none
\i :setup
\set ECHO all

SELECT * FROM probe_ids('VALUES (3), (-1), (2::smallint)', NULL::bigint);
SELECT * FROM probe_ids('VALUES (3::smallint), (-1::smallint)', NULL::bigint);
SELECT * FROM probe_ids('VALUES (3), (-1)', NULL::int);
-- Text in the order of "C", whatever that of the column is.
SELECT nr, place, left(id, 3) AS id FROM probe_ids($$
	SELECT t COLLATE "und-x-icu" FROM (VALUES ('b'), ('A'), ('é'), ('a'), (repeat('x', 100000)), ('')) x(t)$$, NULL::text);
SELECT * FROM probe_ids($$VALUES ('b'::varchar), ('A')$$, NULL::text);
SELECT * FROM probe_ids($$SELECT md5(i::text)::uuid FROM generate_series(1, 3) i$$, NULL::uuid);
SELECT * FROM probe_ids($$VALUES (ARRAY['b', 'c']), (ARRAY['a'])$$, NULL::text[]);
SELECT * FROM probe_ids('SELECT a FROM (VALUES (1.0::float8), (''NaN''), (''-inf'')) x(a)', NULL::float8);
SELECT * FROM probe_ids('SELECT 1 WHERE false', NULL::bigint);
CREATE DOMAIN customer_id AS bigint;
SELECT * FROM probe_ids('VALUES (3::customer_id), (1)', NULL::customer_id);
SELECT * FROM probe_ids('VALUES (3::customer_id), (1)', NULL::bigint);
-- As row_number() has them.
SELECT count(*), bool_and(p.place + 1 = n.n) AS same FROM
	probe_ids('SELECT md5(i::text) FROM generate_series(1, 20000) i', NULL::text) p
	JOIN (SELECT md5(i::text) AS id, row_number() OVER (ORDER BY md5(i::text) COLLATE "C") AS n FROM generate_series(1, 20000) i) n USING (id);
SELECT count(*), bool_and(id = place - 500) AS same
FROM probe_ids('SELECT i::bigint FROM generate_series(-500, 4500) i ORDER BY md5(i::text)', NULL::bigint);

-- NULL, and twice: with the id.
SELECT * FROM probe_ids('SELECT nullif(i, 1500) AS nr FROM generate_series(1, 2000) i', NULL::int);
SELECT * FROM probe_ids('VALUES (3), (4711), (5), (4711)', NULL::bigint);
SELECT * FROM probe_ids('VALUES (repeat(''x'', 5000)), (repeat(''x'', 5000))', NULL::text);
SELECT * FROM probe_ids('VALUES (1.0), (1.00)', NULL::numeric);
-- Another type, and one without an order.
SELECT * FROM probe_ids($$VALUES (md5('')::uuid)$$, NULL::bigint);
SELECT * FROM probe_ids('VALUES (1::bigint)', NULL::int);
SELECT * FROM probe_ids('VALUES (1)', NULL::text);
SELECT * FROM probe_ids($$VALUES ('[]'::json)$$, NULL::json);
SELECT * FROM probe_ids('VALUES (point ''(1,2)'')', NULL::point);
