/*
 * The fields of entries and feeds.  Which child or attribute each one is, the
 * tables say; how it is read and written, the function beside it.
 */
#include "plugin/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/links.h"
#include "plugin/content.h"
#include "plugin/foreign.h"
#include "plugin/host.h"
#include "plugin/list.h"
#include "xml/node.h"

static const struct field link_fields[] = {
    {"rel", record_get_attribute, record_set_attribute, "rel"},
    {"href", record_get_attribute, record_set_attribute, "href"},
    {"type", record_get_attribute, record_set_attribute, "type"},
    {"hreflang", record_get_attribute, record_set_attribute, "hreflang"},
    {"title", record_get_attribute, record_set_attribute, "title"},
    {"length", record_get_number, record_set_number, "length"},
    {NULL, NULL, NULL, NULL},
};

static const struct record_type link_type = {
    .name = "link", .fields = link_fields, .shorthand = "href"};

static const struct field person_fields[] = {
    {"name", record_get_child, record_set_child, "name"},
    {"uri", record_get_child, record_set_child, "uri"},
    {"email", record_get_child, record_set_child, "email"},
    {NULL, NULL, NULL, NULL},
};

static const struct record_type person_type = {
    .name = "person", .fields = person_fields, .shorthand = "name"};

static const struct field category_fields[] = {
    {"term", record_get_attribute, record_set_attribute, "term"},
    {"scheme", record_get_attribute, record_set_attribute, "scheme"},
    {"label", record_get_attribute, record_set_attribute, "label"},
    {NULL, NULL, NULL, NULL},
};

static const struct record_type category_type = {
    .name = "category", .fields = category_fields, .shorthand = "term"};

static const struct list_type links = {.name = "links",
				  .element = "link",
				  .by_rel = true,
				  .item = &link_type},
			      enclosures = {.name = "enclosures",
				  .element = "link",
				  .rel = "enclosure",
				  .item = &link_type},
			      authors = {.name = "authors",
				  .element = "author",
				  .item = &person_type},
			      contributors = {.name = "contributors",
				  .element = "contributor",
				  .item = &person_type},
			      categories = {.name = "categories",
				  .element = "category",
				  .item = &category_type};

/* The first link of a relation, HTML pages or all others; or NULL. */
static xmlNode *
find_link(const xmlNode *parent, const char *rel, bool page)
{
	for (xmlNode *n = node_first(parent); n != NULL; n = node_next(n)) {
		const char *is = node_attribute(n, "rel");
		const char *type = node_attribute(n, "type");
		if (node_is(n, NS_ATOM, "link") && is != NULL &&
		    strcmp(is, rel) == 0 &&
		    page == (type != NULL && strcmp(type, "text/html") == 0))
			return n;
	}
	return NULL;
}

static int
get_link(lua_State *L, struct record *r, const struct field *f)
{
	lua_pushstring(L, links_find(r->node, f->of));
	return 1;
}

static void
put_link(lua_State *L, struct record *r, xmlNode *old, const char *rel,
    const char *type, const char *what, int value)
{
	size_t len;

	if (lua_isnil(L, value)) {
		if (old != NULL)
			host_park(L, old);
		return;
	}
	const char *href = host_text(L, value, what, &len);
	host_spend(L, 4, len);
	if (old != NULL)
		node_set(old, "href", href);
	else
		node_set(links_add(r->node, rel, href), "type", type);
}

static void
set_link(lua_State *L, struct record *r, const struct field *f, int value)
{
	xmlNode *old = NULL;

	for (xmlNode *n = node_first(r->node); n != NULL && old == NULL;
	     n = node_next(n)) {
		const char *rel = node_attribute(n, "rel");
		if (node_is(n, NS_ATOM, "link") && rel != NULL &&
		    strcmp(rel, f->of) == 0)
			old = n;
	}
	put_link(L, r, old, f->of, NULL, record_what(L, r, f), value);
}

static int
get_language(lua_State *L, struct record *r, const struct field *f)
{
	lua_pushstring(L, node_xml(r->node, f->of));
	return 1;
}

static void
set_language(lua_State *L, struct record *r, const struct field *f, int value)
{
	const char *tag = NULL;
	size_t len = 0;

	if (!lua_isnil(L, value))
		tag = host_text(L, value, record_what(L, r, f), &len);
	host_spend(L, 1, len);
	node_set_ns(r->node, NS_XML, f->of, tag);
}

static int
get_page(lua_State *L, struct record *r, const struct field *f)
{
	const xmlNode *link = find_link(r->node, "replies", f->of != NULL);

	lua_pushstring(L, link == NULL ? NULL : node_attribute(link, "href"));
	return 1;
}

static void
set_page(lua_State *L, struct record *r, const struct field *f, int value)
{
	xmlNode *old = find_link(r->node, "replies", f->of != NULL);

	put_link(L, r, old, "replies", f->of, record_what(L, r, f), value);
}

/* How many comments there are: slash:comments, or thr:total. */
static xmlNode *
find_count(const xmlNode *entry)
{
	xmlNode *count = node_child(entry, NS_SLASH, "comments");

	return count != NULL ? count : node_child(entry, NS_THR, "total");
}

static int
get_count(lua_State *L, struct record *r, const struct field *f)
{
	const xmlNode *count = find_count(r->node);
	const char *text = count == NULL ? NULL : node_plain(count);

	(void)f;
	if (text == NULL || lua_stringtonumber(L, text) == 0)
		lua_pushnil(L);
	return 1;
}

static void
set_count(lua_State *L, struct record *r, const struct field *f, int value)
{
	xmlNode *count = find_count(r->node);
	size_t len;

	if (lua_isnil(L, value)) {
		if (count != NULL)
			host_park(L, count);
		return;
	}
	if (!lua_isinteger(L, value))
		luaL_error(L, "%s must be a whole number, not a %s",
		    record_what(L, r, f), luaL_typename(L, value));
	if (count == NULL)
		count = node_add(r->node, NS_SLASH, "comments", NULL);
	const char *text = host_text(L, value, f->name, &len);
	host_set_text(L, count, text, len);
}

static const struct field comments_fields[] = {
    {"page", get_page, set_page, "text/html"},
    {"feed", get_page, set_page, NULL},
    {"count", get_count, set_count, NULL},
    {NULL, NULL, NULL, NULL},
};

static const struct record_type comments_type = {
    .name = "comments", .fields = comments_fields, .shorthand = "page"};

static int
get_comments(lua_State *L, struct record *r, const struct field *f)
{
	record_push(L, f->of, r->node, NULL);
	return 1;
}

static void
set_comments(lua_State *L, struct record *r, const struct field *f, int value)
{
	if (!lua_isnil(L, value)) {
		record_fill(L, f->of, r->node, value, "entry.comments");
		return;
	}
	for (const struct field *c = comments_fields; c->name != NULL; c++)
		c->set(L, r, c, value);
}

static int
get_source(lua_State *L, struct record *r, const struct field *f)
{
	xmlNode *source = node_child(r->node, NS_ATOM, f->of);

	if (source == NULL)
		lua_pushnil(L);
	else
		record_push(L, &feed_type, source, NULL);
	return 1;
}

static void
set_source(lua_State *L, struct record *r, const struct field *f, int value)
{
	const struct record *other = record_test(L, value, &feed_type);
	xmlNode *old = node_child(r->node, NS_ATOM, f->of);

	if (other != NULL && other->node == old)
		return;
	host_spend(L, 8, 0);
	if (other != NULL && node_is(other->node, NS_ATOM, "source")) {
		node_copy(other->node, r->node);
	} else if (!lua_isnil(L, value)) {
		xmlNode *made = node_add(r->node, NS_ATOM, f->of, NULL);
		record_fill(L, &feed_type, made, value, record_what(L, r, f));
	}
	if (old != NULL)
		host_park(L, old);
}

static const struct field entry_fields[] = {
    {"id", record_get_child, record_set_child, "id"},
    {"title", record_get_line, record_set_line, "title"},
    {"link", get_link, set_link, "alternate"},
    {"links", list_get, list_set, &links},
    {"authors", list_get, list_set, &authors},
    {"contributors", list_get, list_set, &contributors},
    {"categories", list_get, list_set, &categories},
    {"published", record_get_date, record_set_date, "published"},
    {"updated", record_get_date, record_set_date, "updated"},
    {"summary", content_get, content_set, "summary"},
    {"content", content_get, content_set, "content"},
    {"enclosures", list_get, list_set, &enclosures},
    {"language", get_language, set_language, "lang"},
    {"rights", record_get_line, record_set_line, "rights"},
    {"source", get_source, set_source, "source"},
    {"comments", get_comments, set_comments, &comments_type},
    {NULL, NULL, NULL, NULL},
};

static const struct field feed_fields[] = {
    {"id", record_get_child, record_set_child, "id"},
    {"title", record_get_line, record_set_line, "title"},
    {"subtitle", record_get_line, record_set_line, "subtitle"},
    {"link", get_link, set_link, "alternate"},
    {"links", list_get, list_set, &links},
    {"authors", list_get, list_set, &authors},
    {"contributors", list_get, list_set, &contributors},
    {"categories", list_get, list_set, &categories},
    {"updated", record_get_date, record_set_date, "updated"},
    {"generator", record_get_child, record_set_child, "generator"},
    {"icon", record_get_child, record_set_child, "icon"},
    {"logo", record_get_child, record_set_child, "logo"},
    {"language", get_language, set_language, "lang"},
    {"rights", record_get_line, record_set_line, "rights"},
    {NULL, NULL, NULL, NULL},
};

/* A new atom:entry, parked. */
static xmlNode *
make_entry(lua_State *L)
{
	xmlDoc *doc = host_doc(L);
	xmlNode *entry = xmlNewDocNode(
	    doc, node_ns(doc, NS_ATOM), (const xmlChar *)"entry", NULL);

	if (entry == NULL)
		mem_out();
	host_park(L, entry);
	host_spend(L, 4, 0);
	return entry;
}

int
entry_new(lua_State *L)
{
	lua_settop(L, 1);
	luaL_checktype(L, 1, LUA_TTABLE);
	xmlNode *entry = make_entry(L);
	record_fill(L, &entry_type, entry, 1, "an entry");
	record_push(L, &entry_type, entry, NULL);
	return 1;
}

static size_t
weigh(const xmlNode *top, size_t *nodes)
{
	size_t bytes = 0;

	for (const xmlNode *n = top; n != NULL; n = node_walk(n, top)) {
		++*nodes;
		if (n->type == XML_TEXT_NODE && n->content != NULL)
			bytes += strlen((const char *)n->content);
	}
	return bytes;
}

static int
entry_copy(lua_State *L)
{
	const struct record *r = record_check(L, 1, &entry_type);
	size_t nodes = 0;
	size_t bytes = weigh(r->node, &nodes);

	host_spend(L, nodes, bytes);
	xmlNode *bench = make_entry(L);
	xmlNode *copy = node_copy(r->node, bench);
	host_park(L, copy);
	record_push(L, &entry_type, copy, NULL);
	return 1;
}

static const luaL_Reg entry_methods[] = {
    {"find", foreign_find},
    {"find_all", foreign_find_all},
    {"xpath", foreign_xpath},
    {"add", foreign_add},
    {"copy", entry_copy},
    {NULL, NULL},
};

static const luaL_Reg feed_methods[] = {
    {"find", foreign_find},
    {"find_all", foreign_find_all},
    {"xpath", foreign_xpath},
    {"add", foreign_add},
    {NULL, NULL},
};

const struct record_type entry_type = {
    .name = "entry",
    .fields = entry_fields,
    .methods = entry_methods,
};

const struct record_type feed_type = {
    .name = "feed",
    .fields = feed_fields,
    .methods = feed_methods,
};
