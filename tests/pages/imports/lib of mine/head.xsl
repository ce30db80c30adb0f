<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template name="head"><head><title><xsl:value-of select="//title"/>
</title></head></xsl:template>
</xsl:stylesheet>
