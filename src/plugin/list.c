/*
 * Lists that are views on the children of a node.  Going through one from the
 * first item to the last costs one walk, because a list knows where it was;
 * any change makes it forget.
 */
#include "plugin/list.h"

#include <string.h>

#include "base/mem.h"
#include "model/links.h"
#include "plugin/host.h"
#include "xml/node.h"

struct list {
	const struct list_type *type;
	xmlNode *parent;
	uint64_t call;
	unsigned long edits; /* when the three below were true */
	lua_Integer at;	     /* the item that was last looked at, 0: none */
	xmlNode *node;
	lua_Integer count; /* -1: not known */
};

static bool
is_item(const struct list_type *type, const xmlNode *node)
{
	if (!node_is(node, NS_ATOM, type->element))
		return false;
	if (type->rel == NULL)
		return true;
	const char *rel = node_attribute(node, "rel");
	return rel != NULL && strcmp(rel, type->rel) == 0;
}

/* The first item at node or behind it, or NULL. */
static xmlNode *
seek(const struct list_type *type, xmlNode *node)
{
	while (node != NULL &&
	       (node->type != XML_ELEMENT_NODE || !is_item(type, node)))
		node = node->next;
	return node;
}

static struct list *
check(lua_State *L)
{
	struct list *list = luaL_checkudata(L, 1, "feedloom.list");
	const struct host *host = host_of(L);

	if (host->feed == NULL || list->call != host->call)
		luaL_error(L, "%s are gone: they were of an earlier call",
		    list->type->name);
	if (list->edits != host->edits) {
		list->edits = host->edits;
		list->at = 0;
		list->count = -1;
	}
	return list;
}

/* The item of this number, from 1, or NULL. */
static xmlNode *
nth(struct list *list, lua_Integer n)
{
	if (n < 1)
		return NULL;
	if (list->at == 0 || n < list->at) {
		list->at = 1;
		list->node = seek(list->type, list->parent->children);
	}
	while (list->node != NULL && list->at < n) {
		list->node = seek(list->type, list->node->next);
		list->at++;
	}
	xmlNode *found = list->node;
	if (found == NULL)
		list->at = 0;
	return found;
}

static lua_Integer
count(struct list *list)
{
	if (list->count >= 0)
		return list->count;
	list->count = 0;
	for (xmlNode *n = seek(list->type, list->parent->children); n != NULL;
	     n = seek(list->type, n->next))
		list->count++;
	return list->count;
}

/* An element to make items in, before they get their place; parked. */
static xmlNode *
workbench(lua_State *L)
{
	xmlNode *bench =
	    xmlNewDocNode(host_doc(L), NULL, (const xmlChar *)"items", NULL);

	if (bench == NULL)
		mem_out();
	host_park(L, bench);
	return bench;
}

/* Makes an item of the value at index, on the workbench. */
static xmlNode *
make(lua_State *L, const struct list_type *type, xmlNode *bench, int index)
{
	struct record *r = record_test(L, index, type->item);
	xmlNode *node;

	host_spend(L, 8, 0);
	if (r != NULL) {
		node = node_copy(r->node, bench);
	} else {
		node = node_add(bench, NS_ATOM, type->element, NULL);
		record_fill(L, type->item, node, index, type->name);
	}
	if (type->rel != NULL)
		node_set(node, "rel", type->rel);
	return node;
}

/* Puts an item behind the last one of its list. */
static void
append(const struct list_type *type, xmlNode *parent, xmlNode *node)
{
	xmlNode *last = parent->last;

	while (last != NULL &&
	       (last->type != XML_ELEMENT_NODE || !is_item(type, last)))
		last = last->prev;
	xmlUnlinkNode(node);
	if ((last == NULL ? xmlAddChild(parent, node)
			  : xmlAddNextSibling(last, node)) == NULL)
		mem_out();
}

static int
by_relation(lua_State *L, const struct list *list)
{
	const char *rel = lua_tostring(L, 2);

	if (!list->type->by_rel)
		return luaL_error(L, "%s are a list: they have no '%s'",
		    list->type->name, rel);
	for (xmlNode *n = seek(list->type, list->parent->children); n != NULL;
	     n = seek(list->type, n->next)) {
		const char *is = node_attribute(n, "rel");
		if (is != NULL && strcmp(is, rel) == 0) {
			record_push(L, list->type->item, n, NULL);
			return 1;
		}
	}
	lua_pushnil(L);
	return 1;
}

static int
index_list(lua_State *L)
{
	struct list *list = check(L);

	if (lua_type(L, 2) == LUA_TSTRING)
		return by_relation(L, list);
	xmlNode *node = nth(list, luaL_checkinteger(L, 2));
	if (node == NULL)
		lua_pushnil(L);
	else
		record_push(L, list->type->item, node, NULL);
	return 1;
}

/* links.REL = value: an address, a table, or nil to remove all of them. */
static int
set_relation(lua_State *L, struct list *list)
{
	size_t len;
	const char *name = host_text(L, 2, "a relation", &len);

	if (!list->type->by_rel)
		return luaL_error(L, "%s are a list: they have no '%s'",
		    list->type->name, name);
	lua_pushlstring(L, name, len); /* list rel value rel */
	const char *rel = lua_tostring(L, -1);
	const struct list_type one = {.name = list->type->name,
	    .element = list->type->element,
	    .rel = rel,
	    .item = list->type->item};
	xmlNode *old = seek(&one, list->parent->children);
	if (lua_isnil(L, 3)) {
		for (xmlNode *next; old != NULL; old = next) {
			next = seek(&one, old->next);
			host_park(L, old);
		}
		return 0;
	}
	if (old != NULL && lua_type(L, 3) == LUA_TSTRING) {
		record_fill(L, one.item, old, 3, rel);
		return 0;
	}
	xmlNode *node = make(L, &one, workbench(L), 3);
	if (old == NULL) {
		append(list->type, list->parent, node);
	} else {
		xmlUnlinkNode(node);
		if (xmlAddNextSibling(old, node) == NULL)
			mem_out();
		host_park(L, old);
	}
	return 0;
}

static int
newindex_list(lua_State *L)
{
	struct list *list = check(L);

	if (lua_type(L, 2) == LUA_TSTRING)
		return set_relation(L, list);
	lua_Integer n = luaL_checkinteger(L, 2), have = count(list);
	xmlNode *old = nth(list, n);
	if (lua_isnil(L, 3)) {
		if (n != have && old != NULL)
			return luaL_error(L,
			    "only the last of %s can be set to nil: "
			    "table.remove takes out any",
			    list->type->name);
		if (old != NULL)
			host_park(L, old);
		return 0;
	}
	if (n < 1 || n > have + 1)
		return luaL_error(L, "%s have no place %I: there are %I",
		    list->type->name, (LUAI_UACINT)n, (LUAI_UACINT)have);
	xmlNode *node = make(L, list->type, workbench(L), 3);
	if (old == NULL) {
		append(list->type, list->parent, node);
		return 0;
	}
	xmlUnlinkNode(node);
	if (xmlAddNextSibling(old, node) == NULL)
		mem_out();
	host_park(L, old);
	return 0;
}

static int
len_list(lua_State *L)
{
	lua_pushinteger(L, count(check(L)));
	return 1;
}

static int
tostring_list(lua_State *L)
{
	const struct list *list = luaL_checkudata(L, 1, "feedloom.list");

	lua_pushstring(L, list->type->name);
	return 1;
}

static const luaL_Reg metamethods[] = {
    {"__index", index_list},
    {"__newindex", newindex_list},
    {"__len", len_list},
    {"__tostring", tostring_list},
    {NULL, NULL},
};

int
list_get(lua_State *L, struct record *r, const struct field *f)
{
	struct list *list = lua_newuserdatauv(L, sizeof(*list), 0); /* list */
	const struct host *host = host_of(L);

	*list = (struct list){.type = f->of,
	    .parent = r->node,
	    .call = host->call,
	    .edits = host->edits,
	    .count = -1};
	if (luaL_newmetatable(L, "feedloom.list")) { /* list mt */
		luaL_setfuncs(L, metamethods, 0);
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
	}
	lua_setmetatable(L, -2); /* list */
	return 1;
}

void
list_set(lua_State *L, struct record *r, const struct field *f, int value)
{
	const struct list_type *type = f->of;
	xmlNode *bench = workbench(L);

	if (!lua_isnil(L, value)) {
		if (!lua_istable(L, value) &&
		    luaL_testudata(L, value, "feedloom.list") == NULL)
			luaL_error(L, "%s must be a list, not a %s", type->name,
			    luaL_typename(L, value));
		lua_Integer n = luaL_len(L, value);
		for (lua_Integer i = 1; i <= n; i++) {
			lua_geti(L, value, i); /* item */
			make(L, type, bench, lua_gettop(L));
			lua_pop(L, 1);
		}
	}
	for (xmlNode *n = seek(type, r->node->children), *next; n != NULL;
	     n = next) {
		next = seek(type, n->next);
		host_park(L, n);
	}
	while (bench->children != NULL)
		node_move(bench->children, r->node);
}
