<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entries as a table: a row of headings, then a row for each entry.  Makes the
  table of XHTML; the host writes commas, quotes and what keeps a spreadsheet
  from taking text for a formula.  Several values in a cell have "; " between
  them.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    xmlns:str="http://exslt.org/strings"
    xmlns:wp="http://wordpress.org/export/1.2/"
    exclude-result-prefixes="atom str wp">

  <xsl:import href="lib/page.xsl"/>

  <!-- Names of columns, with blanks or line ends between them. -->
  <xsl:param name="columns"/>
  <!-- comma, semicolon or tab. -->
  <xsl:param name="separator"/>
  <!-- Begin with a byte order mark. -->
  <xsl:param name="bom"/>

  <xsl:variable name="names" select="str:tokenize($columns)"/>
  <xsl:variable name="known" select="' id title link published updated author contributor categories summary content html language rights source enclosures '"/>
  <!-- Whose entries are that do not say so; of a crowd the first few. -->
  <xsl:variable name="feed-authors">
    <xsl:variable name="names">
      <xsl:apply-templates select="/atom:feed/atom:author[position() &lt;= 20]" mode="value"/>
    </xsl:variable>
    <xsl:value-of select="substring($names, 1, 1000)"/>
  </xsl:variable>

  <xsl:template match="/atom:feed">
    <table loom:separator="{$separator}" loom:bom="{$bom}">
      <tr>
        <xsl:apply-templates select="$names"/>
      </tr>
      <xsl:apply-templates select="atom:entry"/>
    </table>
  </xsl:template>

  <xsl:template match="token">
    <xsl:if test="not(contains(., ':') or contains($known, concat(' ', ., ' ')))">
      <xsl:message terminate="yes">
        <xsl:value-of select="concat('no column ', ., '; there are:', $known, 'and prefix:name of any element, meta:key of a custom field')"/>
      </xsl:message>
    </xsl:if>
    <th>
      <xsl:value-of select="."/>
    </th>
  </xsl:template>

  <xsl:template match="atom:entry">
    <xsl:variable name="entry" select="."/>
    <tr>
      <xsl:for-each select="$names">
        <td>
          <xsl:apply-templates select="$entry" mode="cell">
            <xsl:with-param name="name" select="string(.)"/>
          </xsl:apply-templates>
        </td>
      </xsl:for-each>
    </tr>
  </xsl:template>

  <xsl:template match="atom:entry" mode="cell">
    <xsl:param name="name"/>
    <xsl:choose>
      <xsl:when test="starts-with($name, 'meta:')">
        <xsl:apply-templates select="wp:postmeta[wp:meta_key = substring-after($name, ':')]/wp:meta_value" mode="value"/>
      </xsl:when>
      <xsl:when test="contains($name, ':')">
        <xsl:variable name="local" select="substring-after($name, ':')"/>
        <xsl:apply-templates select="*[local-name() = $local][loom:name(.) = $name]" mode="value"/>
      </xsl:when>
      <xsl:when test="$name = 'id'">
        <xsl:value-of select="atom:id"/>
      </xsl:when>
      <xsl:when test="$name = 'title'">
        <xsl:value-of select="loom:text(atom:title)"/>
      </xsl:when>
      <xsl:when test="$name = 'link'">
        <xsl:call-template name="page-url"/>
      </xsl:when>
      <xsl:when test="$name = 'published'">
        <xsl:value-of select="atom:published"/>
      </xsl:when>
      <xsl:when test="$name = 'updated'">
        <xsl:value-of select="atom:updated"/>
      </xsl:when>
      <xsl:when test="$name = 'author'">
        <xsl:variable name="people" select="atom:author[normalize-space(atom:name) != '' or normalize-space(atom:email) != '']"/>
        <xsl:apply-templates select="$people" mode="value"/>
        <xsl:if test="not($people)">
          <xsl:value-of select="$feed-authors"/>
        </xsl:if>
      </xsl:when>
      <xsl:when test="$name = 'contributor'">
        <xsl:apply-templates select="atom:contributor" mode="value"/>
      </xsl:when>
      <xsl:when test="$name = 'categories'">
        <xsl:apply-templates select="atom:category" mode="value"/>
      </xsl:when>
      <xsl:when test="$name = 'summary'">
        <xsl:value-of select="loom:text(atom:summary)"/>
      </xsl:when>
      <xsl:when test="$name = 'content'">
        <xsl:value-of select="loom:text(atom:content)"/>
      </xsl:when>
      <xsl:when test="$name = 'html'">
        <xsl:value-of select="loom:html(atom:content)"/>
      </xsl:when>
      <xsl:when test="$name = 'language'">
        <xsl:value-of select="(@xml:lang | ../@xml:lang[not(current()/@xml:lang)])[1]"/>
      </xsl:when>
      <xsl:when test="$name = 'rights'">
        <xsl:value-of select="loom:text(atom:rights)"/>
      </xsl:when>
      <xsl:when test="$name = 'source'">
        <xsl:apply-templates select="atom:source" mode="value"/>
      </xsl:when>
      <xsl:when test="$name = 'enclosures'">
        <xsl:apply-templates select="atom:link[@rel = 'enclosure']" mode="value"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- One of the values of a cell. -->

  <xsl:template match="*" mode="value">
    <xsl:if test="position() &gt; 1">; </xsl:if>
    <xsl:apply-templates select="." mode="text"/>
  </xsl:template>

  <xsl:template match="atom:author | atom:contributor" mode="text">
    <xsl:choose>
      <xsl:when test="normalize-space(atom:name) != ''">
        <xsl:value-of select="normalize-space(atom:name)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="normalize-space(atom:email)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:category" mode="text">
    <xsl:choose>
      <xsl:when test="@label != ''">
        <xsl:value-of select="@label"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="@term"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:source" mode="text">
    <xsl:value-of select="loom:text(atom:title)"/>
  </xsl:template>

  <xsl:template match="atom:link" mode="text">
    <xsl:value-of select="@href"/>
  </xsl:template>

  <!-- Any other element: its text; that of elements in it; an address. -->
  <xsl:template match="*" mode="text">
    <xsl:choose>
      <xsl:when test="* and . != ''">
        <xsl:for-each select=".//text()[normalize-space(.) != '']">
          <xsl:if test="position() &gt; 1">
            <xsl:text> </xsl:text>
          </xsl:if>
          <xsl:value-of select="normalize-space(.)"/>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test=". != ''">
        <xsl:value-of select="."/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="(@url | @href | @src | @resource | @value)[1]"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
