#!/usr/bin/perl
# Feeds and exports of a real WordPress to every format: silently where they
# are well-formed, with each item that is in the bytes where they are not.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Encode qw(decode);
use Feedloom;
use JSON::PP;
use Test::More;

my $captures = "$tests/captures";
my @formats = qw(json jsonl atom rss html text csv sitemap opml markdown hugo
    gemtext mbox digest-html digest-text);
my $seed = 'tashkentcitizen-new-kazakhstan.rss.xml';
my %no_feed = ('sitemap-posts.xml' => '<urlset>',
    'fault-html200.rss.xml' => '<html>');
my $cut_off = 'fault-crash.rss.xml';
my %named = (lt => '<', gt => '>', amp => '&', quot => '"', apos => "'",
    middot => "\x{b7}", nbsp => "\x{a0}", hellip => "\x{2026}");
my %made;

sub decoded
{
	my ($text) = @_;
	$text =~ s/&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));/
	    defined $1 ? chr hex $1 : defined $2 ? chr $2 : $named{$3} \/\/ ''/gie;
	return $text;
}

# The letters and digits alone.
sub letters
{
	my ($text) = @_;
	$text =~ s/[^\w]+//g;
	return lc $text;
}

sub tagless
{
	my ($html) = @_;
	$html =~ s/<(script|style|form)\b.*?<\/\1>//gs;
	$html =~ s/<[\/!]?[a-z-][^>]*>//gi;
	return decoded($html);
}

# The inside of an element of XML, by its bytes: good enough for these.
sub inside
{
	my ($item, $name) = @_;
	return unless $item =~ m{<$name(?:\s[^>]*)?>(.*?)</$name>}s;
	my ($text, $tag) = ($1, $&);
	$text = $text =~ /<!\[CDATA\[/
	    ? $text =~ s/\s*<!\[CDATA\[(.*?)\]\]>\s*/$1/gsr : decoded($text);
	return $tag =~ /^<[^>]*type="html"/ ? decoded($text) : $text;
}

# The items in the bytes; of an export those that are to be published.
sub items
{
	my ($file) = @_;
	my $text = slurp("$captures/$file");
	$text = decode($text =~ /^<[^>]*encoding="([^"]*)"/ ? $1 : 'UTF-8', $text);
	my @items = $text =~ m{<(?:item|entry)(?:\s[^>]*)?>.*?</(?:item|entry)>}sg;
	return grep {
		$file !~ /wxr/
		    || /<wp:post_type>.*\bpost\b.*<\/wp:post_type>/
		    && /<wp:status>.*\bpublish\b.*<\/wp:status>/
		    && (inside($_, 'wp:post_password') // '') eq ''
	} @items;
}

sub titles_match
{
	my ($file, @got) = @_;
	my $read = $file =~ /wxr/ ? \&tagless : sub { $_[0] };
	is_deeply([map { letters($_->{title} // '') } @got],
	    [map { letters($read->(inside($_, 'title') // '')) } items($file)],
	    "$file: each item, by its title");
}

# Converts to every format; what was said and the status of each must agree.
sub convert
{
	my ($file) = @_;
	my ($said, $status);
	for my $format (@formats) {
		my $out = $file =~ s,/,-,r . ".$format";
		my @result = feedloom({ dir => $captures, out => "$tmp/$out" },
		    'convert', '-t', $format, $file);
		push @{ $made{$format} }, "$tmp/$out" if $result[0] == 0;
		$status //= $result[0];
		$said //= $result[2];
		is("$result[0] $result[2]", "$status $said",
		    "$file: $format: says the same as $formats[0]")
		    unless "$result[0] $result[2]" eq "$status $said";
	}
	return ($status, $said);
}

sub lines_of_json
{
	my ($file) = @_;
	return map { decode_json($_) } split /\n/,
	    slurp("$tmp/" . ($file =~ s,/,-,r) . '.jsonl');
}

for my $file (sort map { basename($_) } glob "$captures/*.xml") {
	my ($status, $said) = convert($file);
	if ($no_feed{$file}) {
		is($status, 65, "$file: no feed");
		like($said, qr/not a feed.*\Q$no_feed{$file}\E/, "$file: so it says");
		next;
	}
	is("$status$said", '0', "$file: silent");
	titles_match($file, lines_of_json($file));
}

for my $path (sort glob "$captures/ill-formed/*.xml") {
	my $file = 'ill-formed/' . basename($path);
	my ($status, $said) = convert($file);
	if ($no_feed{ basename($file) }) {
		is($status, 65, "$file: no feed");
		next;
	}
	if (basename($file) eq $cut_off) {
		is($status, 65, "$file: broken");
		like($said, qr/ends early/, "$file: and why");
	} else {
		is($status, 0, "$file: mended");
		like($said, qr/^\Q$file\E:\d+:\d+: \w?.*\n/, "$file: and where");
		my ($strict) = feedloom({ dir => $captures }, 'convert', '--strict',
		    '-t', 'json', $file);
		is($strict, 65, "$file: an error with --strict");
		my @quiet = feedloom({ dir => $captures }, 'convert', '-q', '-t',
		    'json', $file);
		is("$quiet[0]$quiet[2]", '0', "$file: silent with -q");
	}
	titles_match($file, lines_of_json($file));
}

# A file keeps what it had when its source breaks off.
for my $file ($cut_off, 'fault-html200.rss.xml') {
	spew("$tmp/kept", 'as it was');
	my ($status) = feedloom('convert', '-t', 'json', '-o', "$tmp/kept",
	    "$captures/ill-formed/$file");
	is($status, 65, "$file: fails");
	is(slurp("$tmp/kept"), 'as it was', "$file: the file is kept");
}

# Atom and RSS of one page of the site are the same feed.  Relative links within
# the content are not: they start at xml:base in Atom, in RSS, which has none, at
# the channel's link.  So only the last part of an address is looked at.
for my $pair (
    ['main-full.rss.xml', 'main.atom.xml'],
    ['main-summary.rss.xml', 'main-summary.atom.xml'],
    ['tag-edge-case.rss.xml', 'tag-edge-case.atom.xml'],
    ['tag-new-harbour.rss.xml', 'tag-new-harbour.atom.xml'],
    ['comments-site.rss.xml', 'comments-site.atom.xml'],
    ['comments-post.rss.xml', 'comments-post.atom.xml'],
) {
	my @shown;
	for my $file (@$pair) {
		push @shown, [map {
			my $item = $_;
			+{ map { ($_ => $item->{$_}) } qw(title url id date_published
			    content_html), 'authors' }
		} lines_of_json($file)];
		$_->{authors} = [map { $_->{name} } @{ $_->{authors} // [] }]
		    for @{ $shown[-1] };
		for my $item (@{ $shown[-1] }) {
			$item->{$_} = join ' ', split ' ', $item->{$_} // ''
			    for qw(title content_html);
			$item->{content_html} =~
			    s{https://[^"\s]*?([^/"\s]*/?)(?=["\s])}{$1}g;
		}
	}
	is_deeply($shown[1], $shown[0], "$pair->[1] is $pair->[0]");
}

# Whether the words come in this order, whatever else stands between them: text
# has numbers of lists and what images show.
sub in_order
{
	my ($have, $words) = @_;
	my $at = 0;
	for my $word (map { lc } $words =~ /\w+/g) {
		$at = index $have, $word, $at;
		return if $at < 0;
		$at += length $word;
	}
	return 1;
}

# Nothing of an article is lost in any format.
for my $file ($seed, 'main-full.rss.xml', 'main.atom.xml') {
	my @items = items($file);
	is(scalar @items, $file eq $seed ? 6 : 10, "$file: as many as there are");
	for my $format (grep { !/sitemap|opml|mbox/ } @formats) {
		my $out = decode('UTF-8', slurp("$tmp/$file.$format"));
		$out =~ s/\\u([0-9a-f]{4})|\\[nt]/defined $1 ? chr hex $1 : ' '/gie
		    if $format =~ /json/;
		$out =~ s/^\[\d+\] .*//mg, $out =~ s/\[\d+\]//g, $out =~ s/^> //mg
		    if $format eq 'text';
		my $have = letters(tagless($format =~ /atom/ ? decoded($out) : $out));
		my @lost = grep {
			my $content = tagless(inside($_, 'content:encoded')
			    // inside($_, 'content') // '');
			index($have, letters(inside($_, 'title'))) < 0
			    || ($format =~ /text|csv|markdown|hugo/ ? !in_order($have, $content)
				: index($have, letters($content)) < 0)
		} @items;
		is(join(', ', map { inside($_, 'title') } @lost), '',
		    "$file: $format: every article whole");
	}
}

for my $format (grep { !/text|markdown|hugo/ } @formats) {
	SKIP: {
		my $by = $format eq 'jsonl' ? 'json' : $format =~ s/^digest-//r;
		my $problems = validate($by, @{ $made{$format} });
		skip("no checker of $format", 1) unless defined $problems;
		is($problems, '', "every capture makes valid $format");
	}
}
done_testing();
