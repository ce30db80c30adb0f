<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as a mail of plain text: what text.xsl makes of it, with contents, groups
  and what the host notes of a digest.  A rule stands in front of each group, or
  of each entry where there are none.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    exclude-result-prefixes="atom">

  <xsl:import href="text.xsl"/>
  <xsl:import href="lib/digest.xsl"/>

  <!-- The frame. -->

  <xsl:template match="/atom:feed">
    <body>
      <hgroup>
        <h1>
          <xsl:call-template name="feed-title"/>
        </h1>
        <p>
          <xsl:call-template name="edition"/>
        </p>
        <xsl:call-template name="page"/>
      </hgroup>
      <xsl:if test="atom:subtitle != ''">
        <div>
          <loom:html>
            <xsl:value-of select="loom:html(atom:subtitle)"/>
          </loom:html>
        </div>
      </xsl:if>
      <xsl:call-template name="contents"/>
      <xsl:apply-templates select="atom:entry"/>
      <hr/>
      <xsl:call-template name="footer"/>
    </body>
  </xsl:template>

  <!-- Contents: groups and how many entries are in each, and titles unless the
       mail is nothing but titles. -->
  <xsl:template name="contents">
    <xsl:variable name="groups">
      <xsl:call-template name="count-groups"/>
    </xsl:variable>
    <xsl:variable name="titles" select="boolean(atom:entry[atom:content != '' or atom:summary != ''])"/>
    <xsl:choose>
      <xsl:when test="$groups &gt; 1">
        <ul>
          <xsl:apply-templates select="atom:entry" mode="group">
            <xsl:with-param name="titles" select="$titles"/>
          </xsl:apply-templates>
        </ul>
      </xsl:when>
      <xsl:when test="$titles and count(atom:entry) &gt; 5">
        <ul>
          <xsl:apply-templates select="atom:entry" mode="title"/>
        </ul>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:entry" mode="group">
    <xsl:param name="titles"/>
    <xsl:variable name="group">
      <xsl:call-template name="group"/>
    </xsl:variable>
    <xsl:if test="$group != ''">
      <xsl:variable name="entries" select="key('group', $group)"/>
      <li>
        <xsl:value-of select="concat($group, ' (', count($entries), ')')"/>
        <xsl:if test="$titles">
          <ul>
            <xsl:apply-templates select="$entries" mode="title"/>
          </ul>
        </xsl:if>
      </li>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:entry" mode="title">
    <li>
      <xsl:call-template name="headline"/>
    </li>
  </xsl:template>

  <!-- An entry; one that is but a title takes little room. -->

  <xsl:template match="atom:entry">
    <xsl:variable name="title" select="normalize-space(loom:text(atom:title))"/>
    <xsl:variable name="group">
      <xsl:call-template name="group"/>
    </xsl:variable>
    <xsl:variable name="bare" select="not(atom:content != '' or atom:summary != '')"/>
    <xsl:choose>
      <xsl:when test="$group != ''">
        <hr/>
        <h1>
          <xsl:value-of select="$group"/>
        </h1>
      </xsl:when>
      <xsl:when test="not(loom:edition/@group != '') and (not($bare) or position() = 1)">
        <hr/>
      </xsl:when>
    </xsl:choose>
    <article>
      <hgroup>
        <xsl:choose>
          <xsl:when test="$title = ''"/>
          <xsl:when test="$bare">
            <h3>
              <xsl:value-of select="$title"/>
            </h3>
          </xsl:when>
          <xsl:otherwise>
            <h2>
              <xsl:value-of select="$title"/>
            </h2>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:if test="loom:edition/@correction = 'true'">
          <p>Corrected since it was sent</p>
        </xsl:if>
        <xsl:call-template name="byline"/>
        <xsl:if test="$bare">
          <xsl:call-template name="page"/>
        </xsl:if>
      </hgroup>
      <xsl:call-template name="text"/>
      <xsl:call-template name="enclosures"/>
      <hgroup>
        <xsl:if test="not($bare)">
          <xsl:call-template name="categories"/>
        </xsl:if>
        <xsl:call-template name="elsewhere"/>
        <xsl:if test="not($bare)">
          <xsl:call-template name="page"/>
        </xsl:if>
        <xsl:apply-templates select="loom:edition/loom:also" mode="home"/>
      </hgroup>
    </article>
  </xsl:template>

  <!-- What had no room, where the feeds live, how to leave. -->

  <xsl:template name="footer">
    <xsl:variable name="more">
      <xsl:call-template name="more"/>
    </xsl:variable>
    <xsl:if test="$more != ''">
      <p>
        <xsl:value-of select="$more"/>
      </p>
    </xsl:if>
    <hgroup>
      <xsl:call-template name="feeds"/>
    </hgroup>
    <xsl:if test="atom:rights != ''">
      <div>
        <loom:html>
          <xsl:value-of select="loom:html(atom:rights)"/>
        </loom:html>
      </div>
    </xsl:if>
    <xsl:if test="loom:edition/@unsubscribe != ''">
      <p>
        <xsl:text>Unsubscribe:</xsl:text>
        <br/>
        <a href="{loom:edition/@unsubscribe}">
          <xsl:value-of select="loom:edition/@unsubscribe"/>
        </a>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- "From The Quay:" or "Also in The Pier:", and the address below. -->
  <xsl:template name="place">
    <xsl:param name="url"/>
    <xsl:param name="title"/>
    <p>
      <xsl:choose>
        <xsl:when test="self::loom:also">Also in </xsl:when>
        <xsl:otherwise>From </xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="$title"/>
      <xsl:if test="$url != ''">
        <xsl:text>:</xsl:text>
        <br/>
        <a href="{$url}">
          <xsl:value-of select="$url"/>
        </a>
      </xsl:if>
    </p>
  </xsl:template>
</xsl:stylesheet>
