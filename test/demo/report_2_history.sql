-- What happened with them [real; who is staff: stitched]
-- Every event of the base: where, what, how many, by how many customers, when.
SELECT channel, verb, count(*) AS events, count(DISTINCT customer_id) AS customers,
	min(ts)::date AS first, max(ts)::date AS last
FROM crm.event GROUP BY 1, 2 ORDER BY 1, 3 DESC;
