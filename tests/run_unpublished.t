#!/usr/bin/perl
# feedloom run and feeds that are not published, since only a digest reads them:
# they are fetched, judged and remembered as others are.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

page('a.xml', rss('A', 2, 1), 'ETag: "1"');
my $dir = folder('unpublished', <<'LUA');
feed "a" { source = <a.xml> }
digest "many" {
	from = "a",
	every = "20 entries",
	to = "reader@example.org",
	sender = "digest@example.org",
	via = file "last.eml",
	html = "html",
	text = "text",
}
LUA

my ($status, $said) = cron($dir, 0, '-v');
is("$status $said", "0 a: 2 entries, 2 new\n", 'the first run');
is(database($dir, 'SELECT count(*) FROM entry'), 2, 'entries are known');
is(database($dir, "SELECT count(*) FROM document WHERE key = ''"), 1,
    'and kept');
ok(!-e "$dir/public", 'nothing is published');
asked();
cron($dir, 30);
is_deeply([asked()], [], 'it waits as other feeds do');
($status, $said) = cron($dir, 60, '-v');
is("$status $said", "0 a: nothing new\n", 'nothing new');
is_deeply([asked()], ['/a.xml if-none-match="1"'], 'is what its site says');

page('a.xml', rss('A', 3, 2), 'ETag: "2"');
($status, $said) = cron($dir, 120, '--dry-run');
is("$status $said", "0 a: 2 entries, 1 new\n", 'a dry run');
($status, $said) = cron($dir, 120, '--check');
is($status, 0, 'no output would change');
($status, $said) = cron($dir, 120);
is("$status $said", '0 ', 'a third entry');
is(database($dir, 'SELECT count(*) FROM entry'), 3, 'is known as well');

page('a.xml', rss('A'), 'ETag: "3"');
($status, $said) = cron($dir, 180);
like($said, qr/^a: .*; what is published stays as it is/,
    'a feed that is empty at once is not believed');
page('a.xml', '', ':status 503');
($status, $said) = cron($dir, 300);
is("$status $said", "1 a: http://SITE/a.xml: the server answered 503: it is not well\n", 'a failure is told');

($status, my $out) = feedloom({ dir => $dir }, 'feeds');
like($out, qr{^a +http://\S+/a\.xml +-$}m, 'feeds has no output of it');
($status, $out) = feedloom({ dir => $dir }, 'status', '--at', at(300));
is($status, 0, 'status has it');
like($out, qr/^a +.* 503/m, 'and its trouble');
($status, $out) = feedloom({ dir => $dir }, 'check', '-v');
is($status, 0, 'check');

done_testing;
