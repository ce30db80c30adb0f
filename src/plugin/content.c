/*
 * Text constructs and content (RFC 4287 sections 3.1 and 4.1.3).
 */
#include "plugin/content.h"

#include <string.h>

#include "model/construct.h"
#include "plugin/host.h"
#include "xml/node.h"

/* The element that the record is of, or NULL. */
static xmlNode *
element_of(const struct record *r)
{
	return r->child == NULL ? r->node
				: node_child(r->node, NS_ATOM, r->child);
}

/* The same, made when it is not there. */
static xmlNode *
need_element(lua_State *L, const struct record *r)
{
	xmlNode *element = element_of(r);

	if (element == NULL) {
		host_spend(L, 1, 0);
		element = node_add(r->node, NS_ATOM, r->child, NULL);
	}
	return element;
}

static int
get_type(lua_State *L, struct record *r, const struct field *f)
{
	const xmlNode *element = element_of(r);
	const char *type =
	    element == NULL ? NULL : node_attribute(element, "type");

	(void)f;
	if (element != NULL && type == NULL)
		type = "text";
	lua_pushstring(L, type);
	return 1;
}

static void
set_type(lua_State *L, struct record *r, const struct field *f, int value)
{
	size_t len;
	const char *type = host_text(L, value, record_what(L, r, f), &len);

	node_set(need_element(L, r), "type", type);
}

static int
push(lua_State *L, const struct record *r,
    void (*read)(const xmlNode *construct, struct buf *out))
{
	struct host *host = host_of(L);
	const xmlNode *element = element_of(r);

	if (element == NULL) {
		lua_pushnil(L);
		return 1;
	}
	buf_cut(&host->scratch, 0);
	read(element, &host->scratch);
	lua_pushlstring(L, buf_text(&host->scratch), host->scratch.len);
	return 1;
}

static int
get_html(lua_State *L, struct record *r, const struct field *f)
{
	(void)f;
	return push(L, r, construct_html);
}

static int
get_text(lua_State *L, struct record *r, const struct field *f)
{
	(void)f;
	return push(L, r, construct_text);
}

/* Puts text there, of type "html" or NULL; nil takes the element away. */
static void
put(lua_State *L, struct record *r, const struct field *f, int value,
    const char *type)
{
	size_t len;

	if (lua_isnil(L, value)) {
		xmlNode *old = element_of(r);
		if (old != NULL && r->child != NULL)
			host_park(L, old);
		return;
	}
	const char *text = host_text(L, value, record_what(L, r, f), &len);
	xmlNode *element = need_element(L, r);
	host_set_text(L, element, text, len);
	node_set(element, "type", type);
	node_set(element, "src", NULL);
}

static void
set_html(lua_State *L, struct record *r, const struct field *f, int value)
{
	put(L, r, f, value, "html");
}

static void
set_text(lua_State *L, struct record *r, const struct field *f, int value)
{
	put(L, r, f, value, NULL);
}

static int
get_src(lua_State *L, struct record *r, const struct field *f)
{
	const xmlNode *element = element_of(r);

	(void)f;
	lua_pushstring(
	    L, element == NULL ? NULL : node_attribute(element, "src"));
	return 1;
}

static void
set_src(lua_State *L, struct record *r, const struct field *f, int value)
{
	size_t len;
	const char *src = NULL;

	if (!lua_isnil(L, value))
		src = host_text(L, value, record_what(L, r, f), &len);
	host_spend(L, 1, 0);
	node_set(need_element(L, r), "src", src);
}

/* In the order that a table of them is gone through: the type comes last. */
static const struct field content_fields[] = {
    {"html", get_html, set_html, NULL},
    {"text", get_text, set_text, NULL},
    {"src", get_src, set_src, NULL},
    {"type", get_type, set_type, NULL},
    {NULL, NULL, NULL, NULL},
};

const struct record_type content_type = {
    .name = "content",
    .fields = content_fields,
    .shorthand = "text",
};

int
content_get(lua_State *L, struct record *r, const struct field *f)
{
	record_push(L, &content_type, r->node, f->of);
	return 1;
}

void
content_set(lua_State *L, struct record *r, const struct field *f, int value)
{
	const struct record *other = record_test(L, value, &content_type);
	xmlNode *old = node_child(r->node, NS_ATOM, f->of);
	const xmlNode *from = other == NULL ? NULL : element_of(other);

	if (from != NULL && from == old)
		return;
	if (other != NULL && from != NULL) {
		host_spend(L, 8, 0);
		xmlNode *copy = node_copy(from, r->node);
		xmlNodeSetName(copy, (const xmlChar *)f->of);
	} else if (other == NULL && !lua_isnil(L, value)) {
		xmlNode *made = node_add(r->node, NS_ATOM, f->of, NULL);
		record_fill(
		    L, &content_type, made, value, record_what(L, r, f));
	}
	if (old != NULL)
		host_park(L, old);
}
