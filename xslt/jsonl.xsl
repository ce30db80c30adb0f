<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entries as JSON Lines (https://jsonlines.org): one item of JSON Feed 1.1 a
  line, the same as json.xsl makes it, and nothing around them, so that lines
  can be cut, sorted and put together.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom">

  <xsl:import href="json.xsl"/>

  <xsl:template match="/atom:feed">
    <xsl:apply-templates select="atom:entry"/>
  </xsl:template>
</xsl:stylesheet>
