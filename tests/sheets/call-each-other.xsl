<!-- Three templates in a circle, with a parameter that grows. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:template match="atom:entry | item">
<xsl:call-template name="a"/>
</xsl:template>
<xsl:template name="a">
<xsl:param name="p"/>
<xsl:call-template name="b">
<xsl:with-param name="p" select="concat($p, 'x')"/>
</xsl:call-template>
</xsl:template>
<xsl:template name="b">
<xsl:param name="p"/>
<xsl:call-template name="c">
<xsl:with-param name="p" select="concat($p, 'x')"/>
</xsl:call-template>
</xsl:template>
<xsl:template name="c">
<xsl:param name="p"/>
<xsl:call-template name="a">
<xsl:with-param name="p" select="concat($p, 'x')"/>
</xsl:call-template>
</xsl:template>
</xsl:stylesheet>
