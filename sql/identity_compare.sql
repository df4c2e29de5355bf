-- how alike two texts are, and two names
SET search_path = public, scrm;

-- Winkler (2006), Overview of Record Linkage and Current Research Directions, table 6.
SELECT a, b, round(jaro_winkler(a, b)::numeric, 3) AS similarity, published FROM (VALUES
	(1, 'SHACKLEFORD', 'SHACKELFORD', 0.982), (2, 'DUNNINGHAM', 'CUNNIGHAM', 0.896), (3, 'NICHLESON', 'NICHULSON', 0.956),
	(4, 'JONES', 'JOHNSON', 0.832), (5, 'MASSEY', 'MASSIE', 0.933), (6, 'ABROMS', 'ABRAMS', 0.922), (7, 'JERALDINE', 'GERALDINE', 0.926),
	(8, 'MARHTA', 'MARTHA', 0.961), (9, 'MICHELLE', 'MICHAEL', 0.921), (10, 'JULIES', 'JULIUS', 0.933), (11, 'TANYA', 'TONYA', 0.880),
	(12, 'DWAYNE', 'DUANE', 0.840), (13, 'SEAN', 'SUSAN', 0.805), (14, 'JON', 'JOHN', 0.933), (15, 'DIXON', 'DICKSONX', 0.813)) v(n, a, b, published)
ORDER BY n;

-- By code points, and as they stand: case counts.
SELECT jaro_winkler('Zoë', 'Zoé') = jaro_winkler('Zoe', 'Zoa') AS letters, jaro_winkler('anna', 'ANNA') AS "case",
	jaro_winkler('日本', '日本語') AS han;

-- Jaro's value below 0.7 stays; from there on the common prefix counts.
SELECT round(jaro_winkler('abcdxyz', 'abcd')::numeric, 4) AS prefix, round(jaro_winkler('axxxxxxx', 'abcdefgh')::numeric, 4) AS jaro;

-- Equal, empty, nothing in common, NULL.
SELECT jaro_winkler('a', 'a'), jaro_winkler('', ''), jaro_winkler('', 'a'), jaro_winkler('ab', 'cd'), jaro_winkler(NULL, 'a'), jaro_winkler('a', NULL);

-- Insert, delete, replace, exchange neighbors; no letter is touched twice.
SELECT a, b, damerau_levenshtein(a, b) FROM (VALUES
	(1, 'kitten', 'sitting'), (2, 'Saturday', 'Sunday'), (3, 'ca', 'ac'), (4, 'ca', 'abc'), (5, 'Müller', 'Mueller'),
	(6, 'Rossi', 'Rosis'), (7, '', 'abc'), (8, '', ''), (9, 'İ', 'I')) v(n, a, b)
ORDER BY n;

-- Up to a maximum: past it, one more than it.
SELECT m, damerau_levenshtein('kitten', 'sitting', m) FROM (VALUES (0), (2), (3), (4), (2147483647), (NULL)) v(m) ORDER BY m;
SELECT damerau_levenshtein('a', 'abcdef', 3) AS by_length, damerau_levenshtein(NULL, 'a'), damerau_levenshtein('a', NULL, 1),
	damerau_levenshtein(max_distance => 1, a => 'ab', b => 'ba') AS named;
SELECT damerau_levenshtein('a', 'b', -1);
SELECT damerau_levenshtein(NULL, 'b', -1);

-- Longer than a machine's word, and much longer.
SELECT damerau_levenshtein(repeat('abcdefg', 10), repeat('abcdefg', 9) || 'abcdegf') AS exchanged,
	damerau_levenshtein(repeat('a', 100), repeat('b', 70)) AS all_other,
	damerau_levenshtein(repeat('é', 100) || 'x', repeat('é', 100)) AS one,
	round(jaro_winkler(repeat('ab', 50), repeat('ab', 50) || 'c')::numeric, 6) AS similar;
SELECT damerau_levenshtein(t, overlay(t PLACING 'XX' FROM 500000 FOR 1)) AS two, jaro_winkler(t, t) AS same, damerau_levenshtein(t, reverse(t), 1000) AS past
FROM (SELECT string_agg(md5(n::text), '') AS t FROM generate_series(1, 32768) n) s;

-- Names: words in any order, initials, blanks; a word without a partner counts against.
SELECT a, b, round(name_similarity(a, b)::numeric, 4) AS similarity, name_similarity(a, b) = name_similarity(b, a) AS symmetric FROM (VALUES
	(1, 'Giuseppe Rossi', 'ROSSI, Giuseppe'), (2, 'J. Smith', 'Smith John'), (3, 'J. R. R. Tolkien', 'John Ronald Reuel Tolkien'),
	(4, 'Anna Maria Rossi', 'Annamaria Rossi'), (5, 'Anna Rossi', 'Anna Lucia Rossi'), (6, 'Иван Петров', 'Ivan Petrov'),
	(7, 'Jonathon Smith', 'Jonathan Smyth'), (8, 'B. Smith', 'John Smith'), (9, 'Maria Garcia', 'John Smith'), (10, '', ''), (11, '', 'Anna'),
	(12, '山田 太郎', '太郎 山田')) v(n, a, b)
ORDER BY n;

-- The assignment of words that is best, though it parts a word from its equal.
SELECT round(name_similarity('lee lea', 'lea leah')::numeric, 6) AS best,
	round(((6 * jaro_winkler('lee', 'lea') + 7 * jaro_winkler('lea', 'leah')) / 13)::numeric, 6) AS by_hand;

-- All of a table in a parallel plan, as in a serial one.
CREATE TABLE word AS SELECT md5(n::text) AS w FROM generate_series(1, 20000) n;
CREATE VIEW compared AS
SELECT round(sum(jaro_winkler(w, 'a1b2c3d4e5f6'))::numeric, 6) AS j, sum(damerau_levenshtein(w, 'a1b2c3d4e5f6')) AS d,
	round(sum(name_similarity(w, 'a1b2c3d4e5f6'))::numeric, 6) AS n, count(DISTINCT fold_name(w)) AS f
FROM word;
CREATE TABLE serial AS SELECT * FROM compared;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT sum(jaro_winkler(w, 'a1b2c3d4e5f6')) FROM word;
SELECT compared = serial AS same FROM compared, serial;
DROP VIEW compared;
DROP TABLE word, serial;
