-- One record against a table of persons, beside index look-ups that any way to find it needs.
--! full rows=100000 new=4000
--! small rows=3000 new=200
--! large rows=1000000 new=20000 rounds=1

--! setup
SET client_min_messages = warning;
CREATE TABLE raw (id bigint PRIMARY KEY, source text, name text, email text, phone text, city text, handle text, truth bigint);
\setenv ROWS :rows
\copy raw FROM PROGRAM 'python3 bench/people.py --seed 7 $ROWS' WITH (FORMAT csv, HEADER)
-- All but 1,000 records to catch, and the profiles that come while others do.
CREATE TABLE customer (LIKE raw INCLUDING ALL);
INSERT INTO customer SELECT * FROM raw WHERE id <= :rows - 1000 - :new;
SELECT create_matcher('crm', 'customer', match_train('SELECT id, source, name, email, phone, city, handle FROM raw'));
CREATE TABLE record AS
SELECT row_number() OVER () AS n, to_jsonb(r) - '{id,truth}'::text[] AS record, id, to_jsonb(r) AS whole FROM raw r WHERE id > :rows - 1000;
CREATE SEQUENCE newcomer;
SELECT setval('newcomer', :rows - 1000 - :new);
VACUUM ANALYZE;
-- Seconds of a statement for each record: what that share of them takes at most.
CREATE FUNCTION seconds(statement text, share float8) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
	r record;
	start timestamptz;
	times float8[] := '{}';
BEGIN
	FOR r IN SELECT * FROM record ORDER BY n LOOP
		start := clock_timestamp();
		EXECUTE statement USING r.id, r.record, r.whole;
		times := times || extract(epoch FROM clock_timestamp() - start)::float8;
	END LOOP;
	RETURN (SELECT percentile_cont(share) WITHIN GROUP (ORDER BY t) FROM unnest(times) t);
END $$;

--! figure :rows rows: catch of 1,000 records, against four look-ups by the primary key each
--! goal at most 6 times the peer
--! same
SELECT :'scrm'::bigint > 0 AND :'peer'::bigint > 0;
--! peer
DO $$ DECLARE r record; n bigint; BEGIN FOR r IN SELECT * FROM record LOOP
	SELECT count(*) INTO n FROM customer WHERE id = r.id - 1000;
	SELECT count(*) INTO n FROM customer WHERE id = r.id - 1100;
	SELECT count(*) INTO n FROM customer WHERE id = r.id - 1200;
	SELECT count(*) INTO n FROM customer WHERE id = r.id - 1300;
END LOOP; END $$;
SELECT count(*) FROM record;
--! scrm
DO $$ DECLARE r record; n bigint; BEGIN FOR r IN SELECT * FROM record LOOP
	SELECT count(*) INTO n FROM catch('crm', r.record);
END LOOP; END $$;
SELECT count(*) FROM record;

--! figure :rows rows: catch of one record: median
--! goal at most 0.3 ms
--! value
SELECT seconds('SELECT * FROM catch(''crm'', $2)', .5);

--! figure :rows rows: catch of one record: 99 of 100 take less
--! goal at most 2 ms
--! value
SELECT seconds('SELECT * FROM catch(''crm'', $2)', .99);

--! figure :rows rows: a row more, with its persons: median
--! value
BEGIN;
SELECT seconds('INSERT INTO customer SELECT (jsonb_populate_record(NULL::customer, $3)).*', .5);
ROLLBACK;

-- Of pgbench; by zero where one was lost.
--! figure :rows rows: profiles a second that two sessions insert at once
--! unit rate
--! prepare
SELECT :new / 2 AS each
\gset
\setenv EACH :each
--! value
\! pgbench -n -c 2 -j 2 -t $EACH -f bench/identity_catch.pgbench scrm_bench > pgbench.log 2>&1
\set rate `sed -n 's/^tps = \([0-9.]*\).*/\1/p' pgbench.log`
SELECT nullif(:'rate', '')::float8 / (count(*) = :new)::int FROM customer WHERE id > :rows - 1000 - :new;

--! figure :rows rows: settlement of all rows
--! goal at most 2 s
--! prepare scrm
DELETE FROM customer WHERE id = (SELECT max(id) FROM customer);
--! scrm
SELECT matcher_settle('crm') > 0;
