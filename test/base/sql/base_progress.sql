-- base/progress: how far a long call is.
\getenv here PG_ABS_SRCDIR
\set setup :here '/probe.sql'
\set ECHO none
\i :setup
\set ECHO all

-- A second shall have 20 ms.
SELECT probe_times(second => 20);
-- Off: nothing.
SET scrm.progress = 'off';
SELECT probe_ticks('probe', 30, 10000, true, NULL);

-- A NOTICE every 10 s, with what each step counts.
RESET scrm.progress;
SHOW scrm.progress;
\setenv PGDATABASE :DBNAME
\! psql -Xqc "SELECT probe.probe_times(20), probe.probe_ticks('probe', 60, 10000, true, NULL)" 2>&1 | sed -n '/^NOTICE/s/[0-9.]\+\( [kMG]\)\?/N/gp' | sort -u
\! psql -Xqc "SELECT probe.probe_times(20), probe.probe_ticks('probe', 60, 10000, false, NULL)" 2>&1 | sed -n '/^NOTICE/s/[0-9.]\+\( [kMG]\)\?/N/gp' | sort -u
-- Too short a call says nothing.
SELECT probe_times();
SELECT probe_ticks('probe', 1, 10000, true, NULL);

-- Each second before the query's text, from the second one on; the query's id stays.
SET scrm.progress = 'activity';
SET compute_query_id = on;
SELECT probe_times(second => 20);
CREATE FUNCTION tells() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	activity record;
BEGIN
	PERFORM pg_stat_clear_snapshot();
	SELECT * INTO activity FROM pg_stat_get_activity(pg_backend_pid());
	RAISE NOTICE '% (state %, id %)', regexp_replace(activity.query, '[0-9.]+( [kMG])?', 'N', 'g'), activity.state, activity.query_id <> 0;
	RETURN NULL;
END $$;
SELECT probe_ticks('probe', 10, 10000, true, 'SELECT tells()') AS long_call;
SELECT probe_times();
SELECT probe_ticks('probe', 10, 10000, true, 'SELECT tells()') AS short_call;
SELECT probe_times(second => 20);
-- At the end the query's text is as it was.
SELECT probe_ticks('probe', 10, 10000, true, NULL) UNION ALL SELECT tells()::void;
-- An inner call is told of while it lasts.
SELECT probe_ticks('outer', 10, 10000, true, 'SELECT probe_ticks(''inner'', 10, 10000, true, ''SELECT tells()'') UNION ALL SELECT tells()::void');

-- After an error, in a session that goes on, too; and nothing is told of a call that is over.
DO $$
BEGIN
	PERFORM probe_ticks('outer', 10, 10000, true, 'SELECT probe_ticks(''inner'', 10, 10000, true, ''SELECT 1 / 0'')');
EXCEPTION WHEN division_by_zero THEN
	PERFORM tells();
END $$;
SELECT probe_ticks('next', 10, 10000, false, 'SELECT tells()');

-- Canceled at a tick.
SET statement_timeout = '50ms';
SELECT probe_ticks('probe', 1000000, 100, true, NULL);
RESET statement_timeout;

SET scrm.progress = 'loud';
