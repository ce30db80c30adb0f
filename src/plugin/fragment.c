/*
 * Handles on nodes of HTML: their life, and their fields.
 */
#include "plugin/fragment.h"

#include <string.h>

#include "base/limits.h"
#include "base/suggest.h"
#include "html/element.h"
#include "html/fragment.h"
#include "plugin/host.h"
#include "xml/node.h"

#define GARBAGE (LIMIT_LUA_HTML / 8) /* may be made before it is looked for */

/* The room of a state's trees, and what was made since it was cleared. */
struct yard {
	struct tree_room room;
	size_t made;
};

int
fragment_fail(lua_State *L, const struct error *e)
{
	return luaL_error(L, "%s", e->text);
}

static struct yard *
yard_of(lua_State *L)
{
	struct yard *yard;

	if (lua_getfield(L, LUA_REGISTRYINDEX, "feedloom.yard") == LUA_TNIL) {
		yard = lua_newuserdatauv(L, sizeof(*yard), 0); /* nil yard */
		*yard = (struct yard){.room = {LIMIT_LUA_HTML}};
		lua_setfield(L, LUA_REGISTRYINDEX, "feedloom.yard");
	} else {
		yard = lua_touserdata(L, -1);
	}
	lua_pop(L, 1);
	return yard;
}

bool
fragment_collect(lua_State *L)
{
	struct yard *yard = yard_of(L);

	if (yard->made <= GARBAGE && yard->room.left > LIMIT_LUA_HTML / 2)
		return false;
	lua_gc(L, LUA_GCCOLLECT);
	yard->made = 0;
	return true;
}

/* What holds a tree. */
static int
free_tree(lua_State *L)
{
	struct tree **held = lua_touserdata(L, 1);

	tree_free(*held);
	*held = NULL;
	return 0;
}

static struct tree **
push_holder(lua_State *L)
{
	struct tree **held = lua_newuserdatauv(L, sizeof(*held), 0);

	*held = NULL;
	if (luaL_newmetatable(L, "feedloom.tree")) {
		lua_pushcfunction(L, free_tree);
		lua_setfield(L, -2, "__gc");
	}
	lua_setmetatable(L, -2);
	return held;
}

/* Pushes a handle whose tree's holder is on top, in the place of that. */
static void
push_handle(lua_State *L, xmlNode *node, const char *type)
{
	struct handle *h = lua_newuserdatauv(L, sizeof(*h), 1);

	h->node = node;		     /* holder handle */
	lua_insert(L, -2);	     /* handle holder */
	lua_setiuservalue(L, -2, 1); /* handle */
	luaL_setmetatable(L, type);
}

/*
 * Lua does not see the memory of trees: what is not used any more is looked for
 * when much was made, and when there is no room left.
 */
static struct tree *
make_tree(lua_State *L, const char *html, size_t len)
{
	struct yard *yard = yard_of(L);
	struct error e;

	if (yard->made > GARBAGE)
		fragment_collect(L);
	size_t before = yard->room.left;
	struct tree *tree = tree_new(html, len, &yard->room, &e);
	if (tree == NULL && fragment_collect(L)) {
		before = yard->room.left;
		tree = tree_new(html, len, &yard->room, &e);
	}
	if (tree == NULL)
		fragment_fail(L, &e);
	yard->made += before - yard->room.left;
	return tree;
}

static int index_handle(lua_State *L);
static int newindex_handle(lua_State *L);
static int tostring_handle(lua_State *L);
static int eq_handle(lua_State *L);

static void
make_metatable(lua_State *L)
{
	static const luaL_Reg metamethods[] = {
	    {"__index", index_handle},
	    {"__newindex", newindex_handle},
	    {"__tostring", tostring_handle},
	    {"__eq", eq_handle},
	    {NULL, NULL},
	};

	if (luaL_newmetatable(L, "feedloom.node")) { /* mt */
		luaL_setfuncs(L, metamethods, 0);
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
	}
	lua_pop(L, 1);
}

void
fragment_push(lua_State *L, const char *html, size_t len)
{
	struct tree **held = push_holder(L); /* holder */

	make_metatable(L);
	*held = make_tree(L, html, len);
	push_handle(L, tree_top(*held), "feedloom.node"); /* handle */
}

void
fragment_push_node(lua_State *L, int index, xmlNode *node)
{
	lua_getiuservalue(L, index, 1); /* holder */
	push_handle(L, node, "feedloom.node");
}

xmlNode *
fragment_test(lua_State *L, int index)
{
	const struct handle *h = luaL_testudata(L, index, "feedloom.node");

	return h == NULL ? NULL : h->node;
}

xmlNode *
fragment_check(lua_State *L, int index)
{
	const struct handle *h = luaL_testudata(L, index, "feedloom.node");

	if (h == NULL)
		luaL_typeerror(L, index, "node");
	return h->node;
}

/* What messages call a node. */
static const char *
kind_of(const xmlNode *node)
{
	return node->type == XML_DOCUMENT_NODE ? "fragment" : "node";
}

/* Pushes a node, of the tree of the handle at 1, or nil for NULL. */
static int
push_or_nil(lua_State *L, xmlNode *node)
{
	if (node == NULL)
		lua_pushnil(L);
	else
		fragment_push_node(L, 1, node);
	return 1;
}

static int
push_scratch(lua_State *L, const struct buf *scratch)
{
	if (buf_full(scratch))
		return luaL_error(L, "there is too much HTML");
	lua_pushlstring(L, buf_text(scratch), scratch->len);
	return 1;
}

static struct buf *
scratch_of(lua_State *L)
{
	struct buf *scratch = &host_of(L)->scratch;

	buf_cut(scratch, 0);
	return scratch;
}

static int
get_name(lua_State *L, xmlNode *node)
{
	switch (node->type) {
	case XML_TEXT_NODE:
		lua_pushliteral(L, "#text");
		break;
	case XML_COMMENT_NODE:
		lua_pushliteral(L, "#comment");
		break;
	case XML_DOCUMENT_NODE:
		lua_pushliteral(L, "#fragment");
		break;
	default:
		lua_pushstring(L, (const char *)node->name);
	}
	return 1;
}

/* Texts and what scripts hold as it is; of all else what readers see. */
static int
get_text(lua_State *L, xmlNode *node)
{
	struct buf *scratch = scratch_of(L);

	if (node->type == XML_TEXT_NODE || node->type == XML_COMMENT_NODE)
		buf_puts(scratch, (const char *)node->content);
	else if (tree_is_element(node) && element_raw((const char *)node->name))
		node_text(node, scratch);
	else
		fragment_text_node(node, scratch);
	return push_scratch(L, scratch);
}

static int
get_outer(lua_State *L, xmlNode *node)
{
	struct buf *scratch = scratch_of(L);

	if (node->type == XML_DOCUMENT_NODE)
		fragment_html(node, scratch);
	else
		fragment_html_node(node, scratch);
	return push_scratch(L, scratch);
}

static int
get_html(lua_State *L, xmlNode *node)
{
	struct buf *scratch = scratch_of(L);

	if (!tree_is_element(node))
		return get_outer(L, node);
	fragment_html(node, scratch);
	return push_scratch(L, scratch);
}

static int
get_attributes(lua_State *L, xmlNode *node)
{
	fragment_push_attributes(L, 1, node);
	return 1;
}

static int
get_parent(lua_State *L, xmlNode *node)
{
	return push_or_nil(L, tree_parent(node));
}

static int
get_next(lua_State *L, xmlNode *node)
{
	return push_or_nil(L, node->next);
}

static int
get_prev(lua_State *L, xmlNode *node)
{
	return push_or_nil(L, node->prev);
}

static const char *
check_text(lua_State *L, const char *what, size_t *len)
{
	if (lua_type(L, 3) != LUA_TSTRING && lua_type(L, 3) != LUA_TNUMBER)
		luaL_error(L, "%s must be a string, not a %s", what,
		    luaL_typename(L, 3));
	return lua_tolstring(L, 3, len);
}

static int
set_name(lua_State *L, xmlNode *node, struct error *e)
{
	size_t len;

	return tree_rename(node, check_text(L, "a name", &len), e);
}

static int
set_text(lua_State *L, xmlNode *node, struct error *e)
{
	size_t len;
	const char *text = check_text(L, "text", &len);

	return tree_set_text(node, text, len, e);
}

static int
set_html(lua_State *L, xmlNode *node, struct error *e)
{
	size_t len;
	const char *html = check_text(L, "HTML", &len);

	return tree_put_html(node, TREE_INSIDE, html, len, e);
}

static const struct {
	const char *name;
	int (*get)(lua_State *L, xmlNode *node);
	int (*set)(lua_State *L, xmlNode *node, struct error *e);
} fields[] = {
    {"name", get_name, set_name},
    {"attr", get_attributes, NULL},
    {"text", get_text, set_text},
    {"html", get_html, set_html},
    {"outer", get_outer, NULL},
    {"parent", get_parent, NULL},
    {"next", get_next, NULL},
    {"prev", get_prev, NULL},
};

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static const luaL_Reg *const methods[] = {fragment_finders, fragment_changers};

#define METHODS (sizeof(methods) / sizeof(methods[0]))

/* The field's number, or FIELDS. */
static size_t
find_field(const char *name)
{
	size_t i = 0;

	while (i < FIELDS && strcmp(fields[i].name, name) != 0)
		i++;
	return i;
}

static lua_CFunction
find_method(const char *name)
{
	for (size_t i = 0; i < METHODS; i++) {
		for (const luaL_Reg *m = methods[i]; m->name != NULL; m++) {
			if (strcmp(m->name, name) == 0)
				return m->func;
		}
	}
	return NULL;
}

static int
unknown(lua_State *L, const xmlNode *node, const char *name)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, name);
	for (size_t i = 0; i < FIELDS; i++)
		suggest_offer(&near, fields[i].name);
	for (size_t i = 0; i < METHODS; i++) {
		for (const luaL_Reg *m = methods[i]; m->name != NULL; m++)
			suggest_offer(&near, m->name);
	}
	return luaL_error(L, "%s has no '%s'%s", kind_of(node), name,
	    suggest_text(&near, "", meant));
}

/* The name that a field is asked for by. */
static const char *
key(lua_State *L, const xmlNode *node)
{
	if (lua_type(L, 2) != LUA_TSTRING)
		luaL_error(L, "%s has no field that is a %s", kind_of(node),
		    luaL_typename(L, 2));
	return lua_tostring(L, 2);
}

static int
index_handle(lua_State *L)
{
	xmlNode *node = fragment_check(L, 1);
	const char *name = key(L, node);
	size_t i = find_field(name);

	if (i < FIELDS)
		return fields[i].get(L, node);
	lua_CFunction method = find_method(name);
	if (method == NULL)
		return unknown(L, node, name);
	lua_pushcfunction(L, method);
	return 1;
}

static int
newindex_handle(lua_State *L)
{
	xmlNode *node = fragment_check(L, 1);
	const char *name = key(L, node);
	size_t i = find_field(name);
	struct error e;

	if (i == FIELDS)
		return unknown(L, node, name);
	if (fields[i].set == NULL)
		return luaL_error(
		    L, "%s.%s cannot be set", kind_of(node), name);
	if (fields[i].set(L, node, &e) == -1)
		return fragment_fail(L, &e);
	return 0;
}

static int
tostring_handle(lua_State *L)
{
	return get_outer(L, fragment_check(L, 1));
}

static int
eq_handle(lua_State *L)
{
	const xmlNode *a = fragment_test(L, 1), *b = fragment_test(L, 2);

	lua_pushboolean(L, a != NULL && a == b);
	return 1;
}

static xmlNode *
check_attributes(lua_State *L)
{
	const struct handle *h = luaL_checkudata(L, 1, "feedloom.node.attr");

	return h->node;
}

static int
index_attributes(lua_State *L)
{
	const xmlNode *node = check_attributes(L);

	lua_pushstring(L, tree_attribute(node, luaL_checkstring(L, 2)));
	return 1;
}

static int
newindex_attributes(lua_State *L)
{
	fragment_set_attribute(L, check_attributes(L), 2, 3);
	return 0;
}

/* The attributes as a table of their names; pairs goes through that. */
static int
pairs_attributes(lua_State *L)
{
	const xmlNode *node = check_attributes(L);
	const xmlAttr *a = tree_is_element(node) ? node->properties : NULL;

	lua_settop(L, 1);
	lua_getglobal(L, "pairs"); /* h pairs */
	lua_newtable(L);	   /* h pairs t */
	for (; a != NULL; a = a->next) {
		lua_pushstring(L, node_value(a));
		lua_setfield(L, -2, (const char *)a->name);
	}
	lua_call(L, 1, 3);
	return 3;
}

void
fragment_push_attributes(lua_State *L, int index, xmlNode *node)
{
	static const luaL_Reg metamethods[] = {
	    {"__index", index_attributes},
	    {"__newindex", newindex_attributes},
	    {"__pairs", pairs_attributes},
	    {NULL, NULL},
	};

	if (luaL_newmetatable(L, "feedloom.node.attr")) { /* mt */
		luaL_setfuncs(L, metamethods, 0);
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
	}
	lua_pop(L, 1);
	lua_getiuservalue(L, index, 1); /* holder */
	push_handle(L, node, "feedloom.node.attr");
}

/* nil and false take it away, true gives it no value. */
void
fragment_set_attribute(lua_State *L, xmlNode *node, int key_at, int value)
{
	const char *name = luaL_checkstring(L, key_at);
	const char *text = NULL;
	struct error e;
	size_t len = 0;

	if (lua_type(L, value) == LUA_TSTRING ||
	    lua_type(L, value) == LUA_TNUMBER) {
		text = lua_tolstring(L, value, &len);
	} else if (lua_isboolean(L, value)) {
		text = lua_toboolean(L, value) ? "" : NULL;
	} else if (!lua_isnil(L, value)) {
		luaL_error(L, "attribute '%s' must be a string, not a %s", name,
		    luaL_typename(L, value));
	}
	if (tree_set_attribute(node, name, text, len, &e) == -1)
		fragment_fail(L, &e);
}
