-- timeline_agg, rollup and +: rows to a timeline, timelines to one.
SET search_path = public, scrm;
SET timezone = 'UTC';

CREATE FUNCTION pg_temp.refused(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ': ' || SQLERRM;
END $$;

CREATE TEMP TABLE message (customer int, at timestamptz, verb text, channel text, actor text, value float8, seq bigint);
INSERT INTO message VALUES
	(7, '2024-03-01 09:12:30.5', 'reply', 'x', 'bot:greet', 1.5, 7),
	(7, '2024-03-01 09:00', 'ask', 'x', 'anna b', NULL, NULL),
	(7, NULL, 'ask', 'x', 'anna b', NULL, NULL),
	(7, '2024-03-01 09:30', NULL, 'x', 'anna b', NULL, NULL),
	(8, '2024-03-01 10:00', 'ask', NULL, NULL, NULL, NULL),
	(9, NULL, NULL, NULL, NULL, NULL, NULL);

-- Two columns to six; a row without ts or verb is skipped, and who has no
-- other rows has no timeline.
SELECT customer, timeline_agg(at, verb) AS t FROM message GROUP BY customer ORDER BY customer;
SELECT customer, timeline_agg(at, verb, channel) AS t FROM message GROUP BY customer ORDER BY customer;
SELECT customer, timeline_agg(at, verb, channel, actor) AS t FROM message GROUP BY customer ORDER BY customer;
SELECT customer, timeline_agg(at, verb, channel, actor, value) AS t FROM message GROUP BY customer ORDER BY customer;
SELECT customer, timeline_agg(at, verb, channel, actor, value, seq) AS t FROM message GROUP BY customer ORDER BY customer;
SELECT timeline_agg(at, verb) IS NULL AS no_rows FROM message WHERE false;
SELECT timeline_agg(at, verb) FILTER (WHERE verb = 'reply') FROM message;
SELECT timeline_agg(DISTINCT at, verb ORDER BY at DESC, verb) FROM message WHERE customer = 7;

-- One second: seq decides, then what a conversation needs to make sense.
SELECT timeline_agg('2024-03-01 09:00', verb) FROM (VALUES ('buy'), ('resolve'), ('reply'), ('ask'), ('click')) v(verb);
SELECT timeline_agg('2024-03-01 09:00', verb, NULL, NULL, NULL, seq) FROM (VALUES ('reply', 1), ('ask', 2)) v(verb, seq);

-- Grows in a window, and a moving frame begins anew.
SELECT verb, timeline_agg(at, verb) OVER (ORDER BY at) AS so_far,
	event_count(timeline_agg(at, verb) OVER (ORDER BY at ROWS 1 PRECEDING)) AS last_two
FROM message WHERE at IS NOT NULL AND verb IS NOT NULL ORDER BY at;

-- What no event can be, with the instant of the row.
SELECT pg_temp.refused(q) FROM (VALUES
	($$SELECT timeline_agg('infinity', 'ask')$$),
	($$SELECT timeline_agg('-infinity', 'ask')$$),
	($$SELECT timeline_agg('2024-03-01 09:00', '')$$),
	($$SELECT timeline_agg('2024-03-01 09:00', repeat('é', 128))$$),
	($$SELECT timeline_agg('2024-03-01 09:00', 'ask', repeat('c', 256))$$),
	($$SELECT timeline_agg('2024-03-01 09:00', 'ask', 'x', repeat('a', 300))$$),
	($$SELECT timeline_agg('2024-03-01 09:00', 'ask', 'x', 'anna', 'NaN')$$),
	($$SELECT timeline_agg('2024-03-01 09:00', 'ask', 'x', i::text) FROM generate_series(1, 65536) i$$),
	($$SELECT timeline_combine(NULL, '{}')$$),
	($$SELECT timeline_agg_trans(NULL, '2024-03-01 09:00', 'ask')$$)) v(q);
SELECT event_count(timeline_agg('2024-03-01 09:00', 'ask', 'x', i::text)) FROM generate_series(1, 65535) i;
SELECT length(timeline_agg('2024-03-01 09:00', repeat('v', 255), repeat('c', 255), repeat('é', 127))::text);

-- Someone else's aggregate may start from a packed value: it is not written to.
CREATE AGGREGATE pg_temp.after(timestamptz, text) (SFUNC = timeline_agg_trans, STYPE = timeline,
	INITCOND = '{2024-01-01T00:00:00Z open}');
SELECT customer, pg_temp.after(at, verb) FROM message GROUP BY customer ORDER BY customer;

-- A larger base: 300 customers, all columns, many ties, labels of its own.
CREATE TABLE interaction AS
SELECT i % 300 AS customer, timestamptz '2024-01-01' + (i * 7919 % 50000) * interval '10 s' + (i % 3) * interval '1 us' AS at,
	(ARRAY['ask', 'reply', 'resolve', 'wave', 'buy'])[1 + i % 5] AS verb, (ARRAY['x', 'email', 'fax', NULL])[1 + i % 4] AS channel,
	CASE WHEN i % 6 > 0 THEN 'agent ' || i % 40 END AS actor, CASE WHEN i % 5 = 4 THEN (i % 1000) / 10.0 END AS value,
	CASE WHEN i % 7 = 0 THEN i END AS seq
FROM generate_series(1, 30000) i;
CREATE TABLE whole AS
SELECT customer, timeline_agg(at, verb, channel, actor, value, seq) AS t FROM interaction GROUP BY customer;

-- The rows again: as many as before, the very same, in order.
SELECT count(*) FROM (SELECT customer, e.* FROM whole, events(t) e EXCEPT ALL SELECT * FROM interaction) d;
SELECT count(*) FROM (SELECT * FROM interaction EXCEPT ALL SELECT customer, e.* FROM whole, events(t) e) d;
SELECT bool_and(in_order) FROM (SELECT ts >= lag(ts) OVER (PARTITION BY customer ORDER BY n) AS in_order
	FROM whole, events(t) WITH ORDINALITY e(ts, verb, channel, actor, value, seq, n)) o;

-- Rows in any order: the same bytes.
SELECT count(*) FROM whole JOIN (SELECT customer, timeline_agg(at, verb, channel, actor, value, seq ORDER BY md5(i::text)) AS t
	FROM interaction i GROUP BY customer) shuffled USING (customer)
WHERE timeline_send(whole.t) <> timeline_send(shuffled.t);

-- Parts, kept and rolled up, or added: the same bytes.
CREATE TABLE part AS
SELECT customer, verb, timeline_agg(at, verb, channel, actor, value, seq) AS t FROM interaction GROUP BY customer, verb;
SELECT count(*) FROM whole JOIN (SELECT customer, rollup(t) AS t FROM part GROUP BY customer) r USING (customer)
WHERE timeline_send(whole.t) <> timeline_send(r.t);
SELECT count(*) FROM whole w WHERE timeline_send(t) <> timeline_send(
	(SELECT t FROM part p WHERE p.customer = w.customer AND verb = 'ask') +
	(SELECT t FROM part p WHERE p.customer = w.customer AND verb = 'wave') +
	((SELECT t FROM part p WHERE p.customer = w.customer AND verb = 'buy') +
	 merge((SELECT t FROM part p WHERE p.customer = w.customer AND verb = 'resolve'),
		(SELECT t FROM part p WHERE p.customer = w.customer AND verb = 'reply'))));
SELECT (SELECT rollup(t) FROM whole) = (SELECT timeline_agg(at, verb, channel, actor, value, seq) FROM interaction) AS same;
SELECT bool_and(t + '{}' = t AND '{}' + t = t) AS unit, count(t + NULL) AS unknown,
	bool_and(event_count(t + t) = 2 * event_count(t)) AS repeats FROM whole;
SELECT rollup(t) FROM (VALUES (NULL::timeline)) v(t);
SELECT rollup(t) FROM (VALUES (NULL::timeline), ('{}'), (NULL)) v(t);

-- Parallel plans: the same bytes, whoever saw which rows.
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
ALTER TABLE interaction SET (parallel_workers = 2);
ALTER TABLE part SET (parallel_workers = 2);
CREATE FUNCTION pg_temp.is_partial(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
	partial boolean := false;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || query LOOP
		partial := partial OR line LIKE '%Partial%Aggregate%';
	END LOOP;
	RETURN partial;
END $$;
SELECT pg_temp.is_partial('SELECT timeline_agg(at, verb, channel, actor, value, seq) FROM interaction') AS one,
	pg_temp.is_partial('SELECT customer, timeline_agg(at, verb, channel, actor, value, seq) FROM interaction GROUP BY customer') AS many,
	pg_temp.is_partial('SELECT customer, rollup(t) FROM part GROUP BY customer') AS rolled;
SELECT count(*) FROM whole JOIN (SELECT customer, timeline_agg(at, verb, channel, actor, value, seq) AS t
	FROM interaction GROUP BY customer) p USING (customer) WHERE timeline_send(whole.t) <> timeline_send(p.t);
SELECT count(*) FROM whole JOIN (SELECT customer, rollup(t) AS t FROM part GROUP BY customer) p USING (customer)
WHERE timeline_send(whole.t) <> timeline_send(p.t);
-- Workers without any row of a group, on either side.
SELECT count(*), count(few) FROM (SELECT customer, timeline_agg(at, verb) FILTER (WHERE actor = 'agent 1') AS few
	FROM interaction GROUP BY customer) f;

-- A plan that spills, and one that sorts.
RESET ALL;
SET search_path = public, scrm;
SET work_mem = '64kB';
SELECT count(*) FROM whole JOIN (SELECT customer, timeline_agg(at, verb, channel, actor, value, seq) AS t
	FROM interaction GROUP BY customer) p USING (customer) WHERE timeline_send(whole.t) <> timeline_send(p.t);
SET enable_hashagg = off;
SELECT count(*) FROM whole JOIN (SELECT customer, timeline_agg(at, verb, channel, actor, value, seq) AS t
	FROM interaction GROUP BY customer) p USING (customer) WHERE timeline_send(whole.t) <> timeline_send(p.t);
RESET ALL;
SET search_path = public, scrm;

-- Stored out of line and as it is; text and bytes give it back.
CREATE TEMP TABLE one AS SELECT rollup(t) AS t FROM whole;
SELECT event_count(t), t = t::text::timeline AS from_text, pg_column_size(t) = length(timeline_send(t)) AS uncompressed FROM one;

DROP TABLE interaction, whole, part;
