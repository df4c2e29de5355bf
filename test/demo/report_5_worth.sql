-- What the customers will be worth next year [real]
-- Expected purchases and spending in the year after the last day, by value decile (10: the most valuable).
SELECT value_decile AS decile, count(*) AS customers, sum(spent) AS spent_so_far,
	round(sum(expected_purchases)::numeric) AS expected_purchases, round(sum(clv)::numeric, 2) AS worth_next_year,
	round((100 * sum(clv) / sum(sum(clv)) OVER ())::numeric, 1) AS percent
FROM crm.customer_360 WHERE purchases > 0
GROUP BY 1 ORDER BY 1 DESC;
-- The models behind it, with their standard errors.
SELECT m.name AS model, p.name, round(p.value::numeric, 3) AS value, round(p.std_error::numeric, 3) AS std_error
FROM crm.model AS m, LATERAL (SELECT * FROM parameters(m.clv) UNION ALL SELECT * FROM parameters(m.spend)) AS p;
