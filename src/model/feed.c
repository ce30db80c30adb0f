/*
 * The invariants of the canonical model.  What a source lacks is made up here
 * only where every format needs it: an entry's id.  All else that a format
 * must have, it makes up itself.
 */
#include "model/feed.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "model/links.h"
#include "model/shape.h"
#include "xml/node.h"

struct feed {
	xmlDoc *doc;
	char *base;
	bool rss;
};

struct feed *
feed_new(xmlDict *dict)
{
	struct feed *feed = mem_new(1, sizeof(*feed));

	feed->doc = xmlNewDoc((const xmlChar *)"1.0");
	if (feed->doc == NULL)
		mem_out();
	if (dict != NULL) {
		feed->doc->dict = dict;
		xmlDictReference(dict);
	}
	xmlNode *root =
	    xmlNewDocNode(feed->doc, NULL, (const xmlChar *)"feed", NULL);
	if (root == NULL)
		mem_out();
	xmlDocSetRootElement(feed->doc, root);
	root->ns = node_ns(feed->doc, NS_ATOM);
	return feed;
}

void
feed_free(struct feed *feed)
{
	if (feed == NULL)
		return;
	xmlFreeDoc(feed->doc);
	free(feed->base);
	free(feed);
}

xmlNode *
feed_root(const struct feed *feed)
{
	return xmlDocGetRootElement(feed->doc);
}

const char *
feed_base(const struct feed *feed)
{
	return feed->base;
}

static char *
absolute(const char *base, const char *link)
{
	struct buf out;

	if (link == NULL)
		return NULL;
	buf_init(&out, LIMIT_TAG);
	bool fine = url_resolve(base, link, strlen(link), &out);
	char *text = buf_take(&out);
	if (fine)
		return text;
	free(text);
	return NULL;
}

void
feed_settle(struct feed *feed, const char *document)
{
	xmlNode *root = feed_root(feed);

	shape_children(root);
	shape_language(root);
	const char *own = node_xml(root, "base");
	const char *const known[] = {
	    own, links_find(root, "self"), links_find(root, "alternate")};
	/* RSS's links are relative to the site's, Atom's to the document. */
	bool rss = node_attribute_ns(root, NS_LOOM, "rss") != NULL;
	feed->rss = rss;

	free(feed->base);
	feed->base = NULL;
	feed->base = absolute(document, own);
	if (feed->base == NULL)
		feed->base = absolute(document, known[rss ? 2 : 1]);
	if (feed->base == NULL)
		feed->base = absolute(document, known[rss ? 1 : 2]);
	if (feed->base == NULL)
		feed->base = mem_str(document);
	node_set_ns(root, NS_LOOM, "rss", NULL);
	if (own != NULL)
		node_set_ns(root, NS_XML, "base", NULL);
	links_resolve(root, &(struct links_base){.url = feed->base});
}

void
feed_settle_again(struct feed *feed)
{
	xmlNode *root = feed_root(feed);

	shape_children(root);
	shape_language(root);
	links_resolve(root, &(struct links_base){.url = feed->base});
}

static void
hash_child(struct hash *hash, const xmlNode *entry, const char *name)
{
	xmlNode *child = node_child(entry, NS_ATOM, name);
	struct buf text;

	buf_init(&text, LIMIT_ENTRY);
	if (child != NULL)
		node_text(child, &text);
	hash_add(hash, buf_text(&text), text.len);
	hash_add(hash, "", 1);
	buf_clear(&text);
}

/*
 * An entry without an id gets, in this order, its link, its first enclosure's,
 * or a name made of its title, date and text.
 */
static void
make_id(xmlNode *entry)
{
	const char *link = links_find(entry, "alternate");
	struct hash hash;
	char hex[HASH_TEXT];

	if (link == NULL)
		link = links_find(entry, "enclosure");
	if (link != NULL && *link != '\0') {
		node_set_text(
		    node_add_first(entry, NS_ATOM, "id"), link, strlen(link));
		return;
	}
	hash_init(&hash);
	hash_child(&hash, entry, "title");
	hash_child(&hash, entry, "published");
	hash_child(&hash, entry, "updated");
	hash_child(&hash, entry, "content");
	hash_child(&hash, entry, "summary");
	hash_hex(&hash, hex);
	char id[HASH_TEXT + 20];
	snprintf(id, sizeof(id), "urn:feedloom:hash:%s", hex);
	node_set_text(node_add_first(entry, NS_ATOM, "id"), id, strlen(id));
}

/* How long the part of an address up to the path is. */
static size_t
site_length(const char *url)
{
	const char *slashes = strstr(url, "://");

	return slashes == NULL
		   ? 0
		   : (size_t)(slashes - url) + 3 + strcspn(slashes + 3, "/?#");
}

/*
 * RSS does not say where relative links in an item's text start.  They do on
 * its page, as in a browser, if that is the feed's own; an item may link to
 * another site's page.
 */
static bool
same_site(const char *page, const char *base)
{
	if (page == NULL || base == NULL)
		return false;
	size_t len = site_length(page);
	return len > 0 && len == site_length(base) &&
	       strncmp(page, base, len) == 0;
}

/* The page of an entry that still has its base; the caller's, or NULL. */
static char *
page_of(const xmlNode *entry, const char *base)
{
	const char *own = node_xml(entry, "base");
	char *within = absolute(base, own);
	char *page = absolute(
	    within == NULL ? base : within, links_find(entry, "alternate"));

	free(within);
	return page;
}

void
feed_settle_entry(const struct feed *feed, xmlNode *entry)
{
	shape_children(entry);
	shape_language(entry);
	char *page = page_of(entry, feed->base);
	bool own = feed->rss && same_site(page, feed->base);
	links_resolve(entry,
	    &(struct links_base){
		.url = feed->base, .html = own ? page : NULL, .page = page});
	free(page);
	xmlNode *id = node_child(entry, NS_ATOM, "id");
	if (id != NULL && node_blank(id)) {
		node_remove(id);
		id = NULL;
	}
	if (id == NULL)
		make_id(entry);
}

void
feed_hang(struct feed *feed, xmlNode *entry)
{
	node_move(entry, feed_root(feed));
}

xmlNode *
feed_first(const struct feed *feed)
{
	xmlNode *first = NULL;

	for (xmlNode *n = feed_root(feed)->last; n != NULL; n = n->prev) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (!node_is(n, NS_ATOM, "entry"))
			break;
		first = n;
	}
	return first;
}

xmlNode **
feed_take(struct feed *feed, size_t *count)
{
	xmlNode **entries = NULL;
	size_t n = 0, room = 0;

	for (xmlNode *e = feed_first(feed), *next; e != NULL; e = next) {
		next = node_next(e);
		if (n + 1 >= room) {
			room = 2 * room + 8;
			entries = mem_grow(entries, room, sizeof(*entries));
		}
		xmlUnlinkNode(e);
		entries[n++] = e;
	}
	*count = n;
	return entries != NULL ? entries : mem_new(1, sizeof(*entries));
}

size_t
feed_count(const struct feed *feed)
{
	size_t n = 0;

	for (const xmlNode *e = feed_first(feed); e != NULL; e = node_next(e))
		n++;
	return n;
}

size_t
feed_clear(struct feed *feed)
{
	size_t n = 0;

	for (xmlNode *e = feed_first(feed), *next; e != NULL; e = next) {
		next = node_next(e);
		node_remove(e);
		n++;
	}
	return n;
}

size_t
feed_odd_prefixes(const struct feed *feed)
{
	size_t n = 0;

	for (const xmlNs *ns = feed_root(feed)->nsDef; ns != NULL;
	     ns = ns->next) {
		const struct ns_entry *entry =
		    ns_of_uri((const char *)ns->href);
		n += entry == NULL || ns->prefix == NULL ||
		     strcmp(entry->prefix, (const char *)ns->prefix) != 0;
	}
	return n;
}
