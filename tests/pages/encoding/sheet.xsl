<!-- An encoding that nobody knows by this name, and a page without html. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="iso-latin-99"/>
<xsl:variable name="m"><m n="4">April</m><m n="5">Maí</m></xsl:variable>
<xsl:template match="/"><section>
<p><xsl:value-of select="//title"/> – <xsl:value-of
    select="document('')//xsl:variable[@name = 'm']/m[@n = 5]"/></p></section>
</xsl:template>
</xsl:stylesheet>
