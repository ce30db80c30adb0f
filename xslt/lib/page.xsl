<?xml version="1.0" encoding="UTF-8"?>
<!--
  What many formats ask of a feed or an entry, given as text.  To be imported.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom">

  <!-- The address of its page: one that is HTML before one that may be. -->
  <xsl:template name="page-url">
    <xsl:variable name="links" select="atom:link[@rel = 'alternate' or not(@rel)]"/>
    <xsl:variable name="html" select="$links[not(@type) or contains(@type, 'html')]"/>
    <xsl:value-of select="($html | $links[not($html)])[1]/@href"/>
  </xsl:template>

  <!-- Of a feed, which needs to be called something. -->
  <xsl:template name="feed-title">
    <xsl:variable name="title" select="normalize-space(loom:text(atom:title))"/>
    <xsl:choose>
      <xsl:when test="$title != ''">
        <xsl:value-of select="$title"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="atom:id"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- When an entry was published. -->
  <xsl:template name="when">
    <xsl:value-of select="loom:day(atom:published | atom:updated[not(../atom:published)])"/>
  </xsl:template>

  <!-- The feed that it is from, when it says that. -->
  <xsl:template name="from">
    <xsl:value-of select="normalize-space(loom:text(atom:source/atom:title))"/>
  </xsl:template>

  <!-- A person's name, else the address. -->
  <xsl:template name="person">
    <xsl:choose>
      <xsl:when test="normalize-space(atom:name) != ''">
        <xsl:value-of select="normalize-space(atom:name)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="normalize-space(atom:email)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a category is called. -->
  <xsl:template name="category">
    <xsl:choose>
      <xsl:when test="@label != ''">
        <xsl:value-of select="@label"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="@term"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
