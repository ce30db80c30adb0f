/*
 * Words that make values.  What a value is of is told by its metatable, which
 * no file can set: none of Lua's functions are there.
 */
#include "config/way.h"

#include <stdbool.h>

#include <lauxlib.h>

static const struct {
	const char *name;
	bool text, table; /* what may stand behind it */
	const char *example;
} words[WAYS] = {
    [WAY_SMTP] = {"smtp", false, true, "smtp { host = \"HOST\" }"},
    [WAY_SENDMAIL] = {"sendmail", true, true, "sendmail \"PROGRAM\""},
    [WAY_MAILDIR] = {"maildir", true, false, "maildir \"FOLDER\""},
    [WAY_MBOX] = {"mbox", true, false, "mbox \"FILE\""},
    [WAY_FILE] = {"file", true, false, "file \"FILE\""},
};

const char *
way_name(enum config_way way)
{
	return words[way].name;
}

const char *
way_example(enum config_way way)
{
	return words[way].example;
}

/* The table at the top is of that way from now on. */
static void
mark(lua_State *L, int way)
{
	lua_newtable(L); /* table mt */
	lua_pushinteger(L, 1 + way);
	lua_rawseti(L, -2, 1);
	lua_setmetatable(L, -2); /* table */
}

/* WORD VALUE; the upvalue is which word. */
static int
call_way(lua_State *L)
{
	int way = (int)lua_tointeger(L, lua_upvalueindex(1)); /* word value */
	int type = lua_gettop(L) == 2 ? lua_type(L, 2) : LUA_TNONE;

	if (type == LUA_TSTRING && words[way].text) {
		lua_newtable(L);
		lua_insert(L, 2); /* word table value */
		lua_rawseti(L, 2, 1);
	} else if (type != LUA_TTABLE || !words[way].table ||
		   way_of(L, 2) != 0) {
		return luaL_error(L, "'%s' is said in another way: via = %s",
		    words[way].name, words[way].example);
	}
	mark(L, way);
	return 1;
}

void
way_words(lua_State *L)
{
	for (int way = 0; way < WAYS; way++) {
		lua_newtable(L); /* words word */
		mark(L, way);
		lua_getmetatable(L, -1); /* words word mt */
		lua_pushinteger(L, way);
		lua_pushcclosure(L, call_way, 1);
		lua_setfield(L, -2, "__call");
		lua_pop(L, 1);
		lua_setfield(L, -2, words[way].name);
	}
}

int
way_of(lua_State *L, int index)
{
	if (lua_getmetatable(L, index) == 0)
		return 0;
	lua_rawgeti(L, -1, 1); /* mt way */
	int way = (int)lua_tointeger(L, -1);
	lua_pop(L, 2);
	return way;
}
