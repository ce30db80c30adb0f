/*
 * Looks at tables raw, so that no code of the plugin runs, and takes nothing
 * that it does not know: a misspelt key must not be a silent default.
 */
#include "plugin/table.h"

#include <string.h>

#include <lauxlib.h>

#include "base/mem.h"
#include "base/suggest.h"
#include "plugin/value.h"

/* Pushes table[key], raw; returns its type. */
int
table_field(lua_State *L, int table, const char *key)
{
	table = lua_absindex(L, table);
	lua_pushstring(L, key);
	return lua_rawget(L, table);
}

/*
 * Raises an error when the table on top has a key that is not known; the first
 * one of the alphabet, for Lua's order is not the same each time.
 */
void
table_check_keys(lua_State *L, const char *what, const char *const *known)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;
	const char *unknown = NULL;

	lua_pushnil(L); /* t nil */
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1); /* t key */
		if (lua_type(L, -1) != LUA_TSTRING)
			luaL_error(L, "%sa key is a %s, not a name", what,
			    luaL_typename(L, -1));
		const char *key = lua_tostring(L, -1);
		if (!suggest_among(&near, key, known) &&
		    (unknown == NULL || strcmp(key, unknown) < 0))
			unknown = key; /* the table keeps it */
	}
	if (unknown == NULL)
		return;
	suggest_among(&near, unknown, known);
	luaL_error(L, "%sunknown key '%s'%s", what, unknown,
	    suggest_text(&near, "", meant));
}

/* The string on top, as one line of text; borrowed until it is popped. */
const char *
table_line(lua_State *L, const char *what, const char *key)
{
	size_t len = 0;
	const char *text = NULL;

	if (lua_type(L, -1) == LUA_TSTRING)
		text = lua_tolstring(L, -1, &len);
	if (text == NULL || len == 0)
		luaL_error(L, "%s'%s' must be a string", what, key);
	if (len > VALUE_MAX)
		luaL_error(
		    L, "%s'%s' is longer than %d bytes", what, key, VALUE_MAX);
	if (!value_is_line(text, len))
		luaL_error(L, "%s'%s' must be one line of UTF-8", what, key);
	return text;
}

/* table[key] as a string of the plugin's. */
char *
table_take_line(lua_State *L, int table, const char *what, const char *key)
{
	table_field(L, table, key); /* … value */
	char *text = mem_str(table_line(L, what, key));
	lua_pop(L, 1);
	return text;
}

/*
 * The length of the list on top, at most most; raises an error when it is no
 * list.
 */
size_t
table_length(lua_State *L, const char *what, const char *key, size_t most)
{
	if (lua_type(L, -1) != LUA_TTABLE)
		luaL_error(L, "%s'%s' must be a list", what, key);
	size_t length = (size_t)lua_rawlen(L, -1), count = 0;

	if (length > most)
		luaL_error(
		    L, "%s'%s' has more than %d items", what, key, (int)most);
	lua_pushnil(L); /* list nil */
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1); /* list key */
		count++;
	}
	if (count != length)
		luaL_error(L, "%s'%s' must be a list", what, key);
	return length;
}
