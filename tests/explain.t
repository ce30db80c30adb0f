#!/usr/bin/perl
# What becomes of fields: that nothing is said to be kept that is not, and
# nothing to be lost where nothing is.  UPDATE=1 rewrites the expected reports
# beside explain/post.xml; read `git diff` then.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $here = "$tests/explain";
my $post = "$here/post.xml";
my $seed = "$tests/captures/tashkentcitizen-new-kazakhstan.rss.xml";
my $export = "$tests/captures/whole-site.wxr.xml";
my @own = ('--plugin-path', "$here/plugins");

# The report, after its status and warnings were looked at.
sub explained
{
	my ($words, @args) = @_;
	my ($status, $out, $err) = feedloom('explain', @args);
	is("$status$err", '0', "$words: silent");
	return $out;
}

# What becomes of one field.
sub fate
{
	my ($report, $field) = @_;
	my ($row) = grep { /^!?\s*\Q$field\E\s/ } split /\n/, $report;
	return undef unless defined $row;
	$row =~ s/^(!?)\s*\Q$field\E\s+(?:\d+\s+)?//;
	return $1 . $row;
}

sub lost
{
	return join ' ', grep { defined } map { /^!\s+(\S+)/ ? $1 : undef }
	    split /\n/, $_[0];
}

# Whole reports.  Those of formats of our own are full of traps.
for my $file (glob "$here/*.*.txt") {
	my ($name, $format) = basename($file) =~ /^(\w+)\.(\w+)\.txt$/;
	my $in = $name eq 'seed' ? $seed : "$here/$name.xml";
	my $out = explained("$name as $format", @own, '-t', $format, $in);
	spew($file, $out) if $ENV{UPDATE};
	is($out, slurp($file), "$name as $format");
}

# Nothing is lost by these formats, which read back what they wrote.
for my $file (glob("$tests/captures/*.xml $tests/captures/ill-formed/*.xml " .
    "$tests/roundtrip/all.* $tests/roundtrip/nasty.*")) {
	next if $file =~ /sitemap|fault-html200/;
	my @lost;
	for my $format (qw(atom rss json)) {
		my (undef, $out) = feedloom('explain', '-q', '-t', $format,
		    '--type', 'any', '--status', 'any,protected', $file);
		push @lost, "$format: " . lost($out) if lost($out) ne '';
		push @lost, "$format: no report" if $out !~ / keeps all of them$/;
	}
	is("@lost", '', basename($file) . ': nothing is lost');
}

# What a reader of the stylesheets would say.
my $all = ['--type', 'any', '--status', 'any,protected'];
my $json = explained('an export as json', '-t', 'json', @$all, $export);
my $text = explained('an export as text', '-t', 'text', @$all, $export);
is(fate($json, 'wp:post_id'), 'kept as items/_wp/post_id', 'json: wp:post_id');
is(fate($json, 'wp:comment/wp:comment_author'),
    'kept as items/_wp/comment/comment_author', 'json: within wp:comment');
is(fate($json, 'category/@term'),
    'kept as items/tags, items/_atom/category/@term', 'json: two places');
is(fate($text, 'wp:post_id'), '!no place', 'text: wp:post_id');
is(fate($text, 'id'), '!no place', 'text: id');
is(fate($text, 'published'), '!kept in part as article/hgroup/p',
    'text: a day is not a date');
like($text, qr/^100 entries, \d+ fields: text keeps \d+, and \d+ not/m,
    'the sum');
like($text, qr/^!  title +98 /m, 'how many entries have it');
unlike($text, qr/type\b.*(?:title|summary|content)\b/, 'a type is no field');

# A value that is the same as the one beside it, and one that is not.
sub updated
{
	my ($time) = @_;
	spew("$tmp/feed.xml", <<"FEED");
<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:x</id>
<published>2024-01-02T10:00:00Z</published><updated>$time</updated>
<title>Knots</title></entry></feed>
FEED
	my (undef, $out) = feedloom('explain', '-t', 'html', "$tmp/feed.xml");
	return fate($out, 'updated');
}
like(updated('2024-01-02T10:00:00Z'), qr/^kept/, 'the same moment');
is(updated('2024-01-02T11:00:00Z'), '!no place', 'the same day');
like(updated('2024-01-03T10:00:00Z'), qr/^kept/, 'another day');

# Marks are told from numbers and years that are there.
{
	my $numbers = join ' ', map { $_ % 3 ? 73100 + $_ : 1600 + $_ } 1 .. 900;
	spew("$tmp/feed.xml", "<rss version='2.0'><channel><title>T</title><item>" .
	    "<title>$numbers</title><link>https://a.example/731000001</link>" .
	    "<pubDate>Tue, 2 Jan 1601 10:00:00 GMT</pubDate></item></channel></rss>");
	my (undef, $out) = feedloom('explain', '-t', 'text', "$tmp/feed.xml");
	is(fate($out, 'title'), 'kept as article/hgroup/h2', 'many numbers');
	is(fate($out, 'published'), '!kept in part as article/hgroup/p',
	    'an old date');
	is(fate($out, 'id'), '!no place', 'an id that is the link');
}

# More than there is room for.
{
	my $items = '';
	$items .= "<item><title>$_</title>" .
	    join('', map { "<x:n$_>v</x:n$_>" } $_ * 50 .. $_ * 50 + 49) . '</item>'
	    for 1 .. 30;
	spew("$tmp/feed.xml", '<rss version="2.0" xmlns:x="urn:x"><channel>' .
	    "<title>T</title>$items</channel></rss>");
	my (undef, $out) = feedloom('explain', '-t', 'atom', "$tmp/feed.xml");
	like($out, qr/^30 entries, \d+ fields: .*; not all were looked at$/m,
	    'too many fields: says so');
	my ($status, undef, $err) = feedloom('convert', '-t', 'atom',
	    '--fail-on-loss', '-o', "$tmp/atom", "$tmp/feed.xml");
	is($status, 65, 'too many fields: nothing is vouched for');
	like($err, qr/too many different fields/, 'too many fields: says so');
	ok(!-e "$tmp/atom", 'too many fields: nothing is written');
}

# One large entry.
{
	my $many = join '', map { "<x:n>v$_</x:n><x:m a='b'>w</x:m>" } 1 .. 5000;
	my $text = 'word ' x 100_000;
	spew("$tmp/feed.xml", '<rss version="2.0" xmlns:x="urn:x"><channel>' .
	    "<title>T</title><item><title>a</title>$many<x:last>z</x:last>" .
	    join('', map { "<category>c$_</category>" } 1 .. 20) .
	    "<description>&lt;table&gt;$text</description></item></channel></rss>");
	my $out = explained('a large entry of ours', @own, '-t', 'traps',
	    "$tmp/feed.xml");
	is(fate($out, 'category/@term'), '!1 of 8 kept as trap/first',
	    'a large entry: the first value of many');
	$out = explained('a large entry', '-t', 'json', "$tmp/feed.xml");
	is(lost($out), '', 'a large entry: nothing is lost');
	is(fate($out, 'x:last'), 'kept as items/_x/last', 'a large entry: its end');
	is(fate(explained('a large entry', '-t', 'html', "$tmp/feed.xml"), 'x:last'),
	    '!no place', 'a large entry as html');
}

# Plugins come first: what they take away is not there to be lost.
{
	my $out = explained('a plugin', @own, '-p', 'untagged', '-t', 'text', $post);
	is(fate($out, 'category/@term'), undef, 'what a plugin took away');
	like($out, qr/^2 entries/m, 'a plugin with a window');
}
is((feedloom({ stdin => $post }, 'explain', '-t', 'json'))[1],
    slurp("$here/post.json.txt"), 'standard input');
like(explained('no entries', '-t', 'json', "$tests/captures/main-page99.rss.xml"),
    qr/^0 entries, \d+ fields: json keeps all of them$/m, 'no entries');

# --fail-on-loss.
{
	my @convert = ('convert', '--fail-on-loss');
	my $file = "$tmp/out";
	my ($status, $out, $err) = feedloom(@convert, '-t', 'json', '-o', $file,
	    $post);
	is("$status$out$err", '0', 'no loss: silent');
	my $before = slurp($file);
	is($before, (feedloom('convert', '-t', 'json', $post))[1],
	    'no loss: the same bytes');
	($status, $out, $err) = feedloom(@convert, '-t', 'text', '-o', $file, $post);
	is($status, 65, 'a loss: status 65');
	is(slurp($file), $before, 'a loss: the file stays');
	like($err, qr/^\Q$post\E: id: no place$/m, 'a loss: which');
	like($err, qr/^\Q$post\E: published: kept in part as article/m,
	    'a loss: how');
	like($err, qr/^feedloom: .*post\.xml: 11 fields would be lost in text/m,
	    'a loss: how many');
	(undef, undef, $err) = feedloom(@convert, @$all, '-t', 'text', $export);
	like($err, qr/and \d+ more; 'feedloom explain' shows all of them/,
	    'many losses: not all are told');
	is(() = $err =~ /: no place$/mg, 20, 'many losses: some are');
	($status, $out) = feedloom(@convert, '-t', 'text', $post);
	is("$status$out", '65', 'a loss: nothing on standard output');
	mkdir "$tmp/many";
	($status) = feedloom(@convert, '-t', 'text', '-o', "$tmp/many/{slug}.txt",
	    $post);
	is("$status" . join(' ', glob "$tmp/many/*"), '65',
	    'a loss: no file of an entry');
	my $none = "$tests/captures/main-page99.rss.xml";
	is((feedloom(@convert, '-t', 'json', $none))[0], 0, 'no entries');
	(undef, undef, $err) = feedloom(@convert, '-t', 'text', $none);
	like($err, qr/: feed\/generator: no place$/m, 'no entries: a loss');
	($status) = feedloom(@convert, '-t', 'atom', '--strict',
	    "$tests/captures/ill-formed/comments-raw-ampersand.rss.xml");
	is($status, 65, 'with --strict');
}

# Errors are those of convert.
for my $case (
	[64, qr/needs --to/, $post],
	[64, qr/did you mean 'json'/, '-t', 'jsno', $post],
	[64, qr/takes no --output/, '-t', 'json', '-o', 'x', $post],
	[65, qr/not a feed/, '-t', 'json', "$tests/captures/README.md"],
	[65, qr/ends early|breaks off/, '-t', 'json',
	    "$tests/captures/ill-formed/fault-crash.rss.xml"],
	[66, qr/No such file/, '-t', 'json', "$tmp/nosuch.xml"],
	[78, qr/no column/, '-t', 'csv,columns=nosuch', $post],
) {
	my ($expected, $says, @args) = @$case;
	my ($status, undef, $err) = feedloom('explain', @args);
	is($status, $expected, "explain @args: status $expected");
	like($err, $says, "explain @args: says so");
}
done_testing();
