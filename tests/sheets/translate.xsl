<!-- Translates long strings by long strings. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:template match="atom:entry | item">
<xsl:variable name="s" select="str:padding(100000, 'abcdefghijklmnopqrstuvwxyz')"/>
<xsl:for-each select="//node()">
<xsl:value-of select="string-length(translate($s, $s, $s))"/>
</xsl:for-each>
</xsl:template>
</xsl:stylesheet>
