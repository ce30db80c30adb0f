<?xml version="1.0" encoding="UTF-8"?>
<!--
  Languages and the direction they are written in, as attributes of HTML.  To be
  imported.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom">

  <xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"/>
  <xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyz'"/>
  <!-- Languages that are written from right to left unless they say how. -->
  <xsl:variable name="rtl" select="' ar arc azb bal bqi ckb dv fa glk he iw ji khw ks lrc luz mzn nqo pnb prs ps sd sdh skr syr ug ur yi '"/>

  <!-- The language of the page; of an entry, if it is another one. -->
  <xsl:template name="language">
    <xsl:if test="@xml:lang != '' and not(@xml:lang = ../@xml:lang)">
      <xsl:attribute name="lang">
        <xsl:value-of select="@xml:lang"/>
      </xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- 'rtl' or 'ltr', by the language of the context node. -->
  <xsl:template name="dir">
    <xsl:variable name="tag" select="translate(concat(ancestor-or-self::*[@xml:lang][1]/@xml:lang, '-'), concat($upper, '_'), concat($lower, '-'))"/>
    <xsl:choose>
      <xsl:when test="contains($tag, '-arab-') or contains($tag, '-hebr-') or contains($tag, '-thaa-') or contains($tag, '-syrc-') or contains($tag, '-nkoo-') or contains($tag, '-adlm-')">rtl</xsl:when>
      <xsl:when test="contains($tag, '-latn-') or contains($tag, '-cyrl-')">ltr</xsl:when>
      <xsl:when test="contains($rtl, concat(' ', substring-before($tag, '-'), ' '))">rtl</xsl:when>
      <xsl:otherwise>ltr</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The direction of text from the feed.  Publishing systems say "en-US" of
       whatever is typed into them: so unless the entry says its language itself,
       or the feed one that is written from right to left, the letters decide.
       Only the text turns; the margin stays on the page's side. -->
  <xsl:template name="direction">
    <xsl:variable name="dir">
      <xsl:call-template name="dir"/>
    </xsl:variable>
    <xsl:variable name="page">
      <xsl:for-each select="/atom:feed">
        <xsl:call-template name="dir"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$dir != $page">
        <xsl:attribute name="dir">
          <xsl:value-of select="$dir"/>
        </xsl:attribute>
      </xsl:when>
      <xsl:when test="$page = 'ltr' and not(self::atom:entry/@xml:lang[not(. = ../../@xml:lang)])">
        <xsl:attribute name="dir">auto</xsl:attribute>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Our own words and dates are English. -->
  <xsl:template name="words">
    <xsl:if test="not(lang('en'))">
      <xsl:attribute name="lang">en</xsl:attribute>
      <xsl:attribute name="dir">ltr</xsl:attribute>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
