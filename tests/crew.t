#!/usr/bin/perl
# convert -j: what comes out, what is said and the status are those of one
# process, for any input.  The build with small ranges cuts small documents into
# many of them.
use strict;
use warnings;
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use IO::Handle;
use POSIX qw(:sys_wait_h);
use Test::More;
use Time::HiRes qw(sleep);

my $tiny = $ENV{FEEDLOOM_TINY} // "$tests/../build/plain-tiny/feedloom";

sub result
{
	my ($program, $jobs, @arguments) = @_;
	return run({ dir => $tmp }, $program, 'convert', "-j$jobs", @arguments);
}

# The same by one process and by each number of them.
sub same
{
	my ($what, $program, $jobs, @arguments) = @_;
	my @one = result($program, 1, @arguments);
	my @differ;
	for my $n (@$jobs) {
		my @many = result($program, $n, @arguments);
		for my $i (0 .. 2) {
			next if $many[$i] eq $one[$i];
			push @differ, "-j$n: " . (qw(status output messages))[$i];
			diag("$one[$i]\n---\n$many[$i]") if $i != 1;
		}
	}
	is("@differ", '', $what);
	return @one;
}

# How many ranges the others did, and of how many.
sub share
{
	my (undef, undef, $err) = result(@_, '-v');
	return $err =~ /^--jobs: \d+ processes did (\d+) of (\d+)/m ? ($1, $2) : (0, 0);
}

sub item
{
	my ($n, $text) = @_;
	return "<item><title>Item $n</title><link>https://example.org/$n</link>"
	    . "<guid>https://example.org/$n</guid><description>$text"
	    . "</description></item>\n";
}

sub rss
{
	my ($text) = @_;
	return '<?xml version="1.0" encoding="UTF-8"?>' . "\n"
	    . '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
	    . "<channel><title>Feed</title><link>https://example.org/</link>\n"
	    . "$text</channel></rss>\n";
}

sub items
{
	my ($from, $to) = @_;
	return join '', map { item($_, "Words of $_. " x (5 + $_ % 7)) } $from .. $to;
}

# All real feeds, and all that the golden cases have.
my ($cut, $ranges) = (0, 0);
my %wrong;
for my $file (sort(glob("$tests/captures/*.xml"), glob("$tests/captures/*/*"),
    glob("$tests/golden/*/in.*"))) {
	for my $to ($file =~ /captures/ ? qw(json atom) : 'json') {
		my @one = result($tiny, 1, '-t', $to, $file);
		my @many = result($tiny, 3, '-t', $to, $file);
		$wrong{"$to of $file"} = 1 if "@one" ne "@many";
	}
}
is(join("\n", sort keys %wrong), '', 'captures and golden inputs');
for my $name (qw(main-full.rss.xml main.atom.xml main.rdf.xml berths.wxr.xml)) {
	my ($clean, $all) = share($tiny, 2, '-t', 'json', "$tests/captures/$name");
	ok($all > 2 && $clean > $all / 2, "$name is shared: $clean of $all");
}
same("$_ of an export", $tiny, [2, 4], '-t', $_, '--type', 'any', '--status',
    'any', "$tests/captures/posts-of-2024.wxr.xml") for qw(json atom rss csv html);

# Damage, in the midst of good items.
my %damage = (
	'CDATA with items' => '<item><description><![CDATA[</item><item>]]></description></item>',
	'CDATA that does not end' => '<item><description><![CDATA[ x </description></item>',
	'a comment with items' => '<!-- <item> </item> --><item><!-- </item> --><title>x</title></item>',
	'a comment that does not end' => '<item><!-- <title>x</title></item>',
	']]> within CDATA' => '<item><description><![CDATA[a ]]> b ]]></description></item>',
	'an end tag too many' => '<item><title>x</title></b></item></item>',
	'no end tag' => '<item><title>x</title>',
	'items within an item' => '<item><x xmlns="urn:x"><item>1</item><item>2</item></x><title>y</title></item>',
	'entities' => '<item><title>&nbsp;&auml;&#x263A;&bad;&</title></item>',
	'undeclared prefixes' => '<item><media:title>x</media:title><q:z>1</q:z></item>',
	'a prefix for two' => '<item><a:x xmlns:a="urn:1"/></item><item><a:x xmlns:a="urn:2"/></item>',
	'bytes that are not UTF-8' => "<item><title>caf\xE9</title></item>",
	'half a character' => "<item><title>caf\xC3</title></item>",
	'good UTF-8' => "<item><title>caf\xC3\xA9</title></item>",
	'control characters' => "<item><title>a\x01b\x0Bc</title></item>",
	'ends of lines' => "<item>\r\n<title>a\rb\r\nc</title>\n\n<x</item>",
	'an attribute without quotes' => '<item a=b <title>x</title></item>',
	'an XML declaration within' => '<?xml version="1.0"?><item><title>x</title></item>',
	'the end, and more' => '</channel></rss><item><title>x</title></item>',
	'a head behind items' => '<image><url>https://example.org/i.png</url></image>',
	'text between items' => 'words <item><title>x</title></item> words',
	'an enclosure without an address' => '<item><enclosure/><title>x</title></item>',
	'relative links' => '<item><link>/x/y</link></item>',
	'nothing but a start' => '<item',
	'another case' => '<ITEM><title>x</title></ITEM>',
);
for my $what (sort keys %damage) {
	my $bad = $damage{$what};
	spew("$tmp/in", rss(items(1, 20) . "$bad\n" . items(21, 40) . $bad .
	    items(41, 60)));
	same($what, $tiny, [2, 4], '-t', 'json', 'in');
	spew("$tmp/in", rss("$bad\n" . items(1, 40)));
	same("$what, first", $tiny, [2], '-t', 'atom', 'in');
	spew("$tmp/in", substr rss(items(1, 20) . $bad), 0, -25);
	same("$what, cut off", $tiny, [3], '-t', 'json', 'in');
}
for my $text ('', ' ', 'x', '<rss>', '<rss ><channel>', rss(''), rss(item(1, ''))) {
	spew("$tmp/in", $text);
	same('a document of ' . length($text) . ' bytes', $tiny, [2], '-t', 'json', 'in');
}

# Options, and where all is read from.
spew("$tmp/in", rss(items(1, 60)));
same("@$_", $tiny, [2, 4], '-t', 'json', @$_, 'in') for ['--strict'], ['-q'],
    ['--since', '2024-01-01'], ['--base', 'https://example.net/'], ['--sanitize'],
    ['--no-sandbox'];
same('two documents', $tiny, [2], '-t', 'json', 'in', 'in');
system('gzip', '-k', "$tmp/in");
same('compressed', $tiny, [2], '-t', 'json', 'in.gz');
spew("$tmp/cut.gz", substr slurp("$tmp/in.gz"), 0, -200);
same('compressed and cut off', $tiny, [2], '-t', 'json', 'cut.gz');
same("-t $_", $tiny, [2], '-t', $_, 'in') for qw(text mbox markdown hugo csv
    html sitemap opml jsonl podcast);
result($tiny, 2, '-t', 'atom', '-o', 'out', 'in');
is(slurp("$tmp/out"), (result($tiny, 1, '-t', 'atom', 'in'))[1], 'into a file');
like((result($tiny, 0, '-t', 'json', '-v', 'in'))[2], qr/60 entries/, '-j 0');
like((result($tiny, 64, '-t', 'json', '-v', 'in'))[2], qr/^--jobs: 32 processes/m,
    'at most 32');

# Plugins: those that remember stay in one process.
my $counts = <<'LUA';
local n = 0
return { api = 1, name = "NAME", about = "Counts", ALONE
	stages = { function(entry) n = n + 1 entry.title = "t" .. n end } }
LUA
spew("$tmp/counts.lua", $counts =~ s/NAME/counts/r =~ s/ALONE//r);
spew("$tmp/lies.lua", $counts =~ s/NAME/lies/r =~ s/ALONE/alone = true,/r);
my @one = same('a plugin that remembers', $tiny, [2], '-t', 'json', '-p',
    './counts.lua', 'in');
like($one[1], qr/"t60"/, 'it does remember');
like((result($tiny, 2, '-v', '-t', 'json', '-p', './counts.lua', 'in'))[2],
    qr/^--jobs: one process does it: plugin 'counts' does not say/m, '-v says why');
isnt((result($tiny, 2, '-t', 'json', '-p', './lies.lua', 'in'))[1], $one[1],
    'alone = true is believed');
same("-p $_", $tiny, [2, 3], '-t', 'json', '-p', $_, 'in') for
    'excerpt,words=3', 'readingtime', 'utm,source=x', 'absolute', 'images',
    'tagmap,lower', 'rewrite,rule=title/Item/Piece/', 'sift,title=1', 'sort';
my ($clean, $all) = share($tiny, 2, '-t', 'json', '-p', 'readingtime', 'in');
ok($clean > 5, "alone is shared: $clean of $all");
spew("$tmp/fails.lua", <<'LUA');
return { api = 1, name = "fails", about = "Fails", alone = true,
	stages = { function(entry) if entry.title:find("7") then error("no") end end } }
LUA
same("failures, at most $_", $tiny, [2, 4], '-t', 'json', '-p', './fails.lua',
    '--max-failures', $_, 'in') for '100', '3', '5%', '50%';
for my $more ('window = "all"', 'finish = function() end') {
	spew("$tmp/both.lua", $counts =~ s/NAME/both/r =~ s/ALONE/alone = true, $more,/r);
	my ($status, undef, $err) = result($tiny, 1, '-t', 'json', '-p', './both.lua', 'in');
	is($status, 78, "alone with $more");
	like($err, qr/'alone' and '\w+' exclude each other/, 'it is said');
}

# Ranges as large as they are, and an item that is too large for one.
my $words = 'The hoist of the outer pier was mended on Friday. ' x 80;
spew("$tmp/large", rss(join '', map { item($_, "<![CDATA[<p>$words</p>]]>") } 1 .. 1500));
@one = same('a large document', $feedloom, [2, 4], '-t', 'json', 'large');
($clean, $all) = share($feedloom, 2, '-t', 'json', 'large');
ok($all >= 5 && $clean == $all, "all of it is shared: $clean of $all");
spew("$tmp/huge", rss(items(1, 4000) . item(0, 'x' x 9_000_000) . items(4001, 9000)));
@one = same('an item that is too large', $feedloom, [2], '-t', 'json', 'huge');
is($one[0], 65, 'it is an error');
spew("$tmp/huge", rss(items(1, 4000) . item(0, '<b/>' x 3_000_000) . items(4001, 9000)));
@one = same('an item with too much in it', $feedloom, [2], '-t', 'json', 'huge');
is($one[0], 65, 'it is an error');

# Processes that are killed, in the midst of it: the document comes by a pipe.
sub children
{
	my ($pid) = @_;
	return split ' ', slurp("/proc/$pid/task/$pid/children");
}

sub kill_hands
{
	my ($signal, @which) = @_;
	my $text = slurp("$tmp/large");
	pipe my $in, my $out or die;
	my $pid = fork // die;
	if ($pid == 0) {
		open STDIN, '<&', $in or exit 127;
		open STDOUT, '>', "$tmp/killed" or exit 127;
		open STDERR, '>', "$tmp/.err" or exit 127;
		close $out;
		alarm 300;
		exec { $feedloom } $feedloom, 'convert', '-j2', '-t', 'json' or exit 127;
	}
	close $in;
	local $SIG{PIPE} = 'IGNORE';
	$out->autoflush(1);
	# More than ranges are cut ahead, so that some were converted by now.
	print $out substr $text, 0, 5_400_000;
	# Nothing may be written before the rest is there: then they just waited.
	for (1 .. 200) {
		last if -s "$tmp/killed";
		sleep 0.05;
	}
	my @hands = children($pid);
	kill $signal, @hands[@which];
	print $out substr $text, 5_400_000;
	close $out;
	waitpid $pid, 0;
	my $status = $?;
	kill 'KILL', @hands;
	return (scalar @hands, $status, slurp("$tmp/killed"), slurp("$tmp/.err"));
}

SKIP: {
	skip 'no /proc/PID/task/PID/children', 8 if !-e "/proc/$$/task/$$/children";
	my ($status, $out) = result($feedloom, 1, '-t', 'json', 'large');
	for my $which ([0], [0, 1]) {
		my ($hands, @got) = kill_hands('KILL', @$which);
		is($hands, 2, 'there are two');
		is($got[0], 0, 'status, ' . @$which . ' killed');
		ok($got[1] eq $out, 'nothing is lost');
		is($got[2], '', 'nothing is said');
	}
}
done_testing();
