#!/usr/bin/perl
# feedloom run with several sources in one feed, and with entries that have
# left their source.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use JSON::PP;
use Test::More;

my ($status, $said);
my $minute = 0;

# Titles in the order of an output in Atom, and what it says of their sources.
sub titles
{
	my ($dir, $name) = @_;
	my $text = published($dir, $name) // return [];
	return [map { m{<title>(.*?)</title>} } $text =~ m{<entry>.*?</entry>}sg];
}

# 8: several sources in one feed
page('a.xml', rss('A', 3, 2, 1), 'ETag: "a1"');
page('b.xml', rss('B', 9, 8), 'ETag: "b1"');
my $config = 'feed "both" { source = { <a.xml>, <b.xml> }, '
    . 'publish = { ["both.atom"] = "atom" } }';
my $dir = folder('both', $config);
($status, $said) = cron($dir, 0);
is("$status $said", '0 ', 'two sources');
is("@{titles($dir, 'both.atom')}", 'Post 3 Post 2 Post 1 Post 9 Post 8',
    'one behind the other');
asked();
cron($dir, 60);
is_deeply([asked()], ['/a.xml if-none-match="a1"', '/b.xml if-none-match="b1"'],
    'each is asked for on its own');
page('b.xml', rss('B', 10, 9), 'ETag: "b2"');
($status, $said) = cron($dir, 120);
is("$status $said", '0 ', 'one has news, and one has not');
is("@{titles($dir, 'both.atom')}", 'Post 3 Post 2 Post 1 Post 10 Post 9',
    'what has not is there as it was');
page('a.xml', '', ':status 500');
page('b.xml', rss('B', 11, 10), 'ETag: "b3"');
($status, $said) = cron($dir, 180);
is("$status $said", "1 both: http://SITE/a.xml: the server answered 500: it "
    . "is not well\n", 'one fails');
is("@{titles($dir, 'both.atom')}", 'Post 3 Post 2 Post 1 Post 11 Post 10',
    'its last entries stay, and news of the other come');
is(failing($dir, 'both'), '1 http://SITE/a.xml: the server answered 500: it '
    . 'is not well', 'the feed fails');
my $before = listing($dir);
asked();
($status, $said) = cron($dir, 240);
is($status, 1, 'and again, without news');
is(listing($dir), $before, 'nothing is changed');
is_deeply([asked()], ['/a.xml if-none-match="a1"', '/b.xml if-none-match="b3"'],
    'each with the validators of its last good answer');
page('a.xml', rss('A', 4, 3, 2), 'ETag: "a4"');
($status, $said) = cron($dir, 500);
is("$status $said", '0 ', 'both are well');
is("@{titles($dir, 'both.atom')}", 'Post 4 Post 3 Post 2 Post 11 Post 10',
    'and all is new');
is(failing($dir, 'both'), '0 ', 'nothing is held against it');

# One that was never there.
page('c.xml', rss('C', 5), 'ETag: "c"');
$dir = folder('never', 'feed "some" { source = { <none.xml>, <c.xml> }, '
    . 'publish = { ["some.atom"] = "atom" } }');
($status, $said) = cron($dir, 0);
is($status, 1, 'a source that was never there');
is("@{titles($dir, 'some.atom')}", 'Post 5', 'the other one is published');

# A broken document is no document, and costs no other one's news.
page('c.xml', rss('C', 6, 5), 'ETag: "c2"');
page('none.xml', substr(rss('D', 1), 0, 300), 'ETag: "d"');
my $early = "1 some: http://SITE/none.xml: line 6: the document ends early\n";
($status, $said) = cron($dir, 100);
is("$status $said", $early, 'a source that breaks off');
is("@{titles($dir, 'some.atom')}", 'Post 6 Post 5', 'news of the other come');
page('none.xml', rss('D', 1), 'ETag: "d2"');
asked();
($status, $said) = cron($dir, 250);
is("$status $said", '0 ', 'it is whole');
is_deeply([asked()], ['/c.xml if-none-match="c2"', '/none.xml'],
    'it was asked for all it has');
is("@{titles($dir, 'some.atom')}", 'Post 1 Post 6 Post 5', 'and is there');
page('none.xml', "<html>\n<p>Down</p>\n", 'ETag: "d3"');
page('c.xml', rss('C', 7, 6), 'ETag: "c3"');
($status, $said) = cron($dir, 320);
is($status, 1, 'and is a page later');
is("@{titles($dir, 'some.atom')}", 'Post 1 Post 7 Post 6',
    'then what it had takes its place');
$before = listing($dir);
page('c.xml', substr(rss('C', 8), 0, 300), 'ETag: "c4"');
($status, $said) = cron($dir, 500);
like($said, qr/^some: \S+ not a feed: .*\n\z/, 'both broken: one line');
is(listing($dir), $before, 'and nothing is changed');

# What a file had is not kept: without it the feed stays as it is.
page('c.xml', rss('C', 7, 6), 'ETag: "c3"');
spew("$tmp/f.xml", rss('F', 30, 20));
$dir = folder('file', qq(feed "f" { source = { "$tmp/f.xml", <c.xml> }, )
    . 'publish = { ["f.atom"] = "atom" } }');
($status, $said) = cron($dir, 0);
is("$status $said", '0 ', 'a file and an address');
is("@{titles($dir, 'f.atom')}", 'Post 30 Post 20 Post 7 Post 6', 'both there');
$before = listing($dir);
rename "$tmp/f.xml", "$tmp/away.xml" or die;
page('c.xml', rss('C', 9, 8), 'ETag: "c9"');
($status, $said) = cron($dir, 60);
is("$status $said", "1 f: $tmp/f.xml: cannot be read: No such file or "
    . "directory\n", 'the file is gone');
is(listing($dir), $before, 'its entries stay');
rename "$tmp/away.xml", "$tmp/f.xml" or die;
($status, $said) = cron($dir, 130);
is("$status $said", '0 ', 'it is there again');
is("@{titles($dir, 'f.atom')}", 'Post 30 Post 20 Post 9 Post 8',
    'and no news were lost');

# 9: entries that have left are kept, as many as that
page('k.xml', rss('K', 3, 2, 1));
$config = 'feed "k" { source = <k.xml>, accumulate = 5, '
    . 'publish = { ["k.atom"] = "atom", ["k.json"] = "json" } }';
$dir = folder('keep', $config);
for my $case (['what the source has', [3, 2, 1], '3 2 1'],
    ['what has left behind it', [4, 3, 2], '4 3 2 1'],
    ['an edit wins', [4, [3, 'Post 3, edited'], 2], '4 3, edited 2 1'],
    ['no more than the limit', [7, 6, 5], '7 6 5 4 3, edited'],
    ['but all that the source has', [8, 7, 6, 5, 4, 3, 2], '8 7 6 5 4 3 2'],
    ['and no more then', [9, 8], '9 8 7 6 5'],
    ['in the order of the source', [10, 9, 7, 8], '10 9 7 8 6'],
    ['few again', [11], '11 10 9 7 8'])
{
	my ($name, $ids, $is) = @$case;
	page('k.xml', rss('K', @$ids));
	$minute += 60;
	($status, $said) = cron($dir, $minute, '--accept', 'k');
	is("$status $said", '0 ', "kept: $name: no word");
	is(join(' ', @{titles($dir, 'k.atom')}), join(' ', map { "Post $_" }
	    split /(?<!3,) /, $is), "kept: $name");
	my $json = decode_json(published($dir, 'k.json'));
	is_deeply([map { $_->{title} } @{ $json->{items} }],
	    titles($dir, 'k.atom'), "kept: $name: in each output");
}

# What is kept has been through the plugins already.
spew("$tmp/mark.lua", <<'LUA');
return { api = 1, name = "mark", about = "Marks titles", stages = {
  function(entry) entry.title = entry.title .. "!" end } }
LUA
page('m.xml', rss('M', 2, 1));
$config = 'feed "m" { source = <m.xml>, accumulate = 5, '
    . qq(through = { "$tmp/mark.lua" }, )
    . 'publish = { ["m.atom"] = "atom" } }';
$dir = folder('marked', $config);
for my $case (['2 1', 0], ['3 2', 60], ['4', 120]) {
	my ($ids, $when) = @$case;
	page('m.xml', rss('M', split / /, $ids));
	($status, $said) = cron($dir, $when);
	is("$status $said", '0 ', "plugins and kept entries, $when");
}
is("@{titles($dir, 'm.atom')}", 'Post 4! Post 3! Post 2! Post 1!',
    'no entry goes through a plugin twice');

# A failure keeps what there is, and an empty feed is accepted or not.
page('m.xml', '', ':status 503');
my $kept = listing($dir);
cron($dir, 180);
page('m.xml', rss('M'));
cron($dir, 300);
is(listing($dir), $kept, 'neither a failure nor an empty feed takes them away');
cron($dir, 600);
is("@{titles($dir, 'm.atom')}", 'Post 4! Post 3! Post 2! Post 1!',
    'nor one that stays empty');

done_testing;
