# Foreign bytes: COPY in binary form is the identity for every type; a value cut
# off anywhere, with a bit flipped, of a newer version or with bytes after it is
# refused with 22P03, 22P02 or 0A000, or is another value that is read again as
# the same.  So is a text with a few characters changed.

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
my @types = create_values($node, 'postgres');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $seed = 20260301;

srand($seed);
note("seed $seed");

# ------------------------------------------------------------------ identity

my $values = fingerprints($node, 'postgres', @types);
for (@types)
{
	query($node, 'postgres', qq{
		COPY kept_$_ TO '$folder/$_' (FORMAT binary);
		TRUNCATE kept_$_;
		COPY kept_$_ FROM '$folder/$_' (FORMAT binary)});
}
is(fingerprints($node, 'postgres', @types), $values, 'COPY out and in, binary');
for (@types)
{
	query($node, 'postgres', qq{
		COPY kept_$_ TO '$folder/$_';
		TRUNCATE kept_$_;
		COPY kept_$_ FROM '$folder/$_'});
}
is(fingerprints($node, 'postgres', @types), $values, 'COPY out and in, text');

# Types whose bytes are a text, without a version: what is none in the database's encoding is 22021.
my %is_text = (handle => 1);

# ------------------------------------------------------------- what may happen

# Reads a file of COPY, or a text, as a value of a type, and reads what came of
# it again in both forms: ok, or the SQLSTATE and the message.
query($node, 'postgres', q{
	CREATE FUNCTION read_bytes(type text, file text, bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		sent bytea;
		again bytea;
	BEGIN
		EXECUTE format('DELETE FROM read_%s', type);
		EXECUTE format('COPY read_%s FROM %L (FORMAT binary)', type, file);
		EXECUTE format('SELECT scrm.%s_send(v), scrm.%1$s_send(v::text::scrm.%1$I) FROM read_%1$s', type) INTO sent, again;
		RETURN CASE WHEN sent = bytes AND again = bytes THEN 'ok'
			ELSE format('read as %s, through text as %s', encode(sent, 'hex'), encode(again, 'hex')) END;
	EXCEPTION WHEN OTHERS THEN
		RETURN SQLSTATE || ' ' || translate(SQLERRM, E'\t\n\r', '   ');
	END $$;
	CREATE FUNCTION read_text(type text, input text) RETURNS text LANGUAGE plpgsql AS $$
	DECLARE
		output text;
		again text;
		same boolean;
	BEGIN
		EXECUTE format('SELECT v::text, v::text::scrm.%I::text, scrm.%1$s_send(v) = scrm.%1$s_send(v::text::scrm.%1$I) FROM CAST($1 AS scrm.%1$I) v', type)
			INTO output, again, same USING input;
		RETURN CASE WHEN output = again AND same THEN 'ok' ELSE format('read as %s, then as %s', output, again) END;
	EXCEPTION WHEN OTHERS THEN
		RETURN SQLSTATE || ' ' || SQLERRM;
	END $$});

# The outcomes by SQLSTATE, and those that may not be.
sub outcomes
{
	my ($statement, $allowed) = @_;
	my @lines = split /\n/, query($node, 'postgres', $statement);
	my %count;

	return 'nothing was read' unless @lines;
	for (@lines)
	{
		my ($outcome) = (split /\t/)[-1] =~ /^(\w+)/;
		$count{$outcome}++;
	}
	my @wrong = grep { (split /\t/)[-1] !~ /^(ok$|$allowed)/ } @lines;
	return (join("\n", splice(@wrong, 0, 5)), scalar(@lines) . ' (' . join(', ', map { "$_ $count{$_}" } sort keys %count) . ')');
}

# ---------------------------------------------------------------------- bytes

# A file as COPY writes it, of one row with one column.
sub copy_file
{
	my ($bytes) = @_;
	return "PGCOPY\n\xff\r\n\0" . pack('N N n N', 0, 0, 1, length $bytes) . $bytes . pack('n', 0xffff);
}

# What becomes of a value: cut off at each place, in a long one at the first and
# at some others; a flipped bit; another byte; another version; more bytes.
sub mutants
{
	my ($bytes) = @_;
	my $n = length $bytes;
	my @places = $n <= 200 ? 0 .. $n - 1 : (0 .. 24, map { int rand $n } 1 .. 25);
	my @mutants = map { substr $bytes, 0, $_ } @places;

	for my $place (@places)
	{
		my ($bit, $byte) = ($bytes, $bytes);
		substr($bit, $place, 1) ^= chr(1 << int rand 8);
		substr($byte, $place, 1) = chr(int rand 256);
		push @mutants, $bit, $byte;
	}
	for my $version (0, 2, 255)
	{
		push @mutants, chr($version) . substr $bytes, 1;
	}
	return (@mutants, $bytes . "\0", $bytes . $bytes);
}

for my $type (@types)
{
	my $n = 0;
	my $list = '';

	for my $hex (split /\n/, query($node, 'postgres', "SELECT encode(scrm.${type}_send(v), 'hex') FROM kept_$type WHERE v IS NOT NULL"))
	{
		for my $mutant (mutants(pack 'H*', $hex))
		{
			my $file = "$folder/$type." . ++$n;
			new_file($file, copy_file($mutant));
			$list .= "$n\t\\\\x" . unpack('H*', $mutant) . "\n";
		}
	}
	new_file("$folder/list", $list);
	query($node, 'postgres', "CREATE TABLE read_$type (v scrm.$type); CREATE TABLE bytes_$type (n int, bytes bytea); COPY bytes_$type FROM '$folder/list'");
	my ($wrong, $counts) = outcomes(qq{
		SELECT n || E'\\t' || left(encode(bytes, 'hex'), 200) || E'\\t' || read_bytes('$type', '$folder/$type.' || n, bytes) FROM bytes_$type ORDER BY n},
		$is_text{$type} ? '22P03|22021' : '22P03|22P02|0A000');
	is($wrong, '', "$type: changed bytes are refused or read as they are: $counts");
}

# A newer version says so.
for my $type (grep { !$is_text{$_} } @types)
{
	is(query($node, 'postgres', qq{
		SELECT DISTINCT left(read_bytes('$type', '$folder/$type.' || n, bytes), 5) FROM bytes_$type
		WHERE substr(bytes, 1, 1) = '\\x02' AND substr(bytes, 2) IN (SELECT substr(scrm.${type}_send(v), 2) FROM kept_$type)}), '0A000', "$type: a newer version is told as such");
}

# ----------------------------------------------------------------------- text

my @alphabet = (split(//, q({}[]()",:;=#@+-.0123456789eEZTINninfa \\'_)), "\t", "\n", "\x{e9}", "\x{1f600}");

sub change_text
{
	my ($text) = @_;

	for (1 .. 1 + int rand 3)
	{
		my $place = int rand(1 + length $text);
		my $kind = int rand 5;
		my $length = 1 + int rand 4;

		if ($kind == 0) { substr($text, $place, 0) = $alphabet[rand @alphabet]; }
		elsif ($kind == 1 && $place < length $text) { substr($text, $place, 1) = $alphabet[rand @alphabet]; }
		elsif ($kind == 2 && $place < length $text) { substr($text, $place, $length) = ''; }
		elsif ($kind == 3) { substr($text, $place, 0) = substr $text, int rand(1 + length $text), 5 * $length; }
		else { $text = substr $text, 0, $place if rand() < 0.3; }
	}
	return $text;
}

for my $type (@types)
{
	my $list = '';

	for my $text (split /\n/, query($node, 'postgres', "SELECT v FROM kept_$type WHERE length(v::text) BETWEEN 12 AND 2000 ORDER BY id"))
	{
		utf8::decode($text);
		for (1 .. 400)
		{
			my $changed = change_text($text);
			$changed =~ s/([\\\t\n])/{"\\" => '\\\\', "\t" => '\\t', "\n" => '\\n'}->{$1}/ge;
			utf8::encode($changed);
			$list .= "$changed\n";
		}
	}
	new_file("$folder/list", $list);
	query($node, 'postgres', "CREATE TABLE text_$type (input text); COPY text_$type FROM '$folder/list'");
	my ($wrong, $counts) = outcomes(qq{
		SELECT translate(left(input, 300), E'\\n\\t', '  ') || E'\\t' || translate(read_text('$type', input), E'\\n\\t', '  ') FROM text_$type}, '22\w{3} ');
	is($wrong, '', "$type: changed texts are refused or read as they are: $counts");
}

$node->stop;
done_testing();
