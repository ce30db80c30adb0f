<?xml version="1.0" encoding="UTF-8"?>
<!--
  A stylesheet as people write them: XSLT 1.0 without an extension, one that
  makes Atom of the document of an RSS 2.0 feed or an export (by xsltproc), and
  of the entries that feedloom has read, as a format of a user's.  All namespaces
  of the input are declared at the top, so that no copy has to.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns="http://www.w3.org/2005/Atom"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
    xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
    xmlns:wfw="http://wellformedweb.org/CommentAPI/"
    xmlns:wp="http://wordpress.org/export/1.2/">

  <!-- Looked for once: a channel has its items, too. -->
  <xsl:variable name="authors" select="/rss/channel/wp:author"/>
  <xsl:variable name="months" select="'JanFebMarAprMayJunJulAugSepOctNovDec'"/>

  <xsl:template match="/rss">
    <xsl:apply-templates select="channel"/>
  </xsl:template>

  <xsl:template match="channel | atom:feed">
    <feed>
      <id><xsl:value-of select="link | atom:link[@rel = 'alternate']/@href"/></id>
      <title><xsl:value-of select="title | atom:title"/></title>
      <xsl:apply-templates select="lastBuildDate | atom:updated"/>
      <link rel="alternate" href="{link | atom:link[@rel = 'alternate']/@href}"/>
      <xsl:copy-of select="wp:*"/>
      <xsl:apply-templates select="item[not(wp:post_type)] |
          item[wp:post_type = 'post'][wp:status = 'publish'][wp:post_password = ''] |
          atom:entry"/>
    </feed>
  </xsl:template>

  <xsl:template match="item | atom:entry">
    <entry>
      <id><xsl:value-of select="guid | atom:id"/></id>
      <title><xsl:value-of select="title | atom:title"/></title>
      <xsl:apply-templates select="pubDate | atom:published"/>
      <xsl:apply-templates select="wp:post_modified_gmt[not(parent::atom:entry)] | atom:updated"/>
      <xsl:apply-templates select="dc:creator | atom:author"/>
      <link rel="alternate" href="{link | atom:link[@rel = 'alternate']/@href}"/>
      <xsl:apply-templates select="comments | atom:link[@rel = 'replies']"/>
      <xsl:apply-templates select="category | atom:category"/>
      <xsl:apply-templates select="description | excerpt:encoded | atom:summary"/>
      <xsl:copy-of select="wfw:* | slash:* | wp:*[not(wp:comment_approved = '0')]"/>
      <content type="html"><xsl:value-of select="content:encoded | atom:content"/></content>
    </entry>
  </xsl:template>

  <!-- "Fri, 19 Apr 2024 10:45:29 +0000" -->
  <xsl:template match="pubDate | lastBuildDate">
    <xsl:variable name="before" select="substring-before($months, substring(., 9, 3))"/>
    <xsl:variable name="date" select="concat(substring(., 13, 4), '-',
        format-number(string-length($before) div 3 + 1, '00'), '-', substring(., 6, 2),
        'T', substring(., 18, 8), 'Z')"/>
    <xsl:if test="self::pubDate"><published><xsl:value-of select="$date"/></published></xsl:if>
    <xsl:if test="not(../wp:post_modified_gmt)"><updated><xsl:value-of select="$date"/></updated></xsl:if>
  </xsl:template>

  <xsl:template match="wp:post_modified_gmt">
    <updated><xsl:value-of select="concat(translate(., ' ', 'T'), 'Z')"/></updated>
  </xsl:template>

  <xsl:template match="atom:published">
    <published><xsl:value-of select="."/></published>
    <xsl:if test="not(../atom:updated)"><updated><xsl:value-of select="."/></updated></xsl:if>
  </xsl:template>

  <xsl:template match="atom:updated">
    <updated><xsl:value-of select="."/></updated>
  </xsl:template>

  <xsl:template match="dc:creator | atom:author">
    <author>
      <name>
        <xsl:choose>
          <xsl:when test="../wp:post_id and self::dc:creator">
            <xsl:value-of select="$authors[wp:author_login = current()]/wp:author_display_name"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="self::dc:creator | atom:name"/></xsl:otherwise>
        </xsl:choose>
      </name>
    </author>
  </xsl:template>

  <xsl:template match="comments | atom:link">
    <link rel="replies" href="{self::comments | @href}"/>
  </xsl:template>

  <xsl:template match="category | atom:category">
    <category term="{self::category | @term}"/>
  </xsl:template>

  <xsl:template match="description | excerpt:encoded | atom:summary">
    <xsl:if test=". != ''"><summary type="html"><xsl:value-of select="."/></summary></xsl:if>
  </xsl:template>
</xsl:stylesheet>
