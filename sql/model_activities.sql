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

-- Chains of keys are looked up directly: the twin is the server's executor, over
-- lists, scalars, null, absent keys, strict mode and keys in quotes.
WITH document(d) AS (SELECT jsonb_array_elements('[{"a": 1}, {"a": {"b": "x"}}, {"a": [{"b": 1}, {"b": 2}]}, {"a": [[{"b": 3}]]},
	{"a": {"b": [1, 2]}}, {"a": {"b": {"c": true}}}, {"a": null}, {"a": {"b": null}}, {"a": {}}, {"a": []}, {"b": 1}, {"A b": {"\"": 4}},
	[{"a": {"b": 5}}], [[{"a": 1}]], [], {}, "a", 7, false, null]')),
path(p) AS (SELECT unnest(ARRAY['$', '$.a', '$.a.b', '$.a.b.c', '$."A b"', '$."A b"."\""', '$doc', '$doc.a', '$doc.a.b', '"a"', '7', 'true', 'null',
	'strict $.a', 'strict $.a.b', '$.a[*]', '$.a[*].b', '$.a[last].b', '$.*', '$.**.b', '$.a.type()', '$.a.b.c.d.e.f.g.h.i.j', '$.a ? (exists(@.b))',
	'$doc.a ? (@.b == $.a.b).b', '$doc.** ? (@ == $.a.b)', '$.a == 1', '-$.a', '-7', 'strict "a"'])),
tried AS (SELECT d, p, p ~ '^(strict )?["tf0-9-]' AND p <> '-$.a' AS constant,
	nullif(jsonb_path_query_first(d, p::jsonpath, jsonb_build_object('doc', d), true), 'null') AS twin,
	(SELECT extra -> 'v' FROM activities(d, jsonb_build_object('extra', jsonb_build_object('v', p, 'all', '$')))) AS alone,
	(SELECT extra -> 'v' FROM activities(jsonb_build_array(d), jsonb_build_object('rows', 'strict $[*]',
		'extra', jsonb_build_object('v', replace(p, '$doc', '$doc[0]'), 'all', '$')))) AS in_rows
	FROM document, path)
SELECT count(*) AS tried, count(twin) AS found,
	count(*) FILTER (WHERE alone IS DISTINCT FROM CASE WHEN jsonb_typeof(d) = 'object' THEN twin END) AS alone_differs,
	count(*) FILTER (WHERE in_rows IS DISTINCT FROM CASE WHEN NOT constant OR d <> 'null' THEN twin END) AS in_rows_differs
FROM tried;

-- Constants are not found in an element: they alone make no fact.
SELECT count(*) FROM jsonb_array_elements('[{}, {"a": null}, {"b": 1}]') d, unnest('{"\"x\"",7,-7,true,null,strict \"x\"}'::text[]) p,
	activities(d, jsonb_build_object('title', p, 'actor', '$.a'));

-- Lines of a text import are purchases; a batch in a batch is flattened by its path.
SELECT a.* FROM (VALUES ('{"line": 1, "customer": "00001", "day": "1997-01-01", "amount": 11.77}'::jsonb),
		('{"line": 2, "customer": "00002", "day": "1997-01-12", "amount": "12.00"}'), ('{"line": 3, "customer": "00002", "day": 853027200, "amount": 0}')) l(document),
	LATERAL (SELECT kind, external_id, ts, actor, amount FROM activities(document, '{"kind": "\"purchase\"", "external_id": "$.line",
		"ts": "$.day", "actor": "$.customer", "amount": "$.amount"}')) a;
SELECT ordinal, external_id, actor FROM activities('{"pages": [{"items": [{"id": 1, "by": "x"}]}, {"items": []}, {"items": [{"id": 2, "by": "y"}, {"by": "z"}]}]}',
	'{"rows": "$.pages[*].items[*]", "external_id": "$.id", "actor": "$.by"}');

-- Without a kind, a fact is an interaction.
SELECT actor, kind FROM jsonb_array_elements('[{"a": "x"}, {"a": "y", "k": null}, {"a": "z", "k": " "}, {"a": "w", "k": " tie "}]') d,
	activities(d, '{"actor": "$.a", "kind": "$.k"}');

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

-- Other notations by the path itself.
SELECT ts FROM activities('{"t": "11/10/2018 02:31"}', '{"ts": "$.t.datetime(\"DD/MM/YYYY HH24:MI\")"}');
-- The first and the last, the second that leaps, the day that ends, white space.
SELECT ts FROM jsonb_array_elements('["0001-01-01", "294276-12-31T23:59:59.999999Z", "2016-12-31T23:59:60Z", "2018-10-11T24:00", " 2018-10-11\t", 0, -1.5]') t,
	activities(jsonb_build_object('t', t), '{"ts": "$.t"}');
-- Amounts: numbers, and texts that are.
SELECT amount FROM jsonb_array_elements('[11.77, "11.77", " -.5 ", "+3.", 1e3, "1E-3"]') n, activities(jsonb_build_object('n', n), '{"amount": "$.n"}');

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
SELECT body FROM activities('{"b": "\\u0000 typed"}', '{"body": "$.b"}');
SELECT length(extra::text) FROM activities(jsonb_build_object('a', (repeat('[', 2000) || repeat(']', 2000))::jsonb), '{"extra": {"deep": "$.a"}}');
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
SELECT pg_temp.answer('{"t": 1539225099000000}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"t": true}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"t": " "}', '{"ts": "$.t"}');
SELECT pg_temp.answer('{"a": "NaN"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "Infinity"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "-inf"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "1e200000"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "information"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": ""}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "12,50"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": "1e"}', '{"amount": "$.a"}');
SELECT pg_temp.answer('{"a": {"b": 1}}', '{"actor": "$.a"}');
SELECT pg_temp.answer('{"a": [1]}', '{"extra": "$.a"}');
SELECT pg_temp.answer('{"a": "gossip"}', '{"kind": "$.a"}');
-- However long the value, its message is short.
SELECT length(pg_temp.answer(jsonb_build_object('a', repeat('ü', 100000)), '{"kind": "$.a"}')) < 200 AS short;
-- A mapping is checked before any row is read, NULL document or not.
SELECT pg_temp.answer(NULL, '{"actor": "$.a["}') ~ '^22023 mapping of column "actor" is not a path: \$\.a\[; syntax error' AS refused;
SELECT pg_temp.answer(NULL, '{"actor": "$other"}');
SELECT pg_temp.answer(NULL, '{"actor": "$.list[*] ? (@.x == $other.y).z"}');
SELECT pg_temp.answer(NULL, '{"extra": {"name": "$.a[$\"it''s\"]"}}');
SELECT pg_temp.answer(NULL, '{"actor": "$.\"$other\" ? (@ starts with \"$\" && @ like_regex \"\\\\$\\\"x\" && @ == $doc.\"a\\\"$\")"}');
SELECT pg_temp.answer(NULL, '{"author": "$.a"}');
SELECT pg_temp.answer(NULL, '{"actor": 1}');
SELECT pg_temp.answer(NULL, '["$.a"]');
\set VERBOSITY default
SELECT * FROM activities(NULL, '{"author": "$.a"}');

-- A mapping that changes from row to row is compiled again.
SELECT m.n, actor FROM (VALUES (1, '{"actor": "$.a"}'::jsonb), (2, '{"actor": "$.b"}'), (3, '{"actor": "$.a"}')) m(n, mapping),
	activities('{"a": "x", "b": "y"}', m.mapping) ORDER BY 1;
