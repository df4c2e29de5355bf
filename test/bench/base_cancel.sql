-- How long after pg_cancel_backend a long call ends, against generate_series:
-- canceled at random moments, time of the wall from the cancel to the end.
--! full events=5000000 rows=1000000 mb=50 rounds=7
--! small events=200000 rows=100000 mb=5 rounds=1

--! setup
SELECT setseed(0.5);
CREATE TEMP TABLE event AS
SELECT timestamptz '2024-01-01' + random() * interval '3 years' AS ts, (ARRAY['ask', 'reply', 'buy'])[1 + floor(random() * 3)::int] AS verb
FROM generate_series(1, :events);
CREATE TEMP TABLE huge (t timeline);
ALTER TABLE huge ALTER t SET STORAGE EXTERNAL;
INSERT INTO huge SELECT timeline_agg(ts, verb) FROM event;
CREATE TEMP TABLE many AS
SELECT timeline_agg(ts, verb) AS t FROM (SELECT ts, verb, row_number() OVER () / 5 AS g FROM event) e GROUP BY g;
CREATE TEMP TABLE orders AS
SELECT date '0001-01-02' + floor(random() * 3650000)::int AS day, round((random() * 100)::numeric, 2) AS amount
FROM generate_series(1, :events);
-- Customers of BG/NBD, nearly: a rate each, and a chance to leave after each
-- purchase; no two are alike.
CREATE TEMP TABLE customer AS
SELECT least(n, stays)::bigint AS frequency, CASE WHEN n < 1 THEN 0
		WHEN n > stays THEN age * stays / n * (0.8 + 0.2 * random()) ELSE age * power(random(), 1 / n) END AS recency,
	age, 5 + power(random(), 4) * 200 AS monetary
FROM (SELECT age, floor(-ln(1 - random()) * 0.1 * age) AS n,
		1 + floor(ln(1 - random()) / ln(1 - CASE WHEN random() < 0.6 THEN 0.05 ELSE 0.6 END)) AS stays
	FROM (SELECT 27 + random() * 12 AS age FROM generate_series(1, :rows)) a) c;
CREATE TEMP TABLE kept AS SELECT clv_stats_agg(frequency, recency, age) AS stats, spend_stats_agg(frequency, monetary) AS spend FROM customer;
CREATE TEMP TABLE words (kind text, body text);
ALTER TABLE words ALTER body SET STORAGE EXTERNAL;
INSERT INTO words SELECT 'timeline', '{' || string_agg(to_char(ts, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z "') || verb, ', ') || '}'
FROM (SELECT * FROM event LIMIT :mb * 1000000 / 35) e;
INSERT INTO words SELECT 'purchases', '{' || string_agg(to_char(date '0001-01-02' + i, 'YYYY-MM-DD') || ':17.25', ',') || '}'
FROM generate_series(1, :mb * 1000000 / 17) i;
INSERT INTO words SELECT 'clv_stats', '{"rows": [' || string_agg(format('[%s, %s, %s, 1]', frequency, recency, age), ', ') || ']}'
FROM (SELECT * FROM customer LIMIT :mb * 1000000 / 45) c;
INSERT INTO words SELECT 'spend_stats', spend::text FROM kept;
CREATE TEMP TABLE talk AS
SELECT jsonb_build_object('id', 'talk', 'messages', jsonb_agg(jsonb_build_object('sender', 'p' || i % 3, 'at', 1539225099 + i, 'text', 'message ' || i))) AS document
FROM generate_series(1, :rows / 4) i;
CREATE TEMP TABLE status AS
SELECT jsonb_build_object('id', i, 'at', 1539225099 + i, 'who', 'user' || i % 5000, 'text', repeat('word ', 70)) AS document
FROM generate_series(1, :rows / 20) i;
\set mapping '{"document": "$.id", "ts": "$.at", "actor": "$.who", "target": "\\"help\\"", "body": "$.text"}'
CALL create_base('crm');
INSERT INTO crm.company_profile (network, account) VALUES ('fedi', 'help');
CALL ingest_query('crm', 'fedi', 'SELECT document FROM status', :'mapping');

--! clock cancel
--! goal at most 50 ms, worst 100
--! peer
SELECT count(*) FROM generate_series(1, 5000000);

--! figure cancel of timeline_agg into one history
--! scrm
SELECT pg_column_size(timeline_agg(ts, verb)) FROM event;

--! figure cancel of rollup of many histories into one
--! scrm
SELECT pg_column_size(rollup(t)) FROM many;

--! figure cancel of events of a huge history
--! scrm
SELECT count(*) FROM huge, events(t);

--! figure cancel of responses of a huge history
--! scrm
SELECT count(*) FROM huge, responses(t);

--! figure cancel of sessions of a huge history
--! scrm
SELECT count(*) FROM huge, sessions(t, '1 second');

--! figure cancel of the sum of two huge histories
--! scrm
SELECT pg_column_size(t + t) FROM huge;

--! figure cancel of reading the text of a history of 50 MB
--! scrm
SELECT event_count(body::timeline) FROM words WHERE kind = 'timeline';

--! figure cancel of writing the text of a huge history
--! scrm
SELECT length(t::text) FROM huge;

--! figure cancel of purchases_agg into one value
--! scrm
SELECT pg_column_size(purchases_agg(day, amount)) FROM orders;

--! figure cancel of reading the text of purchases of 50 MB
--! scrm
SELECT frequency(body::purchases) FROM words WHERE kind = 'purchases';

--! figure cancel of clv_stats_agg of a million
--! scrm
SELECT pg_column_size(clv_stats_agg(frequency, recency, age)) FROM customer;

--! figure cancel of reading the text of clv_stats of 50 MB
--! scrm
SELECT pg_column_size(body::clv_stats) FROM words WHERE kind = 'clv_stats';

--! figure cancel of clv_fit of a million different customers
--! scrm
SELECT clv_fit(stats) FROM kept;

--! figure cancel of expected_purchases of a million different customers
--! scrm
SELECT expected_purchases('{"model": "bg/nbd", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}'::clv_model, stats, 39) FROM kept;

--! figure cancel of spend_fit of a million different customers
--! scrm
SELECT spend_fit(spend) FROM kept;

--! figure cancel of reading the text of spend_stats of a million
--! scrm
SELECT pg_column_size(body::spend_stats) FROM words WHERE kind = 'spend_stats';

--! figure cancel of activities of a huge document
--! scrm
SELECT count(*) FROM talk, activities(document, '{"rows": "$.messages[*]", "ts": "$.at", "actor": "$.sender", "body": "$.text"}');

--! figure cancel of ingest of a huge document
--! scrm
SELECT ingest('crm', 'fedi', document, '{"document": "$.id", "rows": "$.messages[*]", "ts": "$.at", "actor": "$.sender", "body": "$.text"}') FROM talk;

--! figure cancel of ingest_query
--! scrm
CALL ingest_query('crm', 'fedi' || random(), 'SELECT document FROM status', :'mapping');

--! figure cancel of refresh
--! prepare scrm
INSERT INTO crm.pending SELECT profile_id FROM crm.profile;
--! scrm
CALL refresh('crm');
