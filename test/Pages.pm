# Pages - the blocks of a page of the documentation
package Pages;
use strict;
use warnings;

# read_page FILE: the sql blocks ({ sql, line }), and by index the text block
# that follows, where one does.  Blocks of another language, or of none, are not
# SQL to run.  A block may stand indented in a list.  Dies of what would hide a
# block: a fence of another form, or one that is not closed.
sub read_page
{
	my ($page) = @_;
	my (@blocks, %wanted, $language, $indent, $text, $line);
	open my $in, '<:raw', $page or die "$page: $!\n";
	while (my $row = <$in>)
	{
		my $fence = $row =~ /^\s*(?:```|~~~)/;
		if ($fence && !defined $language)
		{
			($indent, $language) = $row =~ /^([ \t]*)```([a-z]*)\s*$/ or die "$page: line $. is no fence of a block: $row";
			($text, $line) = ('', $.);
		}
		elsif ($fence)
		{
			$row =~ /^$indent```\s*$/ or die "$page: line $. does not end the block of line $line: $row";
			push @blocks, { sql => $text, line => $line } if $language eq 'sql';
			if ($language eq 'text' && @blocks)
			{
				die "$page: line $line is a second output of line $blocks[-1]{line}\n" if defined $wanted{$#blocks};
				$wanted{$#blocks} = $text;
			}
			undef $language;
		}
		elsif (defined $language)
		{
			$text .= $row =~ s/^$indent//r;
		}
	}
	die "$page: the block of line $line is not closed\n" if defined $language;
	close $in;
	return (\@blocks, \%wanted);
}

1;
