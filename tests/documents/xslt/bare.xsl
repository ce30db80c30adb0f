<?xml version="1.0" encoding="UTF-8"?>
<!-- The content of each entry, and nothing else. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    exclude-result-prefixes="atom">
  <xsl:template match="/atom:feed">
    <xsl:apply-templates select="atom:entry"/>
  </xsl:template>
  <xsl:template match="atom:entry">
    <loom:html>
      <xsl:value-of select="loom:html(atom:content | atom:summary[not(../atom:content)])"/>
    </loom:html>
  </xsl:template>
</xsl:stylesheet>
