-- Who waited for us, and how long: first_response and responses.
SET search_path = public, scrm;
SET timezone = 'UTC';

CREATE FUNCTION pg_temp.refused(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	hint text;
BEGIN
	EXECUTE query;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
	RETURN SQLSTATE || ': ' || SQLERRM || ' / ' || hint;
END $$;

-- Two waits; the second ask before the reply belongs to the first one's turn.
SELECT * FROM responses('{2024-03-01T09:00:00Z ask@x:anna, 2024-03-01T09:05:00Z ask@email:anna, 2024-03-01T09:12:30Z reply@x:ann,
	2024-03-04T08:00:00Z ask@x:anna, 2024-03-05T09:30:00Z reply@x:bob}');
SELECT first_response('{2024-03-01T09:00:00Z ask, 2024-03-01T09:12:30.5Z reply}');

-- Each rule of the documentation.
CREATE TEMP TABLE rule (rule text, t timeline);
INSERT INTO rule VALUES
	('no events', '{}'),
	('never asked', '{2024-03-01T09:00:00Z reach, 2024-03-01T09:01:00Z reply}'),
	('what we said before is no response', '{2024-03-01T08:00:00Z reply, 2024-03-01T09:00:00Z ask, 2024-03-01T10:00:00Z reply}'),
	('in one second an ask comes first', '{2024-03-01T09:00:00Z reply, 2024-03-01T09:00:00Z ask}'),
	('a note, reach, comment is no reply', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:01:00Z note, 2024-03-01T09:02:00Z reach, 2024-03-01T09:03:00Z comment, 2024-03-01T10:00:00Z reply}'),
	('a bot does not end a wait', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:01:00Z auto_reply, 2024-03-01T09:02:00Z reply:"bot:greet", 2024-03-01T10:00:00Z reply:bot}'),
	('a bot does not start one', '{2024-03-01T09:00:00Z ask:"bot:x", 2024-03-01T10:00:00Z reply}'),
	('another customer does not end it', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z answer, 2024-03-01T10:00:00Z reply}'),
	('a resolve answers nothing', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z resolve, 2024-03-01T10:00:00Z reply}'),
	('waiting', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z ask}'),
	('closed', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z close}'),
	('a bot may close', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z close:"bot:sweep"}'),
	('merged', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z merge}'),
	('the last of resolve and merge decides', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z merge, 2024-03-01T09:31:00Z resolve}'),
	('alive again', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z merge, 2024-03-01T09:31:00Z ask}'),
	('reopened', '{2024-03-01T09:00:00Z ask, 2024-03-01T10:00:00Z reply, 2024-03-01T11:00:00Z resolve, 2024-03-01T12:00:00Z reopen, 2024-03-01T13:00:00Z ask, 2024-03-01T13:10:00Z reply}'),
	('an ask reopens', '{2024-03-01T09:00:00Z ask, 2024-03-01T10:00:00Z reply, 2024-03-01T11:00:00Z resolve, 2024-03-01T13:00:00Z ask, 2024-03-01T13:10:00Z reply}'),
	('thanks reopen nothing', '{2024-03-01T09:00:00Z ask, 2024-03-01T10:00:00Z reply, 2024-03-01T11:00:00Z resolve, 2024-03-01T13:00:00Z comment}'),
	('the wait ran on over a reopening', '{2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z resolve, 2024-03-01T10:00:00Z ask, 2024-03-01T11:00:00Z reply}'),
	('a resolve before all does nothing', '{2024-03-01T08:00:00Z resolve, 2024-03-01T08:30:00Z reopen, 2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z reply}'),
	('opened by us', '{2024-03-01T08:00:00Z open, 2024-03-01T08:10:00Z resolve, 2024-03-01T09:00:00Z ask, 2024-03-01T09:30:00Z reply}');
SELECT rule, first_response(t) FROM rule;
SELECT rule, turn, opening, asked_at::time, answered_at::time, wait, asks, outcome FROM rule, responses(t);

-- Options.
SELECT rule, first_response(t, options => '{"bots": true}') AS bots, first_response(t, options => '{"peers": true}') AS peers FROM rule
WHERE rule LIKE '%bot%' OR rule LIKE 'another%';
SELECT rule, opening, outcome FROM rule, responses(t, options => '{"ask_reopens": false}') WHERE rule IN ('reopened', 'an ask reopens', 'opened by us');
SELECT wait, asked_at::time FROM (VALUES ('{"from": "ask"}'::jsonb), ('{"from": "assign"}')) v(options),
	responses('{2024-03-01T08:00:00Z assign, 2024-03-01T09:00:00Z ask, 2024-03-01T09:10:00Z assign, 2024-03-01T09:20:00Z assign,
		2024-03-01T10:00:00Z reply, 2024-03-01T11:00:00Z assign, 2024-03-02T09:00:00Z ask, 2024-03-02T09:30:00Z reply}', options => v.options);
SELECT turn, wait, outcome FROM responses('{2024-03-01T09:00:00Z beg, 2024-03-01T09:30:00Z comment, 2024-03-01T09:40:00Z talk, 2024-03-01T09:50:00Z reply,
	2024-03-01T10:00:00Z beg, 2024-03-01T10:10:00Z done, 2024-03-01T11:00:00Z again, 2024-03-01T11:10:00Z done}',
	options => '{"ask": ["beg", "comment"], "reply": "talk", "resolve": ["done"], "reopen": ["again"], "pause": []}');
SELECT first_response(t, options => o) FROM (VALUES ('{}'::jsonb), ('{"ask": null}'), ('{"ask": []}'), ('{"peers": true}')) o(o), rule
WHERE rule LIKE 'another%';

-- What is no option.
SELECT pg_temp.refused(format('SELECT first_response(%L, options => %L)', '{}', o)) FROM (VALUES
	('{"peer": true}'), ('{"peers": "yes"}'), ('{"from": "open"}'), ('{"ask": 1}'), ('{"ask": [""]}'), ('{"reply": ["ask"]}'), ('[]')) v(o);
SELECT pg_temp.refused($$SELECT * FROM responses('{}', options => '{"hours": 1}')$$);
SELECT first_response(NULL), count(*) FROM responses(NULL);

-- Longer than a day in hours, and the longest there is.
SELECT first_response('{2024-03-01T09:00:00Z ask, 2024-03-31T10:30:00Z reply}');
SELECT pg_temp.refused($$SELECT first_response('{-4713-11-24T00:00:00Z ask, 294276-12-31T00:00:00Z reply}')$$);

-- Two tickets merged are one: its earliest ask starts the clock.
SELECT turn, asked_at::time, wait, asks, outcome FROM responses(
	'{2024-03-01T09:00:00Z ask@x, 2024-03-01T09:30:00Z merge}'::timeline + '{2024-03-01T09:10:00Z ask@email, 2024-03-01T10:00:00Z reply}');

-- Against a twin in plain SQL: of each ask that finds no wait, the first reply after it.
CREATE TEMP TABLE talk AS
SELECT i % 50 AS ticket, timestamptz '2024-01-01' + i * interval '7 min' AS ts, (ARRAY['ask', 'reply', 'note', 'ask', 'comment'])[1 + (i * i + i / 50) % 5] AS verb
FROM generate_series(1, 2000) i;
WITH twin AS (
	SELECT ticket, min(ts) AS asked_at, reply_at, count(*)::int AS asks FROM (
		SELECT ticket, ts, (SELECT min(r.ts) FROM talk r WHERE r.ticket = a.ticket AND r.verb = 'reply' AND r.ts > a.ts) AS reply_at
		FROM talk a WHERE verb = 'ask') w GROUP BY ticket, reply_at
), ours AS (
	SELECT ticket, r.* FROM (SELECT ticket, timeline_agg(ts, verb) AS t FROM talk GROUP BY ticket) h, responses(t) r
)
SELECT count(*) > 200 AS many, count(*) FILTER (WHERE (ours.answered_at, ours.asks, ours.wait, ours.outcome)
	IS DISTINCT FROM (reply_at, twin.asks, reply_at - twin.asked_at, CASE WHEN reply_at IS NULL THEN 'waiting' ELSE 'answered' END)) AS wrong
FROM ours FULL JOIN twin USING (ticket, asked_at);
