-- Who is still a customer, what they will buy, and what that is worth.
SET search_path = public, scrm;
SET extra_float_digits = 0;

CREATE FUNCTION error_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE statement;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(E'\n  ', SQLSTATE || ' ' || SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;

-- The models that Fader, Hardie and Lee (2005) publish for CDNOW.
CREATE TABLE model AS
SELECT '{"model": "bg/nbd", "unit": "7 days", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}'::clv_model AS m,
	'{"model": "gamma-gamma", "p": 6.25, "q": 3.74, "gamma": 15.44}'::spend_model AS s;

-- Customer 1 of CDNOW, (2, 30.43, 38.86): P(alive) .7266 and 1.226 purchases
-- in the next 39 weeks, as published.  PyPI lifetimes 0.11.3 for all four:
-- 1 .19509805, .72657857 1.22602817, .96891565 20.74972614, 2.04501e-07
-- 1.48826e-06.
SELECT v.*, to_char(p_alive(m, x, tx, t), '9.99999EEEE') AS p_alive,
	to_char(expected_purchases(m, x, tx, t, 39), '9.99999EEEE') AS next_39_weeks
FROM model, (VALUES (0, 0, 38.86), (2, 30.43, 38.86), (26, 30.86, 31), (10, 3, 38.86)) v(x, tx, t);

-- A new customer; lifetimes: 1.1967231932 and 6.5803916137.
SELECT round(expected_purchases(m, 39)::numeric, 8) AS weeks_39, round(expected_purchases(m, 1000)::numeric, 8) AS weeks_1000 FROM model;

-- Discounted at 10 % a year, for life and for a year.  Quadrature by scipy
-- 1.11 of the paper's closed form (equation 10): 6.371743 and 1.49199682,
-- 85.31725176 and 24.70422965.
SELECT v.*, round(dert(m, x, tx, t)::numeric, 6) AS life, round(dert(m, x, tx, t, horizon => 52)::numeric, 6) AS weeks_52
FROM model, (VALUES (2, 30.43, 38.86), (26, 30.86, 31)) v(x, tx, t);

-- Laws: a long horizon is for life; no discount is expected purchases; more
-- discount, less of it; a closed form where nothing is discounted.
SELECT abs(dert(m, 2, 30.43, 38.86, 0.1, 1e5) - dert(m, 2, 30.43, 38.86, 0.1)) < 1e-9 AS life,
	dert(m, 2, 30.43, 38.86, 0, 52) = expected_purchases(m, 2, 30.43, 38.86, 52) AS undiscounted,
	dert(m, 2, 30.43, 38.86, 0.2) < dert(m, 2, 30.43, 38.86, 0.1) AS less,
	expected_purchases(m, 2, 30.43, 38.86, 0) AS no_time
FROM model;
-- At a = 1 nothing happens; without discount life is (a+b+x-1)/(a-1).
SELECT round(expected_purchases('{"model": "bg/nbd", "r": 0.3, "alpha": 5, "a": 1, "b": 2}', 2, 30, 30, 40)::numeric, 8) AS at_1,
	round(expected_purchases('{"model": "bg/nbd", "r": 0.3, "alpha": 5, "a": 1.0000000001, "b": 2}', 2, 30, 30, 40)::numeric, 8) AS above_1,
	dert('{"model": "bg/nbd", "r": 0.3, "alpha": 5, "a": 3, "b": 2}', 0, 0, 30, 0) AS life;

-- Value is margin times expected spend times discounted purchases.
SELECT round(clv(m, s, 2, 30.43, 38.86, 22.35, NULL)::numeric, 4) AS clv,
	abs(clv(m, s, 2, 30.43, 38.86, 22.35, 52, 0.15, 0.3)
		- 0.3 * expected_spend(s, 2, 22.35) * dert(m, 2, 30.43, 38.86, 0.15, 52)) < 1e-12 AS product,
	clv(m, s, 0, 0, 20, NULL, 52) = clv(m, s, 0, 0, 20, 0, 52) AS mean_of_none
FROM model;

-- From purchases, up to a day: the same numbers, in the model's unit.
CREATE TABLE worth (id int, p purchases);
INSERT INTO worth VALUES
	(1, '{1997-01-01:29.33,1997-01-18:29.73,1997-08-02:14.96,1997-12-12:26.48}'),
	(2, '{1997-01-01:63.34,1997-01-13:11.77}'),
	(3, '{1997-01-01:6.79}'),
	(4, '{1998-02-01:10.00}'),
	(5, NULL);
SELECT id, round(p_alive(m, p, '1997-09-30')::numeric, 4) AS p_alive,
	round(expected_purchases(m, p, '1997-09-30', '39 weeks')::numeric, 4) AS next_39_weeks,
	round(dert(m, p, '1997-09-30')::numeric, 4) AS dert,
	round(clv(m, s, p, '1997-09-30', horizon => '1 year', annual_discount => 0.15)::numeric, 2) AS clv
FROM model, worth ORDER BY id;
SELECT id, p_alive(m, p, '1997-09-30') = p_alive(m, x, tx, t) AS p_alive,
	expected_purchases(m, p, '1997-09-30', '39 weeks') = expected_purchases(m, x, tx, t, 39) AS purchases,
	expected_purchases(m, p, '1997-09-30', '1 year') = expected_purchases(m, x, tx, t, 365.25 / 7) AS a_year,
	dert(m, p, '1997-09-30', 0.2, '1 month') = dert(m, x, tx, t, 0.2, 30.4375 / 7) AS dert,
	clv(m, s, p, '1997-09-30') = clv(m, s, x, tx, t, z, NULL) AS clv
FROM model, (SELECT id, p, frequency(p, '1997-09-30') AS x, recency(p, '1997-09-30') AS tx,
	customer_age(p, '1997-09-30') AS t, coalesce(monetary(p, '1997-09-30')::float8, 0) AS z FROM worth) q
WHERE id <= 3 ORDER BY id;

-- Days for weeks: the same predictions.
SELECT abs(p_alive(d, p, '1997-09-30') - p_alive(m, p, '1997-09-30')) < 1e-12 AS p_alive,
	abs(clv(d, s, p, '1997-09-30') - clv(m, s, p, '1997-09-30')) < 1e-6 AS clv
FROM model, worth, CAST('{"model": "bg/nbd", "unit": "1 day", "r": 0.243, "alpha": 30.898, "a": 0.793, "b": 2.426}' AS clv_model) d
WHERE id = 1;

-- Money of another currency is refused.
SELECT error_of($$SELECT clv(m, '{"model": "gamma-gamma", "currency": "EUR", "p": 6.25, "q": 3.74, "gamma": 15.44}', ('USD' || p::text)::purchases, '1997-09-30') FROM model, worth WHERE id = 1$$);
SELECT error_of($$SELECT clv(m, '{"model": "gamma-gamma", "currency": "EUR", "p": 6.25, "q": 3.74, "gamma": 15.44}', p, '1997-09-30') FROM model, worth WHERE id = 1$$);

-- NULL in, NULL out; only the horizon may be NULL.
SELECT p_alive(m, NULL, 1, 2), dert(m, 2, 30, NULL), dert(m, 2, 30, 38, NULL), clv(m, s, 2, 30, 38, NULL, 52),
	clv(m, s, p, NULL), clv(m, NULL, p, '1997-09-30'), clv(m, s, p, '1997-09-30', annual_discount => NULL)
FROM model, worth WHERE id = 1;
-- Before the first purchase there is no customer.
SELECT p_alive(m, p, '1996-12-31'), clv(m, s, p, '1996-12-31'), p_alive(m, p, '1997-01-01') FROM model, worth WHERE id = 1;

-- Numbers of no customer.
SELECT error_of(format('SELECT p_alive(m, %s, %L, %L) FROM model', x, tx, t)) AS error
FROM (VALUES (-1, '1', '2'), (1, '3', '2'), (1, '-1', '2'), (0, '1', '2'), (1, '0', '2'), (1, 'NaN', '2'), (1, '1', 'Infinity')) v(x, tx, t);
SELECT error_of('SELECT expected_purchases(m, 2, 30, 38, -1) FROM model');
SELECT error_of('SELECT expected_purchases(m, ''Infinity'') FROM model');
SELECT error_of('SELECT expected_purchases(m, p, ''1997-09-30'', ''1 day 3 hours'') FROM model, worth WHERE id = 1');
SELECT error_of('SELECT expected_purchases(m, p, ''1997-09-30'', ''1 month -3 days'') FROM model, worth WHERE id = 1');
SELECT error_of('SELECT p_alive(m, p, ''infinity'') FROM model, worth WHERE id = 1');
SELECT error_of('SELECT dert(m, 2, 30, 38, -1) FROM model');
SELECT error_of('SELECT dert(m, 2, 30, 38, ''NaN'') FROM model');
SELECT error_of('SELECT dert(m, 2, 30, 38, 0) FROM model');
SELECT error_of('SELECT dert(m, 2, 30, 38, -0.1) FROM model');
SELECT error_of('SELECT clv(m, s, 2, 30, 38, 20, 52, 0.1, ''Infinity'') FROM model');
SELECT error_of($$SELECT p_alive('{"model": "bg/nbd", "r": 1, "alpha": 1, "a": 1, "b": 1}', p, '1997-09-30') FROM worth WHERE id = 1$$);
SELECT error_of($$SELECT dert('{"model": "bg/nbd", "r": 1, "alpha": 1, "a": 1, "b": 1}', 2, 30, 38)$$);
SELECT dert('{"model": "bg/nbd", "r": 1, "alpha": 1, "a": 3, "b": 1}', 2, 38, 38, 0) > 0 AS no_unit_needed;

DROP TABLE model, worth;
DROP FUNCTION error_of;
