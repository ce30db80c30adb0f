<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom">
  <!-- what to put -->
  <xsl:param name="sign" select="'!'"/>

  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
  </xsl:template>

  <xsl:template match="atom:entry/atom:title">
    <atom:title><xsl:value-of select="concat(., $sign)"/></atom:title>
  </xsl:template>
</xsl:stylesheet>
