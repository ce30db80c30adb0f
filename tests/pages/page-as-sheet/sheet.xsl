<html xsl:version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    onload="go('{//title}')">
<body><h1><xsl:value-of select="rss/channel/title"/></h1></body>
</html>
