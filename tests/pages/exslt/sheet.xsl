<!-- Groups by year, with what EXSLT offers. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:date="http://exslt.org/dates-and-times"
    xmlns:str="http://exslt.org/strings" xmlns:set="http://exslt.org/sets"
    xmlns:exsl="http://exslt.org/common" xmlns:math="http://exslt.org/math"
    xmlns:msxsl="urn:schemas-microsoft-com:xslt"
    exclude-result-prefixes="date str set exsl math msxsl">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:key name="year" match="item" use="date:year(pubDate)"/>
<xsl:variable name="words"><w>one</w><w>two</w></xsl:variable>
<xsl:template match="/rss/channel">
<html><body>
<xsl:for-each select="item[generate-id() =
    generate-id(key('year', date:year(pubDate))[1])]">
<xsl:sort select="pubDate" lang="sv"/>
<h2 id="{generate-id()}"><xsl:value-of select="date:year(pubDate)"/></h2>
<xsl:for-each select="key('year', date:year(pubDate))">
<xsl:sort select="title" order="descending"/>
<p><xsl:value-of select="concat(date:day-in-month(pubDate), ' ',
    date:month-name(pubDate), ': ', title)"/></p>
</xsl:for-each>
</xsl:for-each>
<xsl:variable name="all">
<xsl:for-each select="item/category"><xsl:for-each
    select="str:tokenize(., ', ')"><c><xsl:value-of select="."/></c>
</xsl:for-each></xsl:for-each>
</xsl:variable>
<p><xsl:for-each select="set:distinct(exsl:node-set($all)/c)">
<xsl:sort/><xsl:value-of select="."/><xsl:text> </xsl:text>
</xsl:for-each></p>
<p><xsl:value-of select="msxsl:node-set($words)/w[2]"/></p>
<p><xsl:value-of select="math:max(str:tokenize('3 5 4'))"/></p>
</body></html>
</xsl:template>
</xsl:stylesheet>
