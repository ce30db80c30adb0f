#!/usr/bin/perl
# What formats say of options and feeds that do not do: once, in words that
# help, with the status that feedloom(1) promises.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $feed = "$tests/captures/main-full.rss.xml";
my $no_language = "$tests/captures/comments-post.rss.xml";
my $nothing = "$tmp/nothing.xml";
spew($nothing, '<rss version="2.0"><channel/></rss>');

# format and options, input, status, what standard error must match
my @cases = (
	['csv,columns=titel', $feed, 78, qr/no column titel; there are: id title/],
	['csv,columns=id,columns=a:b', $feed, 0, qr/^\z/],
	['csv,separator=colon', $feed, 64, qr/separator.*colon/],
	['sitemap,news', $feed, 0, qr/^\z/],
	['sitemap,news', $no_language, 78, qr/say language=CODE/],
	['sitemap,news,language=english', $no_language, 78, qr/say language=CODE/],
	['sitemap,news,language=kaz', $no_language, 0, qr/^\z/],
	['podcast', $feed, 0, qr/\A
	    podcast.xsl:\d+:\ no\ itunes:image,\ which\ a\ podcast\ must\ have:\ say\ image=URL\n
	    podcast.xsl:\d+:\ no\ itunes:category,\ .*\ say\ category=NAME\n
	    podcast.xsl:\d+:\ no\ itunes:explicit,\ .*\ say\ explicit=no\ or\ explicit=yes\n
	    \z/x],
	['podcast,explicit=maybe', $feed, 64, qr/explicit.*maybe/],
	['podcast,explicit=no,category=News,image=https://a.example/c.png', $feed,
	    0, qr/^\z/],
	['podcast,explicit=no,category=News,image=https://a.example/c.png',
	    $nothing, 0, qr/\A
	    podcast.xsl:\d+:\ no\ title,\ which\ a\ podcast\ must\ have\n
	    podcast.xsl:\d+:\ no\ description,\ .*\ say\ description=TEXT\n
	    podcast.xsl:\d+:\ no\ language,\ .*\ say\ language=CODE\n
	    podcast.xsl:\d+:\ no\ link,\ .*\ say\ link=URL\n
	    podcast.xsl:\d+:\ no\ address\ of\ this\ podcast,\ .*\ say\ url=URL\n
	    \z/x],
);

for my $case (@cases) {
	my ($to, $file, $status, $says) = @$case;
	my ($got, $out, $err) = feedloom('convert', '-t', $to, $file);
	is($got, $status, "$to: status $status");
	like($err, $says, "$to: says so");
	isnt($out, '', "$to: writes something") if $status == 0;
}

# A stylesheet of one's own changes what it imports of those that ship, wherever
# it lies; it sees nothing else that is not beside it.
mkdir "$tmp/own folder";
spew("$tmp/own folder/mine.lua", 'return { api = 1, name = "mine", '
    . 'about = "mine", stages = { "mine.xsl" }, format = { extension = "html", '
    . 'media_type = "text/html", serialise = "html" } }');
my @mine = ('convert', '-t', "$tmp/own folder/mine.lua", $feed);
sub mine
{
	my ($import) = @_;
	spew("$tmp/own folder/mine.xsl", <<"END");
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="$import"/>
  <xsl:template name="footer"><p>mine</p></xsl:template>
</xsl:stylesheet>
END
	return feedloom(@mine);
}
my (undef, $plain) = feedloom('convert', '-t', 'html', $feed);
my ($status, $out, $err) = mine('html.xsl');
$plain =~ s{<footer class="colophon">.*</footer>}{<p>mine</p>}s;
is("$status$err$out", "0$plain", 'a stylesheet imports one that ships');
for my $import ('../xslt/html.xsl', 'nothing.xsl', 'lib/nothing.xsl',
    "$tests/../plugins/html.lua") {
	($status, $out, $err) = mine($import);
	is($status, 78, "it cannot import $import");
}

# The same for a digest: another colour, another word, another title.
spew("$tmp/own folder/mine.xsl", <<'END');
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:import href="digest-html.xsl"/>
  <xsl:variable name="accent" select="'#0b57d0'"/>
  <xsl:attribute-set name="content">
    <xsl:attribute name="p">margin:0 0 1em</xsl:attribute>
  </xsl:attribute-set>
  <xsl:template name="footer"/>
</xsl:stylesheet>
END
(undef, $plain) = feedloom('convert', '-t', 'digest-html', $feed);
($status, $out, $err) = feedloom(@mine);
$plain =~ s{<tr><td class="row" style="padding:40px.*?</td></tr></table></td></tr>}{}s;
$plain =~ s/#8a2f1d/#0b57d0/g;
$plain =~ s/<p style="margin:0 0 16px"/<p style="margin:0 0 1em"/g;
is("$status$err$out", "0$plain", 'a digest looks as one likes');
spew("$tmp/own folder/html.xsl", slurp("$tests/../xslt/text.xsl")
    =~ s{<xsl:import.*}{}gr);
($status, $out, $err) = mine('html.xsl');
like($err, qr/feed-title/, 'what lies beside it comes first');

done_testing();
