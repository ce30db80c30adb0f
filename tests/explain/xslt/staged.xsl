<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    extension-element-prefixes="loom">

  <xsl:template match="/atom:feed">
    <all>
      <loom:copy select="*[not(self::atom:entry)]"/>
      <xsl:apply-templates select="atom:entry"/>
    </all>
  </xsl:template>

  <xsl:template match="atom:entry">
    <one><loom:copy select="*"/></one>
  </xsl:template>
</xsl:stylesheet>
