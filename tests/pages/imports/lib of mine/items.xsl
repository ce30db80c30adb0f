<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:import href="../imported.xsl"/>
<xsl:template match="item"><i onclick="{title}"><xsl:apply-imports/></i>
</xsl:template>
</xsl:stylesheet>
