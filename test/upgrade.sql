-- upgrade.sql - the extension as lines of text: what an update must arrive at
--
-- One line for each property of each member, without oids.  A kind of object
-- that none of the first queries knows is told by its name alone.
SET search_path = pg_catalog;

CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, i.type || ' ' || i.identity AS name
FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
	CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) i
WHERE d.deptype = 'e' AND e.extname = 'scrm';

SELECT m.name || ' exists' FROM member m
UNION ALL
SELECT format('%s comment: %s', m.name, obj_description(m.objid, c.relname)) FROM member m JOIN pg_class c ON c.oid = m.classid
UNION ALL
-- Arguments, defaults, result, volatility, strictness, parallel class, cost, rows, settings, body, symbol.
SELECT format('%s: %s rights %s support %s leakproof %s', m.name, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
	p.proacl, p.prosupport, p.proleakproof)
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
UNION ALL
SELECT format('%s: %s %s %s %s', m.name, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), p.proparallel,
	to_jsonb(a) - 'aggtranstype' - 'aggmtranstype' - 'aggfnoid' - 'aggsortop' || jsonb_build_object('state', a.aggtranstype::regtype,
		'moving', a.aggmtranstype::regtype, 'sort', a.aggsortop::regoperator))
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid JOIN pg_aggregate a ON a.aggfnoid = p.oid
UNION ALL
SELECT format('%s: %s commutator %s negator %s selectivity %s %s hashes %s merges %s', m.name, o.oprcode::regprocedure, o.oprcom::regoperator,
	o.oprnegate::regoperator, o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge)
FROM member m JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid
UNION ALL
SELECT format('%s: %s', m.name, to_jsonb(t) - 'oid' - 'typnamespace' - 'typowner' - 'typrelid' - 'typelem' - 'typarray' - 'typbasetype' - 'typcollation'
	|| jsonb_build_object('base', t.typbasetype::regtype, 'collation', t.typcollation::regcollation))
FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
UNION ALL
SELECT format('%s: %s %s %s', m.name, c.castfunc::regprocedure, c.castcontext, c.castmethod)
FROM member m JOIN pg_cast c ON m.classid = 'pg_cast'::regclass AND c.oid = m.objid
UNION ALL
SELECT format('%s: for %s family %s default %s keeps %s', m.name, k.opcintype::regtype, f.opfname, k.opcdefault, k.opckeytype::regtype)
FROM member m JOIN pg_opclass k ON m.classid = 'pg_opclass'::regclass AND k.oid = m.objid JOIN pg_opfamily f ON f.oid = k.opcfamily
UNION ALL
SELECT format('%s operator %s %s %s', m.name, o.amopstrategy, o.amopopr::regoperator, o.amoppurpose)
FROM member m JOIN pg_amop o ON m.classid = 'pg_opfamily'::regclass AND o.amopfamily = m.objid
UNION ALL
SELECT format('%s function %s %s for %s, %s', m.name, p.amprocnum, p.amproc::regprocedure, p.amproclefttype::regtype, p.amprocrighttype::regtype)
FROM member m JOIN pg_amproc p ON m.classid = 'pg_opfamily'::regclass AND p.amprocfamily = m.objid
UNION ALL
SELECT format('%s: %s %s %s rights %s %s', m.name, c.relkind, c.relpersistence, c.reloptions, c.relacl,
	CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
FROM member m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid
UNION ALL
SELECT format('%s column %s %s %s not null %s default %s identity %s generated %s storage %s rights %s comment: %s', m.name,
	-- Its place among those that are left.
	row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum), a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
	pg_get_expr(f.adbin, f.adrelid), a.attidentity, a.attgenerated, a.attstorage, a.attacl, col_description(a.attrelid, a.attnum))
FROM member m JOIN pg_attribute a ON m.classid = 'pg_class'::regclass AND a.attrelid = m.objid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
UNION ALL
SELECT format('%s constraint %s %s', m.name, c.conname, pg_get_constraintdef(c.oid))
FROM member m JOIN pg_constraint c ON m.classid = 'pg_class'::regclass AND c.conrelid = m.objid
UNION ALL
SELECT format('%s index %s', m.name, pg_get_indexdef(i.indexrelid))
FROM member m JOIN pg_index i ON m.classid = 'pg_class'::regclass AND i.indrelid = m.objid
UNION ALL
SELECT format('%s %s', m.name, pg_get_triggerdef(t.oid))
FROM member m JOIN pg_trigger t ON m.classid = 'pg_class'::regclass AND t.tgrelid = m.objid AND NOT t.tgisinternal
UNION ALL
SELECT format('%s row %s', m.name, r.row)
FROM member m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid AND c.relkind = 'r',
	LATERAL unnest(xpath('//row', query_to_xml(format('SELECT t::text AS r FROM %s t', c.oid::regclass), true, false, ''))) r(row)
UNION ALL
SELECT format('%s rights at first %s', m.name, p.initprivs)
FROM member m JOIN pg_init_privs p ON p.classoid = m.classid AND p.objoid = m.objid AND p.objsubid = 0
UNION ALL
SELECT format('configuration %s %s', u.t::regclass, e.extcondition[u.n])
FROM pg_extension e, unnest(e.extconfig) WITH ORDINALITY u(t, n) WHERE e.extname = 'scrm'
UNION ALL
SELECT format('schema %s rights %s, relocatable %s', n.nspname, n.nspacl, e.extrelocatable)
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'scrm';
