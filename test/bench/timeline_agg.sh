#!/usr/bin/env bash
#
# timeline_agg.sh [EVENTS [CUSTOMERS [RUNS]]] - what the aggregate costs
#
# timeline_agg over EVENTS interactions (10 million) of CUSTOMERS (1 million)
# against count(*), max(ts) by the same key, in the same server: serial plans,
# with work_mem as the server comes (4MB) and large (2GB).  Prints CPU and wall seconds of
# each, medians of RUNS (3), and their ratio; the goal is at most 2.  CPU is
# the backend's own, from log_statement_stats: wall is noise beside it.  Then
# bytes of an event as stored, with microseconds and with whole seconds; the
# goals are 8.0 and 5.0.
#
# PGHOST, PGUSER and PGDATABASE say where, as a superuser; the table is
# temporary.
set -euo pipefail

events=${1:-10000000} customers=${2:-1000000} runs=${3:-3}

# As in life: a few customers talk much, most a little; they talk in
# conversations of some four messages over one channel; and rows lie in the
# order of time.  The outer queries ask for what the inner ones compute, or the
# planner would leave it out.
script()
{
	cat <<-SQL
		SET client_min_messages = warning;
		CREATE EXTENSION IF NOT EXISTS scrm;
		SET search_path = public, scrm;
		SET max_parallel_workers_per_gather = 0;
		SELECT setseed(0.5);
		CREATE TEMP TABLE interaction AS
		SELECT (power(c.who, 1.5) * ($customers - 1))::int AS customer,
			timestamptz '2024-01-01' + c.day * interval '365 days' + ln(1 / (1 - random())) * m * interval '30 min' AS ts,
			CASE WHEN m % 2 = 1 THEN 'ask' WHEN m = 6 THEN 'resolve' ELSE 'reply' END AS verb,
			(ARRAY['x', 'x', 'x', 'facebook', 'email'])[1 + floor(c.via * 5)::int] AS channel
		FROM (SELECT random() AS who, random() AS day, random() AS via, 2 + floor(random() * 5)::int AS messages
			FROM generate_series(1, $events / 4)) c, generate_series(1, c.messages) m
		ORDER BY ts;
		VACUUM ANALYZE interaction;
		\timing on
		SET client_min_messages = log;
		SET log_statement_stats = on;
	SQL
	for memory in 4MB 2GB; do
		for ((run = 0; run < runs; run++)); do
			cat <<-SQL
				SET work_mem = '$memory';
				\echo count $memory
				SELECT sum(n), max(t) FROM (SELECT customer, count(*) AS n, max(ts) AS t FROM interaction GROUP BY customer OFFSET 0) s;
				\echo timeline $memory
				SELECT count(t) FROM (SELECT timeline_agg(ts, verb, channel) AS t FROM interaction GROUP BY customer OFFSET 0) s;
			SQL
		done
	done
	cat <<-SQL
		SET log_statement_stats = off;
		SET client_min_messages = warning;
		\timing off
		\pset tuples_only
		\echo stored
		CREATE TEMP TABLE stored AS
		SELECT timeline_agg(ts, verb, channel) AS us, timeline_agg(date_trunc('second', ts), verb, channel) AS s
		FROM interaction GROUP BY customer;
		SELECT format('bytes an event: %s (us), %s (whole seconds), %s events a customer',
			round(sum(pg_column_size(us))::numeric / sum(event_count(us)), 2),
			round(sum(pg_column_size(s))::numeric / sum(event_count(s)), 2), round(avg(event_count(us)), 1))
		FROM stored;
	SQL
}

script | psql -Xqv ON_ERROR_STOP=1 2>&1 | awk '
	/ERROR/ { print; failed = 1 }
	/^(count|timeline) / { key = $1 " " $2; next }
	/elapsed/ { cpu = $2 + $5 }
	/^Time:/ && key { n[key]++; c[key, n[key]] = cpu; w[key, n[key]] = $2 / 1000; key = "" }
	/bytes an event/ { stored = $0 }
	function median(of, key,    i, j, m, v, t)
	{
		m = n[key]
		for (i = 1; i <= m; i++) v[i] = of[key, i]
		for (i = 1; i <= m; i++) for (j = i + 1; j <= m; j++) if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
		return v[int((m + 1) / 2)]
	}
	END {
		split("4MB 2GB", memory, " ")
		for (i = 1; i <= 2; i++) {
			a = "count " memory[i]; b = "timeline " memory[i]
			if (!n[a] || !n[b]) exit 1
			printf "work_mem %s: count(*), max(ts) %.2f s CPU, %.2f s; timeline_agg %.2f s CPU, %.2f s; ratio %.2f CPU, %.2f\n", \
				memory[i], median(c, a), median(w, a), median(c, b), median(w, b), \
				median(c, b) / median(c, a), median(w, b) / median(w, a)
		}
		sub(/^ +/, "", stored)
		print stored
		exit failed
	}'
