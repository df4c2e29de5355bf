# Logical replication of every type, as text and as binary: what a table holds
# when the subscription begins, and every change after, toasted values too.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use ScrmTest;
use Test::More;

my $publisher = server('publisher', allows_streaming => 'logical');
$publisher->start;
my $subscriber = server('subscriber', allows_streaming => 'logical');
$subscriber->start;

query($publisher, 'postgres', 'CREATE EXTENSION scrm');
my @types = create_values($publisher, 'postgres');
query($publisher, 'postgres', 'CREATE PUBLICATION kept FOR TABLE ' . join ', ', map { "kept_$_" } @types);

my $connection = $publisher->connstr('postgres');
my %binary = (text => 'false', bytes => 'true');
for my $form (sort keys %binary)
{
	query($subscriber, 'postgres', "CREATE DATABASE $form");
	query($subscriber, $form, 'CREATE EXTENSION scrm');
	create_values($subscriber, $form, empty => 1);
	query($subscriber, $form, qq{
		CREATE SUBSCRIPTION $form CONNECTION \$\$$connection\$\$ PUBLICATION kept WITH (binary = $binary{$form})});
}

sub compare
{
	my ($what) = @_;
	my $here = fingerprints($publisher, 'postgres', @types);

	for my $form (sort keys %binary)
	{
		$subscriber->wait_for_subscription_sync($publisher, $form, $form);
		$publisher->wait_for_catchup($form);
		is(fingerprints($subscriber, $form, @types), $here, "$what, as $form");
	}
}

compare('what was there');
like(fingerprints($publisher, 'postgres', 'timeline'), qr/^timeline\|3\|\d{5}/m, 'a value is beyond a page');

# From small to big and back, a big one left alone while its row changes or gets
# another key, NULL, and gone.
for (@types)
{
	query($publisher, 'postgres', qq{
		INSERT INTO kept_$_ SELECT id + 10, v FROM kept_$_;
		INSERT INTO kept_$_ SELECT id + 10, v FROM kept_$_ WHERE id > 10;
		UPDATE kept_$_ SET v = (SELECT v FROM kept_$_ WHERE id = 3) WHERE id = 1;
		UPDATE kept_$_ SET v = (SELECT v FROM kept_$_ WHERE id = 2) WHERE id = 13;
		UPDATE kept_$_ SET note = 'left alone' WHERE id = 3;
		UPDATE kept_$_ SET id = 33 WHERE id = 23;
		UPDATE kept_$_ SET v = NULL WHERE id = 12;
		DELETE FROM kept_$_ WHERE id = 11});
}
compare('changes');

$subscriber->stop;
$publisher->stop;
done_testing();
