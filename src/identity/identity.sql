-- identity: who is who on the social networks
--
-- First what is compared (handles, canonical forms, names), then how (the
-- comparisons), then the matching of whole tables, and the matcher that keeps
-- persons current.

-- handle ---------------------------------------------------------------------

-- canonical forms and names --------------------------------------------------

CREATE FUNCTION fold_name(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_fold_name'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION fold_name(text) IS
	'The one form of a name: no marks, no case, Cyrillic and Greek in Latin letters, words of letters and digits one blank apart. [stable]';

CREATE FUNCTION name_stem(account text) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_name_stem'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION name_stem(text) IS
	'The letters of a handle, or of what stands before the @ of an address, folded. [stable]';

CREATE FUNCTION phonetic_key(name text) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_phonetic_key'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION phonetic_key(text) IS
	'The consonants of each word of a name, as classes: equal for spellings that sound alike. [stable]';

-- comparisons ----------------------------------------------------------------

CREATE FUNCTION jaro_winkler(a text, b text) RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_jaro_winkler'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION jaro_winkler(text, text) IS
	'Jaro-Winkler similarity of two texts, from 0 to 1. [stable]';

CREATE FUNCTION damerau_levenshtein(a text, b text, max_distance int = NULL) RETURNS int
	AS 'MODULE_PATHNAME', 'scrm_damerau_levenshtein'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION damerau_levenshtein(text, text, int) IS
	'How many letters to insert, delete, replace or exchange with their neighbor to make one text of the other; above max_distance, one more than that. [stable]';

CREATE FUNCTION name_similarity(a text, b text) RETURNS float8
	AS 'MODULE_PATHNAME', 'scrm_name_similarity'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION name_similarity(text, text) IS
	'How alike two names are, from 0 to 1, however their words are ordered; an initial counts as the word that it begins. [stable]';

-- match_model ----------------------------------------------------------------

-- matching of tables ---------------------------------------------------------

CREATE FUNCTION deduplicate(source text, options jsonb = '{}',
	OUT id bigint, OUT person bigint, OUT probability float8) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_deduplicate'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000 ROWS 100000;
COMMENT ON FUNCTION deduplicate(text, jsonb) IS
	'Which rows of a query are one person: learns from the rows alone, and gives each row its person (the least id) and how sure that is. [preview]';

CREATE FUNCTION deduplicate(source text, options jsonb, id_sample anyelement,
	OUT id anyelement, OUT person anyelement, OUT probability float8) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_deduplicate'
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 100000;
COMMENT ON FUNCTION deduplicate(text, jsonb, anyelement) IS
	'Which rows of a query are one person, by ids of the sample''s type. [preview]';

-- explanations ---------------------------------------------------------------

-- aggregates -----------------------------------------------------------------

-- matchers -------------------------------------------------------------------
