-- States of aggregates in other hands: values where a state is expected, and
-- states where a value is.
SET search_path = public, scrm;
CREATE TABLE day AS SELECT date '2024-01-01' + i AS d, i AS amount FROM generate_series(1, 9) i;

-- An aggregate may begin with a value, short or long.
CREATE AGGREGATE pg_temp.bought_after(date, numeric) (SFUNC = purchases_add, STYPE = purchases, FINALFUNC = purchases_final,
	INITCOND = '{2023-01-01:5,2023-02-01:5,2023-03-01:5,2023-04-01:5,2023-05-01:5,2023-06-01:5}');
CREATE AGGREGATE pg_temp.rolled_after(purchases) (SFUNC = purchases_combine, STYPE = purchases, FINALFUNC = purchases_final,
	INITCOND = '{2023-01-01:5}');
CREATE AGGREGATE pg_temp.counted_after(bigint, float8, float8) (SFUNC = clv_stats_add, STYPE = clv_stats, FINALFUNC = clv_stats_final,
	INITCOND = '{"rows": [[1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 6], [4, 5, 6, 7], [5, 6, 7, 8]]}');
CREATE AGGREGATE pg_temp.spent_after(bigint, float8) (SFUNC = spend_stats_add, STYPE = spend_stats, FINALFUNC = spend_stats_final,
	INITCOND = '{"left_out": 2, "rows": [[1, 2, 3], [2, 3, 4]]}');
SELECT pg_temp.bought_after(d, amount) FROM day WHERE amount < 3;
SELECT pg_temp.bought_after(d, amount) = '{2023-01-01:5,2023-02-01:5,2023-03-01:5,2023-04-01:5,2023-05-01:5,2023-06-01:5}' + purchases_agg(d, amount) AS same FROM day;
SELECT pg_temp.rolled_after('{2024-01-02:1}');
SELECT pg_temp.counted_after(1, 2, 3);
SELECT pg_temp.spent_after(1, 2);

-- Or have a transition function of its own, and our final function.
CREATE FUNCTION pg_temp.latest(purchases, purchases) RETURNS purchases LANGUAGE sql AS 'SELECT $2';
CREATE FUNCTION pg_temp.latest(clv_stats, clv_stats) RETURNS clv_stats LANGUAGE sql AS 'SELECT $2';
CREATE FUNCTION pg_temp.latest(spend_stats, spend_stats) RETURNS spend_stats LANGUAGE sql AS 'SELECT $2';
CREATE AGGREGATE pg_temp.latest_of(purchases) (SFUNC = pg_temp.latest, STYPE = purchases, FINALFUNC = purchases_final);
CREATE AGGREGATE pg_temp.latest_of(clv_stats) (SFUNC = pg_temp.latest, STYPE = clv_stats, FINALFUNC = clv_stats_final);
CREATE AGGREGATE pg_temp.latest_of(spend_stats) (SFUNC = pg_temp.latest, STYPE = spend_stats, FINALFUNC = spend_stats_final);
SELECT pg_temp.latest_of('{2024-01-01:5,2024-02-01:5,2024-03-01:5,2024-04-01:5,2024-05-01:5}'::purchases);
SELECT pg_temp.latest_of('{"rows": [[1, 2, 3, 4]]}'::clv_stats);
SELECT pg_temp.latest_of('{"left_out": 2, "rows": [[1, 2, 3], [2, 3, 4]]}'::spend_stats);

-- Without a final function the state itself is the result: it prints and
-- travels as the value that it would become, and reads like it.
CREATE AGGREGATE pg_temp.open(date, numeric) (SFUNC = purchases_add, STYPE = purchases);
CREATE AGGREGATE pg_temp.open(bigint, float8, float8) (SFUNC = clv_stats_add, STYPE = clv_stats);
CREATE AGGREGATE pg_temp.open(bigint, float8) (SFUNC = spend_stats_add, STYPE = spend_stats);
SELECT pg_temp.open(d, amount), frequency(pg_temp.open(d, amount)), purchases_send(pg_temp.open(d, amount)) = purchases_send(purchases_agg(d, amount)) AS sent
FROM day WHERE amount < 4;
SELECT pg_temp.open(1, 2, amount + 2), clv_stats_send(pg_temp.open(1, 2, amount + 2)) = clv_stats_send(clv_stats_agg(1, 2, amount + 2)) AS sent
FROM day WHERE amount < 4;
SELECT pg_temp.open(1, amount), spend_stats_send(pg_temp.open(1, amount)) = spend_stats_send(spend_stats_agg(1, amount)) AS sent
FROM day WHERE amount < 4;
CREATE TABLE kept AS SELECT pg_temp.open(d, amount) AS p, pg_temp.open(1, 2, amount + 2) AS c, pg_temp.open(1, amount) AS s FROM day WHERE amount < 4;
SELECT p + p, rollup(p) FROM kept GROUP BY p;
SELECT c::text = (c::text::clv_stats)::text AS clv_same, s::text = (s::text::spend_stats)::text AS spend_same FROM kept;

-- Nothing and much.
SELECT count(*) FROM (SELECT '{"left_out": 3, "rows": []}'::spend_stats + spend_stats_agg(1, i) AS s FROM generate_series(1, 20000) i) m
WHERE s::text LIKE '{"left_out": 3, "rows": [[1, 1, 1], [1, 2, 1], %, [1, 20000, 1]]}';
SELECT '{"rows": []}'::spend_stats + '{"rows": []}' AS nothing;

DROP TABLE day, kept;
