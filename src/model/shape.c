/*
 * The order of a feed's and an entry's elements, and the shape of links and
 * people.  Each child is looked at once.
 */
#include "model/shape.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/construct.h"
#include "model/language.h"
#include "xml/node.h"

#define PAGES 8 /* alternate links of different kinds that are told apart */
#define ANOTHER "urn:feedloom:alternate"

static void
trim(xmlNode *node, const char *name)
{
	const char *value = node_attribute(node, name);
	static const char blanks[] = " \t\n\r";

	if (value == NULL || strpbrk(value, blanks) == NULL)
		return;
	value += strspn(value, blanks);
	size_t len = strlen(value);
	while (len > 0 && strchr(blanks, value[len - 1]) != NULL)
		len--;
	char *text = mem_dup(value, len);
	node_set(node, name, text);
	free(text);
}

/* A media type of RFC 6838: "type/subtype", parameters behind it. */
static bool
is_media_type(const char *type)
{
	static const char end[] = " \t\n\r;,/";
	size_t n = strcspn(type, end);
	size_t rest = type[n] == '/' ? strcspn(type + n + 1, end) : 0;

	type += n + 1 + rest;
	return n > 0 && rest > 0 &&
	       (*type == '\0' || type[strspn(type, " ")] == ';');
}

/*
 * A link without a relation is the alternate one (RFC 4287 section 4.2.7.2);
 * what is no media type, language or length, or says that there is none, is
 * not kept.
 */
static void
shape_link(xmlNode *link)
{
	static const char iana[] = "http://www.iana.org/assignments/relation/";
	const char *rel = node_attribute(link, "rel");

	trim(link, "type");
	trim(link, "length");
	const char *type = node_attribute(link, "type");
	const char *language = node_attribute(link, "hreflang");
	const char *length = node_attribute(link, "length");
	if (rel == NULL || *rel == '\0') {
		node_set(link, "rel", "alternate");
	} else if (strncmp(rel, iana, sizeof(iana) - 1) == 0) {
		char *name = mem_str(rel + sizeof(iana) - 1);
		node_set(link, "rel", name);
		free(name);
	}
	if (type != NULL && (!is_media_type(type) ||
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
shape_person(xmlNode *person)
{
	xmlNode *name = NULL;
	bool uri = false;
	bool email = false;

	for (xmlNode *n = node_first(person), *next; n != NULL; n = next) {
		next = node_next(n);
		const char *text = node_plain(n);
		if (node_is(n, NS_ATOM, "name") && name == NULL) {
			name = n;
		} else if (node_is(n, NS_ATOM, "uri") && !uri) {
			uri = true;
		} else if (node_is(n, NS_ATOM, "email") && !email &&
			   text != NULL && *text != '\0' &&
			   strchr(text + 1, '@') != NULL) {
			email = true;
		} else if (ns_of(n) == NS_ATOM) {
			node_remove(n);
		}
	}
	if (name == NULL)
		node_add_first(person, NS_ATOM, "name");
	else if (name != node_first(person))
		xmlAddPrevSibling(node_first(person), name);
}

void
shape_language(xmlNode *node)
{
	const char *tag =
	    node->properties == NULL ? NULL : node_xml(node, "lang");

	if (tag == NULL || language_valid(tag))
		return;
	char *mended = mem_str(tag);
	for (char *p = mended; *p != '\0'; p++) {
		if (*p == '_')
			*p = '-';
	}
	node_set_ns(
	    node, NS_XML, "lang", language_valid(mended) ? mended : NULL);
	free(mended);
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
	ORDER_ALL
};

struct order_name {
	const char *name;
	enum order order;
	bool feed; /* a feed has it, an entry has it */
	bool entry;
};

static const struct order_name elements[] =
    {
	{"link", ORDER_LINK, true, true},
	{"category", ORDER_CATEGORY, true, true},
	{"id", ORDER_ID, true, true},
	{"title", ORDER_TITLE, true, true},
	{"published", ORDER_PUBLISHED, false, true},
	{"updated", ORDER_UPDATED, true, true},
	{"author", ORDER_AUTHOR, true, true},
	{"contributor", ORDER_CONTRIBUTOR, true, true},
	{"summary", ORDER_SUMMARY, false, true},
	{"content", ORDER_CONTENT, false, true},
	{"rights", ORDER_RIGHTS, true, true},
	{"source", ORDER_SOURCE, false, true},
	{"subtitle", ORDER_SUBTITLE, true, false},
	{"generator", ORDER_GENERATOR, true, false},
	{"icon", ORDER_ICON, true, false},
	{"logo", ORDER_LOGO, true, false},
	{NULL, ORDER_FOREIGN, true, true},
},
			       relations[] = {
				   {"alternate", ORDER_ALTERNATE, true, true},
				   {"self", ORDER_SELF, true, true},
				   {"replies", ORDER_REPLIES, true, true},
				   {"enclosure", ORDER_ENCLOSURE, true, true},
				   {NULL, ORDER_LINK, true, true},
};

static const struct order_name *
order_named(const struct order_name *list, const char *name)
{
	while (list->name != NULL &&
	       (list->name[0] != name[0] || strcmp(list->name, name) != 0))
		list++;
	return list;
}

static enum order
order_of_link(const xmlNode *link)
{
	const char *type = node_attribute(link, "type");
	enum order order =
	    order_named(relations, node_attribute(link, "rel"))->order;

	return order == ORDER_REPLIES && type != NULL &&
		       strcmp(type, "text/html") == 0
		   ? ORDER_PAGE_OF_REPLIES
		   : order;
}

/* The first Atom element within another one, which broken feeds have. */
static xmlNode *
atom_within(xmlNode *element)
{
	for (xmlNode *n = element->children; n != NULL;
	     n = node_walk(n, element)) {
		if (n->type == XML_ELEMENT_NODE && ns_of(n) == NS_ATOM)
			return n;
	}
	return NULL;
}

/*
 * Elements that hold no Atom elements: what is wrongly in them goes to the
 * namespace of 0.3, and XHTML with such in it becomes HTML.
 */
static void
shape_leaf(xmlNode *element)
{
	const char *type = node_attribute(element, "type");
	xmlNode *inner = atom_within(element);

	/* Content of a media type may well be an Atom entry. */
	if (inner == NULL || (type != NULL && strchr(type, '/') != NULL &&
				 node_is(element, NS_ATOM, "content")))
		return;
	if (type != NULL && strcmp(type, "xhtml") == 0) {
		struct buf html;
		buf_init(&html, LIMIT_OUTPUT);
		construct_html(element, &html);
		construct_set_html(element, buf_text(&html), html.len);
		buf_clear(&html);
		return;
	}
	for (xmlNode *n = inner; n != NULL; n = node_walk(n, element)) {
		if (n->type == XML_ELEMENT_NODE && ns_of(n) == NS_ATOM)
			node_rename(n, NS_ATOM03, node_name(n));
	}
}

/*
 * A child's place, and what is a link or person put in shape.  What Atom has
 * not, or not here, is Atom's no more: it goes to the namespace of 0.3.
 */
static enum order
shape_child(xmlNode *node, bool entry)
{
	if (ns_of(node) != NS_ATOM)
		return ORDER_FOREIGN;
	const struct order_name *found = order_named(elements, node_name(node));
	if (found->name == NULL || !(entry ? found->entry : found->feed)) {
		node_rename(node, NS_ATOM03, node_name(node));
		return ORDER_FOREIGN;
	}
	shape_language(node);
	if (found->order == ORDER_LINK) {
		shape_link(node);
		shape_leaf(node);
		return order_of_link(node);
	}
	if (found->order == ORDER_AUTHOR || found->order == ORDER_CONTRIBUTOR)
		shape_person(node);
	else if (found->order != ORDER_SOURCE)
		shape_leaf(node);
	return found->order;
}

/* Of most there is one; another one goes to the namespace of 0.3, too. */
static bool
is_single(enum order order)
{
	return order != ORDER_AUTHOR && order != ORDER_CONTRIBUTOR &&
	       order != ORDER_CATEGORY && order != ORDER_FOREIGN &&
	       (order < ORDER_ALTERNATE || order > ORDER_LINK);
}

static bool
same(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

/* Alternate links so far, of which no two are of one type and language. */
struct pages {
	const xmlNode *list[PAGES];
	size_t n;
};

/* Whether an alternate link may be one; else one, if any, of its kind. */
static bool
is_first(struct pages *pages, const xmlNode *link, const xmlNode **other)
{
	*other = NULL;
	for (size_t i = 0; i < pages->n; i++) {
		const xmlNode *page = pages->list[i];
		if (same(node_attribute(page, "type"),
			node_attribute(link, "type")) &&
		    same(node_attribute(page, "hreflang"),
			node_attribute(link, "hreflang"))) {
			*other = page;
			return false;
		}
	}
	if (pages->n == PAGES)
		return false;
	pages->list[pages->n++] = link;
	return true;
}

/*
 * RFC 4287 section 4.1.2: there are no two alternate links of the same type
 * and language.  A second one gets a relation of ours, or, when it is the first
 * again, goes (false).
 */
static bool
shape_page(struct pages *pages, xmlNode *link, enum order *order)
{
	const xmlNode *other;

	if (*order != ORDER_ALTERNATE || is_first(pages, link, &other))
		return true;
	if (other != NULL &&
	    same(node_attribute(other, "href"), node_attribute(link, "href")))
		return false;
	node_set(link, "rel", ANOTHER);
	*order = ORDER_LINK;
	return true;
}

/*
 * Takes elements of our own namespace out: in a document that a stylesheet made
 * they say something to the program, and in a feed they must not.
 */
static void
drop_ours(xmlNode *top)
{
	xmlNode *n = top->children;

	while (n != NULL) {
		xmlNode *ours =
		    n->type == XML_ELEMENT_NODE && ns_of(n) == NS_LOOM ? n
								       : NULL;
		if (ours == NULL) {
			n = node_walk(n, top);
			continue;
		}
		while (n != top && n->next == NULL)
			n = n->parent;
		n = n == top ? NULL : n->next;
		node_remove(ours);
	}
}

/*
 * Puts the children in their order, text between them left out, and each link
 * and person in shape.
 */
void
shape_children(xmlNode *parent)
{
	struct {
		xmlNode *first, *last;
	} lists[ORDER_ALL] = {{NULL, NULL}};
	xmlNode *last = NULL;
	struct pages pages = {.n = 0};
	bool entry = node_is(parent, NS_ATOM, "entry");

	drop_ours(parent);
	for (xmlNode *n = parent->children, *next; n != NULL; n = next) {
		next = n->next;
		if (n->type != XML_ELEMENT_NODE) {
			node_remove(n);
			continue;
		}
		enum order i = shape_child(n, entry);
		if (!shape_page(&pages, n, &i)) {
			node_remove(n);
			continue;
		}
		if (lists[i].first != NULL && is_single(i)) {
			node_rename(n, NS_ATOM03, node_name(n));
			i = ORDER_FOREIGN;
		}
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
