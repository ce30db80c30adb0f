/*
 * The invariants of the canonical model.  What a source lacks is made up here
 * only where every format needs it: an entry's id.  All else that a format
 * must have, it makes up itself.
 */
#include "model/feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "model/language.h"
#include "model/links.h"
#include "xml/node.h"

struct feed {
	xmlDoc *doc;
	char *base;
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

/*
 * A link without a relation is the alternate one (RFC 4287 section 4.2.7.2);
 * what is no media type, language or length, or says that there is none, is
 * not kept.
 */
static void
settle_link(xmlNode *link)
{
	static const char iana[] = "http://www.iana.org/assignments/relation/";
	const char *rel = node_attribute(link, "rel");
	const char *type = node_attribute(link, "type");
	const char *language = node_attribute(link, "hreflang");
	const char *length = node_attribute(link, "length");
	const char *slash = type == NULL ? NULL : strchr(type, '/');

	if (rel == NULL || *rel == '\0') {
		node_set(link, "rel", "alternate");
	} else if (strncmp(rel, iana, sizeof(iana) - 1) == 0) {
		char *name = mem_str(rel + sizeof(iana) - 1);
		node_set(link, "rel", name);
		free(name);
	}
	if (type != NULL &&
	    (slash == NULL || slash == type || slash[1] == '\0' ||
		strcmp(type, "application/octet-stream") == 0))
		node_set(link, "type", NULL);
	if (language != NULL && !language_valid(language))
		node_set(link, "hreflang", NULL);
	if (length != NULL && (length[strspn(length, "0123456789")] != '\0' ||
				  length[strspn(length, "0")] == '\0'))
		node_set(link, "length", NULL);
}

/* A person has one name, at most one uri, and an email that is one. */
static void
settle_person(xmlNode *person)
{
	xmlNode *email = node_child(person, NS_ATOM, "email");
	const char *text = email == NULL ? NULL : node_plain(email);

	if (email != NULL &&
	    (text == NULL || *text == '\0' || strchr(text + 1, '@') == NULL))
		node_remove(email);
	xmlNode *name = node_child(person, NS_ATOM, "name");
	if (name == NULL)
		node_add_first(person, NS_ATOM, "name");
	else if (name != node_first(person))
		xmlAddPrevSibling(node_first(person), name);
}

/* The order of the elements below a feed or an entry. */
enum order {
	ORDER_ID,
	ORDER_TITLE,
	ORDER_SUBTITLE,
	ORDER_PUBLISHED,
	ORDER_UPDATED,
	ORDER_AUTHOR,
	ORDER_CONTRIBUTOR,
	ORDER_ALTERNATE, /* links, in an order that no format changes */
	ORDER_SELF,
	ORDER_PAGE_OF_REPLIES,
	ORDER_REPLIES,
	ORDER_ENCLOSURE,
	ORDER_LINK,
	ORDER_CATEGORY,
	ORDER_GENERATOR,
	ORDER_ICON,
	ORDER_LOGO,
	ORDER_RIGHTS,
	ORDER_SOURCE,
	ORDER_FOREIGN, /* as they come */
	ORDER_SUMMARY,
	ORDER_CONTENT,
	ORDER_ENTRY,
	ORDER_ALL
};

struct order_name {
	const char *name;
	enum order order;
};

static const struct order_name elements[] =
    {
	{"link", ORDER_LINK},
	{"category", ORDER_CATEGORY},
	{"id", ORDER_ID},
	{"title", ORDER_TITLE},
	{"published", ORDER_PUBLISHED},
	{"updated", ORDER_UPDATED},
	{"author", ORDER_AUTHOR},
	{"contributor", ORDER_CONTRIBUTOR},
	{"summary", ORDER_SUMMARY},
	{"content", ORDER_CONTENT},
	{"rights", ORDER_RIGHTS},
	{"source", ORDER_SOURCE},
	{"subtitle", ORDER_SUBTITLE},
	{"generator", ORDER_GENERATOR},
	{"icon", ORDER_ICON},
	{"logo", ORDER_LOGO},
	{"entry", ORDER_ENTRY},
	{NULL, ORDER_FOREIGN},
},
			       relations[] = {
				   {"alternate", ORDER_ALTERNATE},
				   {"self", ORDER_SELF},
				   {"replies", ORDER_REPLIES},
				   {"enclosure", ORDER_ENCLOSURE},
				   {NULL, ORDER_LINK},
};

static enum order
order_named(const struct order_name *list, const char *name)
{
	while (list->name != NULL &&
	       (list->name[0] != name[0] || strcmp(list->name, name) != 0))
		list++;
	return list->order;
}

static enum order
order_of_link(const xmlNode *link)
{
	const char *type = node_attribute(link, "type");
	enum order order = order_named(relations, node_attribute(link, "rel"));

	return order == ORDER_REPLIES && type != NULL &&
		       strcmp(type, "text/html") == 0
		   ? ORDER_PAGE_OF_REPLIES
		   : order;
}

/* A child's place, and what is a link or person put in shape. */
static enum order
settle_child(xmlNode *node)
{
	enum order order = ns_of(node) == NS_ATOM
			       ? order_named(elements, node_name(node))
			       : ORDER_FOREIGN;

	if (order == ORDER_LINK) {
		settle_link(node);
		return order_of_link(node);
	}
	if (order == ORDER_AUTHOR || order == ORDER_CONTRIBUTOR)
		settle_person(node);
	return order;
}

/*
 * Puts the children in their order, text between them left out, and each link
 * and person in shape.
 */
static void
settle_children(xmlNode *parent)
{
	struct {
		xmlNode *first, *last;
	} lists[ORDER_ALL] = {{NULL, NULL}};
	xmlNode *last = NULL;

	for (xmlNode *n = parent->children, *next; n != NULL; n = next) {
		next = n->next;
		if (n->type != XML_ELEMENT_NODE) {
			node_remove(n);
			continue;
		}
		enum order i = settle_child(n);
		if (lists[i].first == NULL)
			lists[i].first = n;
		else
			lists[i].last->next = n;
		n->prev = lists[i].last;
		n->next = NULL;
		lists[i].last = n;
	}
	parent->children = NULL;
	for (size_t i = 0; i < ORDER_ALL; i++) {
		if (lists[i].first == NULL)
			continue;
		lists[i].first->prev = last;
		if (last == NULL)
			parent->children = lists[i].first;
		else
			last->next = lists[i].first;
		last = lists[i].last;
	}
	/* Text that went away linked its neighbours as they had been. */
	if (last != NULL)
		last->next = NULL;
	parent->last = last;
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
	const char *own = node_xml(root, "base");
	const char *const known[] = {
	    own, links_find(root, "self"), links_find(root, "alternate")};
	/* RSS's links are relative to the site's, Atom's to the document. */
	bool rss = node_attribute_ns(root, NS_LOOM, "rss") != NULL;

	free(feed->base);
	feed->base = NULL;
	settle_children(root);
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
	links_resolve(root, feed->base, NULL);
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

void
feed_settle_entry(const struct feed *feed, xmlNode *entry)
{
	settle_children(entry);
	char *page = absolute(feed->base, links_find(entry, "alternate"));
	links_resolve(entry, feed->base, page);
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

size_t
feed_clear(struct feed *feed)
{
	size_t n = 0;

	for (xmlNode *e = node_first(feed_root(feed)), *next; e != NULL;
	     e = next) {
		next = node_next(e);
		if (!node_is(e, NS_ATOM, "entry"))
			continue;
		node_remove(e);
		n++;
	}
	return n;
}
