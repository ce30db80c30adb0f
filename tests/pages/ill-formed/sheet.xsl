<?xml version="1.0" encoding="utf-8"?>
<!-- As most feeds' stylesheets are: HTML, said to be XHTML, of version 3.0. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    exclude-result-prefixes="itunes">
<xsl:output method="html" version="1.0" encoding="UTF-8" indent="yes"/>
<xsl:template match="/">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head>
<title><xsl:value-of select="/rss/channel/title"/> feed</title>
<meta name="viewport" content="width=device-width"/>
<style>article > h2 { color: "red" } a::before { content: "→ " }</style>
<script>if (1 &lt; 2 &amp;&amp; "a") document.title += "!"</script>
<script src="/app.js"/>
</head>
<body>
<img src="{rss/channel/itunes:image/@href}" alt=""/><br/>
<p>Items: <xsl:value-of select="count(//item)"/></p>
<xsl:for-each select="rss/channel/item">
<article>
<h2><a><xsl:attribute name="href"><xsl:value-of select="link"/></xsl:attribute>
<xsl:value-of select="title"/></a></h2>
<xsl:if test="enclosure">
<audio controls="controls" src="{enclosure/@url}"/>
</xsl:if>
<p><xsl:value-of select="substring(pubDate, 1, 16)"/></p>
<p><xsl:value-of select="description"/></p>
<textarea/>
</article>
</xsl:for-each>
</body>
</html>
</xsl:template>
</xsl:stylesheet>
