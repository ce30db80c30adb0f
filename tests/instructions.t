#!/usr/bin/perl
# What stylesheets are given beside XSLT: loom:string, loom:distinct() and
# loom:except(), in a format of their own.
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
    extension-element-prefixes="loom" exclude-result-prefixes="atom">
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

sub refuses
{
	my ($name, $body, $what) = @_;
	my ($status, undef, $err) = sheet($body);
	like($err, $what, $name);
	is($status, 78, "$name: status");
}

refuses('loom:string without select', '<loom:string key="t"/>',
    qr/list\.xsl:\d+: loom:string: select is missing or wrong/);
refuses('loom:distinct of a string',
    q{<loom:string key="t" select="loom:distinct('a')"/>}, qr/list\.xsl:\d+/);
refuses('loom:except of nothing',
    q{<loom:string key="t" select="loom:except()"/>}, qr/list\.xsl:\d+/);
done_testing();
