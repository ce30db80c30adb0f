<!-- Text: nothing is cleaned, for nothing can run. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="text" encoding="UTF-8"/>
<xsl:template match="/rss/channel">
<xsl:value-of select="title"/>: 1 &lt; 2 &amp; so on
<xsl:for-each select="item">- <xsl:value-of select="title"/>
<xsl:text>
</xsl:text>
</xsl:for-each>
</xsl:template>
</xsl:stylesheet>
