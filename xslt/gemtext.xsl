<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as a page for Gemini.  Makes XHTML, of which the serialiser makes lines:
  what text.xsl says of an entry, with its address below its title.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    exclude-result-prefixes="atom">

  <xsl:import href="text.xsl"/>

  <xsl:template match="atom:entry">
    <xsl:variable name="title" select="normalize-space(loom:text(atom:title))"/>
    <h2>
      <xsl:value-of select="$title"/>
      <xsl:if test="$title = ''">
        <xsl:value-of select="loom:day(atom:published | atom:updated[not(../atom:published)])"/>
      </xsl:if>
    </h2>
    <hgroup>
      <xsl:call-template name="byline"/>
      <xsl:call-template name="page"/>
    </hgroup>
    <xsl:call-template name="text"/>
    <xsl:call-template name="enclosures"/>
    <xsl:call-template name="categories"/>
    <xsl:call-template name="elsewhere"/>
  </xsl:template>
</xsl:stylesheet>
