<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:import href="lib%20of%20mine/items.xsl"/>
<xsl:include href="./lib%20of%20mine/head.xsl"/>
<xsl:template match="/"><html><xsl:call-template name="head"/>
<xsl:apply-templates select="//item"/></html></xsl:template>
<xsl:template match="item"><b><xsl:apply-imports/></b></xsl:template>
</xsl:stylesheet>
