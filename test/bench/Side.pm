# Side.pm - a process that carries out commands, one after the other, and what
# each of them cost: psql with its backend, or a peer's own program.
#
# CPU time is that of the process that does the work, from its clock: of a
# backend, not of psql, and of all threads of a program.  Linux gives this clock
# of any process to anybody, in nanoseconds; elsewhere cpu() is undef, and
# whoever asks has to do with the wall's.
package Side;
use strict;
use warnings;
use IO::Select;
use IPC::Open2;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

# After each command the process prints this line.
my $END = 'end of the command';

# Side->psql(database, go_on): with go_on an error does not end the session.
sub psql
{
	my ($class, $database, $go_on) = @_;
	my $self = $class->start('psql', '-XqAtd', $database, '-v', 'ON_ERROR_STOP=' . ($go_on ? 0 : 1));
	$self->{end} = "\n\\echo $END\n";
	$self->{worker} = $self->run('SELECT pg_catalog.pg_backend_pid();');
	return $self;
}

# Side->program(command...): reads a command a line.
sub program
{
	my $class = shift;
	my $self = $class->start(@_);
	$self->{end} = "\n";
	$self->{worker} = $self->{pid};
	return $self;
}

sub start
{
	my ($class, @command) = @_;
	my $self = bless {}, $class;
	# What goes wrong is part of what it says.
	$self->{pid} = open2($self->{out}, $self->{in}, 'sh', '-c', 'exec "$@" 2>&1', '-', @command);
	return $self;
}

sub send
{
	my ($self, $text) = @_;
	$self->{began} = clock_gettime(CLOCK_MONOTONIC);
	$self->{cpu_began} = $self->cpu if $self->{worker};
	$self->{in}->print($text . $self->{end});
	$self->{in}->flush;
	return;
}

# Waits till it is done, and returns what it said; dies if that was an error.
sub wait
{
	my ($self) = @_;
	my $said = '';
	my $out = $self->{out};
	while (defined(my $line = <$out>))
	{
		if ($line eq "$END\n")
		{
			$self->{wall} = clock_gettime(CLOCK_MONOTONIC) - $self->{began};
			$self->{spent} = $self->cpu - $self->{cpu_began} if defined $self->{cpu_began};
			chomp $said;
			return $said;
		}
		$said .= $line;
	}
	die $said ? $said : "the session ended\n";
}

# Whether it says something within so many seconds: mostly, that it is done.
sub says_within
{
	my ($self, $seconds) = @_;
	return IO::Select->new($self->{out})->can_read($seconds);
}

sub run
{
	my ($self, $text) = @_;
	$self->send($text);
	return $self->wait;
}

# Seconds of CPU that the worker has used.
sub cpu
{
	my ($self) = @_;
	use integer;
	my $clock = ((-1 - $self->{worker}) << 3) | 2;
	no integer;
	my $seconds = $^O eq 'linux' ? clock_gettime($clock) : -1;
	return $seconds < 0 ? undef : $seconds;
}

sub DESTROY
{
	my ($self) = @_;
	local $?;
	close $self->{in};
	waitpid $self->{pid}, 0;
	return;
}

1;
