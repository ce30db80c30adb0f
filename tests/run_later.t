#!/usr/bin/perl
# feedloom run over days: when a feed that fails is asked for again, when that
# is worth a word, and when a site is gone or has moved.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

my $good = rss('News', 3, 2, 1);
my ($status, $said, $config);

# The minutes at which a page is asked for, of runs at all of these.
sub times_of
{
	my ($dir, @minutes) = @_;
	my %times;
	for my $minute (@minutes) {
		cron($dir, $minute);
		push @{ $times{$_} }, $minute for map { m{/(\w+)} } asked();
	}
	return \%times;
}

# 4: nobody is asked before the moment that he named
page('seconds.xml', '', ':status 503', 'Retry-After: 7200');
page('moment.xml', '', ':status 503',
    'Retry-After: Sun, 01 Mar 2026 09:10:00 GMT');
page('often.xml', '', ':status 429', 'Retry-After: 864000');
page('soon.xml', '', ':status 503', 'Retry-After: 1');
my $dir = folder('later', <<'LUA');
feed "seconds" { source = <seconds.xml>, publish = { ["a.json"] = "json" } }
feed "moment" { source = <moment.xml>, publish = { ["b.json"] = "json" } }
feed "often" { source = <often.xml>, publish = { ["c.json"] = "json" } }
feed "soon" { source = <soon.xml>, publish = { ["d.json"] = "json" } }
LUA
my $times = times_of($dir, 0, 30, 61, 119, 120, 185, 189, 190, 7 * 1440 - 1,
    7 * 1440);
is_deeply($times->{seconds}, [0, 120, 7 * 1440 - 1], 'Retry-After in seconds');
is_deeply($times->{moment}, [0, 190, 7 * 1440 - 1], 'and as a date');
is_deeply($times->{often}, [0, 7 * 1440], 'not for more than a week');
is_deeply($times->{soon}, [0, 61, 190, 7 * 1440 - 1],
    'but not sooner than without it');

# A forced run that is good ends the wait.
$dir = folder('forced',
    'feed "often" { source = <often.xml>, publish = { ["c"] = "json" } }');
cron($dir, 0);
page('often.xml', $good);
cron($dir, 1, 'often');
asked();
is_deeply(times_of($dir, 30, 61)->{often}, [61],
    'a moment that was named is forgotten when all is well');

# 5: the span doubles up to a day, and each feed has its own tenth of it more
page("$_.xml", $good, ':status 500') for qw(one two);
$dir = folder('back', <<'LUA');
feed "one" { source = <one.xml>, publish = { ["one.json"] = "json" } }
feed "two" { source = <two.xml>, every = "6 hours",
    publish = { ["two.json"] = "json" } }
LUA
$times = times_of($dir, map { 30 * $_ } 0 .. 2 * 48 + 24);
is_deeply($times->{one}, [0, 60, 210, 450, 960, 1980, 3480],
    'after 1, 2, 4, 8, 16 and 24 hours');
is_deeply($times->{two}, [0, 360, 1110, 2700], 'after 6, 12 and 24 hours');

# What is said at moments when all three are due and fail.
sub alerts
{
	my ($dir, @words) = @_;
	my @all;
	for my $minute (0, 60, 210, 480, 1020) {
		($status, $said) = cron($dir, $minute, @words);
		push @all, join ' ', $minute, $status,
		    sort $said =~ /^(\w+): http\S+ the server answered 500/mg;
	}
	return \@all;
}
page("$_.xml", $good, ':status 500') for qw(once runs time);
$config = <<'LUA';
feed "once" { source = <once.xml>, publish = { ["once.json"] = "json" } }
feed "runs" { source = <runs.xml>, alert_after = 3,
    publish = { ["runs.json"] = "json" } }
feed "time" { source = <time.xml>, alert_after = "12 hours",
    publish = { ["time.json"] = "json" } }
LUA
$dir = folder('alert', $config);
is_deeply(alerts($dir), ['0 1 once', '60 1 once', '210 1 once runs',
	'480 1 once runs', '1020 1 once runs time'],
    'alert_after by runs and by time');
is_deeply(alerts(folder('strict', $config), '--strict'),
    [map { "$_ 1 once runs time" } 0, 60, 210, 480, 1020],
    '--strict tells of all');
$dir = folder('patient', $config =~ s/^feed "once".*\n//r);
($status, $said) = cron($dir, 0);
is("$status $said", '0 ', 'what is no alarm yet is silent, and no failure');
($status, $said) = cron($dir, 60, '-v');
is($status, 0, 'with -v neither');
like($said, qr/^runs: \S+ the server answered 500/m, 'but it is said');
page("$_.xml", $good) for qw(runs time);
($status, $said) = cron($dir, 210);
is("$status $said", '0 ', 'and then it is well');
page("$_.xml", $good, ':status 500') for qw(runs time);
cron($dir, 300);
($status, $said) = cron($dir, 1100);
is("$status $said", "1 time: http://SITE/time.xml: the server answered 500: "
    . "it is not well\n", 'and all is counted anew');

# 7: a site that is gone is asked three times, and one line says so
page('gone.xml', $good);
$config = 'feed "gone" { source = <gone.xml>, alert_after = 9, '
    . 'publish = { ["gone.json"] = "json" } }';
$dir = folder('gone', $config);
cron($dir, 0);
my $before = listing($dir);
asked();
page('gone.xml', '', ':status 410');
is_deeply([map { join ' ', cron($dir, $_) } 60, 120, 270, 510, 2000, 8000],
    ['0 ', '0 ', '1 gone: http://SITE/gone.xml: it is gone for good (410, 3 '
	. "times): it is asked for no more; take it out of the configuration\n",
	'0 ', '0 ', '0 '], 'what is gone for good is said once');
is(scalar(() = asked()), 3, 'it was asked three times');
is(listing($dir), $before, 'what it had stays');
page('gone.xml', $good);
folder('gone', $config =~ s/gone\.xml/gone.xml?new/r);
($status, $said) = cron($dir, 8001);
is_deeply([$said, asked()], ['', '/gone.xml?new'], 'another address is asked');

# Twice gone is not gone.
page('off.xml', '', ':status 410');
$dir = folder('off',
    'feed "off" { source = <off.xml>, publish = { ["off"] = "json" } }');
cron($dir, $_) for 0, 60;
page('off.xml', '', ':status 404');
cron($dir, 270);
page('off.xml', '', ':status 410');
cron($dir, $_) for 600, 2000;
page('off.xml', $good);
asked();
($status, $said) = cron($dir, 4000);
is_deeply([$status, $said, asked()], [0, '', '/off.xml'],
    '410 counts behind 410 only');

# What has moved for good, three times to one address, is asked for there.
page("$_.xml", '', ':status 301', "Location: http://HOST/new-$_.xml")
    for qw(moved once);
page('moved.xml', '', ':status 308', "Location: http://HOST/new-moved.xml");
page('found.xml', '', ':status 302', "Location: http://HOST/new-found.xml");
page('both.xml', '', ':status 301', "Location: http://HOST/found.xml");
page("new-$_.xml", $good, 'ETag: "new"') for qw(moved once found);
$config = join '', map { qq(feed "$_" { source = <$_.xml>, )
    . qq(publish = { ["$_.json"] = "json" } }\n) } qw(moved once found both);
$dir = folder('moved', $config);
for my $minute (0, 60, 120) {
	($status, $said) = cron($dir, $minute);
	is("$status $said", '0 ', "minute $minute: followed in silence");
	page('once.xml', '', ':status 301', 'Location: http://HOST/new-found.xml')
	    if $minute == 60;
}
is(published($dir, 'moved.json'), converted($good, 'json', 'new-moved.xml'),
    'a document is of where it came from');
asked();
cron($dir, 180);
my @asked = map { s/ .*//r } asked();
is_deeply([grep { /moved/ } @asked], ['/new-moved.xml'],
    'after three times it is asked for at its new address');
is((grep { m{^/once} } @asked), 1, 'another address does not count');
is((grep { m{^/found} } @asked), 2, 'nor what moved for a while');
is((grep { m{^/both} } @asked), 1, 'nor both in one');
page('new-moved.xml', rss('News', 4, 3, 2), 'ETag: "newer"');
cron($dir, 240);
is(published($dir, 'moved.json'),
    converted(rss('News', 4, 3, 2), 'json', 'new-moved.xml'),
    'and publishes what is there');

gone('new-moved.xml');
asked();
cron($dir, 300, 'moved');
cron($dir, 360, 'moved');
is_deeply([map { s/ .*//r } grep { /moved/ } asked()],
    ['/moved.xml', '/new-moved.xml', '/new-moved.xml'],
    'one that is not there any more is asked for at its old address again');

done_testing;
