-- golden_value against the most frequent value of SQL, and cluster_agreement_agg against SQL over counted pairs.
--! full rows=1000000
--! small rows=20000

--! setup
CREATE TEMP TABLE record AS
SELECT n / 5 AS person, n / 7 AS truth, 'Name ' || n / 5 % 1000 || CASE n % 5 WHEN 0 THEN '' WHEN 1 THEN 'x' WHEN 2 THEN ' jr' ELSE '' END AS name,
	timestamptz '2024-01-01' + n % 997 * interval '1 hour' AS seen_at
FROM generate_series(1, :rows) n;
VACUUM ANALYZE record;
SET work_mem = '1GB';

--! figure golden_value of five rows a person, against mode()
--! goal at most 3 times the peer
--! peer
SELECT count(g) FROM (SELECT mode() WITHIN GROUP (ORDER BY name) AS g FROM record GROUP BY person) s;
--! scrm
SELECT count(g) FROM (SELECT golden_value(name, seen_at) AS g FROM record GROUP BY person) s;

--! figure cluster_agreement_agg, against SQL over counted pairs
--! goal 2 times as fast
--! same
--! peer
WITH cell AS (SELECT person, truth, count(*)::float8 AS n FROM record GROUP BY person, truth),
	found AS (SELECT sum(n) AS n, sum(n * n) AS squares FROM cell GROUP BY person),
	sought AS (SELECT sum(n) AS n, sum(n * n) AS squares FROM cell GROUP BY truth),
	hits AS (SELECT sum(n * (n - 1) / 2) AS pairs, sum(n) AS rows FROM cell),
	f AS (SELECT sum(n * (n - 1) / 2) AS pairs, sum(squares / n) AS shares FROM found),
	s AS (SELECT sum(n * (n - 1) / 2) AS pairs, sum(squares / n) AS shares FROM sought)
SELECT round((hits.pairs / f.pairs)::numeric, 9), round((hits.pairs / s.pairs)::numeric, 9), round((f.shares / rows)::numeric, 9), round((s.shares / rows)::numeric, 9)
FROM hits, f, s;
--! scrm
SELECT round(pair_precision::numeric, 9), round(pair_recall::numeric, 9), round(b3_precision::numeric, 9), round(b3_recall::numeric, 9)
FROM (SELECT (a).* FROM (SELECT cluster_agreement_agg(person, truth) AS a FROM record OFFSET 0) r) x;
