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
#include "xml/memory.h"

/* Lengths are there so that few addresses have to be looked at. */
#define ROW(id, prefix, uri)                                                   \
	{                                                                      \
		id, prefix, uri, sizeof(uri) - 1                               \
	}
static const struct ns_entry table[] = {
    ROW(NS_ATOM, "atom", NS_ATOM_URI),
    ROW(NS_ATOM03, "atom03", "http://purl.org/atom/ns#"),
    ROW(NS_ATOM03, "atom03", "http://example.com/newformat#"),
    ROW(NS_ATOM03, "atom03", "http://example.com/necho"),
    ROW(NS_ATOM03, "atom03", "http://purl.org/echo/"),
    ROW(NS_ATOM03, "atom03", "uri/of/echo/namespace#"),
    ROW(NS_ATOM03, "atom03", "http://purl.org/pie/"),
    ROW(NS_RSS, "rss", NS_RSS_URI),
    ROW(NS_RSS, "rss", "http://backend.userland.com/rss"),
    ROW(NS_RSS, "rss", "http://backend.userland.com/RSS2"),
    ROW(NS_RSS, "rss", "http://blogs.law.harvard.edu/tech/rss"),
    ROW(NS_RSS, "rss", "http://backend.userland.com/rss091"),
    ROW(NS_RSS, "rss", "http://backend.userland.com/rss092"),
    ROW(NS_RSS, "rss", "http://my.netscape.com/publish/formats/rss-0.91.dtd"),
    ROW(NS_RSS1, "rss1", "http://purl.org/rss/1.0/"),
    ROW(NS_RSS1, "rss1", "http://purl.org/net/rss1.1#"),
    ROW(NS_RSS090, "rss090", "http://my.netscape.com/rdf/simple/0.9/"),
    ROW(NS_RSS090, "rss090", "http://channel.netscape.com/rdf/simple/0.9/"),
    ROW(NS_RDF, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ROW(NS_XML, "xml", "http://www.w3.org/XML/1998/namespace"),
    ROW(NS_XHTML, "xhtml", NS_XHTML_URI),
    ROW(NS_LOOM, "loom", NS_LOOM_URI),
    ROW(NS_JSON, "j", NS_JSON_URI),
    ROW(NS_CONTENT, "content", "http://purl.org/rss/1.0/modules/content/"),
    ROW(NS_EXCERPT, "excerpt", "http://wordpress.org/export/1.2/excerpt/"),
    ROW(NS_EXCERPT, "excerpt", "http://wordpress.org/export/1.1/excerpt/"),
    ROW(NS_EXCERPT, "excerpt", "http://wordpress.org/export/1.0/excerpt/"),
    ROW(NS_EXCERPT, "excerpt", "http://wordpress.org/excerpt/"),
    ROW(NS_WP, "wp", "http://wordpress.org/export/1.2/"),
    ROW(NS_WP, "wp", "http://wordpress.org/export/1.1/"),
    ROW(NS_WP, "wp", "http://wordpress.org/export/1.0/"),
    ROW(NS_DC, "dc", "http://purl.org/dc/elements/1.1/"),
    ROW(NS_DC, "dc", "http://purl.org/dc/elements/1.0/"),
    ROW(NS_DCTERMS, "dcterms", "http://purl.org/dc/terms/"),
    ROW(NS_SY, "sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ROW(NS_SLASH, "slash", "http://purl.org/rss/1.0/modules/slash/"),
    ROW(NS_WFW, "wfw", "http://wellformedweb.org/CommentAPI/"),
    ROW(NS_WFW, "wfw", "http://wellformedweb.org/commentAPI/"),
    ROW(NS_THR, "thr", "http://purl.org/syndication/thread/1.0"),
    ROW(NS_MEDIA, "media", "http://search.yahoo.com/mrss/"),
    ROW(NS_MEDIA, "media", "http://video.search.yahoo.com/mrss/"),
    ROW(NS_MEDIA, "media", "https://search.yahoo.com/mrss/"),
    ROW(NS_ITUNES, "itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ROW(NS_ITUNES, "itunes", "https://www.itunes.com/dtds/podcast-1.0.dtd"),
    ROW(NS_ITUNES, "itunes", "http://example.com/dtds/podcast-1.0.dtd"),
    ROW(NS_GOOGLEPLAY, "googleplay",
	"http://www.google.com/schemas/play-podcasts/1.0"),
    ROW(NS_GOOGLEPLAY, "googleplay",
	"https://www.google.com/schemas/play-podcasts/1.0"),
    ROW(NS_GOOGLEPLAY, "googleplay",
	"http://www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd"),
    ROW(NS_PODCAST, "podcast", "https://podcastindex.org/namespace/1.0"),
    ROW(NS_PODCAST, "podcast",
	"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/"
	"1.0.md"),
    ROW(NS_GEORSS, "georss", "http://www.georss.org/georss"),
    ROW(NS_GEORSS, "georss", "http://www.georss.org/georss/10"),
    ROW(NS_GEO, "geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ROW(NS_FEEDBURNER, "feedburner",
	"http://rssnamespace.org/feedburner/ext/1.0"),
    ROW(NS_FH, "fh", "http://purl.org/syndication/history/1.0"),
    ROW(NS_KNOWN, "admin", "http://webns.net/mvcb/"),
    ROW(NS_KNOWN, "ag", "http://purl.org/rss/1.0/modules/aggregation/"),
    ROW(NS_KNOWN, "annotate", "http://purl.org/rss/1.0/modules/annotate/"),
    ROW(NS_KNOWN, "app", "http://www.w3.org/2007/app"),
    ROW(NS_KNOWN, "at", "http://purl.org/atompub/tombstones/1.0"),
    ROW(NS_KNOWN, "audio", "http://media.tangent.org/rss/1.0/"),
    ROW(NS_KNOWN, "blogChannel",
	"http://backend.userland.com/blogChannelModule"),
    ROW(NS_KNOWN, "blogger", "http://schemas.google.com/blogger/2008"),
    ROW(NS_KNOWN, "cc", "http://web.resource.org/cc/"),
    ROW(NS_KNOWN, "creativeCommons",
	"http://backend.userland.com/creativeCommonsRssModule"),
    ROW(NS_KNOWN, "creativeCommons",
	"http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"),
    ROW(NS_KNOWN, "company", "http://purl.org/rss/1.0/modules/company"),
    ROW(NS_KNOWN, "ev", "http://purl.org/rss/1.0/modules/event/"),
    ROW(NS_KNOWN, "event", "http://purl.org/rss/1.0/modules/event/"),
    ROW(NS_KNOWN, "foaf", "http://xmlns.com/foaf/0.1/"),
    ROW(NS_KNOWN, "gd", "http://schemas.google.com/g/2005"),
    ROW(NS_KNOWN, "gml", "http://www.opengis.net/gml"),
    ROW(NS_KNOWN, "image", "http://purl.org/rss/1.0/modules/image/"),
    ROW(NS_KNOWN, "l", "http://purl.org/rss/1.0/modules/link/"),
    ROW(NS_KNOWN, "mathml", "http://www.w3.org/1998/Math/MathML"),
    ROW(NS_KNOWN, "nyt", "http://www.nytimes.com/namespaces/rss/2.0"),
    ROW(NS_KNOWN, "openSearch", "http://a9.com/-/spec/opensearch/1.1/"),
    ROW(NS_KNOWN, "openSearch", "http://a9.com/-/spec/opensearchrss/1.0/"),
    ROW(NS_KNOWN, "ostatus", "http://ostatus.org/schema/1.0"),
    ROW(NS_KNOWN, "pingback",
	"http://madskills.com/public/xml/rss/module/pingback/"),
    ROW(NS_KNOWN, "prism", "http://prismstandard.org/namespaces/1.2/basic/"),
    ROW(NS_KNOWN, "prism", "http://prismstandard.org/namespaces/basic/2.0/"),
    ROW(NS_KNOWN, "psc", "http://podlove.org/simple-chapters"),
    ROW(NS_KNOWN, "ref", "http://purl.org/rss/1.0/modules/reference/"),
    ROW(NS_KNOWN, "rawvoice", "http://www.rawvoice.com/rawvoiceRssModule/"),
    ROW(NS_KNOWN, "search", "http://purl.org/rss/1.0/modules/search/"),
    ROW(NS_KNOWN, "snf", "http://www.smartnews.be/snf"),
    ROW(NS_KNOWN, "source", "http://source.scripting.com/"),
    ROW(NS_KNOWN, "spotify", "http://www.spotify.com/ns/rss"),
    ROW(NS_KNOWN, "svg", "http://www.w3.org/2000/svg"),
    ROW(NS_KNOWN, "taxo", "http://purl.org/rss/1.0/modules/taxonomy/"),
    ROW(NS_KNOWN, "trackback",
	"http://madskills.com/public/xml/rss/module/trackback/"),
    ROW(NS_KNOWN, "turbo", "http://turbo.yandex.ru"),
    ROW(NS_KNOWN, "activity", "http://activitystrea.ms/spec/1.0/"),
    ROW(NS_KNOWN, "poco", "http://portablecontacts.net/spec/1.0"),
    ROW(NS_KNOWN, "xlink", "http://www.w3.org/1999/xlink"),
    ROW(NS_KNOWN, "yandex", "http://news.yandex.ru"),
    ROW(NS_KNOWN, "yt", "http://www.youtube.com/xml/schemas/2015"),
    ROW(NS_KNOWN, "yt", "http://gdata.youtube.com/schemas/2007"),
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
	size_t len = strlen(uri);

	for (size_t i = 0; i < TABLE_LEN; i++) {
		/* A slash more or less. */
		if (len + 1 - table[i].len <= 2 && uri_same(table[i].uri, uri))
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

const struct ns_entry *
ns_find(xmlNs *ns)
{
	static const struct ns_entry unknown = {NS_OTHER, NULL, NULL, 0};
	static const struct ns_entry none = {NS_NONE, NULL, NULL, 0};

	if (ns->_private == NULL) {
		const char *uri = (const char *)ns->href;
		const struct ns_entry *entry =
		    uri == NULL || *uri == '\0' ? &none : ns_of_uri(uri);
		ns->_private = (void *)(entry == NULL ? &unknown : entry);
	}
	return ns->_private;
}

static void
replace(xmlNs *ns, const char *uri)
{
	xmlFree((xmlChar *)ns->href);
	ns->href = xml_lasting(uri);
	if (ns->href == NULL)
		mem_out();
}

void
ns_settle(xmlNode *element)
{
	for (xmlNs *ns = element->nsDef; ns != NULL; ns = ns->next) {
		const char *uri = ns->href == NULL ? NULL : ns_find(ns)->uri;

		if (uri != NULL)
			replace(ns, uri);
	}
}

void
ns_share(xmlNs *ns)
{
	const char *uri = ns->href == NULL ? NULL : ns_find(ns)->uri;

	if (uri != NULL && strcmp(uri, (const char *)ns->href) == 0)
		replace(ns, uri);
}

const char *
ns_uri(const xmlNode *node)
{
	if (ns_of(node) == NS_NONE)
		return "";
	const char *uri = ns_find(node->ns)->uri;
	return uri == NULL ? (const char *)node->ns->href : uri;
}

const char *
ns_prefix(const xmlNode *node)
{
	if (ns_of(node) == NS_NONE)
		return "";
	const char *prefix = ns_find(node->ns)->prefix;
	if (prefix == NULL)
		prefix = (const char *)node->ns->prefix;
	return prefix == NULL ? "ns" : prefix;
}
