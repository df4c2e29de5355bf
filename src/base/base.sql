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
