/*
 * Opens what plugins see of feedloom.
 */
#include "plugin/api.h"

#include <string.h>

#include "base/date.h"
#include "base/suggest.h"
#include "plugin/entry.h"
#include "plugin/module.h"

/* The members that are opened late. */
static const luaL_Reg parts[] = {
    {"date", api_date},
    {"html", api_html},
    {"json", api_json},
    {"log", api_log},
    {"re", api_re},
    {"text", api_text},
    {"url", api_url},
    {NULL, NULL},
};

/* Of a sealed table: upvalues are what is in it, and its name. */
static int
index_sealed(lua_State *L)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
		return 1;
	const char *name = lua_tostring(L, lua_upvalueindex(2));
	if (lua_type(L, 2) != LUA_TSTRING)
		return luaL_error(L, "%s has no such thing", name);
	suggest_init(&near, lua_tostring(L, 2));
	lua_pushnil(L);
	while (lua_next(L, lua_upvalueindex(1)) != 0) {
		lua_pop(L, 1);
		suggest_offer(&near, lua_tostring(L, -1));
	}
	return luaL_error(L, "%s has no '%s'%s", name, lua_tostring(L, 2),
	    suggest_text(&near, "", meant));
}

/* The same for the whole: opens a part that is not open yet. */
static int
index_feedloom(lua_State *L)
{
	const luaL_Reg *part = parts;
	const char *name =
	    lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";

	while (part->name != NULL && strcmp(part->name, name) != 0)
		part++;
	lua_pushvalue(L, 2);
	if (part->name == NULL ||
	    lua_rawget(L, lua_upvalueindex(1)) == LUA_TFUNCTION) {
		lua_settop(L, 2);
		if (part->name == NULL)
			return index_sealed(L);
		part->func(L); /* library */
		lua_pushvalue(L, 2);
		lua_pushvalue(L, -2);
		lua_rawset(L, lua_upvalueindex(1));
	}
	return 1;
}

static int
newindex_sealed(lua_State *L)
{
	return luaL_error(
	    L, "%s cannot be changed", lua_tostring(L, lua_upvalueindex(2)));
}

static int
pairs_sealed(lua_State *L)
{
	lua_getglobal(L, "pairs");
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_call(L, 1, 3);
	return 3;
}

/* The table on top is put behind a door that only lets look in. */
static void
seal(lua_State *L, const char *name, lua_CFunction index)
{
	const luaL_Reg doors[] = {
	    {"__index", index},
	    {"__newindex", newindex_sealed},
	    {"__pairs", pairs_sealed},
	    {NULL, NULL},
	};

	lua_newtable(L);	    /* t sealed */
	lua_newtable(L);	    /* t sealed mt */
	lua_pushvalue(L, -3);	    /* t sealed mt t */
	lua_pushstring(L, name);    /* t sealed mt t name */
	luaL_setfuncs(L, doors, 2); /* t sealed mt */
	lua_pushboolean(L, 0);	    /* t sealed mt false */
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2); /* t sealed */
	lua_remove(L, -2);	 /* sealed */
}

void
api_seal(lua_State *L, const char *name)
{
	seal(L, name, index_sealed);
}

void
api_library(lua_State *L, const char *name, const luaL_Reg *functions)
{
	lua_newtable(L); /* t */
	luaL_setfuncs(L, functions, 0);
	api_seal(L, name);
}

/* Of strings: their functions, and of a date the seconds. */
static int
index_string(lua_State *L)
{
	struct date date;
	size_t len;

	lua_pushvalue(L, 2); /* s key key */
	if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL ||
	    lua_type(L, 2) != LUA_TSTRING ||
	    strcmp(lua_tostring(L, 2), "time") != 0)
		return 1;
	const char *text = lua_tolstring(L, 1, &len);
	if (date_parse(text, len, &date) == -1)
		return luaL_error(L, "'%s' is no date: it has no time", text);
	lua_pushinteger(L, date.seconds);
	return 1;
}

static void
give_strings_time(lua_State *L)
{
	lua_pushliteral(L, "");	    /* "" */
	lua_getmetatable(L, -1);    /* "" mt */
	lua_getglobal(L, "string"); /* "" mt string */
	lua_pushcclosure(L, index_string, 1);
	lua_setfield(L, -2, "__index");
	lua_pop(L, 2);
}

void
api_open(lua_State *L)
{
	lua_newtable(L); /* t */
	lua_pushcfunction(L, entry_new);
	lua_setfield(L, -2, "entry");
	/* A part that is not open yet is its own opener. */
	luaL_setfuncs(L, parts, 0);
	seal(L, "feedloom", index_feedloom);
	lua_setglobal(L, "feedloom");
	lua_pushcfunction(L, api_print);
	lua_setglobal(L, "print");
	lua_pushcfunction(L, module_require);
	lua_setglobal(L, "require");
	give_strings_time(L);
}
