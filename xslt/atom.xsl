<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as Atom 1.0 (RFC 4287).  The canonical model is Atom already; what is
  done here is what makes it valid whatever the source was.  An element that
  Atom demands and the source lacks is made up, marked loom:made="up" (and left
  out again when feedloom reads it):

    id         of a feed: its own address, its site's, or its title; an id that
               is no IRI becomes urn:feedloom:id: and the id, percent-encoded
    title      empty
    updated    of an entry: when it was published, or the feed's;
               of a feed: that of its first entry; 1970-01-01T00:00:00Z
    author     of an entry, when neither it nor the feed has one: the feed's
               title, or "unknown"
    content    empty, of an entry that has neither content nor a page
    summary    empty, of an entry whose content is elsewhere
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    xmlns:rss="http://backend.userland.com/rss2"
    extension-element-prefixes="loom"
    exclude-result-prefixes="atom">

  <xsl:variable name="epoch" select="'1970-01-01T00:00:00Z'"/>
  <xsl:variable name="feed" select="/atom:feed"/>
  <!-- Looked for once in a burst: a head may have many thousand elements. -->
  <xsl:variable name="feed-author" select="/atom:feed/atom:author[1]"/>
  <xsl:variable name="feed-updated" select="$feed/atom:updated[1]"/>
  <xsl:variable name="feed-name" select="loom:text($feed/atom:title[1])"/>

  <xsl:template match="/atom:feed">
    <feed>
      <xsl:copy-of select="namespace::*"/>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:call-template name="feed-id"/>
      <xsl:if test="not(atom:title)"><title loom:made="up"/></xsl:if>
      <xsl:if test="not(atom:updated)"><xsl:call-template name="feed-updated"/></xsl:if>
      <loom:copy select="*[not(self::atom:id or self::atom:entry)]"/>
      <xsl:apply-templates select="atom:entry"/>
    </feed>
  </xsl:template>

  <!-- The model's elements, of which the id is the first; before them what is missing. -->
  <xsl:template match="atom:entry">
    <entry>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:apply-templates select="atom:id"/>
      <xsl:if test="not(atom:title)"><title loom:made="up"/></xsl:if>
      <xsl:if test="not(atom:updated)"><xsl:call-template name="updated"/></xsl:if>
      <xsl:if test="not($feed-author or atom:author)">
        <author loom:made="up">
          <name><xsl:call-template name="feed-name"/></name>
        </author>
      </xsl:if>
      <loom:copy select="atom:id/following-sibling::*"/>
      <xsl:if test="not(atom:summary) and atom:content/@src"><summary loom:made="up"/></xsl:if>
      <xsl:if test="not(atom:content or atom:link[@rel = 'alternate'])"><content loom:made="up"/></xsl:if>
    </entry>
  </xsl:template>

  <xsl:template match="atom:entry/atom:id">
    <id>
      <xsl:if test="(@rss:isPermaLink = 'true') != (. = ../atom:link[@rel = 'alternate']/@href)">
        <xsl:copy-of select="@rss:isPermaLink"/>
      </xsl:if>
      <xsl:value-of select="loom:iri(.)"/>
    </id>
  </xsl:template>

  <xsl:template name="feed-id">
    <xsl:choose>
      <xsl:when test="atom:id">
        <id><xsl:value-of select="loom:iri(atom:id)"/></id>
      </xsl:when>
      <xsl:when test="atom:link[@rel = 'self']">
        <id loom:made="up"><xsl:value-of select="loom:iri(atom:link[@rel = 'self']/@href)"/></id>
      </xsl:when>
      <xsl:when test="atom:link[@rel = 'alternate']">
        <id loom:made="up"><xsl:value-of select="loom:iri(atom:link[@rel = 'alternate']/@href)"/></id>
      </xsl:when>
      <xsl:otherwise>
        <id loom:made="up"><xsl:value-of select="loom:iri(loom:text(atom:title))"/></id>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="feed-name">
    <xsl:value-of select="$feed-name"/>
    <xsl:if test="$feed-name = ''">unknown</xsl:if>
  </xsl:template>

  <!-- The entry of the frame has the dates of the first entry. -->
  <xsl:template name="feed-updated">
    <xsl:variable name="first" select="atom:entry[1]"/>
    <xsl:choose>
      <xsl:when test="$first/atom:updated">
        <updated loom:made="up"><xsl:value-of select="$first/atom:updated"/></updated>
      </xsl:when>
      <xsl:when test="$first/atom:published">
        <updated loom:made="up"><xsl:value-of select="$first/atom:published"/></updated>
      </xsl:when>
      <xsl:otherwise>
        <updated loom:made="up"><xsl:value-of select="$epoch"/></updated>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="updated">
    <xsl:choose>
      <xsl:when test="atom:published">
        <updated loom:made="up"><xsl:value-of select="atom:published"/></updated>
      </xsl:when>
      <xsl:when test="$feed-updated">
        <updated loom:made="up"><xsl:value-of select="$feed-updated"/></updated>
      </xsl:when>
      <xsl:otherwise>
        <updated loom:made="up"><xsl:value-of select="$epoch"/></updated>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
