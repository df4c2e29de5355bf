# An update from an older version, made for the test by leaving some objects out
# of the script: by the owner of a database who is no superuser, values of every
# type are read as before, views answer, and create_base brings the base up to
# date.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use ScrmTest;
use PostgreSQL::Test::Utils;
use Test::More;

my ($postgres, $extensions) = private_postgres();
my $control = slurp_file("$extensions/scrm.control");
my ($version) = $control =~ /^default_version = '(.*)'$/m;
new_file("$extensions/scrm.control", $control . "trusted = true\n");

# ----------------------------------------------------------- the two versions

# What the older version lacks: functions, an aggregate, an operator, and of the
# template a column and the view that reads it.
my $older = slurp_file("$extensions/scrm--$version.sql");
my $update = "\\echo An update, for the test alone \\quit\n";
for my $statement (
	qr/^CREATE FUNCTION session_count\([^;]*;\nCOMMENT ON FUNCTION session_count\([^;]*;\n/ms,
	qr/^CREATE FUNCTION purchase_count\([^;]*;\nCOMMENT ON FUNCTION purchase_count\([^;]*;\n/ms,
	qr/^CREATE AGGREGATE \S*spend_fit_agg\(p purchases\) [^;]*;\nCOMMENT ON AGGREGATE spend_fit_agg\(purchases\)[^;]*;\n/ms,
	qr/^CREATE OPERATOR \S*\+ \([^;]*spend_stats[^;]*;\nCOMMENT ON OPERATOR \+ \(spend_stats, spend_stats\)[^;]*;\n/ms,
	qr/^INSERT INTO \S*base_template VALUES \(\d+, 'column model.spend', .*?^\$template\$\);\n/ms,
	qr/^INSERT INTO \S*base_template VALUES \(\d+, 'view customer_360', .*?^\$template\$\);\n/ms)
{
	$older =~ s/$statement// or BAIL_OUT("scrm--$version.sql has no $statement");
	$update .= $&;
}
new_file("$extensions/scrm--0.0.1.sql", $older);
new_file("$extensions/scrm--0.0.1--$version.sql", $update);

my $node = server('server', install_path => $postgres);
$node->start;
my @owner = (extra_params => [ '-U', 'owner' ]);
query($node, 'postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE stranger LOGIN');
query($node, 'postgres', 'CREATE DATABASE shop OWNER owner');

# -------------------------------------------------------------- the older one

query($node, 'shop', q{CREATE EXTENSION scrm VERSION '0.0.1'}, @owner);
load_tables($node, 'shop', 'cdnow_sample.txt', @owner);
my @types = create_values($node, 'shop', @owner);
create_base($node, 'shop', 'crm', @owner);
query($node, 'shop', q{
	CALL scrm.ingest_query('crm', 'club', 'SELECT body FROM public.club ORDER BY n', public.club_mapping());
	CALL scrm.ingest_query('crm', 'shop', 'SELECT body FROM public.shop ORDER BY n', public.shop_mapping());
	CALL scrm.refresh('crm', 'state');
	CREATE VIEW kept AS SELECT customer_id, scrm.event_count(timeline) AS events, scrm.monetary(purchases) AS spent FROM crm.state;
	CREATE INDEX kept_events ON crm.state (scrm.event_count(timeline));
	CREATE MATERIALIZED VIEW whole AS SELECT scrm.rollup(purchases) AS purchases FROM crm.state;
}, @owner);
is(query($node, 'shop', q{
	SELECT count(*) FROM pg_proc WHERE proname IN ('session_count', 'purchase_count') AND pronamespace = 'scrm'::regnamespace;
	SELECT count(*) FROM pg_class WHERE relname = 'customer_360'}), "0\n0", 'the older version lacks functions and a view');

sub content
{
	return query($node, 'shop', join ";\n", map { "SELECT '$_', count(*), md5(string_agg(r::text, E'\\n' ORDER BY r::text)) FROM $_ r" }
			qw(crm.document crm.interaction crm.purchase crm.customer crm.profile crm.event kept whole),
			'(SELECT customer_id, timeline, purchases FROM crm.state)');
}
my $values = fingerprints($node, 'shop', @types);
my $content = content();

# ----------------------------------------------------------------- the update

my ($status, $out, $err) = $node->psql('shop', "\\set VERBOSITY sqlstate\nALTER EXTENSION scrm UPDATE", extra_params => [ '-U', 'stranger' ]);
like($err, qr/42501/, 'a stranger may not update');
query($node, 'shop', 'ALTER EXTENSION scrm UPDATE', @owner);
is(query($node, 'shop', q{SELECT extversion || ' ' || extowner::regrole FROM pg_extension WHERE extname = 'scrm'}), "$version owner",
	'the owner of the database updates');
is(fingerprints($node, 'shop', @types), $values, 'values of every type are read as before');
is(content(), $content, 'tables and views too');
is(query($node, 'shop', q{
	SELECT scrm.session_count('{2024-03-01T09:00:00Z ask, 2024-03-05T10:00:00Z buy}'::scrm.timeline);
	SELECT scrm.purchase_count('{2024-01-02:10.5}'::scrm.purchases, '2024-01-01', '2024-12-31');
	SELECT '{"left_out": 0, "rows": [[1, 4, 1]]}'::scrm.spend_stats OPERATOR(scrm.+) '{"left_out": 0, "rows": [[1, 4, 1]]}'}, @owner),
	qq(2\n1\n{"left_out": 0, "rows": [[1, 4, 2]]}), 'what is new can be called');

query($node, 'shop', q{CALL scrm.create_base('crm'); CALL scrm.refresh('crm')}, @owner);
is(content(), $content, 'create_base and refresh change no fact and no history');
is(query($node, 'shop', 'SELECT count(*) > 200, count(clv) > 200 FROM crm.customer_360', @owner), 't|t', 'the base has the new view, and the new model');

# The same base as one that was made by the new version.
query($node, 'shop', q{CALL scrm.create_base('new', '{"currency": "USD"}')}, @owner);
my $catalog = q{
	SELECT c.relkind, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
	FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE c.relnamespace = 'BASE'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'kept_events' ORDER BY 2, 3};
is(query($node, 'shop', $catalog =~ s/BASE/crm/r), query($node, 'shop', $catalog =~ s/BASE/new/r), 'the base is as the new version makes it');

$node->stop;
done_testing();
