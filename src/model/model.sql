
-- model: a customer base out of any documents

CREATE FUNCTION activities(document jsonb, mapping jsonb = NULL,
	OUT ordinal int, OUT kind text, OUT external_id text, OUT ts timestamptz, OUT changed timestamptz,
	OUT verb text, OUT network text, OUT actor text, OUT actor_name text, OUT actor_kind text,
	OUT target text, OUT mentions text[], OUT in_reply_to text, OUT thread text, OUT title text,
	OUT body text, OUT language text, OUT visibility text, OUT amount numeric, OUT extra jsonb)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'scrm_activities'
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000 ROWS 10;
COMMENT ON FUNCTION activities(jsonb, jsonb) IS
	'What a document tells, as facts: who did what to whom and when, by a mapping of columns to JSON paths. [stable]';

-- The social CRM base
--
-- A base is a schema of the caller's, made by create_base from the rows of
-- base_template.  What works on a base runs as the caller, with search_path =
-- base, scrm, pg_temp for as long as the call takes.

CREATE TABLE @extschema@.base_template (
	step int PRIMARY KEY,
	object text NOT NULL UNIQUE,
	statement text NOT NULL
);
COMMENT ON TABLE base_template IS
	'The statements that make a base, in order, with unqualified names. [preview]';
COMMENT ON COLUMN base_template.step IS 'Place in the order. [preview]';
COMMENT ON COLUMN base_template.object IS 'Kind and name of what the step makes. [preview]';
COMMENT ON COLUMN base_template.statement IS 'What makes it, with its comments. [preview]';
GRANT SELECT ON @extschema@.base_template TO PUBLIC;

-- ------------------------------------------------------------ names of bases

CREATE FUNCTION base_schema(base text) RETURNS oid
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF coalesce(base, '') = '' THEN
		RAISE invalid_name USING MESSAGE = 'name of the base is empty',
			HINT = 'A base is a schema: name it, as in CALL scrm.create_base(''crm'').';
	ELSIF octet_length(base) > 63 THEN
		RAISE name_too_long USING MESSAGE = format('name of the base is too long: "%s"', base),
			DETAIL = format('It has %s bytes; a schema''s name may have 63.', octet_length(base)),
			HINT = 'Choose a shorter name.';
	ELSIF base ~ '^pg_' OR base IN ('scrm', 'information_schema', '$user') THEN
		-- In a search_path, $user is whatever schema has the user's name.
		RAISE reserved_name USING MESSAGE = format('name of the base is reserved: "%s"', base),
			DETAIL = 'Names that begin with pg_, scrm, information_schema and $user are taken.',
			HINT = 'Choose another name.';
	END IF;
	RETURN (SELECT n.oid FROM pg_namespace n WHERE n.nspname = base);
END $$;
COMMENT ON FUNCTION base_schema(text) IS
	'Oid of the schema of that name, NULL where there is none; an error where no base may have the name; runs inside create_base and base_path. [preview]';

CREATE FUNCTION base_path(base text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	nsp oid := scrm.base_schema(base);
BEGIN
	IF nsp IS NULL OR NOT EXISTS (
			SELECT FROM pg_class c WHERE c.relnamespace = nsp AND c.relname = 'setting' AND c.relkind IN ('r', 'p')) THEN
		RAISE invalid_schema_name USING MESSAGE = format('there is no base "%s"', base),
			HINT = format('Make it: CALL scrm.create_base(%L).', base);
	ELSIF NOT has_schema_privilege(nsp, 'USAGE') THEN
		RAISE insufficient_privilege USING MESSAGE = format('permission denied for base "%s"', base),
			HINT = 'Its owner grants rights on it.';
	END IF;
	RETURN format('%I, scrm, pg_temp', base);
END $$;
COMMENT ON FUNCTION base_path(text) IS
	'The search_path that work on a base runs with; an error where there is no such base; runs inside ingest_batch and refresh_batch. [preview]';

-- ------------------------------------------------------------------- pending

-- A new fact puts its profile into the queue of refresh.  The triggers are on
-- statements and take COPY and plain INSERT too.

CREATE FUNCTION note_pending() RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	EXECUTE format('INSERT INTO %I.pending (profile_id) SELECT DISTINCT profile_id FROM %s WHERE profile_id IS NOT NULL',
		TG_TABLE_SCHEMA,
		CASE TG_OP
			WHEN 'INSERT' THEN 'new_rows'
			WHEN 'DELETE' THEN 'old_rows'
			ELSE '(SELECT profile_id FROM old_rows UNION ALL SELECT profile_id FROM new_rows) r'
		END);
	RETURN NULL;
END $$;
COMMENT ON FUNCTION note_pending() IS
	'Trigger of a base''s tables of facts: puts the profiles of the rows into table pending. [preview]';

CREATE FUNCTION note_pending_profile() RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	EXECUTE format('INSERT INTO %I.pending (profile_id, customer_id) ', TG_TABLE_SCHEMA) ||
		CASE TG_OP
			WHEN 'INSERT' THEN 'SELECT profile_id, NULL FROM new_rows WHERE customer_id IS NOT NULL'
			WHEN 'DELETE' THEN 'SELECT profile_id, customer_id FROM old_rows WHERE customer_id IS NOT NULL'
			ELSE 'SELECT profile_id, CASE WHEN o.customer_id IS DISTINCT FROM n.customer_id THEN o.customer_id END
				FROM old_rows o JOIN new_rows n USING (profile_id)
				WHERE (o.customer_id, o.network) IS DISTINCT FROM (n.customer_id, n.network)'
		END;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION note_pending_profile() IS
	'Trigger of a base''s table profile: puts profiles that came to or left a customer into table pending. [preview]';

CREATE FUNCTION note_all() RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
BEGIN
	INSERT INTO pending (profile_id) SELECT p.profile_id FROM profile p;
	INSERT INTO pending (profile_id, customer_id)
	SELECT 0, f.customer_id FROM figure f WHERE NOT EXISTS (SELECT FROM profile p WHERE p.customer_id = f.customer_id);
	UPDATE figure SET state_revision = NULL, value_revision = NULL;
END $$;
COMMENT ON FUNCTION note_all() IS
	'Puts all profiles into table pending, and marks all figures as old: facts may have changed unnoticed; runs inside create_base and note_truncated. [preview]';

CREATE FUNCTION note_truncated() RETURNS trigger
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM set_config('search_path', format('%I, scrm, pg_temp', TG_TABLE_SCHEMA), true);
	PERFORM scrm.note_all();
	RETURN NULL;
END $$;
COMMENT ON FUNCTION note_truncated() IS
	'Trigger of a base''s tables of facts and of profiles: after TRUNCATE all customers are to be made again. [preview]';

-- --------------------------------------------------------------- create_base

CREATE PROCEDURE create_base(base text, options jsonb = '{}')
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	nsp oid := scrm.base_schema(base);
	known CONSTANT text[] := '{currency,language,region}';
	made jsonb;				-- object -> md5 of its statement, of earlier runs
	fresh text[] := '{}';	-- tables of this run
	changed int := 0;
	existed boolean;		-- before this run
	renew boolean := false;	-- whether the views are to be made again
	again boolean := false;	-- whether all customers are
	step record;
	kind text;
	name text;
	owner oid;
BEGIN
	PERFORM scrm.check_base_options(options, known);
	IF nsp IS NULL THEN
		EXECUTE format('CREATE SCHEMA %I', base);
		nsp := scrm.base_schema(base);
		EXECUTE format('COMMENT ON SCHEMA %I IS %L', base, 'A social CRM base, made by scrm.create_base.');
		changed := 1;
	ELSIF NOT pg_has_role((SELECT n.nspowner FROM pg_namespace n WHERE n.oid = nsp), 'USAGE') THEN
		RAISE insufficient_privilege USING MESSAGE = format('schema "%s" belongs to someone else', base),
			HINT = 'Choose another name, or let its owner make the base.';
	END IF;
	PERFORM pg_advisory_xact_lock(hashtext('scrm.create_base'), nsp::bigint::bit(32)::int);
	PERFORM set_config('search_path', format('%I, scrm, pg_temp', base), true);
	made := scrm.base_objects(base);
	existed := made <> '{}';

	FOR step IN SELECT t.object, t.statement, md5(t.statement) AS digest FROM scrm.base_template t ORDER BY t.step LOOP
		kind := split_part(step.object, ' ', 1);
		name := split_part(step.object, ' ', 2);
		IF kind = 'seed' THEN
			CONTINUE WHEN name <> ALL (fresh);
		ELSIF kind IN ('table', 'index', 'view') THEN
			SELECT c.relowner INTO owner FROM pg_class c WHERE c.relnamespace = nsp AND c.relname = name;
			IF NOT FOUND THEN
				renew := renew OR kind = 'view';
			ELSIF NOT made ? step.object THEN
				RAISE duplicate_table USING MESSAGE = format('"%s.%s" exists, and create_base has not made it', base, name),
					HINT = 'Rename it, or choose another schema.';
			ELSIF NOT pg_has_role(owner, 'USAGE') THEN
				RAISE insufficient_privilege USING MESSAGE = format('"%s.%s" belongs to someone else', base, name),
					HINT = 'Let its owner complete the base.';
			ELSE
				renew := renew OR kind = 'view' AND made ->> step.object <> step.digest;
				CONTINUE;
			END IF;
			-- Views come last, all together.
			CONTINUE WHEN kind = 'view';
			IF kind = 'table' THEN
				fresh := fresh || name;
			END IF;
		ELSIF kind = 'column' THEN
			CONTINUE WHEN EXISTS (
				SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
				WHERE c.relnamespace = nsp AND c.relname = split_part(name, '.', 1)
					AND a.attname = split_part(name, '.', 2) AND NOT a.attisdropped);
		ELSE
			CONTINUE WHEN EXISTS (
				SELECT FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
				WHERE c.relnamespace = nsp AND c.relname = split_part(name, '.', 2)
					AND t.tgname = split_part(name, '.', 1));
		END IF;
		EXECUTE step.statement;
		made := made || jsonb_build_object(step.object, step.digest);
		changed := changed + 1;
		again := again OR existed AND kind IN ('table', 'column', 'trigger');
	END LOOP;
	IF again THEN
		PERFORM scrm.note_all();
	END IF;

	IF renew THEN
		FOR step IN
			SELECT c.relname FROM scrm.base_template t
				JOIN pg_class c ON c.relname = substr(t.object, 6) AND c.relnamespace = nsp
			WHERE t.object LIKE 'view %' ORDER BY t.step DESC
		LOOP
			EXECUTE format('DROP VIEW %I.%I', base, step.relname);
		END LOOP;
		FOR step IN
			SELECT t.object, t.statement, md5(t.statement) AS digest FROM scrm.base_template t
			WHERE t.object LIKE 'view %' ORDER BY t.step
		LOOP
			EXECUTE step.statement;
			made := made || jsonb_build_object(step.object, step.digest);
			changed := changed + 1;
		END LOOP;
	END IF;

	IF changed > 0 THEN
		EXECUTE 'INSERT INTO setting VALUES (''base'', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
			USING jsonb_build_object('objects', made);
	END IF;
	PERFORM scrm.set_base_options(base, options);
	RAISE NOTICE '%: % objects changed', base, changed;
END $$;
COMMENT ON PROCEDURE create_base(text, jsonb) IS
	'Makes or completes a base: the tables and views of a social CRM, in a schema of the caller''s. [preview]';

CREATE FUNCTION base_objects(base text) RETURNS jsonb
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	objects jsonb;
BEGIN
	IF to_regclass(format('%I.setting', base)) IS NOT NULL THEN
		EXECUTE format('SELECT s.value -> ''objects'' FROM %I.setting s WHERE s.name = ''base''', base) INTO objects;
	END IF;
	RETURN coalesce(objects, '{}');
EXCEPTION
	-- A table of that name that has nothing to do with us.
	WHEN undefined_column OR undefined_function OR wrong_object_type OR datatype_mismatch THEN
		RETURN '{}';
END $$;
COMMENT ON FUNCTION base_objects(text) IS
	'What create_base has made in a base: objects, each with a digest of its statement; runs inside create_base. [preview]';

CREATE FUNCTION check_base_options(options jsonb, known text[]) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	option record;
	must text;
BEGIN
	IF options IS NULL OR jsonb_typeof(options) <> 'object' THEN
		RAISE invalid_parameter_value USING MESSAGE = format('options are not a JSON object: %s', coalesce(options::text, 'NULL')),
			HINT = 'Write options as ''{"name": value}''.';
	END IF;
	FOR option IN SELECT o.key, o.value, o.value #>> '{}' AS word FROM jsonb_each(options) o LOOP
		IF option.key <> ALL (known) THEN
			RAISE invalid_parameter_value USING MESSAGE = format('unknown option: "%s"', option.key),
				HINT = format('Known are: %s.', array_to_string(known, ', '));
		END IF;
		must := CASE
			WHEN option.value = 'null' THEN NULL
			WHEN jsonb_typeof(option.value) <> 'string' THEN 'a text'
			WHEN option.key = 'currency' AND option.word !~ '^[A-Z]{3}$' THEN 'a code of ISO 4217, such as EUR'
			WHEN option.key = 'region' AND option.word !~ '^[A-Z]{2}$' THEN 'a code of ISO 3166, such as IT'
			WHEN option.key = 'language' AND NOT EXISTS (
				SELECT FROM pg_ts_config c WHERE c.cfgname = option.word) THEN 'a text search configuration, such as english'
		END;
		IF must IS NOT NULL THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('option "%s" is no valid value: %s', option.key, option.value),
				HINT = format('It must be %s.', must);
		END IF;
	END LOOP;
END $$;
COMMENT ON FUNCTION check_base_options(jsonb, text[]) IS
	'An error where options of create_base are unknown or have no valid value; runs inside create_base. [preview]';

CREATE FUNCTION set_base_options(base text, options jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	option record;
	present jsonb;
BEGIN
	FOR option IN SELECT o.key, o.value FROM jsonb_each(options) o WHERE o.value <> 'null' LOOP
		EXECUTE format('SELECT s.value FROM %I.setting s WHERE s.name = $1', base) INTO present USING option.key;
		IF present IS NULL THEN
			EXECUTE format('INSERT INTO %I.setting VALUES ($1, $2)', base) USING option.key, option.value;
		ELSIF present <> option.value THEN
			RAISE invalid_parameter_value USING
				MESSAGE = format('base "%s" has another %s already: %s', base, option.key, present),
				HINT = format('Change it by UPDATE %I.setting SET value = %L WHERE name = %L.', base, option.value, option.key);
		END IF;
	END LOOP;
END $$;
COMMENT ON FUNCTION set_base_options(text, jsonb) IS
	'Keeps the options of create_base as settings, and refuses to change one that is there; runs inside create_base. [preview]';

-- -------------------------------------------------------------------- ingest

-- One batch of documents, all the way to facts.  Where it fails, the documents
-- that cannot even be read are told apart first; whatever else is bad is found
-- by halving the rest.  Bad documents are kept as failed; what is no fault of a
-- document (no right, no room, a deadlock) is an error for the caller.
--
-- Loaders of one base go side by side, since all lock rows in the same order:
-- documents, profiles, conversations, purchases, each by key.  What takes more
-- than one round, after a failure or with several versions of a document, would
-- break that order, and runs alone.

CREATE FUNCTION ingest_batch(base text, source text, documents jsonb[], mapping jsonb,
	OUT facts bigint, OUT unknown bigint, OUT failed bigint)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = auto
SET jit = off AS $$
DECLARE
	n int := coalesce(array_length(documents, 1), 0);
	done record;
	readable jsonb[];
	unreadable jsonb[];
	reasons text[];
	state text;
	message text;
	detail text;
BEGIN
	PERFORM set_config('search_path', scrm.base_path(base), true);
	facts := 0;
	unknown := 0;
	failed := 0;
	IF n = 0 THEN
		RETURN;
	END IF;
	BEGIN
		SELECT * INTO done FROM scrm.ingest_documents(source, documents, mapping);
		facts := done.facts;
		unknown := done.unknown;
		RETURN;
	EXCEPTION WHEN data_exception OR integrity_constraint_violation OR cardinality_violation OR program_limit_exceeded THEN
		GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	END;
	IF n = 1 THEN
		PERFORM scrm.keep_failed(source, documents[1], mapping, concat_ws(': ', state, message, nullif(detail, '')));
		failed := 1;
		RETURN;
	END IF;

	PERFORM scrm.lock_ingest(alone => true);
	SELECT array_agg(d.body ORDER BY d.n) FILTER (WHERE d.reason IS NULL),
		array_agg(d.body ORDER BY d.key) FILTER (WHERE d.reason IS NOT NULL),
		array_agg(d.reason ORDER BY d.key) FILTER (WHERE d.reason IS NOT NULL)
	INTO readable, unreadable, reasons
	FROM (
		SELECT i.body, i.n, scrm.document_key(i.body, mapping) AS key, scrm.why_unreadable(i.body, mapping) AS reason
		FROM unnest(documents) WITH ORDINALITY AS i(body, n)) d;
	PERFORM scrm.keep_failed(source, d.body, mapping, d.reason) FROM unnest(unreadable, reasons) AS d(body, reason);
	failed := coalesce(cardinality(unreadable), 0);
	FOR done IN
		SELECT b.* FROM (
			SELECT readable AS documents WHERE failed > 0
			UNION ALL
			SELECT h.documents FROM (VALUES (documents[:n / 2]), (documents[n / 2 + 1:])) AS h(documents) WHERE failed = 0) part,
			scrm.ingest_batch(base, source, part.documents, mapping) b
	LOOP
		facts := facts + done.facts;
		unknown := unknown + done.unknown;
		failed := failed + done.failed;
	END LOOP;
END $$;
COMMENT ON FUNCTION ingest_batch(text, text, jsonb[], jsonb) IS
	'Ingests some documents in one transaction: facts new or changed, documents unknown and failed; runs inside ingest and ingest_query. [preview]';

CREATE FUNCTION lock_ingest(alone boolean) RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
BEGIN
	IF alone THEN
		PERFORM pg_advisory_xact_lock(hashtext('scrm.ingest'), hashtext(current_schema()));
	ELSE
		PERFORM pg_advisory_xact_lock_shared(hashtext('scrm.ingest'), hashtext(current_schema()));
	END IF;
END $$;
COMMENT ON FUNCTION lock_ingest(boolean) IS
	'Lets a batch of documents run beside others of the same base, or alone; runs inside ingest_batch. [preview]';

CREATE FUNCTION why_unreadable(document jsonb, mapping jsonb) RETURNS text
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	detail text;
BEGIN
	PERFORM FROM scrm.activities(document, mapping);
	RETURN NULL;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(': ', SQLSTATE, SQLERRM, nullif(detail, ''));
END $$;
COMMENT ON FUNCTION why_unreadable(jsonb, jsonb) IS
	'Why a mapping cannot read a document, with the SQLSTATE; NULL where it can; runs inside ingest_batch. [preview]';

-- An id of more than 1,000 bytes may be too long for an index: its own SHA-256
-- stands for it, so that no document is ever turned away.
CREATE FUNCTION document_key(document jsonb, mapping jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
	SELECT CASE WHEN octet_length(k.own) BETWEEN 1 AND 1000 THEN k.own
		ELSE encode(sha256(convert_to(coalesce(nullif(k.own, ''), document::text), 'UTF8')), 'hex') END
	FROM (
		SELECT btrim(jsonb_path_query_first(document, (mapping ->> 'document')::jsonpath,
			CASE WHEN strpos(mapping ->> 'document', '$doc') > 0 THEN jsonb_build_object('doc', document) ELSE '{}' END,
			true) #>> '{}', E' \t\r\n\f\x0b') AS own) k);
COMMENT ON FUNCTION document_key(jsonb, jsonb) IS
	'The id of a document: what the mapping''s path "document" finds, else the SHA-256 of its text; runs inside ingest_batch. [preview]';

CREATE FUNCTION keep_failed(source text, document jsonb, mapping jsonb, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
#variable_conflict use_column
BEGIN
	INSERT INTO document AS d (source, external_id, shape, status, reason, body)
	VALUES (keep_failed.source, scrm.document_key(keep_failed.document, mapping), 'plain', 'failed',
		keep_failed.reason, keep_failed.document)
	ON CONFLICT (source, external_id) DO UPDATE
	SET status = 'failed', reason = excluded.reason, body = excluded.body,
		revision = d.revision + (d.body IS DISTINCT FROM excluded.body)::int
	WHERE d.status <> 'erased' AND (d.status, d.reason, d.body) IS DISTINCT FROM ('failed', excluded.reason, excluded.body);
END $$;
COMMENT ON FUNCTION keep_failed(text, jsonb, jsonb, text) IS
	'Keeps a document that could not be read, with the reason; runs inside ingest_batch. [preview]';

-- Versions of one document are read in turns, one after the other; what only
-- repeats the version before it is skipped.

CREATE FUNCTION ingest_documents(source text, documents jsonb[], mapping jsonb, OUT facts bigint, OUT unknown bigint)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
#variable_conflict use_column
DECLARE
	turn record;
	done record;
BEGIN
	facts := 0;
	unknown := 0;
	FOR turn IN
		SELECT v.version, count(*) OVER () AS turns,
			array_agg(v.key ORDER BY v.n) AS keys, array_agg(v.body ORDER BY v.n) AS bodies
		FROM (
			SELECT c.n, c.key, c.body, row_number() OVER (PARTITION BY c.key ORDER BY c.n) AS version
			FROM (
				SELECT i.n, i.key, i.body, lag(i.body) OVER (PARTITION BY i.key ORDER BY i.n) IS DISTINCT FROM i.body AS differs
				FROM (
					SELECT d.n, d.body, scrm.document_key(d.body, mapping) AS key
					FROM unnest(documents) WITH ORDINALITY AS d(body, n)
					WHERE d.body IS NOT NULL) i) c
			WHERE c.differs) v
		GROUP BY v.version ORDER BY v.version
	LOOP
		IF turn.version = 1 THEN
			PERFORM scrm.lock_ingest(alone => turn.turns > 1);
		END IF;
		SELECT * INTO done FROM scrm.ingest_turn(source, turn.keys, turn.bodies, mapping);
		facts := facts + done.facts;
		unknown := unknown + done.unknown;
	END LOOP;
END $$;
COMMENT ON FUNCTION ingest_documents(text, jsonb[], jsonb) IS
	'The work of ingest_batch, documents to facts; runs inside ingest_batch. [preview]';

-- Documents to facts in three statements: the documents that are new or have
-- changed; all their facts; the customers among their authors.

CREATE FUNCTION ingest_turn(source text, keys text[], bodies jsonb[], mapping jsonb, OUT facts bigint, OUT unknown bigint)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
#variable_conflict use_column
DECLARE
	ids bigint[];			-- documents to read, in order, with what is known of each
	read_keys text[];
	read_bodies jsonb[];
	fresh boolean[];		-- never seen before: no fact can be there
	received timestamptz[];
	told bigint[];			-- documents that hold a fact
	speakers bigint[];		-- profiles that spoke to us or bought
BEGIN
	-- A plan for ten documents is no plan for ten thousand.
	PERFORM set_config('plan_cache_mode',
		CASE WHEN cardinality(keys) > 50 THEN 'force_custom_plan' ELSE 'auto' END, true);

	WITH known AS MATERIALIZED (
		SELECT t.n, t.key, t.body, d.document_id, d.received, d.status, d.same IS TRUE AS seen
		FROM unnest(keys, bodies) WITH ORDINALITY AS t(key, body, n) LEFT JOIN LATERAL (
			SELECT d.document_id, d.received, d.status, d.body = t.body AS same FROM document d
			WHERE d.source = ingest_turn.source AND d.external_id = t.key OFFSET 0) d ON true
	), written AS (
		INSERT INTO document AS d (source, external_id, shape, changed, status, body)
		SELECT ingest_turn.source, k.key, CASE WHEN mapping IS NULL THEN 'unknown' ELSE 'plain' END,
			CASE WHEN mapping ? 'changed' THEN (SELECT max(a.changed) FROM scrm.activities(k.body, mapping) a) END,
			'mapped', k.body
		FROM known k
		WHERE NOT k.seen
		ORDER BY k.key
		ON CONFLICT (source, external_id) DO UPDATE
		SET shape = excluded.shape, changed = excluded.changed, status = 'mapped', reason = NULL,
			revision = d.revision + 1, body = excluded.body
		WHERE d.status <> 'erased' AND d.body IS DISTINCT FROM excluded.body
			AND (d.changed <= excluded.changed) IS NOT FALSE
		RETURNING d.document_id, d.external_id, d.revision, d.received
	), reading AS (
		SELECT k.n, w.document_id, k.key, k.body, w.revision = 1 AS fresh, w.received
		FROM written w JOIN known k ON k.key = w.external_id
		UNION ALL
		-- Seen, but not understood then: perhaps now.
		SELECT k.n, k.document_id, k.key, k.body, false, k.received
		FROM known k
		WHERE k.seen AND k.status IN ('unknown', 'failed')
	)
	SELECT array_agg(r.document_id ORDER BY r.n), array_agg(r.key ORDER BY r.n), array_agg(r.body ORDER BY r.n),
		array_agg(r.fresh ORDER BY r.n), array_agg(r.received ORDER BY r.n)
	INTO ids, read_keys, read_bodies, fresh, received
	FROM reading r;

	facts := 0;
	unknown := 0;
	IF ids IS NULL THEN
		RETURN;
	END IF;
	SELECT * INTO facts, told, speakers
	FROM scrm.ingest_facts(source, mapping, ids, read_keys, read_bodies, fresh, received);

	UPDATE document d
	SET status = s.status, reason = NULL
	FROM (
		SELECT i.document_id, CASE WHEN t.document_id IS NULL THEN 'unknown' ELSE 'mapped' END AS status
		FROM unnest(ids) AS i(document_id) LEFT JOIN unnest(told) AS t(document_id) USING (document_id)
	) s
	WHERE d.document_id = s.document_id AND (d.status, d.reason) IS DISTINCT FROM (s.status, NULL);

	unknown := cardinality(ids) - coalesce(cardinality(told), 0);
	PERFORM scrm.adopt_strangers(speakers);
END $$;
COMMENT ON FUNCTION ingest_turn(text, text[], jsonb[], jsonb) IS
	'Documents of different keys to facts: documents, facts, customers; runs inside ingest_batch. [preview]';

-- The rules, step by step:
--
-- * actor, target and mentions are looked up in company_profile;
-- * direction: one of ours to one of ours is internal; one of ours is out; to
--   one of ours is in, and direct; in a thread in which one of ours speaks,
--   what names nobody is said to us; all the rest is peer;
-- * profile: who spoke; for what we said, whom we said it to, else who of the
--   others spoke first in the thread;
-- * verb, where the mapping gives none: internal is a note; to us an ask (a
--   bot's is a mention); ours a reply from the thread's first ask on, before
--   it reach (a bot's always auto_reply); between others the first speaker's
--   are asks where they name someone, else posts, and the others' answers.

CREATE FUNCTION ingest_facts(source text, mapping jsonb, ids bigint[], keys text[], bodies jsonb[], fresh boolean[],
	received timestamptz[], OUT facts bigint, OUT told bigint[], OUT speakers bigint[])
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
#variable_conflict use_column
DECLARE
	ask_verbs text[] := ARRAY(SELECT v.verb FROM verb v WHERE v.asks);
	again bigint[];			-- documents whose facts may be there
BEGIN
	again := ARRAY(SELECT d.id FROM unnest(ids, fresh) AS d(id, fresh) WHERE NOT d.fresh);

	WITH ours AS MATERIALIZED (
		SELECT c.network, c.account, min(c.company_profile_id) AS id FROM company_profile c GROUP BY 1, 2
	), fact AS MATERIALIZED (
		SELECT d.n, d.document_id, d.fresh, a.ordinal, a.kind = 'interaction' AS is_said, a.kind = 'purchase' AS is_bought,
			coalesce(a.external_id, d.key || '#' || a.ordinal) AS external_id,
			coalesce(a.ts, d.received) AS ts, a.changed, a.verb,
			coalesce(a.network, ingest_facts.source) AS network, a.actor, a.actor_name,
			CASE WHEN a.actor_kind IN ('organization', 'bot') THEN a.actor_kind ELSE 'person' END AS actor_kind,
			a.target, a.target IS NOT NULL OR coalesce(a.mentions, '{}') <> '{}' AS names, a.in_reply_to,
			coalesce(a.thread, a.in_reply_to, a.external_id, d.key || '#' || a.ordinal) AS root,
			a.title, a.body, a.language, a.visibility, a.amount, a.extra,
			speaker.id AS speaker,
			coalesce(addressed.id, CASE WHEN a.mentions <> '{}' THEN (
				SELECT min(o.id) FROM ours o
				WHERE o.network = coalesce(a.network, ingest_facts.source) AND o.account = ANY (a.mentions)) END) AS addressed
		FROM unnest(ids, keys, bodies, fresh, received) WITH ORDINALITY AS d(document_id, key, body, fresh, received, n)
			CROSS JOIN LATERAL scrm.activities(d.body, mapping) a
			LEFT JOIN ours speaker ON speaker.network = coalesce(a.network, ingest_facts.source) AND speaker.account = a.actor
			LEFT JOIN ours addressed ON addressed.network = coalesce(a.network, ingest_facts.source) AND addressed.account = a.target
		WHERE a.kind IN ('interaction', 'purchase') OR a.kind = 'profile' AND a.actor IS NOT NULL
	), account AS (
		SELECT f.network, f.actor AS account, f.actor_name AS display_name, f.actor_kind AS kind, f.ts
		FROM fact f WHERE f.speaker IS NULL AND f.actor IS NOT NULL
		UNION ALL
		SELECT f.network, f.target, NULL, NULL, NULL
		FROM fact f WHERE f.speaker IS NOT NULL AND f.addressed IS NULL AND f.target IS NOT NULL
	), person AS (
		INSERT INTO profile AS p (network, account, display_name, kind, first_seen, last_seen)
		SELECT a.network, a.account, max(a.display_name), coalesce(max(a.kind), 'person'), min(a.ts), max(a.ts)
		FROM account a GROUP BY 1, 2 ORDER BY 1, 2
		ON CONFLICT (network, account) DO UPDATE
		SET display_name = coalesce(excluded.display_name, p.display_name),
			first_seen = least(p.first_seen, excluded.first_seen), last_seen = greatest(p.last_seen, excluded.last_seen)
		RETURNING p.profile_id, p.network, p.account
	), opened_channel AS (
		INSERT INTO channel AS c (name, network, family)
		SELECT DISTINCT f.network, f.network, 'social' FROM fact f
		WHERE NOT EXISTS (SELECT FROM channel c WHERE c.network = f.network) ORDER BY 1
		ON CONFLICT (name) DO UPDATE SET name = excluded.name
		RETURNING c.channel_id, c.name AS network
	), place AS MATERIALIZED (
		SELECT c.network, min(c.channel_id) AS channel_id FROM channel c GROUP BY 1
		UNION ALL
		SELECT c.network, c.channel_id FROM opened_channel c
	), thread AS MATERIALIZED (
		SELECT f.root, min(f.network) AS network, min(f.ts) AS opened, min(coalesce(f.speaker, f.addressed)) AS company,
			max(f.ts) FILTER (WHERE f.speaker IS NULL) AS last_in, max(f.ts) FILTER (WHERE f.speaker IS NOT NULL) AS last_out,
			min(f.ts) FILTER (WHERE f.speaker IS NULL AND f.addressed IS NOT NULL
				AND coalesce(f.verb, 'ask') = ANY (ask_verbs)) AS ask_to_us,
			min(f.ts) FILTER (WHERE f.speaker IS NULL AND NOT f.names
				AND coalesce(f.verb, 'ask') = ANY (ask_verbs)) AS ask_to_nobody
		FROM fact f WHERE f.is_said GROUP BY 1
	), opener AS (
		SELECT DISTINCT ON (f.root) f.root, f.network, coalesce(CASE WHEN f.speaker IS NULL THEN f.actor END, f.target) AS account
		FROM fact f
		WHERE f.is_said AND (f.speaker IS NULL AND f.actor IS NOT NULL
			OR f.speaker IS NOT NULL AND f.addressed IS NULL AND f.target IS NOT NULL)
		ORDER BY f.root, f.speaker IS NOT NULL, f.ts, f.ordinal
	), before AS MATERIALIZED (
		SELECT c.root, c.profile_id, c.last_out IS NOT NULL AS with_us, (
				SELECT min(i.ts) FROM interaction i
				WHERE i.conversation_id = c.conversation_id AND i.direct AND i.verb = ANY (ask_verbs)) AS first_ask
		FROM thread t JOIN conversation c ON c.source = ingest_facts.source AND c.root = t.root
	), talk AS (
		INSERT INTO conversation AS c (source, root, channel_id, profile_id, pillar, opened, last_in, last_out)
		SELECT ingest_facts.source, t.root, l.channel_id, p.profile_id, u.pillar, t.opened, t.last_in, t.last_out
		FROM thread t
			LEFT JOIN opener o ON o.root = t.root
			LEFT JOIN person p ON p.network = o.network AND p.account = o.account
			LEFT JOIN place l ON l.network = t.network
			LEFT JOIN company_profile u ON u.company_profile_id = t.company
		ORDER BY t.root
		ON CONFLICT (source, root) DO UPDATE
		SET profile_id = coalesce(c.profile_id, excluded.profile_id), pillar = coalesce(c.pillar, excluded.pillar),
			opened = least(c.opened, excluded.opened), last_in = greatest(c.last_in, excluded.last_in),
			last_out = greatest(c.last_out, excluded.last_out)
		RETURNING c.conversation_id, c.root, c.profile_id
	), held AS MATERIALIZED (
		SELECT t.root, k.conversation_id, k.profile_id, t.company,
			t.last_out IS NOT NULL OR coalesce(b.with_us, false) AS with_us,
			least(t.ask_to_us, b.first_ask,
				CASE WHEN t.last_out IS NOT NULL OR b.with_us THEN t.ask_to_nobody END) AS first_ask
		FROM thread t JOIN talk k ON k.root = t.root LEFT JOIN before b ON b.root = t.root
	), said AS NOT MATERIALIZED (
		SELECT f.ts, f.document_id, f.ordinal, l.channel_id, CASE WHEN d.direction = 'internal' THEN NULL
				WHEN f.speaker IS NULL THEN p.profile_id ELSE coalesce(p.profile_id, s.profile_id) END AS profile_id,
			coalesce(f.speaker, f.addressed, CASE WHEN d.direction = 'in' THEN s.company END) AS company_profile_id,
			CASE WHEN f.speaker IS NOT NULL THEN CASE WHEN f.actor_kind = 'bot' THEN 'bot:' ELSE '' END || f.actor END AS agent,
			d.direction, d.direction = 'in' AS direct, s.conversation_id, f.external_id, f.in_reply_to, f.title, f.body,
			f.language, f.visibility, f.extra AS metrics, f.changed AS edited_at, f.fresh,
			coalesce(f.verb, CASE d.direction
				WHEN 'internal' THEN 'note'
				WHEN 'in' THEN CASE WHEN f.actor_kind = 'bot' THEN 'mention' ELSE 'ask' END
				WHEN 'out' THEN CASE WHEN f.actor_kind = 'bot' THEN 'auto_reply'
					WHEN f.ts >= s.first_ask THEN 'reply' ELSE 'reach' END
				ELSE CASE WHEN p.profile_id IS DISTINCT FROM s.profile_id THEN 'answer'
					WHEN f.names THEN 'ask' ELSE 'post' END
			END) AS verb
		FROM fact f
			JOIN held s ON s.root = f.root
			LEFT JOIN place l ON l.network = f.network
			LEFT JOIN person p ON p.network = f.network AND p.account = CASE WHEN f.speaker IS NULL THEN f.actor
				WHEN f.addressed IS NULL THEN f.target END
			CROSS JOIN LATERAL (SELECT CASE
				WHEN f.visibility = 'internal' OR f.speaker IS NOT NULL AND f.addressed IS NOT NULL THEN 'internal'
				WHEN f.speaker IS NOT NULL THEN 'out'
				WHEN f.addressed IS NOT NULL OR s.with_us AND NOT f.names THEN 'in'
				ELSE 'peer' END AS direction) d
		WHERE f.is_said
	), said_again AS MATERIALIZED (
		SELECT s.*, row_number() OVER (PARTITION BY s.document_id, s.external_id ORDER BY s.ordinal) AS nth
		FROM said s WHERE NOT s.fresh
	), there AS MATERIALIZED (
		SELECT i.interaction_id, i.document_id, i.external_id, i.deleted_at,
			row_number() OVER (PARTITION BY i.document_id, i.external_id ORDER BY i.ordinal, i.interaction_id) AS nth
		FROM interaction i WHERE i.document_id = ANY (again)
	), interaction_new AS (
		INSERT INTO interaction (ts, document_id, ordinal, channel_id, profile_id, company_profile_id, agent, direction, verb,
			direct, conversation_id, external_id, in_reply_to, title, body, language, visibility, metrics, edited_at)
		SELECT s.ts, s.document_id, s.ordinal, s.channel_id, s.profile_id, s.company_profile_id, s.agent, s.direction, s.verb,
			s.direct, s.conversation_id, s.external_id, s.in_reply_to, s.title, s.body, s.language, s.visibility, s.metrics,
			s.edited_at
		FROM said s WHERE s.fresh
		UNION ALL
		SELECT s.ts, s.document_id, s.ordinal, s.channel_id, s.profile_id, s.company_profile_id, s.agent, s.direction, s.verb,
			s.direct, s.conversation_id, s.external_id, s.in_reply_to, s.title, s.body, s.language, s.visibility, s.metrics,
			s.edited_at
		FROM said_again s
		WHERE NOT EXISTS (
			SELECT FROM there t WHERE (t.document_id, t.external_id, t.nth) = (s.document_id, s.external_id, s.nth))
		RETURNING profile_id, direct
	), interaction_changed AS (
		UPDATE interaction i
		SET ts = s.ts, ordinal = s.ordinal, channel_id = s.channel_id, profile_id = s.profile_id,
			company_profile_id = s.company_profile_id, agent = s.agent, direction = s.direction, verb = s.verb,
			direct = s.direct, conversation_id = s.conversation_id, in_reply_to = s.in_reply_to, title = s.title,
			body = s.body, language = s.language, visibility = s.visibility, metrics = s.metrics,
			edited_at = s.edited_at, deleted_at = NULL
		FROM said_again s JOIN there t ON (t.document_id, t.external_id, t.nth) = (s.document_id, s.external_id, s.nth)
		WHERE i.interaction_id = t.interaction_id
			AND (i.ts, i.ordinal, i.channel_id, i.profile_id, i.company_profile_id, i.agent, i.direction, i.verb, i.direct,
				i.conversation_id, i.in_reply_to, i.title, i.body, i.language, i.visibility, i.metrics, i.edited_at, i.deleted_at)
			IS DISTINCT FROM (s.ts, s.ordinal, s.channel_id, s.profile_id, s.company_profile_id, s.agent, s.direction, s.verb,
				s.direct, s.conversation_id, s.in_reply_to, s.title, s.body, s.language, s.visibility, s.metrics, s.edited_at, NULL)
		RETURNING i.profile_id, i.direct
	), interaction_gone AS (
		UPDATE interaction i
		SET deleted_at = now(), title = NULL, body = NULL, metrics = NULL
		FROM there t
		WHERE i.interaction_id = t.interaction_id AND t.deleted_at IS NULL AND NOT EXISTS (
			SELECT FROM said_again s WHERE (s.document_id, s.external_id, s.nth) = (t.document_id, t.external_id, t.nth))
		RETURNING i.interaction_id
	), bought AS MATERIALIZED (
		-- Told by several documents of the batch: the last one counts.  Told
		-- twice by one document: the unique key refuses it.
		SELECT f.*, rank() OVER (PARTITION BY f.external_id ORDER BY f.n DESC) = 1 AS last
		FROM fact f WHERE f.is_bought
	), purchase_new AS (
		INSERT INTO purchase AS b (profile_id, ts, amount, margin, currency, channel_id, items, source, external_id, document_id)
		SELECT p.profile_id, f.ts, f.amount, (f.extra ->> 'margin')::numeric, f.extra ->> 'currency', l.channel_id,
			f.extra -> 'items', ingest_facts.source, f.external_id, f.document_id
		FROM bought f
			LEFT JOIN person p ON p.network = f.network AND p.account = f.actor
			LEFT JOIN place l ON l.network = f.network
		WHERE f.last ORDER BY f.external_id
		ON CONFLICT (source, external_id) DO UPDATE
		SET profile_id = excluded.profile_id, ts = excluded.ts, amount = excluded.amount, margin = excluded.margin,
			currency = excluded.currency, channel_id = excluded.channel_id, items = excluded.items,
			document_id = excluded.document_id
		WHERE (b.profile_id, b.ts, b.amount, b.margin, b.currency, b.channel_id, b.items)
			IS DISTINCT FROM (excluded.profile_id, excluded.ts, excluded.amount, excluded.margin, excluded.currency,
				excluded.channel_id, excluded.items)
		RETURNING b.profile_id
	), purchase_gone AS (
		DELETE FROM purchase b
		WHERE b.document_id = ANY (again) AND b.source = ingest_facts.source
			AND NOT EXISTS (SELECT FROM bought f WHERE f.external_id = b.external_id)
		RETURNING b.purchase_id
	)
	SELECT (SELECT count(*) FROM interaction_new) + (SELECT count(*) FROM interaction_changed)
			+ (SELECT count(*) FROM interaction_gone) + (SELECT count(*) FROM purchase_new)
			+ (SELECT count(*) FROM purchase_gone) + (SELECT count(*) FROM fact f WHERE NOT f.is_said AND NOT f.is_bought),
		(SELECT array_agg(DISTINCT f.document_id) FROM fact f),
		ARRAY(
			SELECT n.profile_id FROM interaction_new n WHERE n.direct
			UNION SELECT c.profile_id FROM interaction_changed c WHERE c.direct
			UNION SELECT b.profile_id FROM purchase_new b)
	INTO facts, told, speakers;
END $$;
COMMENT ON FUNCTION ingest_facts(text, jsonb, bigint[], text[], jsonb[], boolean[], timestamptz[]) IS
	'The facts of some documents, with profiles, channels and conversations; runs inside ingest_batch. [preview]';

-- A profile that speaks to us or buys, and is nobody's, becomes a customer.

CREATE FUNCTION adopt_strangers(profiles bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
BEGIN
	WITH stranger AS MATERIALIZED (
		SELECT p.profile_id, p.display_name, p.kind, p.region, p.language, bought.is_buyer
		FROM profile p CROSS JOIN LATERAL (
			SELECT EXISTS (SELECT FROM purchase b WHERE b.profile_id = p.profile_id) AS is_buyer) bought
		WHERE p.profile_id = ANY (profiles) AND p.customer_id IS NULL AND p.kind <> 'bot'
			AND NOT EXISTS (SELECT FROM company_profile u WHERE u.network = p.network AND u.account = p.account)
			AND (bought.is_buyer OR EXISTS (SELECT FROM interaction i WHERE i.profile_id = p.profile_id AND i.direct))
		ORDER BY p.network, p.account	-- the order in which ingest_facts locks them
		FOR NO KEY UPDATE OF p
	), adopted AS MATERIALIZED (
		SELECT s.*, nextval(pg_get_serial_sequence('customer', 'customer_id')) AS customer_id FROM stranger s
	), made AS (
		INSERT INTO customer (customer_id, kind, status, display_name, region, language)
		OVERRIDING SYSTEM VALUE
		SELECT a.customer_id, a.kind, CASE WHEN a.is_buyer THEN 'known' ELSE 'prospect' END, a.display_name, a.region, a.language
		FROM adopted a
	)
	UPDATE profile p SET customer_id = a.customer_id FROM adopted a WHERE p.profile_id = a.profile_id;

	UPDATE customer c SET status = 'known'
	WHERE c.customer_id IN (
		SELECT b.customer_id FROM customer b
		WHERE b.status = 'prospect' AND b.customer_id IN (
			SELECT p.customer_id FROM profile p
			WHERE p.profile_id = ANY (profiles) AND EXISTS (SELECT FROM purchase b WHERE b.profile_id = p.profile_id))
		ORDER BY b.customer_id
		FOR NO KEY UPDATE);
END $$;
COMMENT ON FUNCTION adopt_strangers(bigint[]) IS
	'Makes customers of those of the profiles that are nobody''s and speak to us or buy; runs inside ingest_batch. [preview]';

CREATE FUNCTION ingest(base text, source text, document jsonb, mapping jsonb = NULL) RETURNS int
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	done record;
BEGIN
	PERFORM scrm.check_ingest(base, source, mapping);
	SELECT * INTO done FROM scrm.ingest_batch(base, source, ARRAY[document], mapping);
	RETURN done.facts;
END $$;
COMMENT ON FUNCTION ingest(text, text, jsonb, jsonb) IS
	'One document through the whole flow; the number of facts new or changed, 0 when it was seen before. [preview]';

CREATE FUNCTION check_ingest(base text, source text, mapping jsonb) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM scrm.base_path(base);
	IF coalesce(source, '') = '' THEN
		RAISE invalid_parameter_value USING MESSAGE = 'source of the documents is empty',
			HINT = 'Name where they come from, such as ''mail''.';
	END IF;
	PERFORM FROM scrm.activities('{}', mapping);
END $$;
COMMENT ON FUNCTION check_ingest(text, text, jsonb) IS
	'An error where the base, the source or the mapping of a call of ingest is wrong, before any document is read; runs inside ingest and ingest_query. [preview]';

CREATE PROCEDURE ingest_query(base text, source text, query text, mapping jsonb = NULL, batch int = 10000)
	AS 'MODULE_PATHNAME', 'scrm_ingest_query'
	LANGUAGE C;
COMMENT ON PROCEDURE ingest_query(text, text, text, jsonb, int) IS
	'Ingests every document that a query returns, a commit for each batch; says by NOTICE what came of them. [preview]';

-- -------------------------------------------------------------------- merges

-- A merge is an edge from the absorbed customer to the kept one.  Profiles are
-- with the customer at the end of the edges; taking one back moves what came
-- over it, and nothing else, so merges can be undone in any order.

CREATE FUNCTION merged_customer(customer bigint) RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE /* path: its caller's, the base */ AS $$
DECLARE
	over bigint;
BEGIN
	LOOP
		SELECT m.kept INTO over FROM customer_merge m WHERE m.absorbed = customer AND m.undone_at IS NULL;
		EXIT WHEN NOT FOUND;
		customer := over;
	END LOOP;
	RETURN customer;
END $$;
COMMENT ON FUNCTION merged_customer(bigint) IS
	'The customer that one was merged into, over all merges that hold, or itself; runs inside merge_customers and unmerge. [preview]';

CREATE FUNCTION merge_customers(base text, keep bigint, absorb bigint, reason text = NULL) RETURNS bigint
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	path text := scrm.base_path(base);
	root bigint;
	was text;
	merge bigint;
BEGIN
	PERFORM set_config('search_path', path, true);
	IF keep IS NULL OR absorb IS NULL THEN
		RAISE null_value_not_allowed USING MESSAGE = 'a customer to merge is NULL';
	END IF;
	-- One at a time: what a merge moves depends on the others.
	LOCK TABLE customer_merge IN SHARE ROW EXCLUSIVE MODE;
	IF NOT EXISTS (SELECT FROM customer c WHERE c.customer_id = keep) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('there is no customer %s', keep);
	END IF;
	SELECT c.status INTO was FROM customer c WHERE c.customer_id = absorb FOR UPDATE;
	IF NOT FOUND THEN
		RAISE invalid_parameter_value USING MESSAGE = format('there is no customer %s', absorb);
	END IF;
	root := scrm.merged_customer(keep);
	IF root = scrm.merged_customer(absorb) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('customers %s and %s are one already', keep, absorb);
	ELSIF scrm.merged_customer(absorb) <> absorb THEN
		RAISE invalid_parameter_value USING MESSAGE = format('customer %s was merged into %s', absorb, scrm.merged_customer(absorb)),
			HINT = format('Merge %s, or take that merge back with unmerge.', scrm.merged_customer(absorb));
	ELSIF 'erased' IN (was, (SELECT c.status FROM customer c WHERE c.customer_id = root)) THEN
		RAISE invalid_parameter_value USING MESSAGE = format('customer %s is erased', CASE was WHEN 'erased' THEN absorb ELSE root END);
	END IF;
	WITH RECURSIVE tree AS (
		SELECT m.absorbed, m.profiles FROM customer_merge m WHERE m.kept = absorb AND m.undone_at IS NULL
		UNION ALL
		SELECT m.absorbed, m.profiles FROM tree t JOIN customer_merge m ON m.kept = t.absorbed WHERE m.undone_at IS NULL
	)
	INSERT INTO customer_merge (kept, absorbed, profiles, status, reason)
	SELECT keep, absorb, coalesce((
			SELECT array_agg(p.profile_id ORDER BY p.profile_id) FROM profile p
			WHERE p.customer_id = absorb AND p.profile_id NOT IN (SELECT unnest(t.profiles) FROM tree t)), '{}'), was, reason
	RETURNING customer_merge_id INTO merge;
	UPDATE profile p SET customer_id = root WHERE p.customer_id = absorb;
	UPDATE customer c SET status = 'merged', merged_into = keep WHERE c.customer_id = absorb;
	RETURN merge;
END $$;
COMMENT ON FUNCTION merge_customers(text, bigint, bigint, text) IS
	'Makes one customer of two: the profiles of absorb, with all that hangs on them, go to keep; the number of the merge, for unmerge. [preview]';

CREATE FUNCTION unmerge(base text, merge bigint) RETURNS int
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE STRICT
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	path text := scrm.base_path(base);
	undone record;
	root bigint;
	moved int;
BEGIN
	PERFORM set_config('search_path', path, true);
	LOCK TABLE customer_merge IN SHARE ROW EXCLUSIVE MODE;
	SELECT * INTO undone FROM customer_merge m WHERE m.customer_merge_id = merge;
	IF NOT FOUND THEN
		RAISE invalid_parameter_value USING MESSAGE = format('there is no merge %s', merge);
	ELSIF undone.undone_at IS NOT NULL THEN
		RAISE invalid_parameter_value USING MESSAGE = format('merge %s was taken back at %s', merge, undone.undone_at);
	END IF;
	root := scrm.merged_customer(undone.absorbed);
	WITH RECURSIVE tree AS (
		SELECT merge AS id, undone.absorbed AS customer
		UNION ALL
		SELECT m.customer_merge_id, m.absorbed FROM tree t JOIN customer_merge m ON m.kept = t.customer WHERE m.undone_at IS NULL
	)
	UPDATE profile p SET customer_id = undone.absorbed
	FROM tree t JOIN customer_merge m ON m.customer_merge_id = t.id
	WHERE p.profile_id = ANY (m.profiles) AND p.customer_id = root;
	GET DIAGNOSTICS moved = ROW_COUNT;
	UPDATE customer_merge m SET undone_at = now(), undone_by = current_user WHERE m.customer_merge_id = merge;
	UPDATE customer c SET status = undone.status, merged_into = NULL WHERE c.customer_id = undone.absorbed AND c.status = 'merged';
	RETURN moved;
END $$;
COMMENT ON FUNCTION unmerge(text, bigint) IS
	'Takes a merge back, in whatever order: the absorbed customer has its profiles again; how many. [preview]';

-- ------------------------------------------------------------------- refresh

-- Four tasks, in batches.  Each batch leaves all in order, so that a refresh
-- that was interrupted goes on with the next one: state takes what is in table
-- pending; models trains after a fifth more rows; value and figure make the
-- rows that are not of the state's revision, or of an older model.

CREATE FUNCTION refresh_batch(base text, task text, after bigint, batch int,
	OUT busy int, OUT done bigint, OUT next bigint)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
SET jit = off AS $$
DECLARE
	path text := scrm.base_path(base);
	key int := scrm.base_schema(base)::bigint::bit(32)::int;
	total bigint;
	message text;
BEGIN
	-- One refresh a base; the lock goes with the transaction, whatever happens.
	IF NOT pg_try_advisory_xact_lock(hashtext('scrm.refresh'), key) THEN
		busy := coalesce((SELECT l.pid FROM pg_locks l
			WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
				AND l.classid = hashtext('scrm.refresh')::bit(32)::bigint::oid AND l.objid = scrm.base_schema(base) LIMIT 1), 0);
		RETURN;
	END IF;
	PERFORM set_config('search_path', path, true);
	IF after = 0 THEN
		total := scrm.refresh_total(task);
		EXECUTE 'INSERT INTO progress (task, state, done, total) VALUES ($1, ''running'', 0, $2)
			ON CONFLICT (task) DO UPDATE SET state = excluded.state, done = 0, total = excluded.total, message = NULL'
			USING task, total;
	END IF;
	CASE task
		WHEN 'state' THEN SELECT r.* INTO done, next, message FROM scrm.refresh_state(batch) r;
		WHEN 'models' THEN SELECT r.* INTO done, next, message FROM scrm.refresh_models() r;
		WHEN 'value' THEN SELECT r.* INTO done, next FROM scrm.refresh_value(after, batch) r;
		WHEN 'figure' THEN SELECT r.* INTO done, next FROM scrm.refresh_figure(after, batch) r;
		ELSE RAISE invalid_parameter_value USING MESSAGE = format('unknown task: "%s"', task),
			HINT = 'Known are: state, models, value, figure.';
	END CASE;
	EXECUTE 'UPDATE progress SET state = CASE WHEN $2 THEN ''done'' ELSE ''running'' END, done = done + $3, total = greatest(total, done + $3),
			message = $4
		WHERE task = $1' USING task, next IS NULL, done, message;
END $$;
COMMENT ON FUNCTION refresh_batch(text, text, bigint, int) IS
	'One batch of a task of refresh: rows done and where to go on, or the process that refreshes the base already; runs inside refresh. [preview]';

CREATE FUNCTION refresh_total(task text) RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE /* path: its caller's, the base */ AS $$
BEGIN
	RETURN CASE task
		WHEN 'state' THEN (SELECT count(DISTINCT p.profile_id) FROM pending p)
		WHEN 'models' THEN 0
		WHEN 'value' THEN (
			SELECT count(*) FROM state s LEFT JOIN figure f ON f.customer_id = s.customer_id
			WHERE (f.value_revision, f.model_version) IS DISTINCT FROM (s.revision, (SELECT max(m.version) FROM model m)))
		WHEN 'figure' THEN (
			SELECT count(*) FROM state s LEFT JOIN figure f ON f.customer_id = s.customer_id
			WHERE f.state_revision IS DISTINCT FROM s.revision)
	END;
END $$;
COMMENT ON FUNCTION refresh_total(text) IS
	'How much a task of refresh has to do; runs inside refresh_batch. [preview]';

CREATE FUNCTION refresh_state(batch int, OUT done bigint, OUT next bigint, OUT message text)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
DECLARE
	profiles bigint[];
	customers bigint[];		-- those of the profiles, and those that lost one
	zone text := coalesce((SELECT s.value #>> '{}' FROM setting s WHERE s.name = 'zone'), 'UTC');
	base_currency text := (SELECT s.value #>> '{}' FROM setting s WHERE s.name = 'currency');
	left_out bigint;
BEGIN
	WITH taken AS (
		DELETE FROM pending
		WHERE ctid IN (
			SELECT p.ctid FROM pending p JOIN (SELECT DISTINCT q.profile_id FROM pending q LIMIT batch) chosen
				ON chosen.profile_id = p.profile_id
			FOR UPDATE OF p SKIP LOCKED)
		RETURNING profile_id, customer_id
	)
	SELECT array_agg(DISTINCT t.profile_id), array_agg(DISTINCT t.customer_id) FILTER (WHERE t.customer_id IS NOT NULL)
	INTO profiles, customers
	FROM taken t;

	done := 0;
	IF cardinality(profiles) = batch THEN
		next := 1;
	ELSE
		SELECT count(*) INTO left_out FROM purchase b WHERE b.currency IS NOT NULL AND b.currency IS DISTINCT FROM base_currency;
		IF left_out > 0 THEN
			message := format('purchases in another currency than the base''s, left out: %s', left_out);
		END IF;
	END IF;
	IF profiles IS NULL THEN
		RETURN;
	END IF;
	PERFORM scrm.adopt_strangers(profiles);
	customers := ARRAY(
		SELECT p.customer_id FROM profile p WHERE p.profile_id = ANY (profiles) AND p.customer_id IS NOT NULL
		UNION
		SELECT c.customer_id FROM customer c WHERE c.customer_id = ANY (customers));

	INSERT INTO state AS s (customer_id, timeline, purchases, refreshed_at)
	SELECT c.customer_id, t.timeline, b.purchases, clock_timestamp()
	FROM unnest(customers) AS c(customer_id)
		LEFT JOIN (
			SELECT e.customer_id, scrm.timeline_agg(e.ts, e.verb, e.channel, e.actor, e.value) AS timeline
			FROM event e WHERE e.customer_id = ANY (customers) GROUP BY 1) t ON t.customer_id = c.customer_id
		LEFT JOIN (
			SELECT p.customer_id,
				coalesce(
					scrm.purchases_agg(b.ts, b.amount, zone, base_currency) FILTER (WHERE base_currency IS NOT NULL),
					scrm.purchases_agg(b.ts, b.amount, zone) FILTER (WHERE base_currency IS NULL)) AS purchases
			FROM purchase b JOIN profile p ON p.profile_id = b.profile_id
			WHERE p.customer_id = ANY (customers) AND (b.currency IS NULL OR b.currency = base_currency)
			GROUP BY 1) b ON b.customer_id = c.customer_id
	WHERE EXISTS (SELECT FROM profile p WHERE p.customer_id = c.customer_id)
	ON CONFLICT (customer_id) DO UPDATE
	SET timeline = excluded.timeline, purchases = excluded.purchases, revision = s.revision + 1,
		refreshed_at = excluded.refreshed_at;
	GET DIAGNOSTICS done = ROW_COUNT;

	-- Whom no profile is left to has no history.
	DELETE FROM state s WHERE s.customer_id = ANY (customers)
		AND NOT EXISTS (SELECT FROM profile p WHERE p.customer_id = s.customer_id);
	DELETE FROM figure f WHERE f.customer_id = ANY (customers)
		AND NOT EXISTS (SELECT FROM profile p WHERE p.customer_id = f.customer_id);

	INSERT INTO setting AS g (name, value)
	SELECT 'last_day', to_jsonb((max(scrm.last_at(s.timeline, during => tstzrange(NULL, now(), '[]'))) AT TIME ZONE zone)::date)
	FROM state s WHERE s.customer_id = ANY (customers)
	HAVING max(scrm.last_at(s.timeline, during => tstzrange(NULL, now(), '[]'))) IS NOT NULL
	ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE (g.value #>> '{}')::date < (excluded.value #>> '{}')::date;
END $$;
COMMENT ON FUNCTION refresh_state(int) IS
	'Task state of refresh: the histories of the customers of some pending profiles; runs inside refresh_batch. [preview]';

CREATE FUNCTION refresh_models(OUT done bigint, OUT next bigint, OUT message text)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
DECLARE
	present bigint := (SELECT count(*) FROM interaction) + (SELECT count(*) FROM purchase);
	last record;
	as_of date := (SELECT (s.value #>> '{}')::date FROM setting s WHERE s.name = 'last_day');
	buying scrm.clv_model;
	spending scrm.spend_model;
	clv_quality jsonb := '{}';
	spend_quality jsonb := '{}';
BEGIN
	done := 0;
	SELECT m.version, m.rows INTO last FROM model m ORDER BY m.version DESC LIMIT 1;
	IF as_of IS NULL OR present <= last.rows OR present < 1.2 * last.rows THEN
		message := (SELECT string_agg(m.name || ': ' || (m.quality ->> 'reason'), '; ' ORDER BY m.name)
			FROM model m WHERE m.version = last.version AND m.quality ? 'reason');
		RETURN;
	END IF;

	-- Too few rows for a model are no failure: its figures stay NULL.
	BEGIN
		SELECT scrm.clv_fit(scrm.clv_stats_agg(s.purchases, as_of, interval '1 week')) INTO buying FROM state s WHERE s.purchases IS NOT NULL;
		IF buying IS NULL THEN
			clv_quality := '{"reason": "there are no purchases"}';
		END IF;
	EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
		clv_quality := jsonb_build_object('reason', SQLERRM);
	END;
	BEGIN
		SELECT scrm.spend_fit_agg(s.purchases, as_of) INTO spending FROM state s WHERE s.purchases IS NOT NULL;
		IF spending IS NULL THEN
			spend_quality := '{"reason": "there are no purchases"}';
		END IF;
	EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
		spend_quality := jsonb_build_object('reason', SQLERRM);
	END;
	IF buying IS NOT NULL AND spending IS NOT NULL THEN
		-- The bounds of value_decile: they move only here, since one customer's
		-- change would otherwise be everybody's.
		clv_quality := clv_quality || jsonb_build_object('deciles', (
			SELECT to_jsonb(percentile_cont('{0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9}'::float8[]) WITHIN GROUP (
				ORDER BY scrm.clv(buying, spending, s.purchases, as_of, interval '1 year')))
			FROM state s WHERE s.purchases IS NOT NULL));
	END IF;

	INSERT INTO model (name, version, trained_at, rows, quality, clv, spend)
	SELECT m.name, coalesce(last.version, 0) + 1, clock_timestamp(), present,
		jsonb_build_object('as_of', as_of) || m.quality, m.clv, m.spend
	FROM (VALUES ('clv', clv_quality, buying, NULL::scrm.spend_model),
		('spend', spend_quality, NULL::scrm.clv_model, spending))
		AS m(name, quality, clv, spend);
	INSERT INTO setting (name, value) VALUES ('as_of', to_jsonb(as_of))
	ON CONFLICT (name) DO UPDATE SET value = excluded.value;
	done := 2;
	message := (SELECT string_agg(q.name || ': ' || (q.quality ->> 'reason'), '; ' ORDER BY q.name)
		FROM (VALUES ('clv', clv_quality), ('spend', spend_quality)) AS q(name, quality) WHERE q.quality ? 'reason');
END $$;
COMMENT ON FUNCTION refresh_models() IS
	'Task models of refresh: trains again after a fifth more rows, and moves setting as_of; runs inside refresh_batch. [preview]';

CREATE FUNCTION refresh_value(after bigint, batch int, OUT done bigint, OUT next bigint)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
DECLARE
	newest int;
	day date;
	deciles float8[];
	buying scrm.clv_model;
	spending scrm.spend_model;
BEGIN
	done := 0;
	SELECT m.version, (m.quality ->> 'as_of')::date, m.clv,
		ARRAY(SELECT d::float8 FROM jsonb_array_elements_text(m.quality -> 'deciles') WITH ORDINALITY AS d(d, n) ORDER BY n)
	INTO newest, day, buying, deciles
	FROM model m WHERE m.name = 'clv' ORDER BY m.version DESC LIMIT 1;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	SELECT m.spend INTO spending FROM model m WHERE m.name = 'spend' AND m.version = newest;

	WITH due AS MATERIALIZED (
		SELECT s.customer_id, s.purchases, s.revision
		FROM state s LEFT JOIN figure f ON f.customer_id = s.customer_id
		WHERE s.customer_id > after AND (f.value_revision, f.model_version) IS DISTINCT FROM (s.revision, newest)
		ORDER BY s.customer_id LIMIT batch
	), valued AS MATERIALIZED (
		SELECT d.customer_id, d.revision, scrm.p_alive(buying, d.purchases, day) AS p_alive,
			scrm.expected_purchases(buying, d.purchases, day, interval '1 year') AS expected_purchases,
			scrm.clv(buying, spending, d.purchases, day, interval '1 year') AS clv
		FROM due d
	), written AS (
		INSERT INTO figure (customer_id, p_alive, expected_purchases, clv, value_decile, as_of, refreshed_at,
			value_revision, model_version)
		SELECT v.customer_id, v.p_alive, v.expected_purchases, v.clv,
			CASE WHEN cardinality(deciles) > 0 THEN 1 + width_bucket(v.clv, deciles) END, day,
			clock_timestamp(), v.revision, newest
		FROM valued v
		ON CONFLICT (customer_id) DO UPDATE
		SET p_alive = excluded.p_alive, expected_purchases = excluded.expected_purchases, clv = excluded.clv,
			value_decile = excluded.value_decile, as_of = excluded.as_of, refreshed_at = excluded.refreshed_at,
			value_revision = excluded.value_revision, model_version = excluded.model_version
	)
	SELECT count(*), max(v.customer_id) INTO done, next FROM valued v;
	IF done < batch THEN
		next := NULL;
	END IF;
END $$;
COMMENT ON FUNCTION refresh_value(bigint, int) IS
	'Task value of refresh: what customers are expected to be worth; runs inside refresh_batch. [preview]';

CREATE FUNCTION refresh_figure(after bigint, batch int, OUT done bigint, OUT next bigint)
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE /* path: its caller's, the base */ AS $$
DECLARE
	zone text := coalesce((SELECT s.value #>> '{}' FROM setting s WHERE s.name = 'zone'), 'UTC');
	base_currency text := (SELECT s.value #>> '{}' FROM setting s WHERE s.name = 'currency');
	ask_verbs text[] := ARRAY(SELECT v.verb FROM verb v WHERE v.asks ORDER BY 1);
	service jsonb := jsonb_build_object('ask', to_jsonb(ask_verbs),
		'reply', to_jsonb(ARRAY(SELECT v.verb FROM verb v WHERE v.answers ORDER BY 1)));
	customers bigint[];
BEGIN
	customers := ARRAY(
		SELECT s.customer_id FROM state s LEFT JOIN figure f ON f.customer_id = s.customer_id
		WHERE s.customer_id > after AND f.state_revision IS DISTINCT FROM s.revision
		ORDER BY s.customer_id LIMIT batch);
	done := cardinality(customers);

	WITH known AS (
		SELECT p.customer_id, count(*) AS profiles, string_agg(DISTINCT p.network, ', ' ORDER BY p.network) AS networks
		FROM profile p WHERE p.customer_id = ANY (customers) GROUP BY 1
	), talk AS (
		-- A tie goes to the name, or the hour, that comes first.
		SELECT e.customer_id, count(*) FILTER (WHERE e.verb <> 'buy') AS interactions,
			count(*) FILTER (WHERE e.verb = ANY (ask_verbs)) AS asks,
			mode() WITHIN GROUP (ORDER BY e.channel) FILTER (WHERE e.actor IS NULL) AS preferred_channel,
			mode() WITHIN GROUP (ORDER BY extract(hour FROM e.ts AT TIME ZONE zone)::int)
				FILTER (WHERE e.actor IS NULL AND e.verb <> 'buy') AS best_hour
		FROM event e WHERE e.customer_id = ANY (customers) GROUP BY 1
	), trade AS (
		SELECT p.customer_id, count(*) AS purchases, sum(b.amount) AS spent
		FROM purchase b JOIN profile p ON p.profile_id = b.profile_id
		WHERE p.customer_id = ANY (customers) AND (b.currency IS NULL OR b.currency = base_currency)
		GROUP BY 1
	)
	INSERT INTO figure (customer_id, profiles, networks, preferred_channel, best_hour, first_seen, last_seen, interactions,
		asks, answered, first_response_p50_s, purchases, spent, refreshed_at, state_revision)
	SELECT s.customer_id, k.profiles, k.networks, t.preferred_channel, t.best_hour, scrm.first_at(s.timeline), scrm.last_at(s.timeline),
		coalesce(t.interactions, 0), coalesce(t.asks, 0), coalesce(r.answered, 0), r.first_response_p50_s,
		coalesce(b.purchases, 0), coalesce(b.spent, 0), clock_timestamp(), s.revision
	FROM state s
		LEFT JOIN known k ON k.customer_id = s.customer_id
		LEFT JOIN talk t ON t.customer_id = s.customer_id
		LEFT JOIN trade b ON b.customer_id = s.customer_id
		LEFT JOIN LATERAL (
			SELECT sum(w.asks) AS answered,
				percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM w.wait)::float8) AS first_response_p50_s
			FROM scrm.responses(s.timeline, options => service) w
			WHERE w.outcome = 'answered') r ON t.asks > 0
	WHERE s.customer_id = ANY (customers)
	ON CONFLICT (customer_id) DO UPDATE
	SET profiles = excluded.profiles, networks = excluded.networks, preferred_channel = excluded.preferred_channel,
		best_hour = excluded.best_hour, first_seen = excluded.first_seen, last_seen = excluded.last_seen,
		interactions = excluded.interactions, asks = excluded.asks, answered = excluded.answered,
		first_response_p50_s = excluded.first_response_p50_s, purchases = excluded.purchases, spent = excluded.spent,
		refreshed_at = excluded.refreshed_at, state_revision = excluded.state_revision;
	IF done = batch THEN
		next := customers[done];
	END IF;
END $$;
COMMENT ON FUNCTION refresh_figure(bigint, int) IS
	'Task figure of refresh: the plain columns of customer_360 that do not depend on a model; runs inside refresh_batch. [preview]';

CREATE PROCEDURE refresh(base text, task text = NULL)
	AS 'MODULE_PATHNAME', 'scrm_refresh'
	LANGUAGE C;
COMMENT ON PROCEDURE refresh(text, text) IS
	'Brings the derived tables of a base up to date: only customers that changed, a commit for each batch, resumable. [preview]';
