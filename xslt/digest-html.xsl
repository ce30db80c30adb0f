<?xml version="1.0" encoding="UTF-8"?>
<!--
  A feed as an HTML mail, one column of tables: what Outlook, Gmail and Apple
  Mail show alike.  All looks are in attributes; the style sheet in the head adds
  the dark and the small screen for mailers that read it.  What comes from the
  feed as HTML goes through loom:html, where it is cleaned and gets its styles.
  To change the looks import this, and set other colours or templates.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    xmlns:loom="urn:feedloom"
    xmlns:media="http://search.yahoo.com/mrss/"
    exclude-result-prefixes="atom itunes loom media">

  <xsl:import href="lib/digest.xsl"/>
  <xsl:import href="lib/direction.xsl"/>
  <xsl:import href="lib/file.xsl"/>

  <!-- Show a picture with each entry that has one. -->
  <xsl:param name="pictures"/>
  <!-- Show summaries in place of whole posts. -->
  <xsl:param name="summary"/>

  <!-- Colours by day, and by night. -->
  <xsl:variable name="desk" select="'#f5f1e8'"/>
  <xsl:variable name="paper" select="'#fffdf9'"/>
  <xsl:variable name="ink" select="'#22201c'"/>
  <xsl:variable name="soft" select="'#6b655b'"/>
  <xsl:variable name="line" select="'#e2dccf'"/>
  <xsl:variable name="accent" select="'#8a2f1d'"/>
  <xsl:variable name="dark-desk" select="'#121110'"/>
  <xsl:variable name="dark-paper" select="'#1c1a18'"/>
  <xsl:variable name="dark-ink" select="'#ddd8ce'"/>
  <xsl:variable name="dark-soft" select="'#a0988a'"/>
  <xsl:variable name="dark-line" select="'#38342d'"/>
  <xsl:variable name="dark-accent" select="'#e3a48b'"/>

  <xsl:variable name="sans">font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif</xsl:variable>
  <xsl:variable name="serif">font-family:Charter,Georgia,'Times New Roman',serif</xsl:variable>
  <xsl:variable name="mono">font-family:Menlo,Consolas,'Courier New',monospace</xsl:variable>
  <xsl:variable name="small" select="concat('font-size:14px;line-height:1.5;color:', $soft)"/>

  <!-- The width within the column, which is 600 wide: no picture is wider. -->
  <xsl:variable name="measure" select="536"/>

  <xsl:variable name="show" select="$pictures and not(/atom:feed/loom:edition/@pictures = 'false')"/>

  <xsl:attribute-set name="table">
    <xsl:attribute name="role">presentation</xsl:attribute>
    <xsl:attribute name="cellpadding">0</xsl:attribute>
    <xsl:attribute name="cellspacing">0</xsl:attribute>
    <xsl:attribute name="border">0</xsl:attribute>
  </xsl:attribute-set>

  <!-- The styles of what a feed writes. -->
  <xsl:attribute-set name="content">
    <xsl:attribute name="width">
      <xsl:value-of select="$measure"/>
    </xsl:attribute>
    <xsl:attribute name="a">
      <xsl:value-of select="concat('color:', $accent)"/>
    </xsl:attribute>
    <xsl:attribute name="p">margin:0 0 16px</xsl:attribute>
    <xsl:attribute name="h1">margin:28px 0 10px;font-size:20px;line-height:1.3</xsl:attribute>
    <xsl:attribute name="h2">margin:28px 0 10px;font-size:20px;line-height:1.3</xsl:attribute>
    <xsl:attribute name="h3">margin:24px 0 8px;font-size:18px;line-height:1.3</xsl:attribute>
    <xsl:attribute name="h4">margin:24px 0 8px;font-size:16px;line-height:1.4</xsl:attribute>
    <xsl:attribute name="h5">margin:24px 0 8px;font-size:16px;line-height:1.4</xsl:attribute>
    <xsl:attribute name="h6">margin:24px 0 8px;font-size:16px;line-height:1.4</xsl:attribute>
    <xsl:attribute name="ul">margin:0 0 16px;padding-inline-start:24px</xsl:attribute>
    <xsl:attribute name="ol">margin:0 0 16px;padding-inline-start:24px</xsl:attribute>
    <xsl:attribute name="li">margin:0 0 6px</xsl:attribute>
    <xsl:attribute name="dl">margin:0 0 16px</xsl:attribute>
    <xsl:attribute name="dd">margin:0 0 8px;padding-inline-start:24px</xsl:attribute>
    <xsl:attribute name="blockquote">
      <xsl:value-of select="concat('margin:0 0 16px;padding:2px 18px;border-inline-start:3px solid ', $line)"/>
    </xsl:attribute>
    <xsl:attribute name="figure">margin:0 0 16px</xsl:attribute>
    <xsl:attribute name="figcaption">
      <xsl:value-of select="concat($small, ';padding-top:6px')"/>
    </xsl:attribute>
    <xsl:attribute name="img">max-width:100%;height:auto;border:0</xsl:attribute>
    <xsl:attribute name="video">max-width:100%;height:auto</xsl:attribute>
    <xsl:attribute name="audio">max-width:100%</xsl:attribute>
    <xsl:attribute name="hr">
      <xsl:value-of select="concat('margin:24px 0;border:0;border-top:1px solid ', $line)"/>
    </xsl:attribute>
    <xsl:attribute name="pre">
      <xsl:value-of select="concat($mono, ';margin:0 0 16px;padding:12px 14px;font-size:14px;line-height:1.5;white-space:pre-wrap;background:', $desk)"/>
    </xsl:attribute>
    <xsl:attribute name="code">
      <xsl:value-of select="concat($mono, ';font-size:14px')"/>
    </xsl:attribute>
    <xsl:attribute name="table">margin:0 0 16px;border-collapse:collapse;font-size:15px;line-height:1.4</xsl:attribute>
    <xsl:attribute name="th">
      <xsl:value-of select="concat('padding:6px 10px 6px 0;border-bottom:1px solid ', $line, ';text-align:start;vertical-align:top')"/>
    </xsl:attribute>
    <xsl:attribute name="td">
      <xsl:value-of select="concat('padding:6px 10px 6px 0;border-bottom:1px solid ', $line, ';vertical-align:top')"/>
    </xsl:attribute>
    <xsl:attribute name="caption">
      <xsl:value-of select="concat($small, ';padding:0 0 6px;text-align:start')"/>
    </xsl:attribute>
  </xsl:attribute-set>

  <!-- The mail. -->

  <xsl:template match="/atom:feed">
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
        <meta name="supported-color-schemes" content="light dark"/>
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no"/>
        <title>
          <xsl:call-template name="feed-title"/>
        </title>
        <style>
          <xsl:call-template name="style"/>
        </style>
      </head>
      <body class="desk" bgcolor="{$desk}" style="margin:0;padding:0;background:{$desk};-webkit-text-size-adjust:100%">
        <xsl:call-template name="preheader"/>
        <table class="desk" width="100%" bgcolor="{$desk}" xsl:use-attribute-sets="table" style="table-layout:fixed;background:{$desk}">
          <tr>
            <td class="around" align="center" style="padding:32px 0">
              <table class="paper" width="600" align="center" bgcolor="{$paper}" xsl:use-attribute-sets="table" style="max-width:100%;table-layout:fixed;background:{$paper}">
                <xsl:call-template name="masthead"/>
                <xsl:call-template name="contents"/>
                <xsl:apply-templates select="atom:entry"/>
                <xsl:call-template name="footer"/>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  </xsl:template>

  <!-- What mailers show behind the subject. -->
  <xsl:template name="preheader">
    <xsl:variable name="words">
      <xsl:choose>
        <xsl:when test="loom:edition/@preheader != ''">
          <xsl:value-of select="loom:edition/@preheader"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:for-each select="atom:entry[position() &lt;= 3]">
            <xsl:if test="position() &gt; 1"> · </xsl:if>
            <xsl:call-template name="headline"/>
          </xsl:for-each>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="$words != ''">
      <div style="display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:{$desk};mso-hide:all">
        <xsl:value-of select="$words"/>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="masthead">
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <tr>
      <td class="row" style="{$sans};padding:36px 32px 0;word-break:break-word">
        <p class="soft" style="{$small};margin:0 0 10px">
          <span>
            <xsl:call-template name="words"/>
            <xsl:call-template name="edition"/>
          </span>
        </p>
        <h1 class="ink" style="{$serif};margin:0;font-size:32px;line-height:1.2;font-weight:bold;color:{$ink}">
          <xsl:call-template name="direction"/>
          <xsl:call-template name="linked">
            <xsl:with-param name="url" select="string($page)"/>
            <xsl:with-param name="text">
              <xsl:call-template name="feed-title"/>
            </xsl:with-param>
          </xsl:call-template>
        </h1>
        <xsl:if test="atom:subtitle != ''">
          <div class="ink text" style="padding-top:12px;font-size:16px;line-height:1.6;color:{$ink}">
            <xsl:call-template name="direction"/>
            <loom:html xsl:use-attribute-sets="content">
              <xsl:value-of select="loom:html(atom:subtitle)"/>
            </loom:html>
          </div>
        </xsl:if>
      </td>
    </tr>
  </xsl:template>

  <!-- Text of the colour around it, and a link if there is where to go. -->
  <xsl:template name="linked">
    <xsl:param name="url"/>
    <xsl:param name="name"/>
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="$url != '' or $name != ''">
        <a class="ink" style="color:{$ink};text-decoration:none">
          <xsl:if test="$name != ''">
            <xsl:attribute name="name">
              <xsl:value-of select="$name"/>
            </xsl:attribute>
          </xsl:if>
          <xsl:if test="$url != ''">
            <xsl:attribute name="href">
              <xsl:value-of select="$url"/>
            </xsl:attribute>
          </xsl:if>
          <xsl:value-of select="$text"/>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$text"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Contents: groups and how many entries are in each, and titles unless the
       mail is nothing but titles. -->
  <xsl:template name="contents">
    <xsl:variable name="groups">
      <xsl:call-template name="count-groups"/>
    </xsl:variable>
    <xsl:variable name="titles" select="boolean(atom:entry[atom:content != '' or atom:summary != ''])"/>
    <xsl:if test="$groups &gt; 1 or ($titles and count(atom:entry) &gt; 5)">
      <tr>
        <td class="row" style="padding:28px 32px 0">
          <table class="line" width="100%" xsl:use-attribute-sets="table" style="table-layout:fixed;border-top:1px solid {$line}">
            <tr>
              <td class="soft" style="{$sans};{$small};padding:14px 0 0;word-break:break-word">
                <xsl:for-each select="atom:entry">
                  <xsl:call-template name="contents-group">
                    <xsl:with-param name="number" select="position()"/>
                    <xsl:with-param name="spaced" select="$titles"/>
                  </xsl:call-template>
                  <xsl:if test="$titles">
                    <p style="margin:0 0 5px">
                      <a class="ink" href="#e{position()}" style="color:{$ink};text-decoration:none">
                        <bdi>
                          <xsl:call-template name="headline"/>
                        </bdi>
                      </a>
                    </p>
                  </xsl:if>
                </xsl:for-each>
              </td>
            </tr>
          </table>
        </td>
      </tr>
    </xsl:if>
  </xsl:template>

  <xsl:template name="contents-group">
    <xsl:param name="number"/>
    <xsl:param name="spaced"/>
    <xsl:variable name="group">
      <xsl:call-template name="group"/>
    </xsl:variable>
    <xsl:if test="$group != ''">
      <p style="margin:0 0 5px">
        <xsl:if test="$spaced and $number &gt; 1">
          <xsl:attribute name="style">margin:14px 0 5px</xsl:attribute>
        </xsl:if>
        <a class="accent" href="#g{$number}" style="color:{$accent};font-weight:bold;text-decoration:none">
          <bdi>
            <xsl:value-of select="$group"/>
          </bdi>
        </a>
        <xsl:value-of select="concat('&#xA0; ', count(key('group', $group)))"/>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- An entry, below a line, or at the head of its group. -->

  <xsl:template match="atom:entry">
    <xsl:variable name="group">
      <xsl:call-template name="group"/>
    </xsl:variable>
    <xsl:variable name="bare" select="not(atom:content != '' or atom:summary != '')"/>
    <xsl:variable name="space" select="28 - 14 * $bare"/>
    <xsl:if test="$group != ''">
      <tr>
        <td class="row" style="padding:36px 32px 0;word-break:break-word">
          <h2 class="accent" style="{$sans};margin:0;font-size:15px;line-height:1.4;font-weight:bold;color:{$accent}">
            <a name="g{position()}">
              <bdi>
                <xsl:value-of select="$group"/>
              </bdi>
            </a>
          </h2>
        </td>
      </tr>
    </xsl:if>
    <tr>
      <xsl:call-template name="language"/>
      <td class="row" style="padding:{8 * ($group != '') + $space * ($group = '')}px 32px 0">
        <table class="line" width="100%" xsl:use-attribute-sets="table" style="table-layout:fixed;border-top:1px solid {$line}">
          <tr>
            <td style="{$sans};padding:{$space}px 0 0;word-break:break-word">
              <xsl:call-template name="title">
                <xsl:with-param name="size" select="22 - 4 * $bare"/>
              </xsl:call-template>
              <xsl:call-template name="byline"/>
              <xsl:call-template name="text"/>
              <xsl:call-template name="files"/>
              <xsl:call-template name="also"/>
            </td>
          </tr>
        </table>
      </td>
    </tr>
  </xsl:template>

  <xsl:template name="title">
    <xsl:param name="size"/>
    <xsl:variable name="title" select="normalize-space(loom:text(atom:title))"/>
    <xsl:if test="$title != ''">
      <h3 class="ink" style="{$serif};margin:0 0 6px;font-size:{$size}px;line-height:1.3;font-weight:bold;color:{$ink}">
        <xsl:call-template name="direction"/>
        <xsl:call-template name="linked">
          <xsl:with-param name="name" select="concat('e', position())"/>
          <xsl:with-param name="url">
            <xsl:call-template name="page-url"/>
          </xsl:with-param>
          <xsl:with-param name="text" select="$title"/>
        </xsl:call-template>
      </h3>
    </xsl:if>
  </xsl:template>

  <!-- "Corrected · 2 March 2026, 06:50 · Anna Lind · The Quay · Ice, Tides";
       the date of an entry without a title is what links to it. -->
  <xsl:template name="byline">
    <xsl:variable name="titled" select="normalize-space(loom:text(atom:title)) != ''"/>
    <xsl:variable name="people" select="(atom:author | atom:contributor)[normalize-space(atom:name) != '' or normalize-space(atom:email) != '']"/>
    <xsl:variable name="when">
      <xsl:call-template name="when"/>
    </xsl:variable>
    <xsl:variable name="from">
      <xsl:call-template name="from"/>
    </xsl:variable>
    <xsl:variable name="corrected" select="loom:edition/@correction = 'true'"/>
    <xsl:if test="$corrected or $people or $when != '' or $from != '' or atom:category">
      <p class="soft" style="{$small};margin:0">
        <xsl:if test="$corrected">
          <b class="accent" style="color:{$accent}">
            <xsl:call-template name="words"/>
            <xsl:text>Corrected</xsl:text>
          </b>
          <xsl:if test="$people or $when != '' or $from != '' or atom:category"> · </xsl:if>
        </xsl:if>
        <xsl:if test="$when != ''">
          <span>
            <xsl:call-template name="words"/>
            <xsl:choose>
              <xsl:when test="$titled">
                <xsl:value-of select="$when"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:call-template name="linked">
                  <xsl:with-param name="name" select="concat('e', position())"/>
                  <xsl:with-param name="url">
                    <xsl:call-template name="page-url"/>
                  </xsl:with-param>
                  <xsl:with-param name="text" select="$when"/>
                </xsl:call-template>
              </xsl:otherwise>
            </xsl:choose>
          </span>
        </xsl:if>
        <xsl:if test="$when != '' and $people"> · </xsl:if>
        <xsl:for-each select="$people">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <bdi>
            <xsl:call-template name="person"/>
          </bdi>
        </xsl:for-each>
        <xsl:if test="$from != ''">
          <xsl:if test="$people or $when != ''"> · </xsl:if>
          <bdi>
            <xsl:value-of select="$from"/>
          </bdi>
        </xsl:if>
        <xsl:for-each select="atom:category[concat(@label, @term) != ''][position() &lt;= 5]">
          <xsl:choose>
            <xsl:when test="position() &gt; 1">, </xsl:when>
            <xsl:when test="$people or $when != '' or $from != ''"> · </xsl:when>
          </xsl:choose>
          <bdi>
            <xsl:call-template name="category"/>
          </bdi>
        </xsl:for-each>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- The content, else the summary and where to read on; a picture in front of
       it if it has none itself. -->
  <xsl:template name="text">
    <xsl:variable name="content" select="atom:content[. != ''][not($summary and ../atom:summary != '')]"/>
    <xsl:variable name="html" select="loom:html($content | atom:summary[not($content)])"/>
    <xsl:if test="$show and not(contains($html, '&lt;img'))">
      <xsl:call-template name="picture">
        <xsl:with-param name="content" select="atom:content[not($content)]"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="$html != ''">
      <div class="ink text" style="padding-top:14px;font-size:16px;line-height:1.6;color:{$ink}">
        <xsl:call-template name="direction"/>
        <loom:html xsl:use-attribute-sets="content">
          <xsl:value-of select="$html"/>
        </loom:html>
      </div>
    </xsl:if>
    <xsl:if test="$html != '' and not($content)">
      <xsl:call-template name="read-on"/>
    </xsl:if>
  </xsl:template>

  <!-- As wide as the column, unless it says that it is smaller. -->
  <xsl:template name="picture">
    <xsl:param name="content"/>
    <xsl:variable name="media" select="media:thumbnail | media:group/media:thumbnail | media:content[@medium = 'image' or starts-with(@type, 'image/')] | media:group/media:content[@medium = 'image' or starts-with(@type, 'image/')]"/>
    <xsl:variable name="urls" select="loom:edition/@picture | ($media/@url | atom:link[@rel = 'enclosure'][starts-with(@type, 'image/')]/@href)[not(../../loom:edition/@picture | ../../../loom:edition/@picture)]"/>
    <xsl:variable name="url">
      <xsl:choose>
        <xsl:when test="$urls">
          <xsl:value-of select="$urls[1]"/>
        </xsl:when>
        <xsl:when test="$content">
          <xsl:value-of select="substring-before(loom:images($content), '&#10;')"/>
        </xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:if test="$url != ''">
      <xsl:variable name="width" select="$urls[1]/../@width"/>
      <div class="soft" style="{$small};padding-top:14px">
        <img src="{$url}" width="{$measure}" alt="{loom:edition/@words}" style="display:block;max-width:100%;height:auto;border:0;border-radius:3px">
          <xsl:if test="$width &gt; 0 and $width &lt; $measure">
            <xsl:attribute name="width">
              <xsl:value-of select="$width"/>
            </xsl:attribute>
          </xsl:if>
        </img>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template name="read-on">
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <xsl:if test="$page != ''">
      <p class="soft" style="{$small};margin:8px 0 0">
        <a class="accent" href="{$page}" style="color:{$accent}">
          <xsl:call-template name="words"/>
          <xsl:text>Read on</xsl:text>
        </a>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- What there is to hear, to watch or to keep. -->
  <xsl:template name="files">
    <xsl:for-each select="atom:link[@rel = 'enclosure'][not(starts-with(@type, 'image/'))]">
      <p class="soft" style="{$small};margin:10px 0 0">
        <a class="accent" href="{@href}" style="color:{$accent}">
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
        <xsl:if test="../itunes:duration and (starts-with(@type, 'audio/') or starts-with(@type, 'video/'))">
          <xsl:text>&#xA0; </xsl:text>
          <xsl:call-template name="duration">
            <xsl:with-param name="time" select="normalize-space(../itunes:duration)"/>
          </xsl:call-template>
        </xsl:if>
        <xsl:if test="@length &gt; 0">
          <xsl:text>&#xA0; </xsl:text>
          <span dir="ltr">
            <xsl:call-template name="size"/>
          </span>
        </xsl:if>
      </p>
    </xsl:for-each>
  </xsl:template>

  <!-- The other feeds that have it. -->
  <xsl:template name="also">
    <xsl:if test="loom:edition/loom:also">
      <p class="soft" style="{$small};margin:10px 0 0">
        <span>
          <xsl:call-template name="words"/>
          <xsl:text>Also in</xsl:text>
        </span>
        <xsl:text> </xsl:text>
        <xsl:apply-templates select="loom:edition/loom:also" mode="home"/>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- A name in small print, with a link if there is one. -->
  <xsl:template name="place">
    <xsl:param name="url"/>
    <xsl:param name="title"/>
    <xsl:if test="position() &gt; 1">, </xsl:if>
    <xsl:choose>
      <xsl:when test="$url != ''">
        <a class="soft" href="{$url}" style="color:{$soft}">
          <bdi>
            <xsl:value-of select="$title"/>
          </bdi>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <bdi>
          <xsl:value-of select="$title"/>
        </bdi>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What had no room, where the feeds live, how to leave. -->

  <xsl:template name="footer">
    <xsl:variable name="more">
      <xsl:call-template name="more"/>
    </xsl:variable>
    <tr>
      <td class="row" style="padding:40px 32px 36px">
        <table class="line" width="100%" xsl:use-attribute-sets="table" style="table-layout:fixed;border-top:1px solid {$line}">
          <tr>
            <td class="soft" style="{$sans};{$small};padding:16px 0 0;word-break:break-word">
              <xsl:if test="$more != ''">
                <p style="margin:0 0 8px">
                  <span>
                    <xsl:call-template name="words"/>
                    <xsl:value-of select="$more"/>
                  </span>
                </p>
              </xsl:if>
              <p style="margin:0 0 8px">
                <span>
                  <xsl:call-template name="words"/>
                  <xsl:text>From</xsl:text>
                </span>
                <xsl:text> </xsl:text>
                <xsl:call-template name="feeds"/>
              </p>
              <xsl:if test="atom:rights != ''">
                <div class="small" style="margin:0 0 8px">
                  <xsl:call-template name="direction"/>
                  <loom:html a="color:{$soft}" p="margin:0 0 8px" img="max-width:100%;height:auto;border:0" width="{$measure}">
                    <xsl:value-of select="loom:html(atom:rights)"/>
                  </loom:html>
                </div>
              </xsl:if>
              <xsl:if test="loom:edition/@unsubscribe != ''">
                <p style="margin:0">
                  <a class="soft" href="{loom:edition/@unsubscribe}" style="color:{$soft}">
                    <xsl:call-template name="words"/>
                    <xsl:text>Unsubscribe</xsl:text>
                  </a>
                </p>
              </xsl:if>
            </td>
          </tr>
        </table>
      </td>
    </tr>
  </xsl:template>

  <!-- By night, on small screens, and deep down. -->

  <xsl:template name="style">
    <xsl:text>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
	.desk { background: </xsl:text>
    <xsl:value-of select="$dark-desk"/>
    <xsl:text> !important; }
	.paper { background: </xsl:text>
    <xsl:value-of select="$dark-paper"/>
    <xsl:text> !important; }
	.ink { color: </xsl:text>
    <xsl:value-of select="$dark-ink"/>
    <xsl:text> !important; }
	.soft, .text figcaption, .text caption, .small a { color: </xsl:text>
    <xsl:value-of select="$dark-soft"/>
    <xsl:text> !important; }
	.accent, .text a { color: </xsl:text>
    <xsl:value-of select="$dark-accent"/>
    <xsl:text> !important; }
	.line, .text blockquote, .text hr, .text th, .text td { border-color: </xsl:text>
    <xsl:value-of select="$dark-line"/>
    <xsl:text> !important; }
	.text pre { background: </xsl:text>
    <xsl:value-of select="$dark-desk"/>
    <xsl:text> !important; }
}
@media (max-width: 600px) {
	.around { padding: 0 !important; }
	.row { padding-left: 20px !important; padding-right: 20px !important; }
	h1 { font-size: 27px !important; }
}
.text blockquote blockquote blockquote blockquote { padding: 0 !important; border: 0 !important; }
.text li li li li ul, .text li li li li ol { padding-inline-start: 10px !important; }
</xsl:text>
  </xsl:template>
</xsl:stylesheet>
