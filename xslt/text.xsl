<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as plain text.  Makes XHTML, which the text serialiser lays out:
  hgroup keeps a title and its lines close together, an hr between articles is
  a line across the page, and each article ends in the addresses it refers to.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:loom="urn:feedloom"
    xmlns:media="http://search.yahoo.com/mrss/"
    exclude-result-prefixes="atom itunes media">

  <xsl:import href="lib/file.xsl"/>
  <xsl:import href="lib/page.xsl"/>

  <!-- Show summaries in place of whole posts. -->
  <xsl:param name="summary"/>

  <!-- The frame. -->

  <xsl:template match="/atom:feed">
    <xsl:variable name="title" select="normalize-space(loom:text(atom:title))"/>
    <xsl:variable name="subtitle" select="normalize-space(loom:text(atom:subtitle))"/>
    <body>
      <hgroup>
        <h1>
          <xsl:call-template name="feed-title"/>
        </h1>
        <xsl:if test="$subtitle != '' and $subtitle != $title">
          <p>
            <xsl:value-of select="$subtitle"/>
          </p>
        </xsl:if>
        <xsl:call-template name="page"/>
      </hgroup>
      <xsl:apply-templates select="atom:entry"/>
      <xsl:if test="atom:rights != ''">
        <hr/>
        <div>
          <loom:html>
            <xsl:value-of select="loom:html(atom:rights)"/>
          </loom:html>
        </div>
      </xsl:if>
    </body>
  </xsl:template>

  <!-- The address of a page, of the feed or an entry, on a line of its own. -->
  <xsl:template name="page">
    <xsl:variable name="url">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <xsl:if test="$url != ''">
      <p>
        <a href="{$url}">
          <xsl:value-of select="$url"/>
        </a>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- An entry; without a title it begins with its date. -->

  <xsl:template match="atom:entry">
    <xsl:variable name="title" select="normalize-space(loom:text(atom:title))"/>
    <hr/>
    <article>
      <hgroup>
        <xsl:if test="$title != ''">
          <h2>
            <xsl:value-of select="$title"/>
          </h2>
        </xsl:if>
        <xsl:call-template name="byline"/>
      </hgroup>
      <xsl:call-template name="text"/>
      <xsl:call-template name="enclosures"/>
      <hgroup>
        <xsl:call-template name="categories"/>
        <xsl:call-template name="elsewhere"/>
        <xsl:call-template name="page"/>
      </hgroup>
    </article>
  </xsl:template>

  <!-- "19 April 2024 · Anna Lind, Bo Ek" -->
  <xsl:template name="byline">
    <xsl:variable name="when">
      <xsl:call-template name="when"/>
    </xsl:variable>
    <xsl:variable name="people" select="(atom:author | atom:contributor)[normalize-space(atom:name) != '' or normalize-space(atom:email) != '']"/>
    <xsl:variable name="from">
      <xsl:call-template name="from"/>
    </xsl:variable>
    <xsl:if test="$when != '' or $people or $from != ''">
      <p>
        <xsl:value-of select="$when"/>
        <xsl:if test="$when != '' and $people"> · </xsl:if>
        <xsl:for-each select="$people">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:call-template name="person"/>
        </xsl:for-each>
        <xsl:if test="($when != '' or $people) and $from != ''"> · </xsl:if>
        <xsl:value-of select="$from"/>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- The content, else the summary, else what media:description says. -->
  <xsl:template name="text">
    <xsl:variable name="content" select="atom:content[. != ''][not($summary and ../atom:summary != '')]"/>
    <xsl:variable name="text" select="$content | atom:summary[not($content)]"/>
    <xsl:choose>
      <xsl:when test="$text != ''">
        <div>
          <loom:html>
            <xsl:value-of select="loom:html($text)"/>
          </loom:html>
        </div>
      </xsl:when>
      <xsl:when test="media:group/media:description != ''">
        <p>
          <xsl:call-template name="lines">
            <xsl:with-param name="text" select="media:group/media:description"/>
          </xsl:call-template>
        </p>
      </xsl:when>
    </xsl:choose>
    <xsl:if test="atom:content/@src">
      <p>
        <a href="{atom:content/@src}">
          <xsl:value-of select="atom:content/@src"/>
        </a>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- Plain text with its line ends; the first hundred of them. -->
  <xsl:template name="lines">
    <xsl:param name="text"/>
    <xsl:param name="steps" select="100"/>
    <xsl:choose>
      <xsl:when test="contains($text, '&#10;') and $steps &gt; 0">
        <xsl:value-of select="substring-before($text, '&#10;')"/>
        <br/>
        <xsl:call-template name="lines">
          <xsl:with-param name="text" select="substring-after($text, '&#10;')"/>
          <xsl:with-param name="steps" select="$steps - 1"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$text"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "Audio: The tide (12:30, 1.2 MB)" and the address below. -->
  <xsl:template name="enclosures">
    <xsl:variable name="files" select="atom:link[@rel = 'enclosure']"/>
    <xsl:if test="$files">
      <ul>
        <xsl:for-each select="$files">
          <li>
            <xsl:call-template name="file"/>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <xsl:template name="file">
    <xsl:variable name="kind">
      <xsl:choose>
        <xsl:when test="starts-with(@type, 'audio/')">Audio</xsl:when>
        <xsl:when test="starts-with(@type, 'video/')">Video</xsl:when>
        <xsl:when test="starts-with(@type, 'image/')">Image</xsl:when>
        <xsl:otherwise>File</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:value-of select="$kind"/>
    <xsl:if test="@title != ''">
      <xsl:value-of select="concat(': ', @title)"/>
    </xsl:if>
    <xsl:variable name="facts">
      <xsl:if test="@type != '' and $kind = 'File'">
        <xsl:value-of select="concat(', ', @type)"/>
      </xsl:if>
      <xsl:if test="../itunes:duration and ($kind = 'Audio' or $kind = 'Video')">
        <xsl:text>, </xsl:text>
        <xsl:call-template name="duration">
          <xsl:with-param name="time" select="normalize-space(../itunes:duration)"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="@length &gt; 0">
        <xsl:text>, </xsl:text>
        <xsl:call-template name="size"/>
      </xsl:if>
    </xsl:variable>
    <xsl:if test="$facts != ''">
      <xsl:value-of select="concat(' (', substring-after($facts, ', '), ')')"/>
    </xsl:if>
    <br/>
    <a href="{@href}">
      <xsl:value-of select="@href"/>
    </a>
  </xsl:template>

  <!-- "Via: https://…", the pages that a post is about or was found by. -->
  <xsl:template name="elsewhere">
    <xsl:for-each select="atom:link[@rel = 'via' or @rel = 'related'][starts-with(@href, 'http')]">
      <p>
        <xsl:choose>
          <xsl:when test="@rel = 'via'">Via: </xsl:when>
          <xsl:otherwise>Related: </xsl:otherwise>
        </xsl:choose>
        <a href="{@href}">
          <xsl:value-of select="@href"/>
        </a>
      </p>
    </xsl:for-each>
  </xsl:template>

  <!-- "Filed under: Harbour, Tides" -->
  <xsl:template name="categories">
    <xsl:if test="atom:category">
      <p>
        <xsl:text>Filed under: </xsl:text>
        <xsl:for-each select="atom:category">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:call-template name="category"/>
        </xsl:for-each>
      </p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
