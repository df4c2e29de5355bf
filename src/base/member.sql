
-- The objects made since the last module's end are of module :module.
INSERT INTO @extschema@.member (module, kind, identity)
SELECT ':module', i.type, i.identity
FROM pg_catalog.pg_extension e
	JOIN pg_catalog.pg_depend d ON d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass
		AND d.refobjid OPERATOR(pg_catalog.=) e.oid AND d.deptype OPERATOR(pg_catalog.=) 'e'
	CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
WHERE e.extname OPERATOR(pg_catalog.=) 'scrm'
ON CONFLICT DO NOTHING;
