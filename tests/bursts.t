#!/usr/bin/perl
# How many entries are handed to a stylesheet at once changes nothing: programs
# with bursts of 1, of 3 and of all entries make what that with bursts of 64
# does, of each capture and of random feeds, in each format.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $build = dirname($feedloom);
my @others = grep { -x "$build/burst-$_" } 1, 3, 1_000_000;
plan(skip_all => 'there are no programs with other bursts: make bursts')
    unless @others;

my @formats = map { basename($_, '.lua') }
    grep { slurp($_) =~ /^\s*format\s*=/m } sort glob "$tests/../plugins/*.lua";

# The same numbers everywhere.
my $state;

sub roll
{
	$state = ($state * 1103515245 + 12345) & 0x7FFFFFFF;
	return ($state >> 8) % $_[0];
}

sub pick { $_[roll(scalar @_)] }

sub words
{
	return join ' ', map { pick('word', 'Käse', '&amp;', '&lt;b&gt;x&lt;/b&gt;',
	    '日本', "line\nend", '<![CDATA[<p>para</p>]]>', '&#8212;') }
	    0 .. roll($_[0]);
}

# One optional field.
sub field
{
	my ($i) = @_;
	my $url = "https://r.example/$i";
	return pick('', '', '<category>' . pick('a', 'b', 'c d') . '</category>',
	    '<category domain="post_tag">t' . roll(4) . '</category>',
	    '<dc:creator>' . pick('Ada', 'Bob &amp; Co') . '</dc:creator>',
	    "<enclosure url=\"$url.mp3\" length=\"" . roll(999) . '" type="audio/mpeg"/>',
	    "<comments>$url#c</comments>", '<slash:comments>' . roll(9) . '</slash:comments>',
	    '<content:encoded><![CDATA[<p>' . roll(99) . "</p><img src=\"$url.png\">"
	    . '<pre>x ]]]]><![CDATA[> y</pre>]]></content:encoded>',
	    '<description>' . words(20) . '</description>',
	    sprintf('<pubDate>Mon, %02d Jan 2024 %02d:00:00 +0000</pubDate>',
	    1 + 7 * roll(4), roll(24)), "<link>$url</link>",
	    '<media:content url="' . $url . '.jpg" medium="image"/>',
	    '<itunes:duration>' . roll(3000) . '</itunes:duration>',
	    '<x:odd xmlns:x="urn:x" x:a="' . roll(9) . '"><x:b/></x:odd>');
}

sub random_feed
{
	($state) = @_;
	my $items = '';
	for my $i (1 .. 2 + roll(150)) {
		$items .= "<item><title>" . words(6) . "</title>"
		    . "<guid isPermaLink=\"false\">urn:r:$i</guid>"
		    . join('', map { field($i) } 0 .. roll(9))
		    . pick('', "\n", '<!-- </item> -->', '<?x <item> ?>')
		    . "</item>\n";
	}
	return '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
	    . ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
	    . ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
	    . ' xmlns:media="http://search.yahoo.com/mrss/"'
	    . ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
	    . '<channel><title>Random</title><link>https://r.example/</link>'
	    . "\n$items</channel></rss>\n";
}

sub check
{
	my ($name, @args) = @_;
	my @wanted = feedloom('convert', @args);
	is($wanted[0], 0, "$name: status") if $name =~ /^random/;
	# The captures are few entries each.
	for my $burst (grep { $_ != 3 || $name =~ /^random/ } @others) {
		my @got = run({}, "$build/burst-$burst", 'convert', @args);
		my ($at) = grep { $got[$_] ne $wanted[$_] } 0 .. 2;
		my $as = $burst > 3 ? 'all' : $burst;
		ok(!defined $at, "$name: bursts of $as") and next;
		spew("$tmp/wanted", $wanted[$at]);
		spew("$tmp/got", $got[$at]);
		diag(substr +(run({}, 'diff', "$tmp/wanted", "$tmp/got"))[1], 0, 2000);
	}
}

for my $file (sort glob "$tests/captures/*.*") {
	next unless (() = slurp($file) =~ /<(?:item|entry)\b/g) > 1;
	check(basename($file) . ", $_", '-t', $_, $file) for @formats;
}
for my $seed (1 .. 8) {
	my $file = "$tmp/random-$seed.xml";
	spew($file, random_feed($seed * 7919));
	check("random $seed, $_", '-t', $_, $file) for @formats;
	check("random $seed, -p $_", '-t', 'jsonl', '-p', $_, $file)
	    for 'sort', 'limit,count=70', 'dedupe', 'excerpt';
}
done_testing();
