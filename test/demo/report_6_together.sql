-- Talk and money together [stitched: which member is which customer]
-- No finding: who is whom was drawn by a hash. It shows what the report will look like.
SELECT CASE WHEN asks > 0 THEN 'asked staff' WHEN interactions > 0 THEN 'talked among members' ELSE 'did not talk' END AS customers,
	count(*) AS n, round(avg(spent), 2) AS spent, round(avg(p_alive)::numeric, 3) AS p_alive,
	round(avg(clv)::numeric, 2) AS worth_next_year,
	make_interval(secs => percentile_cont(0.5) WITHIN GROUP (ORDER BY first_response_p50_s)) AS first_response
FROM crm.customer_360 WHERE purchases > 0
GROUP BY 1 ORDER BY 1;
-- One customer's history, whatever the channel: the last events of who asked staff most.
SELECT e.ts, e.channel, e.verb, e.value
FROM (SELECT timeline FROM crm.state ORDER BY event_count(timeline, 'ask') DESC, customer_id LIMIT 1) AS c, events(timeline) AS e
ORDER BY e.ts DESC LIMIT 8;
