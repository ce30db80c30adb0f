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
    exclude-result-prefixes="atom">

  <xsl:variable name="epoch" select="'1970-01-01T00:00:00Z'"/>
  <xsl:variable name="feed" select="/atom:feed"/>
  <xsl:variable name="feed-author" select="boolean($feed/atom:author)"/>

  <xsl:template match="/atom:feed">
    <feed>
      <xsl:copy-of select="namespace::*"/>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:call-template name="feed-id"/>
      <xsl:call-template name="title"/>
      <xsl:apply-templates select="atom:subtitle"/>
      <xsl:call-template name="feed-updated"/>
      <xsl:apply-templates select="atom:author | atom:contributor"/>
      <xsl:apply-templates select="atom:link"/>
      <xsl:apply-templates select="atom:category"/>
      <xsl:apply-templates select="atom:generator | atom:icon | atom:logo | atom:rights"/>
      <xsl:copy-of select="*[not(self::atom:*)]"/>
      <xsl:apply-templates select="atom:entry"/>
    </feed>
  </xsl:template>

  <xsl:template match="atom:entry">
    <entry>
      <xsl:copy-of select="@xml:lang"/>
      <id>
        <xsl:if test="(atom:id/@rss:isPermaLink = 'true') != (atom:id = atom:link[@rel = 'alternate']/@href)">
          <xsl:copy-of select="atom:id/@rss:isPermaLink"/>
        </xsl:if>
        <xsl:value-of select="loom:iri(atom:id)"/>
      </id>
      <xsl:call-template name="title"/>
      <xsl:apply-templates select="atom:published"/>
      <xsl:call-template name="updated"/>
      <xsl:apply-templates select="atom:author | atom:contributor"/>
      <xsl:if test="not($feed-author or atom:author)">
        <author loom:made="up">
          <name><xsl:call-template name="feed-name"/></name>
        </author>
      </xsl:if>
      <xsl:apply-templates select="atom:link"/>
      <xsl:apply-templates select="atom:category"/>
      <xsl:apply-templates select="atom:rights | atom:source"/>
      <xsl:copy-of select="*[not(self::atom:*)]"/>
      <xsl:call-template name="text"/>
    </entry>
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
    <xsl:variable name="title" select="loom:text($feed/atom:title)"/>
    <xsl:choose>
      <xsl:when test="$title != ''"><xsl:value-of select="$title"/></xsl:when>
      <xsl:otherwise>unknown</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="title">
    <xsl:choose>
      <xsl:when test="atom:title"><xsl:apply-templates select="atom:title"/></xsl:when>
      <xsl:otherwise><title loom:made="up"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The entry of the frame has the dates of the first entry. -->
  <xsl:template name="feed-updated">
    <xsl:variable name="first" select="atom:entry[1]"/>
    <xsl:choose>
      <xsl:when test="atom:updated"><xsl:apply-templates select="atom:updated"/></xsl:when>
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
      <xsl:when test="atom:updated"><xsl:apply-templates select="atom:updated"/></xsl:when>
      <xsl:when test="atom:published">
        <updated loom:made="up"><xsl:value-of select="atom:published"/></updated>
      </xsl:when>
      <xsl:when test="$feed/atom:updated">
        <updated loom:made="up"><xsl:value-of select="$feed/atom:updated"/></updated>
      </xsl:when>
      <xsl:otherwise>
        <updated loom:made="up"><xsl:value-of select="$epoch"/></updated>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- RFC 4287 section 4.1.2: what an entry must have for its text. -->
  <xsl:template name="text">
    <xsl:apply-templates select="atom:summary"/>
    <xsl:if test="not(atom:summary) and atom:content/@src">
      <summary loom:made="up"/>
    </xsl:if>
    <xsl:apply-templates select="atom:content"/>
    <xsl:if test="not(atom:content or atom:link[@rel = 'alternate'])">
      <content loom:made="up"/>
    </xsl:if>
  </xsl:template>

  <!-- Media types have a slash, languages no blank, addresses an @. -->
  <xsl:template match="atom:link">
    <link>
      <xsl:copy-of select="@*[name() != 'type' and name() != 'hreflang']"/>
      <xsl:copy-of select="@type[contains(., '/') and not(starts-with(., '/')) and substring-after(., '/') != '']"/>
      <xsl:copy-of select="@hreflang[. != '' and not(contains(., ' ') or contains(., '_'))]"/>
      <xsl:copy-of select="node()"/>
    </link>
  </xsl:template>

  <xsl:template match="atom:author | atom:contributor">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@*"/>
      <name><xsl:value-of select="atom:name"/></name>
      <xsl:copy-of select="atom:uri[1] | atom:email[contains(substring(., 2), '@')][1] | *[not(self::atom:*)]"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="atom:*">
    <xsl:copy-of select="."/>
  </xsl:template>
</xsl:stylesheet>
