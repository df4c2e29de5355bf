-- Type timeline: its text, its bytes, its comparison.
SET search_path = public, scrm;
SET timezone = 'UTC';

-- SQLSTATE and message of a query that must fail.
CREATE FUNCTION pg_temp.refused(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ': ' || SQLERRM;
END $$;

-- Text in any order, spacing and quoting; out in order, in UTC, and exact.
SELECT '{2024-03-01T09:12:30.500Z reply@x:"bot:greet"=1.5#7,2024-03-01T09:00:00Z "ask"@x:"anna b"}'::timeline;
SELECT '{}'::timeline, ' { } '::timeline, '{2024-03-01T09:00:00.000001Z ask}'::timeline;
SELECT '{2024-03-01T09:00:00Z ask@"":""}'::timeline;
SELECT '{2024-03-01T09:00:00Z "a{},\"@:=#\\ z"@"tab	here":日本語@x}'::timeline;
SELECT '{2024-03-01T09:00:00Z "a{},\"@:=#\\ z"@"tab	here":日本語}'::timeline;
SELECT '{2024-03-01T09:00:00Z buy=0.1, 2024-03-01T09:00:01Z buy=-0, 2024-03-01T09:00:02Z buy=1e300,
	2024-03-01T09:00:03Z buy=-Infinity, 2024-03-01T09:00:04Z buy=12345678901234567890}'::timeline;
SELECT '{294276-12-31T23:59:59.999999Z ask#9223372036854775807, -4713-11-24T00:00:00Z ask#-9223372036854775808}'::timeline;
SELECT timestamptz '0044-03-15 BC' = ts AS ides FROM events('{-0043-03-15T00:00:00Z ask}');

-- Equal instants: seq first (NULL before all), then the verb's rank, then
-- verbs without one bytewise, channel, actor, value.
SELECT '{2024-03-01T09:00:00Z zeal, 2024-03-01T09:00:00Z buy, 2024-03-01T09:00:00Z resolve,
	2024-03-01T09:00:00Z reply@x, 2024-03-01T09:00:00Z reply@email, 2024-03-01T09:00:00Z reply,
	2024-03-01T09:00:00Z reply:b, 2024-03-01T09:00:00Z reply:a=2, 2024-03-01T09:00:00Z reply:a=1,
	2024-03-01T09:00:00Z ask, 2024-03-01T09:00:00Z adore, 2024-03-01T09:00:00Z ask#1, 2024-03-01T09:00:00Z buy#0}'::timeline;

-- What is no timeline.
SELECT value, pg_temp.refused(format('SELECT %L::timeline', value)) FROM (VALUES
	(''), ('{'), ('ask'), ('{2024-03-01T09:00:00Z ask} x'), ('{2024-03-01T09:00:00Z ask'),
	('{2024-03-01T09:00:00Z ask,}'), ('{2024-03-01 09:00:00Z ask}'), ('{2024-03-01T09:00:00+01 ask}'),
	('{2024-03-01T09:00:00Z}'), ('{2024-03-01T09:00:00Z ask:anna@x}'), ('{2024-03-01T09:00:00Z ask=0x1}'),
	('{2024-02-30T09:00:00Z ask}'), ('{294277-01-01T00:00:00Z ask}'), ('{-582542-03-01T09:00:00Z ask}'), ('{infinity ask}'),
	('{2024-03-01T09:00:00Z ask=NaN}'), ('{2024-03-01T09:00:00Z ask=1e999}'),
	('{2024-03-01T09:00:00Z ask#9223372036854775808}'), ('{2024-03-01T09:00:00Z ""}')) v(value);
SELECT pg_temp.refused(format('SELECT ''{2024-03-01T09:00:00Z %s}''::timeline', repeat('a', 256)));
SELECT length(('{2024-03-01T09:00:00Z ' || repeat('a', 255) || '}')::timeline::text);

-- The packed bytes: version, unit, n, labels, dictionary, events.
SELECT timeline_send('{}'), timeline_send('{2000-01-01T00:00:00Z impression}'),
	timeline_send('{2000-01-01T00:00:00.001Z cancel}'), timeline_send('{2000-01-01T00:00:00.000001Z own}');
SELECT timeline_send('{2000-01-01T00:00:00Z ask@x, 2000-01-01T00:01:00Z reply@x:ann, 2000-01-01T00:01:00Z resolve@x:ann}');

-- Bytes that come back are the same value; each other byte is refused.
-- The function hands them to COPY by way of a program's output, so no file is left behind.
CREATE TEMP TABLE received (t timeline);
CREATE FUNCTION pg_temp.receive(bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	stream bytea := '\x5047434f50590aff0d0a0000000000000000000001' || int4send(length(bytes)) || bytes || '\xffff';
	octal text;
BEGIN
	SELECT string_agg('\' || b / 64 || b / 8 % 8 || b % 8, '' ORDER BY i) INTO octal
	FROM generate_series(0, length(stream) - 1) i, get_byte(stream, i) b;
	DELETE FROM received;
	EXECUTE format('COPY received FROM PROGRAM %L (FORMAT binary)', format('printf "%s"', octal));
	RETURN (SELECT t FROM received);
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ': ' || SQLERRM;
END $$;
SELECT pg_temp.receive(timeline_send('{2024-03-01T09:12:30.5Z reply@x:"bot:greet"=1.5#7, 2024-03-01T09:00:00Z ask@x:"anna b"}'));
SELECT what, pg_temp.receive(bytes) FROM (VALUES
	('nothing', '\x'::bytea), ('one byte', '\x01'), ('version 0', '\x00000000'), ('version 2', '\x02000000'),
	('an open state', '\x0180' || decode(repeat('00', 58), 'hex')), ('unit 3', '\x01030000'),
	('a flag of no version', '\x01080000'), ('n without events', '\x01000100'), ('events without n', '\x010000000100'),
	('label cut off', '\x0100010105616263'), ('unused label', '\x010001010161080000'),
	('listed verb in the dictionary', '\x010001010361736b6000'), ('empty verb', '\x01000101006000'),
	('label that is no text', '\x0100010101ff6000'), ('label of a zero byte', '\x0100010101006000'),
	('verb 0', '\x010001000000'), ('verb 95', '\x010001005f00'),
	('label beyond the dictionary', '\x010001006000'), ('mask 0', '\x01000100880000'),
	('mask of no version', '\x01000100882000'), ('channel 22', '\x01000100889600'),
	('long form of a short mask', '\x0100010088010c00'), ('-0', '\x01000100880c800000000000000000'),
	('NaN', '\x01000100880c7ff800000000000000'), ('a whole number as eight bytes', '\x01000100880c3ff000000000000000'),
	('longer form of a number', '\x01000100088000'), ('out of order', '\x0100020018000800'),
	('after the end of time', '\x010001000880daacbcef9804'), ('a larger unit would do', '\x010201000800'),
	('index without need', '\x01040001' || decode(repeat('00', 30), 'hex')), ('bytes behind the end', '\x0100000000'),
	('two events', '\x0100020008001800')) v(what, bytes);

-- Each bit of a value flipped: refused, or another value; never a crash.
SELECT count(*) > 0 AS refused, count(*) FILTER (WHERE reply = t::text) AS unchanged FROM (
	SELECT t, pg_temp.receive(set_bit(timeline_send(t), i, 1 - get_bit(timeline_send(t), i))) AS reply
	FROM (SELECT '{2024-03-01T09:00:00Z ask@x:"anna b"=2.5#1, 2024-03-01T09:12:30.5Z reply@fax:"bot:greet"=1.1#7}'::timeline) v(t),
		generate_series(0, 8 * length(timeline_send(t)) - 1) i) f;

-- Comparison: bytewise, and equal is what holds the same events.
SELECT a = b AS equal, a <> b AS differs FROM (VALUES
	('{2024-03-01T09:00:00Z ask, 2024-03-01T10:00:00Z reply}'::timeline, '{2024-03-01T10:00:00Z reply, 2024-03-01T09:00:00Z ask}'::timeline),
	('{2024-03-01T09:00:00Z ask}', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:00:00Z ask}'),
	('{2024-03-01T09:00:00Z ask=0}', '{2024-03-01T09:00:00Z ask=-0}'),
	('{2024-03-01T09:00:00Z ask@""}', '{2024-03-01T09:00:00Z ask}')) v(a, b);
CREATE TABLE kept (t timeline PRIMARY KEY);
INSERT INTO kept VALUES ('{}'), ('{2024-03-01T09:00:00Z ask}'), ('{2024-03-02T09:00:00Z ask@x}');
SELECT pg_temp.refused($$INSERT INTO kept VALUES ('{2024-03-01T09:00:00Z "ask"}')$$);
SELECT count(*) FROM kept a JOIN kept b ON a.t = b.t;
SELECT bool_and((a.t < b.t) = (timeline_send(a.t) < timeline_send(b.t)) AND (a.t < b.t) = (b.t > a.t)
	AND (a.t <= b.t) = NOT (a.t > b.t) AND (a.t >= b.t) = NOT (a.t < b.t)) FROM kept a, kept b;
SELECT t, count(*) FROM (SELECT t FROM kept UNION ALL SELECT t FROM kept) u GROUP BY t ORDER BY t;
DROP TABLE kept;
