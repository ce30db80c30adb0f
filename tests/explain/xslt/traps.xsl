<?xml version="1.0" encoding="UTF-8"?>
<!-- Each element of an entry is a trap; its name says what it does. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
    xmlns:wp="http://wordpress.org/export/1.2/"
    xmlns:x="https://quay.example/x"
    exclude-result-prefixes="atom loom slash wp x">

  <xsl:template match="/atom:feed">
    <traps>
      <constant>What ties up here</constant>
      <xsl:apply-templates select="atom:entry"/>
    </traps>
  </xsl:template>

  <xsl:template match="atom:entry">
    <trap>
      <beginning><xsl:value-of select="substring(atom:title, 1, 24)"/></beginning>
      <first><xsl:value-of select="atom:category[1]/@term"/></first>
      <constant>publish</constant>
      <text-of-html><xsl:value-of select="loom:text(atom:content)"/></text-of-html>
      <html-of-text><xsl:value-of select="loom:html(atom:summary)"/></html-of-text>
      <day><xsl:value-of select="loom:day(atom:published)"/></day>
      <capitals><xsl:value-of select="translate(atom:author/atom:name, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"/></capitals>
      <kibibytes><xsl:value-of select="round(atom:link[@rel = 'enclosure']/@length div 1024)"/></kibibytes>
      <kind><xsl:value-of select="substring-before(atom:link[@rel = 'enclosure']/@type, '/')"/></kind>
      <xsl:if test="wp:ping_status = 'open'"><test>1</test></xsl:if>
      <xsl:if test="x:pinned = 'true'"><yes-or-no>1</yes-or-no></xsl:if>
      <xsl:if test="slash:comments &gt; 0">
        <if-positive><xsl:value-of select="slash:comments"/></if-positive>
      </xsl:if>
      <xsl:if test="atom:id != atom:link[@rel = 'alternate']/@href">
        <if-another><xsl:value-of select="atom:id"/></if-another>
      </xsl:if>
      <link><xsl:value-of select="atom:link[@rel = 'alternate']/@href"/></link>
      <length><xsl:value-of select="string-length(x:note)"/></length>
    </trap>
  </xsl:template>
</xsl:stylesheet>
