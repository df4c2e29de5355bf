-- What test/base/probe.c offers; each test begins with it.
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS probe CASCADE;
RESET client_min_messages;
CREATE SCHEMA probe;
SET search_path = probe, public;
\getenv folder PG_LIBDIR
\set library :folder '/probe'

CREATE FUNCTION probe_rows(source text, columns int = 0, most int = 0,
	OUT nr bigint, OUT name text, OUT type regtype, OUT kind int, OUT value text, OUT number float8)
RETURNS SETOF record AS :'library' LANGUAGE C;
CREATE FUNCTION probe_rows_count(source text, OUT rows bigint, OUT batches bigint, OUT bytes bigint)
RETURNS SETOF record AS :'library' LANGUAGE C;
CREATE FUNCTION probe_ids(source text, sample anyelement, OUT nr bigint, OUT place int, OUT id anyelement)
RETURNS SETOF record AS :'library' LANGUAGE C;
CREATE FUNCTION probe_times(second float8 = 1000, fresh float8 = 60000) RETURNS void AS :'library' LANGUAGE C;
CREATE FUNCTION probe_ticks(call text, ticks int, usecs int, total boolean, query text) RETURNS void
AS :'library' LANGUAGE C;
CREATE FUNCTION probe_memory(bytes float8) RETURNS float8 AS :'library' LANGUAGE C;
CREATE FUNCTION probe_cached(value text) RETURNS text AS :'library' LANGUAGE C STRICT;
CREATE FUNCTION probe_cached(a text, b text) RETURNS text AS :'library', 'probe_cached_two' LANGUAGE C STRICT;
