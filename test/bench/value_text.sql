-- The text form of purchases, out and in, against jsonb of the same days.
--! full copies=10
--! small copies=1

--! setup
CREATE TEMP TABLE line (line text);
\copy line FROM 'cdnow.txt' (HEADER)
CREATE TEMP TABLE worth AS
SELECT purchases_agg(day, amount) AS p, jsonb_object_agg(day, amount) AS j
FROM (SELECT a[cardinality(a) - 3]::int AS customer, copy, to_date(a[cardinality(a) - 2], 'YYYYMMDD') AS day,
	sum(a[cardinality(a)]::numeric) AS amount
	FROM line, regexp_split_to_array(btrim(line), '\s+') a, generate_series(1, :copies) copy GROUP BY 1, 2, 3) o
GROUP BY customer, copy;
VACUUM ANALYZE worth;

--! figure text of purchases of CDNOW out and in
--! goal at most 1 times the peer
--! same
--! peer
SELECT sum((SELECT count(*) FROM jsonb_object_keys(j::text::jsonb))) FROM worth;
--! scrm
SELECT sum(frequency(p::text::purchases) + 1) FROM worth;

--! figure text of purchases of CDNOW out
--! goal at most 1 times the peer
--! same
--! peer
SELECT count(j::text) FROM worth;
--! scrm
SELECT count(p::text) FROM worth;
