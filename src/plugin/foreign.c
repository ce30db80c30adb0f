/*
 * Foreign elements, and looking for them.
 */
#include "plugin/foreign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "plugin/host.h"
#include "plugin/name.h"
#include "xml/node.h"

/* The record at 1 that a method is called on, of whatever type. */
static struct record *
own(lua_State *L)
{
	struct record *r = luaL_checkudata(L, 1, "feedloom.record");

	return record_check(L, 1, r->type);
}

static xmlNode *
next_of(const struct name *name, xmlNode *node)
{
	while (node != NULL && !name_fits(name, node))
		node = node->next;
	return node;
}

int
foreign_find(lua_State *L)
{
	struct record *r = own(L);
	struct name name;

	name_read(L, 2, &name);
	xmlNode *found = next_of(&name, r->node->children);
	if (found == NULL)
		lua_pushnil(L);
	else
		record_push(L, &foreign_type, found, NULL);
	return 1;
}

int
foreign_find_all(lua_State *L)
{
	struct record *r = own(L);
	struct name name;
	lua_Integer n = 0;

	name_read(L, 2, &name);
	lua_newtable(L); /* list */
	for (xmlNode *found = next_of(&name, r->node->children); found != NULL;
	     found = next_of(&name, found->next)) {
		record_push(L, &foreign_type, found, NULL);
		lua_rawseti(L, -2, ++n);
	}
	return 1;
}

/* Sets an attribute by its name in Lua; text NULL takes it away. */
static void
set_attribute(lua_State *L, xmlNode *node, int key, int value)
{
	struct name name;
	const char *text = NULL;
	size_t len = 0;

	name_read(L, key, &name);
	if (!lua_isnil(L, value))
		text = host_text(L, value, "an attribute", &len);
	host_spend(L, 1, len);
	xmlAttr *old = name_attribute(&name, node);
	if (text == NULL) {
		if (old != NULL && xmlRemoveProp(old) == -1)
			luaL_error(L, "an attribute cannot be removed");
	} else if (old != NULL) {
		node_set_value(old, text);
	} else {
		name_set_attribute(L, &name, node, text);
	}
}

/* add(name [, text [, attributes]]); what is nil may be left out. */
int
foreign_add(lua_State *L)
{
	struct record *r = own(L);
	struct name name;
	size_t len = 0;

	name_read(L, 2, &name);
	lua_settop(L, 4);
	if (lua_istable(L, 3) && lua_isnil(L, 4))
		lua_insert(L, 3); /* r name nil attributes */
	xmlNode *node = name_add_element(L, &name, r->node);
	if (!lua_isnil(L, 3)) {
		const char *text = host_text(L, 3, "the text", &len);
		host_set_text(L, node, text, len);
	}
	if (!lua_isnil(L, 4)) {
		luaL_checktype(L, 4, LUA_TTABLE);
		lua_getglobal(L, "pairs"); /* … pairs: keys in their order */
		lua_pushvalue(L, 4);
		lua_call(L, 1, 3); /* … step t nil */
		for (;;) {
			lua_pushvalue(L, 5);
			lua_pushvalue(L, 6);
			lua_pushvalue(L, 7); /* … step t key */
			lua_call(L, 2, 2);   /* … key value */
			if (lua_isnil(L, 8))
				break;
			set_attribute(L, node, 8, 9);
			lua_pop(L, 1);
			lua_replace(L, 7);
		}
	}
	record_push(L, &foreign_type, node, NULL);
	return 1;
}

static int
foreign_remove(lua_State *L)
{
	struct record *r = record_check(L, 1, &foreign_type);

	/* An entry stands alone while it is at hand, and a feed is no part. */
	if (r->node->parent == NULL ||
	    r->node->parent->type != XML_ELEMENT_NODE)
		return luaL_error(L, "only a part of an entry can be removed");
	host_park(L, r->node);
	return 0;
}

static int
get_name(lua_State *L, struct record *r, const struct field *f)
{
	const char *prefix = ns_prefix(r->node);

	(void)f;
	if (*prefix == '\0')
		lua_pushstring(L, node_name(r->node));
	else
		lua_pushfstring(L, "%s:%s", prefix, node_name(r->node));
	return 1;
}

static int
get_text(lua_State *L, struct record *r, const struct field *f)
{
	struct host *host = host_of(L);

	(void)f;
	buf_cut(&host->scratch, 0);
	node_text(r->node, &host->scratch);
	lua_pushlstring(L, buf_text(&host->scratch), host->scratch.len);
	return 1;
}

static void
set_text(lua_State *L, struct record *r, const struct field *f, int value)
{
	size_t len;
	const char *text = host_text(L, value, record_what(L, r, f), &len);

	host_set_text(L, r->node, text, len);
}

/* element.attr: a record of the same node, in other clothes. */
static struct record *
check_attributes(lua_State *L)
{
	return record_live(L, luaL_checkudata(L, 1, "feedloom.attributes"));
}

static int
index_attributes(lua_State *L)
{
	struct record *r = check_attributes(L);
	struct name name;

	name_read(L, 2, &name);
	const xmlAttr *a = name_attribute(&name, r->node);
	if (a == NULL)
		lua_pushnil(L);
	else
		lua_pushstring(L, node_value(a));
	return 1;
}

static int
newindex_attributes(lua_State *L)
{
	struct record *r = check_attributes(L);

	set_attribute(L, r->node, 2, 3);
	return 0;
}

/* The attributes as a table of their names; pairs goes through that. */
static int
pairs_attributes(lua_State *L)
{
	struct record *r = check_attributes(L);

	lua_settop(L, 1);
	lua_getglobal(L, "pairs"); /* r pairs */
	lua_newtable(L);	   /* r pairs t */
	for (const xmlAttr *a = r->node->properties; a != NULL; a = a->next) {
		const char *prefix = ns_prefix((const xmlNode *)a);
		if (*prefix == '\0')
			lua_pushstring(L, (const char *)a->name);
		else
			lua_pushfstring(L, "%s:%s", prefix, a->name);
		lua_pushstring(L, node_value(a));
		lua_rawset(L, -3);
	}
	lua_call(L, 1, 3);
	return 3;
}

static const luaL_Reg attribute_metamethods[] = {
    {"__index", index_attributes},
    {"__newindex", newindex_attributes},
    {"__pairs", pairs_attributes},
    {NULL, NULL},
};

static int
get_attributes(lua_State *L, struct record *r, const struct field *f)
{
	struct record *attributes =
	    lua_newuserdatauv(L, sizeof(*attributes), 0); /* attributes */

	(void)f;
	*attributes = *r;
	if (luaL_newmetatable(L, "feedloom.attributes")) {
		luaL_setfuncs(L, attribute_metamethods, 0);
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
	}
	lua_setmetatable(L, -2);
	return 1;
}

static const struct field foreign_fields[] = {
    {"name", get_name, NULL, NULL},
    {"text", get_text, set_text, NULL},
    {"attr", get_attributes, NULL, NULL},
    {NULL, NULL, NULL, NULL},
};

static const luaL_Reg foreign_methods[] = {
    {"find", foreign_find},
    {"find_all", foreign_find_all},
    {"xpath", foreign_xpath},
    {"add", foreign_add},
    {"remove", foreign_remove},
    {NULL, NULL},
};

const struct record_type foreign_type = {
    .name = "element",
    .fields = foreign_fields,
    .methods = foreign_methods,
    .shorthand = "name",
};
