<!-- A function that is declared where none may be. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times" xmlns:func="http://exslt.org/functions" xmlns:dyn="http://exslt.org/dynamic"
    extension-element-prefixes="func">
<func:function name="dyn:f"><func:result select="dyn:f()"/></func:function>
<xsl:template match="atom:entry | item">
<func:result select="1"/>
<xsl:value-of select="dyn:f()"/>
</xsl:template>
</xsl:stylesheet>
