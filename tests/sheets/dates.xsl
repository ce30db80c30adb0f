<!-- Dates and durations beyond all calendars. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:exsl="http://exslt.org/common"
    xmlns:str="http://exslt.org/strings" xmlns:math="http://exslt.org/math"
    xmlns:date="http://exslt.org/dates-and-times">
<xsl:template match="atom:entry | item">
<xsl:value-of select="date:add('9999999999999999-12-31', 'P9999999999999999Y')"/>
<xsl:value-of select="date:difference('-9999999999999-01-01', '9999999999999-01-01')"/>
<xsl:value-of select="date:duration(1e300)"/>
<xsl:value-of select="date:add-duration('P99999999999999999999Y', 'PT1e9S')"/>
<xsl:value-of select="date:seconds('99999999999999999999-01-01')"/>
<xsl:value-of select="date:week-in-year('-0001-01-01')"/>
<xsl:value-of select="math:constant('PI', 1e9)"/>
<xsl:value-of select="math:power(1e300, 1e300)"/>
</xsl:template>
</xsl:stylesheet>
