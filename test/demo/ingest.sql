-- A base, and the documents in it.
CREATE EXTENSION scrm;
ALTER DATABASE scrm_demo SET search_path = public, scrm;
SET search_path = public, scrm;
CALL create_base('crm', '{"currency": "USD", "language": "english"}');

-- [stitched] The ten busiest hosts of the club are taken as Bazaar's staff.
INSERT INTO crm.company_profile (network, account, pillar)
SELECT 'club', message->>'sender', 'service'
FROM conversation, jsonb_path_query(document, '$.messages[*][*]') AS message
GROUP BY 2 ORDER BY count(*) DESC, 2 LIMIT 10;

-- The club's conversations: a document each, a fact for each message.  Nobody
-- names a receiver: the other speaker of the conversation is inferred.
CALL ingest_query('crm', 'club',
	'SELECT document || jsonb_build_object(''id'', id) FROM public.conversation ORDER BY id',
	'{"document": "$.id",
	  "rows": "$.messages[*][*]",
	  "network": "\"club\"",
	  "thread": "$doc.id",
	  "ts": "$.timestamp",
	  "actor": "$.sender",
	  "target": "$doc.messages[*][*] ? (@.sender != $.sender).sender",
	  "title": "$doc.prompt",
	  "body": "$.text"}');

-- The music counter's purchases: a document for each line, since 255 lines
-- repeat another to the letter and are purchases all the same.  [stitched] The
-- days move by whole weeks, to end with the chat.
CALL ingest_query('crm', 'music',
	'SELECT jsonb_build_object(''line'', line, ''customer'', customer, ''day'', day + 1063 * 7, ''amount'', amount)
	 FROM public.purchase ORDER BY line',
	'{"document": "$.line",
	  "kind": "\"purchase\"",
	  "network": "\"music\"",
	  "ts": "$.day",
	  "actor": "$.customer",
	  "amount": "$.amount"}');
