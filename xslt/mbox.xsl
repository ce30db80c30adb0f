<?xml version="1.0" encoding="UTF-8"?>
<!--
  Posts and their comments as mail, for a mail reader's threads.  Makes
  loom:message, which the host writes: header, encodings, MIME.  The body is
  what text.xsl makes of an entry, laid out as plain text and as HTML.

  An id stands for a message wherever it comes from: the comment N of the post
  P is P#comment-N in an export, in a feed of comments and in what such a feed
  says it is a reply to, so that a mailbox of posts and one of comments make
  whole threads when they are put together.

  Nobody has an address here, known or not: all are made up, at the host of the
  feed and below .invalid, where no mail can go.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:loom="urn:feedloom"
    xmlns:thr="http://purl.org/syndication/thread/1.0"
    xmlns:wp="http://wordpress.org/export/1.2/"
    exclude-result-prefixes="atom thr wp">

  <xsl:import href="text.xsl"/>

  <!-- Comments, too. -->
  <xsl:param name="comments"/>

  <!-- Whose entries are that do not say so; no more than names should be. -->
  <xsl:variable name="feed-people">
    <xsl:variable name="names">
      <xsl:call-template name="names">
        <xsl:with-param name="people" select="/atom:feed/atom:author[position() &lt;= 20]"/>
      </xsl:call-template>
      <xsl:if test="not(/atom:feed/atom:author[atom:name != ''])">
        <xsl:value-of select="loom:text(/atom:feed/atom:title)"/>
      </xsl:if>
    </xsl:variable>
    <xsl:value-of select="substring($names, 1, 200)"/>
  </xsl:variable>

  <!-- The feed's host, without user and port. -->
  <xsl:variable name="domain">
    <xsl:variable name="address" select="(/atom:feed/atom:link[@rel = 'alternate'] | /atom:feed/atom:link[@rel = 'self'])[1]/@href"/>
    <xsl:variable name="rest" select="translate(substring-after(loom:uri($address), '://'), '?#', '//')"/>
    <xsl:variable name="host" select="substring-before(concat($rest, '/'), '/')"/>
    <xsl:choose>
      <xsl:when test="contains($host, '@')">
        <xsl:value-of select="substring-before(concat(substring-after($host, '@'), ':'), ':')"/>
      </xsl:when>
      <xsl:when test="$host != ''">
        <xsl:value-of select="substring-before(concat($host, ':'), ':')"/>
      </xsl:when>
      <xsl:otherwise>feedloom</xsl:otherwise>
    </xsl:choose>
    <xsl:text>.invalid</xsl:text>
  </xsl:variable>

  <xsl:template match="/atom:feed">
    <loom:mailbox domain="{$domain}">
      <xsl:apply-templates select="atom:entry"/>
    </loom:mailbox>
  </xsl:template>

  <!-- A post, or a comment of a feed of comments. -->

  <xsl:template match="atom:entry">
    <xsl:variable name="title" select="loom:text(atom:title)"/>
    <xsl:variable name="language" select="(@xml:lang | ../@xml:lang[not(current()/@xml:lang)])[1]"/>
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <loom:message id="{atom:id}" subject="{$title}" page="{$page}" date="{atom:published | atom:updated[not(../atom:published)]}">
      <xsl:call-template name="sender"/>
      <xsl:call-template name="answered"/>
      <xsl:if test="atom:author/atom:uri != ''">
        <loom:header name="X-Feedloom-Author-Url">
          <xsl:value-of select="loom:uri(atom:author/atom:uri)"/>
        </loom:header>
      </xsl:if>
      <xsl:if test="atom:category">
        <loom:header name="X-Feedloom-Categories">
          <xsl:for-each select="atom:category">
            <xsl:if test="position() &gt; 1">; </xsl:if>
            <xsl:value-of select="@label"/>
            <xsl:if test="not(@label != '')">
              <xsl:value-of select="@term"/>
            </xsl:if>
          </xsl:for-each>
        </loom:header>
      </xsl:if>
      <loom:body>
        <article>
          <xsl:if test="$language != ''">
            <xsl:attribute name="lang">
              <xsl:value-of select="$language"/>
            </xsl:attribute>
          </xsl:if>
          <xsl:call-template name="text"/>
          <xsl:call-template name="enclosures"/>
          <xsl:call-template name="elsewhere"/>
          <xsl:call-template name="page"/>
        </article>
      </loom:body>
    </loom:message>
    <xsl:if test="$comments">
      <xsl:apply-templates select="wp:comment"/>
    </xsl:if>
  </xsl:template>

  <!-- Names, and an address that says what kind of person that is. -->
  <xsl:template name="sender">
    <xsl:variable name="number" select="substring-after(atom:id, '#comment-')"/>
    <xsl:attribute name="author">
      <xsl:call-template name="names">
        <xsl:with-param name="people" select="atom:author"/>
      </xsl:call-template>
      <xsl:if test="not(atom:author[atom:name != ''])">
        <xsl:value-of select="$feed-people"/>
      </xsl:if>
    </xsl:attribute>
    <xsl:attribute name="address">
      <xsl:choose>
        <xsl:when test="$number != ''">
          <xsl:value-of select="concat('comment-', $number)"/>
        </xsl:when>
        <xsl:otherwise>author</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
  </xsl:template>

  <xsl:template name="names">
    <xsl:param name="people"/>
    <xsl:for-each select="$people[atom:name != '']">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:value-of select="normalize-space(atom:name)"/>
    </xsl:for-each>
  </xsl:template>

  <!-- What a comment is in reply to, as its feed says or its id. -->
  <xsl:template name="answered">
    <xsl:variable name="said" select="thr:in-reply-to/@ref"/>
    <xsl:variable name="id">
      <xsl:value-of select="$said"/>
      <xsl:if test="not($said)">
        <xsl:value-of select="substring-before(atom:id, '#comment-')"/>
      </xsl:if>
    </xsl:variable>
    <xsl:if test="$id != ''">
      <xsl:attribute name="thread">
        <xsl:value-of select="substring-before(concat($id, '#comment-'), '#comment-')"/>
      </xsl:attribute>
      <xsl:attribute name="parent">
        <xsl:value-of select="$id"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!--
    A comment that an export has with its post.  There may be many thousands, so
    it says no more than what is its own, and looks little for it.
  -->
  <xsl:template match="wp:comment">
    <loom:reply id="#comment-{wp:comment_id}" author="{wp:comment_author}" date="{(wp:comment_date_gmt | wp:comment_date)[last()]}">
      <xsl:if test="normalize-space(wp:comment_author) = ''">
        <xsl:attribute name="author">Anonymous</xsl:attribute>
      </xsl:if>
      <xsl:if test="wp:comment_parent &gt; 0">
        <xsl:attribute name="parent">
          <xsl:value-of select="concat('#comment-', wp:comment_parent)"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="wp:comment_author_url != ''">
        <loom:header name="X-Feedloom-Author-Url">
          <xsl:value-of select="loom:uri(wp:comment_author_url)"/>
        </loom:header>
      </xsl:if>
      <loom:body>
        <loom:html>
          <xsl:value-of select="loom:paragraphs(wp:comment_content)"/>
        </loom:html>
      </loom:body>
    </loom:reply>
  </xsl:template>
</xsl:stylesheet>
