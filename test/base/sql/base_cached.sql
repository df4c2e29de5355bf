-- base/cache: a value is decoded once for many rows.  Each answer ends with how
-- many values the session has decoded.
\getenv here PG_ABS_SRCDIR
\set setup :here '/probe.sql'
\set ECHO none
\i :setup
\set ECHO all

SET scrm.cache_size = '20MB';
CREATE TABLE model (name text PRIMARY KEY, v text);
ALTER TABLE model ALTER v SET STORAGE EXTERNAL;
INSERT INTO model VALUES ('a', repeat('a', 3000000)), ('b', repeat('b', 3000000)), ('c', repeat('c', 3000000)), ('small', 'small');
CREATE TABLE compressed AS SELECT repeat('d', 1000) AS v UNION ALL SELECT repeat('e', 3000000);

-- Once for a place of a call, and for other statements.
SELECT probe_cached((SELECT v FROM model WHERE name = 'a')) FROM generate_series(1, 3);
SELECT probe_cached((SELECT v FROM model WHERE name = 'a')) FROM generate_series(1, 2);
SELECT probe_cached(v) FROM model, generate_series(1, 2) ORDER BY 1;
SELECT probe_cached(v) FROM compressed, generate_series(1, 2);
SELECT probe_cached('constant') FROM generate_series(1, 2);
SELECT probe_cached('con' || i % 2) FROM generate_series(1, 4) i;
SELECT probe_cached(NULL);
-- Each argument for itself, and each way to decode.
SELECT probe_cached(v, name) FROM model, generate_series(1, 2) WHERE name IN ('a', 'small');
SELECT probe_cached(v, v) FROM model WHERE name IN ('a', 'small');
-- In PL/pgSQL, whose variables keep their place in memory when they change.
DO $$
DECLARE
	m text := 'one';
BEGIN
	FOR i IN 1 .. 4 LOOP
		RAISE NOTICE '%', probe_cached(m);
		m := CASE WHEN i < 2 THEN 'one' ELSE 'two' END;
	END LOOP;
END $$;

-- Another value in the place of the first.
UPDATE model SET v = repeat('x', 3000000) WHERE name = 'b';
SELECT probe_cached(v) FROM model WHERE name = 'b';
BEGIN;
UPDATE model SET v = repeat('y', 3000000) WHERE name = 'b';
SELECT probe_cached(v) FROM model WHERE name = 'b';
ROLLBACK;
SELECT probe_cached(v) FROM model WHERE name = 'b';
TRUNCATE model;
INSERT INTO model VALUES ('a', repeat('z', 3000000));
SELECT probe_cached(v) FROM model;

-- What cannot be decoded leaves nothing behind.
SELECT probe_cached('a blank');
SELECT probe_cached('a blank');
SELECT probe_cached('none');

-- A toast pointer is trusted for a time, in the place of the call, too.  Bytes always.
SELECT probe_cached(v) FROM model, generate_series(1, 2);
SELECT probe_times(fresh => -1);
SELECT probe_cached(v) FROM model, generate_series(1, 2);
SELECT probe_cached('none');
SELECT probe_times();

-- The least recently used go first; what does not fit is there for its place.
INSERT INTO model VALUES ('b', repeat('b', 3000000)), ('c', repeat('c', 3000000)), ('d', repeat('d', 9000000));
SELECT count(probe_cached(v)) AS fill FROM model WHERE name < 'd';
SET scrm.cache_size = '10MB';
SELECT probe_cached(v) FROM model WHERE name = 'b';
SELECT probe_cached(v) FROM model WHERE name = 'c';
SELECT sum(total_bytes) < 10 * 1024 ^ 2 AS small FROM pg_backend_memory_contexts WHERE name = 'scrm cached value';
SELECT probe_cached(v) FROM model, generate_series(1, 3) WHERE name = 'd';
SELECT probe_cached(v) FROM model WHERE name = 'd';
SET scrm.cache_size = 0;
SELECT probe_cached(v) FROM model, generate_series(1, 3) WHERE name = 'a';
SELECT count(*) FROM pg_backend_memory_contexts WHERE name = 'scrm cached value';
RESET scrm.cache_size;
