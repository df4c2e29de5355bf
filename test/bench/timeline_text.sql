-- The text form of contact histories, out and in, against jsonb of the same
-- events: what dump, restore and shards pay.
--! full customers=20000
--! small customers=500

--! setup
CREATE TEMP TABLE history AS
SELECT timeline_agg(ts, verb, channel) AS t,
	jsonb_agg(jsonb_build_object('ts', ts, 'verb', verb, 'channel', channel) ORDER BY ts) AS j
FROM (SELECT n % :customers AS customer, (ARRAY['ask', 'reply', 'resolve'])[1 + n % 3] AS verb,
	(ARRAY['x', 'email'])[1 + n % 2] AS channel, timestamptz '2024-01-01' + n * interval '1 min' AS ts
	FROM generate_series(1, :customers * 10) n) i
GROUP BY customer;
VACUUM ANALYZE history;
--! goal at most 1 times the peer
--! same

--! figure text of a timeline out and in
--! peer
SELECT sum(jsonb_array_length(j::text::jsonb)) FROM history;
--! scrm
SELECT sum(event_count(t::text::timeline)) FROM history;

--! figure text of a timeline out
--! peer
SELECT count(j::text) FROM history;
--! scrm
SELECT count(t::text) FROM history;
