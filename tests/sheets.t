#!/usr/bin/perl
# Hostile stylesheets: those of sheets/, and large ones made here.  Each runs as
# a stage of a plugin and as a browser's stylesheet, ends within seconds and 512
# MiB by itself, with a message and a status that says whose fault it was, or
# with memory that ran out; and none reads, writes or fetches anything.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use IO::Socket::INET;
use List::Util qw(sum);
use Test::More;

# Under a sanitizer or valgrind all is slower and larger.
my $slow = $ENV{FEEDLOOM_SLOW} || $feedloom =~ /address|undefined/
    || defined $ENV{VALGRIND};
# Several times what any takes, for machines that are slower.
my $most = $slow ? 60 : 15;
my $head = '<xsl:stylesheet version="1.0" '
    . 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform" '
    . 'xmlns:atom="http://www.w3.org/2005/Atom">';
my $tail = '</xsl:stylesheet>';

# A place that nothing may be read from, or written to.
my $outside = "$tmp/outside";
my $canary = 'canary-' . ('bird' x 3);
mkdir $outside;
spew("$outside/secret.txt", "$canary\n");
spew("$outside/secret.xml", "<x>$canary</x>\n");
spew("$outside/secret.xsl", "$head<xsl:template match=\"/ | atom:entry\">"
    . "<x>$canary</x></xsl:template>$tail");
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1',
    Blocking => 0) or die "a socket: $@";
my $url = 'http://127.0.0.1:' . $server->sockport . '/';

# The plugin's folder, and a feed: one burst of entries.
my $plugins = "$tmp/plugins";
mkdir $plugins;
mkdir "$plugins/sub";
symlink "$outside/secret.xsl", "$plugins/link.xsl";
symlink $outside, "$plugins/way";
spew("$plugins/hostile.lua", "return { api = 1, name = 'hostile', "
    . "about = 'runs a stylesheet', stages = { 'sheet.xsl' } }\n");
my $feed = "$plugins/feed.xml";
spew($feed, '<rss version="2.0"><channel><title>Feed</title>'
    . join('', map { "<item><title>Item $_</title><link>https://h.example/$_"
    . "</link><description>&lt;p&gt;Text $_ of some words.&lt;/p&gt;"
    . "</description><category>a</category><category>b</category></item>\n" }
    1 .. 60) . '</channel></rss>');

# Runs a stylesheet in one of the two ways: status, output, messages, and the
# seconds of processor time that it took.
sub try_sheet
{
	my ($how, $text) = @_;
	spew("$plugins/sheet.xsl", $text);
	my @args = $how eq 'stage' ? ('-t', 'json', '-p', 'hostile',
	    '--plugin-path', $plugins) : ('--stylesheet', 'sheet.xsl');
	my $begun = sum((times)[2, 3]);
	my @got = run({ dir => $plugins }, 'prlimit',
	    $slow ? '--nofile=64' : '--as=' . (512 << 20), $feedloom,
	    'convert', @args, 'feed.xml');
	return (@got, sum((times)[2, 3]) - $begun);
}

# What must hold for any: it ends well, and says so if it ends badly.
sub holds
{
	my ($name, $how, $text) = @_;
	my ($status, $out, $err, $took) = try_sheet($how, $text);
	my $known = grep { $status == $_ } 0, 65, 75, 78;
	ok($known, "$name, $how: status") or diag($status, substr $err, 0, 500);
	ok($status == 0 || $err =~ /^feedloom: [^\n]{10,600}\n/m,
	    "$name, $how: says why") or diag(substr $err, 0, 500);
	cmp_ok($took, '<', $most, "$name, $how: time");
	unlike($err, qr/[\x00-\x09\x0B-\x1F\x7F]/, "$name, $how: no controls");
	cmp_ok(length($err), '<', 60_000, "$name, $how: no flood");
	diag(sprintf '%-36s %-6s %3d %.2f s %s', $name, $how, $status, $took,
	    substr $err =~ s/.*\n(?=.)//sr, 0, 90) if $ENV{FEEDLOOM_TIMES};
	return ($status, $out, $err);
}

# What takes seconds until it is stopped is tried in one way only.
my %dear = map { $_ => 1 } 'tokens', 'translate', '5,000 keys',
    '20,000 variables', '80,000 names';

sub ways
{
	return $dear{$_[0]} ? ('page') : qw(stage page);
}

# Those that run away.  What must come of it as a stage and as a page, where
# that is known: a status, or what is said.
my %expected = (
	'apply-itself' => [65, 65],
	'call-each-other' => [65, 65],
	'call-itself' => [65, 65],
	'double-string' => $slow ? [] : [75, 75], # the sandbox's memory
	'evaluate' => [65, 78],
	'import-itself' => [78, 78],
	'include-itself' => [78, 78],
	'messages' => [0, 0],
	'words' => [0, 0],
);
for my $file (sort glob "$tests/sheets/*.xsl") {
	my $name = basename($file, '.xsl');
	for my $how (ways($name)) {
		my $text = slurp($file);
		spew("$plugins/$name.xsl", $text);
		my ($status) = holds($name, $how, $text);
		my $is = ($expected{$name} // [])->[$how eq 'page'];
		is($status, $is, "$name, $how: the status") if defined $is;
		unlink "$plugins/$name.xsl";
	}
}

sub template
{
	return "$head<xsl:template match=\"/ | atom:entry\">$_[0]"
	    . "</xsl:template>$tail";
}

# Those that are large: XML that costs more than it is long, and what is cheap
# to write and dear to compile.
my $nested = join '', map { "<a$_>" } 1 .. 10_000;
my @large = (
	['nested elements', template($nested), qr/depth|Excessive/i],
	['100,000 attributes', template('<a ' . join(' ', map { "a$_=''" }
		1 .. 90_000) . '/>'), qr/more than 256 attributes/],
	['80,000 names', template(join '', map { "<a$_/>" } 1 .. 80_000)],
	['80,000 namespaces', template(join '', map { "<x xmlns='u:$_'/>" }
		1 .. 40_000)],
	['50,000 templates', $head . join('', map {
		"<xsl:template match='a$_'/>" } 1 .. 25_000) . $tail],
	['a pattern of 100,000', "$head<xsl:template match='"
		. join('|', ('a') x 100_000) . "'/>$tail"],
	['a sum of 100,000', template('<xsl:value-of select="'
		. join('+', (1) x 100_000) . '"/>')],
	['100,000 parentheses', template('<xsl:value-of select="'
		. '(' x 100_000 . '1' . ')' x 100_000 . '"/>')],
	['100,000 predicates', template('<xsl:value-of select="a'
		. '[b' x 50_000 . ']' x 50_000 . '"/>')],
	['a path of 100,000', template('<xsl:value-of select="a'
		. '//*' x 100_000 . '"/>')],
	['20,000 variables', template(join '', map {
		"<xsl:variable name='v$_' select='1'/>" } 1 .. 20_000)],
	['20,000 parameters', $head . join('', map {
		"<xsl:param name='v$_' select='count(//*)'/>" } 1 .. 15_000)
		. $tail],
	['5,000 keys', $head . join('', map {
		"<xsl:key name='k$_' match='*' use='.'/>" } 1 .. 5_000)
		. "<xsl:template match='/ | atom:entry'>"
		. "<xsl:value-of select=\"key('k1', 1)\"/></xsl:template>$tail"],
	['a file of 2 MB', template('x' x 2_000_000), qr/larger than 1024 KiB/],
	['a comment without an end', "$head<!--" . ' -' x 500_000,
		qr/without an end/],
	['NULs', "\0" x 100_000],
	['nothing', ''],
	['no XML', 'x' x 100_000],
	['laughs', '<!DOCTYPE a [<!ENTITY a "ha">' . join('', map {
		'<!ENTITY a' . $_ . ' "' . ('&a' . ($_ > 1 ? $_ - 1 : '') . ';')
		x 10 . '">' } 1 .. 10) . "]>$head<x>&a10;</x>$tail",
		qr/an entity within an entity/],
	['quadratic laughs', '<!DOCTYPE a [<!ENTITY a "' . 'a' x 4000
		. "\">]>$head<x>" . '&a;' x 100_000 . "</x>$tail",
		qr/entities make it larger/],
	['parameter laughs', '<!DOCTYPE a [<!ENTITY % a "&#37;b;">'
		. "<!ENTITY % b \"&#37;a;\">%a;]>$head$tail",
		qr/a parameter entity/],
);
for my $case (@large) {
	my ($name, $text, $says) = @$case;
	for my $how (ways($name)) {
		my ($status, undef, $err) = holds($name, $how, $text);
		like($err, $says, "$name, $how: says what") if defined $says;
	}
}

# Those that would read, write or fetch.
my @ways = ("$outside/secret", '../outside/secret', 'way/secret', './way/secret',
    'sub/../way/secret', "file://$outside/secret", "${url}secret",
    'ftp://127.0.0.1/secret', '%2e%2e/outside/secret', '//127.0.0.1/secret');
my $write = "$outside/written";
my @thieves = (
	(map { ["import of $_", "$head<xsl:import href=\"$_.xsl\"/>$tail"] } @ways),
	(map { ["include of $_", "$head<xsl:include href=\"$_.xsl\"/>$tail"] }
		@ways, 'link', '/proc/self/cwd/way/secret'),
	['import by xml:base', "$head<xsl:import xml:base=\"$outside/\" "
		. "href=\"secret.xsl\"/>$tail"],
	(map { ["document() of $_", template("<x><xsl:copy-of select=\""
		. "document('$_.xml')\"/></x>")] } @ways, 'way/secret.xml#x'),
	['document() of itself', template('<xsl:copy-of select="document(\'\')"/>')],
	['document() of nodes', template('<xsl:copy-of select="document(//*)"/>')],
	['document() of two', template("<xsl:copy-of select=\"document("
		. "'secret.xml', document('$outside/secret.xml'))\"/>")],
	['unparsed-entity-uri()', template('<x><xsl:value-of select="'
		. 'unparsed-entity-uri(\'x\')"/></x>')],
	['an entity', "<!DOCTYPE a [<!ENTITY x SYSTEM \"$outside/secret.txt\">]>"
		. template('<x>&x;</x>')],
	['an entity of the net', "<!DOCTYPE a [<!ENTITY x SYSTEM \"$url\">]>"
		. template('<x>&x;</x>')],
	['a parameter entity', "<!DOCTYPE a [<!ENTITY % x SYSTEM "
		. "\"$outside/secret.txt\">%x;]>" . template('<x/>')],
	['a DTD', "<!DOCTYPE a SYSTEM \"${url}x.dtd\">" . template('<x>&x;</x>')],
	['a DTD in a second DOCTYPE', '<!DOCTYPE a><!DOCTYPE a SYSTEM '
		. "\"$outside/secret.txt\">" . template('<x/>')],
	['a DTD in UTF-16', "\xFF\xFE" . join('', map { "$_\0" } split //,
		"<!DOCTYPE a [<!ENTITY x SYSTEM \"$outside/secret.txt\">]>"
		. template('<x>&x;</x>'))],
	['an XInclude', template('<xi:include xmlns:xi="'
		. "http://www.w3.org/2001/XInclude\" href=\"$outside/secret.txt\""
		. ' parse="text"/>')],
	['a stylesheet of its own', "<?xml-stylesheet type=\"text/xsl\" "
		. "href=\"$outside/secret.xsl\"?>" . template('<x/>')],
	['a catalog', "<?oasis-xml-catalog catalog=\"$outside/secret.xml\"?>"
		. template('<x/>')],
	(map { ["$_->[1]", template("<e:$_->[1] xmlns:e=\"$_->[0]\" "
		. "xsl:extension-element-prefixes=\"e\" href=\"$write\" "
		. "file=\"$write\" select=\"'$write'\" uri=\"$write\" "
		. 'method="text">written</e:' . $_->[1] . '>')] }
		['http://exslt.org/common', 'document'],
		['http://www.w3.org/1999/XSL/Transform', 'document'],
		['http://www.w3.org/1999/XSL/Transform', 'result-document'],
		['http://icl.com/saxon', 'output'],
		['http://xml.apache.org/xalan', 'write'],
		['org.apache.xalan.xslt.extensions.Redirect', 'write'],
		['http://www.jclark.com/xt', 'document'],
		['http://xmlsoft.org/XSLT/namespace', 'debug'],
		['http://xmlsoft.org/XSLT/namespace', 'test']),
	['XSLT 1.1\'s document', (template("<xsl:document href=\"$write\">written"
		. '</xsl:document>') =~ s/version="1.0"/version="1.1"/r)],
	(map { ["$_", template("<x xmlns:e=\"$_\"><xsl:value-of "
		. "select=\"e:read('$outside/secret.txt')\"/></x>")] }
		'http://exslt.org/dynamic', 'http://icl.com/saxon',
		'../../../../tmp/x', 'http://exslt.org/crypto'),
);
for my $case (@thieves) {
	my ($name, $text) = @$case;
	for my $how (ways($name)) {
		my (undef, $out, $err) = holds($name, $how, $text);
		ok(index("$out$err", $canary) == -1, "$name, $how: reads nothing");
		ok(!-e $write, "$name, $how: writes nothing");
	}
}
is($server->accept, undef, 'nothing was fetched');
is(join(' ', sort map { basename($_) } glob "$outside/*"),
    'secret.txt secret.xml secret.xsl', 'nothing was made');

# EXSLT that is not installed: only who needs it hears of it.
mkdir "$tmp/lib";
spew("$tmp/lib/libexslt.so.0", 'no library');
my $none = { dir => $plugins, env => { LD_LIBRARY_PATH => "$tmp/lib" } };
for my $case (['common', 0], ['sets', 78], ['strings', 78], ['math', 78],
    ['dates-and-times', 78], ['dynamic', 0], ['functions', 0]) {
	my ($module, $expected) = @$case;
	spew("$plugins/sheet.xsl", template("<x xmlns:e=\"http://exslt.org/"
	    . "$module\"/>"));
	my ($status, undef, $err) = run($none, $feedloom, 'convert',
	    '--stylesheet', 'sheet.xsl', 'feed.xml');
	is($status, $expected, "no library, $module: status") or diag($err);
	like($err, $expected ? qr/EXSLT is needed and not installed/ : qr/^$/,
	    "no library, $module: says so");
}
done_testing();
