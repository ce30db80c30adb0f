<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:j="http://www.w3.org/2005/xpath-functions"
    xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
    xmlns:x="https://quay.example/x"
    exclude-result-prefixes="atom slash x">

  <xsl:template match="/atom:feed">
    <j:map>
      <j:string key="name"><xsl:value-of select="atom:title"/></j:string>
      <j:array key="posts"><xsl:apply-templates select="atom:entry"/></j:array>
    </j:map>
  </xsl:template>

  <xsl:template match="atom:entry">
    <j:map>
      <j:string key="text"><xsl:value-of select="atom:title"/></j:string>
      <j:string key="text"><xsl:value-of select="atom:summary"/></j:string>
      <j:number key="comments"><xsl:value-of select="slash:comments"/></j:number>
      <j:boolean key="pinned"><xsl:value-of select="x:pinned = 'true'"/></j:boolean>
    </j:map>
  </xsl:template>
</xsl:stylesheet>
