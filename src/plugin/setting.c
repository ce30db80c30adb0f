/*
 * Values of options, which are text so far, in Lua.
 */
#include "plugin/setting.h"

#include <string.h>

#include <lauxlib.h>

#include "base/suggest.h"

/* Pushes the items of a list, or for a set a table with true at each. */
static void
push_items(lua_State *L, const struct plugin_option *o)
{
	const char *at = o->value;

	lua_newtable(L); /* t */
	for (lua_Integer n = 1; *at != '\0'; n++) {
		size_t len = strcspn(at, "\n");
		lua_pushlstring(L, at, len); /* t item */
		if (o->type == PLUGIN_SET) {
			lua_pushboolean(L, 1);
			lua_rawset(L, -3);
		} else {
			lua_rawseti(L, -2, n);
		}
		at += len;
		at += *at == '\n';
	}
}

static void
push_value(lua_State *L, const struct plugin_option *o)
{
	switch (o->type) {
	case PLUGIN_BOOLEAN:
		lua_pushboolean(L, o->value != NULL && *o->value != '\0');
		return;
	case PLUGIN_INTEGER:
	case PLUGIN_NUMBER:
		if (o->value == NULL || lua_stringtonumber(L, o->value) == 0)
			lua_pushnil(L);
		return;
	case PLUGIN_LIST:
	case PLUGIN_SET:
		if (o->value != NULL) {
			push_items(L, o);
			return;
		}
		lua_newtable(L);
		return;
	case PLUGIN_STRING:
	case PLUGIN_CHOICE:
		break;
	}
	lua_pushstring(L, o->value);
}

/* What is not in the table: without a value, or not declared. */
static int
index_missing(lua_State *L)
{
	const struct plugin *plugin = lua_touserdata(L, lua_upvalueindex(1));
	const char *name =
	    lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, name);
	for (size_t i = 0; i < plugin->option_count; i++) {
		if (strcmp(plugin->options[i].name, name) == 0)
			return 0;
		suggest_offer(&near, plugin->options[i].name);
	}
	return luaL_error(L, "the plugin declares no option '%s'%s", name,
	    suggest_text(&near, "", meant));
}

static int
newindex_missing(lua_State *L)
{
	return luaL_error(L, "options cannot be changed");
}

void
setting_push(lua_State *L, const struct plugin *plugin)
{
	lua_createtable(L, 0, (int)plugin->option_count); /* opt */
	for (size_t i = 0; i < plugin->option_count; i++) {
		push_value(L, &plugin->options[i]);
		lua_setfield(L, -2, plugin->options[i].name);
	}
	lua_createtable(L, 0, 3); /* opt mt */
	lua_pushlightuserdata(L, (void *)(size_t)plugin);
	lua_pushcclosure(L, index_missing, 1);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, newindex_missing);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2); /* opt */
}
