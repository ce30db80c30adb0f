<!-- Each item's title, link and text: the least that a converter does. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:content="http://purl.org/rss/1.0/modules/content/">
  <xsl:template match="/">
    <feed><xsl:apply-templates select="rss/channel/item"/></feed>
  </xsl:template>
  <xsl:template match="item">
    <xsl:copy-of select="title | link | content:encoded"/>
  </xsl:template>
</xsl:stylesheet>
