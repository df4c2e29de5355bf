-- What counting a customer base costs: clv_stats_agg against count and two sums.
--! full customers=1000000 part=100000 rounds=9
--! small customers=20000 part=2000

--! setup
-- As in CDNOW: three in four never came back, and the others came a few times;
-- first purchases within 12 weeks, times in weeks.
SELECT setseed(0.5);
CREATE TEMP TABLE base AS
SELECT x AS frequency, CASE WHEN x = 0 THEN 0 ELSE greatest(x, 1 + floor(days * lived)) / 7 END::float8 AS recency,
	days / 7.0::float8 AS age
FROM (SELECT floor(power(random(), 12) * 30)::bigint AS x, 190 + floor(random() * 85)::int AS days, random() AS lived
	FROM generate_series(1, :customers)) c;
CREATE TEMP TABLE part AS SELECT * FROM base LIMIT :part;
VACUUM ANALYZE base;
VACUUM ANALYZE part;
--! goal at most 2 times the peer
-- The sums come out of the statistics, too; but not within what is timed.

--! figure clv_stats_agg of 100,000, against count and two sums
--! peer
SELECT count(frequency), sum(recency), sum(age) FROM part;
--! scrm
SELECT pg_column_size(clv_stats_agg(frequency, recency, age)) FROM part;
--! same
SELECT sum(customers) = split_part(:'peer', '|', 1)::bigint
	AND abs(sum(customers * recency) / split_part(:'peer', '|', 2)::float8 - 1) < 1e-9
	AND abs(sum(customers * age) / split_part(:'peer', '|', 3)::float8 - 1) < 1e-9
FROM stats_rows((SELECT clv_stats_agg(frequency, recency, age) FROM part));

--! figure clv_stats_agg of a million, against count and two sums
--! peer
SELECT count(frequency), sum(recency), sum(age) FROM base;
--! same
SELECT sum(customers) = split_part(:'peer', '|', 1)::bigint
	AND abs(sum(customers * recency) / split_part(:'peer', '|', 2)::float8 - 1) < 1e-9
	AND abs(sum(customers * age) / split_part(:'peer', '|', 3)::float8 - 1) < 1e-9
FROM stats_rows((SELECT clv_stats_agg(frequency, recency, age) FROM base));
--! scrm
SELECT pg_column_size(clv_stats_agg(frequency, recency, age)) FROM base;
