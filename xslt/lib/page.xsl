<?xml version="1.0" encoding="UTF-8"?>
<!--
  What many formats ask of a feed or an entry, given as text.  To be imported.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom">

  <!-- The address of its page: one that is HTML before one that may be. -->
  <xsl:template name="page-url">
    <xsl:variable name="links" select="atom:link[@rel = 'alternate' or not(@rel)]"/>
    <xsl:variable name="html" select="$links[not(@type) or contains(@type, 'html')]"/>
    <xsl:value-of select="($html | $links[not($html)])[1]/@href"/>
  </xsl:template>
</xsl:stylesheet>
