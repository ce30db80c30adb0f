<?xml version="1.0"?>
<!DOCTYPE xsl:stylesheet [
<!ENTITY nbsp "&#160;">
<!ENTITY copy "&#169;">
<!ENTITY who "<b>Somebody</b>">
]>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="UTF-8" indent="no"/>
<xsl:template match="/">
<html><body title="&copy;&nbsp;me">&copy;&nbsp;2024 by &who; &amp; others
<xsl:value-of select="//title"/></body></html>
</xsl:template>
</xsl:stylesheet>
