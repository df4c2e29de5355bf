-- matchers: persons that follow their relation
SET search_path = public, scrm;
SET client_min_messages = warning;

-- A model that somebody might have trained on 1000 rows: in ten rows a phone
-- or a birthday is worth ten bits less four of the prior, a city two.
CREATE TABLE model AS SELECT match_model $$
{"version": 1, "rows": 1000, "lambda": 0.0005, "possible_pairs": 499500, "possible_decoys": 0,
"columns": [{"name": "source", "kind": "source"}, {"name": "phone", "kind": "phone"}, {"name": "born", "kind": "date"}, {"name": "city", "kind": "category"}],
"sources": [{"name": "", "one_per": false, "rows": 0}, {"name": "mastodon", "one_per": true, "rows": 500}, {"name": "shop", "one_per": false, "rows": 500}],
"fields": [
	{"name": "phone", "kind": "phone", "any_u": [0.001, 0.001, 0.001, 0.997], "levels": [
		{"level": "equal", "m": 0.8, "u": 0.001}, {"level": "distance 1", "m": 0.05, "u": 0.001},
		{"level": "distance 2", "m": 0.01, "u": 0.001}, {"level": "different", "m": 0.14, "u": 0.997}]},
	{"name": "born", "kind": "date", "any_u": [0.001, 0.001, 0.01, 0.988], "levels": [
		{"level": "equal", "m": 0.9, "u": 0.001}, {"level": "day and month exchanged", "m": 0.02, "u": 0.001},
		{"level": "one digit", "m": 0.05, "u": 0.01}, {"level": "different", "m": 0.03, "u": 0.988}]},
	{"name": "city", "kind": "category", "any_u": [0.1, 0.005, 0.045, 0.85], "levels": [
		{"level": "equal", "m": 0.75, "u": 0.1}, {"level": "Jaro-Winkler .92", "m": 0.05, "u": 0.005},
		{"level": "Jaro-Winkler .80", "m": 0.05, "u": 0.045}, {"level": "different", "m": 0.15, "u": 0.85}]}],
"frequencies": [
	{"of": "phone", "rows": 1000, "values": {}}, {"of": "born", "rows": 1000, "values": {}},
	{"of": "city", "rows": 1000, "values": {"8b2fe319c6edc44b": 250}}],
"keys": [
	{"parts": [["phone", "whole"]], "refinements": [], "pairs_per_row": 0.5, "gain": 300, "split": []},
	{"parts": [["born", "whole"]], "refinements": [], "pairs_per_row": 0.5, "gain": 100, "split": []},
	{"parts": [["city", "whole"]], "refinements": [], "pairs_per_row": 9, "gain": 10, "split": []}],
"calibration": []}
$$ AS m;
CREATE TABLE customer (id int PRIMARY KEY, source text, phone text, born date, city text, note text);
INSERT INTO customer VALUES
	(1, 'shop', '+39 06 1234567', '1980-05-01', 'Rome'),
	(2, 'mastodon', '06 1234567', '1980-05-01', NULL),
	(3, 'shop', '030 7654321', NULL, 'Berlin'),
	(4, 'shop', '030 7654321', '1975-12-24', NULL),
	(5, 'mastodon', NULL, '1975-12-24', 'Berlin'),
	(6, 'shop', '089 5550001', '1990-01-31', 'Munich'),
	(7, 'shop', '089 5550002', '1991-02-28', 'Munich'),
	(8, 'shop', '0221 900900', '1960-06-06', 'Cologne'),
	(9, 'mastodon', '0211 800800', NULL, NULL),
	(10, 'shop', '0211 800800', '1955-11-11', NULL);
SELECT create_matcher('crm', 'customer', m) FROM model;
CREATE VIEW persons AS
SELECT array_agg(id ORDER BY id) AS rows, person FROM matcher_persons('crm') GROUP BY person ORDER BY person;
TABLE persons;

-- The law: settled, they are what matching all rows makes of the table.
CREATE FUNCTION differ(OUT id bigint, OUT person bigint, OUT of_all bigint) RETURNS SETOF record LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	found jsonb;
BEGIN
	BEGIN
		CREATE TEMP TABLE before AS SELECT * FROM matcher_persons('crm');
		INSERT INTO crm_journal (cause) VALUES ('wait');
		PERFORM matcher_settle('crm');
		SELECT jsonb_agg(jsonb_build_array(id, b.person, p.person)) INTO found
		FROM before b FULL JOIN matcher_persons('crm') p USING (id) WHERE b.person IS DISTINCT FROM p.person;
		RAISE EXCEPTION USING ERRCODE = 'P0099';
	EXCEPTION WHEN SQLSTATE 'P0099' THEN
		RETURN QUERY SELECT (f->>0)::bigint, (f->>1)::bigint, (f->>2)::bigint FROM jsonb_array_elements(found) f ORDER BY 1;
	END;
END $$;
SELECT * FROM differ();

-- Rows come, change and go; persons keep their numbers.
INSERT INTO customer VALUES (11, 'shop', '089 5550002', '1991-02-28', NULL);
UPDATE customer SET phone = '0221 900900', born = '1960-06-06' WHERE id = 6;
TABLE persons;
UPDATE customer SET phone = '0221 900901', born = '1990-01-31' WHERE id = 6;
DELETE FROM customer WHERE id = 11;
UPDATE customer SET note = 'nothing that matters' WHERE id = 1;
TABLE persons;
UPDATE customer SET id = 12 WHERE id = 6;
UPDATE customer SET id = 6 WHERE id = 12;
SELECT cause, id, was, person FROM crm_journal ORDER BY step;
SELECT * FROM differ();

-- The journal backwards is how it was.
CREATE TABLE replay AS TABLE crm_person;
DO $$
DECLARE
	j record;
BEGIN
	FOR j IN SELECT * FROM crm_journal WHERE id IS NOT NULL ORDER BY step DESC LOOP
		DELETE FROM replay WHERE id = j.id;
		INSERT INTO replay SELECT j.id, j.was WHERE j.was IS NOT NULL;
	END LOOP;
END $$;
SELECT array_agg(id ORDER BY id) AS rows, person FROM replay GROUP BY person ORDER BY person;

-- With a rolled back statement the tables go back, too.
BEGIN;
DELETE FROM customer WHERE id < 9;
SELECT count(*) FROM persons;
ROLLBACK;
SELECT count(*) FROM persons;

-- Who is it?  The nearest row; all that are in question; nobody.
SELECT n, id, round(probability::numeric, 4) AS probability, verdict FROM (VALUES
	(1, '{"phone": "0039061234567", "born": "1.5.1980"}'::jsonb),
	(2, '{"phone": "061234567", "city": "Paris"}'),
	(3, '{"born": "1975-12-24"}'),
	(4, '{"phone": "0800 1111111", "city": "Madrid", "shoe size": 43}'),
	(5, '{"city": "Rome"}'),
	(6, '{}'),
	(7, '{"source": "mastodon", "phone": "06 1234567", "born": "1980-05-01"}'),
	(8, '{"source": "mastodon", "phone": "06 1234567", "born": "1980-05-02"}')) v(n, record), catch('crm', record) ORDER BY n, 3 DESC, 2;

-- Every row catches itself.
SELECT count(*) FILTER (WHERE k.verdict <> 'new') AS caught, count(*) FROM customer c, LATERAL catch('crm', to_jsonb(c)) k;

-- Answers hold.
SELECT id, candidate, round(probability::numeric, 3) AS probability, round(gain::numeric, 3) AS gain FROM matcher_review('crm');
SELECT match_decide('crm', 9, 10, false), match_decide('crm', 8, 7, true);
TABLE persons;
SELECT match_decide('crm', 9, 8, true);
TABLE persons;
SELECT match_decide('crm', 10, 7, true);
SELECT match_decide('crm', 9, 7, false);
SELECT id_a, id_b, same FROM crm_decision ORDER BY 1, 2;
UPDATE customer SET phone = NULL, born = NULL, city = NULL WHERE id = 7;
TABLE persons;
-- Somebody thinks again.
SELECT match_decide('crm', 9, 8, false);
SELECT match_decide('crm', 10, 7, true);
TABLE persons;
SELECT matcher_settle('crm'), matcher_settle('crm');
SELECT id, candidate FROM matcher_review('crm', 0);
SELECT count(*) FROM matcher_review('crm', 100);
SELECT match_decide('crm', NULL, 7, true), match_decide('crm', 1, 3, NULL), catch(NULL, '{}'), catch('crm', NULL);

-- The law, in any order of rows, with what 400 rows and more have in common:
-- a city that many share makes no pairs from the 401st on.
DELETE FROM customer;
TRUNCATE crm_decision;
CREATE TABLE pool AS
SELECT n AS id, (ARRAY['shop', 'mastodon'])[1 + n % 2] AS source, CASE WHEN n % 3 > 0 THEN '0551 ' || 100000 + n / 3 * 7919 % 1000 END AS phone,
	CASE WHEN n % 4 > 0 THEN date '1970-01-01' + n / 4 * 7907 % 5000 END AS born,
	CASE WHEN n % 5 < 4 THEN (ARRAY['Rome', 'Bonn'])[1 + n % 2] ELSE 'town ' || n / 20 END AS city
FROM generate_series(1, 1100) n;
SELECT city, count(*) FROM pool GROUP BY 1 HAVING count(*) > 100 ORDER BY 1;
INSERT INTO customer SELECT * FROM pool WHERE id <= 990;
SELECT matcher_settle('crm');
CREATE PROCEDURE churn(steps int) LANGUAGE plpgsql AS $$
DECLARE
	a int;
	b int;
BEGIN
	FOR i IN 1 .. steps LOOP
		a := 1 + i * 7919 % 990;
		b := 1 + i * 104729 % 1100;
		IF i % 3 = 0 THEN
			DELETE FROM customer WHERE id = a;
			INSERT INTO customer SELECT a, source, phone, born, city FROM pool WHERE id = b;
		ELSIF i % 3 = 1 THEN
			UPDATE customer SET (phone, born) = (SELECT phone, born FROM pool WHERE id = b) WHERE id = a;
		ELSE
			UPDATE customer SET city = (SELECT city FROM pool WHERE id = b) WHERE id = a;
		END IF;
	END LOOP;
END $$;
CALL churn(300);
SELECT * FROM differ();
UPDATE customer c SET (source, phone, born, city) = (SELECT source, phone, born, city FROM pool p WHERE p.id = c.id);
SELECT * FROM differ();
-- One after the other, in a random order: as many rows as there were.
SELECT count(*) AS persons FROM persons;
DELETE FROM customer;
INSERT INTO customer SELECT * FROM pool WHERE id <= 990 ORDER BY md5(id::text);
SELECT count(*) AS persons FROM persons;
SELECT * FROM differ();
-- More rows than the prior counts with: settled, it is the law again.
INSERT INTO customer SELECT * FROM pool WHERE id > 990;
SELECT matcher_settle('crm');
SELECT * FROM differ();
SELECT matcher_settle('crm');
-- What came while the triggers were off.
ALTER TABLE customer DISABLE TRIGGER crm_matcher;
DELETE FROM customer WHERE id BETWEEN 100 AND 200;
INSERT INTO customer SELECT 5000 + id, source, phone, born, city FROM pool WHERE id BETWEEN 150 AND 160;
ALTER TABLE customer ENABLE TRIGGER crm_matcher;
SELECT matcher_settle('crm');
SELECT * FROM differ();
SELECT count(*) AS keys_of_nobody FROM crm_key k WHERE NOT EXISTS (SELECT FROM customer c WHERE c.id = k.id);
TRUNCATE customer;
SELECT count(*) FROM crm_person;
SELECT count(*) FROM crm_key;

-- Names are found like those of relations.
CREATE SCHEMA "Other";
CREATE TABLE "Other"."Customer" ("Key" bigint UNIQUE, phone text);
INSERT INTO "Other"."Customer" VALUES (1, '0551 1234567'), (2, '0551 1234567');
SELECT create_matcher('"Other"."C"', '"Other"."Customer"', m, '{"id": "Key"}') FROM model;
SELECT id FROM catch('"Other"."C"', '{"phone": "0551 1234567"}');
SELECT count(*) FROM matcher_persons('"C"');
SET search_path = "Other", public, scrm;
SELECT count(*) FROM matcher_persons('"C"');
ALTER TABLE "Other"."Customer" RENAME phone TO telephone;
SELECT count(*) FROM catch('"C"', '{"phone": "0551 1234567"}');
ALTER TABLE "Other"."Customer" RENAME telephone TO phone;
SELECT count(*) FROM catch('"C"', '{"phone": "0551 1234567"}');
SET search_path = public, scrm;

-- What is refused.
SELECT create_matcher('crm', 'customer', m) FROM model;
SELECT create_matcher('"Other".crm2', 'customer', m) FROM model;
SELECT create_matcher('a.b.c', 'customer', m) FROM model;
SELECT create_matcher(repeat('x', 60), 'customer', m) FROM model;
SELECT create_matcher('v', 'persons', m) FROM model;
CREATE TABLE parted (id bigint PRIMARY KEY, phone text) PARTITION BY RANGE (id);
SELECT create_matcher('v', 'parted', m) FROM model;
CREATE TABLE odd (id uuid PRIMARY KEY, n bigint, phone text);
SELECT create_matcher('v', 'odd', m) FROM model;
SELECT create_matcher('v', 'odd', m, '{"id": "n"}') FROM model;
SELECT create_matcher('v', 'odd', m, '{"id": "nn"}') FROM model;
SELECT create_matcher('v', 'pool', m) FROM model;
SELECT create_matcher('v', 'model', m, '{"key": "n"}') FROM model;
SELECT create_matcher('v', '"Other"."C_key"', m, '{"id": "id"}') FROM model;
CREATE TABLE plain (id bigint PRIMARY KEY, other text);
SELECT create_matcher('v', 'plain', m) FROM model;
SELECT catch('nobody', '{}');
SELECT catch('nobody.crm', '{}');
SELECT catch('', '{}');
SELECT catch('crm', '[]');
SELECT match_decide('crm', 1, 1, true);
SELECT match_decide('crm', 1, 2, true);
SELECT matcher_review('crm', -1);
SELECT drop_matcher('nobody');
INSERT INTO "Other"."Customer" VALUES (NULL, '1');
CREATE TRIGGER own BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION matcher_change('crm');
INSERT INTO plain VALUES (1, 'x');

-- Rights are those of the tables.
CREATE ROLE regress_matcher_reader;
SET ROLE regress_matcher_reader;
SELECT catch('crm', '{}');
RESET ROLE;
GRANT SELECT ON crm_matcher, crm_key, crm_person, crm_decision, customer TO regress_matcher_reader;
SET ROLE regress_matcher_reader;
SELECT verdict FROM catch('crm', '{}');
SELECT match_decide('crm', 1, 2, true);
SELECT drop_matcher('crm');
RESET ROLE;
ALTER TABLE customer ENABLE ROW LEVEL SECURITY;
SET ROLE regress_matcher_reader;
SELECT verdict FROM catch('crm', '{}');
RESET ROLE;
ALTER TABLE customer DISABLE ROW LEVEL SECURITY;
REVOKE ALL ON crm_matcher, crm_key, crm_person, crm_decision, customer FROM regress_matcher_reader;
DROP ROLE regress_matcher_reader;

-- What is left of a matcher is decisions; the next of that name takes them up.
INSERT INTO customer (id, phone) VALUES (1, '0551 1'), (2, '0551 2');
SELECT match_decide('crm', 1, 2, true);
SELECT drop_matcher('crm');
SELECT tgname FROM pg_trigger WHERE tgrelid = 'customer'::regclass;
SELECT create_matcher('crm', 'customer', m) FROM model;
TABLE persons;

-- A matcher whose relation is gone can be dropped.
DROP TABLE customer;
SELECT catch('crm', '{}');
SELECT drop_matcher('crm');
DROP SCHEMA "Other" CASCADE;
DROP TABLE model, pool, replay, parted, odd, plain, crm_decision CASCADE;
DROP PROCEDURE churn;
DROP FUNCTION differ;
