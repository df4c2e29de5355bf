-- The promoted state: flat while small, an expanded object from 64 kB on.  Seen
-- through clv_stats, whose rows take 32 bytes in a state.
SET search_path = public, scrm;

CREATE TABLE row AS SELECT i, 1 AS x, (i % 1000 + 1)::float8 AS tx, (i % 1000 + 2 + i / 1000)::float8 AS t FROM generate_series(0, 19999) i;

-- 20,000 distinct rows in one state: promoted; in parts of 10: never.  The same bytes.
CREATE TABLE whole AS SELECT clv_stats_agg(x, tx, t) AS s, count(*) AS n FROM row;
SELECT n, (SELECT count(*) FROM stats_rows(s)) AS rows, pg_column_size(clv_stats_send(s)) < 200000 AS packed FROM whole;
SELECT clv_stats_send(s) = clv_stats_send((SELECT rollup(p) FROM (SELECT clv_stats_agg(x, tx, t) AS p FROM row GROUP BY i / 10) g)) AS from_small_parts,
	clv_stats_send(s) = clv_stats_send((SELECT rollup(p) FROM (SELECT clv_stats_agg(x, tx, t) AS p FROM row GROUP BY i % 2) g)) AS from_large_parts,
	clv_stats_send(s) = clv_stats_send((SELECT clv_stats_agg(x, tx, t ORDER BY t, tx) FROM row)) AS sorted,
	clv_stats_send(s) = clv_stats_send((SELECT clv_stats_agg(x, tx, t) FROM (SELECT clv_stats_agg(x, tx, t) FROM row) a, row)) AS beside_another
FROM whole;

-- Parallel workers ship their states.
BEGIN;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT clv_stats_agg(x, tx, t) FROM row;
SELECT clv_stats_send(clv_stats_agg(x, tx, t)) = (SELECT clv_stats_send(s) FROM whole) AS parallel FROM row;
ROLLBACK;

-- Growing and moving frames read a state that goes on growing; FILTER, DISTINCT
-- and two aggregates on one state.
SELECT i, (SELECT count(*) FROM stats_rows(growing)) AS growing, (SELECT count(*) FROM stats_rows(moving)) AS moving,
	(SELECT count(*) FROM stats_rows(filtered)) AS filtered
FROM (SELECT i, clv_stats_agg(x, tx, t) OVER (ORDER BY i) AS growing,
		CASE WHEN i < 5 THEN clv_stats_agg(x, tx, t) OVER (ORDER BY i ROWS 1 PRECEDING) END AS moving,
		clv_stats_agg(x, tx, t) FILTER (WHERE i % 2 = 0) OVER (ORDER BY i) AS filtered
	FROM (SELECT i, x, tx, t FROM row WHERE i < 4 OR i >= 17500) r) w
WHERE i < 4 OR i % 2499 = 1 ORDER BY i;
SELECT (SELECT count(*) FROM stats_rows(a)) AS a, (SELECT count(*) FROM stats_rows(b)) AS b, (SELECT count(*) FROM stats_rows(c)) AS c
FROM (SELECT clv_stats_agg(x, tx, t) AS a, clv_stats_agg(x, tx, t) AS b, clv_stats_agg(DISTINCT x, tx, t) AS c FROM row, generate_series(1, 2)) g;
SELECT i, (SELECT sum(customers) FROM stats_rows(s)) AS customers
FROM (SELECT i / 10000 AS i, clv_stats_agg(x, tx, t) AS s FROM row GROUP BY GROUPING SETS ((i / 10000), ())) g ORDER BY 1;

-- 100,000 groups in memory: were the state expanded from the start, each new
-- group would sum the memory of all others, for minutes.
BEGIN;
SET LOCAL work_mem = '1GB';
SET LOCAL enable_sort = off;
SET LOCAL max_parallel_workers_per_gather = 0;
EXPLAIN (COSTS OFF) SELECT i % 100000, clv_stats_agg(i % 5 + 1, 1.0, (i / 100000 + 1)::float8) FROM generate_series(1, 300000) i GROUP BY 1;
SELECT count(*) AS groups, count(DISTINCT s) AS kinds, sum(octet_length(s)) AS bytes
FROM (SELECT clv_stats_agg(i % 5 + 1, 1.0, (i / 100000 + 1)::float8)::text AS s FROM generate_series(1, 300000) i GROUP BY i % 100000) g;
ROLLBACK;
-- By default the hash table spills to disk: the same.
SELECT count(*) AS groups, count(DISTINCT s) AS kinds, sum(octet_length(s)) AS bytes
FROM (SELECT clv_stats_agg(i % 5 + 1, 1.0, (i / 100000 + 1)::float8)::text AS s FROM generate_series(1, 300000) i GROUP BY i % 100000) g;
DROP TABLE row, whole;
