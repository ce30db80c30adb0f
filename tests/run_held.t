#!/usr/bin/perl
# feedloom run and answers that are sound, and still not to be believed at
# once: a feed without its entries, with few of them, or with other ids.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

my $good = rss('News', 1 .. 6);
my ($status, $said);

# Ids of posts that are as old as those before, and all new.
my @strange = map { ["strange-$_", "Post $_"] } 1 .. 6;
my %odd = (
	empty => [rss('News'), 'it has no entries any more'],
	shrunk => [rss('News', 1, 2), 'it has lost most of its entries'],
	strange => [rss('News', @strange),
	    'all of its entries have other ids than before'],
);

sub warning
{
	my ($name) = @_;
	return "$name: $odd{$name}[1]; what is published stays as it is, "
	    . "unless the next run finds the same ('feedloom run --accept "
	    . "$name' believes it now)\n";
}

# A folder in which a feed was well once, and its page is odd now.
sub begin
{
	my ($dir, $name) = @_;
	page("$name.xml", $good, 'ETag: "good"');
	folder($dir, qq(feed "$name" { source = <$name.xml>, )
	    . qq(publish = { ["$name.atom"] = "atom" } }\n));
	cron("$tmp/$dir", 0);
	page("$name.xml", $odd{$name}[0], 'ETag: "odd"');
	asked();
	return "$tmp/$dir";
}

for my $name (sort keys %odd) {
	my $made = converted($odd{$name}[0], 'atom', "$name.xml");
	my $dir = begin("twice-$name", $name);
	my $before = listing($dir);
	($status, $said) = cron($dir, 60, '--check');
	is("$status $said", '0 ' . warning($name), "$name: nothing would change");
	($status, $said) = cron($dir, 60);
	is("$status $said", '0 ' . warning($name), "$name: held back, a warning");
	is(listing($dir), $before, "$name: what is published stays");
	($status, $said) = cron($dir, 61);
	is("$status $said", '0 ', "$name: it waits for its time");
	asked();
	($status, $said) = cron($dir, 120);
	is("$status $said", '0 ', "$name: the second time it is believed");
	is_deeply([asked()], [qq(/$name.xml if-none-match="good")],
	    "$name: and asked for with the validators of what was published");
	is(published($dir, "$name.atom"), $made, "$name: and published");
	cron($dir, 180);
	is_deeply([asked()], [qq(/$name.xml if-none-match="odd")],
	    "$name: from then on with its own");

	$dir = begin("strict-$name", $name);
	($status, $said) = cron($dir, 60, '--strict');
	is($status, 1, "$name: with --strict the status is 1");

	$dir = begin("quiet-$name", $name);
	($status, $said) = cron($dir, 60, '-q');
	is("$status $said", '0 ', "$name: with -q nothing is said");

	$dir = begin("accept-$name", $name);
	($status, $said) = cron($dir, 30, '--accept', $name);
	is("$status $said", '0 ', "$name: --accept believes it at once");
	is(published($dir, "$name.atom"), $made, "$name: and publishes");

	$dir = begin("well-$name", $name);
	$before = listing($dir);
	cron($dir, 60);
	page("$name.xml", $good, 'ETag: "good"');
	($status, $said) = cron($dir, 120);
	is("$status $said", '0 ', "$name: it recovers");
	is(listing($dir), $before, "$name: and nothing was changed by all that");
	page("$name.xml", $odd{$name}[0], 'ETag: "odd"');
	($status, $said) = cron($dir, 180);
	is("$status $said", '0 ' . warning($name), "$name: and is held anew");
}

# Another oddity is not the same one.
my $dir = begin('other', 'shrunk');
cron($dir, 60);
page('shrunk.xml', $odd{empty}[0], 'ETag: "empty"');
($status, $said) = cron($dir, 120);
like($said, qr/^shrunk: it has no entries any more; /, 'each oddity is held');
is(published($dir, 'shrunk.atom'), converted($good, 'atom', 'shrunk.xml'),
    'and what is published stays');

# What is no oddity: few entries, half of them, only news.
for my $case (['few', [1, 2, 3], [1]], ['half', [1 .. 6], [1 .. 3]],
    ['news', [1 .. 6], [11 .. 16]], ['emptied', [], []]) {
	my ($name, $first, $then) = @$case;
	page("$name.xml", rss('News', @$first));
	$dir = folder($name, qq(feed "$name" { source = <$name.xml>, )
	    . qq(publish = { ["$name.atom"] = "atom" } }\n));
	cron($dir, 0);
	page("$name.xml", rss('Later', @$then));
	($status, $said) = cron($dir, 60);
	is("$status $said", '0 ', "$name: is believed");
	is(published($dir, "$name.atom"), converted(rss('Later', @$then),
	    'atom', "$name.xml"), "$name: and published");
}

done_testing;
