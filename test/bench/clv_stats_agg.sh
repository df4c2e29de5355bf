#!/usr/bin/env bash
#
# clv_stats_agg.sh [CUSTOMERS [RUNS]] - what counting a customer base costs
#
# clv_stats_agg(frequency, recency, age) over CUSTOMERS rows (1 million) against
# count(frequency), sum(recency), sum(age) of the same table, in the same
# server: serial plans.  Prints CPU and wall seconds of both, medians of RUNS
# (9), and their ratio; the goal is at most 2.  CPU is the backend's own, from
# log_statement_stats: wall is noise beside it.  Then what the value takes.
#
# PGHOST, PGUSER and PGDATABASE say where, as a superuser; the table is
# temporary.
set -euo pipefail

customers=${1:-1000000} runs=${2:-9}

# As in CDNOW: three in four never came back, and the others
# came a few times; first purchases within 12 weeks, times in weeks.
script()
{
	cat <<-SQL
		SET client_min_messages = warning;
		CREATE EXTENSION IF NOT EXISTS scrm;
		SET search_path = public, scrm;
		SET max_parallel_workers_per_gather = 0;
		SET jit = off;
		SELECT setseed(0.5);
		CREATE TEMP TABLE base AS
		SELECT x AS frequency, CASE WHEN x = 0 THEN 0 ELSE greatest(x, 1 + floor(days * lived)) / 7 END::float8 AS recency,
			days / 7.0::float8 AS age
		FROM (SELECT floor(power(random(), 12) * 30)::bigint AS x, 190 + floor(random() * 85)::int AS days, random() AS lived
			FROM generate_series(1, $customers)) c;
		VACUUM ANALYZE base;
		\timing on
		SET client_min_messages = log;
		SET log_statement_stats = on;
	SQL
	for ((run = 0; run < runs; run++)); do
		cat <<-SQL
			\echo sums
			SELECT count(frequency), sum(recency), sum(age) FROM base;
			\echo stats
			SELECT pg_column_size(clv_stats_agg(frequency, recency, age)) FROM base;
		SQL
	done
	cat <<-SQL
		SET log_statement_stats = off;
		SET client_min_messages = warning;
		\timing off
		\pset tuples_only
		SELECT format('%s distinct rows, %s bytes', (SELECT count(*) FROM stats_rows(s)), length(clv_stats_send(s)))
		FROM (SELECT clv_stats_agg(frequency, recency, age) AS s FROM base) q;
	SQL
}

script | psql -Xqv ON_ERROR_STOP=1 2>&1 | awk '
	/ERROR/ { print; failed = 1 }
	/^(sums|stats)$/ { key = $1; next }
	/elapsed/ { cpu = $2 + $5 }
	/^Time:/ && key { n[key]++; c[key, n[key]] = cpu; w[key, n[key]] = $2 / 1000; key = "" }
	/distinct rows/ { stored = $0 }
	function median(of, key,    i, j, m, v, t)
	{
		m = n[key]
		for (i = 1; i <= m; i++) v[i] = of[key, i]
		for (i = 1; i <= m; i++) for (j = i + 1; j <= m; j++) if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
		return v[int((m + 1) / 2)]
	}
	END {
		if (!n["sums"] || !n["stats"]) exit 1
		printf "count and sums %.4f s CPU, %.4f s; clv_stats_agg %.4f s CPU, %.4f s; ratio %.2f CPU, %.2f\n", \
			median(c, "sums"), median(w, "sums"), median(c, "stats"), median(w, "stats"), \
			median(c, "stats") / median(c, "sums"), median(w, "stats") / median(w, "sums")
		sub(/^ +/, "", stored)
		print stored
		exit failed
	}'
