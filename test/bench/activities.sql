-- activities() against five ->> of the same 100,000 status documents of 0.6 kB,
-- medians of nine runs of each, in turns; goal: at most 3 times.
SET max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE status AS
SELECT jsonb_build_object('id', i,
	'created_at', to_char(timestamp '2026-01-01' + i * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
	'account', jsonb_build_object('id', i % 20000, 'acct', 'user' || i % 20000, 'display_name', 'User ' || i % 20000),
	'language', 'en', 'visibility', 'public', 'content', repeat('word ', 70), 'replies_count', i % 7) AS document
FROM generate_series(1, 100000) i;
ANALYZE status;
CREATE TEMP TABLE run (five float8, ours float8);
DO $$
DECLARE
	a timestamptz; b timestamptz; c timestamptz;
BEGIN
	FOR i IN 1..9 LOOP
		a := clock_timestamp();
		PERFORM count(id), count(at), count(who), count(lang), count(said)
		FROM (SELECT document->>'id' AS id, document->>'created_at' AS at, document->>'account' AS who,
				document->>'language' AS lang, document->>'content' AS said FROM status OFFSET 0) x;
		b := clock_timestamp();
		PERFORM count(external_id), count(ts), count(actor), count(language), count(body)
		FROM status, scrm.activities(document, '{"external_id": "$.id", "ts": "$.created_at",
			"actor": "$.account.acct", "language": "$.language", "body": "$.content"}');
		c := clock_timestamp();
		INSERT INTO run VALUES (extract(epoch FROM b - a), extract(epoch FROM c - b));
	END LOOP;
END $$;
SELECT round((percentile_cont(0.5) WITHIN GROUP (ORDER BY five))::numeric, 3) AS five_s,
	round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ours))::numeric, 3) AS activities_s,
	round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ours / five))::numeric, 2) AS ratio
FROM run;
