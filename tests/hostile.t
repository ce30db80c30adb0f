#!/usr/bin/perl
# Hostile documents, made here because they are large: each must end in less
# than a few seconds and within 256 MiB, with status 0 or 65 and, when it is
# refused, one message that names the line.  A document that is cut off at any
# byte gives its whole entries, in order, and status 65.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

# Under a sanitizer or valgrind all is slower and larger.
my $slow = $ENV{FEEDLOOM_SLOW} || $feedloom =~ /address|undefined/
    || defined $ENV{VALGRIND};
# Several times what any takes, for machines that are slower.
my $most = $slow ? 60 : 12;

sub rss
{
	return "<rss version=\"2.0\"><channel><title>H</title>\n$_[0]\n"
	    . "</channel></rss>\n";
}

sub item
{
	return rss("<item><title>a</title>$_[0]</item>");
}

# A post of an export with so many comments, each in reply to the last.
sub comments
{
	my ($many, $post) = @_;
	return "<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">"
	    . "<channel><wp:wxr_version>1.2</wp:wxr_version><item>$post"
	    . '<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>'
	    . join('', map { "<wp:comment><wp:comment_id>$_</wp:comment_id>"
		. "<wp:comment_author>A</wp:comment_author><wp:comment_content>c"
		. '</wp:comment_content><wp:comment_approved>1</wp:comment_approved>'
		. '<wp:comment_parent>' . ($_ - 1) . '</wp:comment_parent>'
		. '</wp:comment>' } 1 .. $many) . '</item></channel></rss>';
}

# name, document, status, what standard error must match, format if not json
my @cases = (
	(map { ["a head of 50,000 terms, to $_", rss('<term>x</term>' x 50_000
		. '<item><title>a</title></item>' x 2000), 0, qr/^$/, $_] }
		qw(atom json rss)),
	(map { ["a head of 50,000 authors, to $_", '<feed xmlns="http://www.w3.org/'
		. '2005/Atom">' . join('', map { "<author><name>a$_</name></author>" }
		1 .. 50_000) . '<entry><id>x</id></entry>' x 1000 . '</feed>', 0,
		qr/^$/, $_] } qw(csv mbox opml sitemap)),
	['30,000 comments, to mbox', comments(30_000, '<guid>https://a.example/'
		. '</guid>'), 0, qr/^$/, 'mbox'],
	['30,000 comments, to csv', comments(30_000, ''), 0, qr/^$/,
		'csv,columns=wp:comment'],
	['comments of a post of long names, to mbox', comments(10_000, '<title>'
		. 'x' x 1_000_000 . '</title><link>https://a.example/'
		. 'x' x 1_000_000 . '</link><guid>' . 'x' x 1_000_000 . '</guid>'),
		0, qr/^$/, 'mbox'],
	['100,000 pictures, to sitemap', rss('<item><link>https://a.example/</link>'
		. '<description>' . join('', map { "&lt;img src='https://a.example/$_'"
		. '&gt;' } 1 .. 100_000) . '</description></item>'), 0, qr/^$/,
		'sitemap'],
	['nested elements', item('<a>' x 200_000), 65,
		qr/line 2: more than 128 elements within each other/],
	['100,000 attributes', item('<a ' . join(' ', map { "a$_='1'" }
		1 .. 100_000) . '/>'), 0, qr/too many attributes/],
	['700,000 different names', item(join '', map { "<a$_/>" }
		1 .. 700_000), 65, qr/line 2: /],
	['700,000 names in many items', rss(join "\n", map {
		my $n = $_; '<item>' . join('', map { "<a${n}_$_/>" } 1 .. 7000)
		. '</item>' } 1 .. 100), 65, qr/line \d+: /],
	['a million elements', item('<b/>x' x 1_000_000), 65,
		qr/line 2: too many elements in one entry \(limit: 500000\)/],
	['a million elements in the head', rss('<b/>x' x 1_000_000), 65,
		qr/holds too much for this stylesheet/],
	['an attribute of 9 MB', item('<a b="' . 'x' x 9_000_000 . '"/>'), 65,
		qr/line 2: a tag longer than 1048576 bytes/],
	['a name of 2 MB', item('<' . 'x' x 2_000_000 . '/>'), 65,
		qr/line 2: /],
	['a tag without an end', item('<a b="' . "c d\n" x 500_000), 65,
		qr/line 2: /],
	['many namespaces', item(join '', map {
		"<n$_:a xmlns:n$_='urn:n$_'/>" } 1 .. 50_000), 65,
		qr/more than 64 namespaces/],
	['namespaces within each other', item(join '', map {
		"<a " . join(' ', map { "xmlns:n$_='urn:$_'" } 1 .. 100) . '>' }
		1 .. 100), 65, qr/line 2: more than 256 namespaces/],
	['undeclared prefixes', item(join '', map { "<u$_:a/>" } 1 .. 30_000),
		65, qr/more than 64 namespaces/],
	['unclosed elements', item('<p>' x 100 . '</i>' x 100_000), 0, qr/./],
	['a section of 4 MB', item('<description><![CDATA['
		. 'x <p>]] &amp; ' x 300_000 . ']]></description>'), 0, qr/^$/],
	['a section of 16 MB', item('<description><![CDATA['
		. 'x <p>]] &amp; ' x 1_200_000 . ']]></description>'), 65,
		qr/line 2: an entry is too large \(limit: 8388608\)/],
	['an item of 64 MB', item('<description>'
		. 'word ' x 12_800_000 . '</description>'), 65,
		qr/line 2: an entry is too large \(limit: 8388608\)/],
	['a head of 64 MB', rss('<description>' . 'word ' x 12_800_000
		. '</description>'), 65,
		qr/line 2: too much text outside of entries/],
	['section ends', item('<description><![CDATA[' . ']]>' x 1_000_000
		. ']]></description>'), 0, qr/./],
	['section ends and text', item('<description><![CDATA['
		. ']]> text ' x 400_000 . ']]></description>'), 0, qr/./],
	['sections', item('<description>' . '<![CDATA[x]]>y' x 300_000
		. '</description>'), 0, qr/^$/],
	['bare ampersands', item('<description>' . '& ' x 1_000_000
		. '</description>'), 0, qr/and \d+ more/],
	['bare angle brackets', item('<description>' . '< ' x 1_000_000
		. '</description>'), 0, qr/and \d+ more/],
	['end tags', item('</a>' x 1_000_000), 0, qr/and \d+ more/],
	['comments', item('<!-- -->' x 500_000), 0, qr/^$/],
	['a comment without an end', item('<!--' . '- ' x 4_000_000), 65,
		qr/line \d+: /],
	['a DOCTYPE without an end', '<!DOCTYPE rss [' . ' ' x 3_000_000, 65,
		qr/line 1: a DOCTYPE without an end/],
	['NULs', item("\0" x 4_000_000), 0, qr/./],
	['no feed at all', 'x' x 4_000_000, 65, qr/not a feed/],
	['blanks', ' ' x 20_000_000, 65, qr/not a feed/],
	['nothing', '', 65, qr/not a feed/],
	['roots', '<rss>' x 100_000, 65, qr/line 1: /],
	['JSON: nested arrays', '{"version":"https://jsonfeed.org/version/1.1",'
		. '"items":' . '[' x 1_000_000, 65, qr/line 1: more than 64/],
	['JSON: nested objects', '{"a":' x 1_000_000, 65, qr/line 1: /],
	['JSON: empty items', '{"version":"https://jsonfeed.org/version/1.1",'
		. '"items":[' . join(',', ('{}') x 100_000) . ']}', 0, qr/^$/],
	['JSON: a string of 16 MB', '{"version":'
		. '"https://jsonfeed.org/version/1.1","items":[{"id":"1",'
		. '"content_text":"' . 'x' x 16_000_000 . '"}]}', 65,
		qr/line 1: a value is larger than/],
	['JSON: many values', '{"version":"https://jsonfeed.org/version/1.1",'
		. '"items":[{"id":"1","_x":[' . '1,' x 1_000_000 . '1]}]}', 65,
		qr/line 1: too many values/],
	['JSON: many members', '{' . join(',', map { "\"k$_\":1" }
		1 .. 300_000) . '}', 65, qr/./],
	['JSON: brackets in strings', '{"version":'
		. '"https://jsonfeed.org/version/1.1","items":[{"id":"'
		. '[{' x 500_000 . '"}]}', 0, qr/^$/],
);

sub peak
{
	my ($err) = @_;
	return $err =~ s/^peak (\d+)\n\z//m ? $1 : 0;
}

# Of the processes that were waited for: the machine may have more to do.
sub cpu
{
	my (undef, undef, $user, $system) = times;
	return $user + $system;
}

for my $case (@cases) {
	my ($name, $text, $status, $message, $format) = @$case;
	spew("$tmp/in", $text);
	my $begun = cpu();
	my ($got, $out, $err) = run({ dir => $tmp }, 'prlimit',
		$slow ? '--nofile=64' : '--as=' . (256 << 20), $feedloom,
		'convert', '-t', $format // 'json', 'in');
	my $took = cpu() - $begun;
	is($got, $status, "$name: status") or diag(substr $err, 0, 500);
	like($err, $message, "$name: message");
	cmp_ok($took, '<', $most, "$name: time");
	diag(sprintf '%-36s %.2f s', $name, $took) if $ENV{FEEDLOOM_TIMES};
}

# Cut off at each byte.
my $feed = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
    . "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n"
    . "<channel><title>Cut &amp; done</title>\n"
    . join("\n", map { "<item><title>Item $_ \xC3\xA9</title><link>"
	. "https://c.example/$_</link><guid isPermaLink='false'>$_</guid>\n"
	. "<content:encoded><![CDATA[<p>Text $_]] </p>]]></content:encoded>"
	. "<!-- c --></item>" } 1 .. 3)
    . "\n</channel>\n</rss>";
my $bad = 0;
my $step = $slow ? 7 : 1;
for (my $n = 0; $n < length $feed; $n += $step) {
	my $text = substr $feed, 0, $n;
	my $whole = () = $text =~ m{</item>}g;
	spew("$tmp/in", $text);
	my ($got, $out, $err) = run({ dir => $tmp }, $feedloom, 'convert', '-t',
		'jsonl', 'in');
	my @ids = $out =~ /"id":\s*"(\d+)"/g;
	my $good = $got == 65 && "@ids" eq join(' ', 1 .. $whole)
	    && $err =~ /^feedloom: in: /m;
	next if $good;
	diag("cut at $n: status $got, items @ids of $whole: $err");
	last if ++$bad > 5;
}
is($bad, 0, 'cut off at any byte: whole entries, in order, and status 65');

# Cut off, with a file as the result: the file stays as it was.
spew("$tmp/in", substr $feed, 0, 600);
spew("$tmp/out", 'old');
my ($got) = run({ dir => $tmp }, $feedloom, 'convert', '-q', '-t', 'json', '-o',
	'out', 'in');
is($got, 65, 'cut off, into a file: status');
is(slurp("$tmp/out"), 'old', 'cut off, into a file: the file stays');
done_testing();
