-- Histories made of parts of others: strip_actors.
SET search_path = public, scrm;
SET timezone = 'UTC';

-- Who did it is gone; what happened, when, where, with what value and seq stays.
SELECT strip_actors('{2024-03-01T09:00:00Z ask@x:"anna b", 2024-03-01T09:12:00Z reply@x:ben=1.5#7, 2024-03-02T00:00:00Z buy:本=20}');
-- Events that only the actor told apart are as many as before.
SELECT strip_actors('{2024-03-01T09:00:00Z ask@x:anna, 2024-03-01T09:00:00Z ask@x:ben, 2024-03-01T09:00:00Z ask@x}');
-- Their order may change: without actors, values come next in it.
SELECT strip_actors('{2024-03-01T09:00:00Z buy:anna=3, 2024-03-01T09:00:00Z buy:ben=1}');
SELECT strip_actors(NULL), strip_actors('{}') AS empty,
	strip_actors('{2024-03-01T09:00:00Z ask@x}') = '{2024-03-01T09:00:00Z ask@x}' AS nothing_to_do;

-- The same as if no actor had been collected; over parts and the whole; twice is once.
CREATE TABLE talk AS
SELECT i, timestamptz '2024-01-01Z' + (i * 7919 % 3001) * interval '1 min' AS ts, (ARRAY['ask', 'reply', 'Frage'])[1 + i % 3] AS verb,
	(ARRAY['x', NULL])[1 + i % 2] AS channel, 'person ' || i % 700 AS actor, nullif(i % 5, 0) / 4.0 AS value
FROM generate_series(1, 20000) i;
WITH whole AS (SELECT timeline_agg(ts, verb, channel, actor, value) AS t FROM talk),
	part AS (SELECT timeline_agg(ts, verb, channel, actor, value) AS t FROM talk GROUP BY i % 2)
SELECT strip_actors(t) = (SELECT timeline_agg(ts, verb, channel, NULL, value) FROM talk) AS as_if_never_told,
	strip_actors(t) = (SELECT rollup(strip_actors(p.t)) FROM part p) AS part_by_part,
	strip_actors(strip_actors(t)) = strip_actors(t) AS twice_is_once,
	event_count(strip_actors(t)) AS events,
	(SELECT count(DISTINCT actor) FROM events(strip_actors(t))) AS actors,
	pg_column_size(strip_actors(t)) < pg_column_size(t) AS smaller
FROM whole;
DROP TABLE talk;
