#ifndef FEEDLOOM_PLUGIN_FRAGMENT_H
#define FEEDLOOM_PLUGIN_FRAGMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <lauxlib.h>
#include <lua.h>

#include "html/tree.h"

/*
 * Fragments of HTML as Lua sees them: handles on the nodes of a tree
 * (html/tree.h), the fragment itself being the topmost node.  Each handle holds
 * its tree by its user value, and no change frees a node, so a handle is good
 * as long as it is there, in whatever call.  All trees of a state together have
 * room for LIMIT_LUA_HTML.
 */
struct handle {
	xmlNode *node;
};

/* Pushes a new fragment; raises an error when there is too much of it. */
void fragment_push(lua_State *L, const char *html, size_t len);

/* Pushes a handle on another node of the same tree as the handle at index. */
void fragment_push_node(lua_State *L, int index, xmlNode *node);

/* The node of the handle at index; raises an error when it is none. */
xmlNode *fragment_check(lua_State *L, int index);

/* The same, but NULL when it is none. */
xmlNode *fragment_test(lua_State *L, int index);

/* Pushes node.attr for the handle at index. */
void fragment_push_attributes(lua_State *L, int index, xmlNode *node);

/* Sets an attribute from the values at key and value. */
void fragment_set_attribute(lua_State *L, xmlNode *node, int key, int value);

/*
 * Frees trees that nothing holds any more; false, at once, when there is room
 * enough.
 */
bool fragment_collect(lua_State *L);

/* Raises an error with the words. */
int fragment_fail(lua_State *L, const struct error *e);

/* Methods: fragment_find.c looks for nodes, fragment_change.c changes them. */
extern const luaL_Reg fragment_finders[];
extern const luaL_Reg fragment_changers[];

#endif
