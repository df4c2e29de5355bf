-- Figures of contact histories: kept timelines against window functions over
-- the rows that they were made of.
--! full events=1000000 customers=100000
--! small events=20000 customers=2000

--! setup
SELECT setseed(0.5);
CREATE TEMP TABLE interaction AS
SELECT floor(c.who * :customers)::int AS customer,
	timestamptz '2024-01-01' + c.day * interval '365 days' + ln(1 / (1 - random())) * m * interval '30 min' AS ts,
	CASE WHEN m % 2 = 1 THEN 'ask' ELSE 'reply' END AS verb
FROM (SELECT random() AS who, random() AS day, 2 + floor(random() * 5)::int AS messages
	FROM generate_series(1, :events / 4)) c, generate_series(1, c.messages) m;
CREATE INDEX ON interaction (customer, ts);
CREATE TEMP TABLE history AS SELECT customer, timeline_agg(ts, verb) AS t FROM interaction GROUP BY customer;
VACUUM ANALYZE interaction;
VACUUM ANALYZE history;
SET work_mem = '256MB';
--! same

-- 20 million events a second: 50 ms for the million.
--! figure first_response of kept timelines, against window functions over rows
--! goal at most 50 ms
--! peer
SELECT count(wait), sum(extract(epoch FROM wait)) FROM (
	SELECT min(ts) FILTER (WHERE verb = 'reply' AND ts >= asked) - min(asked) AS wait
	FROM (SELECT customer, ts, verb, min(ts) FILTER (WHERE verb = 'ask') OVER (PARTITION BY customer) AS asked
		FROM interaction) i
	GROUP BY customer) w;
--! scrm
SELECT count(wait), sum(extract(epoch FROM wait)) FROM (SELECT first_response(t) AS wait FROM history OFFSET 0) w;

--! figure responses of kept timelines, against window functions over rows
--! peer
SELECT count(*), count(wait), sum(extract(epoch FROM wait)) FROM (
	SELECT min(ts) FILTER (WHERE verb = 'reply') - min(ts) AS wait
	FROM (SELECT customer, ts, verb, count(*) FILTER (WHERE begins) OVER (PARTITION BY customer ORDER BY ts) AS turn
		FROM (SELECT customer, ts, verb,
				verb = 'ask' AND lag(verb) OVER (PARTITION BY customer ORDER BY ts) IS DISTINCT FROM 'ask' AS begins
			FROM interaction) b) i
	WHERE turn > 0 GROUP BY customer, turn) w;
--! scrm
SELECT count(*), count(wait), sum(extract(epoch FROM wait)) FROM history, responses(t);

--! figure session_count of kept timelines, against window functions over rows
--! goal at most 50 ms
--! peer
SELECT count(*) FILTER (WHERE begins) FROM (
	SELECT ts - lag(ts) OVER (PARTITION BY customer ORDER BY ts) <= interval '30 min' IS NOT TRUE AS begins
	FROM interaction) i;
--! scrm
SELECT sum(session_count(t)) FROM history;
