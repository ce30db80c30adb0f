#!/usr/bin/perl
# feedloom run when all is well: what is asked of a site and when, what is
# published, and what is left alone.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

my $since = 'Sun, 01 Mar 2026 05:00:00 GMT';
my $text = rss('News', 3, 2, 1);
page('a.xml', $text, 'ETag: "one"', "Last-Modified: $since");
page('b.xml', rss('Other', 9), 'ETag: W/"two-gzip"');
my $dir = folder('first', <<'LUA');
feed "a" { source = <a.xml>, publish = { ["a.json"] = "json",
    ["deep/er/a.atom"] = "atom", ["a.html"] = "html" } }
feed "b" { source = <b.xml>, publish = { ["b.atom"] = "atom" } }
LUA
my $conditional = qq{/a.xml if-none-match="one" if-modified-since=$since};
my @conditional = ($conditional, '/b.xml if-none-match="two"');

# 1: the first run publishes, the second one leaves all as it is
my ($status, $said) = cron($dir, 0);
is("$status $said", '0 ', 'the first run is silent');
is_deeply([asked()], ['/a.xml', '/b.xml'], 'and asks once for each feed');
for my $output (['a.json', 'json'], ['deep/er/a.atom', 'atom'],
    ['a.html', 'html']) {
	my ($file, $format) = @$output;
	is(published($dir, $file), converted($text, $format, 'a.xml'),
	    "$file is what convert makes");
}
my $before = listing($dir);
($status, $said) = cron($dir, 61);
is("$status $said", '0 ', 'the second run is silent');
is(listing($dir), $before, 'and leaves every file as it was');
is_deeply([asked()], \@conditional,
    'its requests are conditional, with strong tags, one for each feed');

my ($strace) = run({}, 'strace', '-V');
my $traces = $strace == 0 && !$ENV{SAN} && !$ENV{VALGRIND};
if (!$traces) {
	cron($dir, 122);
	asked();
}
SKIP: {
	skip 'no strace, or a sanitizer or valgrind, which write too', 3
	    if !$traces;
	run({ dir => $dir }, 'strace', '-f', '-e', 'trace=%file', '-o',
	    "$tmp/trace", $feedloom, 'run', '--at', at(122));
	my @written = grep {
	    (/^\d+ +open/ && /O_WRONLY|O_RDWR|O_CREAT/) || /^\d+ +(?:creat|link|
		mkdir|mknod|rename|rmdir|symlink|truncate|unlink|utime|ch)/x
	} split /^/, slurp("$tmp/trace");
	ok((grep { /"\S*feedloom\.db-wal"/ } @written) > 0,
	    'what is written is seen');
	@written = grep { !m{"(?:\S*/)?feedloom\.db[-.\w]*"|"/dev/null"} }
	    @written;
	is(join('', @written), '', 'nothing is written but the database');
	is_deeply([asked()], \@conditional, 'though it did ask');
}

# 2: when a feed is due
($status, $said) = cron($dir, 122 + 57 - 2 / 60);
is("$status $said", '0 ', 'a run before its time is silent');
is_deeply([asked()], [], 'and asks for nothing');
($status, $said) = cron($dir, 122 + 56, '-v');
is("$status $said", "0 no feed is due before 2026-03-01T09:02:00Z; "
    . "--force fetches all of them\n", 'with -v it says when');
($status, $said) = cron($dir, 122 + 60 - 2 / 60);
is_deeply([asked()], \@conditional, 'two seconds early are forgiven');
cron($dir, 190, '--force');
is_deeply([asked()], \@conditional, '--force asks for all');
cron($dir, 191, 'b');
is_deeply([asked()], [$conditional[1]], 'a feed that is named is asked for');
cron($dir, 190 + 60);
is_deeply([asked()], \@conditional, 'and the others when they are due');
($status, $said) = cron($dir, 251, 'a', 'bb');
is($status, 64, 'an unknown feed is an error of usage');
is($said, "feedloom: feedloom.lua has no feed 'bb'; did you mean 'b'?\n"
    . "try 'feedloom run --help'\n",
    'with the name that is nearest');
($status, $said) = cron($dir, 251, '--accept', 'aa');
is($status, 64, 'of --accept, too');
is_deeply([asked()], [], 'and nothing is asked for');

# A clock that was wrong for a while, and is set back.
cron($dir, 60 * 24 * 400);
is(scalar(() = asked()), 2, 'after a year all is asked for');
cron($dir, 400);
is(scalar(() = asked()), 2, 'and when the clock was set back by a year');

# Another version of a document, and one a day without conditions.
page('a.xml', rss('News', 4, 3, 2), 'ETag: "more"', "Last-Modified: $since");
($status, $said) = cron($dir, 470);
is("$status $said", '0 ', 'news are published in silence');
is(published($dir, 'a.json'),
    converted(rss('News', 4, 3, 2), 'json', 'a.xml'), 'and are there');
asked();
cron($dir, 540);
is((asked())[0], $conditional =~ s/"one"/"more"/r, 'under the new tag');
cron($dir, 400 + 24 * 60);
is_deeply([asked()], ['/a.xml', '/b.xml'], 'once a day it asks for all of it');

# 3: what changes nothing
my $other = folder('dry', <<'LUA');
feed "a" { source = <a.xml>, publish = { ["a.json"] = "json" } }
feed "b" { source = <b.xml>, publish = { ["b.json"] = "json" } }
LUA
$before = listing($other);
my $would = "a: would publish a.json (3 entries, 3 new)\n"
    . "b: would publish b.json (1 entry, 1 new)\n";
($status, $said) = cron($other, 0, '--dry-run');
is(join('', $status, ' ', sort split /^/, $said), "0 $would",
    'a dry run says what it would do');
is(listing($other), $before, 'and makes nothing');
ok(!glob("$other/feedloom.db*"), 'no database, and no lock');
($status, $said) = cron($other, 0, '--check');
is($status, 1, '--check: something would change');
is(listing($other), $before, 'and nothing does');
cron($other, 0);
$before = listing($other);
my $remembered = slurp("$other/feedloom.db");
($status, $said) = cron($other, 61, '--check');
is($status, 0, '--check: nothing would change');
page('b.xml', rss('Other', 10, 9), 'ETag: "three"');
($status, $said) = cron($other, 122, '--check');
is("$status $said", "1 a: nothing new\n"
    . "b: would publish b.json (2 entries, 1 new)\n",
    'something new would change');
is(listing($other), $before, 'and still nothing does');
is(slurp("$other/feedloom.db"), $remembered, 'nor is it remembered');
asked();
cron($other, 122);
is((asked())[1], '/b.xml if-none-match="two"', 'the next run asks as ever');
is(published($other, 'b.json'),
    converted(rss('Other', 10, 9), 'json', 'b.xml'), 'and publishes it');

done_testing;
