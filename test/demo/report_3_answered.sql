-- How fast people were answered [waits: real; who is staff: stitched]
-- Members who asked staff, and members who asked each other, apart: chat partners are no service, and wait for seconds.
-- Nobody names a receiver: it is the other speaker of the conversation; conversations with one speaker only are left out.
SELECT CASE WHEN staff THEN 'by staff' ELSE 'by another member' END AS answered,
	count(DISTINCT conversation_id) AS conversations, count(*) AS waits,
	round(avg((outcome = 'answered')::int), 3) AS answered_share,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS median_wait,
	percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) AS p90_wait
FROM (SELECT conversation_id, bool_or(company_profile_id IS NOT NULL) AS staff, timeline_agg(ts, verb) AS t
	FROM crm.interaction WHERE direction <> 'internal' GROUP BY 1) AS c,
	responses(t, options => '{"peers": true}')
GROUP BY staff ORDER BY 1;
