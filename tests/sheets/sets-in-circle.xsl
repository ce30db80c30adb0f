<!-- Attribute sets that use each other. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:attribute-set name="a" use-attribute-sets="b"/>
<xsl:attribute-set name="b" use-attribute-sets="a"/>
<xsl:template match="atom:entry | item">
<x xsl:use-attribute-sets="a"/>
</xsl:template>
</xsl:stylesheet>
