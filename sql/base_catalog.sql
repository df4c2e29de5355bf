-- What every object of the extension owes its users, asked of the catalog.
SET search_path = public, scrm;

CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, pg_describe_object(d.classid, d.objid, 0) AS object
FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'scrm'
	AND NOT (d.classid = 'pg_type'::regclass AND EXISTS (
		SELECT FROM pg_type t WHERE t.oid = d.objid AND (t.typelem <> 0 AND t.typlen = -1
			OR t.typrelid <> 0 AND (SELECT relkind FROM pg_class c WHERE c.oid = t.typrelid) <> 'c')));

-- A comment of one sentence, which ends with how firm the object is.
SELECT object, obj_description(objid, relname) AS comment
FROM member JOIN pg_class ON pg_class.oid = classid
WHERE obj_description(objid, relname) IS NULL
	OR obj_description(objid, relname) !~ '^.+[.] \[(stable|preview)\]$'
ORDER BY 1;

-- Every function says that it is parallel safe, or why not is plain: it writes.
SELECT p.oid::regprocedure FROM pg_proc p JOIN member m ON m.objid = p.oid AND m.classid = 'pg_proc'::regclass
WHERE p.proparallel <> 's' AND p.provolatile <> 'v' ORDER BY 1;

-- Transition and combine functions are never strict, and no aggregate has an
-- initial state: a strict one would make a stored value the state.
SELECT a.aggfnoid::regprocedure FROM pg_aggregate a JOIN member m ON m.objid = a.aggfnoid
JOIN pg_proc t ON t.oid = a.aggtransfn LEFT JOIN pg_proc c ON c.oid = a.aggcombinefn
WHERE t.proisstrict OR c.proisstrict OR a.agginitval IS NOT NULL OR c.oid IS NULL
	OR a.aggtranstype = 'internal'::regtype ORDER BY 1;

-- Everybody may use the schema.
SELECT has_schema_privilege('public', 'scrm', 'USAGE');

-- Nothing of ours hides a built-in name of a plain function.
SELECT p.oid::regprocedure FROM pg_proc p JOIN member m ON m.objid = p.oid AND m.classid = 'pg_proc'::regclass
JOIN pg_proc b ON b.proname = p.proname AND b.pronamespace = 'pg_catalog'::regnamespace
	AND b.proargtypes = p.proargtypes AND b.proname <> 'version' ORDER BY 1;
