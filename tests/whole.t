#!/usr/bin/perl
# Stylesheets that a burst of entries would change see the whole feed: what they
# make is what they make of one document.  All others stream.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use File::Path qw(make_path);
use Test::More;

my $dir = "$tmp/here";
make_path("$dir/plugins");
my $n = 150; # more than two bursts

sub title { sprintf 'T%03d', $_[0] * 7 % $n }

sub feed
{
	my ($count) = @_;
	return '<rss version="2.0"><channel><title>Many</title>' . "\n"
	    . join('', map { '<item><title>' . title($_) . '</title>'
	    . "<guid isPermaLink=\"false\">$_</guid><category>c" . $_ % 4
	    . "</category><category>d</category></item>\n" } 1 .. $count)
	    . "</channel></rss>\n";
}
spew("$dir/many.xml", feed($n));
spew("$dir/none.xml", feed(0));
my @titles = map { title($_) } 1 .. $n;

my $head = '<xsl:stylesheet version="1.0"'
    . ' xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
    . ' xmlns:atom="http://www.w3.org/2005/Atom"'
    . ' exclude-result-prefixes="atom">';
my $place = '<xsl:template match="/atom:feed"><out>'
    . '<xsl:apply-templates select="atom:entry"/></out></xsl:template>';

sub format_of
{
	my ($body) = @_;
	spew("$dir/plugins/f.lua", 'return { api = 1, name = "f", about = "x",'
	    . ' stages = { "f.xsl" }, format = { media_type = "text/xml",'
	    . ' extension = "xml", serialise = "xml" } }');
	spew("$dir/plugins/f.xsl", "$head\n$body\n</xsl:stylesheet>\n");
}

# What stands between the tags, blanks as one.
sub words
{
	my ($text) = @_;
	$text =~ s/<\?.*?\?>//;
	$text =~ s/<[^>]*>/ /g;
	$text =~ s/^\s+|\s+$//g;
	return join ' ', split /\s+/, $text;
}

sub convert
{
	return feedloom({ dir => $dir }, 'convert', '--plugin-path', 'plugins',
	    @_);
}

# A format whose stylesheet must see everything, and why.
sub whole
{
	my ($name, $why, $body, @expected) = @_;
	format_of($body);
	my ($status, $out, $err) = convert('-v', '-t', 'f', 'many.xml');
	is($status, 0, "$name: status");
	is($err, "f.xsl:2: $why needs the whole feed: entries are held\n"
	    . "many.xml: $n entries\n", "$name: says why");
	is(words($out), join(' ', @expected), $name);
	(undef, undef, $err) = convert('-t', 'f', 'many.xml');
	is($err, '', "$name: says nothing without -v");
	($status) = convert('-t', 'f', 'none.xml');
	is($status, 0, "$name: of a feed without entries");
}

sub entry
{
	return "$place<xsl:template match=\"atom:entry\"><e>$_[0]</e>"
	    . '</xsl:template>';
}

sub value { "<xsl:value-of select=\"$_[0]\"/>" }

whole('position()', 'position()', entry(value('position()')), 1 .. $n);
whole('last()', 'last()', entry(value('last()')), ($n) x $n);
whole('xsl:number', 'xsl:number', entry('<xsl:number/>'), 1 .. $n);
whole('xsl:sort', 'xsl:sort', '<xsl:template match="/atom:feed"><out>'
    . '<xsl:apply-templates select="atom:entry"><xsl:sort '
    . 'select="atom:title" order="descending"/></xsl:apply-templates></out>'
    . '</xsl:template><xsl:template match="atom:entry"><e>'
    . value('atom:title') . '</e></xsl:template>', reverse sort @titles);
whole('a sort of its own', 'atom:entry', '<xsl:template match="/atom:feed">'
    . '<out><xsl:for-each select="atom:entry"><xsl:sort select="atom:title"/>'
    . '<e>' . value('atom:title') . '</e></xsl:for-each></out>'
    . '</xsl:template>', sort @titles);
whole('count()', 'count(atom:entry)', '<xsl:template match="/atom:feed">'
    . '<out n="1"><n>' . value('count(atom:entry)') . '</n>'
    . '<xsl:apply-templates select="atom:entry"/></out></xsl:template>'
    . '<xsl:template match="atom:entry"><e>' . value('atom:title')
    . '</e></xsl:template>', $n, @titles);
whole('a table of contents', 'atom:entry', '<xsl:template match="/atom:feed">'
    . '<out><xsl:apply-templates select="atom:entry" mode="toc"/>'
    . '<xsl:apply-templates select="atom:entry"/></out></xsl:template>'
    . '<xsl:template match="atom:entry" mode="toc"><t>' . value('atom:title')
    . '</t></xsl:template><xsl:template match="atom:entry"><e>'
    . value('atom:id') . '</e></xsl:template>', @titles, 1 .. $n);
whole('the one before', 'preceding-sibling::atom:entry[1]/atom:title',
    entry(value('preceding-sibling::atom:entry[1]/atom:title')),
    @titles[0 .. $n - 2]);
whole('the one behind', 'following-sibling::atom:entry[1]/atom:title',
    entry(value('following-sibling::atom:entry[1]/atom:title')),
    @titles[1 .. $n - 1]);
whole('//', q{count(//atom:category[@term = 'd'])},
    entry(value(q{count(//atom:category[@term = 'd'])})), ($n) x $n);
whole('/atom:feed/atom:entry', '/atom:feed/atom:entry[last()]/atom:id',
    entry(value('/atom:feed/atom:entry[last()]/atom:id')), ($n) x $n);
my $key = q{key('c', atom:category[1]/@term)};
whole('a key', $key, '<xsl:key name="c" match="atom:entry" '
    . 'use="atom:category/@term"/>' . entry(value("count($key)")),
    map { my $c = $_ % 4; scalar grep { $_ % 4 == $c } 1 .. $n } 1 .. $n);
whole('groups', $key, '<xsl:key name="c" match="atom:entry" '
    . 'use="atom:category[1]/@term"/><xsl:template match="/atom:feed"><out>'
    . "<xsl:for-each select=\"atom:entry[generate-id() = generate-id($key\[1])]"
    . '"><g>' . value('atom:category[1]/@term') . '<xsl:text> </xsl:text>'
    . value("count($key)") . '</g></xsl:for-each></out></xsl:template>',
    'c1', 38, 'c2', 38, 'c3', 37, 'c0', 37);
whole('attributes that depend on entries', 'count(atom:entry)',
    '<xsl:template match="/atom:feed"><out n="{count(atom:entry)}"><n>'
    . value('string(1)') . '</n></out></xsl:template>', 1);

# Identifiers that are shown are different ones.
format_of(entry(value('generate-id()')));
my (undef, $ids) = convert('-t', 'f', 'many.xml');
my %seen = map { $_ => 1 } split ' ', words($ids);
is(scalar keys %seen, $n, 'generate-id(): each entry has its own');

# Position within the entry is not among the entries: it streams.
format_of(entry('<xsl:for-each select="atom:category">'
    . value('concat(position(), last())') . '</xsl:for-each>'));
my ($status, $out, $err) = convert('-v', '-t', 'f', 'many.xml');
is($err, "many.xml: $n entries\n", 'the categories of an entry: streams');
is(words($out), join(' ', ('1222') x $n), 'the categories of an entry');

# A document for each entry: that is all its stylesheet sees.
format_of(entry(value('last()')));
($status, undef, $err) = convert('-t', 'f', '-o', 'out/{n}-{slug}.xml',
    'many.xml');
is("$status$err", 0, 'a document for each entry');
my @files = glob "$dir/out/*.xml";
is(scalar @files, $n, 'a document for each entry: as many');
is(words(slurp($files[0])), '1', 'a document for each entry: one in it');

# A stage.
sub stage
{
	my ($name, $why, $body, @expected) = @_;
	spew("$dir/plugins/s.lua", 'return { api = 1, name = "s", about = "x",'
	    . ' stages = { "s.xsl", function(entry) entry.title = "(" .. '
	    . 'entry.title .. ")" end } }');
	spew("$dir/plugins/s.xsl", "$head\n$body\n</xsl:stylesheet>\n");
	my ($status, $out, $err) = convert('-v', '-t', 'jsonl', '-p', 's',
	    'many.xml');
	is($status, 0, "stage, $name: status");
	is($err, ($why eq '' ? '' : "s.xsl:2: $why needs the whole feed: "
	    . "entries are held\n") . "many.xml: " . @expected
	    . " entries\n", "stage, $name: says why");
	is(join(' ', $out =~ /"title":"\((.*?)\)"/g), join(' ', @expected),
	    "stage, $name");
}
my $copy = '<xsl:copy><xsl:copy-of select="atom:id"/><atom:title>'
    . value('%s') . '</atom:title></xsl:copy>';
stage('position()', 'position()', '<xsl:template match="atom:entry">'
    . sprintf($copy, 'position()') . '</xsl:template>', 1 .. $n);
stage('every second one', 'position()', '<xsl:template match="atom:entry">'
    . '<xsl:if test="position() mod 2 = 0"><xsl:copy-of select="."/></xsl:if>'
    . '</xsl:template>', map { $titles[$_] } grep { $_ % 2 } 0 .. $n - 1);
stage('a sort', 'xsl:sort', '<xsl:template match="/atom:feed"><xsl:copy>'
    . '<xsl:apply-templates select="atom:entry"><xsl:sort select="atom:title"/>'
    . '</xsl:apply-templates></xsl:copy></xsl:template>'
    . '<xsl:template match="atom:entry"><xsl:copy-of select="."/>'
    . '</xsl:template>', sort @titles);
stage('a copy of all', '', '<xsl:template match="@*|node()"><xsl:copy>'
    . '<xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>',
    @titles);

# Too much.
format_of(entry(value('position()')));
spew("$dir/over.xml", feed(20001));
($status, $out, $err) = convert('-t', 'f', 'over.xml');
is($status, 65, 'too many entries: status');
is($err, 'feedloom: f.xsl:2: position() needs the whole feed, which is too '
    . "much to hold (limit: 20000 entries, 96 MiB)\n",
    'too many entries: says so');

# What comes with feedloom streams, but for digests, which tell what they hold.
for my $file (sort glob "$tests/../plugins/*.lua") {
	my $name = basename($file, '.lua');
	next if slurp($file) !~ /^\s*format\s*=/m;
	($status, $out, $err) = feedloom({ dir => $dir }, 'convert', '-v',
	    '-t', $name, 'many.xml');
	is($status, 0, "$name: status");
	if ($name =~ /^digest-/) {
		like($err, qr/whole feed/, "$name: holds all entries");
	} else {
		unlike($err, qr/whole feed/, "$name: streams");
	}
}
done_testing();
