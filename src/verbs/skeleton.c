/*
 * A plugin and a format that work, short enough to be read in a minute, and
 * their tests.  What the tests expect is made by running them.
 */
#include "verbs/skeleton.h"

#include <stddef.h>

/* clang-format off */
static const char plugin[] =
"---@type feedloom.Plugin\n"
"return {\n"
"	api = 1,\n"
"	name = \"%\",\n"
"	about = \"puts a mark in front of each title\",\n"
"	options = {\n"
"		mark = {\n"
"			type = \"string\",\n"
"			default = \"*\",\n"
"			about = \"what to put there\",\n"
"		},\n"
"	},\n"
"	stages = {\n"
"		-- Changes the entry; false as its result would drop it.\n"
"		function(entry, opt)\n"
"			entry.title = opt.mark .. \" \" .. (entry.title or \"\")\n"
"		end,\n"
"	},\n"
"	examples = { \"-p %,mark=+ -t text\" },\n"
"}\n";

static const char format[] =
"---@type feedloom.Plugin\n"
"return {\n"
"	api = 1,\n"
"	name = \"%\",\n"
"	about = \"titles and days, one a line\",\n"
"	options = {\n"
"		mark = {\n"
"			type = \"string\",\n"
"			default = \"*\",\n"
"			about = \"what stands in front of a title\",\n"
"		},\n"
"	},\n"
"	stages = { \"%.xsl\" },\n"
"	format = {\n"
"		media_type = \"text/plain\",\n"
"		extension = \"txt\",\n"
"		serialise = \"text\",\n"
"	},\n"
"	examples = { \"-t %,mark=+\" },\n"
"}\n";

static const char sheet[] =
"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
"<!-- XHTML, which is laid out as text: the feed, and then each entry. -->\n"
"<xsl:stylesheet version=\"1.0\"\n"
"    xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"\n"
"    xmlns:atom=\"http://www.w3.org/2005/Atom\"\n"
"    xmlns:loom=\"urn:feedloom\"\n"
"    xmlns=\"http://www.w3.org/1999/xhtml\"\n"
"    exclude-result-prefixes=\"atom loom\">\n"
"  <xsl:param name=\"mark\"/>\n"
"\n"
"  <xsl:template match=\"/atom:feed\">\n"
"    <body>\n"
"      <h1><xsl:value-of select=\"loom:text(atom:title)\"/></h1>\n"
"      <xsl:apply-templates select=\"atom:entry\"/>\n"
"    </body>\n"
"  </xsl:template>\n"
"\n"
"  <xsl:template match=\"atom:entry\">\n"
"    <div>\n"
"      <xsl:value-of select=\"concat($mark, ' ')\"/>\n"
"      <xsl:value-of select=\"loom:text(atom:title)\"/>\n"
"      <xsl:text>, </xsl:text>\n"
"      <xsl:value-of select=\"loom:day(atom:published)\"/>\n"
"    </div>\n"
"  </xsl:template>\n"
"</xsl:stylesheet>\n";

static const char feed[] =
"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
"<rss version=\"2.0\">\n"
"  <channel>\n"
"    <title>The Quay</title>\n"
"    <link>https://quay.example/</link>\n"
"    <description>News from the water</description>\n"
"    <item>\n"
"      <title>Knots</title>\n"
"      <link>https://quay.example/knots/</link>\n"
"      <pubDate>Wed, 03 Jan 2024 10:00:00 GMT</pubDate>\n"
"      <category>Rope</category>\n"
"      <description>&lt;p&gt;Five to know &amp;amp; one to forget.&lt;/p&gt;</description>\n"
"    </item>\n"
"    <item>\n"
"      <title>Geese</title>\n"
"      <link>https://quay.example/geese/</link>\n"
"      <pubDate>Tue, 02 Jan 2024 10:00:00 GMT</pubDate>\n"
"      <category>Birds</category>\n"
"      <description>&lt;p&gt;They are back.&lt;/p&gt;</description>\n"
"    </item>\n"
"  </channel>\n"
"</rss>\n";

static const char options[] =
"# Options of the plugin, one a line; or arguments of convert: -p other\n"
"mark=+\n";
/* clang-format on */

const struct skeleton_file skeleton_plugin[] = {
    {"main.lua", plugin},
    {"test/first/in.xml", feed},
    {"test/first/options", options},
    {NULL, NULL},
};

const struct skeleton_file skeleton_format[] = {
    {"main.lua", format},
    {"%.xsl", sheet},
    {"test/first/in.xml", feed},
    {"test/first/options", options},
    {NULL, NULL},
};
