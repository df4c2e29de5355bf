#!/usr/bin/perl
#
# docs.pl PAGE... - runs the documentation
#
# Every ```sql block of a page runs, in order, in one session and a database of
# the page's own, with the extension there and search_path = public, scrm.  A
# ```text block that follows must be what the block before it prints (as psql
# prints it; notices, blank lines and trailing blanks do not count).  A block without a
# language is not SQL to run: commands of a shell, or a sketch.
#
# Prints `ok - page` or `not ok - page`, with the first difference; and last,
# whether the pages together call every function and operator that a user may
# call, each overload, and by its name what the server does not count.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Pages;

my $failed = 0;
my (%called, $text);
for my $page (@ARGV)
{
	my ($blocks, $wanted) = Pages::read_page($page);
	next unless @$blocks;
	my $difference = compare(run($page, $blocks), $blocks, $wanted);
	$called{$_} = 1 for query("SELECT funcid::regprocedure FROM pg_stat_user_functions WHERE schemaname = 'scrm'");
	$text .= join "\n", map { $_->{sql} } @$blocks;
	$failed++ if $difference;
	$difference =~ s/^(?=.)/# /mg;
	print $difference ? "not ok - $page\n$difference" : "ok - $page\n";
}
my @without = grep { !$called{$_} } to_call();
push @without, grep { $text !~ /\b$_\(/ } not_counted();
$failed++ if @without;
print @without ? "not ok - every function has an example\n" : "ok - every function has an example\n";
print "# none calls $_\n" for @without;
exit($failed > 0);

# Rows of a query in the database of the last page.
sub query
{
	my ($sql) = @_;
	open my $in, '-|', 'psql', '-XAtqd', 'docs', '-v', 'ON_ERROR_STOP=1', '-c', $sql or die "psql: $!\n";
	chomp(my @rows = <$in>);
	close $in or die "$sql failed\n";
	return @rows;
}

# What a user may call; not what the server calls for a type, an aggregate or
# an index, nor what runs inside another function of ours.
sub to_call
{
	return query(<<'SQL');
WITH ours AS (
	SELECT d.classid, d.objid FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'scrm'
), served AS (
	SELECT unnest(ARRAY[typinput, typoutput, typreceive, typsend]::oid[]) AS proc FROM pg_type
	UNION SELECT unnest(ARRAY[aggfnoid, aggtransfn, aggcombinefn, aggfinalfn]::oid[]) FROM pg_aggregate
	UNION SELECT amproc::oid FROM pg_amproc
)
SELECT p.oid::regprocedure FROM ours JOIN pg_proc p ON ours.classid = 'pg_proc'::regclass AND p.oid = ours.objid
WHERE p.oid NOT IN (SELECT proc FROM served)
	AND p.prolang NOT IN (SELECT oid FROM pg_language WHERE lanname IN ('sql', 'internal'))
	AND obj_description(p.oid, 'pg_proc') !~ '; runs inside |^Trigger of '
UNION
SELECT o.oprcode::regprocedure FROM ours JOIN pg_operator o ON ours.classid = 'pg_operator'::regclass AND o.oid = ours.objid
	JOIN pg_proc p ON p.oid = o.oprcode JOIN pg_language l ON l.oid = p.prolang AND l.lanname <> 'internal'
ORDER BY 1
SQL
}

# Names of what a user calls and no statistics tell of: aggregates, and
# functions of SQL, which become part of the query.  (Nor do they tell of a
# comparison that the server's own code does; the page of its type shows it.)
sub not_counted
{
	return query(<<'SQL');
SELECT DISTINCT o.name FROM scrm.objects() o WHERE o.kind = 'aggregate'
UNION
SELECT p.proname FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
	JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'scrm'
	JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'sql'
WHERE obj_description(p.oid, 'pg_proc') !~ '; runs inside |^Trigger of '
ORDER BY 1
SQL
}

# What psql prints for each block.
sub run
{
	my ($page, $blocks) = @_;
	my $database = 'docs';
	my $script = "$database.sql";
	system('dropdb', '--if-exists', '-f', $database) == 0
		&& system('createdb', $database) == 0
		&& system('psql', '-Xqd', $database, '-c', 'CREATE EXTENSION scrm',
			'-c', "ALTER DATABASE $database SET search_path = public, scrm",
			'-c', "ALTER DATABASE $database SET track_functions = 'all'") == 0
		or die "no database for $page\n";
	open my $out, '>', $script or die "$script: $!\n";
	print $out "$_->{sql}\n\\echo ----block----\n" for @$blocks;
	# What was called shall be known when the next session asks.
	print $out "SELECT pg_stat_force_next_flush();\n";
	close $out;
	my $output = `psql -Xqd $database -P pager=off -f $script 2>&1`;
	# An error of a statement is the block's; this is a lost connection.
	$failed++, print "not ok - $page: psql ended with $?\n" if $?;
	unlink $script;
	return split /^----block----\n/m, $output;
}

# The first block that errs without saying so, or prints something else.
sub compare
{
	my @printed = splice @_, 0, @_ - 2;
	my ($blocks, $wanted) = @_;
	for my $i (0 .. $#$blocks)
	{
		my $got = tidy($printed[$i] // '');
		my $want = defined $wanted->{$i} ? tidy($wanted->{$i}) : undef;
		return "line $blocks->[$i]{line} printed\n$got\nand not\n$want\n"
			if defined $want && $got ne $want;
		return "line $blocks->[$i]{line}:\n$got\n"
			if !defined $want && $got =~ /^(?:ERROR|FATAL|PANIC|error):/m;
	}
	return '';
}

sub tidy
{
	my ($text) = @_;
	$text =~ s/^psql:\S+?: (?=\w+:)//mg;
	$text =~ s/^NOTICE:.*\n(?:(?:DETAIL|HINT):.*\n|drop cascades.*\n)*//mg;
	$text =~ s/[ \t]+$//mg;
	$text =~ s/\n{2,}/\n/g;
	$text =~ s/^\n+|\n+$//g;
	return $text;
}
