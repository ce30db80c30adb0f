#!/usr/bin/perl
# When digests are due: each post is in one message, that of the slot which
# tables say (digest/spring, digest/autumn), whenever the cron job comes.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use Mail;
use Test::More;

my $old = { id => 'old', at => '2026-01-01 00:00' };

# A table: when posts are published, and "DIGEST SLOT: POSTS" lines.
sub table
{
	my ($name) = @_;
	my (%posts, @lines);
	for (split /\n/, slurp("$tests/digest/$name")) {
		next if /^#/;
		push @lines, "$_\n" if /:.*:/;
		$posts{$1} = $2 if /^(p\d+) (.*)$/ && !/:.*:/;
	}
	return (\%posts, join '', sort @lines);
}

# What was mailed, as a table has it.
sub posted
{
	my ($dir) = @_;
	return join '', sort map { my $mail = $_;
	    "$mail->{head}{'x-feedloom-digest'} $mail->{head}{'x-feedloom-slot'}: "
	    . join(' ', sort @{ $mail->{titles} }) . "\n" } mails($dir);
}

# The feed as it is at that moment.
sub publish
{
	my ($dir, $posts, $now) = @_;
	feed($dir, 'news', (map { { id => $_, at => $posts->{$_},
	    title => $_ } } grep { time_of($posts->{$_}) <= $now }
	    reverse sort keys %$posts), $old);
}

# Runs between two moments, so many minutes apart; returns what is not good.
sub runs
{
	my ($dir, $posts, $from, $to, $minutes) = @_;
	my $bad = '';
	for (my $now = time_of($from); $now <= time_of($to);
	    $now += 60 * $minutes) {
		publish($dir, $posts, $now);
		my ($status, $said) = cron_at($dir, from_time($now));
		$bad .= from_time($now) . " $status $said" if "$status$said" ne 0;
	}
	return $bad;
}

for ([spring => '2026-03-28 19:40', '2026-03-30 08:00', '2026-03-31 02:00',
	'2026-04-01 02:20', '2026-04-01 22:20', '2026-04-01 22:40',
	'2026-04-06 02:00'],
    [autumn => '2026-10-24 19:40', '2026-10-26 08:00', '2026-10-27 03:00',
	'2026-11-01 02:20', '2026-11-01 22:40', '2026-11-01 23:40',
	'2026-11-02 02:00']) {
	my ($name, $from, $to, $until, @more) = @$_;
	my ($posts, $want) = table($name);
	my $dir = folder($name, slurp("$tests/digest/slots.lua"));
	my $bad = runs($dir, $posts, $from, $to, 20)
	    . runs($dir, $posts, $to, $until, 120);
	$bad .= runs($dir, $posts, $_, $_, 1) for @more;
	is($bad, '', "$name: all runs are silent");
	is(posted($dir), $want, "$name: each post is in its slot");
	my %many;
	$many{ $_->{head}{'message-id'} }++ for mails($dir);
	is_deeply([grep { $_ > 1 } values %many], [], "$name: with its own name");
}

# A cron job that comes three hours late each day finds the same ones in its
# slots, and one that comes twice at once makes no more of them.
my ($posts, $want) = table('spring');
$want = join '', grep { /^berlin-daily/ } $want =~ /^.*\n/mg;
my $daily = <<'LUA';
feed "news" { source = "news.xml" }
DIGEST("berlin-daily") { every = "daily 07:00", timezone = "Europe/Berlin" }
LUA
my $late = folder('late', $daily);
runs($late, $posts, '2026-03-28 19:40', '2026-03-28 19:40', 1);
runs($late, $posts, '2026-03-29 08:00', '2026-03-31 08:00', 24 * 60);
is(posted($late), $want, 'late: the same slots');

my $twice = folder('twice', $daily);
publish($twice, $posts, time_of('2026-03-28 19:40'));
cron_at($twice, '2026-03-28 19:40');
my %ends;
for my $now ('2026-03-29 05:00', '2026-03-30 05:00') {
	publish($twice, $posts, time_of($now));
	my @children = map {
		my $pid = fork // die;
		if ($pid == 0) {
			open STDOUT, '>', '/dev/null';
			open STDERR, '>', '/dev/null';
			chdir $twice;
			exec $feedloom, 'run', '--at', $now =~ s/ /T/r . ':00Z';
		}
		$pid;
	} 1 .. 3;
	for (@children) {
		waitpid $_, 0;
		$ends{$? >> 8} = 1;
	}
}
delete @ends{ 0, 75 };
is_deeply(\%ends, {}, 'at once: each is done, or leaves it to the other');
is(posted($twice), $want, 'at once: the same slots');

# A month without it: one message has all, in the last slot that went by.
my $off = folder('off', $daily);
publish($off, $posts, time_of('2026-03-28 19:40'));
cron_at($off, '2026-03-28 19:40');
publish($off, $posts, time_of('2026-04-28 12:00'));
cron_at($off, '2026-04-28 12:00') for 1 .. 2;
is(posted($off), 'berlin-daily 2026-04-28 07:00: '
    . join(' ', sort keys %$posts) . "\n", 'off for a month: one message');

# The clock goes back a day, and on from there: nothing twice, nothing lost.
my $back = folder('back', $daily);
runs($back, $posts, '2026-03-28 19:40', '2026-03-29 06:00', 20);
my $before = posted($back);
for my $now ('2026-03-28 05:00', '2026-03-28 06:00', '2026-03-28 20:00',
	'2026-03-29 05:00') {
	publish($back, $posts, time_of('2026-03-29 06:00'));
	cron_at($back, $now);
}
is(posted($back), $before, 'back a day: nothing is sent again');
runs($back, $posts, '2026-03-30 04:00', '2026-03-30 06:00', 20);
is(posted($back), $want, 'back a day: and then the next one');

# The same time of the same day in another zone is a slot that there was: what
# is new then waits for the next one.
my $moved = folder('moved', $daily);
runs($moved, $posts, '2026-03-28 19:40', '2026-03-29 05:00', 560);
config($moved, $daily =~ s/Berlin/London/r);
publish($moved, $posts, time_of('2026-03-29 06:10'));
cron_at($moved, '2026-03-29 06:10');
is(posted($moved) =~ tr/\n//, 1, 'another zone: no other message that day');
publish($moved, $posts, time_of('2026-03-30 06:00'));
cron_at($moved, '2026-03-30 06:00');
is(posted($moved), $want, 'another zone: nothing is lost');
done_testing();
