#!/usr/bin/perl
# feedloom run and what a real site does that a made-up one does not: a feed
# that asks for an hour between two fetches, and comes under another tag with
# the bytes that it had, or with fewer entries; one that never had any.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

# RSS as WordPress makes it.
sub hourly
{
	my ($text) = rss('News', @_);
	$text =~ s{<rss }{$& xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" };
	return $text =~ s{<description>News</description>}{$&
<sy:updatePeriod>
	hourly	</sy:updatePeriod>
<sy:updateFrequency>
	1	</sy:updateFrequency>}r;
}

# [minute, what the site answers, how often it is asked].
sub asks
{
	my ($dir, $name, @moments) = @_;
	for (@moments) {
		my ($minute, $page, $times) = @$_;
		page(@$page) if defined $page;
		my ($status) = cron($dir, $minute);
		is("$status " . scalar(() = asked()), "0 $times",
		    "$name: minute $minute");
	}
}

sub begin
{
	my ($name, $page) = @_;
	page(@$page);
	my $dir = folder($name, qq(feed "$name" { every = "15 minutes", )
	    . qq(source = <$name.xml>, publish = { ["$name.json"] = "json" } }\n));
	is((cron($dir, 0))[0], 0, "$name: the first run");
	asked();
	return $dir;
}

my @full = (6, 5, 4, 3, 2, 1);
my $dir = begin('same', ['same.xml', hourly(@full), 'ETag: "1"']);
asks($dir, 'the same bytes under another tag',
    [15, undef, 0],
    [60, ['same.xml', hourly(@full), 'ETag: "2"'], 1], [75, undef, 0],
    [120, undef, 1], [135, undef, 0],
    [180, ['same.xml', hourly(@full), 'ETag: "2"', 'Cache-Control: max-age=60'],
	1],
    [195, undef, 0],
    [240, ['same.xml', rss('News', @full), 'ETag: "3"'], 1], [255, undef, 1]);

$dir = begin('fewer', ['fewer.xml', hourly(@full), 'ETag: "1"']);
page('fewer.xml', hourly(6), 'ETag: "2"');
like((cron($dir, 60))[1], qr/it has lost most/, 'fewer entries are held back');
is(scalar(() = asked()), 1, 'after one request');
asks($dir, 'what is held back', [75, undef, 0], [120, undef, 1],
    [135, undef, 0]);

$dir = begin('wait', ['wait.xml', rss('News', @full), 'ETag: "1"',
	'Cache-Control: max-age=3600']);
asks($dir, 'Cache-Control', [15, undef, 0], [60, undef, 1], [75, undef, 0]);

# A tag that no post has: its feed changes with the site, and stays empty.
page('empty.xml', rss('Ice'), 'ETag: "1"');
$dir = folder('empty',
    'feed "empty" { source = <empty.xml>, publish = { ["e.json"] = "json" } }');
my ($status, $said) = cron($dir, 0);
is("$status $said",
    "0 empty: it is a feed, and has no entries: is its address right?\n",
    'a feed without entries is told');
page('empty.xml', rss('Ice, changed'), 'ETag: "2"');
($status, $said) = cron($dir, 60);
is("$status $said", '0 ', 'once');
is(published($dir, 'e.json'), converted(rss('Ice, changed'), 'json',
    'empty.xml'), 'and is published');

done_testing;
