#ifndef FEEDLOOM_PLUGIN_LIBRARY_H
#define FEEDLOOM_PLUGIN_LIBRARY_H

#include <lua.h>

/*
 * What a plugin has of Lua's own libraries: a fixed list (feedloom-plugin(7)),
 * which reaches nothing outside of the state.  Where Lua's answer would not be
 * the same each time it is made so: pairs and next go through a table by its
 * keys in their order, tostring tells no addresses.
 */

/* Opens them in a new state; raises Lua errors. */
void library_open(lua_State *L);

/* Pushes a list of a table's keys in their order: numbers, strings, others. */
void library_keys(lua_State *L, int table);

#endif
