-- Comparisons of names and their folded forms, against PostgreSQL's contrib modules.
--! full rows=1000000
--! small rows=20000

--! setup
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
CREATE EXTENSION IF NOT EXISTS unaccent;
-- First and last names of syllables, each with another that is near it or not; 6 to 20 letters.
CREATE TEMP TABLE pair AS
SELECT initcap(a) AS a, initcap(CASE n % 4
	WHEN 0 THEN a
	WHEN 1 THEN overlay(a PLACING substr(b, 2, 2) FROM 1 + n % 5 FOR 2)
	WHEN 2 THEN overlay(a PLACING reverse(substr(a, 1 + n % 5, 2)) FROM 1 + n % 5 FOR 2)
	ELSE b END) AS b,
	initcap(translate(a, 'aoun', 'äöüñ')) AS accented
FROM (SELECT n, (h >> 4) & 15 AS x, (h >> 8) & 15 AS y, (h >> 12) & 15 AS z, (h >> 16) & 15 AS u, (h >> 20) & 15 AS v
	FROM (SELECT n, hashint8(n) AS h FROM generate_series(1, :rows) n) hashed) r,
	LATERAL (SELECT '{an,ma,ri,jo,ber,ton,lu,cas,el,si,mo,ne,gar,ros,we,tin}'::text[] AS s) syllables,
	LATERAL (SELECT s[1 + x] || s[1 + y] || s[1 + z] || ' ' || s[1 + u] || s[1 + v] AS a, s[1 + v] || s[1 + x] || ' ' || s[1 + z] || s[1 + y] || s[1 + u] AS b) names;
VACUUM ANALYZE pair;
SELECT sum(damerau_levenshtein(a, b)) FROM pair;

--! figure distance of names: damerau_levenshtein against fuzzystrmatch's levenshtein
--! goal 2.5 times as fast
--! same
SELECT :'scrm'::bigint BETWEEN :'peer'::bigint / 2 AND :'peer'::bigint;
--! peer
SELECT sum(levenshtein(a, b)) FROM pair;
--! scrm
SELECT sum(damerau_levenshtein(a, b)) FROM pair;

--! figure distance of names up to 2, against levenshtein_less_equal
--! goal at most 1 times the peer
--! same
SELECT :'scrm'::bigint BETWEEN :'peer'::bigint AND :'peer'::bigint * 2;
--! peer
SELECT count(*) FROM pair WHERE levenshtein_less_equal(a, b, 2) <= 2;
--! scrm
SELECT count(*) FROM pair WHERE damerau_levenshtein(a, b, 2) <= 2;

--! figure jaro_winkler of names, against levenshtein
--! goal 2.5 times as fast
--! peer
SELECT sum(levenshtein(a, b)) > 0 FROM pair;
--! scrm
SELECT sum(jaro_winkler(a, b)) > 0 FROM pair;

--! figure jaro_winkler of names that are not ASCII, against levenshtein
--! goal 1.5 times as fast
--! peer
SELECT sum(levenshtein(accented, b)) > 0 FROM pair;
--! scrm
SELECT sum(jaro_winkler(accented, b)) > 0 FROM pair;

--! figure name_similarity, folding included, against levenshtein of the lower case
--! goal at most 1 times the peer
--! peer
SELECT sum(levenshtein(lower(a), lower(b))) > 0 FROM pair;
--! scrm
SELECT sum(name_similarity(a, b)) > 0 FROM pair;

--! figure fold_name of accented names, against lower(unaccent())
--! goal 2.5 times as fast
--! same
--! peer
SELECT sum(hashtext(lower(unaccent(accented)))) FROM pair;
--! scrm
SELECT sum(hashtext(fold_name(accented))) FROM pair;

--! figure phonetic_key, against fuzzystrmatch's dmetaphone
--! goal 1.4 times as fast
--! peer
SELECT count(dmetaphone(a)) FROM pair;
--! scrm
SELECT count(phonetic_key(a)) FROM pair;
