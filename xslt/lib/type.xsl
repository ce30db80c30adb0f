<?xml version="1.0" encoding="UTF-8"?>
<!--
  The media type of a file when nobody says it.  To be imported.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"/>
  <xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyz'"/>
  <!-- Endings of addresses, and what they stand for. -->
  <xsl:variable name="types" select="' mp3=audio/mpeg m4a=audio/mp4 aac=audio/aac ogg=audio/ogg oga=audio/ogg opus=audio/ogg flac=audio/flac wav=audio/wav mp4=video/mp4 m4v=video/mp4 mov=video/quicktime webm=video/webm ogv=video/ogg avi=video/x-msvideo mkv=video/x-matroska jpg=image/jpeg jpeg=image/jpeg png=image/png gif=image/gif webp=image/webp avif=image/avif svg=image/svg+xml pdf=application/pdf epub=application/epub+zip zip=application/zip txt=text/plain html=text/html xml=application/xml json=application/json '"/>

  <!-- By the letters behind the last dot, of which there are at most four. -->
  <xsl:template name="guess-type">
    <xsl:param name="url"/>
    <xsl:variable name="path" select="substring-before(concat(substring-before(concat($url, '#'), '#'), '?'), '?')"/>
    <xsl:variable name="end" select="substring($path, string-length($path) - 4)"/>
    <xsl:variable name="ending" select="translate(substring-after($end, '.'), $upper, $lower)"/>
    <xsl:variable name="type" select="substring-before(substring-after($types, concat(' ', $ending, '=')), ' ')"/>
    <xsl:choose>
      <xsl:when test="$ending != '' and $type != ''">
        <xsl:value-of select="$type"/>
      </xsl:when>
      <xsl:otherwise>application/octet-stream</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
