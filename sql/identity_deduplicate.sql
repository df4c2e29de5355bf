-- whole sources: training, pairs, persons
SET search_path = public, scrm;

-- 400 persons; every other one is in the network, too, where some write their surname otherwise.
-- Nobody shares both a name and a birthday with another person.
CREATE TABLE person AS
SELECT i AS person, (ARRAY['Anna', 'Ben', 'Carla', 'Dario', 'Elena', 'Franz', 'Giulia', 'Hugo'])[1 + i % 8] AS given,
	(ARRAY['Rossi', 'Meyer', 'García', 'Dubois', 'Novak', 'Silva', 'Conti'])[1 + i / 8 % 7] AS family,
	date '1950-01-01' + i * 37 % 15000 AS born, format('%s%s@example.org', chr(97 + i % 26), i) AS email
FROM generate_series(0, 399) i;
CREATE TABLE customer AS
SELECT person * 2 AS id, 'shop' AS source, given AS first_name, family AS last_name, born, email, person FROM person
UNION ALL
SELECT person * 2 + 1, 'mastodon', given, CASE WHEN person % 3 = 0 THEN family || 'o' ELSE family END,
	CASE WHEN person % 7 > 0 THEN born END, CASE WHEN person % 5 > 0 THEN email END, person
FROM person WHERE person % 2 = 0;

-- The persons are those of whom there were two rows.
CREATE TABLE found AS SELECT d.*, c.person AS truth FROM deduplicate('SELECT id, source, first_name, last_name, born, email FROM customer') d JOIN customer c USING (id);
SELECT count(*) AS rows, count(DISTINCT person) BETWEEN 400 AND 420 AS persons, bool_and(probability BETWEEN 0 AND 1) AS probabilities FROM found;
SELECT a.pair_precision AS precision, a.pair_recall > .95 AS most FROM (SELECT (cluster_agreement_agg(person, truth)).* FROM found) a;

-- The same in steps, at the same certainty; and the order of rows is nothing.
SET client_min_messages = warning;
CREATE TABLE model AS SELECT match_train('SELECT id, source, first_name, last_name, born, email FROM customer') AS m;
SELECT count(*) FILTER (WHERE d.person IS DISTINCT FROM c.person) AS differ, count(*) FILTER (WHERE d.person IS DISTINCT FROM b.person) AS differ_backwards
FROM found d
	FULL JOIN match_clusters('SELECT id, source, first_name, last_name, born, email FROM customer', (SELECT m FROM model), .5) c USING (id)
	FULL JOIN deduplicate('SELECT id, source, first_name, last_name, born, email FROM customer ORDER BY id DESC') b USING (id);
SELECT match_train('SELECT id, source, first_name, last_name, born, email FROM customer ORDER BY md5(id::text)')::text = m::text AS same_model FROM model;

-- A pair's probability is its weight, and what match_explain says of the two.
CREATE TABLE pair AS SELECT p.* FROM model, match_pairs('SELECT id, source, first_name, last_name, born, email FROM customer', m) p;
SELECT bool_and(id_a < id_b) AS ordered, bool_and(probability >= .5) AS likely, max(abs(probability - 1 / (1 + 2 ^ -weight))) < 1e-12 AS of_weight FROM pair;
SELECT max(abs(p.weight - e.weight)) < 1e-9 AS explained
FROM model, (SELECT * FROM pair ORDER BY id_a, id_b LIMIT 20) p,
	LATERAL (SELECT sum(weight) AS weight FROM match_explain(m, (SELECT to_jsonb(c) FROM customer c WHERE id = id_a), (SELECT to_jsonb(c) FROM customer c WHERE id = id_b))) e;
SELECT count(*) > (SELECT count(*) FROM pair) AS every_candidate, min(probability) < .01 AS unlikely_too
FROM model, match_pairs('SELECT id, source, first_name, last_name, born, email FROM customer', m, 0) p;

-- No two rows of the network are one person: it has one row of each.
SELECT count(*) FROM pair JOIN customer a ON a.id = id_a JOIN customer b ON b.id = id_b WHERE a.source = 'mastodon' AND b.source = 'mastodon';
SELECT max(n) AS rows_of_the_shop
FROM (SELECT count(*) AS n FROM deduplicate('SELECT id, source, last_name, born FROM customer', '{"one_per": ["shop"]}') d JOIN customer c USING (id)
	WHERE source = 'shop' GROUP BY d.person) x;

-- Two sources: the shop beside the network.
CREATE TABLE link_model AS
SELECT match_train_link('SELECT id, first_name, last_name, born, email FROM customer WHERE source = ''shop''',
	'SELECT id, first_name, last_name, born, email FROM customer WHERE source = ''mastodon''') AS m;
SELECT count(*) > 180 AS many, count(*) FILTER (WHERE a.person <> b.person) AS wrong, count(*) FILTER (WHERE a.source = b.source) AS of_one_side
FROM link_model, match_pairs('SELECT id, first_name, last_name, born, email FROM customer WHERE source = ''shop''',
	'SELECT id, first_name, last_name, born, email FROM customer WHERE source = ''mastodon''', m, .5) p
	JOIN customer a ON a.id = id_a JOIN customer b ON b.id = id_b;

-- Ids of another type, and what NULL gives.
SELECT pg_typeof(id) AS id, pg_typeof(person) AS person, count(*)
FROM deduplicate('SELECT ''n'' || id, source, last_name, born, email FROM customer', '{}', NULL::text) GROUP BY 1, 2;
SELECT count(*) FROM deduplicate(NULL);
SELECT match_train(NULL) IS NULL AS none;
SELECT count(*) FROM match_clusters('TABLE customer', NULL);

-- Decisions hold: somebody says that two persons are one, and two rows two persons.
SELECT (SELECT count(DISTINCT d.person) FROM deduplicate('SELECT id, source, first_name, last_name, born, email FROM customer',
		'{"decisions": "VALUES (2, 6, true), (0, 1, false)"}') d WHERE id IN (2, 6)) AS said_one,
	(SELECT count(DISTINCT d.person) FROM deduplicate('SELECT id, source, first_name, last_name, born, email FROM customer',
		'{"decisions": "VALUES (2, 6, true), (0, 1, false)"}') d WHERE id IN (0, 1)) AS said_two;
SELECT count(*) FROM deduplicate('SELECT id, source, first_name, last_name, born, email FROM customer', '{"decisions": "VALUES (2, 6, true), (6, 10, true), (2, 10, false)"}');

-- Names that recur are learned to be one: every third Franz is called Zapper in the network.
CREATE TABLE nickname AS
SELECT i * 2 + j AS id, CASE j WHEN 0 THEN 'shop' ELSE 'mastodon' END AS source,
	CASE WHEN i % 24 = 0 AND i % 72 = 0 AND j = 1 THEN 'Zapper' WHEN i % 24 = 0 THEN 'Franz' ELSE initcap(translate(md5((i % 24)::text), '0123456789', 'ghijklmnop')) END AS first_name,
	initcap(translate(md5((i % 100)::text), '0123456789', 'ghijklmnop')) AS last_name, date '1950-01-01' + i * 7 AS born
FROM generate_series(0, 1199) i, generate_series(0, 1) j;
CREATE TABLE nickname_model AS SELECT match_train('SELECT * FROM nickname') AS m;
SELECT e.field, e.value_a, e.value_b, e.level, e.weight > 0 AS speaks_for
FROM nickname_model, match_explain(m, '{"first_name": "Zapper", "last_name": "Smith"}', '{"first_name": "Franz", "last_name": "Jones"}') e WHERE step > 0 AND field = 'given name';
SELECT jsonb_array_length(m::text::jsonb -> 'aliases') AS names, m::text::match_model::text = m::text AS same FROM nickname_model;

-- Without a name: what rows share is not chance, unless many share it.
CREATE TABLE address (id int, email text);
INSERT INTO address SELECT i, format('m%s@example.org', md5((i / 2)::text)) FROM generate_series(0, 199) i;
INSERT INTO address SELECT i, format('m%s@example.org', md5(i::text)) FROM generate_series(200, 999) i;
INSERT INTO address SELECT i, 'office@example.org' FROM generate_series(1000, 1099) i;
SELECT count(DISTINCT person) FILTER (WHERE id < 200) AS of_two, count(DISTINCT person) FILTER (WHERE id BETWEEN 200 AND 999) AS of_one,
	count(DISTINCT person) FILTER (WHERE id >= 1000) AS of_the_office
FROM deduplicate('TABLE address');

-- Blocks as large as the table: one phone and one login, and half of the addresses twice.
CREATE TABLE crowd AS
SELECT i AS id, '030 5550100' AS phone, 'admin' AS login, md5((i / 2)::text) || '@example.org' AS email, translate(md5((i / 2 % 5000)::text), '0123456789', 'ghijklmnop') AS last_name
FROM generate_series(0, 39999) i;
SELECT count(*) AS rows, count(DISTINCT person) BETWEEN 19900 AND 20100 AS half FROM deduplicate('TABLE crowd');

-- Why a group holds.
SELECT count(*) AS links, bool_and(weight >= lag) AS weakest_first, count(*) FILTER (WHERE bridge) AS bridges
FROM (SELECT e.*, lag(weight, 1, weight) OVER () AS lag FROM model, explain_cluster('SELECT id, source, first_name, last_name, born, email FROM customer', m, '{4, 5}') e) x;
SELECT count(*) FROM model, explain_cluster('SELECT id, source, first_name, last_name, born, email FROM customer', m, '{4, 4, 4}') e;
SELECT count(*) FROM model, explain_cluster('SELECT id, source, first_name, last_name, born, email FROM customer', m, '{}') e;
SELECT count(*) FROM model, explain_cluster('SELECT id, source, first_name, last_name, born, email FROM customer', m, '{4, 5, 4711}') e;
SELECT count(*) FROM model, explain_cluster('SELECT id, source, first_name, last_name, born, email FROM customer', m, '{4, NULL}') e;
SELECT count(*) FROM model, explain_cluster('SELECT id, source, first_name, last_name, born, email FROM customer', m, '{{4}, {5}}') e;

-- Few rows and none.
SELECT * FROM deduplicate('SELECT 7, ''Anna''::text AS name');
SELECT * FROM deduplicate('SELECT 7, ''Anna''::text AS name WHERE false');
SELECT * FROM deduplicate('VALUES (1, ''Anna Rossi''), (2, ''Anna Rossi'')');
SELECT count(DISTINCT person) FROM deduplicate('SELECT i, NULL::text AS name FROM generate_series(1, 100) i');
RESET client_min_messages;
SELECT match_train('SELECT 7, ''Anna''::text AS name') IS NULL;
SELECT match_train('VALUES (1, ''Anna Rossi''), (2, ''Anna Rossi'')') IS NULL;

-- What a source and its ids must be.
SELECT * FROM deduplicate('DROP TABLE customer');
SELECT * FROM deduplicate('SELECT 1');
SELECT * FROM deduplicate('SELECT id, nothing FROM customer');
SELECT * FROM deduplicate('SELECT CASE WHEN i < 50 THEN i END, ''a'' FROM generate_series(1, 99) i');
SELECT * FROM deduplicate('SELECT i % 50, ''a'' FROM generate_series(1, 99) i');

-- And the options.
SELECT * FROM deduplicate('TABLE customer', '{"colour": 1}');
SELECT * FROM deduplicate('TABLE customer', '[]');
SELECT * FROM deduplicate('TABLE customer', '{"seed": 1.5}');
SELECT * FROM deduplicate('TABLE customer', '{"seed": -1}');
SELECT * FROM deduplicate('TABLE customer', '{"min_probability": 1.5}');
SELECT * FROM deduplicate('TABLE customer', '{"fields": {"nothing": "name"}}');
SELECT * FROM deduplicate('TABLE customer', '{"fields": {"born": "birthday"}}');
SELECT * FROM deduplicate('TABLE customer', '{"fields": {"born": 1}}');
SELECT * FROM deduplicate('TABLE customer', '{"fields": "born"}');
SELECT * FROM deduplicate('TABLE customer', '{"source_column": "nothing"}');
SELECT * FROM deduplicate('TABLE customer', '{"decisions": "VALUES (1, 2, 3)"}');
SELECT * FROM deduplicate('TABLE customer', '{"decisions": "VALUES (1, 2)"}');
SELECT count(*) FROM model, match_clusters('TABLE customer', m, 'NaN');
SELECT count(*) FROM model, match_pairs('TABLE customer', m, -1);

DROP TABLE nickname, nickname_model, person, customer, found, model, pair, link_model, address, crowd;
