# Dump and restore by the owner of a database who is no superuser: extension,
# base, values of every type, tables and indexes of his own.  In a private copy
# of PostgreSQL, where the control file lets such an owner install.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use ScrmTest;
use PostgreSQL::Test::Utils;
use Test::More;

my ($postgres, $extensions) = private_postgres();
new_file("$extensions/scrm.control", slurp_file("$extensions/scrm.control") . "trusted = true\n");
my $node = server('server', install_path => $postgres);
$node->start;

my @owner = (extra_params => [ '-U', 'owner' ]);
my @stranger = (extra_params => [ '-U', 'stranger' ]);
query($node, 'postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE stranger LOGIN; CREATE ROLE analyst; GRANT analyst TO stranger');
query($node, 'postgres', 'CREATE DATABASE shop OWNER owner');

# The SQLSTATE that a statement ends with, 00000 where it works.
sub state_of
{
	my ($db, $statement, @as) = @_;
	my ($status, $out, $err) = $node->psql($db, "\\set VERBOSITY sqlstate\nSET client_min_messages = warning;\n$statement", @as);
	return $err =~ /ERROR: +(\w{5})/ ? $1 : $status == 0 ? '00000' : $err;
}

# ------------------------------------------------------------ the owner's work

is(state_of('shop', 'CREATE EXTENSION scrm', @stranger), '42501', 'a stranger may not install');
is(state_of('shop', 'CREATE EXTENSION scrm', @owner), '00000', 'the owner of the database may');
load_tables($node, 'shop', 'cdnow_sample.txt', @owner);
load_base($node, 'shop', 'crm', @owner);
my @types = create_values($node, 'shop', @owner);
query($node, 'shop', q{INSERT INTO scrm.network_rule (network, hosts, url) VALUES ('vk', '{vk.com}', 'https://vk.com/%s')}, @owner);
query($node, 'shop', q{
	GRANT USAGE ON SCHEMA crm TO analyst;
	GRANT SELECT ON crm.customer_360, crm.figure, crm.customer, crm.setting TO analyst;
	CREATE TABLE history AS SELECT customer_id, timeline, purchases FROM crm.state;
	CREATE INDEX history_btree ON history USING btree (purchases);
	CREATE INDEX history_hash ON history USING hash (purchases);
	CREATE INDEX history_asks ON history (scrm.event_count(timeline, 'ask'));
	ALTER TABLE history ADD COLUMN days bigint GENERATED ALWAYS AS (scrm.frequency(purchases, '2030-01-01')) STORED;
	CREATE VIEW best AS SELECT customer_id, scrm.monetary(purchases, '2030-01-01') AS spent FROM history WHERE scrm.frequency(purchases, '2030-01-01') > 2;
	CREATE MATERIALIZED VIEW whole AS SELECT scrm.rollup(timeline) AS timeline, scrm.rollup(purchases) AS purchases FROM history;
	CREATE VIEW told AS SELECT scrm.timeline_agg(ts, verb, channel, actor, value) AS timeline FROM crm.event;
	CREATE FUNCTION days(scrm.purchases) RETURNS bigint LANGUAGE sql RETURN scrm.frequency($1, '2030-01-01');
}, @owner);

# ---------------------------------------------------------- dump and restore

my $folder = PostgreSQL::Test::Utils::tempdir();
$node->command_ok([ 'pg_dump', '-U', 'owner', '-f', "$folder/plain.sql", 'shop' ], 'pg_dump, plain');
$node->command_ok([ 'pg_dump', '-U', 'owner', '-Fc', '-f', "$folder/custom", 'shop' ], 'pg_dump, custom');
query($node, 'postgres', 'CREATE DATABASE plain OWNER owner');
query($node, 'postgres', 'CREATE DATABASE custom OWNER owner');
$node->command_ok([ 'psql', '-XqU', 'owner', '-v', 'ON_ERROR_STOP=1', '-f', "$folder/plain.sql", '-o', "$folder/plain.out", 'plain' ],
	'restored by psql');
$node->command_ok([ 'pg_restore', '-U', 'owner', '--exit-on-error', '-d', 'custom', "$folder/custom" ], 'restored by pg_restore');

# Every row of every table and view, digested; and who may do what with which.
sub content
{
	my ($db) = @_;
	my @relations = split /\n/, query($node, $db, q{
		SELECT c.oid::regclass FROM pg_class c
		WHERE c.relnamespace IN ('public'::regnamespace, 'crm'::regnamespace) AND c.relkind IN ('r', 'v', 'm') ORDER BY 1::text COLLATE "C"});
	return query($node, $db, 'TABLE scrm.network_rule') . query($node, $db, join("\nUNION ALL ", map { "SELECT '$_', count(*), md5(string_agg(r::text, E'\\n' ORDER BY r::text)) FROM $_ r" } @relations)
		. q{ UNION ALL
			SELECT c.oid::regclass || ' ' || c.relkind::text || ' ' || c.relowner::regrole, 0, c.relacl::text
			FROM pg_class c WHERE c.relnamespace IN ('public'::regnamespace, 'crm'::regnamespace)
			UNION ALL SELECT indexrelid::regclass::text, 0, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid::regclass::text IN ('history', 'crm.state')
			UNION ALL SELECT tgname || ' ' || tgrelid::regclass, 0, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
			UNION ALL SELECT 'extension ' || extname, 0, extversion || ' ' || extowner::regrole || ' ' || extnamespace::regnamespace FROM pg_extension
			UNION ALL SELECT 'schema ' || nspname, 0, nspowner::regrole || ' ' || nspacl::text FROM pg_namespace WHERE nspname IN ('scrm', 'crm')
			ORDER BY 1, 2});
}

my $content = content('shop');
my $values = fingerprints($node, 'shop', @types);
for my $db ('plain', 'custom')
{
	is(content($db), $content, "$db: all rows, owners, rights, indexes and triggers are as they were");
	is(fingerprints($node, $db, @types), $values, "$db: values of every type are the same bytes");
}

# ------------------------------------------------------------------ it goes on

# New facts in the original and in the copies: the same customers again.
my %after;
for my $db ('shop', 'plain', 'custom')
{
	query($node, $db, q{
		CALL scrm.create_base('crm', '{"currency": "USD"}');
		CALL scrm.ingest_query('crm', 'shop', 'SELECT body || jsonb_build_object(''line'', 10000 + n) FROM public.shop ORDER BY n', public.shop_mapping());
		SELECT scrm.ingest('crm', 'shop', '{"line": "new", "customer": "nobody yet", "day": "2018-12-01", "amount": 7}', public.shop_mapping());
		CALL scrm.refresh('crm');
	}, @owner);
	$after{$db} = query($node, $db, q{
		SELECT (to_jsonb(f) - 'refreshed_at')::text, s.timeline, s.purchases FROM crm.customer_360 f JOIN crm.state s USING (customer_id) ORDER BY customer_id;
		SELECT version, name, rows, quality, clv, spend FROM crm.model ORDER BY 1, 2});
}
is(query($node, 'shop', 'SELECT max(version) FROM crm.model'), 2, 'refresh goes on, and trains again');
is($after{plain}, $after{shop}, 'plain: with the same customers and models');
is($after{custom}, $after{shop}, 'custom: with the same customers and models');

# ---------------------------------------------------------------- the stranger

my $purchases = q{'{2024-01-02:10.5}'::scrm.purchases};
for my $db ('shop', 'custom')
{
	is(query($node, $db, "SELECT scrm.frequency($purchases, '2030-01-01'), scrm.event_count(scrm.timeline_agg(now(), 'ask')), (SELECT count(*) > 40 FROM scrm.base_template)", @stranger),
		'0|1|t', "$db: a stranger may use the functions");
	like(query($node, $db, 'SELECT count(*) FROM crm.customer_360', @stranger), qr/^[1-9]/, "$db: and reads what he was given");
	my %refused = (
		'SELECT count(*) FROM crm.purchase' => 'a table that he was not given',
		'SELECT count(*) FROM crm.event' => 'a view that he was not given',
		q{SELECT scrm.ingest('crm', 'shop', '{}', '{"ts": "$.day"}')} => 'ingest',
		q{CALL scrm.refresh('crm')} => 'refresh',
		q{CALL scrm.create_base('crm')} => 'to complete the base of another',
		q{CALL scrm.create_base('his')} => 'to make a base, without CREATE on the database',
		'CREATE TABLE scrm.mine ()' => 'to make objects in schema scrm',
		'INSERT INTO scrm.base_template VALUES (0, $$view x$$, $$SELECT$$)' => 'to write into the template',
		'ALTER EXTENSION scrm UPDATE' => 'to update',
		'DROP EXTENSION scrm' => 'to drop the extension',
		'DROP FUNCTION scrm.version()' => 'to drop a function',
	);
	for (sort keys %refused)
	{
		is(state_of($db, "$_;", @stranger), '42501', "$db: he is refused $refused{$_}");
	}
}
# The objects are the superuser's who lent the right, and stay so.
is(state_of('shop', 'CREATE OR REPLACE FUNCTION scrm.version() RETURNS text LANGUAGE sql RETURN $$x$$::text', @owner), '42501',
	'even the owner changes no function');

query($node, 'shop', 'GRANT CREATE ON DATABASE shop TO stranger');
is(state_of('shop', q{CALL scrm.create_base('his');
	SELECT scrm.ingest('his', 'shop', '{"day": "2024-01-02", "card": "7", "sum": 5}', '{"kind": "\"purchase\"", "ts": "$.day", "actor": "$.card", "amount": "$.sum"}');
	CALL scrm.refresh('his')}, @stranger), '00000', 'with it he has a base of his own');
is(query($node, 'shop', 'SELECT purchases, spent FROM his.customer_360', @stranger), '1|5', 'and his customers');

$node->stop;
done_testing();
