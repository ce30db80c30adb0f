<!-- A recursion over words that is deep and does end. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:template match="atom:entry | item">
<xsl:copy><xsl:copy-of select="@* | *"/>
<atom:rights><xsl:call-template name="a">
<xsl:with-param name="s" select="str:padding(1800, 'a b ')"/>
</xsl:call-template></atom:rights></xsl:copy>
</xsl:template>
<xsl:template name="a">
<xsl:param name="s"/>
<xsl:choose>
<xsl:when test="contains($s, ' ')">
<xsl:value-of select="substring-before($s, ' ')"/>
<xsl:call-template name="a">
<xsl:with-param name="s" select="substring-after($s, ' ')"/>
</xsl:call-template>
</xsl:when>
<xsl:otherwise><xsl:value-of select="$s"/></xsl:otherwise>
</xsl:choose>
</xsl:template>
</xsl:stylesheet>
