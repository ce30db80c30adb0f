<!-- Numbers of a size that no format is made for. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:template match="atom:entry | item">
<xsl:number value="1e300" format="a"/>
<xsl:number value="1e300" format="i"/>
<xsl:number value="1e300" format="1"/>
<xsl:number value="1e300" format="00000001"/>
<xsl:number value="4000000000" format="a"/>
<xsl:number value="4000000000" format="i"/>
<xsl:number value="4000000000" format="1"/>
<xsl:number value="4000000000" format="00000001"/>
<xsl:number value="0 div 0" format="a"/>
<xsl:number value="0 div 0" format="i"/>
<xsl:number value="0 div 0" format="1"/>
<xsl:number value="0 div 0" format="00000001"/>
<xsl:number value="1 div 0" format="a"/>
<xsl:number value="1 div 0" format="i"/>
<xsl:number value="1 div 0" format="1"/>
<xsl:number value="1 div 0" format="00000001"/>
<xsl:number value="-1" format="a"/>
<xsl:number value="-1" format="i"/>
<xsl:number value="-1" format="1"/>
<xsl:number value="-1" format="00000001"/>
<xsl:value-of select="format-number(1e308, '0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000.0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000')"/>
</xsl:template>
</xsl:stylesheet>
