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
        <xsl:apply-templates select="atom:title"/>
        <xsl:if test="not(atom:title)"><title/></xsl:if>
        <xsl:call-template name="feed-link"/>
        <xsl:apply-templates select="atom:subtitle"/>
        <xsl:if test="not(atom:subtitle)"><description/></xsl:if>
        <xsl:if test="@xml:lang">
          <language><xsl:value-of select="@xml:lang"/></language>
        </xsl:if>
        <xsl:apply-templates select="atom:rights" mode="feed"/>
        <xsl:call-template name="authors">
          <xsl:with-param name="one" select="'managingEditor'"/>
        </xsl:call-template>
        <xsl:call-template name="contributors"/>
        <xsl:apply-templates select="atom:updated" mode="feed"/>
        <xsl:apply-templates select="atom:category"/>
        <xsl:apply-templates select="atom:generator"/>
        <xsl:call-template name="feed-image"/>
        <xsl:call-template name="rss"/>
        <xsl:copy-of select="atom:id[not(@loom:made)] | atom:icon"/>
        <xsl:copy-of select="atom:link[not(@rel = 'alternate')] | atom:link[@rel = 'alternate'][position() &gt; 1]"/>
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
        <link loom:made="up">about:blank</link>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:rights" mode="feed">
    <copyright>
      <xsl:if test="@type = 'html' or @type = 'xhtml'">
        <xsl:attribute name="loom:made">up</xsl:attribute>
      </xsl:if>
      <xsl:if test="(not(@type) or @type = 'text') and contains(., '&lt;')">
        <xsl:attribute name="atom:type">text</xsl:attribute>
      </xsl:if>
      <xsl:value-of select="loom:text(.)"/>
    </copyright>
    <xsl:copy-of select="self::*[@type = 'html' or @type = 'xhtml']"/>
  </xsl:template>

  <!-- The picture: RSS's own, which rides along, or one made of the logo. -->
  <xsl:template name="feed-image">
    <xsl:if test="atom:logo and not(rss:image[rss:url != '' and rss:title and rss:link != '' and count(rss:url | rss:title | rss:link) = 3])">
      <image loom:made="up">
        <url><xsl:value-of select="atom:logo"/></url>
        <title><xsl:value-of select="loom:text(atom:title)"/></title>
        <link><xsl:value-of select="(atom:link[@rel = 'alternate'] | atom:link[@rel = 'self'])[1]/@href"/></link>
      </image>
    </xsl:if>
    <xsl:copy-of select="atom:logo[not(. = ../rss:image/rss:url)]"/>
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
      <xsl:apply-templates select="atom:published"/>
      <xsl:if test="not(atom:published) and atom:updated">
        <pubDate loom:made="up"><xsl:value-of select="loom:rfc822(atom:updated)"/></pubDate>
      </xsl:if>
      <xsl:apply-templates select="atom:updated"/>
      <xsl:call-template name="authors">
        <xsl:with-param name="one" select="'author'"/>
      </xsl:call-template>
      <xsl:call-template name="contributors"/>
      <xsl:apply-templates select="atom:category"/>
      <xsl:if test="@xml:lang">
        <dc:language><xsl:value-of select="@xml:lang"/></dc:language>
      </xsl:if>
      <xsl:apply-templates select="atom:rights | atom:source"/>
      <xsl:apply-templates select="atom:link[@rel = 'enclosure']" mode="enclosure"/>
      <xsl:apply-templates select="atom:link[@rel = 'replies'][@type = 'text/html'][1]" mode="comments"/>
      <xsl:copy-of select="atom:link[@rel = 'alternate'][position() &gt; 1] |
          atom:link[@rel = 'replies'][@type = 'text/html'][position() &gt; 1] |
          atom:link[@rel != 'alternate' and @rel != 'enclosure' and not(@rel = 'replies' and @type = 'text/html')]"/>
      <xsl:copy-of select="*[not(self::atom:* or self::rss:*)]"/>
      <xsl:call-template name="text"/>
      <xsl:copy-of select="rss:*"/>
    </item>
  </xsl:template>

  <xsl:template match="atom:title">
    <xsl:variable name="markup" select="(@type = 'html' and contains(., '&lt;')) or @type = 'xhtml'"/>
    <title>
      <xsl:if test="$markup">
        <xsl:attribute name="loom:made">up</xsl:attribute>
      </xsl:if>
      <xsl:copy-of select="@*[namespace-uri() != '']"/>
      <xsl:value-of select="loom:text(.)"/>
    </title>
    <xsl:if test="$markup">
      <xsl:copy-of select="."/>
    </xsl:if>
  </xsl:template>

  <!-- What RSS takes for text or HTML by what is in it. -->
  <xsl:template match="atom:subtitle">
    <description>
      <xsl:copy-of select="@*[namespace-uri() != '']"/>
      <xsl:choose>
        <xsl:when test="(@type = 'html' and contains(., '&lt;')) or @type = 'xhtml'">
          <xsl:attribute name="atom:type">html</xsl:attribute>
          <xsl:value-of select="loom:html(.)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:if test="contains(., '&lt;')">
            <xsl:attribute name="atom:type">text</xsl:attribute>
          </xsl:if>
          <xsl:value-of select="loom:text(.)"/>
        </xsl:otherwise>
      </xsl:choose>
    </description>
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
    <xsl:for-each select="@title">
      <xsl:attribute name="atom:title"><xsl:value-of select="."/></xsl:attribute>
    </xsl:for-each>
    <xsl:for-each select="@hreflang">
      <xsl:attribute name="atom:hreflang"><xsl:value-of select="."/></xsl:attribute>
    </xsl:for-each>
    <xsl:for-each select="@type[. != $implied]">
      <xsl:attribute name="atom:type"><xsl:value-of select="."/></xsl:attribute>
    </xsl:for-each>
    <xsl:for-each select="@length">
      <xsl:attribute name="atom:length"><xsl:value-of select="."/></xsl:attribute>
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

  <!-- RSS's dates have whole seconds. -->
  <xsl:template match="atom:published">
    <pubDate>
      <xsl:call-template name="date"/>
    </pubDate>
    <xsl:copy-of select="self::*[contains(., '.')]"/>
  </xsl:template>

  <xsl:template match="atom:updated" mode="feed">
    <lastBuildDate>
      <xsl:call-template name="date"/>
    </lastBuildDate>
    <xsl:copy-of select="self::*[contains(., '.')]"/>
  </xsl:template>

  <xsl:template name="date">
    <xsl:if test="contains(., '.')">
      <xsl:attribute name="loom:made">up</xsl:attribute>
    </xsl:if>
    <xsl:value-of select="loom:rfc822(.)"/>
  </xsl:template>

  <!--
    One person with an address is RSS's; names alone are Dublin Core's; when
    somebody says more than that, or has a name that would not be read back as
    it is, all are Atom's, and Dublin Core's for readers of plain RSS.
  -->
  <xsl:template name="authors">
    <xsl:param name="one"/>
    <xsl:variable name="more" select="atom:author[@* or *[not(self::atom:name)] or atom:name = '' or translate(atom:name, '&amp;@()&lt;&gt;&quot;,;', '') != atom:name]"/>
    <xsl:choose>
      <xsl:when test="not($more)">
        <xsl:for-each select="atom:author">
          <dc:creator><xsl:value-of select="atom:name"/></dc:creator>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test="not(atom:author[2]) and $more[not(@*) and atom:name != '' and atom:email and count(*) = 2 and (atom:name = atom:email or translate(atom:name, '&amp;@()&lt;&gt;&quot;,;', '') = atom:name)]">
        <xsl:element name="{$one}">
          <xsl:value-of select="atom:author/atom:email"/>
          <xsl:if test="atom:author/atom:name != atom:author/atom:email"> (<xsl:value-of select="atom:author/atom:name"/>)</xsl:if>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="atom:author[atom:name != '']">
          <dc:creator loom:made="up"><xsl:value-of select="atom:name"/></dc:creator>
        </xsl:for-each>
        <xsl:copy-of select="atom:author"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="contributors">
    <xsl:choose>
      <xsl:when test="atom:contributor[@* or *[not(self::atom:name)] or atom:name = '' or translate(atom:name, '&amp;@()&lt;&gt;&quot;,;', '') != atom:name]">
        <xsl:copy-of select="atom:contributor"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="atom:contributor">
          <dc:contributor><xsl:value-of select="atom:name"/></dc:contributor>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
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
      <dc:rights>
        <xsl:copy-of select="@*[namespace-uri() != '']"/>
        <xsl:if test="contains(., '&lt;')">
          <xsl:attribute name="atom:type">text</xsl:attribute>
        </xsl:if>
        <xsl:value-of select="."/>
      </dc:rights>
    </xsl:if>
    <xsl:if test="@type and @type != 'text'">
      <xsl:copy-of select="."/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:source">
    <xsl:choose>
      <xsl:when test="count(*) = 2 and atom:link[@rel = 'self' and count(@*) = 2] and atom:title[not(@*) or @type = 'text']">
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

  <!-- An item must have a title or a description. -->
  <xsl:template name="text">
    <xsl:apply-templates select="atom:summary"/>
    <xsl:if test="not(atom:summary or atom:title)">
      <description loom:made="up"><xsl:value-of select="substring(loom:text(atom:content), 1, 280)"/></description>
    </xsl:if>
    <xsl:apply-templates select="atom:content"/>
  </xsl:template>

  <!-- Both are HTML.  A summary without tags is read as text, content is not. -->
  <xsl:template match="atom:summary">
    <description>
      <xsl:copy-of select="@*[namespace-uri() != '']"/>
      <xsl:value-of select="loom:html(.)"/>
    </description>
  </xsl:template>

  <xsl:template match="atom:content">
    <xsl:choose>
      <xsl:when test="not(@src) and (not(@type) or @type = 'text' or @type = 'html' or @type = 'xhtml')">
        <content:encoded>
          <xsl:copy-of select="@*[namespace-uri() != '']"/>
          <xsl:if test="not(@type) or @type = 'text'">
            <xsl:attribute name="atom:type">text</xsl:attribute>
          </xsl:if>
          <xsl:value-of select="loom:html(.)"/>
        </content:encoded>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!--
    RSS's own elements come back to where they were, if the specification has
    them there; all others stay in the namespace that RSS would have.
  -->
  <xsl:template name="rss">
    <xsl:variable name="bare" select="rss:docs[. != ''][1] | rss:rating[1] | rss:skipDays[1] |
        rss:ttl[. &gt; 0][1] |
        rss:webMaster[contains(substring(., 2), '@')][1] |
        rss:pubDate[string-length(loom:rfc822(.)) = 31 and contains(., ':') and substring(normalize-space(.), 5, 1) != '-'][1] |
        rss:cloud[@domain and @port and @path and @registerProcedure and @protocol][1] |
        rss:textInput[rss:title and rss:description and rss:name and rss:link != '' and count(rss:*) = 4][1] |
        rss:image[rss:url != '' and rss:title and rss:link != '' and count(rss:url | rss:title | rss:link) = 3][1] |
        rss:skipHours[not(rss:hour[not(. &gt;= 0 and . &lt; 24)])][1]"/>
    <xsl:apply-templates select="$bare" mode="bare"/>
    <xsl:copy-of select="rss:*[count(. | $bare) != count($bare)]"/>
  </xsl:template>

  <xsl:template match="rss:*" mode="bare">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@*"/>
      <xsl:apply-templates select="rss:* | text()" mode="bare"/>
      <xsl:copy-of select="*[not(self::rss:*)]"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="text()" mode="bare"><xsl:value-of select="."/></xsl:template>

  <xsl:template match="text()"><xsl:value-of select="."/></xsl:template>
</xsl:stylesheet>
