<!-- The document is as it was: so are its namespaces. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:itunes="http://www.itunes.com/DTDs/Podcast-1.0.dtd"
    exclude-result-prefixes="itunes">
<xsl:template match="/"><html><xsl:value-of select="//itunes:author"/></html>
</xsl:template>
</xsl:stylesheet>
