-- Predictions, a row a customer, against those of lifetimes over whole arrays.
--! full customers=100000
--! small customers=2000

--! setup
SELECT setseed(0.5);
CREATE TEMP TABLE customer AS
SELECT x AS frequency, CASE WHEN x = 0 THEN 0 ELSE greatest(x, 1 + floor(days * lived)) / 7 END::float8 AS recency,
	days / 7.0::float8 AS age, 5 + floor(power(random(), 4) * 20000)::float8 / 100 AS monetary
FROM (SELECT floor(power(random(), 12) * 30)::bigint AS x, 190 + floor(random() * 85)::int AS days, random() AS lived
	FROM generate_series(1, :customers)) c;
\copy (SELECT frequency, recency, age FROM customer) TO 'customers.csv' (FORMAT csv)
CREATE TEMP TABLE million AS SELECT customer.* FROM customer, generate_series(1, 10);
CREATE TEMP TABLE model AS
SELECT '{"model": "bg/nbd", "unit": "7 days", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}'::clv_model AS m,
	'{"model": "gamma-gamma", "p": 6.25, "q": 3.74, "gamma": 15.44}'::spend_model AS s;
VACUUM ANALYZE customer;
VACUUM ANALYZE million;
--! same
SELECT abs(:'scrm'::float8 / :'peer'::float8 - 1) < 1e-7;

--! figure p_alive of 100,000
--! peer lifetimes
alive {"r":0.243,"alpha":4.414,"a":0.793,"b":2.426}
--! scrm
SELECT sum(p_alive(m, frequency, recency, age)) FROM customer, model;

--! figure expected_purchases of 100,000 in 39 weeks
--! peer lifetimes
expected {"r":0.243,"alpha":4.414,"a":0.793,"b":2.426} 39
--! scrm
SELECT sum(expected_purchases(m, frequency, recency, age, 39)) FROM customer, model;

-- A peer's four would be sums of other things: only the time is asked for.
--! figure p_alive, expected purchases, spend and lifetime value of a million
--! goal at most 1 s
--! same
SELECT :'scrm' LIKE '%|%|%|%';
--! scrm
SELECT sum(p_alive(m, frequency, recency, age)), sum(expected_purchases(m, frequency, recency, age, 39)),
	sum(expected_spend(s, frequency, monetary)), sum(clv(m, s, frequency, recency, age, monetary, 39))
FROM million, model;
