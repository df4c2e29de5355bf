-- base/rows: the rows of a query text.
\getenv here PG_ABS_SRCDIR
\set setup :here '/probe.sql'
\set ECHO none
\i :setup
\set ECHO all

-- Every type has a text, the same whatever the session's settings are.
SET timezone = 'Asia/Tokyo';
SET datestyle = 'SQL, DMY';
SELECT name, type, kind, value, number FROM probe_rows($$
	SELECT 1::bigint AS a, -2::smallint AS b, 1.50 AS c, 'NaN'::real AS d, 1e300::float8 AS e, 'é'::text AS f, 'x '::varchar AS g,
		'y'::char(5) AS h, 'z'::name AS i, 'unknown' AS j, NULL::text AS k, date '2024-02-01' AS l,
		timestamptz '2024-01-31 23:00Z' AS m, timestamp '-infinity' AS n, true AS o, '{1,NULL}'::real[] AS p,
		ROW(1, 2) AS q, md5('')::uuid AS r$$);
RESET timezone;
RESET datestyle;

-- At most so many bytes, whole characters, of what is toasted or not.
CREATE TABLE long_text (t text);
ALTER TABLE long_text ALTER t SET STORAGE EXTERNAL;
INSERT INTO long_text VALUES ('ééé'), (repeat('é', 100000)), (repeat('e', 100000));
ALTER TABLE long_text ALTER t SET STORAGE EXTENDED;
INSERT INTO long_text VALUES (repeat('é', 100000)), (NULL);
SELECT nr, value FROM probe_rows('TABLE long_text', 1, 5);
SELECT nr, value FROM probe_rows('SELECT 12345678, ''éé''::name', 1, 3);
SELECT nr, length(value), left(value, 2) FROM probe_rows('TABLE long_text');

-- All rows come, in order, in batches; of large rows fewer are in one.
SELECT count(*), bool_and(value::int = nr + 1) FROM probe_rows('SELECT i FROM generate_series(1, 2345) i');
SELECT rows, batches < 110 AS many_in_a_batch, bytes FROM probe_rows_count('SELECT i, i FROM generate_series(1, 99999) i');
SELECT rows, batches BETWEEN 40 AND 110 AS few_in_a_batch FROM probe_rows_count('SELECT repeat(''x'', 1000000) FROM generate_series(1, 1000)');
SELECT * FROM probe_rows_count('SELECT 1 WHERE false');

-- Each form of a SELECT.
SELECT count(*) > 100 AS many FROM probe_rows('TABLE pg_class');
SELECT nr, name, value FROM probe_rows('VALUES (1, 2), (3, 4)');
SELECT nr, name, value FROM probe_rows('WITH x AS (SELECT 1 AS a) SELECT * FROM x;');
SELECT nr, value FROM probe_rows('SELECT 1 UNION ALL (SELECT 2)');
SELECT * FROM probe_rows('SELECT');

-- What is none, and how many columns there must be.
SELECT * FROM probe_rows('');
SELECT * FROM probe_rows(' -- nothing');
SELECT * FROM probe_rows('SELECT 1; SELECT 2');
SELECT * FROM probe_rows('EXPLAIN SELECT 1');
SELECT * FROM probe_rows('SHOW work_mem');
SELECT * FROM probe_rows('DROP TABLE long_text');
SELECT * FROM probe_rows('COMMIT');
SELECT * FROM probe_rows('SELECT 1', 2);
SELECT * FROM probe_rows('SELECT', 1);
-- Mistakes inside, at their place.
SELECT * FROM probe_rows('SELECT é FROM');
SELECT * FROM probe_rows('SELECT ''é'', nothing');
SELECT * FROM probe_rows('SELECT $1');
SELECT * FROM probe_rows('TABLE nothing');
SELECT * FROM probe_rows('SELECT 1 / (1000 - i) FROM generate_series(1, 2000) i');

-- What would write.
CREATE TABLE written (a int);
SELECT * FROM probe_rows('INSERT INTO written VALUES (1) RETURNING a');
SELECT * FROM probe_rows('INSERT INTO written VALUES (1)');
SELECT * FROM probe_rows('  UPDATE written SET a = 1');
SELECT * FROM probe_rows('DELETE FROM written');
SELECT * FROM probe_rows('MERGE INTO written USING written w ON false WHEN MATCHED THEN DELETE');
SELECT * FROM probe_rows('WITH x AS (DELETE FROM written RETURNING a) SELECT * FROM x');
SELECT * FROM probe_rows('SELECT * FROM written FOR UPDATE');
SELECT * FROM probe_rows('SELECT * FROM (SELECT * FROM written FOR SHARE) x');
SELECT * FROM probe_rows('SELECT 1 AS a INTO other');
CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS 'INSERT INTO written VALUES (2) RETURNING a';
SELECT * FROM probe_rows('SELECT writes()');
SHOW transaction_read_only;

-- The (sub)transaction may go on after an error, and write.
DO $$
BEGIN
	FOR i IN 1 .. 3 LOOP
		BEGIN
			PERFORM probe_rows(CASE i WHEN 1 THEN 'SELECT writes()' WHEN 2 THEN 'SELECT 1 / (1000 - i) FROM generate_series(1, 2000) i'
				ELSE 'SELECT * FROM probe_rows(''SELECT 1 / 0'')' END);
		EXCEPTION WHEN OTHERS THEN
			INSERT INTO written VALUES (i);
			RAISE NOTICE '%: %', i, SQLERRM;
		END;
	END LOOP;
END $$;
TABLE written;
SELECT count(*) FROM pg_cursors;

-- In a loop, in a query of its own kind, and behind what the same function wrote.
CREATE FUNCTION loops() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	r record;
BEGIN
	INSERT INTO written VALUES (10);
	FOR r IN SELECT p.value FROM probe_rows('SELECT a FROM written ORDER BY a') p LOOP
		INSERT INTO written VALUES (100);
		RETURN NEXT r.value;
	END LOOP;
	RETURN QUERY SELECT rows::text FROM probe_rows_count('TABLE written');
END $$;
SELECT * FROM loops();
SELECT value FROM probe_rows($$SELECT value FROM probe_rows('SELECT value FROM probe_rows(''VALUES (1), (2)'')')$$);

-- Nothing that the query calls closes its cursor.
CREATE FUNCTION closes() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
	c record;
BEGIN
	FOR c IN SELECT name FROM pg_cursors LOOP
		EXECUTE format('CLOSE %I', c.name);
	END LOOP;
	RETURN 1;
END $$;
\set VERBOSITY sqlstate
SELECT value FROM probe_rows('SELECT closes() FROM generate_series(1, 3)');
\set VERBOSITY default

-- As the caller: his rights, and row-level security.
CREATE TABLE secret (owner text, word text);
INSERT INTO secret VALUES ('probe_reader', 'his'), ('other', 'not his');
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON secret USING (owner = current_user);
CREATE ROLE probe_reader;
GRANT USAGE ON SCHEMA probe TO probe_reader;
GRANT SELECT ON secret TO probe_reader;
SELECT nr, value FROM probe_rows('SELECT word FROM secret ORDER BY 1');
SET ROLE probe_reader;
SELECT nr, value FROM probe_rows('SELECT word FROM secret ORDER BY 1');
SELECT * FROM probe_rows('TABLE written');
RESET ROLE;

-- Canceled between rows, and between batches.
\set SHOW_CONTEXT never
SET statement_timeout = '50ms';
SELECT * FROM probe_rows_count('SELECT 1 FROM generate_series(1, 100000) a, generate_series(1, 100000) b WHERE b > a + 100000');
SELECT * FROM probe_rows_count('SELECT 1 FROM generate_series(1, 100000) a, generate_series(1, 100000) b');
RESET statement_timeout;
DROP OWNED BY probe_reader;
DROP ROLE probe_reader;
