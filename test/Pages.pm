# Pages - the blocks of a page of the documentation
package Pages;
use strict;
use warnings;

# read_page FILE: the sql blocks ({ sql, line }), and by index the text block
# that follows, where one does.  A block without a language is not SQL to run.
sub read_page
{
	my ($page) = @_;
	my (@blocks, %wanted, $language, $text, $line);
	open my $in, '<:raw', $page or die "$page: $!\n";
	while (my $row = <$in>)
	{
		if (!defined $language)
		{
			($language, $text, $line) = ($1, '', $.) if $row =~ /^```(\w*)\s*$/;
		}
		elsif ($row =~ /^```\s*$/)
		{
			push @blocks, { sql => $text, line => $line } if $language eq 'sql';
			$wanted{$#blocks} = $text if $language eq 'text' && @blocks;
			undef $language;
		}
		else
		{
			$text .= $row;
		}
	}
	close $in;
	return (\@blocks, \%wanted);
}

1;
