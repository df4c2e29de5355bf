-- identity: who is who on the social networks
--
-- First what is compared (handles, canonical forms, names), then how (the
-- comparisons), then the matching of whole tables, and the matcher that keeps
-- persons current.

-- handle ---------------------------------------------------------------------

CREATE TYPE @extschema@.handle;

CREATE FUNCTION handle_in(cstring) RETURNS handle
	AS 'MODULE_PATHNAME', 'scrm_handle_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_in(cstring) IS
	'Reads a social profile: the address of its page, network:account, @user@host, an e-mail address, mailto:, tel:, acct: or at://. [preview]';

CREATE FUNCTION handle_out(handle) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_handle_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_out(handle) IS
	'Writes a handle as network:account. [preview]';

CREATE FUNCTION handle_recv(internal) RETURNS handle
	AS 'MODULE_PATHNAME', 'scrm_handle_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_recv(internal) IS
	'Reads the binary form of a handle, which must be in canonical form. [preview]';

CREATE FUNCTION handle_send(handle) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_handle_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_send(handle) IS
	'Writes the binary form of a handle, its text. [preview]';

CREATE TYPE @extschema@.handle (
	INPUT = handle_in,
	OUTPUT = handle_out,
	RECEIVE = handle_recv,
	SEND = handle_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE handle IS
	'A profile in a social network in the one form in which it is compared: network:account. [preview]';

CREATE CAST (handle AS text) WITHOUT FUNCTION AS ASSIGNMENT;
COMMENT ON CAST (handle AS text) IS 'The handle as network:account. [preview]';
CREATE CAST (text AS handle) WITH INOUT;
COMMENT ON CAST (text AS handle) IS 'Reads a handle as its input does. [preview]';

CREATE FUNCTION handle_lt(a handle, b handle) RETURNS bool
	AS 'MODULE_PATHNAME', 'scrm_handle_lt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_lt(handle, handle) IS
	'Whether a sorts before b; operator <. [preview]';

CREATE FUNCTION handle_le(a handle, b handle) RETURNS bool
	AS 'MODULE_PATHNAME', 'scrm_handle_le'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_le(handle, handle) IS
	'Whether a sorts before or equals b; operator <=. [preview]';

CREATE FUNCTION handle_eq(a handle, b handle) RETURNS bool
	AS 'MODULE_PATHNAME', 'scrm_handle_eq'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_eq(handle, handle) IS
	'Whether a and b are one profile; operator =. [preview]';

CREATE FUNCTION handle_ne(a handle, b handle) RETURNS bool
	AS 'MODULE_PATHNAME', 'scrm_handle_ne'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_ne(handle, handle) IS
	'Whether a and b are two profiles; operator <>. [preview]';

CREATE FUNCTION handle_ge(a handle, b handle) RETURNS bool
	AS 'MODULE_PATHNAME', 'scrm_handle_ge'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_ge(handle, handle) IS
	'Whether a sorts after or equals b; operator >=. [preview]';

CREATE FUNCTION handle_gt(a handle, b handle) RETURNS bool
	AS 'MODULE_PATHNAME', 'scrm_handle_gt'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_gt(handle, handle) IS
	'Whether a sorts after b; operator >. [preview]';

CREATE FUNCTION handle_cmp(a handle, b handle) RETURNS int
	AS 'MODULE_PATHNAME', 'scrm_handle_cmp'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_cmp(handle, handle) IS
	'-1, 0 or 1 as a sorts before, with or after b: by network, then by account, bytewise. [preview]';

CREATE FUNCTION handle_hash(handle) RETURNS int
	AS 'MODULE_PATHNAME', 'scrm_handle_hash'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_hash(handle) IS
	'Hash of a handle. [preview]';

CREATE FUNCTION handle_hash_extended(handle, seed bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'scrm_handle_hash_extended'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_hash_extended(handle, bigint) IS
	'Hash of a handle, of 64 bits and with a seed. [preview]';

CREATE OPERATOR @extschema@.< (
	LEFTARG = handle, RIGHTARG = handle, FUNCTION = handle_lt,
	COMMUTATOR = OPERATOR(@extschema@.>), NEGATOR = OPERATOR(@extschema@.>=),
	RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (handle, handle) IS 'Whether a sorts before b. [preview]';

CREATE OPERATOR @extschema@.<= (
	LEFTARG = handle, RIGHTARG = handle, FUNCTION = handle_le,
	COMMUTATOR = OPERATOR(@extschema@.>=), NEGATOR = OPERATOR(@extschema@.>),
	RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (handle, handle) IS 'Whether a sorts before b or equals it. [preview]';

CREATE OPERATOR @extschema@.= (
	LEFTARG = handle, RIGHTARG = handle, FUNCTION = handle_eq,
	COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>),
	RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (handle, handle) IS 'Whether both are one profile. [preview]';

CREATE OPERATOR @extschema@.<> (
	LEFTARG = handle, RIGHTARG = handle, FUNCTION = handle_ne,
	COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=),
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (handle, handle) IS 'Whether they are two profiles. [preview]';

CREATE OPERATOR @extschema@.>= (
	LEFTARG = handle, RIGHTARG = handle, FUNCTION = handle_ge,
	COMMUTATOR = OPERATOR(@extschema@.<=), NEGATOR = OPERATOR(@extschema@.<),
	RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (handle, handle) IS 'Whether a sorts after b or equals it. [preview]';

CREATE OPERATOR @extschema@.> (
	LEFTARG = handle, RIGHTARG = handle, FUNCTION = handle_gt,
	COMMUTATOR = OPERATOR(@extschema@.<), NEGATOR = OPERATOR(@extschema@.<=),
	RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (handle, handle) IS 'Whether a sorts after b. [preview]';

CREATE OPERATOR FAMILY @extschema@.handle_ops USING btree;
COMMENT ON OPERATOR FAMILY handle_ops USING btree IS
	'Order of handles by network, then by account. [preview]';
CREATE OPERATOR CLASS @extschema@.handle_ops DEFAULT FOR TYPE handle USING btree FAMILY handle_ops AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 handle_cmp(handle, handle);
COMMENT ON OPERATOR CLASS handle_ops USING btree IS
	'Order of handles by network, then by account, for DISTINCT, ORDER BY and unique indexes. [preview]';

CREATE OPERATOR FAMILY @extschema@.handle_hash_ops USING hash;
COMMENT ON OPERATOR FAMILY handle_hash_ops USING hash IS
	'Equality of handles. [preview]';
CREATE OPERATOR CLASS @extschema@.handle_hash_ops DEFAULT FOR TYPE handle USING hash FAMILY handle_hash_ops AS
	OPERATOR 1 =,
	FUNCTION 1 handle_hash(handle), FUNCTION 2 handle_hash_extended(handle, bigint);
COMMENT ON OPERATOR CLASS handle_hash_ops USING hash IS
	'Equality of handles, for GROUP BY and joins. [preview]';

CREATE FUNCTION handle_network(handle) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_handle_network'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_network(handle) IS
	'The network of a handle. [preview]';

CREATE FUNCTION handle_account(handle) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_handle_account'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle_account(handle) IS
	'The account of a handle, in the network''s canonical form. [preview]';

CREATE FUNCTION handles(body text) RETURNS SETOF handle
	AS 'MODULE_PATHNAME', 'scrm_handles'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	ROWS 3;
COMMENT ON FUNCTION handles(text) IS
	'The profiles that a running text names, each once, in the order of the text. [preview]';

CREATE TABLE @extschema@.network_rule (
	network text PRIMARY KEY CHECK (network OPERATOR(pg_catalog.~) '^[a-z][a-z0-9_-]{0,62}$'),
	aliases text[] NOT NULL DEFAULT '{}',
	hosts text[] NOT NULL DEFAULT '{}',
	forms text[] NOT NULL DEFAULT '{/A}',
	signs text NOT NULL DEFAULT '._-' CHECK (signs OPERATOR(pg_catalog.!~) '[[:cntrl:][:space:]/?#:@]'),
	least int NOT NULL DEFAULT 1 CHECK (least OPERATOR(pg_catalog.>=) 1),
	most int NOT NULL DEFAULT 200 CHECK (most OPERATOR(pg_catalog.<=) 1900),
	rules text[] NOT NULL DEFAULT '{lower}' CHECK (rules OPERATOR(pg_catalog.<@) '{lower,nodots,words,nohyphenend,athost,domain,digits}'),
	reserved text[] NOT NULL DEFAULT '{}',
	url text,
	CHECK (least OPERATOR(pg_catalog.<=) most)
);
COMMENT ON TABLE network_rule IS
	'Networks that users have added, for handle(network, account) and profile_url; those of scrm itself stay as they are. [preview]';
COMMENT ON COLUMN network_rule.network IS 'Name, in lower case.';
COMMENT ON COLUMN network_rule.aliases IS 'Other names, in lower case.';
COMMENT ON COLUMN network_rule.hosts IS 'Hosts of its pages; hosts below them count, too, and .* at the end is any country.';
COMMENT ON COLUMN network_rule.forms IS 'Paths of profiles, in which A is the account: /A, /@A, /user/A.';
COMMENT ON COLUMN network_rule.signs IS 'Signs of an account beside letters and digits.';
COMMENT ON COLUMN network_rule.least IS 'Bytes of an account, at least.';
COMMENT ON COLUMN network_rule.most IS 'Bytes of an account, at most.';
COMMENT ON COLUMN network_rule.rules IS 'lower, nodots (dots do not count), words (letters of any script), nohyphenend, athost (user@host), domain, digits.';
COMMENT ON COLUMN network_rule.reserved IS 'First words of paths that are no accounts.';
COMMENT ON COLUMN network_rule.url IS 'Address of the page of a profile; %s is the account, %u and %h what stands before and behind its @.';
GRANT SELECT ON @extschema@.network_rule TO PUBLIC;
-- Whoever installs a trusted extension is not the owner of what it makes.
GRANT INSERT, UPDATE, DELETE ON @extschema@.network_rule TO @extowner@;
SELECT pg_catalog.pg_extension_config_dump('network_rule', '');

CREATE FUNCTION handle(network text, account text) RETURNS handle
	AS 'MODULE_PATHNAME', 'scrm_handle_of'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION handle(text, text) IS
	'The handle of an account, with or without @ or as the address of its page, where the network is known. [preview]';

CREATE FUNCTION profile_url(handle) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_profile_url'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION profile_url(handle) IS
	'The address of the page of a handle; NULL where its network has none. [preview]';

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

CREATE FUNCTION canonical_email(address text) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_canonical_email'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION canonical_email(text) IS
	'The one form of an e-mail address: lower case, without +tag, of Gmail without dots; NULL where it is none. [preview]';

CREATE FUNCTION canonical_phone(phone text, region text) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_canonical_phone'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 100;
COMMENT ON FUNCTION canonical_phone(text, text) IS
	'A telephone number in E.164, by libphonenumber, as it is dialed in a region; NULL where it is none. [preview]';

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

CREATE TYPE @extschema@.match_model;

CREATE FUNCTION match_model_in(cstring) RETURNS match_model
	AS 'MODULE_PATHNAME', 'scrm_match_model_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION match_model_in(cstring) IS
	'Reads the JSON text form of a match_model. [preview]';

CREATE FUNCTION match_model_out(match_model) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_match_model_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION match_model_out(match_model) IS
	'Writes the JSON text form of a match_model. [preview]';

CREATE FUNCTION match_model_recv(internal) RETURNS match_model
	AS 'MODULE_PATHNAME', 'scrm_match_model_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION match_model_recv(internal) IS
	'Reads the binary form of a match_model. [preview]';

CREATE FUNCTION match_model_send(match_model) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_match_model_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION match_model_send(match_model) IS
	'Writes the binary form of a match_model. [preview]';

CREATE TYPE @extschema@.match_model (
	INPUT = match_model_in,
	OUTPUT = match_model_out,
	RECEIVE = match_model_recv,
	SEND = match_model_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE match_model IS
	'What was learned of a source without labels: fields, what their levels weigh, keys, and how sure a weight is. [preview]';

CREATE FUNCTION match_fields(model match_model)
	RETURNS TABLE (field text, kind text, level text, parent_level text, m float8, u float8, weight float8)
	AS 'MODULE_PATHNAME', 'scrm_match_fields'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	ROWS 50;
COMMENT ON FUNCTION match_fields(match_model) IS
	'What each level of a field weighs: its share among pairs of one person and among pairs of two, and their log2 ratio. [preview]';

CREATE FUNCTION match_keys(model match_model)
	RETURNS TABLE (key text, pairs_per_row float8, expected_recall float8)
	AS 'MODULE_PATHNAME', 'scrm_match_keys'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	ROWS 10;
COMMENT ON FUNCTION match_keys(match_model) IS
	'What rows must share to be compared, the pairs that each key makes, and the share of the pairs found so far. [preview]';

CREATE FUNCTION match_calibration(model match_model)
	RETURNS TABLE (weight_from float8, weight_to float8, pairs float8, decoys float8, "precision" float8)
	AS 'MODULE_PATHNAME', 'scrm_match_calibration'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	ROWS 100;
COMMENT ON FUNCTION match_calibration(match_model) IS
	'The evidence behind the probabilities: pairs and decoys by weight. [preview]';

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

CREATE FUNCTION match_train(source text, options jsonb = '{}') RETURNS match_model
	AS 'MODULE_PATHNAME', 'scrm_match_train'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000;
COMMENT ON FUNCTION match_train(text, jsonb) IS
	'Learns from the rows of a query alone which of them are one person: a model to match with. [preview]';

CREATE FUNCTION match_train_link(source_a text, source_b text, options jsonb = '{}') RETURNS match_model
	AS 'MODULE_PATHNAME', 'scrm_match_train_link'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000;
COMMENT ON FUNCTION match_train_link(text, text, jsonb) IS
	'Learns from two queries alone which rows of the one are rows of the other. [preview]';

CREATE FUNCTION match_pairs(source text, model match_model, min_probability float8 = 0.5,
	OUT id_a bigint, OUT id_b bigint, OUT weight float8, OUT probability float8) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_match_pairs'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000 ROWS 100000;
COMMENT ON FUNCTION match_pairs(text, match_model, float8) IS
	'Pairs of rows that are one person, with the weight in bits and the probability, which is 1 / (1 + 2^-weight). [preview]';

CREATE FUNCTION match_pairs(source text, model match_model, min_probability float8, id_sample anyelement,
	OUT id_a anyelement, OUT id_b anyelement, OUT weight float8, OUT probability float8) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_match_pairs'
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 100000;
COMMENT ON FUNCTION match_pairs(text, match_model, float8, anyelement) IS
	'Pairs of rows that are one person, by ids of the sample''s type. [preview]';

CREATE FUNCTION match_pairs(source_a text, source_b text, model match_model, min_probability float8 = 0.5,
	OUT id_a bigint, OUT id_b bigint, OUT weight float8, OUT probability float8) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_match_pairs_link'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000 ROWS 100000;
COMMENT ON FUNCTION match_pairs(text, text, match_model, float8) IS
	'Links between the rows of two queries that are one person. [preview]';

CREATE FUNCTION match_pairs(source_a text, source_b text, model match_model, min_probability float8, id_sample anyelement,
	OUT id_a anyelement, OUT id_b anyelement, OUT weight float8, OUT probability float8) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_match_pairs_link'
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 100000;
COMMENT ON FUNCTION match_pairs(text, text, match_model, float8, anyelement) IS
	'Links between the rows of two queries, by ids of the sample''s type. [preview]';

CREATE FUNCTION match_clusters(source text, model match_model, min_probability float8 = 0.95,
	OUT id bigint, OUT person bigint) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_match_clusters'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000 ROWS 100000;
COMMENT ON FUNCTION match_clusters(text, match_model, float8) IS
	'The person of each row of a query: the least id of its group. [preview]';

CREATE FUNCTION match_clusters(source text, model match_model, min_probability float8, id_sample anyelement,
	OUT id anyelement, OUT person anyelement) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_match_clusters'
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 100000;
COMMENT ON FUNCTION match_clusters(text, match_model, float8, anyelement) IS
	'The person of each row of a query, by ids of the sample''s type. [preview]';

-- explanations ---------------------------------------------------------------

CREATE FUNCTION match_explain(model match_model, a jsonb, b jsonb)
	RETURNS TABLE (step int, field text, value_a text, value_b text, level text, weight float8, running_weight float8,
		probability float8)
	AS 'MODULE_PATHNAME', 'scrm_match_explain'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
	COST 100 ROWS 10;
COMMENT ON FUNCTION match_explain(match_model, jsonb, jsonb) IS
	'Why two records are one person or are not: what each field weighs, from the prior to the calibrated probability. [preview]';

CREATE FUNCTION explain_cluster(source text, model match_model, ids bigint[],
	OUT id_a bigint, OUT id_b bigint, OUT weight float8, OUT probability float8, OUT bridge boolean) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_explain_cluster'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000 ROWS 100;
COMMENT ON FUNCTION explain_cluster(text, match_model, bigint[]) IS
	'The links among rows, weakest first; without a bridge their group would fall apart. [preview]';

-- aggregates -----------------------------------------------------------------

CREATE TYPE @extschema@.spellings;
COMMENT ON TYPE spellings IS
	'Different texts, how often each was seen and when last: {"Rossi"*3@2024-03-01T09:00:00Z,"Rosi"}. [preview]';

CREATE FUNCTION spellings_in(cstring) RETURNS spellings
	AS 'MODULE_PATHNAME', 'scrm_spellings_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spellings_in(cstring) IS
	'Reads the text form of spellings. [preview]';

CREATE FUNCTION spellings_out(spellings) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_spellings_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spellings_out(spellings) IS
	'Writes the text form of spellings. [preview]';

CREATE FUNCTION spellings_recv(internal) RETURNS spellings
	AS 'MODULE_PATHNAME', 'scrm_spellings_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spellings_recv(internal) IS
	'Reads the binary form of spellings, and checks it. [preview]';

CREATE FUNCTION spellings_send(spellings) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_spellings_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spellings_send(spellings) IS
	'Writes the binary form of spellings. [preview]';

CREATE TYPE @extschema@.spellings (
	INPUT = spellings_in,
	OUTPUT = spellings_out,
	RECEIVE = spellings_recv,
	SEND = spellings_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);

CREATE FUNCTION spellings_add(state spellings, value text) RETURNS spellings
	AS 'MODULE_PATHNAME', 'scrm_spellings_add'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spellings_add(spellings, text) IS
	'Counts a value, for golden_value(text). [preview]';

CREATE FUNCTION spellings_add(state spellings, value text, seen_at timestamptz) RETURNS spellings
	AS 'MODULE_PATHNAME', 'scrm_spellings_add'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spellings_add(spellings, text, timestamptz) IS
	'Counts a value, for golden_value(text, timestamptz). [preview]';

CREATE FUNCTION spellings_combine(state spellings, part spellings) RETURNS spellings
	AS 'MODULE_PATHNAME', 'scrm_spellings_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION spellings_combine(spellings, spellings) IS
	'Adds the values of a part, for golden_value. [preview]';

CREATE FUNCTION spellings_golden(state spellings) RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_spellings_golden'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION spellings_golden(spellings) IS
	'Chooses the spelling, for golden_value. [preview]';

CREATE AGGREGATE @extschema@.golden_value(value text) (
	SFUNC = spellings_add, STYPE = spellings, SSPACE = 128,
	COMBINEFUNC = spellings_combine, FINALFUNC = spellings_golden,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE golden_value(text) IS
	'The spelling that has most support, near spellings backing each other; then the longest, and the first. [stable]';

CREATE AGGREGATE @extschema@.golden_value(value text, seen_at timestamptz) (
	SFUNC = spellings_add, STYPE = spellings, SSPACE = 128,
	COMBINEFUNC = spellings_combine, FINALFUNC = spellings_golden,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE golden_value(text, timestamptz) IS
	'The spelling that has most support, near spellings backing each other; then the newest, the longest, and the first. [stable]';

CREATE TYPE @extschema@.contingency;
COMMENT ON TYPE contingency IS
	'How often each two ids were seen together: {7/1,7/2*3} for group, truth and number of rows. [preview]';

CREATE FUNCTION contingency_in(cstring) RETURNS contingency
	AS 'MODULE_PATHNAME', 'scrm_contingency_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_in(cstring) IS
	'Reads the text form of contingency. [preview]';

CREATE FUNCTION contingency_out(contingency) RETURNS cstring
	AS 'MODULE_PATHNAME', 'scrm_contingency_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_out(contingency) IS
	'Writes the text form of contingency. [preview]';

CREATE FUNCTION contingency_recv(internal) RETURNS contingency
	AS 'MODULE_PATHNAME', 'scrm_contingency_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_recv(internal) IS
	'Reads the binary form of contingency, and checks it. [preview]';

CREATE FUNCTION contingency_send(contingency) RETURNS bytea
	AS 'MODULE_PATHNAME', 'scrm_contingency_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_send(contingency) IS
	'Writes the binary form of contingency. [preview]';

CREATE TYPE @extschema@.contingency (
	INPUT = contingency_in,
	OUTPUT = contingency_out,
	RECEIVE = contingency_recv,
	SEND = contingency_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);

CREATE TYPE @extschema@.cluster_agreement AS (
	pair_precision float8,
	pair_recall float8,
	pair_f1 float8,
	b3_precision float8,
	b3_recall float8,
	b3_f1 float8
);
COMMENT ON TYPE cluster_agreement IS
	'How well groups agree with the true ones, by pairs of records and by B-cubed. [stable]';
COMMENT ON COLUMN cluster_agreement.pair_precision IS
	'Of the pairs of records in one group, the share that belongs together. [stable]';
COMMENT ON COLUMN cluster_agreement.pair_recall IS
	'Of the pairs of records that belong together, the share in one group. [stable]';
COMMENT ON COLUMN cluster_agreement.pair_f1 IS
	'Harmonic mean of both. [stable]';
COMMENT ON COLUMN cluster_agreement.b3_precision IS
	'The share of a record''s group that belongs to it, mean over records. [stable]';
COMMENT ON COLUMN cluster_agreement.b3_recall IS
	'The share of what belongs to a record that is in its group, mean over records. [stable]';
COMMENT ON COLUMN cluster_agreement.b3_f1 IS
	'Harmonic mean of both. [stable]';

CREATE FUNCTION contingency_add(state contingency, person bigint, truth bigint) RETURNS contingency
	AS 'MODULE_PATHNAME', 'scrm_contingency_add'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contingency_add(contingency, bigint, bigint) IS
	'Counts a row, for cluster_agreement_agg. [preview]';

CREATE FUNCTION contingency_combine(state contingency, part contingency) RETURNS contingency
	AS 'MODULE_PATHNAME', 'scrm_contingency_combine'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION contingency_combine(contingency, contingency) IS
	'Adds the rows of a part, for cluster_agreement_agg. [preview]';

CREATE FUNCTION contingency_agreement(state contingency) RETURNS cluster_agreement
	AS 'MODULE_PATHNAME', 'scrm_contingency_agreement'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contingency_agreement(contingency) IS
	'Judges the groups, for cluster_agreement_agg. [preview]';

CREATE AGGREGATE @extschema@.cluster_agreement_agg(person bigint, truth bigint) (
	SFUNC = contingency_add, STYPE = contingency, SSPACE = 128,
	COMBINEFUNC = contingency_combine, FINALFUNC = contingency_agreement,
	FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cluster_agreement_agg(bigint, bigint) IS
	'How well persons agree with the true ones: precision, recall and F1 of pairs, and B-cubed. [stable]';

-- matchers -------------------------------------------------------------------
--
-- A matcher's tables belong to the user: <name>_matcher, _key, _person,
-- _decision, _journal beside his relation.

CREATE FUNCTION create_matcher(name text, relation regclass, model match_model, options jsonb = '{}') RETURNS void
	AS 'MODULE_PATHNAME', 'scrm_create_matcher'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000;
COMMENT ON FUNCTION create_matcher(text, regclass, match_model, jsonb) IS
	'Makes tables beside a relation that say which of its rows are one person, and triggers that keep them current. [preview]';

CREATE FUNCTION drop_matcher(matcher text) RETURNS void
	AS 'MODULE_PATHNAME', 'scrm_drop_matcher'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION drop_matcher(text) IS
	'Drops a matcher''s triggers and tables but that of decisions, which the next matcher of that name takes up again. [preview]';

CREATE FUNCTION matcher_change() RETURNS trigger
	AS 'MODULE_PATHNAME', 'scrm_matcher_change'
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 10000;
COMMENT ON FUNCTION matcher_change() IS
	'The trigger by which a matcher follows its relation; create_matcher makes it. [preview]';

CREATE FUNCTION catch(matcher text, record jsonb,
	OUT id bigint, OUT probability float8, OUT verdict text) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_catch'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 10000 ROWS 1;
COMMENT ON FUNCTION catch(text, jsonb) IS
	'Who a record is: the nearest row of the person, of at most five where it is ambiguous, NULL where it is new. [preview]';

CREATE FUNCTION matcher_persons(matcher text, OUT id bigint, OUT person bigint) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_matcher_persons'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 100000 ROWS 100000;
COMMENT ON FUNCTION matcher_persons(text) IS
	'The person of each row, as it is now. [preview]';

CREATE FUNCTION matcher_review(matcher text, n int = 20,
	OUT id bigint, OUT candidate bigint, OUT probability float8, OUT gain float8) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_matcher_review'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000 ROWS 20;
COMMENT ON FUNCTION matcher_review(text, int) IS
	'Pairs of rows that a human should look at: those first whose answer is expected to change most pairs. [preview]';

CREATE FUNCTION match_decide(matcher text, id_a bigint, id_b bigint, same boolean) RETURNS void
	AS 'MODULE_PATHNAME', 'scrm_match_decide'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 10000;
COMMENT ON FUNCTION match_decide(text, bigint, bigint, boolean) IS
	'Says that two rows are one person, or are not, from now on. [preview]';

CREATE FUNCTION matcher_settle(matcher text) RETURNS bigint
	AS 'MODULE_PATHNAME', 'scrm_matcher_settle'
	LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE COST 1000000;
COMMENT ON FUNCTION matcher_settle(text) IS
	'Groups all rows of a matcher again if some wait for it or their number has changed; returns how many it looked at, 0 if none. [preview]';
