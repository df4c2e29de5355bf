SET search_path = public, scrm;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET client_min_messages = warning;
CALL create_base('crm', '{"currency": "EUR"}');
RESET client_min_messages;

-- Fact rows as they are stored: a row that was written again shows here.
CREATE TEMP TABLE before (fact text, x xid);
CREATE VIEW stored AS
SELECT 'interaction ' || external_id AS fact, xmin AS x FROM crm.interaction
UNION ALL SELECT 'purchase ' || external_id, xmin FROM crm.purchase
UNION ALL SELECT 'document ' || external_id, xmin FROM crm.document;
CREATE FUNCTION error_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	hint text;
BEGIN
	EXECUTE statement;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(hint, ''));
END $$;

-- A club's chat.  Anna and Ben are ours.
INSERT INTO crm.company_profile (network, account, pillar) VALUES ('club', 'anna', 'service'), ('club', 'ben', 'sales');
CREATE TABLE inbox (n int, body jsonb);
INSERT INTO inbox VALUES
(1, '{"id": "with us", "says": [
	{"at": "2018-04-10T09:00Z", "who": "anna", "to": "carl", "text": "Need anything?"},
	{"at": "2018-04-10T09:01Z", "who": "carl", "to": "anna", "text": "Where is my parcel?"},
	{"at": "2018-04-10T09:02Z", "who": "anna", "to": "carl", "text": "On its way."}]}'),
(2, '{"id": "between others", "says": [
	{"at": "2018-04-11T09:00Z", "who": "dora", "to": "carl", "text": "Which book?"},
	{"at": "2018-04-11T09:01Z", "who": "carl", "to": "dora", "text": "Any of Calvino."},
	{"at": "2018-04-11T09:02Z", "who": "dora", "to": "carl", "text": "And after it?"}]}'),
(3, '{"id": "among ours", "says": [
	{"at": "2018-04-12T09:00Z", "who": "anna", "to": "ben", "text": "Carl waits."}]}'),
(4, '{"id": "alone", "says": [
	{"at": "2018-04-13T09:00Z", "who": "emil", "text": "Anybody here?"}]}'),
(5, '{"id": "helped", "says": [
	{"at": "2018-04-14T09:00Z", "who": "fay", "text": "Do you open on Sunday?"},
	{"at": "2018-04-14T09:05Z", "who": "ben", "text": "From ten."}]}');
\set chat '{"document": "$.id", "rows": "$.says[*]", "thread": "$doc.id", "network": "\\"club\\"", "ts": "$.at", "actor": "$.who", "target": "$.to", "body": "$.text"}'
CALL ingest_query('crm', 'club', 'SELECT body FROM inbox ORDER BY n', :'chat');
SELECT c.root, i.ordinal AS n, i.direction, i.verb, i.direct, p.account AS profile, i.agent, i.body
FROM crm.interaction i JOIN crm.conversation c USING (conversation_id) LEFT JOIN crm.profile p ON p.profile_id = i.profile_id
ORDER BY i.ts;
SELECT c.root, p.account AS profile, c.pillar, c.opened, c.last_in, c.last_out
FROM crm.conversation c LEFT JOIN crm.profile p USING (profile_id) ORDER BY c.opened;

-- Who spoke to us is a customer now, and a prospect; the others are strangers.
SELECT p.account, c.status FROM crm.profile p LEFT JOIN crm.customer c USING (customer_id) ORDER BY 1;
-- A network not seen before got a channel.
SELECT name, network, family, owned FROM crm.channel;

-- The same again: nothing is new, no row is written.
INSERT INTO before SELECT * FROM stored;
CALL ingest_query('crm', 'club', 'SELECT body FROM inbox ORDER BY n', :'chat');
SELECT ingest('crm', 'club', body, :'chat') FROM inbox WHERE n = 1;
SELECT s.fact FROM stored s FULL JOIN before b USING (fact) WHERE s.x IS DISTINCT FROM b.x;

-- A later version of a document: one word changed, one message more, one gone.
-- What is gone loses its words and keeps its row, so that counts stay.
SELECT ingest('crm', 'club', '{"id": "with us", "says": [
	{"at": "2018-04-10T09:00Z", "who": "anna", "to": "carl", "text": "Need anything?"},
	{"at": "2018-04-10T09:01Z", "who": "carl", "to": "anna", "text": "Where is my book?"}]}', :'chat');
SELECT s.fact FROM stored s FULL JOIN before b USING (fact) WHERE s.x IS DISTINCT FROM b.x ORDER BY 1;
SELECT external_id, verb, body, deleted_at IS NULL AS there FROM crm.interaction WHERE external_id LIKE 'with us%' ORDER BY 1;
-- And back.
SELECT ingest('crm', 'club', body, :'chat') FROM inbox WHERE n = 1;
SELECT external_id, verb, body, deleted_at IS NULL AS there FROM crm.interaction WHERE external_id LIKE 'with us%' ORDER BY 1;
SELECT revision FROM crm.document WHERE external_id = 'with us';

-- Two versions in one call are read one after the other.
CALL ingest_query('crm', 'club', $$VALUES
	('{"id": "v", "says": [{"at": "2018-04-15", "who": "carl", "text": "one"}]}'::jsonb),
	('{"id": "v", "says": [{"at": "2018-04-15", "who": "carl", "text": "one"}]}'),
	('{"id": "v", "says": [{"at": "2018-04-15", "who": "carl", "text": "two"}]}')$$, :'chat');
SELECT i.body, d.revision FROM crm.interaction i JOIN crm.document d USING (document_id) WHERE d.external_id = 'v';
-- However many there are; each is a revision.
CALL ingest_query('crm', 'versions', $$SELECT jsonb_build_object('id', 1, 'who', 'carl', 'text', n) FROM generate_series(1, 100) n$$,
	'{"document": "$.id", "actor": "$.who", "body": "$.text"}');
SELECT i.body, d.revision FROM crm.interaction i JOIN crm.document d USING (document_id) WHERE d.source = 'versions';
-- A path of the document's id may say $doc for $; an id of blanks is none.
CALL ingest_query('crm', 'ids', $$VALUES ('{"id": 1, "who": "carl"}'::jsonb), ('{"id": " ", "who": "carl"}'), ('{"id": "", "who": "carl"}')$$,
	'{"document": "$doc.id", "actor": "$.who"}');
SELECT length(external_id), revision FROM crm.document WHERE source = 'ids' ORDER BY 1;
-- Where the document says when it changed, an older version is ignored.
SELECT ingest('crm', 'wiki', '{"id": 1, "on": "2024-02-02", "who": "carl", "text": "new"}', '{"document": "$.id", "changed": "$.on", "actor": "$.who", "body": "$.text"}');
SELECT ingest('crm', 'wiki', '{"id": 1, "on": "2024-01-01", "who": "carl", "text": "old"}', '{"document": "$.id", "changed": "$.on", "actor": "$.who", "body": "$.text"}');
SELECT i.body, i.ts = d.received AS no_time_is_time_received FROM crm.interaction i JOIN crm.document d USING (document_id) WHERE d.source = 'wiki';

-- Purchases, a line each; two lines that are alike to the letter are one
-- document without an id, and two with one.
\set line '{"kind": "\\"purchase\\"", "network": "\\"shop\\"", "ts": "$.day", "actor": "$.card", "amount": "$.sum", "extra": {"currency": "$.in", "margin": "$.margin"}}'
CALL ingest_query('crm', 'tills', $$SELECT '{"day": "2018-05-01", "card": "7", "sum": 12.00}'::jsonb FROM generate_series(1, 2)$$, :'line');
SELECT count(*), sum(amount) FROM crm.purchase WHERE source = 'tills';
CALL ingest_query('crm', 'shop', $$SELECT jsonb_build_object('n', n, 'day', '2018-05-01', 'card', '7', 'sum', 12.00) FROM generate_series(1, 2) n$$,
	(:'line'::jsonb || '{"document": "$.n"}'));
SELECT count(*), sum(amount) FROM crm.purchase WHERE source = 'shop';
-- Who buys is known.
SELECT p.network, p.account, c.status FROM crm.profile p JOIN crm.customer c USING (customer_id) ORDER BY 1, 2;
-- A purchase that a later version no longer lists has not happened.
\set order '{"document": "$.order", "rows": "$.items[*]", "kind": "\\"purchase\\"", "network": "\\"shop\\"", "ts": "$doc.day", "actor": "$doc.card", "amount": "$.sum"}'
SELECT ingest('crm', 'web', '{"order": 5, "day": "2018-05-02", "card": "8", "items": [{"sum": 1}, {"sum": 2}, {"sum": 3}]}', :'order');
SELECT ingest('crm', 'web', '{"order": 5, "day": "2018-05-02", "card": "8", "items": [{"sum": 1}, {"sum": 4}]}', :'order');
SELECT external_id, amount FROM crm.purchase WHERE source = 'web' ORDER BY 1;

-- A purchase that several documents tell is as the last of them says, whatever
-- the batches are.
\set told '{"document": "$.id", "kind": "\\"purchase\\"", "external_id": "$.order", "ts": "$.day", "amount": "$.sum"}'
CALL ingest_query('crm', 'told', $$VALUES ('{"id": "b", "order": 1, "day": "2018-05-01", "sum": 1}'::jsonb),
	('{"id": "a", "order": 1, "day": "2018-05-01", "sum": 2}')$$, :'told');
CALL ingest_query('crm', 'told', $$VALUES ('{"id": "d", "order": 2, "day": "2018-05-01", "sum": 1}'::jsonb),
	('{"id": "c", "order": 2, "day": "2018-05-01", "sum": 2}')$$, :'told', batch => 1);
SELECT external_id, amount FROM crm.purchase WHERE source = 'told' ORDER BY 1;

-- What cannot be read is kept with the reason, and the rest of the batch lands;
-- an amount that is not known is a purchase of unknown amount.
CALL ingest_query('crm', 'bad', $$VALUES
	('{"n": 1, "day": "2018-05-01", "card": "7", "sum": 5}'::jsonb),
	('{"n": 2, "day": "2018-05-01", "card": "7", "sum": "NaN"}'),
	('{"n": 3, "day": "yesterday", "card": "7", "sum": 5}'),
	('{"n": 4, "day": "300000-01-01", "card": "7", "sum": 5}'),
	('{"n": 5, "day": "2018-05-01", "card": "7", "sum": null}'),
	('{"n": 6, "day": "2018-05-01", "card": "7", "sum": 5, "in": "euro"}'),
	('{"n": 7}'), ('{}'), ('[]'), ('"n"'), ('8'), ('true'), ('null'), (NULL),
	('{"n": 9, "day": "2018-05-01", "card": "7", "sum": 6}')$$, (:'line'::jsonb || '{"document": "$.n"}'));
SELECT external_id, status, left(reason, 5) AS code, reason IS NOT NULL AS says_why FROM crm.document WHERE source = 'bad' AND length(external_id) < 10 ORDER BY 1;
SELECT status, count(*) FROM crm.document WHERE source = 'bad' GROUP BY 1 ORDER BY 1;
SELECT external_id, amount FROM crm.purchase WHERE source = 'bad' ORDER BY 1;
-- Failed and unknown documents are tried again when they come again.
SELECT ingest('crm', 'bad', '{"n": 7}', '{"document": "$.n", "actor": "$.n"}');
SELECT status, reason FROM crm.document WHERE source = 'bad' AND external_id = '7';
SELECT ingest('crm', 'bad', '{"n": 2, "day": "2018-05-01", "card": "7", "sum": 2}', (:'line'::jsonb || '{"document": "$.n"}'));
SELECT status, reason FROM crm.document WHERE source = 'bad' AND external_id = '2';
-- One document that tells the same purchase twice contradicts itself.
SELECT ingest('crm', 'web', '{"order": 6, "items": [{"sum": 1}, {"sum": 2}]}', (:'order'::jsonb || '{"external_id": "$doc.order"}'));
SELECT status, left(reason, 5) FROM crm.document WHERE source = 'web' AND external_id = '6';

-- No mapping and no known shape: kept, counted.
CALL ingest_query('crm', 'later', $$VALUES ('{"a": 1}'::jsonb), ('{"a": 2}')$$);
SELECT ingest('crm', 'later', NULL);
SELECT shape, status, count(*) FROM crm.document WHERE source = 'later' GROUP BY 1, 2;

-- A profile is a fact where it says whose it is; a kind that is not kept yet,
-- or a profile of nobody, is unknown.
CALL ingest_query('crm', 'kinds', $$VALUES ('{"kind": "profile", "who": "gus"}'::jsonb), ('{"kind": "profile"}'), ('{"kind": "tie", "who": "gus"}')$$,
	'{"kind": "$.kind", "actor": "$.who"}');
SELECT body, status FROM crm.document WHERE source = 'kinds' ORDER BY document_id;
SELECT customer_id, account FROM crm.profile WHERE network = 'kinds';

-- What is wrong with the call is said before any row is read.
SELECT error_of($$CALL ingest_query('crm', 'x', 'SELECT (1/0)::text::jsonb', '{"ts": "$.["}')$$);
SELECT error_of($$CALL ingest_query('crm', 'x', 'SELECT (1/0)::text::jsonb', '{"colour": "$.red"}')$$);
SELECT error_of($$CALL ingest_query('crm', 'x', 'SELECT body::text FROM inbox')$$);
SELECT error_of($$CALL ingest_query('crm', 'x', 'SELECT n, body FROM inbox')$$);
SELECT error_of($$CALL ingest_query('crm', 'x', 'DROP TABLE inbox')$$);
SELECT error_of($$CALL ingest_query('crm', 'x', 'SELEKT')$$);
SELECT error_of($$CALL ingest_query('crm', 'x', NULL)$$);
SELECT error_of($$CALL ingest_query('crm', '', 'SELECT body FROM inbox')$$);
SELECT error_of($$CALL ingest_query('crm', 'x', 'SELECT body FROM inbox', batch => 0)$$);
CALL ingest_query('crm', 'x', 'SELECT body FROM inbox WHERE false');

-- Any batch size gives the same facts; inside BEGIN the call is one transaction.
CALL ingest_query('crm', 'club', 'SELECT body FROM inbox ORDER BY n', :'chat', batch => 2);
BEGIN;
CALL ingest_query('crm', 'block', 'SELECT body FROM inbox', :'chat', batch => 1);
ROLLBACK;
SELECT count(*) FROM crm.document WHERE source = 'block';

-- A query that itself writes is one transaction with what comes of it.
CREATE TABLE queue AS SELECT body FROM inbox;
CALL ingest_query('crm', 'queue', 'DELETE FROM queue RETURNING body', :'chat', batch => 1);
SELECT (SELECT count(*) FROM queue) AS waiting, count(*) AS taken FROM crm.document WHERE source = 'queue';
DROP TABLE queue;

-- Direct rows are facts too: plain INSERT and COPY are noted for refresh.
DELETE FROM crm.pending;
INSERT INTO crm.purchase (profile_id, ts, amount) SELECT profile_id, '2018-06-01', 3 FROM crm.profile WHERE account IN ('emil', 'dora');
COPY crm.interaction (ts, direction, verb) FROM stdin;
2018-06-01 00:00:00+00	peer	post
\.
SELECT account FROM crm.pending JOIN crm.profile USING (profile_id) ORDER BY 1;
SELECT error_of($$INSERT INTO crm.purchase (ts, amount) VALUES ('2018-06-01', 'NaN')$$);
SELECT error_of($$INSERT INTO crm.purchase (ts, amount) VALUES ('infinity', 1)$$);

-- What no timeline and no purchases could hold is no fact: its document fails,
-- and refresh never meets it.
CALL ingest_query('crm', 'odd', $$SELECT jsonb_build_object('id', n, 'who', 'zoe', 'at', at, 'what', what, 'sum', sum, 'kind', kind) FROM (VALUES
	(1, '2018-06-01', repeat('é', 128), NULL, 'interaction'), (2, '2018-06-01', repeat('v', 255), NULL, 'interaction'),
	(3, '2018-06-01', NULL, 0.1234567, 'purchase'), (4, '2018-06-01', NULL, 12.5000000, 'purchase'),
	(5, '2018-06-01', NULL, 1e12, 'purchase'), (6, '10000-01-01', NULL, 1, 'purchase'),
	(7, '294276-12-31', NULL, NULL, 'interaction'), (8, '294276-12-29', NULL, NULL, 'interaction')) v(n, at, what, sum, kind)$$,
	'{"document": "$.id", "kind": "$.kind", "ts": "$.at", "network": "\"club\"", "actor": "$.who", "target": "\"staff\"",
	  "verb": "$.what", "amount": "$.sum"}');
SELECT external_id, status, regexp_replace(reason, ': Failing row.*', '') AS reason FROM crm.document WHERE source = 'odd' ORDER BY 1;
SELECT count(*) FROM crm.purchase WHERE source = 'odd';
SET client_min_messages = warning;
UPDATE crm.setting SET value = '"Pacific/Kiritimati"' WHERE name = 'zone';
CALL refresh('crm');
RESET client_min_messages;
-- An id, and an account, too long for any index.
CALL ingest_query('crm', 'long', $$SELECT jsonb_build_object('id', string_agg(md5(i::text || n), ''), 'who', 'zoe', 'at', '2018-06-01')
	FROM generate_series(1, 300) i, generate_series(1, 2) n GROUP BY n UNION ALL
	SELECT jsonb_build_object('id', 'short', 'who', string_agg(md5(i::text), ''), 'at', '2018-06-01') FROM generate_series(1, 300) i$$,
	'{"document": "$.id", "ts": "$.at", "network": "\"club\"", "actor": "$.who"}');
SELECT status, left(reason, 5) AS state, length(external_id) AS id, length(body ->> 'id') AS own_id FROM crm.document WHERE source = 'long' ORDER BY 1, 3, 4;

DROP VIEW stored;
DROP TABLE inbox;
DROP FUNCTION error_of(text);
SET client_min_messages = warning;
DROP SCHEMA crm CASCADE;
