<?xml version="1.0" encoding="UTF-8"?>
<!--
  The pages of entries as a sitemap (sitemaps.org, protocol 0.9), with Google's
  extensions for pictures and news.  What has no page on the web is left out,
  and so is an address of 2048 bytes or more, which the schema forbids.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:loom="urn:feedloom"
    xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
    xmlns:str="http://exslt.org/strings"
    exclude-result-prefixes="atom itunes loom media str">

  <xsl:import href="lib/page.xsl"/>

  <!-- List pictures. -->
  <xsl:param name="images"/>
  <!-- Say what Google News asks for. -->
  <xsl:param name="news"/>
  <!-- The publication's name, and its language. -->
  <xsl:param name="publication"/>
  <xsl:param name="language"/>

  <xsl:variable name="name">
    <xsl:value-of select="$publication"/>
    <xsl:if test="$publication = ''">
      <xsl:value-of select="substring(loom:text(/atom:feed/atom:title), 1, 200)"/>
    </xsl:if>
  </xsl:variable>

  <!-- A code of ISO 639, but for Chinese, of which there are two. -->
  <xsl:variable name="code">
    <xsl:variable name="tag">
      <xsl:value-of select="$language"/>
      <xsl:if test="$language = ''">
        <xsl:value-of select="/atom:feed/@xml:lang"/>
      </xsl:if>
    </xsl:variable>
    <xsl:variable name="lower" select="concat(translate($tag, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), '-')"/>
    <xsl:variable name="first" select="substring-before($lower, '-')"/>
    <xsl:choose>
      <xsl:when test="$first != 'zh'">
        <xsl:value-of select="$first"/>
      </xsl:when>
      <xsl:when test="contains($lower, '-hant-') or contains($lower, '-tw-') or contains($lower, '-hk-')">zh-tw</xsl:when>
      <xsl:otherwise>zh-cn</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:template match="/atom:feed">
    <xsl:if test="$news and $name = ''">
      <xsl:message terminate="yes">news needs the name of the publication: say publication=NAME</xsl:message>
    </xsl:if>
    <xsl:if test="$news and not(string-length($code) = 2 or string-length($code) = 3 or starts-with($code, 'zh-'))">
      <xsl:message terminate="yes">news needs the language of the publication, and the feed does not say it: say language=CODE</xsl:message>
    </xsl:if>
    <urlset>
      <xsl:apply-templates select="atom:entry"/>
    </urlset>
  </xsl:template>

  <xsl:template match="atom:entry">
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <xsl:variable name="loc" select="loom:uri($page)"/>
    <xsl:if test="(starts-with($loc, 'https://') or starts-with($loc, 'http://')) and string-length($loc) &lt; 2048">
      <url>
        <loc>
          <xsl:value-of select="$loc"/>
        </loc>
        <xsl:if test="atom:updated or atom:published">
          <lastmod>
            <xsl:value-of select="(atom:updated | atom:published[not(../atom:updated)])"/>
          </lastmod>
        </xsl:if>
        <xsl:if test="$news">
          <xsl:call-template name="news"/>
        </xsl:if>
        <xsl:if test="$images">
          <xsl:call-template name="pictures"/>
        </xsl:if>
      </url>
    </xsl:if>
  </xsl:template>

  <!-- All three parts must be there. -->
  <xsl:template name="news">
    <xsl:variable name="title" select="loom:text(atom:title)"/>
    <xsl:if test="atom:published and $title != ''">
      <news:news>
        <news:publication>
          <news:name>
            <xsl:value-of select="$name"/>
          </news:name>
          <news:language>
            <xsl:value-of select="$code"/>
          </news:language>
        </news:publication>
        <news:publication_date>
          <xsl:value-of select="atom:published"/>
        </news:publication_date>
        <news:title>
          <xsl:value-of select="$title"/>
        </news:title>
      </news:news>
    </xsl:if>
  </xsl:template>

  <!-- Those that are named beside the text, then those in it; each once. -->
  <xsl:template name="pictures">
    <xsl:variable name="media" select="media:content | media:group/media:content"/>
    <xsl:variable name="list">
      <xsl:for-each select="media:thumbnail/@url | media:group/media:thumbnail/@url | $media[@medium = 'image' or starts-with(@type, 'image/')]/@url | itunes:image/@href | atom:link[@rel = 'enclosure'][starts-with(@type, 'image/')]/@href">
        <xsl:value-of select="concat(loom:uri(.), '&#10;')"/>
      </xsl:for-each>
      <xsl:value-of select="loom:images(atom:content | atom:summary[not(../atom:content)])"/>
    </xsl:variable>
    <xsl:for-each select="str:tokenize(substring($list, 1, 100000), '&#10;')[position() &lt;= 100]">
      <xsl:if test="(starts-with(., 'https://') or starts-with(., 'http://')) and string-length(.) &lt; 2048 and not(. = preceding-sibling::token)">
        <image:image>
          <image:loc>
            <xsl:value-of select="."/>
          </image:loc>
        </image:image>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
