\echo Use "CREATE EXTENSION scrm" to load this file. \quit

-- base: what every module stands on
--
-- CREATE EXTENSION makes schema scrm as the caller's own; the script ends with
-- a grant of its USAGE, or nobody but the caller could call anything.

-- Qualified: unqualified, COMMENT would find the server's own version().
CREATE FUNCTION @extschema@.version() RETURNS text
	AS 'MODULE_PATHNAME', 'scrm_version'
	LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.version() IS
	'Versions of scrm, of the PostgreSQL it was built for, and of the compiler. [stable]';

-- ------------------------------------------------------------------- objects

-- The catalog does not know modules.  The script notes them: src/base/member.sql
-- stands behind each module's file.
CREATE TABLE @extschema@.member (
	module text NOT NULL,
	kind text NOT NULL,
	identity text NOT NULL,
	PRIMARY KEY (identity, kind)
);
COMMENT ON TABLE @extschema@.member IS
	'To which module of scrm an object of the extension belongs. [preview]';
COMMENT ON COLUMN @extschema@.member.module IS 'Name of the module. [preview]';
COMMENT ON COLUMN @extschema@.member.kind IS 'Kind of the object, as pg_identify_object says it. [preview]';
COMMENT ON COLUMN @extschema@.member.identity IS 'The object, as pg_identify_object says it. [preview]';
GRANT SELECT ON @extschema@.member TO PUBLIC;

CREATE FUNCTION objects(OUT module text, OUT kind text, OUT name text, OUT signature text, OUT properties text,
	OUT comment text)
RETURNS SETOF record
LANGUAGE sql STABLE PARALLEL SAFE ROWS 300
BEGIN ATOMIC
	WITH object AS (
		SELECT d.classid, d.objid, i.type AS kind, i.identity
		FROM pg_extension e
			JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
			CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) AS i
		WHERE e.extname = 'scrm'
			-- Arrays and rows come with their type or table.
			AND NOT EXISTS (
				SELECT FROM pg_type t LEFT JOIN pg_class r ON r.oid = t.typrelid
				WHERE d.classid = 'pg_type'::regclass AND t.oid = d.objid
					AND (t.typelem <> 0 AND t.typlen = -1 OR r.relkind <> 'c'))
	), support (proc) AS (
		-- What the server calls: a user calls the type, aggregate or operator.
		SELECT unnest(ARRAY[t.typinput, t.typoutput, t.typreceive, t.typsend]::oid[]) FROM pg_type t
		UNION SELECT unnest(ARRAY[a.aggtransfn, a.aggcombinefn, a.aggfinalfn]::oid[]) FROM pg_aggregate a
		UNION SELECT p.amproc::oid FROM pg_amproc p
		UNION SELECT o.oprcode::oid FROM pg_amop m JOIN pg_operator o ON o.oid = m.amopopr
		UNION SELECT o.oprcode::oid FROM pg_operator o JOIN pg_operator n ON n.oid = o.oprnegate JOIN pg_amop m ON m.amopopr = n.oid
	)
	SELECT m.module, o.kind,
		coalesce(x.source || ' AS ' || x.target, coalesce(p.proname, r.oprname, t.typname, f.opfname, k.opcname, c.relname)::text),
		CASE
			WHEN p.prokind = 'p' THEN format('%s(%s)', p.proname, pg_get_function_arguments(p.oid))
			WHEN p.oid IS NOT NULL
				THEN format('%s(%s) -> %s', p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid))
			WHEN r.oid IS NOT NULL
				THEN concat_ws(' ', nullif(r.oprleft, 0)::regtype, r.oprname, r.oprright::regtype, '->', r.oprresult::regtype)
			WHEN k.oid IS NOT NULL THEN format('%s (%s)', k.opcname, k.opcintype::regtype)
			WHEN c.oid IS NOT NULL THEN (
				SELECT format('%s (%s)', c.relname,
					string_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum))
				FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
			ELSE coalesce(t.typname::text, f.opfname::text, x.source || ' AS ' || x.target)
		END,
		CASE
			WHEN g.aggfnoid IS NOT NULL THEN concat_ws(', ', 'STYPE = ' || g.aggtranstype::regtype,
				CASE WHEN g.aggcombinefn <> 0 THEN 'combines' END,
				CASE p.proparallel WHEN 's' THEN 'PARALLEL SAFE' WHEN 'r' THEN 'PARALLEL RESTRICTED' END)
			WHEN p.oid IS NOT NULL THEN concat_ws(' ', CASE WHEN p.oid IN (SELECT s.proc FROM support s) THEN 'support' END,
				CASE p.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' ELSE 'VOLATILE' END,
				CASE WHEN p.proisstrict THEN 'STRICT' END,
				CASE p.proparallel WHEN 's' THEN 'PARALLEL SAFE' WHEN 'r' THEN 'PARALLEL RESTRICTED' END,
				CASE WHEN p.procost <> CASE WHEN l.lanname = 'c' THEN 1 ELSE 100 END THEN format('COST %s', p.procost) END)
			WHEN r.oid IS NOT NULL THEN concat_ws(', ', 'FUNCTION = ' || r.oprcode,
				'COMMUTATOR = ' || nullif(r.oprcom, 0)::regoper, 'NEGATOR = ' || nullif(r.oprnegate, 0)::regoper,
				CASE WHEN r.oprcanhash THEN 'HASHES' END, CASE WHEN r.oprcanmerge THEN 'MERGES' END)
			WHEN k.oid IS NOT NULL THEN concat_ws(', ', a.amname, CASE WHEN k.opcdefault THEN 'DEFAULT' END)
			WHEN f.oid IS NOT NULL THEN a.amname
			WHEN x.source IS NOT NULL THEN concat_ws(', ',
				CASE x.castcontext WHEN 'i' THEN 'IMPLICIT' WHEN 'a' THEN 'ASSIGNMENT' ELSE 'EXPLICIT' END,
				CASE x.castmethod WHEN 'f' THEN 'FUNCTION = ' || x.castfunc WHEN 'b' THEN 'WITHOUT FUNCTION' ELSE 'INOUT' END)
			WHEN t.oid IS NOT NULL THEN concat_ws(', ',
				'STORAGE = ' || CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' ELSE 'plain' END,
				CASE WHEN t.typlen > 0 THEN format('%s bytes', t.typlen) END)
		END,
		obj_description(o.objid, (SELECT s.relname FROM pg_class s WHERE s.oid = o.classid))
	FROM object o
		LEFT JOIN @extschema@.member m ON m.kind = o.kind AND m.identity = o.identity
		LEFT JOIN pg_proc p ON o.classid = 'pg_proc'::regclass AND p.oid = o.objid
		LEFT JOIN pg_language l ON l.oid = p.prolang
		LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid
		LEFT JOIN pg_operator r ON o.classid = 'pg_operator'::regclass AND r.oid = o.objid
		LEFT JOIN pg_type t ON o.classid = 'pg_type'::regclass AND t.oid = o.objid
		LEFT JOIN pg_opfamily f ON o.classid = 'pg_opfamily'::regclass AND f.oid = o.objid
		LEFT JOIN pg_opclass k ON o.classid = 'pg_opclass'::regclass AND k.oid = o.objid
		LEFT JOIN pg_am a ON a.oid IN (f.opfmethod, k.opcmethod)
		LEFT JOIN pg_class c ON o.classid = 'pg_class'::regclass AND c.oid = o.objid
		LEFT JOIN LATERAL (
			SELECT b.castsource::regtype::text AS source, b.casttarget::regtype::text AS target, b.castcontext, b.castmethod,
				b.castfunc::regprocedure
			FROM pg_cast b WHERE o.classid = 'pg_cast'::regclass AND b.oid = o.objid) x ON true
	ORDER BY 1, 2, 3, 4;
END;
COMMENT ON FUNCTION objects() IS
	'Every object of the extension, from the catalog: what doc/reference.md is made from. [stable]';
