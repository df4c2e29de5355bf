-- The rows of a timeline again: events, event_count, first_at, last_at.
SET search_path = public, scrm;
SET timezone = 'UTC';

CREATE TEMP TABLE customer (name text, t timeline);
INSERT INTO customer VALUES
	('anna', '{2024-03-01T09:00:00Z ask@x:anna, 2024-03-01T09:12:30Z reply@x:ann=1.5#7, 2024-03-02T09:00:00Z ask@fax:anna, 2024-03-03T09:00:00Z wave}'),
	('bert', '{}'),
	('cleo', NULL);

SELECT name, e.* FROM customer, events(t) e;
SELECT verb, channel FROM customer, events(t, '[2024-03-01 09:00,2024-03-02 09:00)') WHERE name = 'anna';

-- Bounds of every kind; what lies on one belongs to it where it is closed.
SELECT during, event_count(t, during => during), first_at(t, during => during) FROM customer, (VALUES
	(NULL::tstzrange), ('(,)'), ('empty'), ('[2024-03-01 09:00,2024-03-02 09:00]'), ('(2024-03-01 09:00,2024-03-02 09:00)'),
	('[2024-03-01 09:12:30,2024-03-01 09:12:30]'), ('(2024-03-01 09:12:30,2024-03-01 09:12:30.000001)'),
	('[-infinity,2024-03-01 09:12:30)'), ('(2024-03-02,infinity)'), ('[2025-01-01,)')) v(during) WHERE name = 'anna';

-- By verb and channel, listed ones and others.
SELECT name, event_count(t) AS all, event_count(t, 'ask') AS asks, event_count(t, 'wave') AS waves, event_count(t, 'anna') AS actor,
	event_count(t, channel => 'x') AS on_x, event_count(t, 'ask', 'fax') AS by_fax, event_count(t, '') AS nothing
FROM customer;
SELECT name, first_at(t), last_at(t), last_at(t, 'ask'), last_at(t, channel => 'x'), last_at(t, 'ask', 'x', '[2024-03-02,)') AS none
FROM customer;

-- Against plain SQL over the rows, with an index in the value and without.
CREATE TEMP TABLE post AS
SELECT i % 4 AS customer, timestamptz '2024-01-01' + (i * i % 90000) * interval '1 min' AS ts,
	(ARRAY['ask', 'reply', 'wave'])[1 + i % 3] AS verb, (ARRAY['x', 'fax', NULL])[1 + i / 3 % 3] AS channel
FROM generate_series(1, 12000) i WHERE i % 4 < 3 OR i < 300;
CREATE TEMP TABLE history AS SELECT customer, timeline_agg(ts, verb, channel) AS t FROM post GROUP BY customer;
SELECT customer, event_count(t) FROM history ORDER BY 1;
SELECT count(*) AS asked, count(*) FILTER (WHERE (event_count(t, q.verb, q.channel, q.during), first_at(t, q.verb, q.channel, q.during),
	last_at(t, q.verb, q.channel, q.during)) IS DISTINCT FROM (SELECT (count(*)::int, min(ts), max(ts)) FROM post p
		WHERE p.customer = h.customer AND p.verb = coalesce(q.verb, p.verb) AND p.ts <@ q.during
			AND p.channel IS NOT DISTINCT FROM coalesce(q.channel, p.channel))) AS wrong
FROM history h, (SELECT v.verb, c.channel, tstzrange(timestamptz '2024-01-01' + i * interval '10 days', timestamptz '2024-01-01' + j * interval '10 days', '[]') AS during
	FROM (VALUES (NULL), ('ask'), ('wave')) v(verb), (VALUES (NULL), ('x'), ('fax')) c(channel), generate_series(0, 6) i, generate_series(0, 7) j WHERE i <= j) q;
SELECT count(*) FROM history h, generate_series(0, 12) i,
	LATERAL (SELECT tstzrange(timestamptz '2024-01-01' + i * interval '5 days', timestamptz '2024-01-01' + (i + 1) * interval '5 days')) d(during)
WHERE (SELECT count(*) FROM events(t, during)) <> (SELECT count(*) FROM post p WHERE p.customer = h.customer AND ts <@ during);

-- A month of each customer, added up, is the month of the sum.
SELECT (SELECT sum(event_count(t, 'ask', during => '[2024-02-01,2024-03-01)')) FROM history) =
	(SELECT event_count(rollup(t), 'ask', during => '[2024-02-01,2024-03-01)') FROM history) AS same;
