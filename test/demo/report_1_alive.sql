-- Who the customers are, and who of them is still alive [real]
-- Customers of the music counter by P(alive), as of the last day of the data (BG/NBD). Who has bought on one day only
-- counts as alive by that model: it sees nobody leave before a second purchase.
SELECT CASE WHEN purchase_days = 1 THEN 'bought on one day only'
		WHEN p_alive >= 0.8 THEN 'alive (0.8 and more)'
		WHEN p_alive >= 0.2 THEN 'uncertain'
		ELSE 'gone (under 0.2)' END AS customers_are,
	count(*) AS customers, sum(purchases) AS purchases, sum(spent) AS spent,
	round(avg(p_alive)::numeric, 2) AS p_alive, round(sum(expected_purchases)::numeric) AS expected_next_year
FROM crm.customer_360 JOIN (SELECT customer_id, frequency(purchases) + 1 AS purchase_days FROM crm.state) s USING (customer_id)
WHERE purchases > 0
GROUP BY 1 ORDER BY avg(p_alive) DESC, 1;
