#!/usr/bin/perl
# What stylesheets are given beside XSLT: loom:string, loom:strings, loom:array,
# loom:map, loom:distinct() and loom:except(), in a format of their own.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

mkdir "$tmp/plugins";
spew("$tmp/plugins/list.lua", <<'LUA');
return { api = 1, name = "list", about = "some members",
  stages = { "list.xsl" },
  format = { media_type = "application/json", extension = "json",
             serialise = "json" } }
LUA
sub sheet
{
	spew("$tmp/plugins/list.xsl", <<"XSL");
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:loom="urn:feedloom"
    xmlns:j="http://www.w3.org/2005/xpath-functions"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    extension-element-prefixes="loom" exclude-result-prefixes="atom itunes">
  <xsl:template match="/atom:feed">
    <j:array><xsl:apply-templates select="atom:entry"/></j:array>
  </xsl:template>
  <xsl:template match="atom:entry"><j:map>$_[0]</j:map></xsl:template>
</xsl:stylesheet>
XSL
	return run({ dir => $tmp }, $feedloom, 'convert', '--plugin-path',
	    "$tmp/plugins", '-t', 'list', 'feed.xml');
}

spew("$tmp/feed.xml", <<'XML');
<feed xmlns="http://www.w3.org/2005/Atom"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:x="https://x.example/ns">
  <title>F</title>
  <entry><id>urn:x:1</id><title>T &amp; U</title>
    <category term="b"/><category term="a"/><category term="b"/>
    <category term="c" label="a"/>
    <itunes:episode>1</itunes:episode><itunes:season>2</itunes:season>
    <x:y>3</x:y>
  </entry>
</feed>
XML

sub is_list
{
	my ($name, $body, $want) = @_;
	my ($status, $out, $err) = sheet($body);
	$out =~ s/\s*\n\s*//g;
	is($out, $want, $name);
	is($err, '', "$name: silent");
	is($status, 0, "$name: status");
}

is_list('loom:string takes the text of what it selects',
    '<loom:string key="t" select="atom:title"/>', '[{"t": "T & U"}]');
is_list('and of an attribute',
    '<loom:string key="c" select="atom:category/@term"/>', '[{"c": "b"}]');
is_list('and of what an expression gives',
    q{<loom:string key="n" select="concat(atom:title, count(*))"/>},
    '[{"n": "T & U9"}]');
is_list('where there is no text there is no member',
    '<loom:string key="s" select="normalize-space(&quot; &quot;)"/>'
    . '<loom:string key="u" select="atom:nothing"/>', '[{}]');
is_list('in an array it has no key', '<j:array key="l">'
    . '<xsl:for-each select="loom:distinct(atom:category/@term)">'
    . '<loom:string select="."/></xsl:for-each></j:array>',
    '[{"l": ["b","a","c"]}]');
is_list('loom:distinct goes by the order of the document',
    '<j:array key="l"><xsl:for-each select="loom:distinct(atom:category/@label'
    . ' | atom:category[not(@label)]/@term)"><loom:string select="."/>'
    . '</xsl:for-each></j:array>', '[{"l": ["b","a"]}]');
is_list('loom:except leaves out names, and all of a namespace',
    '<j:array key="l"><xsl:for-each select="loom:except(*, '
    . q{'atom:id atom:titles atom:category itunes:*')">}
    . '<loom:string select="name()"/></xsl:for-each></j:array>',
    '[{"l": ["atom:title","x:y"]}]');

is_list('and names of attributes', '<j:array key="l"><xsl:for-each select="'
    . q{loom:except(atom:category/@*, 'label')">}
    . '<loom:string select="."/></xsl:for-each></j:array>',
    '[{"l": ["b","a","b","c"]}]');
is_list('loom:strings is an array of what has text, each once',
    '<loom:strings key="l" select="atom:category/@* | atom:category"/>',
    '[{"l": ["b","a","c"]}]');
is_list('in the order of the document',
    '<loom:strings key="l" select="atom:title | atom:id"/>',
    '[{"l": ["urn:x:1","T & U"]}]');
is_list('and nothing without any',
    '<loom:strings key="l" select="atom:nothing"/>'
    . '<loom:strings key="m" select="atom:category/text()"/>', '[{}]');
is_list('loom:map and loom:array hold what is there',
    '<loom:map key="m"><loom:array key="l"><j:number>1</j:number>'
    . '<loom:map><loom:string key="t" select="atom:title"/></loom:map>'
    . '</loom:array><xsl:if test="atom:id"><j:null key="n"/></xsl:if>'
    . '</loom:map>', '[{"m": {"l": [1,{"t": "T & U"}],"n": null}}]');
is_list('and nothing else',
    '<loom:map key="m"><loom:array key="l"><loom:map>'
    . '<loom:string key="t" select="atom:nothing"/></loom:map></loom:array>'
    . '<loom:copy select="atom:nothing"/></loom:map><j:null key="n"/>',
    '[{"n": null}]');
is_list('a mark is something', '<loom:map key="m">'
    . '<loom:copy select="itunes:season"/></loom:map>',
    '[{"m": {"_itunes": {"about": '
    . '"http://www.itunes.com/dtds/podcast-1.0.dtd","season": ["2"]}}}]');
is_list('a result can be kept and copied', '<xsl:variable name="v">'
    . '<loom:map key="m"><loom:string key="t" select="atom:title"/>'
    . '<loom:strings key="l" select="atom:id"/></loom:map></xsl:variable>'
    . '<xsl:copy-of select="$v"/>',
    '[{"m": {"t": "T & U","l": ["urn:x:1"]}}]');

sub refuses
{
	my ($name, $body, $what) = @_;
	my ($status, undef, $err) = sheet($body);
	like($err, $what, $name);
	is($status, 78, "$name: status");
}

refuses('loom:string without select', '<loom:string key="t"/>',
    qr/list\.xsl:\d+: loom:string: select is missing or wrong/);
refuses('loom:strings of a string', q{<loom:strings key="t" select="'a'"/>},
    qr/list\.xsl:\d+: loom:strings: select must give nodes/);
refuses('loom:strings without select', '<loom:strings key="t"/>',
    qr/list\.xsl:\d+: loom:strings: select is missing or wrong/);
refuses('loom:distinct of a string',
    q{<loom:string key="t" select="loom:distinct('a')"/>}, qr/list\.xsl:\d+/);
refuses('loom:except of nothing',
    q{<loom:string key="t" select="loom:except()"/>}, qr/list\.xsl:\d+/);
done_testing();
