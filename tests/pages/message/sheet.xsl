<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="/rss/channel">
<html><xsl:apply-templates select="item"/></html>
</xsl:template>
<xsl:template match="item">
<xsl:message>at <xsl:value-of select="title"/></xsl:message>
<xsl:if test="title = 'c'">
<xsl:message terminate="yes">
  <xsl:value-of select="title"/> is too much
</xsl:message>
</xsl:if>
</xsl:template>
</xsl:stylesheet>
