-- objects(): the extension, as its own catalog tells it.
SET search_path = public, scrm;

-- Every member is there, once, with its module, a signature and a comment.
CREATE TEMP TABLE member_count AS
SELECT count(*) AS n FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'scrm'
	AND NOT (d.classid = 'pg_type'::regclass AND EXISTS (
		SELECT FROM pg_type t LEFT JOIN pg_class r ON r.oid = t.typrelid
		WHERE t.oid = d.objid AND (t.typarray = 0 OR r.relkind <> 'c')));
SELECT n = (SELECT count(*) FROM objects()) AS each_once FROM member_count;
SELECT * FROM objects() WHERE num_nulls(module, kind, name, signature, comment) > 0;

SELECT module, kind, signature, properties FROM objects()
WHERE name IN ('timeline', 'first_response', 'objects', '+', 'rollup', 'refresh', 'timeline_in', 'timeline_ops', 'base_template')
	AND signature ~ 'timeline|refresh|objects|template'
ORDER BY kind, signature COLLATE "C";

-- Who may not see the server's files may see this.
CREATE ROLE scrm_nobody;
SET ROLE scrm_nobody;
SELECT count(*) > 100 AS many FROM scrm.objects();
RESET ROLE;
DROP ROLE scrm_nobody;

-- A module of the source, and no other.
SELECT DISTINCT module FROM objects() ORDER BY 1;
