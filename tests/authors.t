#!/usr/bin/perl
# The tools for those who write plugins: plugins, new, test.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path remove_tree);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $dir = "$tmp/site";
my %here = (dir => $dir, env => { HOME => "$tmp/home",
    XDG_DATA_HOME => "$tmp/data" });

# What the program says in the folder: "STATUS\nOUT--\nERR".
sub says
{
	my ($status, $out, $err) = feedloom(\%here, @_);
	return "$status\n$out--\n$err";
}

sub begin
{
	remove_tree($dir);
	make_path($dir);
}

# write("NAME", TEXT): a file in the folder, and its folders.
sub write_file
{
	my ($name, $text) = @_;
	make_path(dirname("$dir/$name"));
	spew("$dir/$name", $text);
}

sub files
{
	my ($status, $out) = run(\%here, 'find', '.', '-type', 'f');
	return join ' ', sort map { s/^\.\///r } split /\n/, $out;
}

my $feed = <<'EOT';
<rss version="2.0"><channel><title>The Quay</title>
<link>https://quay.example/</link><description>News</description>
<item><title>Knots</title><link>https://quay.example/knots/</link></item>
</channel></rss>
EOT
my $atom = 'xmlns:atom="http://www.w3.org/2005/Atom"';
my $xsl = '<xsl:stylesheet version="1.0" ' .
    'xmlns:xsl="http://www.w3.org/1999/XSL/Transform" ' . $atom;

# A plugin that puts its option "mark" in front of each title.
sub write_mark
{
	my ($name, $rest) = @_;
	write_file("plugins/$name/main.lua", <<"EOT");
return {
  api = 1, name = "$name", about = "Marks titles",
  options = { mark = { type = "string", default = "*", about = "the mark" } },
  stages = { "mark.xsl" }, @{[$rest // '']}
}
EOT
	write_file("plugins/$name/mark.xsl", <<"EOT");
$xsl>
<xsl:param name="mark"/>
<xsl:template match="atom:entry"><xsl:copy>
<xsl:copy-of select="\@*|node()[not(self::atom:title)]"/>
<atom:title><xsl:value-of select="concat(\$mark, atom:title)"/></atom:title>
</xsl:copy></xsl:template>
</xsl:stylesheet>
EOT
}

# feedloom plugins
begin();
write_mark('mark');
write_mark('broken', 'oops = 1');
make_path("$tmp/data/feedloom/plugins");
spew("$tmp/data/feedloom/plugins/mark.lua", 'return {}');
spew("$tmp/data/feedloom/plugins/mine.lua", <<'EOT');
return {
  api = 1, name = "mine", about = "Mine", stages = { "mine.xsl" },
  format = { media_type = "text/x-mine", extension = "mine",
             serialise = "text" },
}
EOT
make_path("$tmp/data/feedloom/xslt");
spew("$tmp/data/feedloom/xslt/mine.xsl", "$xsl/>");
{
	my ($status, $out, $err) = feedloom(\%here, 'plugins');
	is($status, 78, 'plugins: the status tells of a broken one');
	is($err, "feedloom: ./plugins/broken/main.lua: unknown key 'oops'\n",
	    'plugins: and so does standard error');
	like($out, qr/^plugin  mark +\.\/plugins +Marks titles\n/,
	    'plugins: one of ./plugins, before all formats');
	like($out, qr/^format  mine +\Q$tmp\E\/data\/feedloom\/plugins  +Mine$/m,
	    'plugins: a format of the user');
	like($out, qr/^format  text +\S+\/plugins  +plain text/m,
	    'plugins: one that is installed');
	remove_tree("$dir/plugins/broken");
	($status, my $formats) = feedloom(\%here, 'formats');
	is($status, 0, 'formats: all good');
	like($formats, qr/^mine +text\/x-mine +Mine$/m,
	    'formats: has no folders');
	unlike($formats, qr/^mark +/m, 'formats: has no other plugins');
	mkdir "$dir/given";
	rename "$dir/plugins/mark", "$dir/given/mark";
	like(says('plugins', '--plugin-path', 'given'),
	    qr/^plugin  mark +given +Marks/m, 'plugins: in a folder that is given');
	rename "$dir/given/mark", "$dir/plugins/mark";
}

my $described = <<'EOT';
0
Usage: feedloom convert -p mark[,KEY=VALUE]... -t FORMAT [FILE]

Marks titles

  file         DIR/plugins/mark/main.lua
  in place of  DATA/feedloom/plugins/mark.lua
  stage 1      DIR/plugins/mark/mark.xsl

Options:
  mark=TEXT                 the mark: string; default: *
--
EOT
is(says('plugins', 'mark') =~ s/\Q$dir/DIR/gr =~ s/\Q$tmp\E\/data/DATA/r,
    $described, 'plugins NAME');
write_file('plugins/all.lua', <<'EOT');
return {
  api = 1, name = "all", about = "All types",
  options = {
    a = { type = "integer", min = 1, max = 9, default = 5, about = "a digit" },
    b = { type = "number", min = 0.5 },
    c = { type = "choice", values = { "on", "off" }, default = "off" },
    d = { type = "set", default = { "x", "y" } },
    e = { type = "list", default = {} },
    f = { type = "boolean", default = false, about = "whether" },
    g = { type = "integer", max = -1 },
  },
  stages = { "all.xsl" },
  format = { media_type = "a/b", extension = "c", serialise = "xml" },
}
EOT
write_file('plugins/all.xsl', "$xsl/>");
is(says('plugins', 'all') =~ s/\Q$dir/DIR/gr, <<'EOT', 'all types of options');
0
Usage: feedloom convert -t all[,KEY=VALUE]... [FILE]

All types

  file        DIR/plugins/all.lua
  stage 1     DIR/plugins/all.xsl
  media type  a/b
  extension   c
  serialiser  xml

Options:
  a=N                       a digit: integer, 1 to 9; default: 5
  b=NUMBER                  number, at least 0.5
  c=WORD                    choice of on, off; default: off
  d=ITEM                    set; default: x, y
  e=ITEM                    list; default: none
  f                         whether: boolean; default: false
  g=N                       integer, at most -1
--
EOT
write_file('plugins/more/main.lua', <<'EOT');
local function one(entries)
end
return {
  api = 1, name = "more", about = "More", window = 10,
  stages = { one, "more.xsl", function(entries) end },
  xpath = { twice = function(s) return s .. s end },
  examples = { "-p more -t text", "-p more -t json" },
}
EOT
write_file('plugins/more/more.xsl', "$xsl/>");
is(says('plugins', 'more') =~ s/\Q$dir/DIR/gr, <<'EOT', 'functions');
0
Usage: feedloom convert -p more -t FORMAT [FILE]

More

  file     DIR/plugins/more/main.lua
  stage 1  function, main.lua:1
  stage 2  DIR/plugins/more/more.xsl
  stage 3  function, main.lua:5
  window   10 entries at once
  XPath    twice

Examples:
  feedloom convert -p more -t text
  feedloom convert -p more -t json
--
EOT
is(says('plugins', 'txt'), "64\n--\nfeedloom: unknown plugin 'txt'; did you " .
    "mean 'text'?\ntry 'feedloom plugins --help'\n", 'one that is not there');

# feedloom test
begin();
write_mark('mark');
my $first = 'plugins/mark/test/first';
write_file("$first/in.xml", $feed);
write_file("$first/options", "# A comma is a comma here.\n\nmark=a,\\b: \n");
is(says('test'), "1\nFAILED  $first\nnothing is expected: there is no " .
    "out.FORMAT, err or status; --update makes them\n1 test, 1 FAILED\n--\n",
    'test: nothing is expected');
is(says('test', '--update'), "0\nupdated $first: out.atom\n" .
    "1 test, 1 updated, all good\n--\n", 'test --update: makes it');
like(slurp("$dir/$first/out.atom"), qr/<title>a,\\b: Knots<\/title>/,
    'test: options are handed on');
is(says('test'), "0\nok      $first\n1 test, all good\n--\n", 'test: good');
is(says('test', '-q'), "0\n--\n", 'test -q: silent');
is(says('test', "$dir/$first"), "0\nok      $dir/$first\n1 test, all good\n--\n",
    'test: one folder, by its whole name');
write_file("$first/options", "mark=[\n");
like(says('test', '-q'), qr/^1\nFAILED  \Q$first\E\nout\.atom: .*<\/title>\n/s,
    'test -q: what differs');
is(says('test', '--color=always', "$first/"), <<"EOT", 'test: in colour');
1
\33[31mFAILED \33[m $first/
\33[1mout.atom\33[m: - is expected, + is given
\33[36m\@\@ -11,7 +11,7 \@\@\33[m
     <author loom:made="up">
       <name>The Quay</name>
     </author>
\33[31m-    <title>\33[7ma,\\b: \33[27mKnots</title>\33[m
\33[32m+    <title>\33[7m[\33[27mKnots</title>\33[m
     <link rel="alternate" href="https://quay.example/knots/"/>
   </entry>
 </feed>
1 test, 1 FAILED
--
EOT

# Options of convert, other formats and files.
begin();
write_mark('mark');
write_file("$first/in.xml", $feed);
write_file("$first/options", "mark=> \n-p mark,mark=>\n-w 20\n-o x\n-t text,summary\n");
write_file("$first/out.text", "The Quay\n========\nNews\nhttps://quay.example/\n\n" .
    "-" x 20 . "\n\n>> Knots\n--------\n\nhttps://quay.example/knots/\n");
write_file("$first/out.json", '');
{
	my $said = says('test', 'plugins');
	like($said, qr/^\+      "title": ">> Knots",$/m, 'test: each out.FORMAT');
	unlike($said, qr/out\.text/, 'test: with options of convert');
	is(files(), join(' ', sort 'plugins/mark/main.lua',
	    'plugins/mark/mark.xsl', map { "$first/$_" } 'in.xml', 'options',
	    'out.json', 'out.text'), 'test: writes no file');
}

# Errors that are expected.
begin();
write_mark('mark');
write_file("$first/in.xml", '<rss><channel><title>Cut');
write_file("$first/out.atom", '');
like(says('test'), qr/^status: - is expected, \+ is given\n.*\n-0\n\+65\n/m,
    'test: another exit status');
unlike(says('test'), qr/out\.atom/, 'test: what is not printed then');
like(says('test', '--update'), qr/stays unexpected.*\nfeedloom: in\.xml: .* early\n/s, 'test --update: a failure is not taken');
is(slurp("$dir/$first/out.atom"), '', 'test --update: nothing is written then');
write_file("$first/status", '');
unlink "$dir/$first/out.atom";
is(says('test', '--update'), "0\nupdated $first: status, err\n" .
    "1 test, 1 updated, all good\n--\n", 'test --update: unless asked to');
is(slurp("$dir/$first/status"), "65\n", 'the status');
like(slurp("$dir/$first/err"), qr/^feedloom: in\.xml: .*\n\z/, 'the message');
is(says('test'), "0\nok      $first\n1 test, all good\n--\n",
    'test: a failure that is expected');
write_file("$first/in.xml", $feed);
like(says('test', '--update'), qr/^updated \Q$first\E: status, err, out.atom$/m,
    'test --update: no failure any more');
is(files(), join(' ', sort 'plugins/mark/main.lua', 'plugins/mark/mark.xsl',
    "$first/in.xml", "$first/out.atom"), 'no file where nothing is said');
write_mark('mark', 'oops = 1');
write_file("$first/err", "feedloom: main.lua: unknown key 'oops'\n");
write_file("$first/status", "78\n");
unlink "$dir/$first/out.atom";
is(says('test'), "0\nok      $first\n1 test, all good\n--\n",
    "test: messages without the plugin's folder");

# Where folders are, and whose.
begin();
write_mark('mark');
for my $case ('tests/mark/one', 'tests/mark', 'tests/two/text',
    'tests/mark/a "blank"', "plugins/mark/test/\n", 'atom/json') {
	write_file("$case/in.xml", $feed);
}
write_file('tests/nobody/in.xml', $feed);
is(says('test', '--update', 'tests', 'plugins', 'atom'), <<'EOT', 'whose they are');
1
updated tests/mark: out.atom
FAILED  tests/nobody
tests/nobody: whose test is it? There is no plugin 'tests' or 'nobody'
updated tests/two/text: out.text
updated plugins/mark/test/?: out.atom
updated atom/json: out.atom
5 tests, 4 updated, 1 FAILED
--
EOT
like(says('test', 'tests/empty'), qr/^66\n--\nfeedloom: tests\/empty: No such/,
    'test: a folder that is not there');
mkdir "$dir/tests/empty";
like(says('test', 'tests/empty'), qr/^66\n--\nfeedloom: tests\/empty: there is no test/,
    'test: a folder without any');
remove_tree("$dir/plugins");
like(says('test'), qr/^66\n--\nfeedloom: plugins: No such/, 'test: no plugins');

# feedloom new
begin();
{
	my ($status, $out, $err) = feedloom(\%here, 'new', '--format', 'lines');
	is("$status$err", '0', 'new --format: silent on standard error');
	is(join(' ', sort $out =~ /^wrote (\S+)$/mg), files(),
	    'new --format: says what it wrote');
	like($out, qr/^  feedloom test plugins\/lines$/m,
	    'new --format: and what to type next');
	is(says('test'), "0\nok      plugins/lines/test/first\n" .
	    "1 test, all good\n--\n", 'new --format: its test is good');
	is(slurp("$dir/plugins/lines/test/first/out.lines"), "The Quay\n" .
	    "========\n\n+ Knots, 3 January 2024\n+ Geese, 2 January 2024\n",
	    'new --format: and a text');
	($status, $out, $err) = feedloom(\%here, 'new', 'dots');
	is("$status$err", '0', 'new: silent on standard error');
	is(join(' ', sort $out =~ /^wrote (\S+)$/mg), files() =~ s/ *\S*lines\S*//gr,
	    'new: says what it wrote');
	is(says('test', 'plugins/dots'), "0\nok      plugins/dots/test/first\n" .
	    "1 test, all good\n--\n", 'new: its test is good');
	like(slurp("$dir/plugins/dots/test/first/out.atom"),
	    qr/<title>\+ Knots<\/title>.*<title>\+ Geese<\/title>/s,
	    'new: and it marks titles');
	like(says('plugins', 'dots'), qr/^  feedloom convert -p dots,mark=\+ /m,
	    'new: has an example');
	is(says('new', 'lines'), "73\n--\nfeedloom: there is a 'lines' already, " .
	    "./plugins/lines/main.lua: take another name\n", 'new: a name that is taken');
	like(says('new', 'json'), qr/^73\n--\nfeedloom: there is a 'json' already/,
	    'new: one that is taken elsewhere');
	for my $name ('', 'a/b', '..', 'a b', 'x' x 65, "\303\244") {
		like(says('new', '--', $name), qr/^64\n--\n/, "new: '$name' is no name");
	}
	like(says('new'), qr/^64\n--\n.*needs the name/, 'new: no name');
	mkdir "$dir/plugins/taken";
	like(says('new', 'taken'), qr/^73\n--\nfeedloom: 'plugins\/taken' cannot/,
	    'new: a folder that is there');
}

done_testing();
