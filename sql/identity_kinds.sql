-- matching by kinds of fields: texts of many words
SET search_path = public, scrm;

-- 300 eating houses, every other one in a second guide, which writes in other words.
-- Every fifth is in a house of several, and shares its street and telephone.
CREATE FUNCTION word(n int) RETURNS text IMMUTABLE LANGUAGE sql AS
	$$ SELECT (ARRAY['bel', 'cor', 'dan', 'fil', 'gra', 'hum', 'jol', 'kas', 'lum', 'mar', 'nor', 'pel', 'quin'])[1 + n % 13] ||
		(ARRAY['aby', 'eck', 'ido', 'off', 'ust', 'ygi', 'ember', 'olla', 'ista', 'urne', 'anzo'])[1 + n / 13 % 11] $$;
CREATE TABLE guide AS
SELECT n * 2 + copy AS id, CASE copy WHEN 0 THEN format('%s %s %s', kind, word(n * 7), word(n * 5 + n / 143 * 3)) ELSE format('%s-%s', word(n * 7), word(n * 5 + n / 143 * 3) || CASE WHEN n % 3 = 0 THEN 's' ELSE '' END) END AS name,
	CASE copy WHEN 0 THEN format('%s %s street', 1 + house * 3 % 97, initcap(word(house * 11))) ELSE format('%s %s st.', 1 + house * 3 % 97, word(house * 11)) END AS address,
	CASE WHEN n % 7 <> copy THEN '0471 ' || 100000 + house * 7919 % 900000 END AS phone, n AS truth
FROM generate_series(1, 300) n, generate_series(0, 1) copy, LATERAL (SELECT CASE WHEN n % 5 = 0 THEN n % 40 ELSE n END) h(house),
	LATERAL (SELECT (ARRAY['The bar of', 'Restaurant', 'Hotel', 'Cafe'])[1 + n % 4]) k(kind)
WHERE copy = 0 OR n % 2 = 0;
SELECT id, name, address, phone FROM guide WHERE truth IN (40, 80, 81, 82) ORDER BY id;

-- A name in which things are named is a text; the rest follows from the rows.
CREATE TABLE found AS SELECT d.*, g.truth FROM deduplicate('SELECT id, name, address, phone FROM guide') d JOIN guide g USING (id);
SELECT pair_precision > .97 AS right, pair_recall > .97 AS found FROM (SELECT (cluster_agreement_agg(person, truth)).* FROM found) a;
SET client_min_messages = warning;
CREATE TABLE model AS SELECT match_train('SELECT id, name, address, phone FROM guide') AS m;
SELECT field, kind, parent_level, count(*) AS levels FROM model, match_fields(m) GROUP BY 1, 2, 3 ORDER BY 1, 3;
SELECT match_train('SELECT id, name, address, phone FROM guide ORDER BY md5(id::text)')::text = m::text AS same_model FROM model;
SELECT m::text::match_model::text = m::text AS same_text FROM model;
SELECT count(*) > 0 AS words FROM model, match_keys(m) WHERE key LIKE '%rare word%';

-- Steps sum to what matching says, and long texts are cut where they are shown.
SELECT count(*) > 100 AS many, max(abs(p.weight - e.weight)) < 1e-9 AS explained
FROM model, match_pairs('SELECT id, name, address, phone FROM guide', m, 0) p,
	LATERAL (SELECT sum(weight) AS weight FROM match_explain(m, (SELECT to_jsonb(g) FROM guide g WHERE id = id_a), (SELECT to_jsonb(g) FROM guide g WHERE id = id_b))) e;
SELECT e.field, value_a, value_b, level FROM model, match_explain(m, '{"name": "Ristorante Corollà Peleck", "address": "7 via Gramsci"}',
	'{"name": "PELECK, corolla", "address": "one two three four five six seven eight nine ten eleven twelve thirteen"}') e WHERE step > 0 AND level <> 'uncalibrated' ORDER BY 1;

-- Rows that come one by one, in whatever order, become the persons of all together.
CREATE TABLE house (id bigint PRIMARY KEY, name text, address text, phone text);
SELECT create_matcher('houses', 'house', m) FROM model;
DO $$
DECLARE
	r record;
BEGIN
	FOR r IN SELECT id, name, address, phone FROM guide WHERE id < 160 ORDER BY md5(id::text) LOOP
		INSERT INTO house VALUES (r.id, r.name, r.address, r.phone);
	END LOOP;
END $$;
SELECT matcher_settle('houses') >= 0 AS settled;
SELECT count(*) AS rows, count(*) FILTER (WHERE c.person <> h.least) AS differ
FROM match_clusters('TABLE house', (SELECT m FROM model), .5) c
	JOIN (SELECT id, min(id) OVER (PARTITION BY person) AS least FROM matcher_persons('houses')) h USING (id);
SELECT verdict, name FROM catch('houses', '{"name": "Humusts, Kasanzo", "address": "1 Belabi street"}') c LEFT JOIN house USING (id);

-- One text alone; short, long and empty ones.
CREATE TABLE title AS
SELECT n * 2 + copy AS id, CASE copy WHEN 0 THEN format('%s %s of %s and %s', word(n), word(n * 3), word(n * 7), word(n * 11)) ELSE format('%s, %s, %s: draft', word(n * 7), word(n), word(n * 11)) END AS title, n AS truth
FROM generate_series(1, 140) n, generate_series(0, 1) copy WHERE copy = 0 OR n % 2 = 0;
SELECT pair_precision > .9 AS right, pair_recall > .8 AS found
FROM (SELECT (cluster_agreement_agg(person, truth)).* FROM deduplicate('SELECT id, title FROM title') d JOIN title USING (id)) a;
SELECT count(*) AS rows, count(DISTINCT person) AS persons
FROM deduplicate($$SELECT id, title FROM title UNION ALL VALUES (1001, ''), (1002, '... !!'), (1003, NULL), (1004, repeat('many words ', 100000)), (1005, repeat('many words ', 99999)), (1006, repeat('x', 1000000))$$)
WHERE id > 1000;

DROP TABLE guide, found, model, house, title;
SELECT drop_matcher('houses');
DROP FUNCTION word;
