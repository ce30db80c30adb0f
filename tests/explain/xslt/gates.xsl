<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:wp="http://wordpress.org/export/1.2/"
    exclude-result-prefixes="atom wp">

  <xsl:template match="/atom:feed">
    <html><body><xsl:apply-templates select="atom:entry"/></body></html>
  </xsl:template>

  <xsl:template match="atom:entry">
    <p title="{atom:title}" onclick="{atom:id}">
      <script><xsl:value-of select="atom:summary"/></script>
      <a href="javascript:{wp:status}"><xsl:value-of select="atom:author/atom:name"/></a>
    </p>
  </xsl:template>
</xsl:stylesheet>
