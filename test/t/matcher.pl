# Many sessions write the rows of a matcher side by side: nobody deadlocks, few
# rows are left to a settlement, and the persons are those that matching all
# rows together gives.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use ScrmTest;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = server('server');
$node->start;
query($node, 'postgres', 'CREATE EXTENSION scrm');
query($node, 'postgres', q{
	SET search_path = public, scrm;
	SET client_min_messages = warning;
	-- Rows of 400 persons, three each, that share phones, birthdays and towns with others.
	CREATE TABLE pool AS
	SELECT n AS id, (ARRAY['shop', 'mastodon'])[1 + n % 2] AS source,
		CASE WHEN n % 4 > 0 THEN '0551 ' || 100000 + n / 3 * 7919 % 300 END AS phone,
		CASE WHEN n % 5 > 0 THEN date '1970-01-01' + n / 3 * 7907 % 250 END AS born, 'town ' || n / 30 AS city
	FROM generate_series(1, 1200) n;
	CREATE TABLE shuffled AS SELECT row_number() OVER (ORDER BY md5(id::text)) AS n, id FROM pool;
	ALTER TABLE shuffled ADD PRIMARY KEY (n);
	CREATE SEQUENCE nth;
	CREATE TABLE customer (id bigint PRIMARY KEY, source text, phone text, born date, city text);
	SELECT create_matcher('crm', 'customer', '{"version": 1, "rows": 1000, "lambda": 0.0005, "possible_pairs": 499500, "possible_decoys": 0,
		"columns": [{"name": "source", "kind": "source"}, {"name": "phone", "kind": "phone"}, {"name": "born", "kind": "date"}, {"name": "city", "kind": "category"}],
		"sources": [{"name": "", "one_per": false, "rows": 0}, {"name": "mastodon", "one_per": true, "rows": 500}, {"name": "shop", "one_per": false, "rows": 500}],
		"fields": [
			{"name": "phone", "kind": "phone", "any_u": [0.001, 0.001, 0.001, 0.997], "levels": [
				{"level": "equal", "m": 0.8, "u": 0.001}, {"level": "distance 1", "m": 0.05, "u": 0.001},
				{"level": "distance 2", "m": 0.01, "u": 0.001}, {"level": "different", "m": 0.14, "u": 0.997}]},
			{"name": "born", "kind": "date", "any_u": [0.001, 0.001, 0.01, 0.988], "levels": [
				{"level": "equal", "m": 0.9, "u": 0.001}, {"level": "day and month exchanged", "m": 0.02, "u": 0.001},
				{"level": "one digit", "m": 0.05, "u": 0.01}, {"level": "different", "m": 0.03, "u": 0.988}]},
			{"name": "city", "kind": "category", "any_u": [0.1, 0.005, 0.045, 0.85], "levels": [
				{"level": "equal", "m": 0.75, "u": 0.1}, {"level": "Jaro-Winkler .92", "m": 0.05, "u": 0.005},
				{"level": "Jaro-Winkler .80", "m": 0.05, "u": 0.045}, {"level": "different", "m": 0.15, "u": 0.85}]}],
		"frequencies": [
			{"of": "phone", "rows": 1000, "values": {}}, {"of": "born", "rows": 1000, "values": {}},
			{"of": "city", "rows": 1000, "values": {"8b2fe319c6edc44b": 250}}],
		"keys": [
			{"parts": [["phone", "whole"]], "refinements": [], "pairs_per_row": 0.5, "gain": 300, "split": []},
			{"parts": [["born", "whole"]], "refinements": [], "pairs_per_row": 0.5, "gain": 100, "split": []},
			{"parts": [["city", "whole"]], "refinements": [], "pairs_per_row": 9, "gain": 10, "split": []}],
		"calibration": []}');
	UPDATE crm_matcher SET rows = 1200;
	CREATE FUNCTION differ(OUT id bigint, OUT person bigint, OUT of_all bigint) RETURNS SETOF record LANGUAGE plpgsql AS $$
	#variable_conflict use_column
	DECLARE
		found jsonb;
	BEGIN
		BEGIN
			CREATE TEMP TABLE before AS SELECT * FROM matcher_persons('crm');
			INSERT INTO crm_journal (cause) VALUES ('wait');
			PERFORM matcher_settle('crm');
			SELECT jsonb_agg(jsonb_build_array(id, b.person, p.person)) INTO found
			FROM before b FULL JOIN matcher_persons('crm') p USING (id) WHERE b.person IS DISTINCT FROM p.person;
			RAISE EXCEPTION USING ERRCODE = 'P0099';
		EXCEPTION WHEN SQLSTATE 'P0099' THEN
			RETURN QUERY SELECT (f->>0)::bigint, (f->>1)::bigint, (f->>2)::bigint FROM jsonb_array_elements(found) f ORDER BY 1;
		END;
	END $$;});
my $rows = query($node, 'postgres', 'SELECT count(*) FROM pool');
my $each = int($rows / 8);

sub differences
{
	return query($node, 'postgres', 'SET search_path = public, scrm; SELECT * FROM differ()');
}

# Eight clients, so many transactions each; what pgbench counts as failed.
sub clients
{
	my ($transactions, $script) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/script';
	append_to_file($file, $script);
	my ($out, $err) = run_command([ 'pgbench', '-n', '-h', $node->host, '-p', $node->port, '-c', 8, '-j', 2,
		'-t', $transactions, '-f', $file, 'postgres' ]);
	my ($done) = $out =~ m{actually processed: (\d+)};
	is($done, 8 * $transactions, "all $transactions transactions of each client are done") or diag($err);
}

clients($each, 'INSERT INTO customer SELECT p.* FROM (SELECT nextval(\'nth\') AS n) s JOIN shuffled USING (n) JOIN pool p USING (id);');
query($node, 'postgres', q{INSERT INTO customer SELECT p.* FROM shuffled JOIN pool p USING (id) WHERE n > (SELECT last_value FROM nth)});
is(query($node, 'postgres', 'SELECT count(*) FROM customer'), $rows, 'all rows are there');
cmp_ok(query($node, 'postgres', q{SELECT count(*) FROM crm_journal WHERE cause = 'wait'}), '<', $rows / 10, 'few wait for a settlement');
query($node, 'postgres', q{SELECT scrm.matcher_settle('public.crm')});
is(differences(), '', 'rows side by side make the persons of all rows together');

clients(60, <<'SQL');
\set a random(1, 1200)
\set b random(1, 1200)
UPDATE customer SET (phone, born) = (SELECT phone, born FROM pool WHERE id = :b) WHERE id = :a AND EXISTS (SELECT FROM pool WHERE id = :b);
SQL
query($node, 'postgres', q{SELECT scrm.matcher_settle('public.crm')});
is(differences(), '', 'and so do changes');

# Each client has rows of its own: who waits for a row, waits for no matcher.
clients(60, <<'SQL');
\set a random(0, 149) * 8 + :client_id + 1
\set b random(0, 149) * 8 + :client_id + 1
BEGIN;
DELETE FROM customer WHERE id = :a;
UPDATE customer SET phone = (SELECT phone FROM pool WHERE id = :a) WHERE id = :b;
INSERT INTO customer SELECT * FROM pool WHERE id = :a ON CONFLICT DO NOTHING;
COMMIT;
SQL
query($node, 'postgres', q{SELECT scrm.matcher_settle('public.crm')});
is(differences(), '', 'several rows a transaction, settled, do too');
is(query($node, 'postgres', q{SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'}), 0, 'no deadlock');
is(query($node, 'postgres', q{SELECT scrm.matcher_settle('public.crm')}), 0, 'nothing is left to settle');

# A crash between two rows: what was committed is there, with its persons.
query($node, 'postgres', q{DELETE FROM customer WHERE id % 7 = 0});
$node->stop('immediate');
$node->start;
query($node, 'postgres', q{SELECT scrm.matcher_settle('public.crm')});
is(differences(), '', 'a crash loses nothing');

done_testing();
