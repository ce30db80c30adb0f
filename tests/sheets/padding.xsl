<!-- Fills strings of any length. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:template match="atom:entry | item">
<xsl:for-each select="//node()">
<xsl:value-of select="str:padding(1e18, 'x')"/>
<xsl:value-of select="str:align('x', str:padding(99999, 'y'), 'right')"/>
</xsl:for-each>
</xsl:template>
</xsl:stylesheet>
