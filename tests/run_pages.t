#!/usr/bin/perl
# What feedloom run asks for beside its sources: older pages of a feed that is
# new to it, and a hub, which hears of what has changed.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use JSON::PP;
use Test::More;

sub ids
{
	my ($dir, $name) = @_;
	my $text = published($dir, $name) // return 'nothing';
	return join ' ', map { $_->{id} } @{ decode_json($text)->{items} };
}

sub runs
{
	my ($dir, $minutes, $expected, $name, @words) = @_;
	is_deeply([cron($dir, $minutes, @words)], [0, $expected], $name);
}

# WordPress: pages by number, until there is none.
page('wp.xml', rss('WP', 9, 8, 7));
page('wp.xml@paged=2', rss('WP', 6, 5, 4));
page('wp.xml@paged=3', rss('WP', 3, 2, 1));
page('wp.xml@paged=4', rss('WP'), ':status 404');
my $dir = folder('wp', 'feed "wp" { source = <wp.xml>, history = 100,
    publish = { ["wp.json"] = "json" } }');
runs($dir, 0, '', 'pages of WordPress');
is(ids($dir, 'wp.json'), '9 8 7 6 5 4 3 2 1', 'all entries, in order');
is_deeply([asked()], ['/wp.xml', map { "/wp.xml?paged=$_" } 2, 3, 4],
    'one request a page, and one that finds none');
page('wp.xml', rss('WP', 10, [9, 'New name'], 8));
runs($dir, 60, '', 'the next run');
is(ids($dir, 'wp.json'), '10 9 8 7 6 5 4 3 2 1', 'older entries stay');
like(published($dir, 'wp.json'), qr/New name/, 'and the newest form counts');
is_deeply([asked()], ['/wp.xml'], 'without a page');

# No more pages than it takes.
$dir = folder('some', 'feed "wp" { source = <wp.xml>, history = 4,
    publish = { ["wp.json"] = "json" } }');
page('wp.xml', rss('WP', 9, 8, 7));
runs($dir, 0, '', 'fewer entries than there are');
is(ids($dir, 'wp.json'), '9 8 7 6', 'so many');
is_deeply([asked()], ['/wp.xml', '/wp.xml?paged=2'], 'of two pages');

# A site that knows no pages answers with the same one each time.
page('plain.xml', rss('Plain', 2, 1));
$dir = folder('plain', 'feed "plain" { source = <plain.xml>, history = 50,
    publish = { ["plain.json"] = "json" } }');
runs($dir, 0, '', 'a site without pages');
is(ids($dir, 'plain.json'), '2 1', 'its entries once');
is_deeply([asked()], ['/plain.xml', '/plain.xml?paged=2'], 'asked once');

# RFC 5005: archives that lead to the one before.
my $atom = rss('Archive', 6, 5) =~ s{<channel>}{<channel><atom:link
    xmlns:atom="http://www.w3.org/2005/Atom" rel="prev-archive"
    href="http://127.0.0.1:$port/archive/2.xml"/>}r;
page('archive.xml', $atom);
page('archive/2.xml', rss('Archive', 4, 3) =~ s{<channel>}{<channel><atom:link
    xmlns:atom="http://www.w3.org/2005/Atom" rel="prev-archive"
    href="http://127.0.0.1:$port/archive/1.xml"/>}r);
page('archive/1.xml', rss('Archive', 2, 1));
$dir = folder('archive', 'feed "old" { source = <archive.xml>, history = 5,
    publish = { ["old.json"] = "json" } }');
runs($dir, 0, '', 'archives of RFC 5005');
is((ids($dir, 'old.json') =~ s/ .*//r), '6', 'the newest first');
my @asked = asked();
is($asked[0], '/archive.xml', 'the feed is asked for');
is($asked[1], '/archive/2.xml', 'and the archive that it names');

# A page that is none costs nothing but itself.
page('odd.xml', rss('Odd', 2, 1));
page('odd.xml@paged=2', '<html>no feed</html>');
$dir = folder('odd', 'feed "odd" { source = <odd.xml>, history = 9,
    publish = { ["odd.json"] = "json" } }');
my ($status, $said) = cron($dir, 0);
is(ids($dir, 'odd.json'), '2 1', 'a page that is no feed: what there was');
asked();

# A hub hears of each output that has changed, and of no other one.
page('hub', 'fine');
page('news.xml', rss('News', 1));
my $hub = "http://127.0.0.1:$port/hub";
$dir = folder('hub', "address = \"https://example.org/f\",\n---\n"
    . "feed \"news\" { source = <news.xml>, announce = \"$hub\",\n"
    . 'publish = { ["a&b.json"] = "json", ["news.csv"] = "csv" } }');
runs($dir, 0, '', 'a hub');
my $said_to = 'post=hub.mode=publish&hub.url=https%3A%2F%2Fexample%2Eorg%2Ff%2F';
is_deeply([asked()], ["/hub ${said_to}a%26b%2Ejson",
    "/hub ${said_to}news%2Ecsv", '/news.xml'], 'hears of each output');
runs($dir, 60, '', 'nothing new');
is_deeply([asked()], ['/news.xml'], 'and it hears nothing');
page('hub', 'no', ':status 500');
page('news.xml', rss('News', 2, 1));
my $warning = "news: the hub http://SITE/hub answered 500\n";
runs($dir, 120, $warning x 2, 'a hub that is not well is a warning');
is(ids($dir, 'a&b.json'), '2 1', 'and what is new is published');
asked();
page('news.xml', rss('News', 3, 2, 1));
($status, $said) = cron($dir, 180, '--dry-run');
is_deeply([asked()], ['/news.xml'], 'a dry run tells nobody');

done_testing();
