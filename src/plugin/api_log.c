/*
 * feedloom.log and print: lines that name plugin and entry.
 */
#include <string.h>

#include "base/limits.h"
#include "plugin/api.h"
#include "plugin/host.h"

#define LINE_MAX_BYTES 300

/* Says the string on top; always: even without -v. */
static void
say(lua_State *L, bool always)
{
	struct host *host = host_of(L);
	struct buf *line = &host->other;

	if (host->say == NULL)
		luaL_error(L, "there is no log yet while the file is run: "
			      "say it in a stage");
	buf_cut(line, 0);
	buf_printf(line, "%s: %s%s%.*s", host->plugin, host->label,
	    *host->label == '\0' ? "" : ": ", LINE_MAX_BYTES,
	    lua_tostring(L, -1));
	host->say(host->say_context, always, buf_text(line));
}

static int
log_line(lua_State *L, bool always)
{
	luaL_checkstring(L, 1);
	if (lua_gettop(L) > 1) {
		lua_getglobal(L, "string");    /* … string */
		lua_getfield(L, -1, "format"); /* … string format */
		lua_remove(L, -2);
		lua_insert(L, 1);		   /* format … */
		lua_call(L, lua_gettop(L) - 1, 1); /* text */
	}
	say(L, always);
	return 0;
}

static int
log_warn(lua_State *L)
{
	return log_line(L, true);
}

static int
log_info(lua_State *L)
{
	return log_line(L, false);
}

int
api_print(lua_State *L)
{
	int n = lua_gettop(L);

	lua_settop(L, n);
	luaL_checkstack(L, 2 * n + 4, "print");
	for (int i = 1; i <= n; i++) {
		if (i > 1)
			lua_pushliteral(L, "  ");
		lua_getglobal(L, "tostring");
		lua_pushvalue(L, i);
		lua_call(L, 1, 1);
		if (lua_type(L, -1) != LUA_TSTRING)
			return luaL_error(L, "tostring must return a string");
	}
	lua_concat(L, n == 0 ? 0 : 2 * n - 1);
	say(L, true);
	return 0;
}

int
api_log(lua_State *L)
{
	static const luaL_Reg functions[] = {
	    {"info", log_info},
	    {"warn", log_warn},
	    {NULL, NULL},
	};

	api_library(L, "feedloom.log", functions);
	return 1;
}
