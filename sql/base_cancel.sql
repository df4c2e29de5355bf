-- A long call ends when it is cancelled, and not once it is done.
--
-- The call comes before a sequence that no rollback resets, and nothing that
-- checks for interrupts lies between the two: the sequence would move if the
-- call, cancelled on its way, went on to its end.
SET search_path = public, scrm;
SET jit = off;

CREATE TABLE long_value (timeline_text text, purchases_text text, t timeline, c clv_stats, m clv_model, name text);
ALTER TABLE long_value ALTER timeline_text SET STORAGE EXTERNAL, ALTER purchases_text SET STORAGE EXTERNAL,
	ALTER c SET STORAGE EXTERNAL, ALTER name SET STORAGE EXTERNAL;
INSERT INTO long_value
SELECT
	(SELECT '{' || string_agg('2024-01-01T00:00:00Z v' || n % 90 || '@mail=1#' || n, ', ') || '}'
	 FROM generate_series(1, 200000) n),
	(SELECT '{' || string_agg(to_char(date '0100-01-01' + n, 'YYYY-MM-DD:') || n % 999, ',') || '}' FROM generate_series(1, 500000) n),
	(SELECT timeline_agg(timestamptz '2024-01-01Z' + n * interval '1 s', 'note') FROM generate_series(1, 600000) n),
	(SELECT clv_stats_agg(n % 40, n % 40 * (1 + n % 7 * 1e-3), 50 + n * 1e-4) FROM generate_series(1, 100000) n),
	'{"model": "bg/nbd", "unit": "7 days", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}',
	(SELECT string_agg(md5(n::text), ' Łucja ') FROM generate_series(1, 100000) n);
CREATE SEQUENCE went_on;

SET statement_timeout = '20ms';
SELECT timeline_in(timeline_text::cstring), nextval('went_on') FROM long_value;
SELECT purchases_in(purchases_text::cstring), nextval('went_on') FROM long_value;
SELECT timeline_out(t), nextval('went_on') FROM long_value;
SELECT t + t, nextval('went_on') FROM long_value;
SELECT clv_fit(c), nextval('went_on') FROM long_value;
SELECT expected_purchases(m, c, 30), nextval('went_on') FROM long_value;
SELECT damerau_levenshtein(name, reverse(name)), nextval('went_on') FROM long_value;
SELECT jaro_winkler(repeat(name, 10), 'Ł' || repeat(name, 10)), nextval('went_on') FROM long_value;
SELECT length(fold_name(repeat(name, 10))), nextval('went_on') FROM long_value;
SELECT name_similarity(repeat(name, 10), 'Ł' || repeat(name, 10)), nextval('went_on') FROM long_value;
RESET statement_timeout;
SELECT is_called AS one_went_on FROM went_on;
