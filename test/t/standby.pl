# A physical standby answers like its primary: every function and operator that
# SQL can call (test/calls.tsv), every view of a base; what writes is refused.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use ScrmTest;
use Test::More;

my $primary = server('primary', allows_streaming => 1);
$primary->start;
query($primary, 'postgres', 'CREATE DATABASE shop; ');
query($primary, 'shop', 'CREATE EXTENSION scrm');
load_tables($primary, 'shop', 'cdnow_sample.txt');
load_base($primary, 'shop', 'crm');
# Work that refresh would do, so that each of its steps has to write.
query($primary, 'shop', q{
	INSERT INTO crm.purchase (profile_id, ts, amount) SELECT profile_id, '2018-12-01', 9 FROM crm.profile, generate_series(1, 9)});
# A matcher on three rows, of which two are one person.
query($primary, 'shop', q{
	CREATE TABLE matched (id bigint PRIMARY KEY, phone text);
	INSERT INTO matched VALUES (1, '0551 1000001'), (2, '0551 1000001'), (3, '0551 2222222');
	SELECT scrm.create_matcher('matched', 'matched', '{"version": 1, "rows": 1000, "lambda": 0.0005, "possible_pairs": 499500, "possible_decoys": 0,
			"columns": [{"name": "phone", "kind": "phone"}], "sources": [{"name": "", "one_per": false, "rows": 1000}],
			"fields": [{"name": "phone", "kind": "phone", "any_u": [0.001, 0.001, 0.001, 0.997], "levels": [
				{"level": "equal", "m": 0.8, "u": 0.001}, {"level": "distance 1", "m": 0.05, "u": 0.001},
				{"level": "distance 2", "m": 0.01, "u": 0.001}, {"level": "different", "m": 0.14, "u": 0.997}]}],
			"frequencies": [{"of": "phone", "rows": 1000, "values": {}}],
			"keys": [{"parts": [["phone", "whole"]], "refinements": [], "pairs_per_row": 0.5, "gain": 300, "split": []}],
			"calibration": []}');
});

$primary->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'backup', has_streaming => 1);
$standby->start;

# ------------------------------------------------------------------ the calls

my %calls;
open my $file, '<', source_file('test/calls.tsv') or die;
while (<$file>)
{
	chomp;
	my ($kind, $signature, $statement) = split /\t/;
	$calls{$signature} = [ $kind, $statement ];
}
close $file;

# All that SQL can call: no argument and no result is a pseudo-type that only
# the server makes.
my @callable = sort split /\n/, query($primary, 'shop', q{
	SET search_path = pg_catalog;
	WITH member AS (
		SELECT d.classid, d.objid FROM pg_depend d JOIN pg_extension e ON (d.refclassid, d.refobjid) = ('pg_extension'::regclass, e.oid)
		WHERE d.deptype = 'e' AND e.extname = 'scrm')
	SELECT p.oid::regprocedure::text FROM pg_proc p
	WHERE ('pg_proc'::regclass, p.oid) IN (TABLE member) AND p.prorettype <> ALL ('{trigger,event_trigger}'::regtype[])
		AND 'internal'::regtype <> ALL (p.proargtypes)
	UNION ALL
	SELECT o.oid::regoperator::text FROM pg_operator o WHERE ('pg_operator'::regclass, o.oid) IN (TABLE member)});
my %callable = map { $_ => 1 } @callable;
is(join("\n", grep { !$calls{$_} } @callable), '', 'test/calls.tsv has a call of each function and operator');
is(join("\n", grep { !$callable{$_} } sort keys %calls), '', 'test/calls.tsv has no other');

# Runs all statements in one session, each in a transaction of its own that is
# rolled back; the answer to each, with the SQLSTATE where it is an error.
sub answers
{
	my ($node, %statements) = @_;
	my $script = "\\set VERBOSITY sqlstate\nSET client_min_messages = warning;\n";
	my ($out, $err) = ('', '');
	my %answers;

	for (sort keys %statements)
	{
		$script .= "\\echo ==> $_\nBEGIN;\n$statements{$_}\nROLLBACK;\n";
	}
	# Both into one stream, so that each error stands with its statement.
	IPC::Run::run([ $node->installed_command('psql'), '-XAtq', '-d', $node->connstr('shop'), '-f', '-' ],
		'<', \$script, '>&', \$out);
	for (split /^==> /m, $out)
	{
		$answers{$1} = $2 if /^(.*?)\n(.*)/s;
	}
	return %answers;
}

$primary->wait_for_catchup($standby);
my %statements = map { $_ => $calls{$_}[1] } keys %calls;
my %here = answers($primary, %statements);
$primary->wait_for_catchup($standby);
my %there = answers($standby, %statements);


# The calls whose answer here or there is not as it should be, with both.
sub wrong
{
	my ($is_right, @signatures) = @_;
	return join "\n", map { "$_\n$here{$_}$there{$_}" } grep { !$is_right->($here{$_}, $there{$_}) } @signatures;
}

my @readers = grep { $calls{$_}[0] eq 'read' } sort keys %calls;
my @writers = grep { $calls{$_}[0] eq 'write' } sort keys %calls;
is(scalar(keys %there), @readers + @writers, 'all ' . (@readers + @writers) . ' calls were made');
is(wrong(sub { $_[0] !~ /ERROR/ }, @readers, @writers), '', 'each call works on the primary');
is(wrong(sub { $_[1] eq $_[0] }, @readers), '', 'what reads answers the same on the standby');
is(wrong(sub { $_[1] =~ /ERROR: +25006$/m }, @writers), '', 'what writes is refused there as in a read-only transaction');

# ------------------------------------------------------------------ the views

my @views = split /\n/, query($primary, 'shop', q{
	SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind IN ('v', 'm') ORDER BY 1});
my %view = map { $_ => "SELECT count(*), md5(string_agg(v::text, E'\\n' ORDER BY v::text)) FROM $_ v;" } @views;
%here = answers($primary, %view);
%there = answers($standby, %view);
for (@views)
{
	like($here{$_}, qr/^[1-9]\d*\|\w{32}$/, "view $_ has rows");
	is($there{$_}, $here{$_}, "view $_ is the same on the standby");
}

# What comes later streams over.
query($primary, 'shop', q{CALL scrm.refresh('crm')});
$primary->wait_for_catchup($standby);
%here = answers($primary, %view);
%there = answers($standby, %view);
is_deeply(\%there, \%here, 'after a refresh of the primary the views are the same again');

$standby->stop;
$primary->stop;
done_testing();
