<!-- Text with disable-output-escaping: the sheet's own stays as it is. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:content="http://purl.org/rss/1.0/modules/content/">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:template match="/rss/channel">
<xsl:text disable-output-escaping="yes">&lt;!DOCTYPE html&gt;
</xsl:text>
<html><body>
<h1><xsl:value-of select="title" disable-output-escaping="yes"/></h1>
<xsl:text disable-output-escaping="yes">&lt;div class="own"&gt;</xsl:text>
<xsl:value-of disable-output-escaping="yes"
    select="'&lt;script>own()&lt;/script>'"/>
<xsl:apply-templates select="item"/>
<xsl:text disable-output-escaping="yes">&lt;/div&gt;</xsl:text>
<iframe srcdoc="{item[1]/content:encoded}"/>
</body></html>
</xsl:template>
<xsl:template match="item">
<xsl:variable name="html">
<section><xsl:value-of select="content:encoded"
    disable-output-escaping="yes"/></section>
</xsl:variable>
<xsl:copy-of select="$html"/>
</xsl:template>
</xsl:stylesheet>
