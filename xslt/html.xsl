<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as one web page to read.  Microformats (h-feed, h-entry) name its
  parts.  What comes from the feed as HTML goes through loom:html, where it is
  cleaned; all else is text and attributes.  A page is a frame that atom:feed
  makes and an <article> for each atom:entry.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:loom="urn:feedloom"
    xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:rss="http://backend.userland.com/rss2"
    xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
    xmlns:thr="http://purl.org/syndication/thread/1.0"
    exclude-result-prefixes="atom itunes media rss slash thr">

  <xsl:import href="lib/direction.xsl"/>
  <xsl:import href="lib/file.xsl"/>
  <xsl:import href="lib/page.xsl"/>

  <!-- Show summaries in place of whole posts. -->
  <xsl:param name="summary"/>

  <!-- The frame. -->

  <xsl:template match="/atom:feed">
    <xsl:variable name="site" select="atom:link[@rel = 'alternate'][not(contains(@type, 'xml') or contains(@type, 'json'))][1]"/>
    <xsl:variable name="images" select="(atom:logo | atom:icon | rss:image/rss:url | itunes:image/@href)[starts-with(., 'http://') or starts-with(., 'https://')]"/>
    <xsl:variable name="icon" select="$images[self::atom:icon] | $images[not($images[self::atom:icon])]"/>
    <xsl:variable name="logo" select="$images[self::atom:logo] | $images[not($images[self::atom:logo])]"/>
    <xsl:variable name="dir">
      <xsl:call-template name="dir"/>
    </xsl:variable>
    <html>
      <xsl:call-template name="language"/>
      <xsl:if test="$dir = 'rtl'">
        <xsl:attribute name="dir">rtl</xsl:attribute>
      </xsl:if>
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>
          <xsl:call-template name="feed-title"/>
        </title>
        <xsl:if test="atom:subtitle != ''">
          <meta name="description" content="{substring(loom:text(atom:subtitle), 1, 300)}"/>
        </xsl:if>
        <meta name="generator" content="feedloom"/>
        <xsl:if test="$site">
          <link rel="canonical" href="{$site/@href}"/>
        </xsl:if>
        <xsl:apply-templates select="atom:link[@rel = 'self'] | atom:link[@rel = 'alternate'][contains(@type, 'xml') or contains(@type, 'json')]" mode="head"/>
        <xsl:if test="$icon">
          <link rel="icon" href="{$icon}"/>
        </xsl:if>
        <style>
          <xsl:call-template name="style"/>
        </style>
      </head>
      <body class="h-feed">
        <header class="masthead">
          <xsl:if test="$logo">
            <img class="logo u-photo" src="{$logo}" alt=""/>
          </xsl:if>
          <h1 class="p-name">
            <xsl:call-template name="direction"/>
            <xsl:choose>
              <xsl:when test="$site">
                <a class="u-url" href="{$site/@href}">
                  <xsl:call-template name="feed-title"/>
                </a>
              </xsl:when>
              <xsl:otherwise>
                <xsl:call-template name="feed-title"/>
              </xsl:otherwise>
            </xsl:choose>
          </h1>
          <xsl:if test="atom:subtitle != ''">
            <div class="subtitle p-summary">
              <xsl:call-template name="direction"/>
              <loom:html>
                <xsl:value-of select="loom:html(atom:subtitle)"/>
              </loom:html>
            </div>
          </xsl:if>
          <xsl:if test="atom:author">
            <p class="byline">
              <xsl:apply-templates select="atom:author"/>
            </p>
          </xsl:if>
        </header>
        <main>
          <xsl:apply-templates select="atom:entry"/>
        </main>
        <xsl:call-template name="footer"/>
      </body>
    </html>
  </xsl:template>

  <!-- A feed for programs to find, whose type is guessed when it is not said. -->
  <xsl:template match="atom:link" mode="head">
    <link rel="alternate" href="{@href}">
      <xsl:attribute name="type">
        <xsl:choose>
          <xsl:when test="contains(@type, 'xml') or contains(@type, 'json')">
            <xsl:value-of select="@type"/>
          </xsl:when>
          <xsl:when test="contains(@href, 'json')">application/feed+json</xsl:when>
          <xsl:when test="contains(@href, 'atom')">application/atom+xml</xsl:when>
          <xsl:otherwise>application/rss+xml</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="title">
        <xsl:choose>
          <xsl:when test="@title">
            <xsl:value-of select="@title"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:for-each select="..">
              <xsl:call-template name="feed-title"/>
            </xsl:for-each>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </link>
  </xsl:template>

  <xsl:template name="footer">
    <footer class="colophon">
      <xsl:if test="atom:updated">
        <p>
          <xsl:call-template name="words"/>
          <xsl:text>Updated </xsl:text>
          <time class="dt-updated" datetime="{atom:updated}">
            <xsl:value-of select="loom:day(atom:updated)"/>
          </time>
        </p>
      </xsl:if>
      <xsl:if test="atom:rights != ''">
        <div>
          <loom:html>
            <xsl:value-of select="loom:html(atom:rights)"/>
          </loom:html>
        </div>
      </xsl:if>
      <xsl:if test="atom:link[@rel = 'self']">
        <p>
          <a href="{atom:link[@rel = 'self']/@href}">
            <xsl:call-template name="words"/>
            <xsl:text>Feed</xsl:text>
          </a>
        </p>
      </xsl:if>
      <xsl:if test="atom:generator != ''">
        <p>
          <xsl:apply-templates select="atom:generator"/>
        </p>
      </xsl:if>
    </footer>
  </xsl:template>

  <!-- RSS knows only a generator's name, and WordPress gives its address. -->
  <xsl:template match="atom:generator">
    <xsl:variable name="name" select="normalize-space(concat(., ' ', @version))"/>
    <xsl:choose>
      <xsl:when test="@uri">
        <a href="{@uri}">
          <xsl:value-of select="$name"/>
        </a>
      </xsl:when>
      <xsl:when test="starts-with($name, 'http://') or starts-with($name, 'https://')">
        <a href="{$name}">
          <xsl:value-of select="substring-before(concat(substring-after($name, '://'), '/'), '/')"/>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$name"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- An entry. -->

  <xsl:template match="atom:entry">
    <xsl:variable name="title" select="normalize-space(loom:text(atom:title))"/>
    <article class="h-entry">
      <xsl:call-template name="identifier"/>
      <xsl:call-template name="language"/>
      <xsl:if test="$title != ''">
        <h2 class="p-name">
          <xsl:call-template name="direction"/>
          <xsl:call-template name="permalink">
            <xsl:with-param name="text" select="$title"/>
          </xsl:call-template>
        </h2>
      </xsl:if>
      <xsl:if test="atom:published | atom:updated | atom:author | atom:contributor | atom:source | atom:category">
        <xsl:call-template name="meta">
          <xsl:with-param name="untitled" select="$title = ''"/>
        </xsl:call-template>
      </xsl:if>
      <div class="body">
        <xsl:call-template name="text"/>
        <xsl:call-template name="postscript"/>
      </div>
    </article>
  </xsl:template>

  <!-- The text as a link to the entry's own page, if it has one. -->
  <xsl:template name="permalink">
    <xsl:param name="text"/>
    <xsl:variable name="links" select="atom:link[@rel = 'alternate']"/>
    <xsl:choose>
      <xsl:when test="$links">
        <a class="u-url" href="{($links[not(@type) or contains(@type, 'html')] | $links[1])[1]/@href}">
          <xsl:copy-of select="$text"/>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="$text"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What hangs in the margin: when, by whom, where, about what. -->
  <xsl:template name="meta">
    <xsl:param name="untitled"/>
    <xsl:variable name="date" select="atom:published | atom:updated[not(../atom:published)]"/>
    <xsl:variable name="first" select="loom:day($date)"/>
    <xsl:variable name="last" select="loom:day(atom:updated)"/>
    <xsl:variable name="when">
      <xsl:if test="$date">
        <time class="dt-published" datetime="{$date}">
          <xsl:call-template name="words"/>
          <xsl:value-of select="$first"/>
        </time>
      </xsl:if>
    </xsl:variable>
    <div class="meta">
      <xsl:if test="$date">
        <p>
          <xsl:choose>
            <xsl:when test="$untitled">
              <xsl:call-template name="permalink">
                <xsl:with-param name="text" select="$when"/>
              </xsl:call-template>
            </xsl:when>
            <xsl:otherwise>
              <xsl:copy-of select="$when"/>
            </xsl:otherwise>
          </xsl:choose>
        </p>
      </xsl:if>
      <xsl:if test="atom:published and $last != '' and $last != $first">
        <p>
          <xsl:call-template name="words"/>
          <xsl:text>updated </xsl:text>
          <time class="dt-updated" datetime="{atom:updated}">
            <xsl:value-of select="$last"/>
          </time>
        </p>
      </xsl:if>
      <xsl:if test="atom:author | atom:contributor">
        <p class="byline">
          <xsl:apply-templates select="atom:author | atom:contributor"/>
        </p>
      </xsl:if>
      <xsl:if test="atom:source/atom:title != ''">
        <p>
          <xsl:apply-templates select="atom:source"/>
        </p>
      </xsl:if>
      <xsl:if test="atom:category">
        <ul class="tags">
          <xsl:apply-templates select="atom:category"/>
        </ul>
      </xsl:if>
    </div>
  </xsl:template>

  <xsl:template match="atom:author | atom:contributor">
    <xsl:variable name="name">
      <xsl:call-template name="person"/>
    </xsl:variable>
    <xsl:if test="position() &gt; 1">
      <xsl:text>, </xsl:text>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="starts-with(atom:uri, 'http://') or starts-with(atom:uri, 'https://')">
        <a class="p-author h-card" href="{atom:uri}">
          <bdi>
            <xsl:value-of select="$name"/>
          </bdi>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <bdi class="p-author h-card">
          <xsl:value-of select="$name"/>
        </bdi>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:source">
    <xsl:variable name="page" select="atom:link[@rel = 'alternate'][1]"/>
    <xsl:choose>
      <xsl:when test="$page">
        <a href="{$page/@href}">
          <bdi>
            <xsl:value-of select="loom:text(atom:title)"/>
          </bdi>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <bdi>
          <xsl:value-of select="loom:text(atom:title)"/>
        </bdi>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="atom:category">
    <li>
      <bdi class="p-category">
        <xsl:call-template name="category"/>
      </bdi>
    </li>
  </xsl:template>

  <!-- The post: its content, else its summary, else what media:description
       says; in front of it what plays, and a picture if it has none; other
       files behind it. -->
  <xsl:template name="text">
    <xsl:variable name="whole" select="atom:content[. != ''][not($summary and ../atom:summary != '')]"/>
    <xsl:variable name="html">
      <xsl:choose>
        <xsl:when test="$whole">
          <xsl:value-of select="loom:html($whole)"/>
        </xsl:when>
        <xsl:when test="atom:summary != ''">
          <xsl:value-of select="loom:html(atom:summary)"/>
        </xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="picture" select="(media:thumbnail | media:group/media:thumbnail | media:content/media:thumbnail)/@url"/>
    <xsl:variable name="files" select="atom:link[@rel = 'enclosure'][starts-with(@href, 'http://') or starts-with(@href, 'https://')]"/>
    <xsl:apply-templates select="$files[starts-with(@type, 'audio/') or starts-with(@type, 'video/')]" mode="enclosure"/>
    <xsl:if test="$picture and not(contains($html, '&lt;img'))">
      <figure class="lead">
        <img class="u-photo" src="{$picture}" alt="" loading="lazy"/>
      </figure>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="$html != ''">
        <div>
          <xsl:attribute name="class">
            <xsl:choose>
              <xsl:when test="$whole">content e-content</xsl:when>
              <xsl:otherwise>content p-summary</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <xsl:call-template name="direction"/>
          <loom:html>
            <xsl:value-of select="$html"/>
          </loom:html>
        </div>
      </xsl:when>
      <xsl:when test="media:group/media:description != ''">
        <p class="plain p-summary">
          <xsl:call-template name="direction"/>
          <xsl:value-of select="media:group/media:description"/>
        </p>
      </xsl:when>
    </xsl:choose>
    <xsl:if test="atom:content/@src">
      <p>
        <a href="{atom:content/@src}">
          <xsl:value-of select="atom:content/@src"/>
        </a>
      </p>
    </xsl:if>
    <xsl:apply-templates select="$files[not(starts-with(@type, 'audio/') or starts-with(@type, 'video/'))][not(starts-with(@type, 'image/') and position() &lt; 20 and contains($html, @href))]" mode="enclosure"/>
  </xsl:template>

  <!-- An enclosure: a player, a picture or neither, and the file itself. -->
  <xsl:template match="atom:link" mode="enclosure">
    <figure class="enclosure">
      <xsl:choose>
        <xsl:when test="starts-with(@type, 'audio/')">
          <audio class="u-audio" controls="" preload="none" src="{@href}"/>
        </xsl:when>
        <xsl:when test="starts-with(@type, 'video/')">
          <video class="u-video" controls="" preload="none" src="{@href}"/>
        </xsl:when>
        <xsl:when test="starts-with(@type, 'image/')">
          <img class="u-photo" src="{@href}" alt="{@title}" loading="lazy"/>
        </xsl:when>
      </xsl:choose>
      <figcaption>
        <a href="{@href}">
          <bdi>
            <xsl:choose>
              <xsl:when test="@title != ''">
                <xsl:value-of select="@title"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:call-template name="file-name">
                  <xsl:with-param name="path" select="substring-before(concat(@href, '?'), '?')"/>
                </xsl:call-template>
              </xsl:otherwise>
            </xsl:choose>
          </bdi>
        </a>
        <xsl:if test="@length &gt; 0">
          <xsl:text> </xsl:text>
          <span class="size" dir="ltr">
            <xsl:call-template name="size"/>
          </span>
        </xsl:if>
        <xsl:if test="../itunes:duration and (starts-with(@type, 'audio/') or starts-with(@type, 'video/'))">
          <xsl:text> </xsl:text>
          <span class="size" dir="ltr">
            <xsl:call-template name="duration">
              <xsl:with-param name="time" select="normalize-space(../itunes:duration)"/>
            </xsl:call-template>
          </span>
        </xsl:if>
      </figcaption>
    </figure>
  </xsl:template>

  <!-- Where to go on: where it was found, what is related, what others say. -->
  <xsl:template name="postscript">
    <xsl:variable name="talk" select="atom:link[@rel = 'replies'][not(contains(@type, 'xml'))][1]/@href | rss:comments[not(../atom:link[@rel = 'replies'][not(contains(@type, 'xml'))])]"/>
    <xsl:variable name="onward" select="atom:link[@rel = 'via' or @rel = 'related'][starts-with(@href, 'http')]"/>
    <xsl:if test="$talk or $onward or atom:rights != ''">
      <footer>
        <xsl:for-each select="$onward">
          <p>
            <xsl:if test="@rel = 'via'">
              <span>
                <xsl:call-template name="words"/>
                <xsl:text>via </xsl:text>
              </span>
            </xsl:if>
            <a href="{@href}">
              <xsl:call-template name="link-name"/>
            </a>
          </p>
        </xsl:for-each>
        <xsl:if test="$talk">
          <p>
            <a href="{$talk}">
              <xsl:call-template name="words"/>
              <xsl:call-template name="comments"/>
            </a>
          </p>
        </xsl:if>
        <xsl:if test="atom:rights != ''">
          <div class="rights">
            <loom:html>
              <xsl:value-of select="loom:html(atom:rights)"/>
            </loom:html>
          </div>
        </xsl:if>
      </footer>
    </xsl:if>
  </xsl:template>

  <xsl:template name="comments">
    <xsl:variable name="count" select="slash:comments | thr:total[not(../slash:comments)] | atom:link[@rel = 'replies']/@thr:count[not(../../slash:comments | ../../thr:total)]"/>
    <xsl:choose>
      <xsl:when test="$count = 1">1 comment</xsl:when>
      <xsl:when test="$count &gt; 1">
        <xsl:value-of select="concat(number($count), ' comments')"/>
      </xsl:when>
      <xsl:otherwise>Comments</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="link-name">
    <xsl:choose>
      <xsl:when test="@title != ''">
        <xsl:value-of select="@title"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="substring-before(concat(substring-after(@href, '://'), '/'), '/')"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- An id that only the entry's own id decides, so that a link to it stays
       good when the feed moves on: the ASCII letters and digits of its end. -->
  <xsl:template name="identifier">
    <xsl:variable name="end" select="substring(atom:id, string-length(atom:id) - 119)"/>
    <xsl:variable name="words" select="translate($end, &quot;:/?#[]@!$&amp;'()*+,;=.%_~ &quot;, '------------------------')"/>
    <xsl:variable name="other" select="translate($words, concat($upper, $lower, '0123456789-'), '')"/>
    <xsl:variable name="slug" select="translate($words, $other, '')"/>
    <xsl:if test="translate($slug, '-', '') != ''">
      <xsl:attribute name="id">
        <xsl:choose>
          <xsl:when test="starts-with($slug, 'https---')">
            <xsl:value-of select="concat('e-', substring($slug, 9))"/>
          </xsl:when>
          <xsl:when test="starts-with($slug, 'http---')">
            <xsl:value-of select="concat('e-', substring($slug, 8))"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:value-of select="concat('e-', $slug)"/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- The page's looks. -->

  <xsl:template name="style"><![CDATA[
:root {
	color-scheme: light dark;
	--paper: #fffdf9;
	--ink: #22201c;
	--soft: #6b655b;
	--line: #e2dccf;
	--wash: #f5f1e8;
	--link: #8a2f1d;
	--sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
	--serif: "Iowan Old Style", Charter, "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif;
	--mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
	--measure: 36rem;
	--margin: 10rem;
	--gap: 2.5rem;
}
@media (prefers-color-scheme: dark) {
	:root {
		--paper: #181715;
		--ink: #ddd8ce;
		--soft: #a0988a;
		--line: #36322b;
		--wash: #22201d;
		--link: #e3a48b;
	}
}
* {
	box-sizing: border-box;
}
html {
	background: var(--paper);
	color: var(--ink);
	font: 106.25%/1.6 var(--serif);
	text-size-adjust: 100%;
	-webkit-text-size-adjust: 100%;
	overflow-wrap: anywhere;
}
body {
	margin: 0 auto;
	padding: 2.5rem 1.25rem 4rem;
	max-width: calc(var(--measure) + 2.5rem);
}
a {
	color: var(--link);
	text-decoration-thickness: 1px;
	text-underline-offset: 0.18em;
}
h1, h2, h3, h4, h5, h6 {
	font-weight: 600;
	line-height: 1.2;
	text-wrap: balance;
	break-after: avoid;
}
img, video {
	max-width: 100%;
	height: auto;
}
audio {
	display: block;
	width: 100%;
}

.masthead {
	margin-block-end: 3.5rem;
}
.masthead h1 {
	margin: 0;
	font-size: 2.1rem;
}
.masthead h1 a, h2 a {
	color: inherit;
	text-decoration: none;
}
.masthead h1 a:hover, h2 a:hover {
	text-decoration: underline;
}
.logo {
	display: block;
	max-width: 8rem;
	max-height: 4rem;
	margin-block-end: 1rem;
}
.subtitle {
	margin-block-start: 0.4rem;
	color: var(--soft);
	font-size: 1.1em;
	line-height: 1.4;
}
.subtitle > *, .rights > *, .colophon > div > * {
	margin: 0;
}
.byline {
	margin: 0;
}
.masthead .byline {
	margin-block-start: 0.8rem;
	color: var(--soft);
}

article {
	margin-block-start: 3rem;
	border-block-start: 1px solid var(--line);
	padding-block-start: 2rem;
}
h2 {
	margin: 0 0 0.6rem;
	font-size: 1.5rem;
}
.meta, .byline, article footer, .colophon, figcaption, .enclosure {
	font-family: var(--sans);
	font-size: 0.8rem;
	line-height: 1.5;
}
.meta, .colophon {
	color: var(--soft);
}
.byline a, .meta a, .colophon a {
	color: inherit;
}
.meta {
	display: flex;
	flex-wrap: wrap;
	gap: 0.1rem 1rem;
	margin-block-end: 1.4rem;
}
.meta p, .colophon p {
	margin: 0;
}
.tags {
	display: flex;
	flex-wrap: wrap;
	margin: 0;
	padding: 0;
	list-style: none;
}
.tags li + li::before {
	content: "·";
	margin-inline: 0.4em;
}
.content p {
	margin: 0 0 1em;
	text-wrap: pretty;
	orphans: 3;
	widows: 3;
}
.body > :first-child, .content > :first-child {
	margin-block-start: 0;
}
.body > :last-child, .content > :last-child, .content blockquote > :last-child {
	margin-block-end: 0;
}
.body > * + * {
	margin-block-start: 1.5rem;
}

.content h1, .content h2 {
	margin: 2em 0 0.6em;
	font-size: 1.25rem;
}
.content h3 {
	margin: 1.8em 0 0.5em;
	font-size: 1.1rem;
}
.content h4, .content h5, .content h6 {
	margin: 1.6em 0 0.4em;
	font-size: 1rem;
}
.content ul, .content ol {
	margin: 0 0 1em;
	padding-inline-start: 1.4em;
}
.content li {
	margin-block-end: 0.3em;
}
.content dd {
	margin-inline-start: 1.4em;
}
blockquote {
	margin: 1.5em 0;
	padding-inline-start: 1.1em;
	border-inline-start: 3px solid var(--line);
}
figure {
	margin: 1.8em 0;
}
figure figure {
	margin: 1em 0;
}
figcaption {
	margin-block-start: 0.5rem;
	color: var(--soft);
}
.content hr {
	width: 4rem;
	margin: 2.5em auto;
	border: 0;
	border-block-start: 1px solid var(--soft);
}
code, kbd, samp, pre {
	font-family: var(--mono);
	font-size: 0.85em;
}
pre {
	margin: 1.5em 0;
	padding: 0.9em 1.1em;
	background: var(--wash);
	line-height: 1.5;
	overflow-x: auto;
	overflow-wrap: normal;
	tab-size: 8;
}
pre code {
	font-size: inherit;
}
table {
	display: block;
	max-width: 100%;
	margin: 1.5em 0;
	overflow-x: auto;
	overflow-wrap: normal;
	border-collapse: collapse;
	font-size: 0.9em;
	line-height: 1.4;
	font-variant-numeric: lining-nums tabular-nums;
}
th, td {
	padding: 0.4em 1.2em 0.4em 0;
	border-block-end: 1px solid var(--line);
	text-align: start;
	vertical-align: top;
}
sub, sup {
	line-height: 0;
}
.plain {
	white-space: pre-line;
}
.lead img, .enclosure img, .enclosure video {
	display: block;
}
.enclosure video {
	width: 100%;
}
.enclosure figcaption {
	font-size: inherit;
}
.size {
	margin-inline: 0.35em;
	white-space: nowrap;
}
article footer {
	display: flex;
	flex-wrap: wrap;
	gap: 0.2rem 1.2rem;
}
article footer p {
	margin: 0;
}
.rights {
	color: var(--soft);
}
.colophon {
	display: flex;
	flex-wrap: wrap;
	gap: 0.2rem 1.6rem;
	margin-block-start: 4rem;
	border-block-start: 1px solid var(--line);
	padding-block-start: 1.2rem;
}
.colophon:empty {
	display: none;
}

@media (max-width: 40rem) {
	.content p, .content li {
		hyphens: auto;
	}
	.masthead h1 {
		font-size: 1.7rem;
	}
	h2 {
		font-size: 1.35rem;
	}
}
@media (min-width: 62rem) {
	html {
		font-size: 112.5%;
	}
	body {
		max-width: calc(var(--margin) + var(--gap) + var(--measure) + 2.5rem);
		padding-block-start: 5rem;
	}
	.masthead, article, .colophon {
		display: grid;
		grid-template-columns: var(--margin) minmax(0, var(--measure));
		column-gap: var(--gap);
	}
	.masthead > *, article > *, .colophon > * {
		grid-column: 2;
	}
	.logo {
		grid-column: 1;
		grid-row: 1 / span 3;
		justify-self: end;
		margin: 0.3rem 0 0;
	}
	h2 {
		grid-row: 1;
		align-self: baseline;
		margin-block-end: 1rem;
	}
	.meta {
		grid-column: 1;
		grid-row: 1 / span 2;
		align-self: baseline;
		display: block;
		margin: 0;
		text-align: end;
	}
	.meta .tags {
		display: block;
		margin-block-start: 0.7rem;
	}
	.tags li + li::before {
		content: none;
	}
}
@media print {
	:root {
		--paper: #fff;
		--ink: #000;
		--soft: #444;
		--line: #bbb;
		--wash: #fff;
		--link: #000;
	}
	html {
		font-size: 11pt;
	}
	body {
		max-width: none;
		padding: 0;
	}
	audio, video {
		display: none;
	}
	figure, img, tr, blockquote {
		break-inside: avoid;
	}
	pre {
		white-space: pre-wrap;
		border: 1px solid var(--line);
	}
	.meta {
		break-after: avoid;
	}
}
@page {
	margin: 2cm 2.5cm;
}
]]></xsl:template>
</xsl:stylesheet>
