SET search_path = public, scrm;

-- What a statement says when it fails: code, message, detail, hint.
CREATE FUNCTION error_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE statement;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;

-- A base is one call; the second changes nothing.
SET client_min_messages = warning;
CALL create_base('crm', '{"currency": "EUR", "language": "english", "region": "IT"}');
RESET client_min_messages;
CALL create_base('crm', '{"currency": "EUR"}');
SELECT name, value FROM crm.setting WHERE name <> 'base' ORDER BY name;
SELECT relname, relkind FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1;

-- Nobody else may read it, and everything says what it is.
SELECT nspacl FROM pg_namespace WHERE nspname = 'crm';
SELECT relname FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relacl IS NOT NULL;
SELECT c.relname, a.attname FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind IN ('r', 'v')
	AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL);

-- The extension's own types are in derived tables alone, and in no view.
SELECT c.relname, a.attname, t.typname FROM pg_class c
	JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind IN ('r', 'v') AND t.typnamespace <> 'pg_catalog'::regnamespace
ORDER BY 1, 2;
SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind = 'v' ORDER BY 1;

-- What is missing comes back, and a view is made again when it is gone.
ALTER TABLE crm.state DROP COLUMN timeline;
DROP INDEX crm.interaction_profile;
DROP TRIGGER purchase_insert ON crm.purchase;
CALL create_base('crm');
DROP VIEW crm.customer_360;
CALL create_base('crm');
CALL create_base('crm');

-- First rows are for a new table: what the user took away stays away.
DELETE FROM crm.pillar WHERE pillar = 'innovation';
CALL create_base('crm');
SELECT pillar FROM crm.pillar ORDER BY 1;

-- Any name that a schema may have.
SET client_min_messages = warning;
CALL create_base('Zoë''s "base"');
RESET client_min_messages;
CALL create_base('Zoë''s "base"');
SELECT ingest('Zoë''s "base"', 'shop', '{"who": "ada", "at": "2024-01-02", "eur": 9}',
	'{"kind": "\"purchase\"", "actor": "$.who", "ts": "$.at", "amount": "$.eur"}');
SELECT amount FROM "Zoë's ""base""".purchase;

-- Names that no base may have.
SELECT error_of($$CALL create_base('')$$);
SELECT error_of($$CALL create_base(NULL)$$);
SELECT error_of(format('CALL create_base(%L)', repeat('é', 32)));
SELECT error_of($$CALL create_base('pg_crm')$$);
SELECT error_of($$CALL create_base('scrm')$$);
SELECT error_of($$CALL create_base('$user')$$);
SELECT error_of($$SELECT ingest('nowhere', 'shop', '{}')$$);
SELECT error_of($$CALL refresh('nowhere')$$);
SELECT error_of($$CALL ingest_query('nowhere', 'shop', 'SELECT ''{}''::jsonb')$$);

-- Options that are none; a setting that is there is not overwritten.
SELECT error_of($$CALL create_base('other', '{"colour": "red"}')$$);
SELECT error_of($$CALL create_base('other', '[]')$$);
SELECT error_of($$CALL create_base('other', '{"currency": "euro"}')$$);
SELECT error_of($$CALL create_base('other', '{"region": 39}')$$);
SELECT error_of($$CALL create_base('other', '{"language": "klingon"}')$$);
SELECT error_of($$CALL create_base('crm', '{"currency": "USD"}')$$);
SELECT to_regnamespace('other');

-- Someone else's schema, and someone else's table in one's own.
CREATE SCHEMA theirs;
CREATE TABLE theirs.profile (id int);
SELECT error_of($$CALL create_base('theirs')$$);
SELECT count(*) FROM pg_class WHERE relnamespace = 'theirs'::regnamespace;
CREATE SCHEMA settled;
CREATE TABLE settled.setting (key text);
SELECT error_of($$CALL create_base('settled')$$);
CREATE ROLE scrm_regress_stranger;
SET ROLE scrm_regress_stranger;
SELECT error_of($$CALL scrm.create_base('crm')$$);
SELECT error_of($$SELECT scrm.ingest('crm', 'shop', '{}')$$);
SELECT error_of($$CALL scrm.refresh('crm')$$);
RESET ROLE;
DROP ROLE scrm_regress_stranger;

SET client_min_messages = warning;
DROP SCHEMA crm, "Zoë's ""base""", theirs, settled CASCADE;
DROP FUNCTION error_of(text);
