<!-- Elements that go from the feed into the page. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:a="http://www.w3.org/2005/Atom" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:media="http://search.yahoo.com/mrss/"
    exclude-result-prefixes="a h media">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:template match="/a:feed">
<html><head><xsl:copy-of select="a:link"/></head><body>
<xsl:copy-of select="a:entry[1]/a:content/h:div"/>
<xsl:apply-templates select="a:entry[1]/a:content/*"/>
<xsl:copy-of select="a:entry[2]/*"/>
<p><xsl:value-of select="a:entry[2]/media:embed/@url"/></p>
</body></html>
</xsl:template>
<!-- Made anew from their names. -->
<xsl:template match="h:*">
<xsl:element name="{local-name()}"><xsl:copy-of select="@*"/>
<xsl:apply-templates/></xsl:element>
</xsl:template>
</xsl:stylesheet>
