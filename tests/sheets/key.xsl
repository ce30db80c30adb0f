<!-- A key whose value is the whole document. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:key name="k" match="node()" use="//node()"/>
<xsl:template match="atom:entry | item">
<xsl:value-of select="count(key('k', .))"/>
</xsl:template>
</xsl:stylesheet>
