# kill -9 of backends and of the server, and immediate stops, while loaders and
# a refresh are at work: what a client saw committed is there, nothing is there
# by half, and after the rest of the work the base is what one that saw no crash
# is, customer by customer.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::RealBin/../perl";
use ScrmTest;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(usleep);

my $node = server('server');
$node->append_conf('postgresql.conf', "restart_after_crash = on\nautovacuum = off\n");
$node->start;
query($node, 'postgres', 'CREATE EXTENSION scrm');
load_tables($node, 'postgres', 'cdnow_tenth.txt');
load_base($node, 'postgres', 'calm');
create_base($node, 'postgres', 'crm');

# What the two bases hold, without the numbers that each gives away itself.
query($node, 'postgres', q{
	CREATE FUNCTION facts(base text) RETURNS TABLE (source text, document text, fact jsonb) LANGUAGE plpgsql SET search_path = public AS $$
	BEGIN
		PERFORM set_config('search_path', base, true);
		RETURN QUERY
		SELECT d.source, d.external_id, jsonb_build_array(d.status, d.revision, i.ordinal, i.ts, n.name, p.account, u.account, i.agent,
			i.direction, i.verb, i.direct, c.root, i.external_id, i.title, md5(i.body))
		FROM interaction i JOIN document d USING (document_id) LEFT JOIN channel n USING (channel_id)
			LEFT JOIN profile p USING (profile_id) LEFT JOIN company_profile u USING (company_profile_id)
			LEFT JOIN conversation c USING (conversation_id)
		UNION ALL
		SELECT d.source, d.external_id, jsonb_build_array(d.status, d.revision, b.external_id, b.ts, n.name, p.account, b.amount)
		FROM purchase b JOIN document d USING (document_id) LEFT JOIN channel n USING (channel_id) LEFT JOIN profile p USING (profile_id);
	END $$;
	CREATE FUNCTION people(base text) RETURNS SETOF jsonb LANGUAGE plpgsql SET search_path = public AS $$
	BEGIN
		PERFORM set_config('search_path', base, true);
		RETURN QUERY
		SELECT to_jsonb(p) - '{profile_id,customer_id}'::text[] || jsonb_build_object('status', c.status)
			|| (to_jsonb(f) - '{customer_id,refreshed_at}'::text[])
			|| jsonb_build_object('timeline', s.timeline::text, 'purchases', s.purchases::text)
		FROM profile p LEFT JOIN customer c USING (customer_id) LEFT JOIN customer_360 f USING (customer_id) LEFT JOIN state s USING (customer_id);
	END $$;
	-- Customers whose row is not what the facts say, and who are in no queue.
	CREATE VIEW lost AS
	SELECT t.customer_id
	FROM (SELECT e.customer_id, count(*) AS events, scrm.timeline_agg(e.ts, e.verb, e.channel, e.actor, e.value) AS timeline
			FROM crm.event e GROUP BY 1) t
		FULL JOIN crm.state s USING (customer_id) LEFT JOIN crm.figure f USING (customer_id)
	WHERE NOT EXISTS (SELECT FROM crm.pending q JOIN crm.profile p USING (profile_id) WHERE p.customer_id = t.customer_id)
		AND (t.timeline::text IS DISTINCT FROM s.timeline::text
			OR f.state_revision = s.revision AND t.events <> f.interactions + f.purchases);
});

# ---------------------------------------------------------------- the clients

# Each client is a psql that says what it has seen committed, until it is cut
# off; the next one of its kind goes on from there.  single ingests documents
# one by one, left and right share the rest in chunks.
my $chunk = 40;
my %seen = (single => 0, left => 0, right => 0);
query($node, 'postgres', qq{
	CREATE TABLE task AS
	SELECT 'single' AS client, row_number() OVER (ORDER BY source, n) AS task, source, n
	FROM (SELECT 'club' AS source, n FROM club UNION ALL SELECT 'shop', n FROM shop WHERE n <= 2000) d
	UNION ALL
	SELECT CASE WHEN n / $chunk % 2 = 0 THEN 'left' ELSE 'right' END, (n - 2000) / $chunk / 2 + 1, 'shop', n FROM shop WHERE n > 2000});

# Writes what a client does: $file.sql.
sub write_script
{
	my ($client, $file) = @_;
	my @calls = split /\n/, $client eq 'refresh' ? "CALL scrm.refresh('crm')\n" x 1000 : query($node, 'postgres', qq{
		SELECT CASE client
			WHEN 'single' THEN format('SELECT scrm.ingest(''crm'', %1\$L, body, %1\$s_mapping()) FROM %1\$s WHERE n = %2\$s', min(source), min(n))
			ELSE format('CALL scrm.ingest_query(''crm'', ''shop'', ''SELECT body FROM public.shop WHERE n BETWEEN %s AND %s'', shop_mapping(), 10)',
				min(n), max(n)) END
		FROM task WHERE client = '$client' GROUP BY client, task ORDER BY task});
	my $n = $seen{$client} // 0;
	my @rest = map { ("$calls[$_];", "\\echo $client " . ($_ + 1)) } $n .. $#calls;

	# On a fast machine, everything again and again.
	append_to_file("$file.again", join "\n", (map { "$_;" } @calls), '');
	append_to_file("$file.sql", join "\n", 'SET client_min_messages = warning;', @rest, ("\\i $file.again") x 100, '');
}

sub start_clients
{
	my %clients;

	for (keys %seen, 'refresh')
	{
		my $file = PostgreSQL::Test::Utils::tempdir() . "/$_";

		write_script($_, $file);
		$clients{$_} = { file => $file, run => IPC::Run::start([ $node->installed_command('psql'),
			'-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$file.sql" ],
			'<', '/dev/null', '>', "$file.out", '2>', "$file.err") };
	}
	return %clients;
}

# They end, cut off or done.
sub end_clients
{
	my (%clients) = @_;

	for my $client (keys %clients)
	{
		IPC::Run::finish($clients{$client}{run});
		next if $client eq 'refresh';
		my @done = slurp_file("$clients{$client}{file}.out") =~ /^$client (\d+)$/mg;
		$seen{$client} = $done[-1] if @done;
	}
	note join ', ', map { "$_ $seen{$_}" } sort keys %seen;
}

# ----------------------------------------------------------------- the checks

# After a crash: the server is up again.  Asked without a pipe, which breaks when
# psql is refused before it has read what to ask.
sub wait_for_server
{
	for (1 .. 1800)
	{
		return if run_log([ $node->installed_command('psql'), '-XAtq', '-d', $node->connstr('postgres'), '-c', 'SELECT true' ],
			'<', '/dev/null', '>', \my $out, '2>', \my $err);
		usleep(100_000);
	}
	die 'the server does not come back';
}

sub check_base
{
	my ($when) = @_;
	my $promised = '(source, document) IN (
			SELECT source, body ->> CASE source WHEN \'club\' THEN \'id\' ELSE \'line\' END
			FROM (SELECT \'club\' AS source, n, body FROM club UNION ALL SELECT \'shop\', n, body FROM shop) d JOIN task USING (source, n)
			WHERE ' . join(' OR ', map { "client = '$_' AND task <= $seen{$_}" } sort keys %seen) . ')';

	cmp_ok(query($node, 'postgres', "SELECT count(*) FROM facts('crm') WHERE $promised"), '>', 0, "$when: clients saw something committed");
	is(query($node, 'postgres', "SELECT count(*) FROM (SELECT * FROM facts('calm') WHERE $promised EXCEPT ALL SELECT * FROM facts('crm')) f"), 0,
		"$when: what clients saw committed is there (" . query($node, 'postgres', "SELECT count(*) FROM facts('calm') WHERE $promised") . ' facts)');
	is(query($node, 'postgres', q{
		SELECT count(*) FROM (
			SELECT f.* FROM facts('calm') f JOIN crm.document d ON (d.source, d.external_id) = (f.source, f.document)
			EXCEPT ALL SELECT * FROM facts('crm')) f}), 0, "$when: no document is there by half");
	is(query($node, 'postgres', q{SELECT count(*) FROM (SELECT * FROM facts('crm') EXCEPT ALL SELECT * FROM facts('calm')) f}), 0,
		"$when: nothing is there twice");
	is(query($node, 'postgres', 'SELECT count(*) FROM lost'), 0, "$when: no customer is lost to refresh");
}

# The loaders have got something done since they started.
sub wait_for_work
{
	my ($documents) = @_;
	my $start = query($node, 'postgres', 'SELECT count(*) FROM crm.document');

	$node->poll_query_until('postgres', qq{
		SELECT count(*) >= least($start + $documents, (SELECT count(*) FROM task)) FROM crm.document}) or die 'the loaders do nothing';
}

# The backend that runs a statement now, or nothing.
sub backend_in
{
	my ($statement) = @_;
	my ($status, $pid) = $node->psql('postgres', qq{
		SELECT pid FROM pg_stat_activity
		WHERE backend_type = 'client backend' AND state = 'active' AND query LIKE '%$statement%' AND pid <> pg_backend_pid()
		ORDER BY query_start DESC LIMIT 1});
	return $status == 0 && $pid ? $pid : undef;
}

# Kills a backend in the midst of a statement.  Whether it was, the server's log
# says; one that was just through with it does not count.
sub kill_backend_in
{
	my ($statement) = @_;

	for (1 .. 10)
	{
		my %clients = start_clients();
		my $pid;
		my $log = -s $node->logfile;

		wait_for_work(60);
		for (1 .. 400)
		{
			last if $pid = backend_in($statement);
			usleep(5_000);
		}
		die "no client is in $statement" unless $pid;
		kill 'KILL', $pid;
		end_clients(%clients);
		wait_for_server();
		return 1 if slurp_file($node->logfile, $log) =~
			/(?:server process|client backend) \(PID $pid\) was terminated by signal 9[^\n]*\n[^\n]*DETAIL:  Failed process was running: [^\n]*\Q$statement\E/;
	}
	return 0;
}

# After kill9, once the dead are gone: a server process may outlive the
# postmaster for a moment, and where nobody reaps it, its number stays taken.
sub start_again
{
	my ($pid) = @_;

	for (1 .. 100)
	{
		last unless kill 0, $pid;
		usleep(50_000);
	}
	unlink $node->data_dir . '/postmaster.pid' if kill 0, $pid;
	for (1 .. 100)
	{
		return if $node->start(fail_ok => 1);
		usleep(100_000);
		$node->stop('fast', fail_ok => 1);
	}
	die 'the server does not start';
}

for my $statement ('scrm.ingest(', 'scrm.ingest_query(', 'scrm.refresh(', 'scrm.refresh(')
{
	ok(kill_backend_in($statement), "a backend is killed in $statement...)");
	check_base("killed in $statement...)");
}

my %clients = start_clients();
wait_for_work(150);
$node->stop('immediate');
end_clients(%clients);
$node->start;
check_base('immediate stop');

%clients = start_clients();
wait_for_work(150);
my ($postmaster) = slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
$node->kill9;
end_clients(%clients);
start_again($postmaster);
check_base('server killed');

# ------------------------------------------------------------ the rest of it

query($node, 'postgres', q{
	CALL scrm.ingest_query('crm', 'club', 'SELECT body FROM public.club', public.club_mapping());
	CALL scrm.ingest_query('crm', 'shop', 'SELECT body FROM public.shop', public.shop_mapping());
	CALL scrm.refresh('crm')});
is(query($node, 'postgres', q{SELECT count(*) FROM (SELECT * FROM facts('calm') EXCEPT ALL SELECT * FROM facts('crm')) f}), 0, 'at the end all facts are there');
is(query($node, 'postgres', q{SELECT count(*) FROM (SELECT * FROM facts('crm') EXCEPT ALL SELECT * FROM facts('calm')) f}), 0, '... and no other');
is(query($node, 'postgres', 'SELECT count(*) FROM crm.pending'), 0, '... and no work is left');

# Models were trained on what was there at the time: both are trained anew.
query($node, 'postgres', q{DELETE FROM calm.model; DELETE FROM crm.model; CALL scrm.refresh('calm')});
query($node, 'postgres', q{CALL scrm.refresh('crm')});
is(query($node, 'postgres', q{SELECT count(*) FROM calm.model m JOIN crm.model n USING (name, version, rows)
	WHERE (m.clv::text, m.spend::text, m.quality) IS NOT DISTINCT FROM (n.clv::text, n.spend::text, n.quality)}), 2, 'the models are the same');
is(query($node, 'postgres', q{SELECT count(*) FROM (SELECT people('calm') EXCEPT ALL SELECT people('crm')) p}), 0,
	'and all customers: ' . query($node, 'postgres', q{SELECT count(*) || ' profiles, ' || count(*) FILTER (WHERE p ? 'clv') || ' customers' FROM people('crm') p}));
is(query($node, 'postgres', 'SELECT count(*) FROM crm.customer'), query($node, 'postgres', 'SELECT count(*) FROM calm.customer'), 'nobody is a customer twice');

$node->stop;
done_testing();
