<!-- Addresses: a feed's must be fit to click on, the sheet's own may be all. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:template match="/rss/channel">
<html><head>
<link rel="icon" href="data:image/svg+xml,%3Csvg/%3E"/></head><body>
<a href="javascript:history.back()">back</a>
<a><xsl:attribute name="href">javascript:print()</xsl:attribute>print</a>
<a href="{link}">home</a>
<img src="{image/url}" alt=""/>
<a href="{image/url}">image</a>
<xsl:for-each select="item">
<p><a href="{link}">l</a> <img src="{enclosure/@url}" alt=""
    srcset="/a.jpg 1x, {enclosure/@url} 2x"/>
<form action="{link}"><button formaction="{link}"/></form>
<svg><a xlink:href="{link}" xmlns:xlink="http://www.w3.org/1999/xlink">x</a>
</svg></p>
</xsl:for-each>
</body></html>
</xsl:template>
</xsl:stylesheet>
