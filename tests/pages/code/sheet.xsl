<!-- What a feed says within scripts and styles of the stylesheet. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:template match="/rss/channel">
<html><head>
<script type="application/ld+json">{"@type": "Blog", "name":
"<xsl:value-of select="title"/>", "url": "<xsl:value-of select="link"/>",
"posts": [<xsl:for-each select="item">
{"name": "<xsl:apply-templates select="title"/>",
"id": <xsl:value-of select="guid"/>}<xsl:if test="position() != last()">,
</xsl:if></xsl:for-each>]}</script>
<script>
var own = "it's own" + '"', all = <xsl:value-of select="count(item)"/>;
var title = "<xsl:copy-of select="item[1]/title/node()"/>";
var text = `<xsl:call-template name="text"/>`;
var bare = <xsl:value-of select="item[1]/description"/>;
</script>
<style>.a { background: url('<xsl:value-of select="item[2]/title"/>') }</style>
</head><body onload="own('{title}')">
<xsl:for-each select="item">
<a onclick="go('{link}', '{{x}}', '{concat('}', title)}')"
    style="background: url('{link}'); color: {title}">
<xsl:attribute name="onfocus">go("<xsl:value-of select="title"/>")<!--
--></xsl:attribute>x</a>
</xsl:for-each>
<xsl:element name="script">var e = "<xsl:value-of select="title"/>"<!--
--></xsl:element>
</body></html>
</xsl:template>
<xsl:template name="text">
<xsl:variable name="t" select="item[1]/description"/>
<xsl:value-of select="$t"/>
</xsl:template>
</xsl:stylesheet>
