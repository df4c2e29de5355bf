-- Runs of events without a long silence: sessions and session_count.
SET search_path = public, scrm;
SET timezone = 'UTC';

CREATE FUNCTION pg_temp.refused(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ': ' || SQLERRM;
END $$;

-- A silence of exactly the gap does not end a session, a longer one does.
SELECT * FROM sessions('{2024-03-01T09:00:00Z visit@web, 2024-03-01T09:30:00Z click@web, 2024-03-01T10:00:00.000001Z ask@x,
	2024-03-01T10:05:00Z reply@email, 2024-03-01T10:06:00Z buy}');
SELECT gap, session_count(t, gap), (SELECT count(*) FROM sessions(t, gap)) FROM
	(VALUES ('{2024-03-01T09:00:00Z visit, 2024-03-01T09:00:00Z click, 2024-03-01T09:30:00Z click, 2024-03-03T09:30:00Z buy}'::timeline)) v(t),
	(VALUES (interval '0'), ('1 us'), ('30 min'), ('48 hours'), ('2 days')) g(gap);
SELECT session_count('{}'), session_count(NULL), (SELECT count(*) FROM sessions('{}')) AS sessions;
SELECT channels FROM sessions('{2024-03-01T09:00:00Z ask@zoo, 2024-03-01T09:00:00Z ask@x, 2024-03-01T09:01:00Z ask@x,
	2024-03-01T09:02:00Z ask@"fax, old", 2024-03-01T09:03:00Z ask@日本}');

SELECT pg_temp.refused($$SELECT session_count('{}', '1 month')$$), pg_temp.refused($$SELECT session_count('{}', '-1 min')$$);

-- Against the usual twin with window functions.
CREATE TEMP TABLE visit AS
SELECT i % 40 AS customer, timestamptz '2024-01-01' + (i * 7919 % 30011) * interval '1 min' AS ts, (ARRAY['web', 'x', 'fax', NULL])[1 + i % 4] AS channel
FROM generate_series(1, 20000) i;
WITH twin AS (
	SELECT customer, session::int, min(ts) AS started_at, max(ts) AS ended_at, count(*)::int AS events,
		coalesce(array_agg(DISTINCT channel COLLATE "C" ORDER BY channel COLLATE "C") FILTER (WHERE channel IS NOT NULL), '{}') AS channels
	FROM (SELECT *, sum(starts::int) OVER (PARTITION BY customer ORDER BY ts) AS session
		FROM (SELECT *, coalesce(ts - lag(ts) OVER (PARTITION BY customer ORDER BY ts) > interval '1 hour', true) AS starts FROM visit) s) n
	GROUP BY customer, session
), ours AS (
	SELECT customer, s.* FROM (SELECT customer, timeline_agg(ts, 'visit', channel) AS t FROM visit GROUP BY customer) h, sessions(t, '1 hour') s
)
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE (ours.started_at, ours.ended_at, ours.events, ours.channels::text COLLATE "C")
	IS DISTINCT FROM (twin.started_at, twin.ended_at, twin.events, twin.channels::text COLLATE "C")) AS wrong
FROM ours FULL JOIN twin USING (customer, session);
SELECT sum(events) = 20000 AS every_event_once FROM (SELECT timeline_agg(ts, 'visit') AS t FROM visit GROUP BY customer) h, sessions(t);
