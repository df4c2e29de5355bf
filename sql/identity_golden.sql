-- golden_value: the spelling that stands for all
SET search_path = public, scrm;
SET TimeZone = 'UTC';

CREATE FUNCTION pg_temp.answer(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text; message text; detail text; hint text;
BEGIN
	EXECUTE statement INTO result;
	RETURN result;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', SQLSTATE, message, nullif(detail, ''), nullif(hint, ''));
END $$;

CREATE TABLE record (person int, name text, seen_at timestamptz);
INSERT INTO record VALUES
	(1, 'Maria Rossi', '2024-01-01'), (1, 'Maria Rossi', '2024-01-02'), (1, 'Giulia Bianchi', '2024-06-01'),
	(2, 'Katherine', '2024-01-01'), (2, 'Katharine', '2024-01-01'), (2, 'Kathrine', '2024-01-01'), (2, 'Maria', '2024-01-01'), (2, 'Maria', '2024-01-01'),
	(3, 'Müller', '2024-01-01'), (3, 'Müller', '2024-01-01'), (3, 'MULLER', '2024-06-01'),
	(4, 'Anna', '2024-01-01'), (4, 'Maria', '2024-01-02'), (4, 'Giulia', NULL),
	(5, 'anna', NULL), (5, 'maria', NULL), (5, 'petra', NULL),
	(6, NULL, '2024-01-01'), (6, '', '2024-01-01'), (6, '  ', '2024-01-01'),
	(7, '山田太郎', 'infinity'), (7, 'Yamada', '-infinity');

-- Most rows; near ones back each other; of those alike but for case the more frequent; then the newest, the longest, the first.
SELECT person, golden_value(name, seen_at) AS dated, golden_value(name) AS undated FROM record GROUP BY person ORDER BY person;

-- Whatever the order of rows.
SELECT count(DISTINCT (a, b, c)) AS answers, bool_and((a, b) IS NOT DISTINCT FROM (c, d)) AS same
FROM (SELECT person, golden_value(name, seen_at ORDER BY name) AS a, golden_value(name ORDER BY seen_at) AS b,
	golden_value(name, seen_at ORDER BY name DESC) AS c, golden_value(name ORDER BY seen_at DESC NULLS LAST, name) AS d FROM record GROUP BY person) s;

-- No rows, none with a value: NULL.
SELECT golden_value(name) IS NULL AS none FROM record WHERE false;
SELECT golden_value(name, seen_at) IS NULL AS none FROM record WHERE person = 6;

-- DISTINCT, FILTER, windows that grow.
SELECT golden_value(DISTINCT name) AS each_once, golden_value(name) FILTER (WHERE person = 4) AS filtered FROM record WHERE person IN (2, 4);
SELECT n, golden_value(v) OVER (ORDER BY n) AS growing, golden_value(v) OVER (ORDER BY n ROWS 1 PRECEDING) AS moving
FROM (VALUES (1, 'a'), (2, 'bb'), (3, 'bb'), (4, 'ccc'), (5, 'ccc'), (6, 'ccc')) w(n, v) ORDER BY n;
SELECT person, golden_value(name) FROM record WHERE person < 4 GROUP BY GROUPING SETS ((person), ()) ORDER BY person;

-- In parallel as serially; many groups; states that travel.
CREATE TABLE many AS SELECT n % 5000 AS person, chr(65 + n % 7) || repeat('name', 1 + n % 3) || n * 7 % 11 AS name,
	timestamptz '2024-01-01' + n % 97 * interval '1 day' AS seen_at FROM generate_series(1, 60000) n;
CREATE TABLE serial AS SELECT person, golden_value(name, seen_at) AS g FROM many GROUP BY person;
CREATE TABLE serial_all AS SELECT golden_value(name, seen_at) AS g FROM many;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT golden_value(name, seen_at) FROM many;
SELECT count(*) AS different FROM (SELECT golden_value(name, seen_at) AS g FROM many EXCEPT SELECT g FROM serial_all) d;
SELECT count(*) AS different FROM (SELECT person, golden_value(name, seen_at) AS g FROM many GROUP BY person EXCEPT SELECT person, g FROM serial) d;
RESET max_parallel_workers_per_gather;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
SET work_mem = '1GB';
SELECT count(golden_value(n::text)) OVER () FROM generate_series(1, 100000) n GROUP BY n LIMIT 1;
RESET work_mem;

-- Very many different values: the most frequent are looked at.
SELECT golden_value(CASE n % 1000 WHEN 0 THEN 'Anna Rossi' ELSE md5(n::text) END) FROM generate_series(1, 200000) n;

-- A long value, stored outside of its row.
CREATE TABLE long_name (name text);
ALTER TABLE long_name ALTER name SET STORAGE EXTERNAL;
INSERT INTO long_name SELECT repeat('Anna ', 100000) FROM generate_series(1, 3);
SELECT length(golden_value(name)) FROM long_name;

-- The state is a type: its text, what it refuses, a stored one.
SELECT '{"Rossi"*3@2024-03-01T09:00:00Z,"Ro\"si\\"@infinity,"Rossi"@2024-03-02T09:00:00.5Z,"Anna"}'::spellings, '{}'::spellings;
SELECT text, pg_temp.answer(format('SELECT %L::spellings', text)) FROM (VALUES
	(1, ''), (2, '{Rossi}'), (3, '{"Rossi}'), (4, '{"Rossi"*0}'), (5, '{"Rossi"@yesterday}'), (6, '{"a" "b"}'), (7, '{"a"}x'), (8, '{"a"@2024-02-30}'),
	(9, '{"a"*9223372036854775808}')) v(n, text) ORDER BY n;
SELECT spellings_send('{"Rosi","Rossi"*3@2000-01-01T00:00:00.000002Z}'::spellings);
SELECT pg_temp.answer($$SELECT spellings_golden('{"a"}')$$);

-- An aggregate of a user's own, without a final function, and one that begins with a value.
CREATE AGGREGATE collect_spellings(text) (SFUNC = spellings_add, STYPE = spellings);
CREATE AGGREGATE more_spellings(text) (SFUNC = spellings_add, STYPE = spellings, INITCOND = '{"Anna"*5}', FINALFUNC = spellings_golden);
CREATE TABLE kept AS SELECT person, collect_spellings(name) AS s FROM record GROUP BY person;
SELECT person, s FROM kept ORDER BY person LIMIT 3;
SELECT more_spellings(name) FROM record WHERE person = 1;
CREATE AGGREGATE golden_of(spellings) (SFUNC = spellings_combine, STYPE = spellings, FINALFUNC = spellings_golden);
SELECT golden_of(s) AS of_parts, (SELECT golden_value(name) FROM record) AS of_all FROM kept;
DROP AGGREGATE golden_of(spellings), more_spellings(text), collect_spellings(text);
DROP TABLE record, many, serial, serial_all, long_name, kept;
