<?xml version="1.0" encoding="UTF-8"?>
<!--
  What the two forms of a digest say alike, given as text.  The notes of the host
  (loom:edition) are in feedloom-entry(5); where they are missing the feed itself
  says it.  To be imported.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom">

  <xsl:import href="page.xsl"/>

  <xsl:key name="group" match="atom:entry" use="loom:edition/@group"/>

  <!-- "No. 12 · 2 March 2026 – 8 March 2026 · 34 stories" -->
  <xsl:template name="edition">
    <xsl:variable name="note" select="loom:edition"/>
    <xsl:variable name="here" select="count(atom:entry)"/>
    <xsl:variable name="count" select="sum($note/@count) + $here * not($note/@count)"/>
    <xsl:if test="$note/@number">
      <xsl:value-of select="concat('No. ', $note/@number, ' · ')"/>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="$note/@from != '' and $note/@to != '' and $note/@from != $note/@to">
        <xsl:value-of select="concat($note/@from, ' – ', $note/@to, ' · ')"/>
      </xsl:when>
      <xsl:when test="$note/@to != '' or $note/@from != ''">
        <xsl:value-of select="concat(($note/@to | $note/@from)[. != ''][1], ' · ')"/>
      </xsl:when>
      <xsl:when test="atom:updated">
        <xsl:value-of select="concat(loom:day(atom:updated), ' · ')"/>
      </xsl:when>
    </xsl:choose>
    <xsl:value-of select="$count"/>
    <xsl:choose>
      <xsl:when test="$count = 1"> story</xsl:when>
      <xsl:otherwise> stories</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What is said of entries that had no room; nothing if all had. -->
  <xsl:template name="more">
    <xsl:variable name="more" select="loom:edition/@more"/>
    <xsl:choose>
      <xsl:when test="$more = 1">One more story had no room here.</xsl:when>
      <xsl:when test="$more &gt; 1">
        <xsl:value-of select="concat($more, ' more stories had no room here.')"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- The name of a group at its first entry, else nothing. -->
  <xsl:template name="group">
    <xsl:variable name="group" select="loom:edition/@group"/>
    <xsl:if test="$group != '' and not($group = preceding-sibling::atom:entry[1]/loom:edition/@group)">
      <xsl:value-of select="$group"/>
    </xsl:if>
  </xsl:template>

  <!-- The title of an entry, else how its text begins. -->
  <xsl:template name="headline">
    <xsl:variable name="title" select="normalize-space(loom:text(atom:title))"/>
    <xsl:choose>
      <xsl:when test="$title != ''">
        <xsl:value-of select="$title"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="text" select="normalize-space(loom:text(atom:summary | atom:content[not(../atom:summary)]))"/>
        <xsl:value-of select="substring($text, 1, 70)"/>
        <xsl:if test="string-length($text) &gt; 70">…</xsl:if>
        <xsl:if test="$text = ''">
          <xsl:call-template name="when"/>
        </xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="when">
    <xsl:value-of select="loom:edition/@when"/>
    <xsl:if test="not(loom:edition/@when != '')">
      <xsl:value-of select="loom:day(atom:published | atom:updated[not(../atom:published)])"/>
    </xsl:if>
  </xsl:template>

  <!-- The feed that an entry is from, unless its group says that, or there is no
       other one. -->
  <xsl:template name="from">
    <xsl:variable name="from">
      <xsl:value-of select="normalize-space(loom:edition/@feed)"/>
      <xsl:if test="not(loom:edition/@feed != '')">
        <xsl:value-of select="normalize-space(loom:text(atom:source/atom:title))"/>
      </xsl:if>
    </xsl:variable>
    <xsl:if test="$from != string(loom:edition/@group) and count(../loom:edition/loom:feed) != 1">
      <xsl:value-of select="$from"/>
    </xsl:if>
  </xsl:template>

  <!-- How many groups there are. -->
  <xsl:template name="count-groups">
    <xsl:value-of select="count(atom:entry[loom:edition/@group != '' and not(loom:edition/@group = preceding-sibling::atom:entry[1]/loom:edition/@group)])"/>
  </xsl:template>

  <!-- Where the feeds live: each by a template for it, else the digest's own. -->
  <xsl:template name="feeds">
    <xsl:variable name="feeds" select="loom:edition/loom:feed"/>
    <xsl:variable name="sources" select="loom:distinct(atom:entry/atom:source/atom:title)/.."/>
    <xsl:apply-templates select="$feeds | $sources[not($feeds)] | self::node()[not($feeds or $sources)]" mode="home"/>
  </xsl:template>

  <xsl:template match="loom:feed | loom:also" mode="home">
    <xsl:call-template name="place">
      <xsl:with-param name="url" select="@href"/>
      <xsl:with-param name="title" select="@title"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="atom:feed | atom:source" mode="home">
    <xsl:call-template name="place">
      <xsl:with-param name="url">
        <xsl:call-template name="page-url"/>
      </xsl:with-param>
      <xsl:with-param name="title">
        <xsl:call-template name="feed-title"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Its form is the importing stylesheet's. -->
  <xsl:template name="place">
    <xsl:param name="url"/>
    <xsl:param name="title"/>
    <xsl:value-of select="concat($title, ' ', $url)"/>
  </xsl:template>
</xsl:stylesheet>
