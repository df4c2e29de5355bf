-- The settings: three, known once the library is loaded.
LOAD 'scrm';
SELECT name, setting, unit, context, enumvals FROM pg_settings WHERE name LIKE 'scrm.%' ORDER BY 1;
SELECT name, short_desc, extra_desc FROM pg_settings WHERE name LIKE 'scrm.%' ORDER BY 1;
SET scrm.progress = 'activity';
SET scrm.memory_limit = '2GB';
SET scrm.cache_size = '1MB';
SHOW scrm.progress;
SHOW scrm.memory_limit;
SHOW scrm.cache_size;
SET scrm.progress = 'loud';
-- From 18 on the message names the unit of the range.
\set VERBOSITY sqlstate
SET scrm.memory_limit = -1;
\set VERBOSITY default
SET scrm.cache_size = 'large';
-- And no others.
SET scrm.proggress = 'off';
