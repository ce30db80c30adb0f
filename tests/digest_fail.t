#!/usr/bin/perl
# What goes wrong while digests are made: told once, tried again, and in no
# other digest's way.  And when nothing is new, nothing is done.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use File::Find qw(find);
use Mail;
use Test::More;

my $news = "feed \"news\" { source = \"news.xml\" }\n";
my @days = map { "2026-06-0$_ 07:00" } 1 .. 9;

sub posts { return map { { id => "p$_", title => "p$_" } } reverse 1 .. $_[0] }

# A folder whose first run is on the day before, with a post.
sub begun
{
	my ($name, $text) = @_;
	my $dir = folder($name, $news . $text);
	feed($dir, 'news', posts(1));
	is_deeply([cron_at($dir, '2026-05-31 08:00')], [0, ''], "$name: begins");
	feed($dir, 'news', posts(2));
	cron_at($dir, '2026-05-31 09:00');
	return $dir;
}

# Files of a folder but the database, as they are.
sub files
{
	my ($dir) = @_;
	my @files;
	find({ no_chdir => 1, wanted => sub {
		push @files, join ' ', $_, (lstat)[1, 7, 9]
		    if !/feedloom\.db/ && lstat && -f _;
	} }, $dir);
	return join "\n", sort @files;
}

# Nothing is new.
my $dir = begun('empty', "DIGEST \"d\" { every = \"daily\" }\n"
    . "DIGEST \"always\" { every = \"daily\", send_empty = true }\n");
cron_at($dir, $days[0]);
is(sent(mails($dir, 'd')), "2026-06-01 07:00: p2\n", 'empty: the first one');
unlink "$dir/.out";
my $before = files($dir);
config($dir, "${news}DIGEST \"d\" { every = \"daily\" }\n");
utime 1, 1, "$dir/feedloom.lua";
$before = files($dir);
is_deeply([cron_at($dir, $_)], [0, ''], "empty: silent, $_") for @days[1, 2];
is(files($dir), $before, 'empty: no message, no file is touched');
config($dir, "${news}DIGEST \"always\" { every = \"daily\", "
    . "send_empty = true }\n");
cron_at($dir, $days[3]) for 1 .. 2;
is(sent(mails($dir, 'always')),
    "2026-06-01 07:00: p2\n2026-06-04 07:00: \n", 'empty: unless it is wanted');
like((mails($dir, 'always'))[1]{head}{subject}, qr/^News: 0 new/,
    'empty: with a subject');

# Recipients that cannot be had; another digest is not kept from its mail.
my $via = 'via = sendmail "./mailer"';
my $good = "DIGEST \"good\" { every = \"daily\" }\n";
my @bad = (
    ['to_file = "none"', qr/recipients: DIR\/none: .*No such file/],
    ['to_file = "readers"', qr/recipients: DIR\/readers: line 2: 'nobody': /, <<'END'],
a@example.org
nobody
END
    ['to_file = "readers"', qr/it has no recipients/, "# nobody yet\n"],
    ['to_command = { "false" }', qr/recipients: false: .*1/],
    ['to_command = { "./none" }', qr/recipients: \S*none: /],
    ['to_command = { "echo", "nobody" }', qr/recipients: echo: line 1: 'nobody': /],
    ['to_command = { "seq", "-f", "a%g@example.org", "10001" }',
	qr/recipients: seq: .*10,?000/],
);
for my $i (0 .. $#bad) {
	my ($keys, $words, $text) = @{ $bad[$i] };
	$dir = begun("bad$i", "DIGEST \"bad\" { every = \"daily\", $keys, $via }\n"
	    . $good);
	spew("$dir/readers", $text) if defined $text;
	my ($status, $said) = cron_at($dir, $days[0]);
	is($status, 1, "$keys: failed");
	like($said, qr/\Abad: $words[^\n]*\n\z/, "$keys: told");
	is(sent(mails($dir, 'good')), "2026-06-01 07:00: p2\n",
	    "$keys: the other one goes out");
}

# Tried again with the next run, for the same slot.
$dir = begun('again', "DIGEST \"bad\" { every = \"daily\", to_file = \"readers\","
    . " via = mbox \"mail.mbox\", alert_after = 3 }\n");
for (1 .. 2) {
	is_deeply([cron_at($dir, '2026-06-01 08:00')], [0, ''],
	    'again: alert_after has it wait');
}
my ($status, $said) = cron_at($dir, '2026-06-01 09:00');
is($status, 1, 'again: until it has failed three times');
like($said, qr/\Abad: recipients: [^\n]*\n\z/, 'again: told then');
spew("$dir/readers", "a\@example.org\n");
is_deeply([cron_at($dir, '2026-06-01 10:00')], [0, ''], 'again: all is well');
is(sent(mails($dir)), "2026-06-01 07:00: p2\n", 'again: its slot is the same');
unlink "$dir/readers";
feed($dir, 'news', posts(3));
cron_at($dir, '2026-06-01 11:00');
is_deeply([cron_at($dir, $days[1])], [0, ''], 'again: failures are counted anew');

# Formats that have no end for an entry with "poison" in it: stylesheets where
# it is in its text or title, and a stage.
mkdir "$tmp/formats";
spew("$tmp/formats/titles.xsl", <<'XSL');
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="atom">
  <xsl:template match="/atom:feed">
    <html><body><xsl:apply-templates select="atom:entry"/></body></html>
  </xsl:template>
  <xsl:template match="atom:entry">
    <div><h3><xsl:value-of select="atom:title"/></h3>
    <xsl:if test="contains(atom:summary, 'poison')">
      <xsl:call-template name="loop"/>
    </xsl:if></div>
  </xsl:template>
  <xsl:template name="loop"><xsl:call-template name="loop"/></xsl:template>
</xsl:stylesheet>
XSL
spew("$tmp/formats/worse.xsl",
    slurp("$tmp/formats/titles.xsl") =~ s/atom:summary/atom:title/r);
for (['text', '', 'titles'], ['title', '', 'worse'],
    ['stage', <<'LUA', 'titles']) {
  function(entry) while entry.title == "poison" do end end,
LUA
	my ($name, $stage, $sheet) = @$_;
	spew("$tmp/formats/$name-poison.lua", <<"LUA");
return {
  api = 1, name = "$name-poison", about = "Never ends",
  stages = { $stage "$sheet.xsl" },
  format = { media_type = "text/html", extension = "html", serialise = "html" },
}
LUA
}
my $settings = "settings { plugin_path = { \"$tmp/formats\" } }\n";
$dir = begun('poison', $settings
    . "DIGEST \"d\" { every = \"daily\", html = \"text-poison\" }\n$good");
feed($dir, 'news', { id => 'p3', title => 'p3', text => 'poison' }, posts(2));
cron_at($dir, '2026-05-31 10:00');
($status, $said) = cron_at($dir, $days[0]);
is($status, 0, 'poison: it goes out');
like($said, qr/\Ad: it has headlines only this time: titles.xsl:[^\n]+\n\z/,
    'poison: it says what it lacks');
is(sent(mails($dir, 'd')), "2026-06-01 07:00: p3, p2\n", 'poison: all are there');
ok((mails($dir, 'd'))[0]{text} !~ /poison|Words/, 'poison: without their words');

$dir = begun('worse', $settings
    . "DIGEST \"d\" { every = \"daily\", html = \"title-poison\" }\n$good");
feed($dir, 'news', { id => 'p3', title => 'poison' }, posts(2));
cron_at($dir, '2026-05-31 10:00');
for (1 .. 2) {
	($status, $said) = cron_at($dir, $days[0]);
	is($status, 1, 'worse: it fails');
	like($said, qr/\Ad: worse.xsl:[^\n]+\n\z/, 'worse: it says why');
}
is(sent(mails($dir)), "2026-06-01 07:00: poison, p2\n",
    'worse: the other one goes out');
feed($dir, 'news', { id => 'p3', title => 'cured' }, posts(2));
cron_at($dir, '2026-06-01 08:00');
is(sent(mails($dir, 'd')), "2026-06-01 07:00: cured, p2\n",
    'worse: and it does when it can');

$dir = begun('stage', $settings
    . 'DIGEST("d") { every = "daily", html = "stage-poison" }');
feed($dir, 'news', { id => 'p3', title => 'poison' }, posts(2));
cron_at($dir, '2026-05-31 10:00');
($status, $said) = cron_at($dir, $days[0]);
is($status, 0, 'stage: it goes out');
like($said, qr/\Ad: stage-poison: "poison" [^\n]+; the entry is left out\n\z/,
    'stage: without the entry, and says so');
is(sent(mails($dir)), "2026-06-01 07:00: p2\n", 'stage: the other one is there');
ok((mails($dir))[0]{text} =~ /poison/, 'stage: both are in its text');

# The same where a format has an end, but not today: it reaches no limit of
# stylesheets, and the clock ends it.  A program with tiny limits gives it 3
# seconds.
my $slow = <<'XSL';
<xsl:template name="loop">
    <xsl:param name="text" select="'aaaaaaaa'"/>
    <xsl:param name="times" select="16"/>
    <xsl:choose>
      <xsl:when test="string-length($text) &lt; 1000000">
        <xsl:call-template name="loop">
          <xsl:with-param name="text" select="concat($text, $text)"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$times = 0">
        <xsl:value-of select="translate($text, 'a', '')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="loop">
          <xsl:with-param name="text" select="$text"/>
          <xsl:with-param name="times" select="$times - 1"/>
        </xsl:call-template>
        <xsl:call-template name="loop">
          <xsl:with-param name="text" select="$text"/>
          <xsl:with-param name="times" select="$times - 1"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
XSL
for (['text', 'titles'], ['title', 'worse']) {
	my ($name, $sheet) = @$_;
	spew("$tmp/formats/$name-late.xsl", slurp("$tmp/formats/$sheet.xsl")
	    =~ s/<xsl:template name="loop">.*/$slow/sr);
	spew("$tmp/formats/$name-late.lua", slurp("$tmp/formats/$name-poison.lua")
	    =~ s/$name-poison/$name-late/r =~ s/$sheet/$name-late/r);
}
my $tiny = $ENV{FEEDLOOM_TINY} // "$tests/../build/plain-tiny/feedloom";
SKIP: {
	skip 'no program with tiny limits', 9 unless -x $tiny;
	$feedloom = $tiny;
	$dir = begun('late', $settings
	    . "DIGEST \"text\" { every = \"daily\", html = \"text-late\" }\n"
	    . "DIGEST \"title\" { every = \"daily\", html = \"title-late\" }\n"
	    . "DIGEST \"each\" { each = true, html = \"title-late\" }\n$good");
	my @others = ({ id => 'p3', title => 'p3', text => 'poison' }, posts(2));
	feed($dir, 'news', { id => 'p4', title => 'poison' }, @others);
	cron_at($dir, '2026-05-31 10:00', 'news');
	($status, $said) = cron_at($dir, $days[0]);
	is($status, 1, 'late: two of them fail');
	my $late = 'it took more than 3 seconds while a digest was made, and was '
	    . 'stopped';
	is($said, "text: it has headlines only this time: $late\n"
	    . "title: $late\neach: $late\n", 'late: each says why');
	is(sent(mails($dir, 'text')), "2026-06-01 07:00: poison, p3, p2\n",
	    'late: headlines are in time');
	is(sent(mails($dir, 'title')), '', 'late: what is late is not sent');
	is(join(' ', map { @{ $_->{titles} } } mails($dir, 'each')), 'p2 p3',
	    'late: other entries have their messages');
	is(sent(mails($dir, 'good')), "2026-06-01 07:00: poison, p3, p2\n",
	    'late: the digest behind it goes out');
	feed($dir, 'news', { id => 'p4', title => 'cured' }, @others);
	is_deeply([cron_at($dir, '2026-06-01 08:00')], [0, ''],
	    'late: all is well when the entry is');
	is(sent(mails($dir, 'title')), "2026-06-01 07:00: cured, p3, p2\n",
	    'late: its slot is the same');
	is(join(' ', map { @{ $_->{titles} } } mails($dir, 'each')),
	    'p2 p3 cured', 'late: the message of the entry goes out');
}
done_testing();
