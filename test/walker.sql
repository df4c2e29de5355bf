-- walker.sql - the values with which test/walker calls everything
--
-- Each type of an argument has a pool: table walk."the type" of (n, label, v),
-- whose label says how to make the value.  The first value of a pool is the
-- usual one; n = 0, which no pool has, stands for NULL.  The names of arguments
-- choose another usual value: a zone is another text than a verb.

SET client_min_messages = warning;
CREATE SCHEMA walk;
CREATE TABLE walk.usual (argument text, type text, n int, PRIMARY KEY (argument, type));

CREATE PROCEDURE walk.pool(type text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TABLE walk.%1$I (n int PRIMARY KEY, label text, v %1$s)', type);
	-- An argument of CALL may be a function, and no subquery.
	EXECUTE format('CREATE FUNCTION walk.%1$I(int) RETURNS %1$s STABLE PARALLEL SAFE LANGUAGE sql
		AS ''SELECT v FROM walk.%1$I WHERE n = $1''', type);
END $$;

-- Adds values to a pool, each as the expression that makes it; returns the last
-- one's n.  What the database's encoding cannot hold is left out.
CREATE FUNCTION walk.make(type text, VARIADIC expressions text[]) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
	expression text;
	last int;
BEGIN
	IF to_regclass(format('walk.%I', type)) IS NULL THEN
		CALL walk.pool(type);
	END IF;
	FOREACH expression IN ARRAY expressions LOOP
		BEGIN
			EXECUTE format('INSERT INTO walk.%1$I SELECT coalesce(max(n), 0) + 1, %2$L, (%3$s)::%1$s FROM walk.%1$I RETURNING n',
				type, left(expression, 200), expression) INTO last;
		EXCEPTION WHEN untranslatable_character OR character_not_in_repertoire THEN
			CONTINUE;
		END;
	END LOOP;
	RETURN last;
END $$;

-- Adds values by their text form.
CREATE FUNCTION walk.add(type text, VARIADIC texts text[]) RETURNS int LANGUAGE sql AS $$
	SELECT walk.make(type, VARIADIC ARRAY(SELECT quote_literal(t) FROM unnest(texts) WITH ORDINALITY AS u(t, n) ORDER BY n));
$$;

-- The usual value of the arguments of that name and type.
CREATE PROCEDURE walk.usually(argument text, type text, value text) LANGUAGE sql AS $$
	INSERT INTO walk.usual VALUES (argument, type, walk.add(type, value));
$$;

-- Bytes that are damaged in each way: cut off at each length, longer, one bit or
-- one of the first bytes another (version, flags, counts), and at random.
CREATE FUNCTION walk.damaged(good bytea) RETURNS TABLE (label text, v bytea) LANGUAGE sql AS $$
	SELECT format('cut off after %s bytes', n), substr(good, 1, n) FROM generate_series(0, length(good) - 1) n
	UNION ALL
	SELECT format('and %s more', more), good || more FROM (VALUES ('\x00'::bytea), ('\xff'), ('\x0101010101010101')) m(more)
	UNION ALL
	SELECT format('bit %s flipped', n), set_bit(good, n, 1 - get_bit(good, n)) FROM generate_series(0, 8 * length(good) - 1) n
	UNION ALL
	SELECT format('byte %s is %s', n, byte), set_byte(good, n, byte)
	FROM generate_series(0, least(9, length(good)) - 1) n, unnest('{0,1,2,3,127,128,254,255}'::int[]) byte
	UNION ALL
	-- Heads that are right let random bytes come further.
	SELECT format('random %s behind %s bytes', n, n % 12),
		substr(good, 1, n % 12) || substr(decode(repeat(md5(n::text), 1 + n % 3), 'hex'), 1, 1 + n * 7 % 61)
	FROM generate_series(1, 60) n
$$;

-- A type of our own: its values as expressions, the usual one first.  Then
-- the same ones stored in each way, any bytes as a value, texts for its input
-- function, and bytes for its receive function.
CREATE PROCEDURE walk.own(type text, VARIADIC expressions text[]) LANGUAGE plpgsql AS $$
DECLARE
	way text;
	first int;
	align text := (SELECT CASE t.typalign WHEN 'd' THEN 'double' ELSE 'int4' END FROM pg_type t WHERE t.oid = type::regtype);
BEGIN
	-- Of the form of bytea and the alignment of the type.
	EXECUTE format('CREATE TYPE walk.%1$I; CREATE FUNCTION walk.%2$I(cstring) RETURNS walk.%1$I LANGUAGE internal IMMUTABLE STRICT AS ''byteain'';
		CREATE FUNCTION walk.%3$I(walk.%1$I) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS ''byteaout'';
		CREATE TYPE walk.%1$I (INPUT = walk.%2$I, OUTPUT = walk.%3$I, ALIGNMENT = %4$s);
		CREATE CAST (walk.%1$I AS %5$s) WITHOUT FUNCTION; CREATE CAST (%5$s AS walk.%1$I) WITHOUT FUNCTION',
		type || ' bytes', type || ' bytes_in', type || ' bytes_out', align, type);

	-- Ranges of n tell how a value is stored: as the type says, and from 128 bytes on toasted; plainly, with a header of
	-- four bytes; in the row and compressed; outside it; outside and compressed.
	EXECUTE format('CREATE TABLE walk.%1$I (n int PRIMARY KEY, label text, v %1$s) PARTITION BY RANGE (n)', type);
	EXECUTE format('CREATE FUNCTION walk.%1$I(int) RETURNS %1$s STABLE PARALLEL SAFE LANGUAGE sql
		AS ''SELECT v FROM walk.%1$I WHERE n = $1''', type);
	first := 0;
	FOREACH way IN ARRAY '{default,plain,main,external,extended}'::text[] LOOP
		EXECUTE format('CREATE TABLE walk.%I PARTITION OF walk.%I FOR VALUES FROM (%s) TO (%s) WITH (toast_tuple_target = 128, parallel_workers = 0)',
			type || ' ' || way, type, first, first + 100000);
		IF way <> 'default' THEN
			EXECUTE format('ALTER TABLE walk.%I ALTER v SET STORAGE %s', type || ' ' || way, way);
		END IF;
		first := first + 100000;
	END LOOP;
	PERFORM walk.make(type, VARIADIC expressions);
	first := 0;
	FOREACH way IN ARRAY '{plain,main,external,extended}'::text[] LOOP
		first := first + 100000;
		EXECUTE format('INSERT INTO walk.%1$I SELECT %2$s + n, %3$L || label, v FROM walk.%1$I
			WHERE n < 100000 AND (%4$L <> ''plain'' OR length(v::walk.%5$I::text) < 14000)', type, first, way || ' ', way, type || ' bytes');
	END LOOP;

	EXECUTE format('INSERT INTO walk.%1$I SELECT 1000 * u.n + row_number() OVER (PARTITION BY u.n), u.label || '', '' || d.label,
			d.v::text::walk.%2$I::%1$s
		FROM walk.%1$I u, walk.damaged(u.v::walk.%2$I::text::bytea) d WHERE u.n < 100000 AND pg_column_size(u.v) < 128',
		type, type || ' bytes');
	-- Some inner bytes of each large one.
	EXECUTE format('INSERT INTO walk.%1$I SELECT 50000 + 100 * u.n + i, format(''%%s, byte %%s is 255'', u.label, place), set_byte(b, place, 255)::text::walk.%2$I::%1$s
		FROM (SELECT n, label, v::walk.%2$I::text::bytea AS b FROM walk.%1$I WHERE n < 1000) u, generate_series(0, 9) i,
			LATERAL (SELECT (length(b)::bigint * i / 10)::int + 3) AS p(place) WHERE length(b) > 10000', type, type || ' bytes');

	EXECUTE format('CREATE TABLE walk.%1$I (n int PRIMARY KEY, label text, v bytea)', type || ' received');
	EXECUTE format('CREATE TABLE walk.%1$I (v %2$s)', type || ' sink', type);
	EXECUTE format('INSERT INTO walk.%1$I
		SELECT row_number() OVER (), label, v FROM (
			SELECT label, %3$s(v) FROM walk.%2$I WHERE n < 1000
			UNION ALL SELECT u.label || '', '' || d.label, d.v FROM walk.%2$I u, walk.damaged(%3$s(u.v)) d
			WHERE u.n < 1000 AND pg_column_size(u.v) < 128) r(label, v)',
		type || ' received', type, (SELECT typsend FROM pg_type WHERE oid = type::regtype));
	EXECUTE format('CREATE TABLE IF NOT EXISTS walk.%1$I (n int PRIMARY KEY, label text, v text)', type || ' text');
	EXECUTE format('INSERT INTO walk.%1$I SELECT row_number() OVER (), left(t, 200), t FROM (
			SELECT %3$s(v)::text FROM walk.%2$I WHERE n < 1000
			UNION ALL SELECT walk.mangled(%3$s(v)::text) FROM walk.%2$I WHERE n < 1000 AND pg_column_size(v) < 128
			UNION ALL SELECT v FROM walk.text) r(t)',
		type || ' text', type, (SELECT typoutput FROM pg_type WHERE oid = type::regtype));
END $$;

-- A text cut off at each length, without each character, and with another one in each place.
CREATE FUNCTION walk.mangled(good text) RETURNS SETOF text LANGUAGE sql AS $$
	SELECT left(good, n) FROM generate_series(0, length(good) - 1) n
	UNION ALL
	SELECT overlay(good PLACING new FROM n FOR 1)
	FROM generate_series(1, length(good)) n, unnest('{"","\"","\\","{","}",":",",","-","9","99999999999999999999"," ","e400"}'::text[]) new
	WHERE n % 3 = 0 OR new IN ('', '9')
$$;

-- ------------------------------------------------------------ built-in types

SELECT walk.add('boolean', 'true', 'false');
SELECT walk.add('integer', '1', '0', '-1', '100', '2147483647', '-2147483648');
SELECT walk.add('bigint', '1', '0', '-1', '2', '9007199254740992', '9223372036854775807', '-9223372036854775808');
SELECT walk.add('double precision', '1', '0', '-0', '-1', '0.1', '52', '1e-300', '1e300', '4.9406564584124654e-324',
	'1.7976931348623157e308', 'infinity', '-infinity', 'NaN');
SELECT walk.add('numeric', '12.50', '0', '-7', '0.0000001', '1e18', '1e100000', '1e-16000', 'infinity', '-infinity', 'NaN');
SELECT walk.make('numeric', 'repeat(''9'', 100000)');
SELECT walk.add('text', 'ask', '', ' ', 'Ask', 'pg_catalog', '%s%n', $$'"''\{}[]()<>,;:@#=*/-- $1$$, E'a\x01\t\r\n\x7f', 'NULL', 'null', '1e400');
SELECT walk.make('text', 'repeat(''x'', 64)', 'repeat(''lang '', 200000)',
	-- An e with an accent, a smiley of four bytes, a combining mark alone, an end of direction.
	$$convert_from('\xc3a9', 'UTF8')$$, $$convert_from('\xf09f9880', 'UTF8')$$, $$convert_from('\xcc81', 'UTF8')$$,
	$$convert_from('\xe280ae', 'UTF8') || repeat(convert_from('\xc3a9', 'UTF8'), 100000)$$,
	-- No characters, for a database that does not ask.
	$$convert_from('\xff80c328', 'SQL_ASCII')$$, $$convert_from('\xf09f98', 'SQL_ASCII')$$);
SELECT walk.add('date', '2024-03-01', '2000-01-01', '0001-01-01', '9999-12-31', '10000-01-01', 'infinity', '-infinity', '4713-01-01 BC',
	'5874897-12-31');
SELECT walk.add('timestamp with time zone', '2024-03-01 09:00Z', '2000-01-01 00:00Z', '2024-03-01 09:00:00.000001Z', 'infinity', '-infinity',
	'4713-01-01 00:00Z BC', '294276-12-31 23:59:59.999999Z', '0001-01-01 00:00Z', '10000-01-01 00:00Z');
SELECT walk.add('interval', '1 week', '0', '-1 day', '1 month', '1 microsecond', '1 mon -30 days', '178000000 years', '-178000000 years',
	'2147483646 days', '-2147483647 days', '178000000 years 2147483646 days 2562047788 hours', '2562047788:00:54.775806', '-2562047788:00:54.775807');
SELECT walk.add('tstzrange', '[2024-03-01 00:00Z,2025-01-01 00:00Z)', 'empty', '(,)', '[,2024-01-01 00:00Z]', '(infinity,infinity]',
	'[-infinity,infinity]', '[2024-03-01 00:00Z,2024-03-01 00:00Z]', '[4713-01-01 00:00Z BC,294276-12-31 23:59:59.999999Z]');
SELECT walk.add('jsonb', '{}', 'null', '1', '"x"', '[]', 'true', '{"": ""}', '{"a": {"b": [1, null, {"c": "d"}]}}', '1e400',
	'{"ask": 1, "reply": [], "currency": {}, "language": 0, "id": [[]], "ts": {}}', '{"n": "\u0001", "q": "\"\\"}');
SELECT walk.make('jsonb', 'repeat(''['', 5000) || repeat('']'', 5000)', 'repeat(''{"a":'', 5000) || 1 || repeat(''}'', 5000)',
	'(SELECT jsonb_object_agg(i, i::text) FROM generate_series(1, 20000) i)', '(SELECT jsonb_agg(i) FROM generate_series(1, 50000) i)',
	'to_jsonb(repeat(''word '', 200000))', 'jsonb_build_object(repeat(''k'', 100000), 1)');

-- Arrays: NULLs, none, several dimensions, another lower bound, many.
SELECT walk.add('bigint[]', '{1}', '{}', '{NULL}', '{1,NULL,1}', '{{1,2},{3,4}}', '[5:6]={1,2}', '{9223372036854775807,-9223372036854775808}');
SELECT walk.make('bigint[]', 'ARRAY(SELECT generate_series(1, 30000))');
SELECT walk.add('boolean[]', '{true}', '{}', '{NULL}', '{{true},{false}}', '[-1:0]={true,NULL}');
SELECT walk.add('timestamp with time zone[]', '{2024-03-01 00:00Z}', '{}', '{NULL}', '{{infinity},{-infinity}}', '[0:1]={2024-03-01 00:00Z,infinity}');
SELECT walk.add('text[]', '{ask}', '{}', '{NULL}', '{a,NULL,a,""}', '{{a,b},{c,d}}', '[5:6]={a,b}');
SELECT walk.make('text[]', 'ARRAY[repeat(''x'', 300000)]', 'ARRAY(SELECT i::text FROM generate_series(1, 3000) i)');
SELECT walk.add('jsonb[]', '{"{}"}', '{}', '{NULL}', '{"{}",NULL,"[]","1"}', '{{"{}"},{"[1]"}}', '[5:6]={"{}","null"}');
SELECT walk.make('jsonb[]', 'ARRAY(SELECT jsonb_build_object(''id'', i) FROM generate_series(1, 200) i)');

-- What stands for any type.
CREATE TABLE walk.anyelement (n int PRIMARY KEY, label text, v bigint);
CREATE FUNCTION walk.anyelement(int) RETURNS bigint STABLE PARALLEL SAFE LANGUAGE sql AS 'SELECT v FROM walk.anyelement WHERE n = $1';
INSERT INTO walk.anyelement VALUES (1, 'a bigint', 1);

-- ------------------------------------------------------------- our own types

CALL walk.own('scrm.timeline',
	$$'{2024-03-01T09:00:00Z ask@mail:anna, 2024-03-01T09:12:30Z reply@mail:ben=1.5#7, 2024-03-05T10:00:00Z buy@shop=20#8}'$$,
	$$'{2024-03-02T08:00:00Z ask@mail:anna}'$$, $$'{}'$$,
	$$(SELECT scrm.timeline_agg('2024-01-01 00:00Z'::timestamptz + i * interval '7 min', 'verb' || i % 300, 'channel' || i % 50,
		'actor' || i, i * 1.5, i) FROM generate_series(1, 9000) i)$$,
	$$(SELECT scrm.timeline_agg('2024-01-01 00:00Z'::timestamptz + i * interval '1 us', 'ask') FROM generate_series(1, 1025) i)$$);
CALL walk.own('scrm.purchases',
	$$'EUR{2024-01-02:10.50,2024-01-09:20.00,2024-02-01:5.25}'$$, $$'{2024-01-03:7}'$$, $$'{}'$$,
	$$(SELECT scrm.purchases_agg('2000-01-01'::date + i, (hashint8(i) / 100.0)::numeric, 'EUR') FROM generate_series(1, 25000) i)$$,
	$$'{0001-01-01:9223372036854775807,9999-12-31:-9223372036854775807}'$$);
CALL walk.own('scrm.clv_stats',
	$$'{"rows": [[0, 0, 39, 140], [1, 4, 39, 14], [1, 14, 39, 9], [1, 30, 39, 10], [2, 6, 39, 6], [2, 20, 39, 6], [2, 34, 39, 6], [4, 12, 39, 3],
		[4, 33, 39, 6], [8, 10, 39, 2], [8, 30, 39, 2], [8, 37, 39, 4], [15, 20, 39, 1], [15, 38, 39, 2]]}'$$,
	$$'{"rows": [[0, 0, 4, 1]]}'$$, $$'{"rows": []}'$$,
	$$(SELECT scrm.clv_stats_agg(1 + i % 50, (i % 50) * 0.5 + i * 1e-5, 40::float8) FROM generate_series(1, 12000) i)$$,
	$$'{"rows": [[9007199254740992, 1e300, 1e300, 9007199254740992]]}'$$);
CALL walk.own('scrm.spellings',
	$$'{"Rossi"*3@2024-03-01T09:00:00Z,"Rosi"}'$$, $$'{"a\"b\\\\"*9223372036854775807@infinity}'$$, $$'{}'$$,
	$$(SELECT '{' || string_agg(format('"name %s"*%s', i, 1 + i % 7), ',') || '}' FROM generate_series(1, 3000) i)$$);
CALL walk.own('scrm.contingency',
	$$'{7/1,7/2*3}'$$, $$'{-9223372036854775808/9223372036854775807*9007199254740992}'$$, $$'{}'$$,
	$$(SELECT '{' || string_agg(format('%s/%s', i / 3, i / 4), ',') || '}' FROM generate_series(1, 6000) i)$$);
CALL walk.own('scrm.clv_model',
	$$'{"model": "bg/nbd", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426, "unit": "7 days"}'$$,
	$$'{"model": "bg/nbd", "r": 1e-300, "alpha": 1e300, "a": 1e300, "b": 1e-300}'$$,
	$$scrm.clv_fit((SELECT v FROM walk."scrm.clv_stats" WHERE n = 1))$$);
CALL walk.own('scrm.spend_stats',
	$$'{"left_out": 0, "rows": [[1, 4, 20], [1, 30, 20], [2, 12, 10], [3, 8, 9], [4, 25, 3]]}'$$,
	$$'{"left_out": 2, "rows": [[1, 9, 3]]}'$$, $$'{"left_out": 0, "rows": []}'$$,
	$$(SELECT scrm.spend_stats_agg(1 + i % 50, 10 + i * 0.01) FROM generate_series(1, 12000) i)$$);
CALL walk.own('scrm.spend_model',
	$$'{"model": "gamma-gamma", "p": 6.25, "q": 3.74, "gamma": 15.44}'$$, $$'{"model": "gamma-gamma", "p": 1e-300, "q": 1e300, "gamma": 1e300}'$$,
	$$scrm.spend_fit((SELECT v FROM walk."scrm.spend_stats" WHERE n = 1))$$);

CALL walk.own('scrm.handle',
	$$'x:jack'$$, $$'mastodon:anna@example.org'$$, $$'their_network:Anna Rossi'$$,
	$$(SELECT 'web:example.org/' || string_agg(i::text, '/') FROM generate_series(1, 400) i)::scrm.handle$$);
CALL walk.own('scrm.match_model',
	$$'{"version": 1, "rows": 1000, "lambda": 0.0005, "possible_pairs": 400000, "possible_decoys": 99500,
		"columns": [{"name": "source", "kind": "source"}, {"name": "first_name", "kind": "given name"}, {"name": "born", "kind": "date"}, {"name": "city", "kind": "category"}],
		"sources": [{"name": "", "one_per": false, "rows": 0}, {"name": "mastodon", "one_per": true, "rows": 447}, {"name": "shop", "one_per": false, "rows": 553}],
		"fields": [
			{"name": "given name", "kind": "given name", "any_u": [0.02, 0.001, 0.009, 0.03, 0.04, 0.9], "levels": [
				{"level": "equal", "m": 0.75, "u": 0.02}, {"level": "learned alias", "m": 0.05, "u": 0.001},
				{"level": "Jaro-Winkler .92", "m": 0.06, "u": 0.009}, {"level": "initial", "m": 0.06, "u": 0.03},
				{"level": "Jaro-Winkler .80", "m": 0.03, "u": 0.04}, {"level": "different", "m": 0.05, "u": 0.9}]},
			{"name": "born", "kind": "date", "any_u": [0.0001, 0.0004, 0.0095, 0.99], "levels": [
				{"level": "equal", "m": 0.9, "u": 0.0001}, {"level": "day and month exchanged", "m": 0.02, "u": 0.0004},
				{"level": "one digit", "m": 0.05, "u": 0.0095}, {"level": "different", "m": 0.03, "u": 0.99}]},
			{"name": "city", "kind": "category", "parent": "given name", "any_u": [0.1, 0.005, 0.045, 0.85], "levels": [
				{"level": "equal", "context": "differs", "m": 0.7, "u": 0.1}, {"level": "Jaro-Winkler .92", "context": "differs", "m": 0.05, "u": 0.005},
				{"level": "Jaro-Winkler .80", "context": "differs", "m": 0.05, "u": 0.045}, {"level": "different", "context": "differs", "m": 0.2, "u": 0.85},
				{"level": "equal", "context": "agrees", "m": 0.75, "u": 0.125}, {"level": "Jaro-Winkler .92", "context": "agrees", "m": 0.05, "u": 0.005},
				{"level": "Jaro-Winkler .80", "context": "agrees", "m": 0.05, "u": 0.045}, {"level": "different", "context": "agrees", "m": 0.15, "u": 0.825}]}],
		"frequencies": [
			{"of": "given name", "rows": 1000, "values": {"a402da818706383e": 30, "b2d318141b0cb92c": 5}},
			{"of": "born", "rows": 800, "values": {}},
			{"of": "city", "rows": 640, "values": {"8b2fe319c6edc44b": 160, "ed14ad2fa5318310": 12}}],
		"keys": [
			{"parts": [["born", "whole"]], "refinements": [["given name", "first letter"]], "pairs_per_row": 0.75, "gain": 180, "split": []},
			{"parts": [["given name", "phonetic"], ["city", "first 3 letters"]], "refinements": [], "pairs_per_row": 2.5, "gain": 20, "split": [7, 4711]}],
		"calibration": [
			{"weight": -6, "calibrated": -8, "pairs": 900, "decoys": 222},
			{"weight": 0, "calibrated": -0.5, "pairs": 120, "decoys": 12},
			{"weight": 8, "calibrated": 7.5, "pairs": 140, "decoys": 0}]}'$$,
	$$'{"version": 1, "rows": 2, "lambda": 1, "possible_pairs": 0, "possible_decoys": 0, "columns": [], "sources": [{"name": "", "one_per": false, "rows": 0}], "fields": [], "frequencies": [], "keys": [], "calibration": []}'$$,
	$$(SELECT replace(v::text, '"values": {}', format('"values": {%s}', (SELECT string_agg(format('"%s": %s', lpad(to_hex(i * 40000000000), 16, '0'), 2 + i % 700), ', ' ORDER BY i)
		FROM generate_series(1::bigint, 10000) i))) FROM walk."scrm.match_model" WHERE n = 1)::scrm.match_model$$);

-- ------------------------------------- usual values by the argument's name

CALL walk.usually('base', 'text', 'crm');
CALL walk.usually('source', 'text', 'SELECT id, phone FROM public.matched');
CALL walk.usually('source_a', 'text', 'SELECT id, phone FROM public.matched WHERE id < 5');
CALL walk.usually('source_b', 'text', 'SELECT id, phone FROM public.matched WHERE id > 3');
CALL walk.usually('min_probability', 'double precision', '0.5');
CALL walk.usually('ids', 'bigint[]', '{1,2,3,4}');
CALL walk.usually('task', 'text', 'state');
CALL walk.usually('query', 'text', 'SELECT ''{"id": 1, "day": "2024-03-01", "card": "anna", "sum": 12.5}''::jsonb');
CALL walk.usually('zone', 'text', 'Europe/Rome');
CALL walk.usually('currency', 'text', 'EUR');
CALL walk.usually('model', 'text', 'bg/nbd');
CALL walk.usually('known', 'text[]', '{currency}');
CALL walk.usually('keys', 'text[]', '{1}');
CALL walk.usually('options', 'jsonb', '{"ask": "ask", "reply": "reply"}');
CALL walk.usually('document', 'jsonb', '{"id": 1, "day": "2024-03-01", "card": "anna", "sum": 12.5}');
CALL walk.usually('mapping', 'jsonb',
	'{"document": "$.id", "kind": "\"purchase\"", "ts": "$.day", "actor": "$.card", "amount": "$.sum", "network": "\"shop\""}');
CALL walk.usually('documents', 'jsonb[]', '{"{\"id\": 1, \"day\": \"2024-03-01\", \"card\": \"anna\", \"sum\": 12.5}"}');
CALL walk.usually('bodies', 'jsonb[]', '{"{\"id\": 1, \"day\": \"2024-03-01\", \"card\": \"anna\", \"sum\": 12.5}"}');
CALL walk.usually('age', 'double precision', '40');
CALL walk.usually('discount', 'double precision', '0.002');
CALL walk.usually('a', 'jsonb', '{"first_name": "Anna", "born": "1980-05-01", "city": "Rome"}');
CALL walk.usually('b', 'jsonb', '{"first_name": "Anne", "born": "1980-05-01", "city": "Roma"}');

CALL walk.usually('matcher', 'text', 'public.matched');
CALL walk.usually('record', 'jsonb', '{"phone": "0551 1000001"}');
CREATE TABLE public.matched (id bigint PRIMARY KEY, phone text);
SELECT walk.add('regclass', 'public.matched', 'pg_class', '0');

-- The SQLSTATE of each call; what it wrote is undone.  A call that is canceled
-- ends all.
CREATE FUNCTION walk.calls(calls text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	call text;
	states text := '';
BEGIN
	FOREACH call IN ARRAY calls LOOP
		BEGIN
			EXECUTE call;
			RAISE EXCEPTION USING ERRCODE = '00W00';
		EXCEPTION WHEN OTHERS THEN
			states := states || CASE SQLSTATE WHEN '00W00' THEN '00000' ELSE SQLSTATE END || ' ';
		END;
	END LOOP;
	RETURN states;
END $$;

-- A base with a customer to work on.
CALL scrm.create_base('crm', '{"currency": "EUR"}');
SELECT scrm.ingest('crm', 'shop', jsonb_build_object('id', i, 'day', date '2024-01-01' + i, 'card', 'card ' || i % 7, 'sum', i), v)
FROM walk.jsonb, generate_series(2, 40) i WHERE n = (SELECT u.n FROM walk.usual u WHERE u.argument = 'mapping');
CALL scrm.refresh('crm');

-- Rows enough for parallel workers.
CREATE TABLE walk.many WITH (parallel_workers = 2) AS SELECT i FROM generate_series(1, 5000) i;
ANALYZE walk.many;

-- A matcher on a few rows.
INSERT INTO public.matched SELECT n, '0551 100000' || n / 2 FROM generate_series(-1, 9) n;
SELECT scrm.create_matcher('matched', 'public.matched', '{"version": 1, "rows": 1000, "lambda": 0.0005, "possible_pairs": 499500, "possible_decoys": 0,
		"columns": [{"name": "phone", "kind": "phone"}], "sources": [{"name": "", "one_per": false, "rows": 1000}],
		"fields": [{"name": "phone", "kind": "phone", "any_u": [0.001, 0.001, 0.001, 0.997], "levels": [
			{"level": "equal", "m": 0.8, "u": 0.001}, {"level": "distance 1", "m": 0.05, "u": 0.001},
			{"level": "distance 2", "m": 0.01, "u": 0.001}, {"level": "different", "m": 0.14, "u": 0.997}]}],
		"frequencies": [{"of": "phone", "rows": 1000, "values": {}}],
		"keys": [{"parts": [["phone", "whole"]], "refinements": [], "pairs_per_row": 0.5, "gain": 300, "split": []}],
		"calibration": []}');
