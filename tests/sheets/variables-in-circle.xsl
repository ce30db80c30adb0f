<!-- Variables that need each other. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:variable name="a" select="$b"/>
<xsl:variable name="b"><xsl:value-of select="$a"/></xsl:variable>
<xsl:template match="atom:entry | item">
<xsl:value-of select="$a"/>
</xsl:template>
</xsl:stylesheet>
