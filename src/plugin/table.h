#ifndef FEEDLOOM_PLUGIN_TABLE_H
#define FEEDLOOM_PLUGIN_TABLE_H

#include <stddef.h>

#include <lua.h>

/*
 * The table that a plugin's file returned, read key by key.  All raise a Lua
 * error where the table is at fault; what stands in front of its words, as in
 * "option 'x': ".
 */

/* Pushes table[key], raw; returns its type. */
int table_field(lua_State *L, int table, const char *key);

/* Checks that the table on top has no key but those known. */
void table_check_keys(lua_State *L, const char *what, const char *const *known);

/* The string on top, as one line of text; borrowed until it is popped. */
const char *table_line(lua_State *L, const char *what, const char *key);

/* table[key] as a string of the caller's. */
char *table_take_line(
    lua_State *L, int table, const char *what, const char *key);

/* The length of the list on top, at most most. */
size_t table_length(
    lua_State *L, const char *what, const char *key, size_t most);

#endif
