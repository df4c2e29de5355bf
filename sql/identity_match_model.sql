-- models of matching as values, what they tell, and why two records are one person
SET search_path = public, scrm;
SET extra_float_digits = 0;

-- A model that somebody might have trained on 1000 rows.  Hashes are those of hashtextextended.
CREATE TABLE model AS SELECT match_model $$
{"version": 1, "rows": 1000, "lambda": 0.0005, "possible_pairs": 400000, "possible_decoys": 99500,
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
	{"weight": 8, "calibrated": 7.5, "pairs": 140, "decoys": 0}]}
$$ AS m;
SELECT array_agg(right('000' || to_hex(hashtextextended(v, 0)), 16) ORDER BY v) FROM unnest('{anna,ben,rome,berlin}'::text[]) v;

-- Text and bytes say the same; a text that came from us comes out as it went in.
SELECT m::text::match_model::text = m::text AS same, match_model_send(m::text::match_model) = match_model_send(m) AS same_bytes,
	length(match_model_send(m)) AS bytes, m::text::jsonb #>> '{fields,0,levels,0}' AS level, m::text::jsonb -> 'keys' -> 1 ->> 'split' AS split
FROM model;

-- What it has learned.
SELECT f.field, f.kind, f.level, f.parent_level, f.m, f.u, round(f.weight::numeric, 3) AS weight FROM model, match_fields(m) f;
SELECT f.* FROM model, match_keys(m) f;
SELECT weight_from, weight_to, pairs, decoys, round("precision"::numeric, 4) AS "precision" FROM model, match_calibration(m);

-- Step by step.
CREATE VIEW explained AS
SELECT a, b, e.step, e.field, e.value_a, e.value_b, e.level, round(e.weight::numeric, 2) AS weight,
	round(e.running_weight::numeric, 2) AS running, round(e.probability::numeric, 5) AS probability
FROM model, (VALUES
	(1, '{"first_name": "Anna", "born": "1980-05-01", "city": "Rome"}'::jsonb, '{"first_name": "ANNA", "born": "1.5.1980", "city": "Rome"}'::jsonb),
	(2, '{"first_name": "Anna", "city": "Rome", "born": null}', '{"first_name": "Ben", "city": "Berlin", "born": "1980-05-01"}'),
	(3, '{"first_name": "Anna", "born": 19800501, "age": [7]}', '{"first_name": "A", "born": "19800105", "city": true}'),
	(4, '{}', '{"first_name": "Anna"}'),
	(5, '{"source": "mastodon", "first_name": "Zoë"}', '{"source": "mastodon", "first_name": "Zoe"}')) v(n, a, b),
	match_explain(m, a, b) e
ORDER BY n, step;
SELECT step, field, value_a, value_b, level, weight, running, probability FROM explained;

-- The same sum by hand: prior, values by how many rows have them, the curve between 0 and 8 and behind it.
WITH step AS (
	SELECT log(2, 0.0005 / 0.9995) AS prior, log(2, 0.75) + log(2, 1000 / 30.0) AS name,
		log(2, 0.9) + log(2, 800) AS born, log(2, 0.75 / (0.125 / 0.1)) + log(2, 640 / 160.0) AS city
), weight AS (
	SELECT prior + name + born + city AS w FROM step
)
SELECT round(w - e.weight::numeric, 6) AS without_curve, round(CASE WHEN w > 8 THEN w - 0.5 ELSE -0.5 + w END - e.calibrated::numeric, 6) AS with_curve,
	abs(e.probability - 1 / (1 + 2 ^ (-e.calibrated))) < 1e-15 AS probability
FROM weight, (SELECT sum(weight) FILTER (WHERE field <> 'calibration') AS weight, sum(weight) AS calibrated, max(probability) FILTER (WHERE step = 4) AS probability
	FROM model, match_explain(m, '{"first_name": "Anna", "born": "1980-05-01", "city": "Rome"}', '{"first_name": "Anna", "born": "1980-05-01", "city": "Rome"}')) e;

-- Either way round it is the same; a value of a megabyte is read as far as it counts.
SELECT count(*) AS steps, count(*) FILTER (WHERE x.weight = y.weight AND x.value_a = y.value_b) AS same
FROM model, match_explain(m, '{"first_name": "Anna", "city": "Rome"}', '{"first_name": "Anne", "city": "Roma"}') x
	JOIN LATERAL match_explain(m, '{"first_name": "Anne", "city": "Roma"}', '{"first_name": "Anna", "city": "Rome"}') y USING (step)
WHERE step BETWEEN 1 AND 2;
SELECT field, left(value_a, 10) AS value, length(value_a), level
FROM model, jsonb_build_object('first_name', repeat('ann', 350000)) long, match_explain(m, long, long) WHERE step = 1;

-- NULL in, nothing out.
SELECT count(*) FROM match_fields(NULL);
SELECT count(*) FROM model, match_explain(m, NULL, '{}');
SELECT count(*) FROM match_explain(NULL, '{}', '{}');

-- A record is an object.
SELECT match_explain(m, '[]', '{}') FROM model;
SELECT match_explain(m, '{}', '"Anna"') FROM model;

-- A model of nothing has nothing to say.
CREATE TABLE nothing AS SELECT match_model '{"version": 1, "rows": 2, "lambda": 0.25, "possible_pairs": 1, "possible_decoys": 0, "columns": [],
	"sources": [{"name": "", "one_per": false, "rows": 2}], "fields": [], "frequencies": [], "keys": [], "calibration": []}' AS m;
SELECT e.* FROM nothing, match_explain(m, '{"a": 1}', '{"a": 1}') e;
SELECT (SELECT count(*) FROM match_fields(m)), (SELECT count(*) FROM match_keys(m)), (SELECT count(*) FROM match_calibration(m)) FROM nothing;

-- What is wrong is told with its path.
SELECT match_model '{"version": 1}';
SELECT match_model '';
SELECT replace(m::text, '"level": "equal", "m": 0.75', '"level": "equal", "m": 1.75')::match_model FROM model;
SELECT replace(m::text, '"first 3 letters"', '"first 4 letters"')::match_model FROM nothing UNION ALL
SELECT replace(m::text, '"first 3 letters"', '"first 4 letters"')::match_model FROM model;
SELECT replace(m::text, '"version": 1', '"version": 2')::match_model FROM nothing;

-- Large: 200,000 values with their numbers, decoded once for many rows.
CREATE TABLE large AS
SELECT replace(m::text, '"values": {}', format('"values": {%s}', (SELECT string_agg(format('"%s": %s', lpad(to_hex(i * 40000000000), 16, '0'), 2 + i % 700), ', ' ORDER BY i)
	FROM generate_series(1::bigint, 200000) i)))::match_model AS m
FROM model;
SELECT m::text::match_model::text = m::text AS same, length(m::text), length(match_model_send(m)) AS bytes FROM large;
SET statement_timeout = '10s';
SELECT count(*), min(weight) = max(weight) AS same FROM large, generate_series(1, 20000) i, match_explain(m, '{"born": "1980-05-01"}', '{"born": "1980-05-01"}')
WHERE step = 1;
RESET statement_timeout;

DROP TABLE model, nothing, large CASCADE;
