<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:template match="/rss/channel">
<html><head><link rel="stylesheet" href="style.css"/></head><body>
<a href="#top">top</a> <a href="{link}">home</a> <a href="">none</a>
<img src="/logo.png" srcset="/logo.png 1x, logo2.png 2x" alt=""/>
<xsl:for-each select="item"><a href="{link}">i</a>
<xsl:value-of select="description" disable-output-escaping="yes"/>
</xsl:for-each></body></html>
</xsl:template>
</xsl:stylesheet>
