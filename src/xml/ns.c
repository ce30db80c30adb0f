/*
 * The table of namespaces.  The first URI of an id is the canonical one; those
 * behind it are spellings seen in real feeds.  Compared without regard to case
 * and a trailing slash, since feeds are careless with both.
 */
#include "xml/ns.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

static const struct ns_entry table[] = {
    {NS_ATOM, "atom", NS_ATOM_URI},
    {NS_ATOM03, "atom03", "http://purl.org/atom/ns#"},
    {NS_ATOM03, "atom03", "http://example.com/newformat#"},
    {NS_ATOM03, "atom03", "http://example.com/necho"},
    {NS_ATOM03, "atom03", "http://purl.org/echo/"},
    {NS_ATOM03, "atom03", "uri/of/echo/namespace#"},
    {NS_ATOM03, "atom03", "http://purl.org/pie/"},
    {NS_RSS, "rss", NS_RSS_URI},
    {NS_RSS, "rss", "http://backend.userland.com/rss"},
    {NS_RSS, "rss", "http://backend.userland.com/RSS2"},
    {NS_RSS, "rss", "http://blogs.law.harvard.edu/tech/rss"},
    {NS_RSS, "rss", "http://backend.userland.com/rss091"},
    {NS_RSS, "rss", "http://backend.userland.com/rss092"},
    {NS_RSS, "rss", "http://my.netscape.com/publish/formats/rss-0.91.dtd"},
    {NS_RSS1, "rss1", "http://purl.org/rss/1.0/"},
    {NS_RSS1, "rss1", "http://purl.org/net/rss1.1#"},
    {NS_RSS090, "rss090", "http://my.netscape.com/rdf/simple/0.9/"},
    {NS_RSS090, "rss090", "http://channel.netscape.com/rdf/simple/0.9/"},
    {NS_RDF, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    {NS_XML, "xml", "http://www.w3.org/XML/1998/namespace"},
    {NS_XHTML, "xhtml", NS_XHTML_URI},
    {NS_LOOM, "loom", NS_LOOM_URI},
    {NS_JSON, "j", NS_JSON_URI},
    {NS_CONTENT, "content", "http://purl.org/rss/1.0/modules/content/"},
    {NS_EXCERPT, "excerpt", "http://wordpress.org/export/1.2/excerpt/"},
    {NS_EXCERPT, "excerpt", "http://wordpress.org/export/1.1/excerpt/"},
    {NS_EXCERPT, "excerpt", "http://wordpress.org/export/1.0/excerpt/"},
    {NS_EXCERPT, "excerpt", "http://wordpress.org/excerpt/"},
    {NS_WP, "wp", "http://wordpress.org/export/1.2/"},
    {NS_WP, "wp", "http://wordpress.org/export/1.1/"},
    {NS_WP, "wp", "http://wordpress.org/export/1.0/"},
    {NS_DC, "dc", "http://purl.org/dc/elements/1.1/"},
    {NS_DC, "dc", "http://purl.org/dc/elements/1.0/"},
    {NS_DCTERMS, "dcterms", "http://purl.org/dc/terms/"},
    {NS_SY, "sy", "http://purl.org/rss/1.0/modules/syndication/"},
    {NS_SLASH, "slash", "http://purl.org/rss/1.0/modules/slash/"},
    {NS_WFW, "wfw", "http://wellformedweb.org/CommentAPI/"},
    {NS_WFW, "wfw", "http://wellformedweb.org/commentAPI/"},
    {NS_THR, "thr", "http://purl.org/syndication/thread/1.0"},
    {NS_MEDIA, "media", "http://search.yahoo.com/mrss/"},
    {NS_MEDIA, "media", "http://video.search.yahoo.com/mrss/"},
    {NS_MEDIA, "media", "https://search.yahoo.com/mrss/"},
    {NS_ITUNES, "itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"},
    {NS_ITUNES, "itunes", "https://www.itunes.com/dtds/podcast-1.0.dtd"},
    {NS_ITUNES, "itunes", "http://example.com/dtds/podcast-1.0.dtd"},
    {NS_GOOGLEPLAY, "googleplay",
	"http://www.google.com/schemas/play-podcasts/1.0"},
    {NS_GOOGLEPLAY, "googleplay",
	"https://www.google.com/schemas/play-podcasts/1.0"},
    {NS_GOOGLEPLAY, "googleplay",
	"http://www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd"},
    {NS_PODCAST, "podcast", "https://podcastindex.org/namespace/1.0"},
    {NS_PODCAST, "podcast",
	"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/"
	"1.0.md"},
    {NS_GEORSS, "georss", "http://www.georss.org/georss"},
    {NS_GEORSS, "georss", "http://www.georss.org/georss/10"},
    {NS_GEO, "geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"},
    {NS_FEEDBURNER, "feedburner", "http://rssnamespace.org/feedburner/ext/1.0"},
    {NS_FH, "fh", "http://purl.org/syndication/history/1.0"},
    {NS_KNOWN, "admin", "http://webns.net/mvcb/"},
    {NS_KNOWN, "ag", "http://purl.org/rss/1.0/modules/aggregation/"},
    {NS_KNOWN, "annotate", "http://purl.org/rss/1.0/modules/annotate/"},
    {NS_KNOWN, "app", "http://www.w3.org/2007/app"},
    {NS_KNOWN, "at", "http://purl.org/atompub/tombstones/1.0"},
    {NS_KNOWN, "audio", "http://media.tangent.org/rss/1.0/"},
    {NS_KNOWN, "blogChannel", "http://backend.userland.com/blogChannelModule"},
    {NS_KNOWN, "blogger", "http://schemas.google.com/blogger/2008"},
    {NS_KNOWN, "cc", "http://web.resource.org/cc/"},
    {NS_KNOWN, "creativeCommons",
	"http://backend.userland.com/creativeCommonsRssModule"},
    {NS_KNOWN, "creativeCommons",
	"http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"},
    {NS_KNOWN, "company", "http://purl.org/rss/1.0/modules/company"},
    {NS_KNOWN, "ev", "http://purl.org/rss/1.0/modules/event/"},
    {NS_KNOWN, "event", "http://purl.org/rss/1.0/modules/event/"},
    {NS_KNOWN, "foaf", "http://xmlns.com/foaf/0.1/"},
    {NS_KNOWN, "gd", "http://schemas.google.com/g/2005"},
    {NS_KNOWN, "gml", "http://www.opengis.net/gml"},
    {NS_KNOWN, "image", "http://purl.org/rss/1.0/modules/image/"},
    {NS_KNOWN, "l", "http://purl.org/rss/1.0/modules/link/"},
    {NS_KNOWN, "mathml", "http://www.w3.org/1998/Math/MathML"},
    {NS_KNOWN, "nyt", "http://www.nytimes.com/namespaces/rss/2.0"},
    {NS_KNOWN, "openSearch", "http://a9.com/-/spec/opensearch/1.1/"},
    {NS_KNOWN, "openSearch", "http://a9.com/-/spec/opensearchrss/1.0/"},
    {NS_KNOWN, "ostatus", "http://ostatus.org/schema/1.0"},
    {NS_KNOWN, "pingback",
	"http://madskills.com/public/xml/rss/module/pingback/"},
    {NS_KNOWN, "prism", "http://prismstandard.org/namespaces/1.2/basic/"},
    {NS_KNOWN, "prism", "http://prismstandard.org/namespaces/basic/2.0/"},
    {NS_KNOWN, "psc", "http://podlove.org/simple-chapters"},
    {NS_KNOWN, "ref", "http://purl.org/rss/1.0/modules/reference/"},
    {NS_KNOWN, "rawvoice", "http://www.rawvoice.com/rawvoiceRssModule/"},
    {NS_KNOWN, "search", "http://purl.org/rss/1.0/modules/search/"},
    {NS_KNOWN, "snf", "http://www.smartnews.be/snf"},
    {NS_KNOWN, "source", "http://source.scripting.com/"},
    {NS_KNOWN, "spotify", "http://www.spotify.com/ns/rss"},
    {NS_KNOWN, "svg", "http://www.w3.org/2000/svg"},
    {NS_KNOWN, "taxo", "http://purl.org/rss/1.0/modules/taxonomy/"},
    {NS_KNOWN, "trackback",
	"http://madskills.com/public/xml/rss/module/trackback/"},
    {NS_KNOWN, "turbo", "http://turbo.yandex.ru"},
    {NS_KNOWN, "activity", "http://activitystrea.ms/spec/1.0/"},
    {NS_KNOWN, "poco", "http://portablecontacts.net/spec/1.0"},
    {NS_KNOWN, "xlink", "http://www.w3.org/1999/xlink"},
    {NS_KNOWN, "yandex", "http://news.yandex.ru"},
    {NS_KNOWN, "yt", "http://www.youtube.com/xml/schemas/2015"},
    {NS_KNOWN, "yt", "http://gdata.youtube.com/schemas/2007"},
};

#define TABLE_LEN (sizeof(table) / sizeof(table[0]))

static bool
uri_same(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] != '\0' && ascii_lower(a[i]) == ascii_lower(b[i]))
		i++;
	return (a[i] == '\0' && b[i] == '\0') ||
	       (a[i] == '\0' && strcmp(b + i, "/") == 0) ||
	       (b[i] == '\0' && strcmp(a + i, "/") == 0);
}

const struct ns_entry *
ns_of_uri(const char *uri)
{
	for (size_t i = 0; i < TABLE_LEN; i++) {
		if (uri_same(table[i].uri, uri))
			return table[i].id == NS_KNOWN ? &table[i]
						       : ns_entry(table[i].id);
	}
	return NULL;
}

const struct ns_entry *
ns_of_prefix(const char *prefix, size_t len)
{
	for (size_t i = 0; i < TABLE_LEN; i++) {
		if (strlen(table[i].prefix) == len &&
		    memcmp(table[i].prefix, prefix, len) == 0)
			return &table[i];
	}
	return NULL;
}

const struct ns_entry *
ns_entry(enum ns id)
{
	for (size_t i = 0; i < TABLE_LEN; i++) {
		if (table[i].id == id)
			return &table[i];
	}
	return NULL;
}

const struct ns_entry *
ns_at(size_t i)
{
	return i < TABLE_LEN ? &table[i] : NULL;
}

/* Finds the entry of a declaration; the answer is kept in the xmlNs. */
static const struct ns_entry *
ns_entry_of(xmlNs *ns)
{
	static const struct ns_entry unknown = {NS_OTHER, NULL, NULL};

	if (ns->_private == NULL) {
		const struct ns_entry *entry =
		    ns_of_uri((const char *)ns->href);
		ns->_private = (void *)(entry == NULL ? &unknown : entry);
	}
	return ns->_private;
}

enum ns
ns_declared(xmlNs *ns)
{
	if (ns->href == NULL || ns->href[0] == '\0')
		return NS_NONE;
	return ns_entry_of(ns)->id;
}

enum ns
ns_of(const xmlNode *node)
{
	return node->ns == NULL ? NS_NONE : ns_declared(node->ns);
}

void
ns_settle(xmlNode *element)
{
	for (xmlNs *ns = element->nsDef; ns != NULL; ns = ns->next) {
		const char *uri =
		    ns->href == NULL ? NULL : ns_entry_of(ns)->uri;

		if (uri == NULL || strcmp(uri, (const char *)ns->href) == 0)
			continue;
		xmlFree((xmlChar *)ns->href);
		ns->href = xmlStrdup((const xmlChar *)uri);
		if (ns->href == NULL)
			mem_out();
	}
}

const char *
ns_uri(const xmlNode *node)
{
	if (ns_of(node) == NS_NONE)
		return "";
	const char *uri = ns_entry_of(node->ns)->uri;
	return uri == NULL ? (const char *)node->ns->href : uri;
}

const char *
ns_prefix(const xmlNode *node)
{
	if (ns_of(node) == NS_NONE)
		return "";
	const char *prefix = ns_entry_of(node->ns)->prefix;
	if (prefix == NULL)
		prefix = (const char *)node->ns->prefix;
	return prefix == NULL ? "ns" : prefix;
}
