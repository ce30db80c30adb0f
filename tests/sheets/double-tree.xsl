<!-- A tree that doubles at each turn. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:template match="atom:entry | item">
<xsl:call-template name="a"/>
</xsl:template>
<xsl:template name="a">
<xsl:param name="t" select="/"/>
<xsl:variable name="u">
<xsl:copy-of select="$t"/>
<xsl:copy-of select="$t"/>
</xsl:variable>
<xsl:call-template name="a">
<xsl:with-param name="t" select="exsl:node-set($u)"/>
</xsl:call-template>
</xsl:template>
</xsl:stylesheet>
