SET search_path = public, scrm;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
-- The notices of refresh end with seconds.
SET client_min_messages = warning;
CALL create_base('crm', '{"currency": "USD"}');

-- Rows as they are stored: what was written again shows here.
CREATE TEMP TABLE before (fact text, customer_id bigint, x xid);
CREATE VIEW stored AS
SELECT 'state' AS fact, customer_id, xmin AS x FROM crm.state
UNION ALL SELECT 'figure', customer_id, xmin FROM crm.figure
UNION ALL SELECT 'model', model_id, xmin FROM crm.model;
CREATE PROCEDURE remember() LANGUAGE sql BEGIN ATOMIC
	DELETE FROM before;
	INSERT INTO before SELECT * FROM stored;
END;
CREATE VIEW rewritten AS
SELECT fact, customer_id FROM stored s LEFT JOIN before b USING (fact, customer_id) WHERE s.x IS DISTINCT FROM b.x
UNION ALL
SELECT fact || ' is gone', customer_id FROM before b WHERE NOT EXISTS (
	SELECT FROM stored s WHERE (s.fact, s.customer_id) = (b.fact, b.customer_id));

-- Real purchases of 236 customers (test/data/README.md), and a chat.  Anna is ours.
\set lines `cat "$PG_ABS_SRCDIR/test/data/cdnow_sample.txt"`
CREATE TABLE line AS
SELECT n, a[1] AS card, to_date(a[2], 'YYYYMMDD') AS day, a[4]::numeric AS amount
FROM regexp_split_to_table(:'lines', '\r?\n') WITH ORDINALITY AS l(line, n), regexp_split_to_array(btrim(line), '\s+') AS a
WHERE n > 1 AND line ~ '\d';
CALL ingest_query('crm', 'shop', 'SELECT to_jsonb(line) FROM public.line',
	'{"document": "$.n", "kind": "\"purchase\"", "ts": "$.day", "actor": "$.card", "amount": "$.amount"}');
INSERT INTO crm.company_profile (network, account) VALUES ('club', 'anna');
\set chat '{"document": "$.id", "rows": "$.says[*]", "thread": "$doc.id", "ts": "$.at", "actor": "$.who", "target": "$.to"}'
SELECT ingest('crm', 'club', '{"id": 1, "says": [
	{"at": "1998-01-05T10:00Z", "who": "carl", "to": "anna"}, {"at": "1998-01-05T10:01Z", "who": "carl", "to": "anna"},
	{"at": "1998-01-05T10:02Z", "who": "anna", "to": "carl"}, {"at": "1998-01-06T21:00Z", "who": "carl", "to": "anna"},
	{"at": "1998-01-06T21:10Z", "who": "anna", "to": "carl"}, {"at": "1998-01-07T10:00Z", "who": "carl", "to": "anna"}]}', :'chat'),
	ingest('crm', 'club', '{"id": 2, "says": [
	{"at": "1998-01-08T22:00Z", "who": "dora", "to": "carl"}, {"at": "1998-01-08T22:01Z", "who": "carl", "to": "dora"}]}', :'chat');

SELECT count(*) FROM crm.customer_360;
CALL refresh('crm');
SELECT count(*), count(*) FILTER (WHERE purchases > 0) AS buyers, count(p_alive), sum(purchases) AS purchases, sum(spent) AS spent
FROM crm.customer_360;
SELECT count(*), sum(amount) FROM line;
SELECT task, state, done, total, message FROM crm.progress ORDER BY 1;
SELECT name, value FROM crm.setting WHERE name LIKE '%day' OR name = 'as_of' ORDER BY 1;

-- Carl asked anna four times and was answered three of them, in 2 and in 10
-- minutes; his answer to dora is an interaction too.
SELECT profiles, networks, preferred_channel, best_hour, first_seen, last_seen, interactions, asks, answered,
	first_response_p50_s, purchases, spent, p_alive, stale
FROM crm.customer_360 WHERE asks > 0;
SELECT customer_id = (SELECT customer_id FROM crm.customer_360 WHERE asks > 0) AS his, timeline FROM crm.state WHERE timeline::text LIKE '%ask%';

-- The view equals the functions on view event and on the purchases.
SELECT count(*) FROM crm.state s
WHERE s.timeline IS DISTINCT FROM (
		SELECT timeline_agg(e.ts, e.verb, e.channel, e.actor, e.value) FROM crm.event e WHERE e.customer_id = s.customer_id)
	OR s.purchases::text IS DISTINCT FROM (
		SELECT purchases_agg(day, amount, 'USD')::text FROM line JOIN crm.profile p ON p.account = line.card WHERE p.customer_id = s.customer_id);
SELECT count(*) FROM crm.customer_360 f JOIN crm.state s USING (customer_id), crm.model c, crm.model m
WHERE c.name = 'clv' AND m.name = 'spend' AND (f.p_alive, f.expected_purchases, f.clv) IS DISTINCT FROM (
	p_alive(c.clv, s.purchases, '1998-06-29'), expected_purchases(c.clv, s.purchases, '1998-06-29', '1 year'),
	clv(c.clv, m.spend, s.purchases, '1998-06-29', '1 year'));
-- Tenths, the best last.
SELECT count(DISTINCT value_decile) AS deciles, min(value_decile), max(value_decile),
	bool_and(low >= before) AS ordered
FROM (SELECT value_decile, min(clv) AS low, lag(max(clv), 1, 0) OVER (ORDER BY value_decile) AS before
	FROM crm.customer_360 WHERE value_decile IS NOT NULL GROUP BY 1) d JOIN crm.customer_360 USING (value_decile);

-- Nothing is new: nothing is written.
CALL remember();
CALL refresh('crm');
SELECT * FROM rewritten;

-- One customer buys: no other row is touched, and the day of the values stays.
CREATE TEMP TABLE buyer AS SELECT profile_id, customer_id FROM crm.profile WHERE account = '00101';
INSERT INTO crm.purchase (profile_id, ts, amount) SELECT profile_id, '1998-07-02', 5 FROM buyer;
CALL refresh('crm');
SELECT fact, customer_id = (SELECT customer_id FROM buyer) AS the_buyer FROM rewritten ORDER BY 1;
SELECT purchases, spent FROM crm.customer_360 JOIN buyer USING (customer_id);
SELECT stale, count(*) FROM crm.customer_360 GROUP BY 1;

-- A part of the work, and the rest later.
CALL remember();
UPDATE crm.purchase SET amount = 6 WHERE ts = '1998-07-02';
CALL refresh('crm', 'state');
SELECT fact, customer_id = (SELECT customer_id FROM buyer) AS the_buyer FROM rewritten ORDER BY 1;
SELECT spent FROM crm.customer_360 JOIN buyer USING (customer_id);
CALL refresh('crm');
SELECT spent FROM crm.customer_360 JOIN buyer USING (customer_id);

-- Carl's card turns up: two customers are one, and both are made again.  Who
-- has lost his last profile is gone.
CALL remember();
UPDATE crm.profile SET customer_id = (SELECT customer_id FROM buyer) WHERE account = 'carl';
CALL refresh('crm');
SELECT fact, customer_id = (SELECT customer_id FROM buyer) AS the_buyer FROM rewritten ORDER BY 1, 2;
SELECT profiles, networks, preferred_channel, best_hour, interactions, asks, purchases, spent FROM crm.customer_360 WHERE asks > 0;

-- Purchases in another currency are left out, and said so; a stranger who buys
-- is a customer from then on, a prospect who buys is known.
INSERT INTO crm.purchase (profile_id, ts, amount, currency)
SELECT profile_id, '1998-07-03', 9, v.currency FROM crm.profile, (VALUES ('EUR'), ('USD'), (NULL)) v(currency) WHERE account = 'dora';
SELECT ingest('crm', 'club', '{"id": 3, "says": [{"at": "1998-07-03", "who": "emil", "to": "anna"}]}', :'chat');
SELECT account, status FROM crm.profile LEFT JOIN crm.customer USING (customer_id) WHERE account IN ('dora', 'emil') ORDER BY 1;
INSERT INTO crm.purchase (profile_id, ts, amount) SELECT profile_id, '1998-07-04', 1 FROM crm.profile WHERE account = 'emil';
CALL refresh('crm');
SELECT account, status, purchases, spent FROM crm.profile LEFT JOIN crm.customer USING (customer_id) JOIN crm.customer_360 USING (customer_id)
WHERE account IN ('dora', 'emil') ORDER BY 1;
SELECT message FROM crm.progress WHERE task = 'state';
-- And one that is taken back.
DELETE FROM crm.purchase WHERE ts = '1998-07-04';
CALL refresh('crm');
SELECT purchases, spent FROM crm.profile JOIN crm.customer_360 USING (customer_id) WHERE account = 'emil';

-- A fifth more rows: the models are trained again, the day moves to the
-- data's last one, and the values of all are made again.
SELECT DISTINCT version FROM crm.model;
INSERT INTO crm.purchase (profile_id, ts, amount)
SELECT profile_id, '1998-07-10', 1 FROM crm.profile, generate_series(1, 150) WHERE account = '00101';
CALL remember();
CALL refresh('crm');
SELECT fact, count(*) = (SELECT count(*) FROM crm.state) AS of_all FROM rewritten WHERE fact <> 'model' GROUP BY 1 ORDER BY 1;
SELECT name, version, rows = (SELECT count(*) FROM crm.purchase) + (SELECT count(*) FROM crm.interaction) AS of_all_rows, quality ->> 'as_of' AS as_of
FROM crm.model ORDER BY 2, 1;
SELECT value FROM crm.setting WHERE name = 'as_of';
SELECT stale, count(*) = (SELECT count(*) FROM crm.state) AS of_all FROM crm.customer_360 GROUP BY 1;

-- DROP EXTENSION takes no fact; what it takes comes back.
CREATE TEMP TABLE kept AS SELECT to_jsonb(f) - 'refreshed_at' AS row FROM crm.customer_360 f;
CREATE TEMP TABLE facts AS SELECT (SELECT count(*) FROM crm.interaction) AS i, (SELECT count(*) FROM crm.purchase) AS p, (SELECT count(*) FROM crm.document) AS d;
DROP EXTENSION scrm CASCADE;
SELECT (SELECT count(*) FROM crm.interaction) - i AS i, (SELECT count(*) FROM crm.purchase) - p AS p, (SELECT count(*) FROM crm.document) - d AS d FROM facts;
CREATE EXTENSION scrm;
CALL create_base('crm');
CALL refresh('crm');
SELECT count(*) FROM (TABLE kept EXCEPT SELECT to_jsonb(f) - 'refreshed_at' FROM crm.customer_360 f) d;

-- Too few rows for a model: its figures are NULL, with the reason.
CALL create_base('small');
CALL refresh('small');
SELECT ingest('small', 'shop', '{"day": "2024-01-02", "card": "7", "sum": 5}', '{"kind": "\"purchase\"", "ts": "$.day", "actor": "$.card", "amount": "$.sum"}');
CALL refresh('small');
SELECT purchases, spent, p_alive, clv, value_decile, stale FROM small.customer_360;
SELECT message IS NOT NULL AS says_why FROM small.progress WHERE task = 'models';

-- What happens to the facts while nothing notes it is seen when create_base has
-- brought the triggers back; a table of the user's may have the name of a type.
CREATE TABLE small.purchases (n int);
DROP EXTENSION scrm CASCADE;
INSERT INTO small.purchase (profile_id, ts, amount) SELECT profile_id, '2024-01-04', 4 FROM small.profile;
CREATE EXTENSION scrm;
CALL create_base('small');
CALL refresh('small');
SELECT purchases, spent FROM small.customer_360;
DROP TRIGGER purchase_delete ON small.purchase;
DELETE FROM small.purchase WHERE ts = '2024-01-04';
CALL create_base('small');
CALL refresh('small');
SELECT purchases, spent FROM small.customer_360;
DROP TABLE small.state;
CALL create_base('small');
CALL refresh('small');
SELECT purchases, spent FROM small.customer_360;
-- TRUNCATE is noted, too.
BEGIN;
TRUNCATE small.purchase;
CALL refresh('small');
SELECT purchases, spent FROM small.customer_360;
ROLLBACK;

-- In a transaction block all of it is one transaction.
BEGIN;
INSERT INTO small.purchase (profile_id, ts, amount) SELECT profile_id, '2024-01-03', 2 FROM small.profile;
CALL refresh('small');
SELECT purchases, spent FROM small.customer_360;
ROLLBACK;
SELECT purchases, spent FROM small.customer_360;

\set VERBOSITY sqlstate
CALL refresh('small', 'everything');
SELECT * FROM refresh_batch('small', 'everything', 1, 1);
\set VERBOSITY default
DROP PROCEDURE remember;
DROP VIEW rewritten, stored;
DROP TABLE line;
DROP SCHEMA crm, small CASCADE;
