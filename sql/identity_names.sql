-- names in one form, their stems and their sounds
SET search_path = public, scrm;

-- However it is written: marks, case, scripts, ornaments, punctuation.
SELECT name, fold_name(name) FROM (VALUES
	(1, 'Rossi, Maria'), (2, 'MARIA ROSSI'), (3, 'François  Müller-Łuczak'), (4, 'Søren Kjærgård'), (5, 'Þórður Weiß'),
	(6, 'O''Brien'), (7, 'O’Brien'), (8, 'Пётр Ильич Чайковский'), (9, 'Γεώργιος Παπανδρέου'), (10, 'İpek Yıldız'),
	(11, '𝓐𝓷𝓷𝓪 🌸 Ⓡⓞⓢⓢⓘ'), (12, 'ＡＮＮＡ'), (13, 'Nguyễn Văn 2'), (14, '山田 太郎'), (15, 'محمّد'), (16, '...'), (17, '')) v(n, name)
ORDER BY n;

-- A name composed and one decomposed are one name.
SELECT fold_name(normalize('Žižek', NFD)) = fold_name(normalize('Žižek', NFC)) AS same;

-- Folding twice is folding once.
SELECT count(*) FROM (VALUES ('Đặng Thị'), ('Ευάγγελος'), ('Ⅷ ½'), ('ﬁ ß')) v(name) WHERE fold_name(fold_name(name)) <> fold_name(name);

-- Letters of accounts and addresses.
SELECT account, name_stem(account) FROM (VALUES
	(1, 'x:jack_99'), (2, '@Jack.Dorsey'), (3, 'anna.rossi+news@example.org'), (4, 'mastodon:anna@example.org'),
	(5, 'Jörg-Müller_1984'), (6, '+39123'), (7, ''), (8, '@')) v(n, account)
ORDER BY n;

-- What sounds alike has one key.
SELECT key, array_agg(name ORDER BY name COLLATE "C") AS names FROM (VALUES
	('Smith'), ('Smyth'), ('Schmidt'), ('Schmitt'), ('Meyer'), ('Maier'), ('Majer'), ('Catherine'), ('Katherine'), ('Katarina'),
	('Philipp'), ('Filip'), ('Tchaikovsky'), ('Tschaikowski'), ('Чайковский'), ('Hannah'), ('Anna'), ('Jan'), ('Ian'), ('Dixon'), ('Dickson')) v(name),
	phonetic_key(name) key
GROUP BY key ORDER BY key COLLATE "C";
SELECT phonetic_key('Anna Maria De Luca'), phonetic_key('山田 13'), phonetic_key('') = '' AS empty;

-- NULL in, NULL out.
SELECT fold_name(NULL), name_stem(NULL), phonetic_key(NULL);

-- A long one, and one that grows.
SELECT length(fold_name(repeat('Ænna ', 400000))), length(fold_name(repeat('㌀', 100000))), length(phonetic_key(repeat('xa', 500000)));

-- They may be indexed.
CREATE TABLE person (name text);
INSERT INTO person VALUES ('Łucja Wiśniewska'), ('Lucja Wisniewska'), ('Anna Rossi');
CREATE INDEX ON person (fold_name(name));
SET enable_seqscan = off;
SELECT name FROM person WHERE fold_name(name) = fold_name('LUCJA WIŚNIEWSKA') ORDER BY name COLLATE "C";
RESET enable_seqscan;
DROP TABLE person;

-- In another encoding: letters of ASCII, which are the same in all; others say so.
SELECT current_database() AS here \gset
CREATE DATABASE regress_identity_latin1 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
\c regress_identity_latin1
SET client_min_messages = warning;
CREATE EXTENSION scrm;
SET search_path = public, scrm;
SELECT fold_name('O''BRIEN, Anna'), name_stem('@jack_99'), phonetic_key('Smith'), jaro_winkler('DWAYNE', 'DUANE') = 0.84,
	damerau_levenshtein('ca', 'abc'), name_similarity('J. Smith', 'Smith John');
SELECT fold_name('caf' || chr(233));
SELECT jaro_winkler('cafe', 'caf' || chr(233));
\c :here
DROP DATABASE regress_identity_latin1;
