<!-- Comments and the like that would end early. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:template match="/rss/channel">
<html><body>
<xsl:comment>[if IE]>own<![CDATA[<![endif]]]></xsl:comment>
<xsl:comment><xsl:value-of select="title"/></xsl:comment>
<xsl:comment><xsl:value-of select="description"/></xsl:comment>
<xsl:processing-instruction name="p"><xsl:value-of select="title"/>
</xsl:processing-instruction>
</body></html>
</xsl:template>
</xsl:stylesheet>
