-- base/memory: what a call may take is known before it begins.
\getenv here PG_ABS_SRCDIR
\set setup :here '/probe.sql'
\set ECHO none
\i :setup
\set ECHO all

SHOW scrm.memory_limit;
SELECT probe_memory(4 * 1024 ^ 3);
SELECT probe_memory(4 * 1024 ^ 3 + 1);
SET scrm.memory_limit = '10MB';
SELECT probe_memory(10 * 1024 ^ 2);
SELECT probe_memory(1e8);
SELECT probe_memory(1e13);
SET scrm.memory_limit = 0;
SELECT probe_memory(1e300);
-- From 18 on the message names the unit of the range.
\set VERBOSITY sqlstate
SET scrm.memory_limit = -1;
\set VERBOSITY default
