#ifndef FEEDLOOM_PLUGIN_API_H
#define FEEDLOOM_PLUGIN_API_H

#include <lauxlib.h>
#include <lua.h>

/*
 * The table `feedloom` that every plugin sees, its types in
 * plugins/feedloom.d.lua.  Each part of it is opened when it is first asked
 * for, sealed: what is not there is an error with a suggestion.
 */
void api_open(lua_State *L);

/* Pushes a sealed library of these functions; name as in "feedloom.text". */
void api_library(lua_State *L, const char *name, const luaL_Reg *functions);

/* Puts a sealed library in the place of the table on top, which is in it. */
void api_seal(lua_State *L, const char *name);

/* print(…): a line of the log. */
int api_print(lua_State *L);

/* The parts: each pushes its library. */
int api_date(lua_State *L);
int api_html(lua_State *L);
int api_json(lua_State *L);
int api_log(lua_State *L);
int api_re(lua_State *L);
int api_text(lua_State *L);
int api_url(lua_State *L);

#endif
