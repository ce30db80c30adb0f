#!/usr/bin/perl
# Libraries that are not loaded at the start are there when they are needed, in
# a process that can open nothing any more.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $feed = '{"version": "https://jsonfeed.org/version/1.1", "title": "T",' .
    ' "items": [{"id": "1", "title": "one"}]}';
my $xml = '<rss version="2.0"><channel><title>T</title><item>' .
    '<guid isPermaLink="false">1</guid><title>one</title></item>' .
    '</channel></rss>';

sub titles
{
	my ($out) = @_;
	return join '|', $out =~ m{<title[^>]*>([^<]*)<}g;
}

# A feed of one entry, whose title is that, as a file and through a pipe.
sub converts
{
	my ($name, $file, $title, @args) = @_;
	my @ways = (['file', {}, $file], ['pipe', { stdin => $file }]);
	for my $way (@ways) {
		my ($how, $options, @files) = @$way;
		my ($status, $out, $err) =
		    feedloom($options, 'convert', '-t', 'atom', @args, @files);
		is_deeply([$status, $err, titles($out)], [0, '', "T|$title"],
		    "$name, from a $how");
	}
}

my ($status, $out, $err) = run({}, 'readelf', '-dW', $feedloom);
my $late = qr/jansson|pcre2|sqlite3|zstd|curl|gmime|glib|gio/;
is(join(' ', $out =~ /\[lib($late)/g), '',
    'the program is not linked with them');

spew("$tmp/feed.json", $feed);
converts('JSON', "$tmp/feed.json", 'one');
spew("$tmp/blank.json", ' ' x 5000 . $feed);
converts('JSON behind blanks', "$tmp/blank.json", 'one');
spew("$tmp/wide.json", "\xFF\xFE" . join('', map { "$_\0" } split //, $feed));
converts('JSON in UTF-16', "$tmp/wide.json", 'one');
spew("$tmp/feed.xml", $xml);
for my $name (qw(feed.json feed.xml)) {
	run({}, 'zstd', '-q', "$tmp/$name");
	converts("$name in Zstandard", "$tmp/$name.zst", 'one');
}

($status, $out, $err) =
    feedloom('convert', '--from', 'json', '-t', 'atom', "$tmp/feed.xml");
is($err, "feedloom: $tmp/feed.xml: not a feed: no JSON object\n",
    'XML that is called JSON');

($status, $out, $err) = feedloom({ dir => $tmp }, 'convert', '-t', 'atom',
    '--into', 'out', qw(feed.json.zst blank.json wide.json));
is_deeply([$status, $err, map { titles(slurp($_)) } sort glob("$tmp/out/*")],
    [0, '', ('T|one') x 3], 'all of them by workers');

spew("$tmp/late.lua", <<'LUA');
return {
	api = 1,
	name = "late",
	about = "Comes to feedloom.re in a stage",
	stages = {
		function(entry)
			local o = feedloom.re.compile("o")
			entry.title = o:gsub(entry.title, "0")
		end,
	},
}
LUA
converts('an expression in a stage', "$tmp/feed.xml", '0ne',
    '-p', "$tmp/late.lua");

my $now = { env => { LD_BIND_NOW => 1 } };
($status, $out, $err) =
    feedloom($now, 'convert', '-t', 'atom', "$tmp/feed.xml");
is_deeply([$status, titles($out)], [0, 'T|one'],
    'without them, when all is bound at the start');
($status, $out, $err) =
    feedloom($now, 'convert', '-t', 'atom', "$tmp/feed.json");
is_deeply([$status, $err], [75, 'feedloom: LD_BIND_NOW is set, and ' .
	"libjansson.so.4 would not be found: unset it\n"],
    'and said when one is needed');

done_testing;
