<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as an outline (OPML 2.0, http://opml.org/spec2.opml).  OPML is read by
  two kinds of programs, and this serves both:

  - An aggregator looks for outlines of type "rss", feeds to subscribe to.  The
    feed itself is one, at the top, when its address is known.  All else stands
    below it, where most aggregators look no further.
  - An outliner shows what is below: each entry is an outline of type "link",
    whose url opens the page.  There is no type for a post: "story" is what
    some outliners write, and the specification does not know it.

  An entry is no feed and has no xmlUrl of its own.  One that was taken from
  another feed says with xmlUrl and htmlUrl which, so that the subscriptions of
  a planet can be gathered from its outline.  Names of categories keep no comma
  and no slash, because these have a meaning there.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    exclude-result-prefixes="atom loom">

  <xsl:import href="lib/page.xsl"/>

  <xsl:template match="/atom:feed">
    <opml version="2.0">
      <head>
        <title>
          <xsl:value-of select="loom:text(atom:title)"/>
        </title>
        <xsl:apply-templates select="atom:updated"/>
        <xsl:apply-templates select="atom:author[1]"/>
        <docs>http://opml.org/spec2.opml</docs>
      </head>
      <body>
        <outline>
          <xsl:call-template name="feed"/>
          <xsl:apply-templates select="atom:entry"/>
        </outline>
      </body>
    </opml>
  </xsl:template>

  <xsl:template match="atom:updated">
    <dateModified>
      <xsl:value-of select="loom:rfc822(.)"/>
    </dateModified>
  </xsl:template>

  <xsl:template match="atom:author">
    <xsl:if test="atom:name != ''">
      <ownerName>
        <xsl:value-of select="normalize-space(atom:name)"/>
      </ownerName>
    </xsl:if>
    <xsl:if test="atom:email != ''">
      <ownerEmail>
        <xsl:value-of select="atom:email"/>
      </ownerEmail>
    </xsl:if>
    <xsl:if test="starts-with(atom:uri, 'http')">
      <ownerId>
        <xsl:value-of select="atom:uri"/>
      </ownerId>
    </xsl:if>
  </xsl:template>

  <xsl:template name="feed">
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <xsl:call-template name="text">
      <xsl:with-param name="else" select="$page"/>
    </xsl:call-template>
    <xsl:if test="atom:link[@rel = 'self'][starts-with(@href, 'http')]">
      <xsl:attribute name="type">rss</xsl:attribute>
    </xsl:if>
    <xsl:call-template name="addresses"/>
    <xsl:if test="atom:subtitle != ''">
      <xsl:attribute name="description">
        <xsl:value-of select="loom:text(atom:subtitle)"/>
      </xsl:attribute>
    </xsl:if>
    <xsl:if test="@xml:lang != ''">
      <xsl:attribute name="language">
        <xsl:value-of select="@xml:lang"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- Every outline must have a text. -->
  <xsl:template name="text">
    <xsl:param name="else"/>
    <xsl:variable name="title" select="loom:text(atom:title)"/>
    <xsl:attribute name="text">
      <xsl:choose>
        <xsl:when test="$title != ''">
          <xsl:value-of select="$title"/>
        </xsl:when>
        <xsl:when test="$else != ''">
          <xsl:value-of select="$else"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="atom:id"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
  </xsl:template>

  <!-- Of a feed, or an entry's source. -->
  <xsl:template name="addresses">
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <xsl:for-each select="atom:link[@rel = 'self'][starts-with(@href, 'http')][1]">
      <xsl:attribute name="xmlUrl">
        <xsl:value-of select="@href"/>
      </xsl:attribute>
    </xsl:for-each>
    <xsl:if test="starts-with($page, 'http')">
      <xsl:attribute name="htmlUrl">
        <xsl:value-of select="$page"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:entry">
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <outline>
      <xsl:call-template name="text">
        <xsl:with-param name="else" select="$page"/>
      </xsl:call-template>
      <xsl:if test="starts-with($page, 'http')">
        <xsl:attribute name="type">link</xsl:attribute>
        <xsl:attribute name="url">
          <xsl:value-of select="$page"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="atom:published or atom:updated">
        <xsl:attribute name="created">
          <xsl:value-of select="loom:rfc822(atom:published | atom:updated[not(../atom:published)])"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="atom:category">
        <xsl:attribute name="category">
          <xsl:apply-templates select="atom:category"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:for-each select="atom:source[1]">
        <xsl:call-template name="addresses"/>
      </xsl:for-each>
    </outline>
  </xsl:template>

  <xsl:template match="atom:category">
    <xsl:variable name="name">
      <xsl:value-of select="@label"/>
      <xsl:if test="not(@label != '')">
        <xsl:value-of select="@term"/>
      </xsl:if>
    </xsl:variable>
    <xsl:if test="position() &gt; 1">,</xsl:if>
    <xsl:value-of select="normalize-space(translate($name, ',/', ' -'))"/>
  </xsl:template>
</xsl:stylesheet>
