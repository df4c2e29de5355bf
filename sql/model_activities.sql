-- activities(): what a document tells, by a mapping of columns to JSON paths
SET search_path = public, scrm;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';

-- One fact for the document: `$` is the document.
SELECT ordinal, kind, external_id, ts, actor, amount
FROM activities('{"id": 9, "when": "2026-03-02T09:00Z", "by": "anna", "sum": 12.50}',
	'{"kind": "\"purchase\"", "external_id": "$.id", "ts": "$.when", "actor": "$.by", "amount": "$.sum"}');

-- A fact for each element of `rows`: `$` is the element, `$doc` the document.
-- The other speaker is the first sender that is not this one.
\set chat '{"id": "c1", "prompt": "What did you read?", "messages": [[{"sender": "anna", "timestamp": "2026-03-02T09:00:00Z", "text": " Tolstoy "}], [{"sender": "ben", "timestamp": "2026-03-02T09:00:05.5Z", "text": "all of it?"}, {"sender": "ben", "timestamp": "2026-03-02T09:00:07Z", "text": ""}]]}'
\set map '{"rows": "$.messages[*][*]", "document": "$.id", "network": "\\"club\\"", "thread": "$doc.id", "ts": "$.timestamp", "actor": "$.sender", "target": "$doc.messages[*][*] ? (@.sender != $.sender).sender", "title": "$doc.prompt", "body": "$.text"}'
SELECT ordinal, ts, network, thread, actor, target, title, body FROM activities(:'chat', :'map');

-- The same by SQL alone, for many speakers, repeated, missing and null ones:
-- the twin asks the server's executor for each element.
WITH document AS (
	SELECT d, jsonb_build_object('n', d, 'messages', jsonb_agg(
		CASE WHEN i % 7 = 0 THEN jsonb_build_object('text', i)
			WHEN i % 11 = 0 THEN jsonb_build_object('sender', NULL, 'text', i)
			WHEN i % 13 = 0 THEN jsonb_build_object('sender', jsonb_build_array('p' || i % d, 'x'), 'text', i)
			ELSE jsonb_build_object('sender', 'p' || i % d, 'text', i) END ORDER BY i)) AS body
	FROM generate_series(1, 90) d, generate_series(1, 120) i GROUP BY d),
ours AS (SELECT d, ordinal, target, a.body FROM document, LATERAL (SELECT * FROM activities(document.body,
	'{"rows": "$.messages[*]", "body": "$.text", "target": "$doc.messages[*] ? (@.sender != $.sender).text"}')) a),
twin AS (SELECT d, n::int AS ordinal, jsonb_path_query_first(e, '$doc.messages[*] ? (@.sender != $.sender).text',
		jsonb_build_object('doc', body)) #>> '{}' AS target, e->>'text' AS body
	FROM document, jsonb_path_query(body, '$.messages[*]') WITH ORDINALITY x(e, n))
SELECT (SELECT count(*) FROM ours) AS facts,
	(SELECT count(*) FROM (TABLE ours EXCEPT TABLE twin) x) AS ours_alone,
	(SELECT count(*) FROM (TABLE twin EXCEPT TABLE ours) x) AS twin_alone;

-- Every column; texts from numbers and truth values; extra from paths of its own.
SELECT * FROM activities('{"a": "x", "n": 7, "t": true, "m": ["u", "v", null, ""], "o": {"k": [1]}, "z": null}',
	'{"kind": "\"feedback\"", "external_id": "$.n", "ts": "$.n", "changed": "\"2026-01-01\"", "verb": "\"ASK\"",
	  "network": "$.t", "actor": "$.a", "actor_name": "$.n", "actor_kind": "\"person\"", "target": "$.z",
	  "mentions": "$.m[*]", "in_reply_to": "$.none", "thread": "$.o.k[0]", "title": "$.m[0]", "body": "\"  b \"",
	  "language": "\"it\"", "visibility": "\"public\"", "amount": "\"1e2\"", "extra": "$.o"}') \gx
SELECT extra FROM activities('{"a": 1, "b": {"c": [true]}}', '{"extra": {"one": "$.a", "deep": "$.b.c", "none": "$.z"}}');

-- A mail address means the same in any letters.
SELECT network, actor FROM activities('{"n": "email", "a": "Anna@Example.ORG"}', '{"network": "$.n", "actor": "$.a"}');

-- Times: ISO 8601, or an epoch in seconds or, from 1e11 on, milliseconds; without a
-- zone they are UTC.  The session's settings say nothing.
SET TimeZone = 'America/New_York';
SET DateStyle = 'SQL, DMY';
SELECT count(*) AS notations, count(DISTINCT ts) AS instants, min(ts) = '2018-10-11 02:31:39+00' AS right
FROM jsonb_array_elements('["2018-10-11T02:31:39Z", "2018-10-11 02:31:39", "2018-10-11T08:01:39+05:30",
	1539225099, 1539225099000, "2018-10-11T02:31:39.000"]') t,
	activities(jsonb_build_object('t', t), '{"ts": "$.t"}') a;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';

-- Nothing to tell: no mapping, no document, no object, no path that finds anything.
SELECT count(*) FROM activities('{"a": 1}');
SELECT count(*) FROM activities(NULL, '{"actor": "$.a"}');
SELECT count(*) FROM jsonb_array_elements('["a", 1, null, [], {}, [{"a": 1}], {"b": 1}, {"a": null}]') d,
	activities(d, '{"actor": "$.a", "network": "\"club\""}');
-- ... but an element that `rows` finds may be of any kind, and keeps its place.
SELECT ordinal, actor FROM activities('["a", null, 2, "b"]', '{"rows": "$[*]", "actor": "$"}');

-- Lax paths unwrap arrays, as the server's do; strict ones find nothing there.
SELECT actor, target FROM activities('{"by": [{"name": "anna"}, {"name": "ben"}]}', '{"actor": "$.by.name", "target": "strict $.by.name"}');

-- Unicode passes; a deep document is no deeper than the server allows.
SELECT actor, body FROM activities('{"wer": "Jürgen", "was": "日本語 🎉"}', '{"actor": "$.wer", "body": "$.\"was\""}');
SELECT octet_length(body) FROM activities(jsonb_build_object('b', repeat('ü', 100000)), '{"body": "$.b"}');

-- Errors name the column, the value and what must be there.
CREATE FUNCTION pg_temp.answer(document jsonb, mapping jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text; detail text;
BEGIN
	PERFORM * FROM activities(document, mapping);
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN SQLSTATE || ' ' || message || '; ' || detail;
END $$;
SELECT pg_temp.answer('{"t": "yesterday"}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"t": "2018-02-30"}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"t": "0000-01-01"}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"t": "294277-01-01"}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"t": 1e300}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"t": true}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"a": "NaN"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "Infinity"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "12,50"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "1e"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": {"b": 1}}', '{"actor": "$.a"}');
SELECT pg_temp.answer('{"a": [1]}', '{"extra": "$.a"}');
SELECT pg_temp.answer('{"a": "gossip"}', '{"kind": "$.a"}');
-- A mapping is checked before any row is read, NULL document or not.
SELECT pg_temp.answer(NULL, '{"actor": "$.a["}') ~ '^22023 mapping of column "actor" is not a path: \$\.a\[; syntax error' AS refused;
SELECT pg_temp.answer(NULL, '{"actor": "$other"}');
SELECT pg_temp.answer(NULL, '{"author": "$.a"}');
SELECT pg_temp.answer(NULL, '{"actor": 1}');
SELECT pg_temp.answer(NULL, '["$.a"]');
\set VERBOSITY default
SELECT * FROM activities(NULL, '{"author": "$.a"}');

-- A mapping that changes from row to row is compiled again.
SELECT m.n, actor FROM (VALUES (1, '{"actor": "$.a"}'::jsonb), (2, '{"actor": "$.b"}'), (3, '{"actor": "$.a"}')) m(n, mapping),
	activities('{"a": "x", "b": "y"}', m.mapping) ORDER BY 1;
