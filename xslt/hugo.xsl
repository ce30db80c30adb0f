<?xml version="1.0" encoding="UTF-8"?>
<!--
  Entries as Hugo's content: front matter (gohugo.io/content-management/
  front-matter) and the text.  Made to be written with a file for each entry;
  what belongs to the feed is no part of it.  What Hugo has a name for is called
  so; custom fields are params.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:exsl="http://exslt.org/common"
    xmlns:j="http://www.w3.org/2005/xpath-functions"
    xmlns:loom="urn:feedloom"
    xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:wp="http://wordpress.org/export/1.2/"
    exclude-result-prefixes="atom exsl media wp">

  <xsl:import href="lib/page.xsl"/>

  <!-- front: comments stand in the front matter. -->
  <xsl:param name="comments"/>

  <!-- Custom fields: public, none, or all, those that begin with _, too. -->
  <xsl:param name="meta"/>

  <!-- url: a post keeps its path; alias: that leads to it. -->
  <xsl:param name="address"/>

  <!-- Terms of one taxonomy, and fields of one name, of one entry. -->
  <xsl:key name="terms" match="atom:category" use="concat(generate-id(..), ' ', @scheme)"/>
  <xsl:key name="fields" match="wp:postmeta" use="concat(generate-id(..), ' ', wp:meta_key)"/>

  <!-- Front matter that means something to Hugo, or that is written here. -->
  <xsl:variable name="taken"> aliases authors build cascade categories comments date description draft enclosures expirydate guid headless images iscjklanguage keywords kind lang languagecode layout lastmod linktitle markup menu menus outputs params path publishdate resources sitemap slug sticky summary tags title translationkey type url videos weight </xsl:variable>
  <xsl:variable name="upper">ABCDEFGHIJKLMNOPQRSTUVWXYZ</xsl:variable>
  <xsl:variable name="lower">abcdefghijklmnopqrstuvwxyz</xsl:variable>

  <xsl:template match="/atom:feed">
    <xsl:apply-templates select="atom:entry"/>
  </xsl:template>

  <xsl:template match="atom:entry">
    <j:map>
      <xsl:call-template name="head"/>
      <xsl:call-template name="address"/>
      <xsl:call-template name="authors"/>
      <xsl:call-template name="taxonomies"/>
      <xsl:call-template name="media"/>
      <xsl:call-template name="rest"/>
      <xsl:call-template name="fields"/>
      <xsl:if test="$comments = 'front' and wp:comment">
        <j:array key="comments">
          <xsl:apply-templates select="wp:comment"/>
        </j:array>
      </xsl:if>
    </j:map>
    <loom:html>
      <xsl:value-of select="loom:html(atom:content | atom:summary[not(../atom:content)])"/>
    </loom:html>
  </xsl:template>

  <xsl:template name="string">
    <xsl:param name="key"/>
    <xsl:param name="value"/>
    <xsl:if test="$value != ''">
      <j:string key="{$key}">
        <xsl:value-of select="$value"/>
      </j:string>
    </xsl:if>
  </xsl:template>

  <xsl:template name="head">
    <j:string key="title">
      <xsl:value-of select="loom:text(atom:title)"/>
    </j:string>
    <xsl:call-template name="string">
      <xsl:with-param name="key">date</xsl:with-param>
      <xsl:with-param name="value" select="atom:published"/>
    </xsl:call-template>
    <xsl:call-template name="string">
      <xsl:with-param name="key">lastmod</xsl:with-param>
      <xsl:with-param name="value" select="atom:updated"/>
    </xsl:call-template>
    <!-- What nobody could read there must not be published here. -->
    <xsl:if test="wp:status and not(wp:status = 'publish' or wp:status = 'future' or wp:status = 'inherit')">
      <j:boolean key="draft">true</j:boolean>
    </xsl:if>
    <xsl:call-template name="string">
      <xsl:with-param name="key">slug</xsl:with-param>
      <xsl:with-param name="value" select="loom:decode(wp:post_name)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The path of the page, if that is all its address has. -->
  <xsl:template name="address">
    <xsl:variable name="page">
      <xsl:call-template name="page-url"/>
    </xsl:variable>
    <xsl:variable name="path" select="loom:decode(substring-after(substring-after($page, '://'), '/'))"/>
    <xsl:if test="$path != '' and translate($path, '?#\', '') = $path and not(contains(concat('/', $path, '/'), '/../'))">
      <xsl:choose>
        <xsl:when test="$address = 'url'">
          <j:string key="url">
            <xsl:value-of select="concat('/', $path)"/>
          </j:string>
        </xsl:when>
        <xsl:when test="$address = 'alias'">
          <j:array key="aliases">
            <j:string>
              <xsl:value-of select="concat('/', $path)"/>
            </j:string>
          </j:array>
        </xsl:when>
      </xsl:choose>
    </xsl:if>
  </xsl:template>

  <xsl:template name="authors">
    <xsl:variable name="people" select="atom:author[normalize-space(atom:name) != '']"/>
    <xsl:if test="$people">
      <j:array key="authors">
        <xsl:for-each select="$people">
          <j:string>
            <xsl:value-of select="normalize-space(atom:name)"/>
          </j:string>
        </xsl:for-each>
      </j:array>
    </xsl:if>
  </xsl:template>

  <!-- Categories without a taxonomy are categories.  Any other taxonomy has its
       own name, as Hugo wants it, unless that means something else there. -->
  <xsl:template name="taxonomies">
    <xsl:call-template name="terms">
      <xsl:with-param name="key">categories</xsl:with-param>
      <xsl:with-param name="terms" select="atom:category[not(@scheme) or @scheme = '' or @scheme = 'category' or contains(@scheme, ':') or contains(@scheme, '/')]"/>
    </xsl:call-template>
    <xsl:call-template name="terms">
      <xsl:with-param name="key">tags</xsl:with-param>
      <xsl:with-param name="terms" select="atom:category[@scheme = 'post_tag']"/>
    </xsl:call-template>
    <xsl:for-each select="atom:category[@scheme != '' and @scheme != 'category' and @scheme != 'post_tag' and not(contains(@scheme, ':') or contains(@scheme, '/'))][generate-id() = generate-id(key('terms', concat(generate-id(..), ' ', @scheme))[1])]">
      <xsl:variable name="name" select="translate(@scheme, $upper, $lower)"/>
      <xsl:call-template name="terms">
        <xsl:with-param name="key">
          <xsl:if test="contains($taken, concat(' ', $name, ' '))">taxonomy_</xsl:if>
          <xsl:value-of select="@scheme"/>
        </xsl:with-param>
        <xsl:with-param name="terms" select="key('terms', concat(generate-id(..), ' ', @scheme))"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="terms">
    <xsl:param name="key"/>
    <xsl:param name="terms"/>
    <xsl:if test="$terms">
      <j:array key="{$key}">
        <xsl:for-each select="$terms">
          <j:string>
            <xsl:choose>
              <xsl:when test="@label != ''">
                <xsl:value-of select="@label"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:value-of select="@term"/>
              </xsl:otherwise>
            </xsl:choose>
          </j:string>
        </xsl:for-each>
      </j:array>
    </xsl:if>
  </xsl:template>

  <!-- The summary beside a content, the picture, the files. -->
  <xsl:template name="media">
    <xsl:variable name="picture" select="(media:thumbnail | media:group/media:thumbnail | (media:content | media:group/media:content)[@medium = 'image'])[1]/@url"/>
    <xsl:variable name="files" select="atom:link[@rel = 'enclosure']"/>
    <xsl:if test="atom:content">
      <xsl:call-template name="string">
        <xsl:with-param name="key">summary</xsl:with-param>
        <xsl:with-param name="value" select="loom:text(atom:summary)"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="$picture != ''">
      <j:array key="images">
        <j:string>
          <xsl:value-of select="$picture"/>
        </j:string>
      </j:array>
    </xsl:if>
    <xsl:if test="$files">
      <j:array key="enclosures">
        <xsl:apply-templates select="$files"/>
      </j:array>
    </xsl:if>
  </xsl:template>

  <xsl:template match="atom:link">
    <j:map>
      <j:string key="url">
        <xsl:value-of select="@href"/>
      </j:string>
      <xsl:call-template name="string">
        <xsl:with-param name="key">title</xsl:with-param>
        <xsl:with-param name="value" select="@title"/>
      </xsl:call-template>
      <xsl:call-template name="string">
        <xsl:with-param name="key">type</xsl:with-param>
        <xsl:with-param name="value" select="@type"/>
      </xsl:call-template>
      <xsl:call-template name="number">
        <xsl:with-param name="key">length</xsl:with-param>
        <xsl:with-param name="value" select="@length"/>
      </xsl:call-template>
    </j:map>
  </xsl:template>

  <!-- A number above nothing, in digits. -->
  <xsl:template name="number">
    <xsl:param name="key"/>
    <xsl:param name="value"/>
    <xsl:if test="$value &gt; 0 and translate($value, '0123456789', '') = '' and not(starts-with($value, '0')) and string-length($value) &lt; 16">
      <j:number key="{$key}">
        <xsl:value-of select="$value"/>
      </j:number>
    </xsl:if>
  </xsl:template>

  <xsl:template name="rest">
    <xsl:call-template name="string">
      <xsl:with-param name="key">guid</xsl:with-param>
      <xsl:with-param name="value" select="atom:id"/>
    </xsl:call-template>
    <xsl:if test="wp:post_type != 'post'">
      <xsl:call-template name="string">
        <xsl:with-param name="key">type</xsl:with-param>
        <xsl:with-param name="value" select="wp:post_type"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:call-template name="number">
      <xsl:with-param name="key">weight</xsl:with-param>
      <xsl:with-param name="value" select="wp:menu_order"/>
    </xsl:call-template>
    <xsl:if test="wp:is_sticky = 1">
      <j:boolean key="sticky">true</j:boolean>
    </xsl:if>
  </xsl:template>

  <!-- Custom fields; one that is there more than once is a list. -->
  <xsl:template name="fields">
    <xsl:variable name="wanted" select="wp:postmeta[$meta != 'none'][wp:meta_key != ''][$meta = 'all' or not(starts-with(wp:meta_key, '_'))]"/>
    <xsl:if test="$wanted">
      <j:map key="params">
        <xsl:for-each select="$wanted[generate-id() = generate-id(key('fields', concat(generate-id(..), ' ', wp:meta_key))[1])]">
          <xsl:variable name="all" select="key('fields', concat(generate-id(..), ' ', wp:meta_key))"/>
          <xsl:choose>
            <xsl:when test="$all[2]">
              <j:array key="{wp:meta_key}">
                <xsl:for-each select="$all">
                  <j:string>
                    <xsl:value-of select="wp:meta_value"/>
                  </j:string>
                </xsl:for-each>
              </j:array>
            </xsl:when>
            <xsl:otherwise>
              <j:string key="{wp:meta_key}">
                <xsl:value-of select="wp:meta_value"/>
              </j:string>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
      </j:map>
    </xsl:if>
  </xsl:template>

  <!-- A comment, with nothing of it that was not public. -->
  <xsl:template match="wp:comment">
    <j:map>
      <xsl:call-template name="number">
        <xsl:with-param name="key">id</xsl:with-param>
        <xsl:with-param name="value" select="wp:comment_id"/>
      </xsl:call-template>
      <xsl:call-template name="number">
        <xsl:with-param name="key">parent</xsl:with-param>
        <xsl:with-param name="value" select="wp:comment_parent"/>
      </xsl:call-template>
      <xsl:if test="wp:comment_type != 'comment'">
        <xsl:call-template name="string">
          <xsl:with-param name="key">type</xsl:with-param>
          <xsl:with-param name="value" select="wp:comment_type"/>
        </xsl:call-template>
      </xsl:if>
      <!-- WordPress keeps names as HTML. -->
      <xsl:variable name="author">
        <atom:name type="html">
          <xsl:value-of select="wp:comment_author"/>
        </atom:name>
      </xsl:variable>
      <xsl:call-template name="string">
        <xsl:with-param name="key">author</xsl:with-param>
        <xsl:with-param name="value" select="loom:text(exsl:node-set($author)/atom:name)"/>
      </xsl:call-template>
      <xsl:call-template name="string">
        <xsl:with-param name="key">url</xsl:with-param>
        <xsl:with-param name="value" select="wp:comment_author_url"/>
      </xsl:call-template>
      <!-- "2023-09-22 10:21:33" -->
      <xsl:if test="string-length(wp:comment_date_gmt) = 19 and not(starts-with(wp:comment_date_gmt, '0000'))">
        <j:string key="date">
          <xsl:value-of select="concat(translate(wp:comment_date_gmt, ' ', 'T'), 'Z')"/>
        </j:string>
      </xsl:if>
      <j:string key="content">
        <xsl:value-of select="wp:comment_content"/>
      </j:string>
    </j:map>
  </xsl:template>
</xsl:stylesheet>
