<!-- A document that is no feed: nothing of it is taken for a fault. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="xml" encoding="UTF-8" indent="no" omit-xml-declaration="yes"/>
<xsl:template match="/">
<out><xsl:copy-of select="menu"/></out>
</xsl:template>
</xsl:stylesheet>
