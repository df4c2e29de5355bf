# Spec.pm - a bench file as data.  README.md says what may stand in one.
package Spec;
use strict;
use warnings;

# What may be said of a whole file, too: its figures inherit it.
my $SECTIONS = qr/prepare(?: scrm| peer)?|peer(?: lifetimes| splink)?|scrm|same|value/;
my $WORDS = qr/goal|clock|rounds|unit/;

# read_spec(file) -> { about, full, small, large, setup, figures => [ { figure, goal, scrm, peer, ... } ] }
sub read_spec
{
	my ($file) = @_;
	my %spec = (about => '', full => {}, small => {}, large => {}, setup => '', figures => []);
	my ($place, $text) = (\%spec, \$spec{about});
	open my $in, '<', $file or die "$file: $!\n";
	while (<$in>)
	{
		if (/^--! (full|small|large) (.*)/)
		{
			$spec{$1} = { map { split /=/, $_, 2 } split ' ', $2 };
		}
		elsif (/^--! figure (.*)/)
		{
			# Without the texts of the file itself.
			$place = { clock => 'cpu', goal => 'none',
				(map { $_ => $spec{$_} } grep { /^(?:$SECTIONS|$WORDS)$/ } keys %spec), figure => $1, about => '' };
			push @{ $spec{figures} }, $place;
			$text = \$place->{about};
		}
		elsif (/^--! ($WORDS) (.*)/)
		{
			$place->{$1} = $2;
		}
		elsif (/^--! (setup|$SECTIONS)$/)
		{
			$place->{$1} = '';
			$text = \$place->{$1};
		}
		elsif (/^--!/)
		{
			die "$file:$.: $_";
		}
		else
		{
			$$text .= $_;
		}
	}
	close $in;
	for my $figure (@{ $spec{figures} })
	{
		# Comments stand between sections, too.
		s/^-- .*\n?//mg, s/^\s+|\s+\z//g for values %$figure;
		$figure->{goal} = read_goal($figure->{goal});
		$figure->{unit} ||= $figure->{goal}{unit};
	}
	return \%spec;
}

# A goal as { text, kind: ratio, speed, gain, limit, least or none, limit, unit, worst }
sub read_goal
{
	my ($text) = @_;
	my %goal = (text => $text, kind => 'none', unit => 's');
	if ($text =~ /^at most ([\d.]+) times the peer$/)
	{
		@goal{ 'kind', 'limit' } = ('ratio', $1);
	}
	elsif ($text =~ /^([\d.]+) times as fast$/)
	{
		@goal{ 'kind', 'limit' } = ('speed', $1);
	}
	elsif ($text =~ /^at least ([\d.]+)( times the peer)?$/)
	{
		@goal{ 'kind', 'limit' } = ($2 ? 'gain' : 'least', $1);
	}
	elsif ($text =~ /^at most ([\d.]+) (ms|s|bytes)(?:, worst ([\d.]+))?$/)
	{
		my $unit = $2 eq 'ms' ? 0.001 : 1;
		@goal{ 'kind', 'limit', 'worst' } = ('limit', $1 * $unit, defined $3 ? $3 * $unit : undef);
		$goal{unit} = 'bytes' if $2 eq 'bytes';
	}
	elsif ($text ne 'none')
	{
		die "no goal: $text\n";
	}
	return \%goal;
}

1;
