#!/usr/bin/perl
# The tools for those who write plugins: plugins, new, test, trace.
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
	like($out, qr/^plugin  mark +\.\/plugins +Marks titles\n/m,
	    'plugins: one of ./plugins');
	like($out, qr/\A(?:plugin  .*\n)+(?:format  .*\n)+\z/,
	    'plugins: those that are formats come last');
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
like(says('test'), qr/^66\n--\nfeedloom: there is no folder 'plugins' here to test/, 'test: no plugins');

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

# feedloom trace
begin();
write_file('feed.xml', <<'EOT');
<rss version="2.0"><channel><title>The Quay</title>
<link>https://quay.example/</link><description>News</description>
<item><title>Knots</title><link>https://quay.example/knots/</link>
<description><![CDATA[<p>Five to know.</p><p>The post appeared first.</p>]]></description></item>
<item><title>Geese</title><link>https://quay.example/geese/</link></item>
<item><title>Ropes</title><link>https://quay.example/ropes/</link></item>
<item><title>Gulls</title><link>https://quay.example/gulls/</link></item>
</channel></rss>
EOT
write_file('plugins/tidy/main.lua', <<'EOT');
return {
  api = 1, name = "tidy", about = "All that a stage can do",
  stages = {
    function(entry)
      local html = entry.summary.html
      if html then
        entry.summary.html = html:gsub("<p>The post.*", "")
      elseif entry.title == "Geese" then
        return false
      elseif entry.title == "Ropes" then
        error("no ropes here")
      end
    end,
    "same.xsl",
    function(entry)
      if entry.title == "Gulls" then
        local more = entry:copy()
        more.title = "More gulls"
        more.id = "urn:x:more"
        entry.id = "urn:x:gulls"
        return { more, entry }
      end
    end,
  },
}
EOT
write_file('plugins/tidy/same.xsl', <<"EOT");
$xsl>
<xsl:template match="atom:entry"><xsl:copy-of select="."/></xsl:template>
</xsl:stylesheet>
EOT
my $ropes = 'tidy: "Ropes" (https://quay.example/ropes/): main.lua:11: ' .
    'no ropes here; the entry is left out';
is(says('trace', '-p', 'tidy', 'feed.xml'), <<"EOT", 'trace: what happens');
0
"Knots" (https://quay.example/knots/)
  tidy: stage 1, main.lua:4: changes
\@\@ -4,6 +4,5 \@\@
   <link rel="alternate" href="https://quay.example/knots/"/>
   <summary type="html">
     <p>Five to know.</p>
-    <p>The post appeared first.</p>
   </summary>
 </entry>
  tidy: stage 2, same.xsl: nothing changes
  tidy: stage 3, main.lua:15: nothing changes
"Geese" (https://quay.example/geese/)
  tidy: stage 1, main.lua:4: drops it
"Ropes" (https://quay.example/ropes/)
  tidy: stage 1, main.lua:4: fails: main.lua:11: no ropes here
"Gulls" (https://quay.example/gulls/)
  tidy: stage 1, main.lua:4: nothing changes
  tidy: stage 2, same.xsl: nothing changes
  tidy: stage 3, main.lua:15: changes
\@\@ -1,5 +1,5 \@\@
 <entry>
-  <id>https://quay.example/gulls/</id>
+  <id>urn:x:gulls</id>
   <title>Gulls</title>
   <link rel="alternate" href="https://quay.example/gulls/"/>
 </entry>
"More gulls" (urn:x:more)
  tidy: stage 3, main.lua:15: makes it
\@\@ -0,0 +1,5 \@\@
+<entry>
+  <id>urn:x:more</id>
+  <title>More gulls</title>
+  <link rel="alternate" href="https://quay.example/gulls/"/>
+</entry>
4 entries, 2 changed, 1 dropped, 1 failed, 1 made
--
$ropes
EOT
my ($one) = says('trace', '-p', 'tidy', '--entry', 'https://quay.example/geese/',
    'feed.xml') =~ /^0\n(.*)--\n\Q$ropes\E\n\z/s;
is($one, <<'EOT', 'trace --entry: an id');
"Geese" (https://quay.example/geese/)
  tidy: stage 1, main.lua:4: drops it
EOT
like(says('trace', '-p', 'tidy', '--entry', 'urn:x:other', 'feed.xml'),
    qr/^65\n--\n.*\nfeedloom: no entry has the id or address 'urn:x:other'\n\z/s,
    'trace --entry: one that is not there');

# Entries that wait: sorted, one dropped, one that was copied, one changed.
write_file('plugins/wait/main.lua', <<'EOT');
return {
  api = 1, name = "wait", about = "A window", window = "all",
  stages = {
    function(entries)
      table.sort(entries, function(a, b) return a.title < b.title end)
      entries[1] = entries[1]:copy()
      entries[2].title = "Birds, too"
      table.remove(entries, 4)
      return entries
    end,
    "same.xsl",
  },
}
EOT
write_file('plugins/wait/same.xsl', slurp("$dir/plugins/tidy/same.xsl"));
is(says('trace', '-p', 'wait', 'feed.xml'), <<'EOT', 'trace: a window');
0
"Ropes" (https://quay.example/ropes/)
  wait: stage 1, main.lua:4: drops it
"Gulls" (https://quay.example/gulls/)
  wait: stage 1, main.lua:4: changes
@@ -1,5 +1,5 @@
 <entry>
   <id>https://quay.example/gulls/</id>
-  <title>Gulls</title>
+  <title>Birds, too</title>
   <link rel="alternate" href="https://quay.example/gulls/"/>
 </entry>
  wait: stage 2, same.xsl: nothing changes
4 entries, 1 changed, 1 dropped
--
EOT
my $geese = says('trace', '-p', 'wait', '--entry', 'https://quay.example/geese/',
    'feed.xml');
is($geese, <<'EOT', 'trace: a copy is known by its id');
0
"Geese" (https://quay.example/geese/)
  wait: stage 1, main.lua:4: nothing changes
  wait: stage 2, same.xsl: nothing changes
--
EOT
# A stylesheet that gives every entry another id, and one of them twice.
write_file('plugins/renew/main.lua', <<'EOT');
return {
  api = 1, name = "renew", about = "Other ids", stages = { "renew.xsl" },
}
EOT
write_file('plugins/renew/renew.xsl', <<"EOT");
$xsl>
<xsl:template match="atom:entry">
<xsl:copy>
<atom:id>urn:x:<xsl:value-of select="atom:title"/></atom:id>
<xsl:copy-of select="\@*|node()[not(self::atom:id)]"/>
</xsl:copy>
<xsl:if test="atom:title = 'Gulls'"><xsl:copy-of select="."/></xsl:if>
</xsl:template>
</xsl:stylesheet>
EOT
my @said = says('trace', '-p', 'renew', 'feed.xml') =~
    /^(?:"[^\n]*|  renew:[^\n]*|[-+]  <id>[^\n]*|\d+ entries[^\n]*)$/mg;
is(join("\n", @said, ''), <<'EOT', 'trace: other ids');
"Knots" (https://quay.example/knots/)
  renew: stage 1, renew.xsl: changes
-  <id>https://quay.example/knots/</id>
+  <id>urn:x:Knots</id>
"Geese" (https://quay.example/geese/)
  renew: stage 1, renew.xsl: changes
-  <id>https://quay.example/geese/</id>
+  <id>urn:x:Geese</id>
"Ropes" (https://quay.example/ropes/)
  renew: stage 1, renew.xsl: changes
-  <id>https://quay.example/ropes/</id>
+  <id>urn:x:Ropes</id>
"Gulls" (urn:x:Gulls)
  renew: stage 1, renew.xsl: makes it
+  <id>urn:x:Gulls</id>
4 entries, 3 changed, 1 made
EOT
unlike(says('trace', '-q', '-p', 'wait', 'feed.xml'), qr/entries/,
    'trace -q: no sum');
like(says('trace', '--color', '-p', 'wait', 'feed.xml'),
    qr/\e\[1m"Gulls" .*\e\[m\n.*\e\[32m\+.*Birds, too/s, 'trace: in colour');
like(says('trace', 'feed.xml'), qr/^64\n--\n.*needs --plugin/,
    'trace: without a plugin');

# What stages cost: times differ, the table does not.
write_file('plugins/tidy/main.lua',
    slurp("$dir/plugins/tidy/main.lua") =~ s/^  stages/  feed = function() end,\n$&/mr);
my $cost = qr/ +\d+\.\d\d/;
like(says('trace', '--time', '-p', 'tidy', '-p', 'wait', 'feed.xml'), qr/\A0
stage +entries +ms +us\/entry +share
\(starting\) {5,}$cost +\d+ %
\(reading\) +4$cost$cost +\d+ %
tidy {5,}$cost +\d+ %
tidy: stage 1, main\.lua:5 +4$cost$cost +\d+ %
tidy: stage 2, same\.xsl +2$cost$cost +\d+ %
tidy: stage 3, main\.lua:16 +2$cost$cost +\d+ %
wait: stage 1, main\.lua:4 +3$cost$cost +\d+ %
wait: stage 2, same\.xsl +3$cost$cost +\d+ %
--
[^\n]*no ropes here; the entry is left out
\z/, 'trace --time: a row for each stage');
write_file('plugins/busy.lua', <<'EOT');
return { api = 1, name = "busy", about = "Counts", stages = {
  function() end,
  function() for _ = 1, 300000 do end end,
} }
EOT
my ($idle, $busy) = says('trace', '--time', '-p', 'busy', 'feed.xml') =~
    /^busy: .*? (\d+\.\d\d) /mg;
cmp_ok($busy, '>', 10 * $idle, 'trace --time: what is slow is seen to be');
like(says('trace', '--time', '--entry', 'x', '-p', 'tidy', 'feed.xml'),
    qr/^64\n--\n.*leave out --entry/, 'trace --time: not of one entry');
like(says('trace', '--time', '-p', 'tidy', 'none.xml'),
    qr/^66\n--\n[^\n]*none\.xml[^\n]*\n\z/, 'trace --time: no input, no table');

# What was seen before it all fails.
like(says('trace', '-p', 'tidy', '--max-failures', '0', 'feed.xml'),
    qr/^65\n"Knots".*"Geese".*"Ropes" .*\n  tidy: [^\n]*: fails: .*--\n.*too many/s,
    'trace: too many failures');

# On a feed of a real site, a piece of HTML with what stages leave of it.
{
	my $seed = "$tests/captures/tashkentcitizen-new-kazakhstan.rss.xml";
	my ($status, $out, $err) = feedloom(\%here, 'trace', '-p', 'tidy', $seed);
	is("$status$err", '0', 'trace: a real feed');
	my @gone = $out =~ /^-    <p>The post <a href=/mg;
	my @entries = slurp($seed) =~ /<item>/g;
	is(scalar @gone, scalar @entries, 'trace: a line of each entry goes');
}

done_testing();
