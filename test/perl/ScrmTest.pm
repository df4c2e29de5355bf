# ScrmTest - what the TAP tests share: servers, a private copy of PostgreSQL, a
# base with real facts, values of every type.
package ScrmTest;

use strict;
use warnings;
use Cwd qw(abs_path);
use Exporter 'import';
use File::Basename;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;

our @EXPORT = qw(server query load_tables create_base load_base private_postgres new_file type_values create_values fingerprints
	source_file);

my $top = abs_path(dirname(__FILE__) . '/../..');

sub source_file { return "$top/$_[0]" }

# An initialized server that is not started yet.  Parameters are those of new
# and init of PostgreSQL::Test::Cluster.
sub server
{
	my ($name, %params) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name,
		$params{install_path} ? (install_path => $params{install_path}) : ());

	$node->init(%params, extra => [ '-E', 'UTF8', '--locale=C.UTF-8' ]);
	$node->append_conf('postgresql.conf', <<~'CONF');
		timezone = 'UTC'
		log_statement = none
		shared_buffers = 64MB
		max_connections = 20
		CONF
	return $node;
}

# The rows of a statement as text; dies on an error.
sub query
{
	my ($node, $db, $sql, %params) = @_;
	return $node->safe_psql($db, "SET client_min_messages = warning;\n$sql", %params);
}

# ---------------------------------------------------------------- a base

# Tables club and shop in schema public, a document a row: real conversations
# and real purchases (test/data/README.md).
sub load_tables
{
	my ($node, $db, $purchases, %params) = @_;
	my $conversations = source_file('test/data/chitchat_sample.json');

	$purchases = source_file("test/data/$purchases");
	query($node, $db, <<~SQL, %params);
		CREATE TABLE public.raw (body jsonb);
		\\copy public.raw FROM '$conversations' WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')
		CREATE TABLE public.club AS
		SELECT row_number() OVER (ORDER BY key) AS n, value || jsonb_build_object('id', key) AS body
		FROM public.raw, jsonb_each(body);
		DROP TABLE public.raw;
		CREATE TABLE public.line (n bigint GENERATED ALWAYS AS IDENTITY, line text);
		\\copy public.line (line) FROM '$purchases'
		CREATE TABLE public.shop AS
		SELECT row_number() OVER (ORDER BY n) AS n, jsonb_build_object('line', n, 'customer', a[1],
			'day', to_date(a[2], 'YYYYMMDD') + 1063 * 7, 'amount', a[4]) AS body
		FROM public.line, regexp_split_to_array(btrim(line), '\\s+') AS a
		WHERE line ~ '^\\s*\\d';
		DROP TABLE public.line;
		CREATE FUNCTION public.club_mapping() RETURNS jsonb LANGUAGE sql
		RETURN '{"document": "\$.id", "rows": "\$.messages[*][*]", "thread": "\$doc.id", "ts": "\$.timestamp", "actor": "\$.sender",
			"target": "\$doc.messages[*][*] ? (@.sender != \$.sender).sender", "title": "\$doc.prompt", "body": "\$.text"}'::jsonb;
		CREATE FUNCTION public.shop_mapping() RETURNS jsonb LANGUAGE sql
		RETURN '{"document": "\$.line", "kind": "\\"purchase\\"", "ts": "\$.day", "actor": "\$.customer", "amount": "\$.amount"}'::jsonb;
		SQL
}

# A base of those tables, without its documents: the three who speak most are
# ours.
sub create_base
{
	my ($node, $db, $base, %params) = @_;
	query($node, $db, <<~SQL, %params);
		CALL scrm.create_base('$base', '{"currency": "USD"}');
		INSERT INTO $base.company_profile (network, account)
		SELECT 'club', message ->> 'sender' FROM public.club, jsonb_path_query(body, '\$.messages[*][*]') AS message
		GROUP BY 2 ORDER BY count(*) DESC, 2 LIMIT 3;
		SQL
}

# The same with its documents, refreshed.
sub load_base
{
	my ($node, $db, $base, %params) = @_;
	create_base($node, $db, $base, %params);
	query($node, $db, <<~SQL, %params);
		CALL scrm.ingest_query('$base', 'club', 'SELECT body FROM public.club ORDER BY n', public.club_mapping());
		CALL scrm.ingest_query('$base', 'shop', 'SELECT body FROM public.shop ORDER BY n', public.shop_mapping());
		CALL scrm.refresh('$base');
		SQL
}

# --------------------------------------------- a private copy of PostgreSQL

# Copies the PostgreSQL that is tested, as hard links where the file system has
# them; returns its install_path and the folder of extensions.  A file of the
# copy is changed by new_file alone, lest the original changes with it.
sub private_postgres
{
	my $copy = PostgreSQL::Test::Utils::tempdir('postgres');
	my %place;

	for my $what (qw(bindir pkglibdir sharedir))
	{
		chomp($place{$what} = `pg_config --$what`);
		next if -e "$copy$place{$what}";
		system('mkdir', '-p', $copy . dirname($place{$what})) == 0 or die;
		system("cp -al '$place{$what}' '$copy$place{$what}' 2>/dev/null") == 0
			or system("rm -rf '$copy$place{$what}' && cp -a '$place{$what}' '$copy$place{$what}'") == 0
			or die "cannot copy $place{$what}";
	}
	return ($copy . dirname($place{bindir}), "$copy$place{sharedir}/extension");
}

# A file of that content in place of whatever is there.
sub new_file
{
	my ($file, $content) = @_;

	unlink $file;
	append_to_file($file, $content);
}

# ------------------------------------------------------- values of every type

# Expressions for values of each type that columns may have: empty, small, and
# beyond a page, so that it is toasted.
my %values = (
	timeline => [
		q('{}'::scrm.timeline),
		q('{2024-03-01T09:00:00Z ask@mail:anna, 2024-03-01T09:12:30Z reply@mail:ben=1.5#7, 2024-03-05T10:00:00.000001Z "über alles"@shop=20#8}'::scrm.timeline),
		q((SELECT scrm.timeline_agg('2024-01-01 00:00Z'::timestamptz + i * i * interval '7 s', 'verb' || i % 300, 'c' || i % 7, md5(i::text), i / 3.0, i) FROM generate_series(1, 1500) i)),
	],
	purchases => [
		q('{}'::scrm.purchases),
		q('EUR{2024-01-02:10.50,2024-01-09:-20.00,2024-02-01}'::scrm.purchases),
		q((SELECT scrm.purchases_agg(day::date, (n * 7919 % 100000) / 100.0, 'USD') FROM generate_series('1990-01-01'::date, '2024-12-31', '1 day') WITH ORDINALITY d(day, n))),
	],
	spellings => [
		q('{}'::scrm.spellings),
		q('{"Müller \"x\""*3@2024-03-01T09:00:00.000001Z,"Rossi"@infinity,"Rosi"}'::scrm.spellings),
		q((SELECT ('{' || string_agg(format('"%s"*%s', md5(i::text), 1 + i % 5), ',') || '}')::scrm.spellings FROM generate_series(1, 1500) i)),
	],
	contingency => [
		q('{}'::scrm.contingency),
		q('{-9223372036854775808/9223372036854775807,7/1,7/2*300}'::scrm.contingency),
		q((SELECT ('{' || string_agg(format('%s/%s', i / 3, i * 7919 % 10007), ',') || '}')::scrm.contingency FROM generate_series(1, 3000) i)),
	],
	clv_stats => [
		q('{"rows": []}'::scrm.clv_stats),
		q('{"unit": "7 days", "rows": [[0, 0, 4, 1], [1, 2, 6, 1], [2, 3, 5, 1]]}'::scrm.clv_stats),
		q((SELECT scrm.clv_stats_agg(1 + i % 3, 1 + i / 3.0, 2 + i * 1.0) FROM generate_series(1, 4000) i)),
	],
	spend_stats => [
		q('{"left_out": 0, "rows": []}'::scrm.spend_stats),
		q('{"currency": "EUR", "left_out": 2, "rows": [[1, 4, 1], [2, 3, 1], [3, 6, 1]]}'::scrm.spend_stats),
		q((SELECT scrm.spend_stats_agg(1 + i % 3, 1 + i / 3.0) FROM generate_series(1, 4000) i)),
	],
	clv_model => [
		q('{"model": "bg/nbd", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}'::scrm.clv_model),
		q('{"model": "bg/nbd", "r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426, "unit": "7 days"}'::scrm.clv_model),
		q((SELECT scrm.clv_fit('{"rows": [[0, 0, 39, 140], [1, 4, 39, 14], [1, 14, 39, 9], [1, 30, 39, 10], [2, 6, 39, 6], [2, 20, 39, 6], [2, 34, 39, 6], [4, 12, 39, 3], [4, 33, 39, 6], [8, 10, 39, 2], [8, 30, 39, 2], [8, 37, 39, 4], [15, 20, 39, 1], [15, 38, 39, 2]]}'::scrm.clv_stats))),
	],
	handle => [
		q('x:jack'::scrm.handle),
		q('https://www.linkedin.com/in/J%C3%BCrgen'::scrm.handle),
		q((SELECT ('web:example.org/' || string_agg(i::text, '/'))::scrm.handle FROM generate_series(1, 400) i)),
	],
	match_model => [
		q('{"version": 1, "rows": 2, "lambda": 1, "possible_pairs": 0, "possible_decoys": 0, "columns": [], "sources": [{"name": "", "one_per": false, "rows": 0}], "fields": [], "frequencies": [], "keys": [], "calibration": []}'::scrm.match_model),
		q('{"version": 1, "rows": 1000, "lambda": 0.001, "possible_pairs": 499500, "possible_decoys": 0,
			"columns": [{"name": "city", "kind": "category"}], "sources": [{"name": "", "one_per": false, "rows": 400}, {"name": "über \"alles\"", "one_per": true, "rows": 600}],
			"fields": [{"name": "city", "kind": "category", "any_u": [0.1, 0.005, 0.045, 0.85], "levels": [{"level": "equal", "m": 0.75, "u": 0.1}, {"level": "Jaro-Winkler .92", "m": 0.05, "u": 0.005}, {"level": "Jaro-Winkler .80", "m": 0.05, "u": 0.045}, {"level": "different", "m": 0.15, "u": 0.85}]}],
			"frequencies": [{"of": "city", "rows": 900, "values": {"8b2fe319c6edc44b": 160}}], "keys": [{"parts": [["city", "whole"]], "refinements": [], "pairs_per_row": 2.5, "gain": 20, "split": []}], "calibration": [{"weight": -6, "calibrated": -8, "pairs": 900, "decoys": 222}]}'::scrm.match_model),
		q((SELECT format('{"version": 1, "rows": 5000, "lambda": 0.001, "possible_pairs": 12497500, "possible_decoys": 0, "columns": [{"name": "city", "kind": "category"}],
			"sources": [{"name": "", "one_per": false, "rows": 5000}], "fields": [{"name": "city", "kind": "category", "any_u": [0.1, 0.005, 0.045, 0.85], "levels": [
			{"level": "equal", "m": 0.75, "u": 0.1}, {"level": "Jaro-Winkler .92", "m": 0.05, "u": 0.005}, {"level": "Jaro-Winkler .80", "m": 0.05, "u": 0.045},
			{"level": "different", "m": 0.15, "u": 0.85}]}], "frequencies": [{"of": "city", "rows": 5000, "values": {%s}}], "keys": [], "calibration": []}',
			string_agg(format('"%s": %s', lpad(to_hex(i * 4000000000000), 16, '0'), 2 + i % 700), ', ' ORDER BY i))::scrm.match_model
			FROM generate_series(1::bigint, 1500) i)),
	],
	spend_model => [
		q('{"model": "gamma-gamma", "p": 6.25, "q": 3.74, "gamma": 15.44}'::scrm.spend_model),
		q('{"model": "gamma-gamma", "currency": "EUR", "p": 6.25, "q": 3.74, "gamma": 15.44}'::scrm.spend_model),
		q((SELECT scrm.spend_fit('{"left_out": 0, "rows": [[1, 4, 20], [1, 30, 20], [2, 12, 10], [3, 8, 9], [4, 25, 3]]}'::scrm.spend_stats))),
	]);

# The types of the catalog, each with its expressions; dies of one without any.
sub type_values
{
	my ($node, $db) = @_;
	my @types = split /\n/, query($node, $db, q{
		SELECT t.typname FROM pg_type t JOIN pg_depend d ON (d.classid, d.objid, d.deptype) = ('pg_type'::regclass, t.oid, 'e')
			JOIN pg_extension e ON (d.refclassid, d.refobjid) = ('pg_extension'::regclass, e.oid)
		WHERE e.extname = 'scrm' AND t.typtype = 'b' AND t.typelem = 0 ORDER BY 1});

	for (@types)
	{
		die "ScrmTest.pm has no values of type $_" unless $values{$_};
	}
	return map { $_ => $values{$_} } @types;
}

# A table kept_TYPE for each type, with its values and a NULL; with empty => 1
# without rows.  Returns the types.
sub create_values
{
	my ($node, $db, %params) = @_;
	my $empty = delete $params{empty};
	my %types = type_values($node, $db);

	for my $type (sort keys %types)
	{
		my $n = 0;
		my $rows = join(",\n", map { ++$n; "($n, $_)" } @{ $types{$type} }, 'NULL');

		query($node, $db, "CREATE TABLE public.kept_$type (id int PRIMARY KEY, v scrm.$type, note text)", %params);
		query($node, $db, "INSERT INTO public.kept_$type VALUES $rows", %params) unless $empty;
	}
	return sort keys %types;
}

# A line for each value of the tables kept_TYPE: its text and its bytes, digested.
sub fingerprints
{
	my ($node, $db, @types) = @_;
	return query($node, $db, join("\nUNION ALL ", map {
		"SELECT '$_' AS type, id, octet_length(scrm.${_}_send(v)) AS size, md5(scrm.${_}_send(v)) AS bytes, md5(v::text) AS text, note
		FROM public.kept_$_" } @types) . "\nORDER BY 1, 2");
}

1;
