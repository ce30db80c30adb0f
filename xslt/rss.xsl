<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as RSS 2.0, as the RSS Advisory Board's profile wants it.  What RSS
  itself cannot say is said by the module that can (dc, content, atom), or
  rides on RSS's element as an attribute of another namespace.  Elements that
  repeat something for readers of plain RSS are marked loom:made="up".
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:loom="urn:feedloom"
    xmlns:rss="http://backend.userland.com/rss2"
    exclude-result-prefixes="rss">

  <xsl:template match="/atom:feed">
    <rss version="2.0">
      <xsl:copy-of select="namespace::*[. != 'http://backend.userland.com/rss2']"/>
      <channel>
        <title><xsl:value-of select="loom:text(atom:title)"/></title>
        <xsl:call-template name="feed-link"/>
        <description><xsl:value-of select="loom:text(atom:subtitle)"/></description>
        <xsl:if test="@xml:lang">
          <language><xsl:value-of select="@xml:lang"/></language>
        </xsl:if>
        <xsl:apply-templates select="atom:rights" mode="feed"/>
        <xsl:apply-templates select="atom:author" mode="feed"/>
        <xsl:apply-templates select="atom:contributor"/>
        <xsl:if test="atom:updated">
          <lastBuildDate><xsl:value-of select="loom:rfc822(atom:updated)"/></lastBuildDate>
        </xsl:if>
        <xsl:apply-templates select="atom:category"/>
        <xsl:apply-templates select="atom:generator"/>
        <xsl:call-template name="feed-image"/>
        <xsl:apply-templates select="rss:*"/>
        <xsl:copy-of select="atom:id[not(@loom:made)] | atom:icon"/>
        <xsl:apply-templates select="atom:link[not(@rel = 'alternate')] | atom:link[@rel = 'alternate'][position() &gt; 1]" mode="atom"/>
        <xsl:copy-of select="*[not(self::atom:* or self::rss:*)]"/>
        <xsl:apply-templates select="atom:entry"/>
      </channel>
    </rss>
  </xsl:template>

  <!-- A channel must have a link: its own, or where the feed is. -->
  <xsl:template name="feed-link">
    <xsl:choose>
      <xsl:when test="atom:link[@rel = 'alternate']">
        <xsl:apply-templates select="atom:link[@rel = 'alternate'][1]"/>
      </xsl:when>
      <xsl:when test="atom:link[@rel = 'self']">
        <link loom:made="up"><xsl:value-of select="atom:link[@rel = 'self']/@href"/></link>
      </xsl:when>
      <xsl:otherwise>
        <link loom:made="up"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- RSS wants an address for an editor; a name alone is Dublin Core's. -->
  <xsl:template match="atom:author" mode="feed">
    <xsl:choose>
      <xsl:when test="atom:email and not(preceding-sibling::atom:author) and not(atom:uri or *[not(self::atom:*)])">
        <managingEditor><xsl:call-template name="address"/></managingEditor>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:rights" mode="feed">
    <copyright><xsl:value-of select="loom:text(.)"/></copyright>
    <xsl:if test="@type = 'html' or @type = 'xhtml'">
      <xsl:copy-of select="."/>
    </xsl:if>
  </xsl:template>

  <!-- The picture: RSS's own, which rides along, or one made of the logo. -->
  <xsl:template name="feed-image">
    <xsl:if test="atom:logo and not(rss:image)">
      <image>
        <url><xsl:value-of select="atom:logo"/></url>
        <title><xsl:value-of select="loom:text(atom:title)"/></title>
        <link><xsl:value-of select="(atom:link[@rel = 'alternate'] | atom:link[@rel = 'self'])[1]/@href"/></link>
      </image>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:generator">
    <generator>
      <xsl:if test="@uri or @version">
        <xsl:attribute name="loom:made">up</xsl:attribute>
      </xsl:if>
      <xsl:value-of select="."/>
    </generator>
    <xsl:if test="@uri or @version">
      <xsl:copy-of select="."/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:entry">
    <item>
      <xsl:apply-templates select="atom:title"/>
      <xsl:apply-templates select="atom:link[@rel = 'alternate'][1]"/>
      <xsl:call-template name="guid"/>
      <xsl:if test="atom:published">
        <pubDate><xsl:value-of select="loom:rfc822(atom:published)"/></pubDate>
      </xsl:if>
      <xsl:if test="not(atom:published) and atom:updated">
        <pubDate loom:made="up"><xsl:value-of select="loom:rfc822(atom:updated)"/></pubDate>
      </xsl:if>
      <xsl:apply-templates select="atom:updated"/>
      <xsl:call-template name="authors"/>
      <xsl:apply-templates select="atom:contributor | atom:category"/>
      <xsl:if test="@xml:lang">
        <dc:language><xsl:value-of select="@xml:lang"/></dc:language>
      </xsl:if>
      <xsl:apply-templates select="atom:rights | atom:source"/>
      <xsl:apply-templates select="atom:link[@rel = 'enclosure']" mode="enclosure"/>
      <xsl:apply-templates select="atom:link[@rel = 'replies'][@type = 'text/html'][1]" mode="comments"/>
      <xsl:apply-templates select="atom:link[@rel != 'enclosure']" mode="rest"/>
      <xsl:apply-templates select="rss:*"/>
      <xsl:copy-of select="*[not(self::atom:* or self::rss:*)]"/>
      <xsl:call-template name="text"/>
    </item>
  </xsl:template>

  <xsl:template match="atom:title">
    <xsl:variable name="markup" select="(@type = 'html' and contains(., '&lt;')) or @type = 'xhtml'"/>
    <title>
      <xsl:if test="$markup">
        <xsl:attribute name="loom:made">up</xsl:attribute>
      </xsl:if>
      <xsl:value-of select="loom:text(.)"/>
    </title>
    <xsl:if test="$markup">
      <xsl:copy-of select="."/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:link">
    <link>
      <xsl:call-template name="riders"/>
      <xsl:value-of select="@href"/>
    </link>
  </xsl:template>

  <!-- What Atom's link says beside its address. -->
  <xsl:template name="riders">
    <xsl:param name="implied"/>
    <xsl:for-each select="@*[namespace-uri() = '' and name() != 'rel' and name() != 'href' and not(name() = 'type' and . = $implied)]">
      <xsl:attribute name="atom:{name()}"><xsl:value-of select="."/></xsl:attribute>
    </xsl:for-each>
    <xsl:copy-of select="@*[namespace-uri() != '']"/>
  </xsl:template>

  <xsl:template name="guid">
    <guid>
      <xsl:attribute name="isPermaLink">
        <xsl:choose>
          <xsl:when test="atom:id/@rss:isPermaLink"><xsl:value-of select="atom:id/@rss:isPermaLink"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="atom:id = atom:link[@rel = 'alternate']/@href"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:value-of select="atom:id"/>
    </guid>
  </xsl:template>

  <xsl:template match="atom:updated">
    <xsl:copy-of select="."/>
  </xsl:template>

  <!-- One address is RSS's author, names are Dublin Core's. -->
  <xsl:template name="authors">
    <xsl:choose>
      <xsl:when test="count(atom:author) = 1 and atom:author[atom:email and not(atom:uri or *[not(self::atom:*)])]">
        <xsl:for-each select="atom:author">
          <author><xsl:call-template name="address"/></author>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="atom:author"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="address">
    <xsl:value-of select="atom:email"/>
    <xsl:if test="atom:name != '' and atom:name != atom:email"> (<xsl:value-of select="atom:name"/>)</xsl:if>
  </xsl:template>

  <xsl:template match="atom:author">
    <xsl:if test="atom:name != ''">
      <dc:creator><xsl:value-of select="atom:name"/></dc:creator>
    </xsl:if>
    <xsl:if test="atom:name = '' or *[not(self::atom:name)]">
      <xsl:copy-of select="."/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:contributor">
    <xsl:if test="not(*[not(self::atom:name)])">
      <dc:contributor><xsl:value-of select="atom:name"/></dc:contributor>
    </xsl:if>
    <xsl:if test="*[not(self::atom:name)]">
      <xsl:copy-of select="."/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:category">
    <category>
      <xsl:if test="@scheme">
        <xsl:attribute name="domain"><xsl:value-of select="@scheme"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="@label">
        <xsl:attribute name="atom:label"><xsl:value-of select="@label"/></xsl:attribute>
      </xsl:if>
      <xsl:copy-of select="@*[namespace-uri() != '']"/>
      <xsl:value-of select="@term"/>
    </category>
  </xsl:template>

  <xsl:template match="atom:rights">
    <xsl:if test="not(@type) or @type = 'text'">
      <dc:rights><xsl:value-of select="."/></dc:rights>
    </xsl:if>
    <xsl:if test="@type and @type != 'text'">
      <xsl:copy-of select="."/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:source">
    <xsl:choose>
      <xsl:when test="atom:link[@rel = 'self'] and count(*) = count(atom:title | atom:link[@rel = 'self'])">
        <source url="{atom:link[@rel = 'self']/@href}"><xsl:value-of select="loom:text(atom:title)"/></source>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- RSS demands length and type. -->
  <xsl:template match="atom:link" mode="enclosure">
    <enclosure url="{@href}">
      <xsl:attribute name="length">
        <xsl:value-of select="@length"/>
        <xsl:if test="not(@length &gt;= 0)">0</xsl:if>
      </xsl:attribute>
      <xsl:attribute name="type">
        <xsl:value-of select="@type"/>
        <xsl:if test="not(@type != '')">application/octet-stream</xsl:if>
      </xsl:attribute>
      <xsl:if test="@title">
        <xsl:attribute name="atom:title"><xsl:value-of select="@title"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="@hreflang">
        <xsl:attribute name="atom:hreflang"><xsl:value-of select="@hreflang"/></xsl:attribute>
      </xsl:if>
      <xsl:copy-of select="@*[namespace-uri() != ''] | *"/>
    </enclosure>
  </xsl:template>

  <xsl:template match="atom:link" mode="comments">
    <comments>
      <xsl:call-template name="riders">
        <xsl:with-param name="implied" select="'text/html'"/>
      </xsl:call-template>
      <xsl:value-of select="@href"/>
    </comments>
  </xsl:template>

  <!-- Links that plain RSS has no element for. -->
  <xsl:template match="atom:link" mode="rest">
    <xsl:choose>
      <xsl:when test="@rel = 'alternate' and not(preceding-sibling::atom:link[@rel = 'alternate'])"/>
      <xsl:when test="@rel = 'replies' and @type = 'text/html' and not(preceding-sibling::atom:link[@rel = 'replies' and @type = 'text/html'])"/>
      <xsl:otherwise><xsl:copy-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:link" mode="atom">
    <xsl:copy-of select="."/>
  </xsl:template>

  <!-- An item must have a title or a description. -->
  <xsl:template name="text">
    <xsl:choose>
      <xsl:when test="atom:summary">
        <description><xsl:value-of select="loom:html(atom:summary)"/></description>
      </xsl:when>
      <xsl:when test="not(atom:title)">
        <description loom:made="up"><xsl:value-of select="substring(loom:text(atom:content), 1, 280)"/></description>
      </xsl:when>
    </xsl:choose>
    <xsl:apply-templates select="atom:content"/>
  </xsl:template>

  <xsl:template match="atom:content">
    <xsl:choose>
      <xsl:when test="not(@src) and (not(@type) or @type = 'text' or @type = 'html' or @type = 'xhtml')">
        <content:encoded><xsl:value-of select="loom:html(.)"/></content:encoded>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- RSS's own elements come back to where they were. -->
  <xsl:template match="rss:*">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates select="rss:* | text()"/>
      <xsl:copy-of select="*[not(self::rss:*)]"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="text()"><xsl:value-of select="."/></xsl:template>
</xsl:stylesheet>
