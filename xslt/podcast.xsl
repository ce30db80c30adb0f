<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as a podcast: RSS 2.0 with what Apple Podcasts demands and the podcast
  namespace (Podcasting 2.0) offers.  Only entries that have a sound or a film
  are episodes.  What the feed says of itself counts unless an option says
  otherwise; what is demanded and neither says is told, and nothing is made up
  but the podcast:guid, which is made of the podcast's address.

  itunes:*, podcast:* and all other elements of modules come along as they are.
  Those that are written here, once and in the form that is demanded:

    itunes:author, itunes:category, itunes:explicit, itunes:image,
    itunes:owner, itunes:type, podcast:guid, podcast:locked
    of an episode: itunes:duration, itunes:episodeType, itunes:explicit
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:googleplay="http://www.google.com/schemas/play-podcasts/1.0"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:loom="urn:feedloom"
    xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:podcast="https://podcastindex.org/namespace/1.0"
    xmlns:rss="http://backend.userland.com/rss2"
    xmlns:str="http://exslt.org/strings"
    xmlns:wp="http://wordpress.org/export/1.2/"
    exclude-result-prefixes="googleplay loom media rss str wp">

  <xsl:import href="rss.xsl"/>
  <xsl:import href="lib/page.xsl"/>
  <xsl:import href="lib/type.xsl"/>

  <!-- What the feed does not say, or says wrongly. -->
  <xsl:param name="author"/>
  <xsl:param name="category"/>
  <xsl:param name="description"/>
  <xsl:param name="email"/>
  <xsl:param name="explicit"/>
  <xsl:param name="image"/>
  <xsl:param name="language"/>
  <xsl:param name="link"/>
  <xsl:param name="locked"/>
  <xsl:param name="type"/>
  <xsl:param name="url"/>

  <!-- The podcast. -->

  <xsl:template match="/atom:feed">
    <rss version="2.0">
      <xsl:copy-of select="namespace::*[. != 'http://backend.userland.com/rss2' and . != 'urn:feedloom']"/>
      <channel>
        <xsl:call-template name="plain"/>
        <xsl:call-template name="addresses"/>
        <xsl:call-template name="itunes"/>
        <xsl:call-template name="podcasting"/>
        <xsl:call-template name="rss"/>
        <xsl:copy-of select="*[not(self::atom:* or self::rss:* or self::wp:* or
            self::itunes:author or self::itunes:category or self::itunes:explicit or
            self::itunes:image or self::itunes:owner or self::itunes:type or
            self::podcast:guid or self::podcast:locked)]"/>
        <xsl:apply-templates select="atom:entry"/>
      </channel>
    </rss>
  </xsl:template>

  <!-- What is RSS's own. -->
  <xsl:template name="plain">
    <title>
      <xsl:value-of select="loom:text(atom:title)"/>
    </title>
    <xsl:call-template name="demand">
      <xsl:with-param name="what" select="'title'"/>
      <xsl:with-param name="value" select="loom:text(atom:title)"/>
    </xsl:call-template>
    <xsl:variable name="about">
      <xsl:value-of select="$description"/>
      <xsl:if test="$description = ''">
        <xsl:value-of select="loom:text(atom:subtitle)"/>
      </xsl:if>
    </xsl:variable>
    <description>
      <xsl:value-of select="$about"/>
    </description>
    <xsl:call-template name="demand">
      <xsl:with-param name="what" select="'description'"/>
      <xsl:with-param name="value" select="$about"/>
      <xsl:with-param name="say" select="'description=TEXT'"/>
    </xsl:call-template>
    <xsl:variable name="spoken">
      <xsl:value-of select="$language"/>
      <xsl:if test="$language = ''">
        <xsl:value-of select="@xml:lang"/>
      </xsl:if>
    </xsl:variable>
    <xsl:if test="$spoken != ''">
      <language>
        <xsl:value-of select="$spoken"/>
      </language>
    </xsl:if>
    <xsl:call-template name="demand">
      <xsl:with-param name="what" select="'language'"/>
      <xsl:with-param name="value" select="$spoken"/>
      <xsl:with-param name="say" select="'language=CODE'"/>
    </xsl:call-template>
    <xsl:apply-templates select="atom:rights" mode="feed"/>
    <xsl:apply-templates select="atom:updated" mode="feed"/>
    <xsl:apply-templates select="atom:category | atom:generator"/>
  </xsl:template>

  <!-- Its page, and where it is itself. -->
  <xsl:template name="addresses">
    <xsl:variable name="page">
      <xsl:value-of select="$link"/>
      <xsl:if test="$link = ''">
        <xsl:call-template name="page-url"/>
      </xsl:if>
    </xsl:variable>
    <link>
      <xsl:value-of select="loom:uri($page)"/>
    </link>
    <xsl:call-template name="demand">
      <xsl:with-param name="what" select="'link'"/>
      <xsl:with-param name="value" select="$page"/>
      <xsl:with-param name="say" select="'link=URL'"/>
    </xsl:call-template>
    <xsl:variable name="self">
      <xsl:call-template name="self"/>
    </xsl:variable>
    <xsl:if test="$self != ''">
      <atom:link rel="self" href="{loom:uri($self)}" type="application/rss+xml"/>
    </xsl:if>
    <xsl:call-template name="demand">
      <xsl:with-param name="what" select="'address of this podcast'"/>
      <xsl:with-param name="value" select="$self"/>
      <xsl:with-param name="say" select="'url=URL'"/>
    </xsl:call-template>
    <xsl:copy-of select="atom:link[not(@rel = 'alternate' or @rel = 'self')]"/>
  </xsl:template>

  <xsl:template name="self">
    <xsl:value-of select="$url"/>
    <xsl:if test="$url = ''">
      <xsl:value-of select="atom:link[@rel = 'self'][1]/@href"/>
    </xsl:if>
  </xsl:template>

  <!-- What Apple reads. -->
  <xsl:template name="itunes">
    <xsl:variable name="who">
      <xsl:call-template name="author"/>
    </xsl:variable>
    <xsl:if test="$who != ''">
      <itunes:author>
        <xsl:value-of select="$who"/>
      </itunes:author>
    </xsl:if>
    <xsl:variable name="owner" select="atom:author[atom:email != ''][1]"/>
    <xsl:choose>
      <xsl:when test="$email != ''">
        <itunes:owner>
          <itunes:name>
            <xsl:value-of select="$who"/>
          </itunes:name>
          <itunes:email>
            <xsl:value-of select="$email"/>
          </itunes:email>
        </itunes:owner>
      </xsl:when>
      <xsl:when test="itunes:owner">
        <xsl:copy-of select="itunes:owner[1]"/>
      </xsl:when>
      <xsl:when test="$owner">
        <itunes:owner>
          <itunes:name>
            <xsl:value-of select="normalize-space($owner/atom:name)"/>
          </itunes:name>
          <itunes:email>
            <xsl:value-of select="$owner/atom:email"/>
          </itunes:email>
        </itunes:owner>
      </xsl:when>
    </xsl:choose>
    <xsl:call-template name="cover"/>
    <xsl:call-template name="categories"/>
    <xsl:call-template name="explicit"/>
    <xsl:choose>
      <xsl:when test="$type != ''">
        <itunes:type>
          <xsl:value-of select="$type"/>
        </itunes:type>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="itunes:type[1]"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Names, of a feed or an episode. -->
  <xsl:template name="author">
    <xsl:choose>
      <xsl:when test="$author != '' and self::atom:feed">
        <xsl:value-of select="$author"/>
      </xsl:when>
      <xsl:when test="itunes:author != ''">
        <xsl:value-of select="normalize-space(itunes:author)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="atom:author[normalize-space(atom:name) != '']">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:value-of select="normalize-space(atom:name)"/>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- RSS's own picture often is a small icon, and may say so. -->
  <xsl:template name="cover">
    <xsl:variable name="cover">
      <xsl:choose>
        <xsl:when test="$image != ''">
          <xsl:value-of select="$image"/>
        </xsl:when>
        <xsl:when test="itunes:image/@href != ''">
          <xsl:value-of select="itunes:image/@href"/>
        </xsl:when>
        <xsl:when test="googleplay:image/@href != ''">
          <xsl:value-of select="googleplay:image/@href"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="atom:logo[not(../rss:image/rss:width &lt; 1400)]"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="$cover != ''">
      <itunes:image href="{loom:uri($cover)}"/>
    </xsl:if>
    <xsl:call-template name="demand">
      <xsl:with-param name="what" select="'itunes:image'"/>
      <xsl:with-param name="value" select="$cover"/>
      <xsl:with-param name="say" select="'image=URL'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- "News" or "News/Tech News". -->
  <xsl:template name="categories">
    <xsl:choose>
      <xsl:when test="$category != ''">
        <xsl:for-each select="str:tokenize($category, '&#10;')">
          <itunes:category text="{normalize-space(substring-before(concat(., '/'), '/'))}">
            <xsl:if test="contains(., '/')">
              <itunes:category text="{normalize-space(substring-after(., '/'))}"/>
            </xsl:if>
          </itunes:category>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="itunes:category"/>
        <xsl:call-template name="demand">
          <xsl:with-param name="what" select="'itunes:category'"/>
          <xsl:with-param name="value" select="itunes:category/@text"/>
          <xsl:with-param name="say" select="'category=NAME'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="explicit">
    <xsl:choose>
      <xsl:when test="$explicit != ''">
        <itunes:explicit>
          <xsl:value-of select="$explicit = 'yes'"/>
        </itunes:explicit>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="itunes:explicit[1]"/>
        <xsl:call-template name="demand">
          <xsl:with-param name="what" select="'itunes:explicit'"/>
          <xsl:with-param name="value" select="itunes:explicit"/>
          <xsl:with-param name="say" select="'explicit=no or explicit=yes'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- "yes", "clean" and their kind are the words of older versions. -->
  <xsl:template match="itunes:explicit">
    <xsl:variable name="word" select="translate(normalize-space(.), $upper, $lower)"/>
    <itunes:explicit>
      <xsl:value-of select="$word = 'true' or $word = 'yes' or $word = 'explicit'"/>
    </itunes:explicit>
  </xsl:template>

  <!-- What Podcasting 2.0 reads. -->
  <xsl:template name="podcasting">
    <xsl:variable name="self">
      <xsl:call-template name="self"/>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="podcast:guid != ''">
        <xsl:copy-of select="podcast:guid[1]"/>
      </xsl:when>
      <xsl:when test="$self != ''">
        <podcast:guid>
          <xsl:value-of select="loom:podcast-guid(loom:uri($self))"/>
        </podcast:guid>
      </xsl:when>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="$locked != ''">
        <podcast:locked>
          <xsl:if test="$email != ''">
            <xsl:attribute name="owner">
              <xsl:value-of select="$email"/>
            </xsl:attribute>
          </xsl:if>
          <xsl:value-of select="$locked"/>
        </podcast:locked>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="podcast:locked[1]"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Tells, once, that a demand is not met. -->
  <xsl:template name="demand">
    <xsl:param name="what"/>
    <xsl:param name="value"/>
    <xsl:param name="say"/>
    <xsl:if test="normalize-space($value) = ''">
      <xsl:message>
        <xsl:value-of select="concat('no ', $what, ', which a podcast must have')"/>
        <xsl:if test="$say != ''">
          <xsl:value-of select="concat(': say ', $say)"/>
        </xsl:if>
      </xsl:message>
    </xsl:if>
  </xsl:template>

  <!-- An episode. -->

  <xsl:template match="atom:entry">
    <xsl:variable name="files" select="atom:link[@rel = 'enclosure'][starts-with(@type, 'audio/') or starts-with(@type, 'video/')]"/>
    <xsl:variable name="untyped" select="atom:link[@rel = 'enclosure'][not($files)][not(@type) or @type = 'application/octet-stream'][1]"/>
    <xsl:variable name="guess">
      <xsl:if test="$untyped">
        <xsl:call-template name="guess-type">
          <xsl:with-param name="url" select="$untyped/@href"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$files">
        <xsl:call-template name="episode">
          <xsl:with-param name="file" select="$files[1]"/>
          <xsl:with-param name="more" select="$files[position() &gt; 1]"/>
          <xsl:with-param name="kind" select="$files[1]/@type"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="starts-with($guess, 'audio/') or starts-with($guess, 'video/')">
        <xsl:call-template name="episode">
          <xsl:with-param name="file" select="$untyped"/>
          <xsl:with-param name="kind" select="$guess"/>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="episode">
    <xsl:param name="file"/>
    <xsl:param name="more" select="/.."/>
    <xsl:param name="kind"/>
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <item>
      <title>
        <xsl:value-of select="loom:text(atom:title)"/>
      </title>
      <xsl:if test="$page != ''">
        <link>
          <xsl:value-of select="loom:uri($page)"/>
        </link>
      </xsl:if>
      <xsl:call-template name="guid"/>
      <xsl:if test="atom:published or atom:updated">
        <pubDate>
          <xsl:value-of select="loom:rfc822(atom:published | atom:updated[not(../atom:published)])"/>
        </pubDate>
      </xsl:if>
      <enclosure url="{loom:uri($file/@href)}" type="{$kind}">
        <xsl:attribute name="length">
          <xsl:value-of select="$file/@length"/>
          <xsl:if test="not($file/@length &gt;= 0)">0</xsl:if>
        </xsl:attribute>
      </enclosure>
      <xsl:apply-templates select="$more" mode="alternate"/>
      <xsl:call-template name="duration">
        <xsl:with-param name="file" select="$file"/>
      </xsl:call-template>
      <xsl:apply-templates select="itunes:episodeType[1] | itunes:explicit[1]"/>
      <xsl:variable name="who">
        <xsl:call-template name="author"/>
      </xsl:variable>
      <xsl:if test="$who != ''">
        <itunes:author>
          <xsl:value-of select="$who"/>
        </itunes:author>
      </xsl:if>
      <xsl:apply-templates select="atom:category"/>
      <xsl:apply-templates select="atom:link[@rel = 'replies'][@type = 'text/html'][1]" mode="comments"/>
      <xsl:copy-of select="*[not(self::atom:* or self::rss:* or self::wp:* or
          self::itunes:author or self::itunes:duration or self::itunes:episodeType or self::itunes:explicit)]"/>
      <xsl:call-template name="notes"/>
    </item>
  </xsl:template>

  <!-- Other versions of it, or what goes with it: an item has one enclosure. -->
  <xsl:template match="atom:link" mode="alternate">
    <podcast:alternateEnclosure type="{@type}">
      <xsl:if test="@length &gt; 0">
        <xsl:attribute name="length">
          <xsl:value-of select="@length"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="@title != ''">
        <xsl:attribute name="title">
          <xsl:value-of select="@title"/>
        </xsl:attribute>
      </xsl:if>
      <podcast:source uri="{loom:uri(@href)}"/>
    </podcast:alternateEnclosure>
  </xsl:template>

  <xsl:template name="duration">
    <xsl:param name="file"/>
    <xsl:variable name="media" select="media:content | media:group/media:content"/>
    <xsl:variable name="time" select="normalize-space((itunes:duration[. != ''] | $file[not(../itunes:duration != '')]/@media:duration | $media[not(../itunes:duration != '' or ../../itunes:duration != '')][@url = $file/@href]/@duration)[1])"/>
    <xsl:if test="$time != ''">
      <itunes:duration>
        <xsl:value-of select="$time"/>
      </itunes:duration>
    </xsl:if>
  </xsl:template>

  <xsl:template match="itunes:episodeType">
    <itunes:episodeType>
      <xsl:value-of select="translate(normalize-space(.), $upper, $lower)"/>
    </itunes:episodeType>
  </xsl:template>

  <!-- The notes in full, and a description, which most programs look for. -->
  <xsl:template name="notes">
    <xsl:variable name="content" select="atom:content[not(@src) and (not(@type) or @type = 'text' or @type = 'html' or @type = 'xhtml')]"/>
    <xsl:choose>
      <xsl:when test="atom:summary">
        <description>
          <xsl:value-of select="loom:html(atom:summary)"/>
        </description>
      </xsl:when>
      <xsl:when test="$content">
        <description>
          <xsl:value-of select="substring(loom:text($content), 1, 4000)"/>
        </description>
      </xsl:when>
    </xsl:choose>
    <xsl:if test="$content">
      <content:encoded>
        <xsl:value-of select="loom:html($content)"/>
      </content:encoded>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
