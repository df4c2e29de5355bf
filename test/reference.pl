#!/usr/bin/perl
#
# reference.pl PAGE... - prints doc/reference.md
#
# The objects come from scrm.objects(), in the database of the environment
# (PGDATABASE), where the extension is; the link behind an object leads to one
# of the pages that uses its name in an sql block.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Pages;

my @pages = map { { file => $_, sql => join("\n", map { $_->{sql} } @{ (Pages::read_page($_))[0] }) } } @ARGV;
my %titles = (
	'type' => 'Types',
	'aggregate' => 'Aggregates',
	'procedure' => 'Procedures',
	'function' => 'Functions',
	'operator' => 'Operators',
	'cast' => 'Casts',
	'operator family' => 'Operator families',
	'operator class' => 'Operator classes',
	'table' => 'Tables');

# In the order of the titles above, which is the order of use.
my @order = ('type', 'aggregate', 'function', 'procedure', 'operator', 'cast', 'operator class', 'operator family', 'table');
my %rank = map { $order[$_] => $_ } 0 .. $#order;
my @objects = sort {
	$a->{module} cmp $b->{module} || $a->{helper} <=> $b->{helper}
		|| ($rank{ $a->{kind} } // 99) <=> ($rank{ $b->{kind} } // 99)
		|| $a->{name} cmp $b->{name} || $a->{signature} cmp $b->{signature}
		|| $a->{properties} cmp $b->{properties}
} read_objects();

print_page(@objects);
print_networks();

sub read_objects
{
	my @read;
	my $rows = `psql -XAtq -v ON_ERROR_STOP=1 -F '\t' -c 'SET search_path = public, scrm' -c 'SELECT * FROM scrm.objects()'`;
	die "no objects\n" if $? || !$rows;
	for my $row (split /\n/, $rows)
	{
		my %object;
		@object{qw(module kind name signature properties comment)} = split /\t/, $row, -1;
		# What the server or our own functions call comes last.
		$object{helper} = $object{properties} =~ s/^support // || $object{comment} =~ /; runs inside |^Trigger of /
			|| $object{kind} =~ /^operator [cf]/ ? 1 : 0;
		$object{example} = example(\%object);
		push @read, \%object;
	}
	return @read;
}

# The page that uses the object's name, that of its module first.  Comparisons say nothing: the
# same signs compare numbers.
sub example
{
	my ($object) = @_;
	return if $object->{helper} || $object->{kind} !~ /^(?:aggregate|function|operator|procedure|type)$/
		|| $object->{name} =~ /^[<>=]+$/;
	my $name = quotemeta $object->{name};
	$name = $object->{kind} eq 'operator' ? " $name " : $object->{kind} eq 'type' ? "\\b$name\\b" : "\\b$name\\s*\\(";
	my @uses = map { $_->{file} } grep { $_->{sql} =~ /$name/ } @pages;
	return (grep { /\b$object->{module}\.md$/ } @uses)[0] // $uses[0];
}

sub print_page
{
	my ($module, $section) = ('', '');
	print <<'EOT';
# Reference

Every object of the extension, from its own catalog (`SELECT * FROM scrm.objects()`): this page is made by
`make reference`. The word at the end says how firm an object is: what is `[stable]` keeps its signature, what is
`[preview]` may still change. A name that is a link leads to a page that uses it.
EOT
	for my $object (@_)
	{
		my $title = $object->{helper} ? 'Called by the server and by the functions above' : $titles{ $object->{kind} };
		die "kind $object->{kind} has no title\n" unless $title;
		if ($object->{module} ne $module)
		{
			($module, $section) = ($object->{module}, '');
			print "\n## $module\n";
		}
		if ($title ne $section)
		{
			$section = $title;
			print "\n### $title\n\n| object | meaning | properties |\n|---|---|---|\n";
		}
		print_object($object);
	}
}

# What handles know of each network.
sub print_networks
{
	print "\n## Networks\n\nWhat handles know: src/identity/networks.tsv. A is the account.\n\n",
		"| network | also | hosts | profiles | account | rules |\n|---|---|---|---|---|---|\n";
	open my $in, '<', 'src/identity/networks.tsv' or die "networks.tsv: $!\n";
	<$in>;
	while (my $line = <$in>)
	{
		chomp $line;
		my ($network, $also, $hosts, $forms, $signs, $least, $most, $rules) = split /\t/, $line;
		my $account = join ' ', 'letters, digits', split(//, $signs);
		s/,/, /g for $also, $hosts, $forms, $rules;
		print "| $network | $also | $hosts | ", $forms && "`$forms`", " | $account; $least to $most bytes | $rules |\n";
	}
}

sub print_object
{
	my ($object) = @_;
	my $signature = short_types($object->{signature});
	my ($meaning, $tier) = $object->{comment} =~ /^(.*) \[(\w+)\]$/;
	my $what = '`' . $signature . '`';
	if ($object->{example})
	{
		my ($file) = $object->{example} =~ m{([^/]*)$};
		$what = "[$what](" . ($file eq 'README.md' ? '../README.md' : $file) . ')';
	}
	s/\|/\\|/g for $what, $meaning;
	my $properties = join ' ', grep { $_ ne '' } lc_keywords($object->{properties}), "[$tier]";
	print "| $what | $meaning | $properties |\n";
}

# The names that people type.
sub short_types
{
	my ($text) = @_;
	$text =~ s/timestamp with time zone/timestamptz/g;
	$text =~ s/double precision/float8/g;
	$text =~ s/\binteger\b/int/g;
	$text =~ s/\b(?:IN )(?=\w+ \w)//g;
	$text =~ s/ -> (?!.* -> )/ → /;
	$text =~ s/ DEFAULT ('[^']*'|\w+)(?:::[\w ]+(?:\[\])?)?/ = $1/g;
	return $text;
}

sub lc_keywords
{
	my ($text) = @_;
	$text =~ s/\b(?:IMMUTABLE|STABLE|VOLATILE|STRICT|PARALLEL|SAFE|UNSAFE|RESTRICTED|COST|STORAGE|HASHES|MERGES|DEFAULT|IMPLICIT|ASSIGNMENT|EXPLICIT|INOUT|FUNCTION|COMMUTATOR|NEGATOR|STYPE|WITHOUT)\b/\L$&/g;
	$text =~ s/stype = /state /;
	$text =~ s/scrm\.//g;
	$text =~ s/ = / /g;
	$text =~ s/\|/\\|/g;
	return $text;
}
