-- From the orders of CDNOW to figures and to the worth of its customers.
--! full copies=10
--! small copies=1

--! setup
CREATE TEMP TABLE line (line text);
\copy line FROM 'cdnow.txt' (HEADER)
CREATE TEMP TABLE orders AS
SELECT a[cardinality(a) - 3]::int AS customer, to_date(a[cardinality(a) - 2], 'YYYYMMDD') AS day,
	a[cardinality(a)]::numeric AS amount
FROM line, regexp_split_to_array(btrim(line), '\s+') a;
\copy orders TO 'orders.csv' (FORMAT csv)
CREATE TEMP TABLE copies AS
SELECT copy * 100000 + customer AS customer, day, amount FROM orders, generate_series(1, :copies) copy ORDER BY day;
VACUUM ANALYZE orders;
VACUUM ANALYZE copies;
SET work_mem = '256MB';

-- The mean leaves the first day out, as the models want it.
--! figure frequency, recency, age, mean of CDNOW's customers, against plain SQL
--! goal at most 0.6 times the peer
--! same
--! peer
SELECT sum(days - 1), sum(last - first), sum(date '1998-06-30' - first), round(sum(mean), 2) FROM (
	SELECT customer, count(*) AS days, min(day) AS first, max(day) AS last, avg(amount) FILTER (WHERE n > 1) AS mean
	FROM (SELECT customer, day, sum(amount) AS amount, row_number() OVER (PARTITION BY customer ORDER BY day) AS n
		FROM copies GROUP BY customer, day) d
	GROUP BY customer) c;
--! scrm
SELECT sum(frequency(p)), sum(recency(p, unit => '1 day')), sum(customer_age(p, '1998-06-30', '1 day')), round(sum(monetary(p)), 2)
FROM (SELECT purchases_agg(day, amount) AS p FROM copies GROUP BY customer OFFSET 0) w;

-- lifetimes stops some 1e-6 off the optimum.
--! figure from the orders of CDNOW to lifetime values
--! goal 15 times as fast
--! peer lifetimes
chain 1998-06-30 9
--! scrm
WITH worth AS MATERIALIZED (
	SELECT purchases_agg(day, amount) AS p FROM orders GROUP BY customer
), model AS MATERIALIZED (
	SELECT clv_fit(clv_stats_agg(p, date '1998-06-30', '1 day')) AS m, spend_fit_agg(p, date '1998-06-30') AS s FROM worth
)
SELECT sum(clv(m, s, p, '1998-06-30', horizon => '270 days', annual_discount => 0)) FROM worth, model;
--! same
SELECT abs(:'scrm'::float8 / :'peer'::float8 - 1) < 1e-4;
