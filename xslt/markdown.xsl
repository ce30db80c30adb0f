<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as one Markdown document.  Makes XHTML, of which the serialiser makes
  CommonMark: what text.xsl says of an entry, below a title that is a link.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    xmlns:wp="http://wordpress.org/export/1.2/"
    exclude-result-prefixes="atom wp">

  <xsl:import href="text.xsl"/>
  <xsl:import href="lib/page.xsl"/>

  <!-- Of a WordPress export, the comments below each post. -->
  <xsl:param name="comments"/>

  <xsl:template match="/atom:feed">
    <xsl:variable name="subtitle" select="normalize-space(loom:text(atom:subtitle))"/>
    <h1>
      <xsl:call-template name="title">
        <xsl:with-param name="default" select="atom:id"/>
      </xsl:call-template>
    </h1>
    <xsl:if test="$subtitle != '' and $subtitle != normalize-space(loom:text(atom:title))">
      <p>
        <xsl:value-of select="$subtitle"/>
      </p>
    </xsl:if>
    <xsl:apply-templates select="atom:entry"/>
    <xsl:if test="atom:rights != ''">
      <hr/>
      <div>
        <loom:html>
          <xsl:value-of select="loom:html(atom:rights)"/>
        </loom:html>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- The title of the feed or an entry, a link to its page if it has one. -->
  <xsl:template name="title">
    <xsl:param name="default"/>
    <xsl:variable name="url">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <xsl:variable name="words" select="normalize-space(loom:text(atom:title))"/>
    <xsl:variable name="text">
      <xsl:value-of select="$words"/>
      <xsl:if test="$words = ''">
        <xsl:value-of select="$default"/>
      </xsl:if>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$url != '' and $text != ''">
        <a href="{$url}">
          <xsl:value-of select="$text"/>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$text"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- An entry without a title is called by its day. -->
  <xsl:template match="atom:entry">
    <h2>
      <xsl:call-template name="title">
        <xsl:with-param name="default" select="loom:day(atom:published | atom:updated[not(../atom:published)])"/>
      </xsl:call-template>
    </h2>
    <xsl:call-template name="byline"/>
    <xsl:call-template name="text"/>
    <xsl:call-template name="enclosures"/>
    <xsl:call-template name="categories"/>
    <xsl:call-template name="elsewhere"/>
    <xsl:if test="$comments and wp:comment">
      <h3>Comments</h3>
      <xsl:apply-templates select="wp:comment"/>
    </xsl:if>
  </xsl:template>

  <!-- "Farida, 22 September 2023, 10:21" and what was said, quoted. -->
  <xsl:template match="wp:comment">
    <p>
      <strong>
        <xsl:choose>
          <xsl:when test="wp:comment_author != ''">
            <loom:html>
              <xsl:value-of select="wp:comment_author"/>
            </loom:html>
          </xsl:when>
          <xsl:otherwise>Anonymous</xsl:otherwise>
        </xsl:choose>
      </strong>
      <xsl:if test="wp:comment_date_gmt != ''">
        <xsl:value-of select="concat(', ', loom:minute(wp:comment_date_gmt))"/>
      </xsl:if>
    </p>
    <blockquote>
      <loom:html>
        <xsl:value-of select="loom:paragraphs(wp:comment_content)"/>
      </loom:html>
    </blockquote>
  </xsl:template>
</xsl:stylesheet>
