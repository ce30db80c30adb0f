/*
 * Looking for nodes of a fragment: by selector, by XPath, one after the other.
 */
#include <string.h>

#include <libxml/xpath.h>

#include "base/mem.h"
#include "html/select.h"
#include "plugin/fragment.h"
#include "plugin/xpath.h"
#include "xml/node.h"

#define KEPT_MAX 200 /* selectors that are kept */

static int
free_selector(lua_State *L)
{
	struct selector **held = lua_touserdata(L, 1);

	selector_free(*held);
	*held = NULL;
	return 0;
}

/* Pushes the selector of the text at 2, new, and gives its holder. */
static struct selector **
push_selector(lua_State *L)
{
	size_t len;
	const char *text = luaL_checklstring(L, 2, &len);
	struct selector **held =
	    lua_newuserdatauv(L, sizeof(*held), 0); /* held */
	struct error e;

	*held = NULL;
	if (luaL_newmetatable(L, "feedloom.selector")) {
		lua_pushcfunction(L, free_selector);
		lua_setfield(L, -2, "__gc");
	}
	lua_setmetatable(L, -2); /* held */
	*held = selector_new(text, len, &e);
	if (*held == NULL)
		fragment_fail(L, &e);
	return held;
}

/* The selector at 2, out of the table of those or new; pushes what holds it. */
static const struct selector *
check_selector(lua_State *L)
{
	struct selector **held;

	luaL_checkstring(L, 2);
	luaL_getsubtable(L, LUA_REGISTRYINDEX, "feedloom.selectors");
	lua_pushvalue(L, 2);
	if (lua_rawget(L, -2) == LUA_TUSERDATA) { /* kept held */
		held = lua_touserdata(L, -1);
		return *held;
	}
	lua_pop(L, 1); /* kept */
	if (luaL_len(L, -1) >= KEPT_MAX) {
		lua_pop(L, 1);
		lua_newtable(L); /* kept */
		lua_pushvalue(L, -1);
		lua_setfield(L, LUA_REGISTRYINDEX, "feedloom.selectors");
	}
	held = push_selector(L); /* kept held */
	lua_pushvalue(L, 2);
	lua_pushvalue(L, -2);
	lua_rawset(L, -4);
	lua_pushboolean(L, 1);
	lua_rawseti(L, -3, luaL_len(L, -3) + 1); /* counts them */
	return *held;
}

static int
too_long(lua_State *L)
{
	return luaL_error(
	    L, "selector '%s' takes too long here", lua_tostring(L, 2));
}

static int
find_select(lua_State *L)
{
	xmlNode *scope = fragment_check(L, 1);
	const struct selector *selector = check_selector(L);
	struct select s;
	lua_Integer n = 0;

	lua_newtable(L); /* list */
	select_begin(&s, selector, scope);
	for (xmlNode *node; (node = select_next(&s)) != NULL;) {
		fragment_push_node(L, 1, node);
		lua_rawseti(L, -2, ++n);
	}
	return s.failed ? too_long(L) : 1;
}

static int
find_first(lua_State *L)
{
	xmlNode *scope = fragment_check(L, 1);
	const struct selector *selector = check_selector(L);
	struct select s;

	select_begin(&s, selector, scope);
	xmlNode *node = select_next(&s);
	if (s.failed)
		return too_long(L);
	if (node == NULL)
		lua_pushnil(L);
	else
		fragment_push_node(L, 1, node);
	return 1;
}

static bool
matches(lua_State *L, const struct selector *selector, xmlNode *node)
{
	bool failed = false;
	bool fits =
	    tree_is_element(node) && select_matches(selector, node, &failed);

	if (failed)
		too_long(L);
	return fits;
}

static int
find_matches(lua_State *L)
{
	xmlNode *node = fragment_check(L, 1);

	lua_pushboolean(L, matches(L, check_selector(L), node));
	return 1;
}

/* The node itself, or the nearest around it. */
static int
find_closest(lua_State *L)
{
	xmlNode *node = fragment_check(L, 1);
	const struct selector *selector = check_selector(L);

	while (node != NULL && !matches(L, selector, node))
		node = tree_parent(node);
	if (node == NULL)
		lua_pushnil(L);
	else
		fragment_push_node(L, 1, node);
	return 1;
}

/* For xpath_push: the handle that it was called on is at 2. */
static void
push_found(lua_State *L, xmlNode *node)
{
	if (node->type == XML_ATTRIBUTE_NODE)
		lua_pushstring(L, node_value((const xmlAttr *)node));
	else if (node->type == XML_NAMESPACE_DECL)
		lua_pushstring(L, (const char *)((const xmlNs *)node)->href);
	else
		fragment_push_node(L, 2, node);
}

static int
free_context(lua_State *L)
{
	xmlXPathContext **held = lua_touserdata(L, 1);

	xmlXPathFreeContext(*held);
	*held = NULL;
	return 0;
}

/* The XPath context of all fragments. */
static xmlXPathContext *
xpath_of(lua_State *L)
{
	static const char name[] = "feedloom.html.xpath";
	xmlXPathContext **held;

	if (lua_getfield(L, LUA_REGISTRYINDEX, name) == LUA_TNIL) {
		held = lua_newuserdatauv(L, sizeof(*held), 0); /* nil held */
		*held = NULL;
		lua_createtable(L, 0, 1); /* nil held mt */
		lua_pushcfunction(L, free_context);
		lua_setfield(L, -2, "__gc");
		lua_setmetatable(L, -2); /* nil held */
		*held = xpath_context();
		lua_setfield(L, LUA_REGISTRYINDEX, name); /* nil */
	} else {
		held = lua_touserdata(L, -1);
	}
	lua_pop(L, 1);
	return *held;
}

static int
find_xpath(lua_State *L)
{
	xmlNode *node = fragment_check(L, 1);

	xpath_push(L, xpath_of(L), node, 1, push_found);
	return 1;
}

static int
find_children(lua_State *L)
{
	const xmlNode *node = fragment_check(L, 1);
	lua_Integer n = 0;

	lua_newtable(L); /* list */
	if (!tree_is_element(node) && node->type != XML_DOCUMENT_NODE)
		return 1;
	for (xmlNode *child = node->children; child != NULL;
	     child = child->next) {
		fragment_push_node(L, 1, child);
		lua_rawseti(L, -2, ++n);
	}
	return 1;
}

/* The next node in document order below top, or NULL. */
static xmlNode *
next_below(xmlNode *node, const xmlNode *top)
{
	if ((tree_is_element(node) || node == top) && node->children != NULL)
		return node->children;
	while (node != top && node->next == NULL)
		node = node->parent;
	return node == top ? NULL : node->next;
}

/* Nodes that are to be gone through; none of them is freed meanwhile. */
struct walk {
	xmlNode *top;
	size_t count, done;
	xmlNode *nodes[];
};

static bool
is_below(const xmlNode *node, const xmlNode *top)
{
	while (node != NULL && node != top)
		node = node->parent;
	return node != NULL;
}

/* The step: upvalues are the walk, and the handle that it began at. */
static int
walk_step(lua_State *L)
{
	struct walk *walk = lua_touserdata(L, lua_upvalueindex(1));

	while (walk->done < walk->count) {
		xmlNode *node = walk->nodes[walk->done++];

		if (!is_below(node, walk->top))
			continue;
		lua_settop(L, 0);
		lua_pushvalue(L, lua_upvalueindex(2)); /* handle */
		fragment_push_node(L, 1, node);
		return 1;
	}
	lua_pushnil(L);
	return 1;
}

/*
 * All nodes that are in it now, one a step; those that are taken out before
 * their turn are left out.
 */
static int
find_walk(lua_State *L)
{
	xmlNode *top = fragment_check(L, 1);
	size_t count = 0;

	if (!tree_is_element(top) && top->type != XML_DOCUMENT_NODE)
		return luaL_error(L, "there is nothing in a text");
	for (xmlNode *n = next_below(top, top); n != NULL;
	     n = next_below(n, top))
		count++;
	struct walk *walk = lua_newuserdatauv(
	    L, sizeof(*walk) + count * sizeof(walk->nodes[0]), 0); /* walk */
	*walk = (struct walk){.top = top, .count = count};
	count = 0;
	for (xmlNode *n = next_below(top, top); n != NULL;
	     n = next_below(n, top))
		walk->nodes[count++] = n;
	lua_pushvalue(L, 1); /* walk handle */
	lua_pushcclosure(L, walk_step, 2);
	return 1;
}

const luaL_Reg fragment_finders[] = {
    {"select", find_select},
    {"first", find_first},
    {"matches", find_matches},
    {"closest", find_closest},
    {"xpath", find_xpath},
    {"children", find_children},
    {"walk", find_walk},
    {NULL, NULL},
};
