#!/usr/bin/perl
# Stages that are functions: what they may return, windows, feed and finish,
# failures, modules, and that plugins do not see each other.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use File::Path qw(make_path);
use Test::More;

my $dir = "$tmp/here";
make_path("$dir/plugins");
my $items = join '', map { "<item><title>T$_</title><guid isPermaLink=\"false\">$_</guid></item>\n" } 1 .. 150;
spew("$dir/many.xml", "<rss version=\"2.0\"><channel><title>Many</title>\n$items</channel></rss>\n");
spew("$dir/three.xml", slurp("$dir/many.xml") =~ s/(<item>.*?\n){147}(?=<\/channel>)//r);

sub plugin
{
	my ($name, $rest) = @_;
	spew("$dir/plugins/$name.lua",
	    "return { api = 1, name = \"$name\", about = \"x\", $rest }\n");
}

# The ids that come out of plugins, or what was said and the status.
sub ids
{
	my ($file, @args) = @_;
	my ($status, $out, $err) = feedloom({ dir => $dir }, 'convert', '-t',
	    'jsonl', @args, $file);
	return "$status: $err" if $status != 0 || $err ne '';
	return join ' ', $out =~ /^\{"id":"([^"]*)"/mg;
}

sub stage
{
	my ($words, $body, $expected) = @_;
	plugin('s', "stages = { function(entry, opt) $body end }");
	my $got = ids('three.xml', '-p', 's');
	ref $expected ? like($got, $expected, $words) : is($got, $expected, $words);
}

# What a stage returns.
stage('nothing: kept', '', '1 2 3');
stage('nil: kept', 'return nil', '1 2 3');
stage('false: dropped', 'if entry.id == "2" then return false end', '1 3');
stage('an empty list: dropped', 'return {}', '');
stage('a list: in its place', 'local e = entry:copy() e.id = entry.id .. "b" return { e, entry }',
    '1b 1 2b 2 3b 3');
stage('new entries', 'return { feedloom.entry { id = "n" .. entry.id } }', 'n1 n2 n3');
stage('true is an error', 'return true', qr/^65: s: "T1" \(1\): s\.lua:1: a stage must return nothing \(keep\), false \(drop\) or a list of entries, not true; /);
stage('a string is an error', 'return "x"', qr/a list of entries, not string; the entry is left out/);
stage('a list of other things is an error', 'return { entry, 5 }', qr/a stage must return a list of entries; item 2 is a number/);
stage('fields are no list', 'return { title = "x" }', qr/s\.lua:1: a stage must return a list of entries; this table has the key 'title': feedloom\.entry makes/);
stage('the entry itself is no list', 'return entry', qr/list of entries, not an entry; /);
stage('twice the same is an error', 'return { entry, entry }', qr/the list has an entry twice: entry:copy\(\) makes another one/);
stage('an entry of an earlier call is gone', 'if old then return { old } end old = entry', qr/^0: s: "T2" \(2\): .*entry is gone: it was of an earlier call/);
stage('so are its parts', 'if old then local x = old.term end old = entry.links print(#old)', qr/links are gone: they were of an earlier call/);
stage('an id that is taken away is made anew', 'entry.id = nil', qr/^(urn:feedloom:hash:[0-9a-f]{32} ?){3}$/);
stage('links that are set are made absolute', 'if entry.id == "1" then entry.link = "https://e.example/a" return end return false', '1');

# Stages one behind the other; functions and stylesheets mixed.
make_path("$dir/xslt");
spew("$dir/xslt/odd.xsl", <<'XSL');
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:atom="http://www.w3.org/2005/Atom">
<xsl:param name="by"/>
<xsl:template match="atom:entry"><xsl:if test="atom:id mod $by = 1"><xsl:copy-of select="."/></xsl:if></xsl:template>
</xsl:stylesheet>
XSL
plugin('mixed', 'options = { by = { type = "integer", default = 2 } }, stages = { function(e) e.id = e.id + 1 end, "odd.xsl", function(e) e.id = e.id .. "!" end }');
is(ids('three.xml', '-p', 'mixed'), '3!', 'functions and stylesheets in turn');
is(ids('three.xml', '-p', 'mixed,by=3'), '4!', 'with an option');

# Windows.
plugin('all', 'window = "all", stages = { function(entries) table.sort(entries, function(a, b) return tonumber(a.id) > tonumber(b.id) end) end }');
is(ids('three.xml', '-p', 'all'), '3 2 1', 'all: the list as it now is');
is(ids('many.xml', '-p', 'all'), join(' ', reverse 1 .. 150), 'all: more than a burst');
plugin('pairs', 'window = 2, stages = { function(entries) entries[1].id = entries[1].id .. "/" .. #entries return { entries[1] } end }');
is(ids('three.xml', '-p', 'pairs'), '1/2 3/1', 'a window of two, and what is left');
is(ids('many.xml', '-p', 'pairs', '-p', 'all'), '65: feedloom: all: all.lua:1: attempt to compare two nil values' . "\n",
    'a window behind a window; one that fails ends it all');
is(ids('many.xml', '-p', 'all', '-p', 'pairs'), join(' ', map { 2 * $_ . '/2' } reverse 1 .. 75), 'the other way round');
plugin('none', 'window = "all", stages = { function(entries) for i = #entries, 1, -1 do entries[i] = nil end end }');
is(ids('many.xml', '-p', 'none'), '', 'all taken out');
plugin('odd', 'window = 5, stages = { function() return false end }');
like(ids('three.xml', '-p', 'odd'), qr/65: .*a stage with a window must return nothing or a list of entries, not a boolean/, 'what a window may return');

# feed and finish.
plugin('around', 'feed = function(head) head.title = head.title .. "!" head.authors = { "A" } end, stages = { function(e) n = (n or 0) + 1 end }, finish = function() feedloom.log.warn("%d", n) end');
{
	my ($status, $out, $err) = feedloom({ dir => $dir }, qw(convert -t atom -p around three.xml));
	is("$status$err", "0around: 3\n", 'finish is called at the end');
	like($out, qr{<title>Many!</title>.*<author>\s*<name>A</name>}s, 'feed changes the head');
}
is((feedloom({ dir => $dir }, qw(convert -q -t atom -p around three.xml)))[2], '', '-q: nothing is said');
plugin('bad', 'feed = function() return 1 end, stages = {}');
like(ids('three.xml', '-p', 'bad'), qr/^65: feedloom: bad: bad\.lua:1: feed must return nothing, not a number/, 'what feed may return');
plugin('bad', 'stages = {}, finish = function() error("late") end');
like(ids('three.xml', '-p', 'bad'), qr/^65: feedloom: bad: bad\.lua:1: late/, 'finish fails');

# Failures.
sub some { plugin('some', "stages = { function(e) if tonumber(e.id) <= $_[0] then error('no') end end }") }
some(1);
my ($status, $out, $err) = feedloom({ dir => $dir }, qw(convert -t jsonl -p some three.xml));
is($status, 0, 'one entry of three fails: status 0');
is($err, "some: \"T1\" (1): some.lua:1: no; the entry is left out\n", 'it is told');
is(join(' ', $out =~ /"id":"(\d)"/g), '2 3', 'it is left out');
($status, undef, $err) = feedloom({ dir => $dir }, qw(convert -v -t jsonl -p some three.xml));
like($err, qr/^stack traceback:\n.*\n some\.lua:1: in function/m, '-v: the calls that led there');
some(10);
is((feedloom({ dir => $dir }, qw(convert -q -t jsonl -p some many.xml)))[0], 0, 'ten fail: fine');
some(11);
like(ids('many.xml', '-p', 'some'), qr/^65: .*feedloom: some: failed with 11 of the first 11 entries: too many \(--max-failures\)\n\z/s, 'eleven: too many');
is((feedloom({ dir => $dir }, qw(convert -t jsonl -p some --max-failures 20 many.xml)))[0], 0, '--max-failures');
is((feedloom({ dir => $dir }, qw(convert -t jsonl -p some --max-failures 10% many.xml)))[0], 0, '--max-failures: a share that holds');
is((feedloom({ dir => $dir }, qw(convert -t jsonl -p some --max-failures 5% many.xml)))[0], 65, '--max-failures: one that does not');
for my $wrong (qw(x 5x -1 0% 101% %), '') {
	is((feedloom({ dir => $dir }, qw(convert -t jsonl -p some), "--max-failures=$wrong", 'many.xml'))[0], 64, "--max-failures=$wrong: status 64");
}
some(3);
spew("$dir/out.json", 'old');
is((feedloom({ dir => $dir }, qw(convert -t json -p some -o out.json three.xml)))[0], 65, 'every entry fails: status 65');
is(slurp("$dir/out.json"), 'old', 'nothing is overwritten');
spew("$dir/xslt/fails.xsl", slurp("$dir/xslt/odd.xsl") =~ s{<xsl:if.*</xsl:if>}{<xsl:if test="atom:id = 2"><xsl:message terminate="yes">two</xsl:message></xsl:if><xsl:copy-of select="."/>}r);
plugin('fails', 'stages = { "fails.xsl" }');
($status, $out, $err) = feedloom({ dir => $dir }, qw(convert -t jsonl -p fails many.xml));
is($status, 0, 'a stylesheet that ends with one entry: status 0');
like($err, qr/^fails: "T2" \(2\): fails\.xsl:\d+: .*two.*; the entry is left out$/m, 'it says which');
is(scalar(() = $out =~ /"id"/g), 149, 'all others come through');

spew("$dir/xslt/fails.xsl", slurp("$dir/xslt/odd.xsl") =~ s/xsl:copy-of/xsl:copyof/r);
like(ids('three.xml', '-p', 'fails'), qr/^78: .*fails\.xsl:3: there is no xsl:copyof; did you mean 'xsl:copy-of'\?/, 'an instruction that is misspelt');

# A plugin that takes all the time there is with each entry is not asked often.
plugin('slow', 'stages = { function() while true do string.rep("x", 1 << 23) end end }');
like(ids('many.xml', '-p', 'slow', '--max-failures', '1000'),
    qr/^65: (?:slow: "T\d".*\n){2}feedloom: slow: took too much processor time with 2 entries\n\z/, 'twice is too often');

# Modules.
make_path("$dir/plugins/big/lib", "$dir/elsewhere");
spew("$dir/elsewhere/secret.lua", 'return "secret"');
spew("$dir/plugins/big/lib/words.lua", 'local n = 0 return { more = function() n = n + 1 return n end }');
symlink '../../elsewhere/secret.lua', "$dir/plugins/big/link.lua";
sub big { spew("$dir/plugins/big/main.lua", "$_[0] return { api = 1, name = 'big', about = 'x', stages = { function(e) $_[1] end } }") }
big('local w = require "lib.words" assert(w == require "lib.words")', 'e.id = "m" .. w.more()');
is(ids('three.xml', '-p', 'big'), 'm1 m2 m3', 'a module of the own folder');
big('require "link"', '');
like(ids('three.xml', '-p', 'big'), qr/^78: .*no module 'link': lies outside of the folder/, 'none behind a link');
big('require "nosuch"', '');
like(ids('three.xml', '-p', 'big'), qr/^78: .*big\/main\.lua:1: no module 'nosuch': cannot be opened: No such file/, 'none that is not there');
big('', 'require "lib.words"');
like(ids('three.xml', '-p', 'big'), qr/^65: .*require 'lib\.words' must stand at the top of the file/, 'none in a stage');
spew("$dir/plugins/big/lib/words.lua", "\n\nx = = 1");
big('require "lib.words"', '');
like(ids('three.xml', '-p', 'big'), qr/^78: .*lib\.words\.lua:3: /, 'an error in one says where');

# Plugins do not see each other.
plugin('a', 'stages = { function(e) string.upper = function() return "A" end table.insert = nil shared = 1 _G.pairs = nil e.title = ("x"):upper() end }');
plugin('b', 'stages = { function(e) assert(shared == nil and table.insert and pairs) e.id = ("b" .. e.id):upper() end }');
is(ids('three.xml', '-p', 'a', '-p', 'b'), 'B1 B2 B3', 'what one does to its libraries, another does not see');
is(ids('three.xml', '-p', 'all', '-p', 'all'), '3 2 1', 'a plugin twice is two');
done_testing();
