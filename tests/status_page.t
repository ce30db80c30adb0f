#!/usr/bin/perl
# feedloom status --html: what real runs leave of feeds that are well, fail, are
# held back, gone or never fetched, as a page; and what strangers say in it.
# tests/browser/status.t shows the same page.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

my $week = 7 * 24 * 60;
my $config = <<'LUA';
state = "feedloom.db"
---
feed "harbour" { source = <harbour.xml>, publish = { ["h.json"] = "json" } }
feed "market" { source = <market.xml>, publish = { ["m.json"] = "json" } }
feed "quay" { source = <quay.xml>, publish = { ["q.json"] = "json" } }
feed "pier" { source = { <pier.xml> }, publish = { ["p.json"] = "json" } }
feed "mole" { source = { <mole.xml>, <pier.xml> },
	publish = { ["o.json"] = "json" } }
feed "tower" { source = <tower.xml>, publish = { ["t.json"] = "json" } }
LUA
my $dir = folder('page', $config);

sub status
{
	my ($minutes, @words) = @_;
	return feedloom({ dir => $dir, env => { STATE_DIRECTORY => '' } },
	    'status', '--at', at($minutes), @words);
}

# Changes the database as no run would.
sub change
{
	my ($sql) = @_;
	my ($status, $out, $err) = run({}, '/usr/bin/python3', '-c', <<'PY',
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.executescript(sys.argv[2])
PY
	    "$dir/feedloom.db", $sql);
	is("$status $err", '0 ', 'the database is changed');
}

my $page = "$dir/page.html";
my ($status, $out, $err) = status(0, '--html', 'page.html');
is("$status $out$err", '0 ', 'before the first run');
like(slurp($page), qr{<p>6 feeds: 6 never fetched</p>}, 'none was fetched');
unlike(slurp($page), qr{<svg role}, 'there is nothing to plot');

# At six on the first of March, and weeks later; the pier is gone.
page("$_.xml", rss('News', 1 .. 6)) for qw(harbour market quay mole tower);
page('pier.xml', '', ':status 410');
cron($dir, $_, '--force') for 0, 60, 120;
page('harbour.xml', rss('News', 1 .. 9));
cron($dir, $week);
page('harbour.xml', rss('News', 1 .. 10));
page('market.xml', '', ':status 500');
page('quay.xml', rss('News'));
cron($dir, 2 * $week);
cron($dir, 2 * $week + 60, '--force', 'market');

# Whatever a server, or a file of somebody's, makes feedloom say.
change(<<'SQL');
UPDATE feed SET failures = 1, failing_since = 1773554400,
    held_since = 1773554400,
    held_reason = '</bdi></dd><script>alert(2)</script>'
    WHERE name = 'tower';
INSERT INTO event SELECT id, 90, 1773554400, 2,
    '<script>alert(1)</script> "a" ''b'' & &lt; ' || char(27, 91, 51, 49, 109)
    || '-->]]> ' || char(8238, 133, 65535) || CAST(X'FFC328' AS TEXT)
    || ' <img src="https://quay.example/not.png" onerror="alert(3)">'
    FROM feed WHERE name = 'tower';
SQL

my $wharf = <<'LUA';
feed "wharf" { source = <wharf.xml>, publish = { ["w.json"] = "json" } }
LUA
folder('page', $config . $wharf);
($status, $out, $err) = status(2 * $week + 1440, '--html', 'page.html');
is("$status $out$err", '0 ', 'the page is written, and nothing is said');
my $got = slurp($page) =~ s/127\.0\.0\.1:$port\b/SITE/gr;
my $expected = "$tests/status/page.html";
spew($expected, $got) if $ENV{UPDATE};
is($got, slurp($expected), 'it is as expected');

# Digests: sent, with no place to go, that cannot be made, and not due yet; one
# by the number of entries, and one for each.
my $mail = 'to = "reader@example.org", sender = "feeds@example.org"';
my $digests = $config . $wharf . <<"LUA";
digest "weekly" { from = "harbour", every = "monday 07:00", $mail,
	via = maildir "mail" }
digest "lost" { from = "harbour", every = "daily 07:00", $mail,
	via = mbox "feedloom.lua/box" }
digest "torn" { from = "market", every = "daily 08:00", $mail,
	via = maildir "mail" }
digest "monthly" { from = "market", every = "monthly 07:00", $mail,
	via = maildir "mail" }
digest "dozen" { from = "market", every = "12 entries", $mail, via = maildir "mail" }
digest "alarm" { from = "quay", each = true, $mail, via = maildir "mail" }
LUA
folder('page', $digests);
cron($dir, 2 * $week + 1440);
page('harbour.xml', rss('News', 1 .. 12));
cron($dir, 2 * $week + 1500, '--force');
cron($dir, 2 * $week + 1560, '--force');
change(<<'SQL');
UPDATE digest SET failures = 2, failing_since = 1773554400,
    last_error = '</bdi></dd><script>alert(4)</script>' WHERE name = 'torn';
SQL
($status, $out, $err) = status(2 * $week + 1570, '--html', 'page.html');
is("$status $out$err", '0 ', 'a page with digests');
my $whole = "$tmp/digests.html";
spew($whole, slurp($page));
my $part = join '', slurp($page) =~
    m{(<header>.*</header>\n).*(<section>.*</section>\n)}s;
$part =~ s{\Q$dir\E}{DIR}g;
my $expected_part = "$tests/status/digests.part.html";
spew($expected_part, $part) if $ENV{UPDATE};
is($part, slurp($expected_part), 'what it says of digests is as expected');
folder('page', $config . $wharf);
($status) = status(2 * $week + 1440, '--html', 'page.html');

my @before = (stat $page)[1, 9];
utime 1, 1, $page or die;
($status) = status(2 * $week + 1440, '--html', 'page.html');
is_deeply([(stat $page)[1, 9]], [$before[0], 1], 'the same is not written');
($status, $out) = status(2 * $week + 1440, '--html', '-');
is($out, slurp($page), "'-' is standard output");
($status, $out, $err) = status(0, '--html', 'none/page.html');
is("$status $out", '73 ', 'where there is no folder');
like($err, qr{^feedloom: .*none/page\.html}, 'it is named');
for my $other ('--json', '--prom') {
	($status, $out, $err) = status(0, '--html', 'page.html', $other);
	is("$status $out", '64 ', "$other excludes it");
}
is((stat $page)[9], 1, 'the page stays');

my @tags = $got =~ /<[^>]*>/g;
is(scalar(grep { m{^<(?:script|img|iframe|object|embed|form|base)\b}i
	|| m{\s(?:src|srcset|style|on\w+)=}i } @tags), 0,
    'nothing in it acts or is loaded');
is_deeply([map { /\shref="([^"#]+)/ } @tags], ['data:,'],
    'links stay within the page');
my %ids = map { /\sid="([^"]+)"/ ? ($1 => 1) : () } @tags;
is_deeply([grep { !$ids{$_} } map { /\shref="#([^"]+)"/ } @tags], [],
    'and each leads somewhere');
unlike($got =~ s/<style>.*?<\/style>//sr, qr/[\x00-\x08\x0B-\x1F\x7F]|\xC2\x85/,
    'there are no controls');
my ($valid) = validate('html', $expected, $whole);
SKIP: {
	skip 'no HTML checker', 1 if !defined $valid;
	is($valid, '', 'it is valid HTML');
}
SKIP: {
	skip 'no xmllint', 1 if !grep { -x "$_/xmllint" } split /:/, $ENV{PATH};
	is(join(' ', run({}, 'xmllint', '--noout', '--nonet', $expected)), '0  ',
	    'and well-formed XML');
}

done_testing();
