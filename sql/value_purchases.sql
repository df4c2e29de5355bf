-- purchases: one customer's purchase days, each with the day's sum
SET search_path = public, scrm;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';

CREATE FUNCTION pg_temp.answer(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text; message text; detail text; hint text;
BEGIN
	EXECUTE statement INTO result;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, message, nullif(detail, ''), nullif(hint, ''));
END $$;

-- Orders of one day are one purchase; its money is their sum.
CREATE TABLE orders (customer int, ts timestamptz, amount numeric);
INSERT INTO orders VALUES
	(1, '1997-01-01 10:00Z', 29.33), (1, '1997-01-18 09:00Z', 20), (1, '1997-01-18 23:30Z', 9.73),
	(2, '1997-01-02 08:00Z', NULL), (2, '1997-01-05 08:00Z', 5.5), (2, '1997-01-09 08:00Z', -5.5),
	(3, NULL, 7), (4, '1997-01-03 08:00Z', 10), (4, '1997-01-03 09:00Z', -12);
SELECT customer, purchases_agg(ts, amount) FROM orders GROUP BY customer ORDER BY 1;

-- A day's date is the session's, or that of a named zone.
SELECT purchases_agg(ts, amount, 'Asia/Tokyo') AS tokyo, purchases_agg(ts, amount, 'Asia/Tokyo', 'JPY') AS yen,
	purchases_agg(ts) AS unknown_amounts FROM orders WHERE customer = 1;
SET TimeZone = 'Asia/Tokyo';
SELECT purchases_agg(ts, amount) FROM orders WHERE customer = 1;
SET TimeZone = 'UTC';
SELECT purchases_agg(d) AS days, purchases_agg(d, 1.5) AS money, purchases_agg(d, 1.5, 'EUR') AS euros
FROM generate_series(date '2026-01-01', date '2026-01-03', '1 day') t, date(t) d;

-- No rows, or none with a day: NULL.
SELECT purchases_agg(ts, amount) IS NULL AS none FROM orders WHERE customer = 3;
SELECT purchases_agg(ts, amount) IS NULL AS none FROM orders WHERE false;

-- Unnest. 4's day was a purchase, though more came back; 2's last day was not.
SELECT customer, d.* FROM (SELECT customer, purchases_agg(ts, amount) AS p FROM orders GROUP BY 1) x, purchase_days(p) d ORDER BY 1, 2;

-- What the models read, worked out by hand for customer 1 of CDNOW.
SELECT frequency(p), recency(p, unit => '1 day'), customer_age(p, '1997-09-30', '1 day'), round(monetary(p), 4) AS monetary,
	total_amount(p, '1997-01-02', '1997-12-13'), purchase_count(p, '1997-01-02', '1997-12-12')
FROM (SELECT '{1997-01-01:29.33,1997-01-18:29.73,1997-08-02:14.96,1997-12-12:26.48}'::purchases AS p) x;
SELECT as_of, frequency(p, as_of), recency(p, as_of), customer_age(p, as_of), monetary(p, as_of)
FROM (SELECT '{1997-01-01:29.33,1997-01-18:29.73}'::purchases AS p) x,
	unnest(ARRAY['1996-12-31', '1997-01-01', '1997-01-17', '1997-01-18']::date[]) AS as_of ORDER BY 1;
SELECT recency(p, unit => '1 month') AS months, recency(p, unit => '1 year') AS years, recency(p, unit => '2 weeks') AS fortnights
FROM (SELECT '{1997-01-01,1998-01-01}'::purchases AS p) x;

-- Merging: the same day adds up, in any order, to the same bytes.
SELECT '{1997-01-01:1}'::purchases + '{1997-01-01:2.25,1997-01-02}' AS plus,
	merge('EUR{1997-01-01:1}'::purchases, 'EUR{1996-01-01:2}') AS twin, 'EUR{1997-01-01:1}'::purchases + '{}' AS nothing_more;
CREATE TABLE many AS SELECT i, date '1997-01-01' + (i * 7919) % 400 AS d, ((i * 104729) % 10000 - 300) / 100.0 AS a FROM generate_series(1, 5000) i;
WITH whole AS (SELECT purchases_agg(d, a) AS p FROM many)
SELECT p = (SELECT purchases_agg(d, a) FROM (SELECT * FROM many ORDER BY i % 97, i DESC) x) AS permuted,
	p = (SELECT rollup(q) FROM (SELECT purchases_agg(d, a) AS q FROM many GROUP BY i % 13) y) AS rolled_up,
	p = (SELECT purchases_agg(d, a) FROM many WHERE i <= 2000) + (SELECT purchases_agg(d, a) FROM many WHERE i > 2000) AS added,
	p::text::purchases = p AS text_and_back,
	(SELECT sum(amount) FROM purchase_days(p)) = (SELECT sum(a) FROM many) AS exact
FROM whole;
-- ... and to those of a plan in parallel.
BEGIN;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT purchases_agg(d, a) FROM many;
SELECT purchases_agg(d, a) = (SELECT purchases_agg(d, a) FROM (SELECT * FROM many OFFSET 0) x) AS same FROM many;
ROLLBACK;
-- The same state is read again and again: growing and moving frames, FILTER.
SELECT i, purchases_agg(d, a) OVER (ORDER BY i), purchases_agg(d, a) OVER (ORDER BY i ROWS 1 PRECEDING) AS last_two,
	purchases_agg(d, a) FILTER (WHERE a > 10) OVER (ORDER BY i) AS above_10
FROM many WHERE i <= 4 ORDER BY 1;
-- A day that comes again, and out of order, after its frame was packed before.
SELECT bool_and(growing = (SELECT purchases_agg(d, a) FROM many n WHERE n.i <= w.i AND n.i <= 450)) AS same
FROM (SELECT i, purchases_agg(d, a) OVER (ORDER BY i) AS growing FROM many WHERE i <= 450) w;
-- Distinct and sorted, as any type.
SELECT count(DISTINCT p), min(p::text) FROM (VALUES ('{1997-01-01:1}'::purchases), ('{1997-01-01:1}'), ('{1997-01-01:1.0}')) v(p);

-- CDNOW, all orders of one customer in ten: what plain SQL counts and sums.
\getenv abs_srcdir PG_ABS_SRCDIR
\set tenth :abs_srcdir '/test/data/cdnow_tenth.txt'
CREATE TABLE line (line text);
COPY line FROM :'tenth';
CREATE TABLE tenth AS SELECT a[2]::int AS customer, to_date(a[3], 'YYYYMMDD') AS day, a[5]::numeric AS amount
FROM line, regexp_split_to_array(btrim(line), '\s+') a;
SELECT count(*) AS orders, count(DISTINCT customer) AS customers, count(DISTINCT (customer, day)) AS days, sum(amount) FROM tenth;
SELECT count(*) AS customers, sum(purchase_count(p, '-infinity', 'infinity')) AS days, sum(total_amount(p, '-infinity', 'infinity'))
FROM (SELECT purchases_agg(day, amount) AS p FROM tenth GROUP BY customer) x;
SELECT count(*) AS differ
FROM (SELECT customer, purchases_agg(day, amount) AS p FROM tenth GROUP BY 1) x
FULL JOIN (SELECT customer, count(*) - 1 AS frequency, max(day) - min(day) AS recency, avg(amount) FILTER (WHERE day > first) AS monetary
	FROM (SELECT customer, day, sum(amount) AS amount, min(day) OVER (PARTITION BY customer) AS first FROM tenth GROUP BY 1, 2) d
	GROUP BY 1) y USING (customer)
WHERE (frequency(p), recency(p, unit => '1 day'), monetary(p)) IS DISTINCT FROM (y.frequency, y.recency::float8, y.monetary);
DROP TABLE line, tenth;

-- Text in any order, repeated days; the star: bought, although the sum is under 0.
SELECT 'EUR{1997-01-18,1997-01-01:1,1997-01-18:-5.5}'::purchases, '{}'::purchases, '{0001-01-01,9999-12-31:9223372036854775807}'::purchases;
SELECT pg_temp.answer(format('SELECT %L::scrm.purchases', t)) FROM unnest(ARRAY[
	'', '{', '1997-01-01', '{1997-01-01', '{1997-01-01,}', '{1997-02-29}', '{0000-01-01}', '{97-1-1}', 'EU{}', 'eur{}', '{1997-01-01:}',
	'{1997-01-01:1.}', '{1997-01-01:1.1234567}', '{1997-01-01:NaN}', '{1997-01-01:9223372036854775808}', '{1997-01-01*:1}', '{1997-01-01:1} '
]) WITH ORDINALITY x(t, n) ORDER BY n;

-- Currencies do not mix: not in an aggregate, not in +, not in rollup.
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', 1, c) FROM unnest('{EUR,USD}'::text[]) c$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', 1, c) FROM unnest('{EUR,NULL}'::text[]) c$$);
SELECT pg_temp.answer($$SELECT scrm.merge('EUR{1997-01-01:1}'::scrm.purchases, 'USD{1997-01-01:1}')$$);
SELECT pg_temp.answer($$SELECT scrm.merge('EUR{1997-01-01:1}'::scrm.purchases, '{1997-01-01:1}')$$);
SELECT pg_temp.answer($$SELECT scrm.rollup(p::scrm.purchases) FROM (VALUES ('EUR{1997-01-01:1}'), ('USD{1997-01-01:1}')) v(p)$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', 1, 'euro')$$);

-- Amounts that cannot be summed exactly, and days that are none.
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', 'NaN')$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', '-Infinity')$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', 0.1234567)$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', 1e19)$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', a) FROM unnest('{9223372036854775807,1}'::numeric[]) a$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date '1997-01-01', a) FROM unnest('{9223372036854775807,0.01}'::numeric[]) a$$);
SELECT purchases_agg(date '1997-01-01', 12.5000000000) AS zeros_say_nothing;
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(date 'infinity', 1)$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(timestamptz '-infinity', 1)$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(timestamptz '12000-01-01', 1)$$);
SELECT pg_temp.answer($$SELECT scrm.purchases_agg(timestamptz '1997-01-01', 1, 'Mars/Olympus')$$);
SELECT pg_temp.answer($$SELECT scrm.customer_age('{1997-01-01}', 'infinity')$$);
SELECT pg_temp.answer($$SELECT scrm.recency('{1997-01-01}', '1998-01-01', '36 hours')$$);
SELECT pg_temp.answer($$SELECT scrm.recency('{1997-01-01}', '1998-01-01', '1 month -3 days')$$);

-- Outside an aggregate a state is never written in place.
SELECT pg_temp.answer($$SELECT scrm.purchases_add(NULL::scrm.purchases, date '1997-01-01')$$) ~ '^55000' AS refused;
DROP TABLE orders, many;
