#!/usr/bin/perl
# feedloom run with many feeds, good and bad ones, and several runs at once.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use IO::Handle;
use Test::More;
use Time::HiRes qw(sleep);

my ($status, $said);

# More feeds than files that may be open: of addresses, commands and files.
my $many = '';
page('many.xml', rss('News', 1, 2, 3));
spew("$tmp/many.xml", rss('News', 1, 2, 3));
for my $n (1 .. 90) {
	my $source = ("<many.xml?$n>", qq({ command = { "cat", "$tmp/many.xml" } }),
	    qq("$tmp/many.xml"))[$n % 3];
	$many .= qq(feed "f$n" { source = $source, )
	    . qq(publish = { ["$n.json"] = "json" } }\n);
}
my $dir = folder('many', $many);
for my $minute (0, 60) {
	($status, my $out, $said) = run({ dir => $dir }, '/bin/sh', '-c',
	    'ulimit -n 64; exec "$@"', 'sh', $feedloom, 'run', '--at',
	    at($minute));
	is("$status $said", '0 ', "minute $minute: few files are enough");
}
is(scalar(() = glob "$dir/public/*.json"), 90, 'all are published');

# 13: one run at a time
page('slow.xml', rss('News', 1, 2, 3), ':until /go');
$dir = folder('locks',
    'feed "a" { source = <slow.xml>, publish = { ["a.atom"] = "atom" } }');
asked();

# Starts a run; its number, and what it says and how it ends go to files.
my $started = 0;

sub start
{
	my (@words) = @_;
	my $number = ++$started;
	my $pid = fork // die "fork: $!";
	return [$pid, "$tmp/said-$number"] if $pid != 0;
	chdir $dir or exit 127;
	open STDERR, '>', "$tmp/said-$number" or exit 127;
	open STDOUT, '>&', \*STDERR or exit 127;
	exec $feedloom, 'run', '--at', at(0), @words or exit 127;
}

# How one ended that was waited for just now.
sub ending
{
	my ($run) = @_;
	return join ' ', $? & 127 ? 128 + ($? & 127) : $? >> 8,
	    slurp($run->[1]);
}

sub ended
{
	my ($run) = @_;
	waitpid $run->[0], 0;
	return ending($run);
}

# Until something was asked for.
sub wait_asked
{
	my @asked;
	for (1 .. 6000) {
		@asked = asked() and last;
		sleep 0.05;
	}
	return @asked;
}

my $busy = "75 feedloom: another run is not done yet; --wait waits for it\n";
my $left = 20;
my @runs = map { start() } 1 .. $left;
my %ends;
my @asked = wait_asked();
while ($left > 0) {
	my $pid = wait;
	my ($run) = grep { $_->[0] == $pid } @runs;
	$ends{ending($run)}++;
	page('go', '') if --$left == 1;
}
is_deeply(\%ends, { '0 ' => 1, $busy => 19 }, 'of 20 runs one works');
is_deeply([@asked, asked()], ['/slow.xml'], 'and asks once');

gone('go');

# One that waits goes on when the other one is done; the feed is not due then.
my $first = start('--force');
is(scalar(() = wait_asked()), 1, 'a run is at work');
my $waits = start('--wait', '--force');
my ($other) = cron($dir, 0);
is($other, 75, 'another one does not wait');
($status, $said) = cron($dir, 0, '--check', '-q');
is("$status $said", '0 ', 'one that changes nothing needs no lock');
page('go', '');
is(ended($first), '0 ', 'the first one ends');
is(ended($waits), '0 ', 'and the one that waited');

# One that is killed leaves nobody behind who could keep the lock.
gone('go');
page('slow.xml', rss('News', 4, 3, 2), ':until /go');
asked();
my $killed = start('--force');
wait_asked();
kill 'KILL', $killed->[0];
is(ended($killed), '137 ', 'a run is killed');
page('slow.xml', rss('News', 4, 3, 2));
($status, $said) = cron($dir, 1, '--force');
is("$status $said", '0 ', 'the next one works at once');
is(published($dir, 'a.atom'), converted(rss('News', 4, 3, 2), 'atom',
    'slow.xml'), 'and publishes');

# So does one whose command was at work.
$dir = folder('command', 'feed "a" { source = { command = { '
    . qq("/bin/sh", "-c", "touch $tmp/at-work; sleep 30" } }, )
    . 'publish = { ["a.atom"] = "atom" } }');
$killed = start('--force');
for (1 .. 6000) {
	last if -e "$tmp/at-work";
	sleep 0.05;
}
kill 'KILL', $killed->[0];
ended($killed);
folder('command', qq(feed "a" { source = { command = { "cat", )
    . qq("$tmp/many.xml" } }, publish = { ["a.atom"] = "atom" } }));
($status, $said) = cron($dir, 1);
is("$status $said", '0 ', 'after a command that was killed with its run');

done_testing;
