<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as JSON Feed 1.1 (https://jsonfeed.org/version/1.1), said in the XML
  form of JSON; the host writes the text.  One map for atom:feed with an array
  of one map for each atom:entry.  All that the feed says of itself stands in
  front of its items, for those who read a long feed as a stream.

  What JSON Feed has no member for stays as markup: elements of other
  namespaces, and these of Atom's, become members "_PREFIX" with the address of
  the namespace as "about" (the host does that).  "_atom" is there only when
  the plain members would lose something.  A name in "_atom" is complete: its
  elements stand in the place of all that the plain members say of them.

    id           of a feed; of an item, when RSS's isPermaLink says other than
                 that an id is a permanent link if it is the url
    updated      of a feed
    title, subtitle, summary
                 when there is markup in them, or a language of their own
    summary      also when there is no content (or none that JSON Feed can hold)
                 and it was taken for that: with no member "summary", content_html or content_text is
                 then a copy
    content      when it is not here, of another type, or in another language
    author       all of them, when one has an email address or says more than a
                 member can
    category     all of them, when one has a scheme or a label; of a feed
                 always
    link         all of them, when one is not alternate, related or enclosure
                 (in a feed: alternate, self, next or hub), is a second one
                 where only the first counts, says more than a member can, or
                 is an enclosure of no known type
    others       always: contributor, rights, source, generator, ...
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:googleplay="http://www.google.com/schemas/play-podcasts/1.0"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:j="http://www.w3.org/2005/xpath-functions"
    xmlns:loom="urn:feedloom"
    xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:rss="http://backend.userland.com/rss2"
    extension-element-prefixes="loom"
    exclude-result-prefixes="atom googleplay itunes loom media rss">

  <xsl:import href="lib/type.xsl"/>

  <!-- So many siblings are compared with each other, and no more. -->
  <xsl:variable name="few" select="200"/>

  <!-- The feed. -->

  <xsl:template match="/atom:feed">
    <j:map>
      <j:string key="version">https://jsonfeed.org/version/1.1</j:string>
      <j:string key="title">
        <xsl:call-template name="feed-title"/>
      </j:string>
      <xsl:apply-templates select="atom:link[@rel = 'alternate'][1]" mode="home"/>
      <xsl:apply-templates select="atom:link[@rel = 'self'][1]" mode="self"/>
      <xsl:if test="atom:subtitle != ''">
        <j:string key="description"><xsl:value-of select="loom:text(atom:subtitle)"/></j:string>
      </xsl:if>
      <xsl:copy-of select="j:*"/>
      <xsl:apply-templates select="atom:link[@rel = 'next'][1]" mode="next"/>
      <xsl:apply-templates select="(atom:logo | rss:image[not(../atom:logo)]/rss:url)[. != ''][1]" mode="icon"/>
      <xsl:apply-templates select="atom:icon[. != '']" mode="icon"/>
      <xsl:call-template name="authors"/>
      <xsl:call-template name="language"/>
      <xsl:if test="atom:link[@rel = 'hub']">
        <j:array key="hubs">
          <xsl:apply-templates select="atom:link[@rel = 'hub']" mode="hub"/>
        </j:array>
      </xsl:if>
      <xsl:call-template name="feed-rest"/>
      <j:array key="items">
        <xsl:apply-templates select="atom:entry"/>
      </j:array>
    </j:map>
  </xsl:template>

  <xsl:template name="feed-title">
    <xsl:variable name="title" select="loom:text(atom:title)"/>
    <xsl:choose>
      <xsl:when test="$title != ''">
        <xsl:value-of select="$title"/>
      </xsl:when>
      <xsl:when test="atom:link[@rel = 'alternate']">
        <xsl:value-of select="atom:link[@rel = 'alternate']/@href"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="atom:id"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:link" mode="home">
    <j:string key="home_page_url"><xsl:value-of select="@href"/></j:string>
  </xsl:template>

  <xsl:template match="atom:link" mode="self">
    <j:string key="feed_url"><xsl:value-of select="@href"/></j:string>
  </xsl:template>

  <xsl:template match="atom:link" mode="next">
    <j:string key="next_url"><xsl:value-of select="@href"/></j:string>
  </xsl:template>

  <xsl:template match="atom:link" mode="hub">
    <j:map>
      <xsl:if test="not(j:*[@key = 'type'])">
        <j:string key="type">WebSub</j:string>
      </xsl:if>
      <xsl:copy-of select="*"/>
      <j:string key="url"><xsl:value-of select="@href"/></j:string>
    </j:map>
  </xsl:template>

  <xsl:template match="atom:logo | rss:url" mode="icon">
    <j:string key="icon"><xsl:value-of select="."/></j:string>
  </xsl:template>

  <xsl:template match="atom:icon" mode="icon">
    <j:string key="favicon"><xsl:value-of select="."/></j:string>
  </xsl:template>

  <!-- What is the same for a feed and an entry. -->

  <xsl:template name="language">
    <xsl:if test="@xml:lang != ''">
      <j:string key="language"><xsl:value-of select="@xml:lang"/></j:string>
    </xsl:if>
  </xsl:template>

  <xsl:template name="authors">
    <loom:array key="authors">
      <xsl:for-each select="atom:author[atom:name != '' or atom:uri != '' or j:*]">
        <loom:map>
          <loom:string key="name" select="loom:text(atom:name)"/>
          <loom:string key="url" select="atom:uri"/>
          <xsl:copy-of select="*[not(self::atom:*)]"/>
        </loom:map>
      </xsl:for-each>
    </loom:array>
  </xsl:template>

  <!-- An entry. -->

  <!--
    First what JSON Feed can hold, then what it cannot.  Each entry comes here:
    a short path that says itself what it wants is cheaper than a variable.
  -->
  <xsl:template match="atom:entry">
    <loom:map>
      <loom:string key="id" select="atom:id"/>
      <!-- Of links of one kind the first counts; alternate ones come first of all. -->
      <loom:string key="url" select="atom:link[1][@rel = 'alternate']/@href"/>
      <loom:string key="external_url" select="atom:link[@rel = 'related']/@href"/>
      <loom:string key="title" select="loom:text(atom:title)"/>
      <!-- The content; or the summary for it; or an empty text. -->
      <xsl:choose>
        <xsl:when test="atom:content[@type = 'html' or @type = 'xhtml' or (not(@src) and (not(@type) or @type = 'text'))]">
          <xsl:for-each select="atom:content[@type = 'html' or @type = 'xhtml' or (not(@src) and (not(@type) or @type = 'text'))]">
            <xsl:call-template name="body"/>
          </xsl:for-each>
          <loom:string key="summary" select="loom:text(atom:summary)"/>
        </xsl:when>
        <xsl:when test="atom:summary">
          <xsl:for-each select="atom:summary">
            <xsl:call-template name="body"/>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise>
          <j:string key="content_text"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:copy-of select="j:*"/>
      <loom:string key="date_published" select="atom:published"/>
      <loom:string key="date_modified" select="atom:updated"/>
      <xsl:call-template name="authors"/>
      <!-- A category by its label, if it has one. -->
      <xsl:choose>
        <xsl:when test="atom:category/@label">
          <loom:strings key="tags" select="atom:category/@label[. != ''] | atom:category[not(@label != '')]/@term"/>
        </xsl:when>
        <xsl:otherwise>
          <loom:strings key="tags" select="atom:category/@term"/>
        </xsl:otherwise>
      </xsl:choose>
      <loom:string key="language" select="@xml:lang"/>
      <xsl:if test="atom:link[@rel = 'enclosure'] or media:* or itunes:* or googleplay:image">
        <xsl:call-template name="image"/>
        <xsl:call-template name="attachments"/>
      </xsl:if>

      <xsl:if test="atom:link[@rel != 'alternate'][not(@rel = 'enclosure' or @rel = 'related')] or
          atom:link[@rel != 'enclosure'][* or @*[3]] or
          atom:link[@rel = 'related'][2] or atom:link[2][@rel = 'alternate'] or
          atom:link[@rel = 'enclosure'][not(@type) or loom:except(@*, 'rel href type title length media:duration')]">
        <loom:copy select="atom:link"/>
      </xsl:if>
      <xsl:if test="atom:category[@*[2]]">
        <loom:copy select="atom:category"/>
      </xsl:if>
      <xsl:if test="atom:author[@* or atom:email or not(atom:name != '' or atom:uri != '' or j:*)]">
        <loom:copy select="atom:author"/>
      </xsl:if>
      <xsl:if test="(atom:id/@rss:isPermaLink = 'true') != (atom:id = atom:link[1][@rel = 'alternate']/@href)">
        <loom:copy select="atom:id[@rss:isPermaLink]"/>
      </xsl:if>
      <xsl:apply-templates select="atom:title[@*]" mode="rest"/>
      <xsl:choose>
        <xsl:when test="atom:rights">
          <xsl:apply-templates select="loom:except(*, 'atom:id atom:title atom:published atom:updated atom:author atom:link atom:category atom:summary atom:content j:*')" mode="rest"/>
        </xsl:when>
        <xsl:otherwise>
          <loom:copy select="loom:except(*, 'atom:id atom:title atom:published atom:updated atom:author atom:link atom:category atom:summary atom:content j:*')"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="atom:summary[@xml:lang or (@type = 'html' and contains(., '&lt;')) or (@type = 'xhtml' and */*)] or
          not(atom:content[@type = 'html' or @type = 'xhtml' or (not(@src) and (not(@type) or @type = 'text'))])">
        <xsl:for-each select="atom:summary">
          <xsl:call-template name="construct"/>
        </xsl:for-each>
      </xsl:if>
      <xsl:if test="atom:content[@xml:lang] or not(atom:content[@type = 'html' or @type = 'xhtml' or (not(@src) and (not(@type) or @type = 'text'))])">
        <xsl:for-each select="atom:content">
          <xsl:call-template name="construct"/>
        </xsl:for-each>
      </xsl:if>
    </loom:map>
  </xsl:template>

  <xsl:template name="body">
    <xsl:choose>
      <xsl:when test="@type = 'html'">
        <j:string key="content_html"><loom:copy select="descendant::text()"/></j:string>
      </xsl:when>
      <xsl:when test="@type = 'xhtml'">
        <j:string key="content_html"><xsl:value-of select="loom:html(.)"/></j:string>
      </xsl:when>
      <xsl:otherwise>
        <j:string key="content_text"><xsl:value-of select="."/></j:string>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="image">
    <xsl:variable name="image" select="(media:thumbnail/@url | media:group/media:thumbnail/@url)[1]"/>
    <xsl:variable name="picture" select="(media:content | media:group/media:content)[@medium = 'image']/@url"/>
    <xsl:choose>
      <xsl:when test="$image != ''">
        <j:string key="image"><xsl:value-of select="$image"/></j:string>
      </xsl:when>
      <xsl:when test="$picture != ''">
        <j:string key="image"><xsl:value-of select="$picture"/></j:string>
      </xsl:when>
      <xsl:when test="itunes:image/@href != ''">
        <j:string key="image"><xsl:value-of select="itunes:image/@href"/></j:string>
      </xsl:when>
      <xsl:when test="googleplay:image/@href != ''">
        <j:string key="image"><xsl:value-of select="googleplay:image/@href"/></j:string>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Attachments: the enclosures, and what Media RSS has beside them. -->

  <xsl:template name="attachments">
    <xsl:variable name="enclosures" select="atom:link[@rel = 'enclosure']"/>
    <xsl:variable name="media" select="(media:content | media:group/media:content)[@url and not(@medium = 'image' or starts-with(@type, 'image/')) and not($enclosures[$few + 1]) and not(@url = $enclosures/@href)]"/>
    <xsl:if test="$enclosures or $media">
      <j:array key="attachments">
        <xsl:for-each select="$enclosures">
          <xsl:call-template name="attachment">
            <xsl:with-param name="url" select="@href"/>
            <xsl:with-param name="title" select="@title"/>
            <xsl:with-param name="size" select="@length"/>
            <xsl:with-param name="duration" select="(@media:duration | ../itunes:duration[not($enclosures[2])])[1]"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="$media">
          <xsl:call-template name="attachment">
            <xsl:with-param name="url" select="@url"/>
            <xsl:with-param name="title" select="media:title"/>
            <xsl:with-param name="size" select="@fileSize"/>
            <xsl:with-param name="duration" select="@duration"/>
          </xsl:call-template>
        </xsl:for-each>
      </j:array>
    </xsl:if>
  </xsl:template>

  <xsl:template name="attachment">
    <xsl:param name="url"/>
    <xsl:param name="title"/>
    <xsl:param name="size"/>
    <xsl:param name="duration"/>
    <j:map>
      <j:string key="url"><xsl:value-of select="$url"/></j:string>
      <j:string key="mime_type">
        <xsl:choose>
          <xsl:when test="@type != ''">
            <xsl:value-of select="@type"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="guess-type">
              <xsl:with-param name="url" select="$url"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </j:string>
      <xsl:if test="$title != ''">
        <j:string key="title"><xsl:value-of select="normalize-space($title)"/></j:string>
      </xsl:if>
      <xsl:if test="$size &gt; 0 and translate($size, '0123456789', '') = '' and not(starts-with($size, '0'))">
        <j:number key="size_in_bytes"><xsl:value-of select="$size"/></j:number>
      </xsl:if>
      <xsl:call-template name="duration">
        <xsl:with-param name="time" select="normalize-space($duration)"/>
      </xsl:call-template>
      <xsl:copy-of select="self::atom:link/*"/>
    </j:map>
  </xsl:template>

  <!-- Seconds, from "SS", "MM:SS" or "HH:MM:SS". -->
  <xsl:template name="duration">
    <xsl:param name="time"/>
    <xsl:variable name="first" select="substring-before(concat($time, ':'), ':')"/>
    <xsl:variable name="rest" select="substring-after($time, ':')"/>
    <xsl:variable name="second" select="substring-before(concat($rest, ':'), ':')"/>
    <xsl:variable name="third" select="substring-after($rest, ':')"/>
    <xsl:variable name="seconds">
      <xsl:choose>
        <xsl:when test="$third != ''">
          <xsl:value-of select="$first * 3600 + $second * 60 + $third"/>
        </xsl:when>
        <xsl:when test="$rest != ''">
          <xsl:value-of select="$first * 60 + $second"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="number($time)"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="$seconds &gt; 0 and string-length($time) &lt; 16">
      <j:number key="duration_in_seconds"><xsl:value-of select="$seconds"/></j:number>
    </xsl:if>
  </xsl:template>

  <!--
    What JSON Feed cannot say: the rule at the top, and everything that is
    neither Atom nor XML-JSON.
  -->

  <xsl:template name="feed-rest">
    <xsl:if test="atom:link[count(@*) &gt; 2 or (* and @rel != 'hub') or
        not(@rel = 'alternate' or @rel = 'self' or @rel = 'next' or @rel = 'hub')] or
        atom:link[@rel = 'alternate'][2] or atom:link[@rel = 'self'][2] or
        atom:link[@rel = 'next'][2]">
      <xsl:copy-of select="atom:link"/>
    </xsl:if>
    <xsl:copy-of select="atom:category"/>
    <xsl:if test="atom:author[@* or atom:email or not(atom:name != '' or atom:uri != '' or j:*)]">
      <loom:copy select="atom:author"/>
    </xsl:if>
    <xsl:apply-templates select="loom:except(*[not(self::atom:entry)], 'atom:link atom:author atom:category atom:icon atom:logo j:*')" mode="rest"/>
  </xsl:template>

  <xsl:template match="*" mode="rest">
    <loom:copy select="."/>
  </xsl:template>

  <xsl:template match="atom:title | atom:subtitle" mode="rest">
    <xsl:if test="@xml:lang or (@type = 'html' and contains(., '&lt;')) or (@type = 'xhtml' and */*)">
      <xsl:call-template name="construct"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:rights" mode="rest">
    <xsl:call-template name="construct"/>
  </xsl:template>

  <!-- XHTML as HTML: members keep no order of elements of different names. -->
  <xsl:template name="construct">
    <xsl:choose>
      <xsl:when test="@type = 'xhtml'">
        <xsl:copy>
          <xsl:copy-of select="@*"/>
          <xsl:attribute name="type">html</xsl:attribute>
          <xsl:value-of select="loom:html(.)"/>
        </xsl:copy>
      </xsl:when>
      <xsl:otherwise>
        <loom:copy select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
