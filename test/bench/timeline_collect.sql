-- Contact histories out of rows: what the aggregate costs, and what an event
-- takes as stored.
--! full events=10000000 customers=1000000 rounds=3
--! small events=100000 customers=10000

--! setup
-- As in life: a few customers talk much, most a little; they talk in
-- conversations of some four messages over one channel; and rows lie in the
-- order of time.
SELECT setseed(0.5);
CREATE TEMP TABLE interaction AS
SELECT (power(c.who, 1.5) * (:customers - 1))::int AS customer,
	timestamptz '2024-01-01' + c.day * interval '365 days' + ln(1 / (1 - random())) * m * interval '30 min' AS ts,
	CASE WHEN m % 2 = 1 THEN 'ask' WHEN m = 6 THEN 'resolve' ELSE 'reply' END AS verb,
	(ARRAY['x', 'x', 'x', 'facebook', 'email'])[1 + floor(c.via * 5)::int] AS channel
FROM (SELECT random() AS who, random() AS day, random() AS via, 2 + floor(random() * 5)::int AS messages
	FROM generate_series(1, :events / 4)) c, generate_series(1, c.messages) m
ORDER BY ts;
VACUUM ANALYZE interaction;

-- The outer queries ask for what the inner ones compute, or the planner would
-- leave it out.
--! goal at most 2 times the peer
--! peer
SELECT sum(n), count(t) FROM (SELECT customer, count(*) AS n, max(ts) AS t FROM interaction GROUP BY customer OFFSET 0) s;
--! same
SELECT split_part(:'peer', '|', 2) = :'scrm';

--! figure timeline_agg by customer, work_mem 4MB, against count(*), max(ts)
--! prepare
SET work_mem = '4MB';
--! scrm
SELECT count(t) FROM (SELECT timeline_agg(ts, verb, channel) AS t FROM interaction GROUP BY customer OFFSET 0) s;

--! figure timeline_agg by customer, work_mem 2GB, against count(*), max(ts)
--! prepare
SET work_mem = '2GB';
--! scrm
SELECT count(t) FROM (SELECT timeline_agg(ts, verb, channel) AS t FROM interaction GROUP BY customer OFFSET 0) s;

--! figure bytes of an event as stored
--! goal at most 8.0 bytes
--! prepare
CREATE TEMP TABLE stored AS
SELECT timeline_agg(ts, verb, channel) AS us, timeline_agg(date_trunc('second', ts), verb, channel) AS s
FROM interaction GROUP BY customer;
--! value
SELECT sum(pg_column_size(us))::float8 / sum(event_count(us)) FROM stored;

--! figure bytes of an event as stored, times of whole seconds
--! goal at most 5.0 bytes
--! value
SELECT sum(pg_column_size(s))::float8 / sum(event_count(s)) FROM stored;
