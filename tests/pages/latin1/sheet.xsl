<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- Not UTF-8, neither what it reads nor what it writes. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="ISO-8859-1" indent="no"
    doctype-public="-//W3C//DTD HTML 4.01//EN"
    doctype-system="http://www.w3.org/TR/html4/strict.dtd"/>
<xsl:template match="/"><html><head><title>Über</title></head><body>
<p><xsl:value-of select="//title"/></p>
<p><xsl:value-of select="//description"/></p></body></html>
</xsl:template>
</xsl:stylesheet>
