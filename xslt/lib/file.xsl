<?xml version="1.0" encoding="UTF-8"?>
<!--
  What is said of a file that a feed names, given as text.  To be imported.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <!-- What is behind the last slash; gives up early on absurd paths. -->
  <xsl:template name="file-name">
    <xsl:param name="path"/>
    <xsl:param name="steps" select="24"/>
    <xsl:choose>
      <xsl:when test="contains($path, '/') and substring-after($path, '/') != '' and $steps &gt; 0">
        <xsl:call-template name="file-name">
          <xsl:with-param name="path" select="substring-after($path, '/')"/>
          <xsl:with-param name="steps" select="$steps - 1"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$path"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- @length as people say it. -->
  <xsl:template name="size">
    <xsl:choose>
      <xsl:when test="@length &gt;= 999950000">
        <xsl:value-of select="format-number(@length div 1000000000, '0.0')"/>
        <xsl:text>&#xA0;GB</xsl:text>
      </xsl:when>
      <xsl:when test="@length &gt;= 999500">
        <xsl:value-of select="format-number(@length div 1000000, '0.0')"/>
        <xsl:text>&#xA0;MB</xsl:text>
      </xsl:when>
      <xsl:when test="@length &gt;= 1000">
        <xsl:value-of select="format-number(@length div 1000, '0')"/>
        <xsl:text>&#xA0;kB</xsl:text>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="@length"/>
        <xsl:text>&#xA0;byte</xsl:text>
        <xsl:if test="@length != 1">s</xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Seconds, if they are that, as hours, minutes and seconds. -->
  <xsl:template name="duration">
    <xsl:param name="time"/>
    <xsl:choose>
      <xsl:when test="translate($time, '0123456789', '') = ''">
        <xsl:if test="$time &gt;= 3600">
          <xsl:value-of select="concat(floor($time div 3600), ':')"/>
        </xsl:if>
        <xsl:value-of select="concat(format-number(floor($time div 60) mod 60, '00'), ':', format-number($time mod 60, '00'))"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$time"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
