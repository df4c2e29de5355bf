-- Facts out of documents: activities() against ->>, and whether its time grows
-- with the length of a document alone.
--! full documents=100000 messages=20000
--! small documents=2000 messages=500

--! setup
SET temp_buffers = '256MB';
CREATE TEMP TABLE status AS
SELECT jsonb_build_object('id', i,
	'created_at', to_char(timestamp '2026-01-01' + i * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
	'account', jsonb_build_object('id', i % 20000, 'acct', 'user' || i % 20000, 'display_name', 'User ' || i % 20000),
	'language', 'en', 'visibility', 'public', 'content', repeat('word ', 70), 'replies_count', i % 7) AS document
FROM generate_series(1, :documents) i;
CREATE TEMP TABLE talk AS
SELECT n, jsonb_build_object('prompt', 'A good book?', 'messages', jsonb_agg(jsonb_build_object(
	'sender', 'p' || i % 3, 'timestamp', 1539225099 + i, 'text', 'message ' || i) ORDER BY i)) AS document
FROM unnest(ARRAY[:messages / 2, :messages]) n, generate_series(1, n) i GROUP BY n;
VACUUM ANALYZE status;
VACUUM ANALYZE talk;
\set talking '{"rows": "$.messages[*]", "ts": "$.timestamp", "actor": "$.sender", "target": "$doc.messages[*] ? (@.sender != $.sender).sender", "title": "$doc.prompt", "body": "$.text"}'

-- Five top-level keys of plain texts: the cheapest ->> there is, so that the
-- ratio flatters nobody.
--! figure activities() with five columns, against five ->>
--! goal at most 3 times the peer
--! same
--! peer
SELECT count(id), count(at), count(lang), count(seen), count(said)
FROM (SELECT document->>'id' AS id, document->>'created_at' AS at, document->>'language' AS lang,
	document->>'visibility' AS seen, document->>'content' AS said FROM status OFFSET 0) x;
--! scrm
SELECT count(external_id), count(ts), count(language), count(visibility), count(body)
FROM status, activities(document, '{"external_id": "$.id", "ts": "$.created_at", "language": "$.language",
	"visibility": "$.visibility", "body": "$.content"}');

-- The receiver of each message is looked for in the whole document: 2 is
-- linear, 4 quadratic.
--! figure a conversation of 20,000 messages, against one of half as many
--! goal at most 2.5 times the peer
--! same
SELECT :'scrm'::int = 2 * :'peer'::int;
--! peer
SELECT count(target) FROM talk, activities(document, :'talking') WHERE n = :messages / 2;
--! scrm
SELECT count(target) FROM talk, activities(document, :'talking') WHERE n = :messages;
