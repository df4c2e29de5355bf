-- Digests of the bytes of states and models, and of their text: the same on
-- every version, machine and plan.  Run from the project's top.
SET search_path = scrm, pg_temp;
SET client_min_messages = warning;

CREATE TEMP TABLE line (text text);
\copy line FROM 'test/data/cdnow_tenth.txt' WITH (FORMAT text)
CREATE TEMP TABLE bought AS
SELECT a[1]::int AS customer, to_date(a[3], 'YYYYMMDD') AS day, a[4]::int AS items, a[5]::numeric AS amount
FROM line, regexp_split_to_array(btrim(text), '\s+') a;

-- One state a customer, of every kind, and what becomes of them.
CREATE TEMP TABLE state AS
SELECT customer, purchases_agg(day, amount, 'USD') AS p,
	timeline_agg(day + time '09:00' AT TIME ZONE 'UTC', (ARRAY['buy', 'ask', 'Grüße'])[1 + items % 3],
		(ARRAY['shop', 'mail', '本', NULL])[1 + customer % 4], 'agent ' || customer % 50, amount::float8, items) AS t
FROM bought GROUP BY customer;
CREATE TEMP TABLE whole AS
SELECT rollup(p) AS p, rollup(t) AS t, clv_stats_agg(p, date '1997-09-30') AS c, spend_stats_agg(p, date '1997-09-30') AS s
FROM state;

-- Big states, which become expanded objects on their way.
CREATE TEMP TABLE big AS
SELECT clv_stats_agg(n % 40, n % 40 * (1 + n % 7 * 1e-3), 50 + n % 10007 * 1e-4) AS c,
	spend_stats_agg(n % 12 + 1, n % 10007 / 7.0) AS s
FROM generate_series(1, 200000) n;

-- Of identity: states without their final function, and what that makes of them.
CREATE AGGREGATE pg_temp.spellings_of(text, timestamptz) (SFUNC = spellings_add, STYPE = spellings);
CREATE AGGREGATE pg_temp.contingency_of(bigint, bigint) (SFUNC = contingency_add, STYPE = contingency);
CREATE TEMP TABLE judged AS
SELECT pg_temp.spellings_of((ARRAY['Grüße ', 'GRUSSE', '本'])[1 + items % 3] || customer % 70, day) AS s,
	golden_value((ARRAY['Grüße ', 'GRUSSE', '本'])[1 + items % 3] || customer % 70, day) AS g,
	pg_temp.contingency_of(customer - 500, extract(month FROM day)::bigint) AS c,
	cluster_agreement_agg(customer - 500, extract(month FROM day)::bigint) AS a
FROM bought;

CREATE TEMP TABLE matching AS
SELECT match_model '{"version": 1, "rows": 1000, "lambda": 0.001, "possible_pairs": 499500, "possible_decoys": 0,
	"columns": [{"name": "city", "kind": "category"}], "sources": [{"name": "", "one_per": false, "rows": 1000}],
	"fields": [{"name": "city", "kind": "category", "any_u": [0.1, 0.005, 0.045, 0.85], "levels": [{"level": "equal", "m": 0.75, "u": 0.1}, {"level": "Jaro-Winkler .92", "m": 0.05, "u": 0.005}, {"level": "Jaro-Winkler .80", "m": 0.05, "u": 0.045}, {"level": "different", "m": 0.15, "u": 0.85}]}],
	"frequencies": [{"of": "city", "rows": 900, "values": {"8b2fe319c6edc44b": 160}}], "keys": [{"parts": [["city", "whole"]], "refinements": [], "pairs_per_row": 2.5, "gain": 20, "split": []}], "calibration": [{"weight": -6, "calibrated": -8, "pairs": 900, "decoys": 222}]}' AS m;

CREATE TEMP VIEW value AS
SELECT 'purchases' AS name, string_agg(purchases_send(p), NULL ORDER BY customer) AS bytes, string_agg(p::text, '' ORDER BY customer) AS text
FROM state
UNION ALL SELECT 'timeline', string_agg(timeline_send(t), NULL ORDER BY customer), string_agg(t::text, '' ORDER BY customer) FROM state
UNION ALL SELECT 'purchases of all', purchases_send(p), p::text FROM whole
UNION ALL SELECT 'timeline of all', timeline_send(t), t::text FROM whole
UNION ALL SELECT 'clv_stats', clv_stats_send(c), c::text FROM whole
UNION ALL SELECT 'spend_stats', spend_stats_send(s), s::text FROM whole
UNION ALL SELECT 'clv_stats, big', clv_stats_send(c), c::text FROM big
UNION ALL SELECT 'spend_stats, big', spend_stats_send(s), s::text FROM big
UNION ALL SELECT 'clv_model', clv_model_send(m), m::text FROM whole, clv_fit(c) m
UNION ALL SELECT 'spend_model', spend_model_send(m), m::text FROM whole, spend_fit(s) m
UNION ALL SELECT 'match_model', match_model_send(m), m::text || (SELECT string_agg(e::text, ',' ORDER BY step)
	FROM match_explain(m, '{"city": "Rome"}', '{"city": "ROMÉ"}') e) FROM matching
UNION ALL SELECT 'handle', string_agg(handle_send(h), NULL ORDER BY h), string_agg(h::text || handle_hash(h) || handle_hash_extended(h, 7), ' ' ORDER BY h)
	FROM handles('IG: @some.one https://www.linkedin.com/in/J%C3%BCrgen Anna.Rossi+x@Example.org https://x.com/jack @Anna@bücher.example') h
-- Not a state, but indexed as if it were: what every letter becomes.
UNION ALL SELECT 'folded names', NULL, (SELECT string_agg(concat_ws(',', fold_name(c), phonetic_key(c), name_stem(c)), ' ' ORDER BY n)
	FROM (SELECT n, 'a' || chr(n) || 'o' || chr(n) AS c FROM generate_series(32, 205000) n WHERE n NOT BETWEEN 55296 AND 57343) letter)
UNION ALL SELECT 'spellings', spellings_send(s), s::text || g FROM judged
UNION ALL SELECT 'contingency', contingency_send(c), c::text FROM judged
UNION ALL SELECT 'cluster_agreement', convert_to(a::text, 'UTF8'), a::text FROM judged
UNION ALL SELECT 'hashes', NULL, string_agg(purchases_hash(p) || ' ' || timeline_hash(t), ',' ORDER BY customer) FROM state;

SELECT 'state ' || name, length(bytes), encode(sha256(bytes), 'hex'), encode(sha256(convert_to(text, 'UTF8')), 'hex')
FROM value ORDER BY name COLLATE "C";

-- A type without a line above would go unseen.
DO $$
DECLARE
	missing text := (SELECT string_agg(name, ', ') FROM objects()
		WHERE kind = 'type' AND name NOT IN (SELECT split_part(v.name, ' ', 1) FROM value v WHERE bytes IS NOT NULL));
BEGIN
	IF missing IS NOT NULL THEN
		RAISE 'test/states.sql has no digest of type %', missing;
	END IF;
END $$;
