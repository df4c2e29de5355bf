-- Rows of one person, found in a table with no word of configuration, beside PyPI splink with comparisons chosen by hand:
-- what it takes, and how much of it is right.
--! full rows=10000,100000 rounds=3
--! small rows=3000
--! large rows=1000000 rounds=1

--! setup
SET client_min_messages = warning;
\setenv ROWS :rows
\! python3 bench/people.py $ROWS > people.csv
CREATE TABLE customer (id bigint PRIMARY KEY, source text, name text, email text, phone text, city text, handle text, truth bigint);
\copy customer FROM 'people.csv' (FORMAT csv, HEADER)
VACUUM ANALYZE customer;
\set source 'SELECT id, source, name, email, phone, city, handle FROM customer'

--! figure :rows rows
--! goal 9 times as fast
--! same
--! peer splink
match people.csv
--! prepare scrm
DROP TABLE IF EXISTS person;
--! scrm
CREATE TABLE person AS SELECT * FROM deduplicate(:'source');
SELECT count(*) FROM person;

-- Of a backend: shared buffers that it has touched, too.
--! figure :rows rows: peak memory of the process
--! unit MB
--! goal at most 0.5 times the peer
--! peer splink
memory
--! value
SELECT substring(pg_read_file('/proc/self/status', 0, 8192, true) FROM 'VmHWM:\s+(\d+)')::float8 / 1024;

--! figure :rows rows: F1 of pairs
--! unit share
--! goal at least 1.2 times the peer
--! prepare
CREATE TABLE judged AS SELECT (cluster_agreement_agg(person, truth)).* FROM person JOIN customer USING (id);
--! peer splink
figure pair_f1
--! value
SELECT pair_f1 FROM judged;

--! figure :rows rows: F1 of rows (B-cubed)
--! unit share
--! goal at least 1.03 times the peer
--! peer splink
figure b3_f1
--! value
SELECT b3_f1 FROM judged;

--! figure :rows rows: pairs of probability .95 and more that are right
--! unit share
--! goal at least 0.95
--! prepare
CREATE TABLE sure AS
SELECT a.truth = b.truth AS same
FROM match_train(:'source') m, match_pairs(:'source', m, 0.95) p JOIN customer a ON a.id = id_a JOIN customer b ON b.id = id_b;
--! peer splink
figure sure_precision
--! value
SELECT avg(same::int) FROM sure;

--! figure :rows rows: of all pairs of one person, those of probability .95 and more
--! unit share
--! peer splink
figure sure_recall
--! value
SELECT count(*) / (SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*)::float8 AS n FROM customer GROUP BY truth) person) FROM sure WHERE same;

--! figure :rows rows: the largest group
--! unit rows
--! peer splink
figure largest_group
--! value
SELECT max(n) FROM (SELECT count(*) AS n FROM person GROUP BY person) person;
