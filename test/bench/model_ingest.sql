-- Documents through the whole flow of a base, against plain SQL that writes the
-- same rows into the same tables, with their indexes and triggers.
--! full documents=100000 authors=20000 profiles=100000 rounds=2
--! small documents=2000 authors=400 profiles=2000

--! setup
-- A tenth is said to us: by half of all authors, who so become customers.
CREATE TEMP TABLE status AS
SELECT jsonb_build_object('id', 's' || i, 'created_at', to_char(timestamp '2026-01-01' + i * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
	'account', jsonb_build_object('id', i % :authors, 'acct', 'user' || i % :authors, 'display_name', 'User ' || i % :authors),
	'to', CASE WHEN i / 2 % 10 = 0 THEN 'help' END, 'language', 'en', 'visibility', 'public', 'content', repeat('word ', 70)) AS document
FROM generate_series(1, :documents) i;
VACUUM ANALYZE status;
\set mapping '{"document": "$.id", "external_id": "$.id", "ts": "$.created_at", "actor": "$.account.acct", "actor_name": "$.account.display_name", "target": "$.to", "language": "$.language", "visibility": "$.visibility", "body": "$.content"}'
CREATE PROCEDURE new_base() LANGUAGE plpgsql AS $$
BEGIN
	DROP SCHEMA IF EXISTS crm CASCADE;
	CALL create_base('crm');
	INSERT INTO crm.company_profile (network, account, pillar) VALUES ('fedi', 'help', 'service');
END $$;
CALL new_base();
CREATE FUNCTION facts() RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', (SELECT count(*) FROM crm.document), (SELECT count(*) FROM crm.conversation),
		(SELECT count(*) FROM crm.customer WHERE status = 'prospect' AND display_name LIKE 'User%'),
		(SELECT sum(hashtext(concat_ws('|', i.ts, i.ordinal, p.account, p.customer_id IS NULL, i.company_profile_id, i.direction,
			i.verb, i.direct, c.root, i.external_id, i.body, i.language, i.visibility)))
			FROM crm.interaction i JOIN crm.profile p USING (profile_id) JOIN crm.conversation c USING (conversation_id)))
$$;

--! figure ingest_query of 100,000 statuses, against plain SQL
--! goal at most 1.5 times the peer
--! prepare peer
CALL new_base();
--! peer
BEGIN;
INSERT INTO crm.document (source, external_id, shape, status, body)
SELECT 'fedi', document->>'id', 'plain', 'mapped', document FROM status;
INSERT INTO crm.channel (name, network, family) VALUES ('fedi', 'fedi', 'social');
INSERT INTO crm.profile (network, account, display_name, first_seen, last_seen)
SELECT 'fedi', document->'account'->>'acct', max(document->'account'->>'display_name'),
	min((document->>'created_at')::timestamptz), max((document->>'created_at')::timestamptz)
FROM status GROUP BY 2;
WITH adopted AS (
	SELECT p.profile_id, p.display_name, nextval('crm.customer_customer_id_seq') AS customer_id
	FROM crm.profile p WHERE p.account IN (SELECT document->'account'->>'acct' FROM status WHERE document->>'to' = 'help')
), made AS (
	INSERT INTO crm.customer (customer_id, status, display_name) OVERRIDING SYSTEM VALUE
	SELECT customer_id, 'prospect', display_name FROM adopted
)
UPDATE crm.profile p SET customer_id = a.customer_id FROM adopted a WHERE p.profile_id = a.profile_id;
INSERT INTO crm.conversation (source, root, channel_id, profile_id, pillar, opened, last_in)
SELECT 'fedi', document->>'id', c.channel_id, p.profile_id, CASE WHEN document->>'to' = 'help' THEN 'service' END,
	(document->>'created_at')::timestamptz, (document->>'created_at')::timestamptz
FROM status, crm.channel c, crm.profile p
WHERE c.name = 'fedi' AND p.network = 'fedi' AND p.account = document->'account'->>'acct';
INSERT INTO crm.interaction (ts, document_id, ordinal, channel_id, profile_id, company_profile_id, direction, verb, direct,
	conversation_id, external_id, body, language, visibility)
SELECT c.opened, d.document_id, 1, c.channel_id, c.profile_id, u.company_profile_id,
	CASE WHEN u.account IS NULL THEN 'peer' ELSE 'in' END, CASE WHEN u.account IS NULL THEN 'post' ELSE 'ask' END, u.account IS NOT NULL,
	c.conversation_id, d.external_id, btrim(d.body->>'content'), d.body->>'language', d.body->>'visibility'
FROM crm.document d JOIN crm.conversation c ON c.source = d.source AND c.root = d.external_id
	LEFT JOIN crm.company_profile u ON u.network = 'fedi' AND u.account = d.body->>'to';
COMMIT;
--! prepare scrm
CREATE TEMP TABLE IF NOT EXISTS plain AS SELECT facts();
CALL new_base();
--! scrm
CALL ingest_query('crm', 'fedi', 'SELECT document FROM status', :'mapping');
--! same
SELECT facts() = (SELECT facts FROM plain);

--! figure ingest_query of the same statuses again, against the first time
--! goal at most 0.25 times the peer
--! prepare peer
CALL new_base();
--! peer
CALL ingest_query('crm', 'fedi', 'SELECT document FROM status', :'mapping');
--! scrm
CALL ingest_query('crm', 'fedi', 'SELECT document FROM status', :'mapping');

--! figure ingest of one new status, with 100,000 profiles
--! goal at most 1 ms
--! clock wall
--! rounds 200
--! prepare
INSERT INTO crm.profile (network, account)
SELECT 'fedi', 'more' || i FROM generate_series(1, greatest(0, :profiles - (SELECT count(*) FROM crm.profile))) i;
VACUUM ANALYZE;
CREATE SEQUENCE n;
--! scrm
SELECT ingest('crm', 'fedi', document || jsonb_build_object('id', nextval('n')), :'mapping') FROM status LIMIT 1;

--! figure ingest of a status that was seen before
--! goal at most 1 ms
--! clock wall
--! rounds 200
--! scrm
SELECT ingest('crm', 'fedi', document, :'mapping') FROM status LIMIT 1;
