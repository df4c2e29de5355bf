-- Refresh of a base: from nothing, after a few new facts, and idle.  Its
-- customers are those of CDNOW, each with some messages to us and from us.
--! full rounds=3
--! small rounds=1

--! setup
CREATE TEMP TABLE line (line text);
\copy line FROM 'cdnow.txt' (HEADER)
CALL create_base('crm', '{"currency": "USD"}');
INSERT INTO crm.channel (name, network, family) VALUES ('shop', 'shop', 'offline');
CREATE TEMP TABLE orders AS
SELECT a[cardinality(a) - 3] AS account, to_timestamp(a[cardinality(a) - 2], 'YYYYMMDD') AS ts, a[cardinality(a)]::numeric AS amount
FROM line, regexp_split_to_array(btrim(line), '\s+') a;
WITH made AS (
	INSERT INTO crm.customer (display_name) SELECT DISTINCT account FROM orders RETURNING customer_id, display_name
)
INSERT INTO crm.profile (customer_id, network, account) SELECT customer_id, 'shop', display_name FROM made;
INSERT INTO crm.purchase (profile_id, ts, amount, channel_id) SELECT profile_id, ts, amount, 1 FROM orders JOIN crm.profile USING (account);
INSERT INTO crm.interaction (ts, channel_id, profile_id, direction, verb, direct)
SELECT ts + n * interval '1 hour', 1, profile_id, CASE n WHEN 1 THEN 'in' ELSE 'out' END, CASE n WHEN 1 THEN 'ask' ELSE 'reply' END, n = 1
FROM orders JOIN crm.profile USING (account), generate_series(1, 2) n;
VACUUM ANALYZE;
-- A fact of every so many customers, on a day that is known.
CREATE PROCEDURE buy(every int) LANGUAGE sql AS $$
	INSERT INTO crm.purchase (profile_id, ts, amount) SELECT profile_id, '1998-06-30', 10 FROM crm.profile WHERE profile_id % every = 1;
$$;
CREATE PROCEDURE forget() LANGUAGE sql AS $$
	TRUNCATE crm.state, crm.figure, crm.model, crm.progress;
	INSERT INTO crm.pending SELECT profile_id FROM crm.profile;
$$;
--! prepare peer
CALL forget();
--! peer
CALL refresh('crm');

--! figure refresh after new facts of 1 % of the customers, against the first
--! goal at most 0.05 times the peer
--! prepare scrm
CALL buy(100);
--! scrm
CALL refresh('crm');

--! figure refresh after one new fact, against the first
--! prepare scrm
CALL buy(1000000);
--! scrm
CALL refresh('crm');

--! figure refresh after nothing new, against the first
--! scrm
CALL refresh('crm');
