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
# Prints `ok - page` or `not ok - page`, with the first difference.
use strict;
use warnings;

my $failed = 0;
for my $page (@ARGV)
{
	my ($blocks, $wanted) = read_page($page);
	next unless @$blocks;
	my $difference = compare(run($page, $blocks), $blocks, $wanted);
	$failed++ if $difference;
	$difference =~ s/^(?=.)/# /mg;
	print $difference ? "not ok - $page\n$difference" : "ok - $page\n";
}
exit($failed > 0);

# The sql blocks of a page with their lines, and by index what they shall print.
sub read_page
{
	my ($page) = @_;
	my (@blocks, %wanted, $language, $text, $line);
	open my $in, '<', $page or die "$page: $!\n";
	while (<$in>)
	{
		if (!defined $language)
		{
			($language, $text, $line) = ($1, '', $.) if /^```(\w*)\s*$/;
		}
		elsif (/^```\s*$/)
		{
			push @blocks, { sql => $text, line => $line } if $language eq 'sql';
			$wanted{$#blocks} = $text if $language eq 'text' && @blocks;
			undef $language;
		}
		else
		{
			$text .= $_;
		}
	}
	close $in;
	return (\@blocks, \%wanted);
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
			'-c', "ALTER DATABASE $database SET search_path = public, scrm") == 0
		or die "no database for $page\n";
	open my $out, '>', $script or die "$script: $!\n";
	print $out "$_->{sql}\n\\echo ----block----\n" for @$blocks;
	close $out;
	my $output = `psql -Xqd $database -P pager=off -f $script 2>&1`;
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
			if !defined $want && $got =~ /^\S*ERROR:/m;
	}
	return '';
}

sub tidy
{
	my ($text) = @_;
	$text =~ s/^psql:\S+?: (?=[A-Z]+:)//mg;
	$text =~ s/^NOTICE:.*\n(?:(?:DETAIL|HINT):.*\n|drop cascades.*\n)*//mg;
	$text =~ s/[ \t]+$//mg;
	$text =~ s/\n{2,}/\n/g;
	$text =~ s/^\n+|\n+$//g;
	return $text;
}
