/*
 * Changing a fragment.  What is put somewhere is HTML, or a node: one of the
 * same fragment is moved, one of another fragment is copied.
 */
#include <string.h>

#include "html/fragment.h"
#include "plugin/fragment.h"
#include "plugin/host.h"

/* The HTML of a node with its tags, in the host's scratch. */
static const char *
html_of(lua_State *L, const xmlNode *node, size_t *len)
{
	struct buf *scratch = &host_of(L)->scratch;

	buf_cut(scratch, 0);
	if (node->type == XML_DOCUMENT_NODE)
		fragment_html(node, scratch);
	else
		fragment_html_node(node, scratch);
	*len = scratch->len;
	return buf_text(scratch);
}

/* Puts what is at 2 somewhere, seen from the node at 1. */
static int
put(lua_State *L, enum tree_place place)
{
	xmlNode *at = fragment_check(L, 1);
	xmlNode *node = fragment_test(L, 2);
	struct error e;
	const char *html;
	size_t len;

	if (node != NULL && node->doc == at->doc) {
		if (tree_put_node(at, place, node, &e) == -1)
			return fragment_fail(L, &e);
		return 0;
	}
	if (node != NULL)
		html = html_of(L, node, &len);
	else if (lua_type(L, 2) == LUA_TSTRING || lua_type(L, 2) == LUA_TNUMBER)
		html = lua_tolstring(L, 2, &len);
	else
		return luaL_typeerror(L, 2, "string or node");
	if (tree_put_html(at, place, html, len, &e) == 0)
		return 0;
	if (!fragment_collect(L) ||
	    tree_put_html(at, place, html, len, &e) == -1)
		return fragment_fail(L, &e);
	return 0;
}

static int
change_append(lua_State *L)
{
	return put(L, TREE_LAST);
}

static int
change_prepend(lua_State *L)
{
	return put(L, TREE_FIRST);
}

static int
change_before(lua_State *L)
{
	return put(L, TREE_BEFORE);
}

static int
change_after(lua_State *L)
{
	return put(L, TREE_AFTER);
}

static int
change_replace(lua_State *L)
{
	return put(L, TREE_INSTEAD);
}

static int
change_remove(lua_State *L)
{
	xmlNode *node = fragment_check(L, 1);

	if (node->type == XML_DOCUMENT_NODE)
		return luaL_error(L, "a fragment cannot be removed");
	tree_remove(node);
	return 0;
}

static int
change_unwrap(lua_State *L)
{
	struct error e;

	if (tree_unwrap(fragment_check(L, 1), &e) == -1)
		return fragment_fail(L, &e);
	return 0;
}

/* Sets attributes from the table at 3, by its keys in their order. */
static void
set_attributes(lua_State *L, xmlNode *node)
{
	lua_getglobal(L, "pairs");
	lua_pushvalue(L, 3);
	lua_call(L, 1, 3);
	lua_replace(L, 6);
	lua_replace(L, 5);
	lua_replace(L, 4); /* h name t step state key */
	for (;;) {
		lua_pushvalue(L, 4);
		lua_pushvalue(L, 5);
		lua_pushvalue(L, 6); /* … step state key */
		lua_call(L, 2, 2);   /* … key value */
		if (lua_isnil(L, 7))
			return;
		fragment_set_attribute(L, node, 7, 8);
		lua_settop(L, 7);
		lua_replace(L, 6);
	}
}

/* wrap(name [, attributes]) */
static int
change_wrap(lua_State *L)
{
	xmlNode *node = fragment_check(L, 1);
	const char *name = luaL_checkstring(L, 2);
	struct error e;

	if (!lua_isnoneornil(L, 3))
		luaL_checktype(L, 3, LUA_TTABLE);
	xmlNode *made = tree_wrap(node, name, &e);
	if (made == NULL)
		return fragment_fail(L, &e);
	if (!lua_isnoneornil(L, 3)) {
		lua_settop(L, 6);
		set_attributes(L, made);
	}
	fragment_push_node(L, 1, made);
	return 1;
}

static int
change_copy(lua_State *L)
{
	struct error e;
	xmlNode *copy = tree_copy(fragment_check(L, 1), &e);

	if (copy == NULL)
		return fragment_fail(L, &e);
	fragment_push_node(L, 1, copy);
	return 1;
}

const luaL_Reg fragment_changers[] = {
    {"append", change_append},
    {"prepend", change_prepend},
    {"before", change_before},
    {"after", change_after},
    {"replace", change_replace},
    {"remove", change_remove},
    {"unwrap", change_unwrap},
    {"wrap", change_wrap},
    {"copy", change_copy},
    {NULL, NULL},
};
