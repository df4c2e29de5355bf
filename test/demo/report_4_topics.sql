-- What the conversations were about [real]
-- By their prompts: how many conversations, between how many people, and how long they went on.
SELECT left(title, 60) AS prompt, count(DISTINCT conversation_id) AS conversations,
	count(DISTINCT coalesce(agent, profile_id::text)) AS people, count(*) AS messages,
	round(count(*)::numeric / count(DISTINCT conversation_id), 1) AS messages_each
FROM crm.interaction WHERE title IS NOT NULL
GROUP BY title ORDER BY 2 DESC, 1 LIMIT 10;
