/*
 * feedloom.json: JSON from tables and into tables.  What has no place in JSON
 * is an error, never something else instead; the same table gives the same
 * text.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json_out.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "plugin/api.h"
#include "plugin/host.h"
#include "plugin/json_read.h"
#include "plugin/library.h"

#define INDENT_MAX 8

struct writer {
	lua_State *L;
	struct json_out out;
	const void *open[LIMIT_JSON_DEPTH]; /* the tables around what is next */
	int depth;
	const char *key; /* the last one, kept by its table; or NULL */
};

static void put_value(struct writer *w);

/* Raises the error that there is no JSON for something. */
static void
fail(const struct writer *w, const char *why)
{
	luaL_error(w->L, "feedloom.json.encode: %s%s%s%s", why,
	    w->key == NULL ? "" : ", at '", w->key == NULL ? "" : w->key,
	    w->key == NULL ? "" : "'");
}

static void
put_text(struct writer *w, const char *text, size_t len)
{
	const char *end = text + len;
	struct utf8_piece piece;

	while (utf8_next(&text, end, &piece))
		json_string_add(&w->out, piece.text, piece.len);
}

/* A number with a fraction: as few digits as give it back. */
static void
put_float(struct writer *w, double number)
{
	char text[40];
	bool same = false;

	if (isnan(number) || isinf(number))
		fail(w,
		    "there is no JSON for a number that is infinite or none");
	for (int digits = 15; digits <= 17 && !same; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, number);
		lua_stringtonumber(w->L, text);
		same = lua_tonumber(w->L, -1) == number;
		lua_pop(w->L, 1);
	}
	if (strpbrk(text, ".e") == NULL)
		strncat(text, ".0", sizeof(text) - strlen(text) - 1);
	json_literal(&w->out, text);
}

static void
put_integer(struct writer *w, lua_Integer number)
{
	char text[40];

	snprintf(text, sizeof(text), LUA_INTEGER_FMT, (LUAI_UACINT)number);
	json_literal(&w->out, text);
}

static bool
is_marked(lua_State *L)
{
	if (!lua_getmetatable(L, -1))
		return false;
	luaL_getmetatable(L, JSON_ARRAY);
	bool marked = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	return marked;
}

/* Whether the table on top is an array, and not an object. */
static bool
is_array(const struct writer *w)
{
	lua_State *L = w->L;
	lua_Integer count = 0, names = 0, last = 0;

	for (lua_pushnil(L); lua_next(L, -2) != 0; count++) {
		lua_pop(L, 1); /* t key */
		if (lua_type(L, -1) == LUA_TSTRING)
			names++;
		else if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1)
			fail(w, "a table's keys must be names, or 1 to n");
		else if (lua_tointeger(L, -1) > last)
			last = lua_tointeger(L, -1);
	}
	if (names > 0 && names < count)
		fail(w, "a table has names and numbers for keys");
	if (last > count)
		fail(w, "a list has holes");
	return count == 0 ? is_marked(L) : names == 0;
}

static void
put_array(struct writer *w)
{
	json_open(&w->out, '[');
	for (lua_Integer i = 1; lua_rawgeti(w->L, -1, i) != LUA_TNIL; i++) {
		put_value(w); /* t value */
		lua_pop(w->L, 1);
	}
	lua_pop(w->L, 1);
	json_close(&w->out, ']');
}

static void
put_object(struct writer *w)
{
	lua_State *L = w->L;
	size_t len;

	json_open(&w->out, '{');
	library_keys(L, -1); /* t keys */
	for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++) {
		const char *key = lua_tolstring(L, -1, &len);
		json_key_open(&w->out);
		put_text(w, key, len);
		json_key_close(&w->out);
		w->key = key;
		lua_rawget(L, -3); /* t keys value */
		put_value(w);
		w->key = NULL;
		lua_pop(L, 1);
	}
	lua_pop(L, 2);
	json_close(&w->out, '}');
}

static void
put_table(struct writer *w)
{
	const void *table = lua_topointer(w->L, -1);

	for (int i = 0; i < w->depth; i++)
		if (w->open[i] == table)
			fail(w, "a table is within itself");
	if (w->depth == LIMIT_JSON_DEPTH)
		fail(w, "there are too many tables within each other");
	host_check_time(w->L);
	w->open[w->depth++] = table;
	if (is_array(w))
		put_array(w);
	else
		put_object(w);
	w->depth--;
}

/* The value on top, which stays there. */
static void
put_value(struct writer *w)
{
	lua_State *L = w->L;
	size_t len;

	switch (lua_type(L, -1)) {
	case LUA_TLIGHTUSERDATA: /* there is but one */
		json_literal(&w->out, "null");
		break;
	case LUA_TBOOLEAN:
		json_literal(&w->out, lua_toboolean(L, -1) ? "true" : "false");
		break;
	case LUA_TNUMBER:
		if (lua_isinteger(L, -1))
			put_integer(w, lua_tointeger(L, -1));
		else
			put_float(w, lua_tonumber(L, -1));
		break;
	case LUA_TSTRING:
		json_string_open(&w->out);
		const char *text = lua_tolstring(L, -1, &len);
		put_text(w, text, len);
		json_string_close(&w->out);
		break;
	case LUA_TTABLE:
		put_table(w);
		break;
	default:
		lua_pushfstring(
		    L, "there is no JSON for a %s", luaL_typename(L, -1));
		fail(w, lua_tostring(L, -1));
	}
	if (buf_full(w->out.text))
		luaL_error(L, "feedloom.json.encode: more than %d MiB",
		    (int)(LIMIT_OUTPUT / MIB));
}

/* encode(value [, indent]) */
static int
json_encode(lua_State *L)
{
	struct writer w = {.L = L};
	lua_Integer indent = luaL_optinteger(L, 2, 0);

	if (lua_isnoneornil(L, 1))
		return luaL_error(L, "feedloom.json.encode: there is no value; "
				     "null is feedloom.json.null");
	if (indent < 0 || indent > INDENT_MAX)
		return luaL_error(L,
		    "feedloom.json.encode: the indent must be 0 to %d, not %I",
		    INDENT_MAX, (LUAI_UACINT)indent);
	luaL_checkstack(L, 5 * LIMIT_JSON_DEPTH + 10, "json");
	struct buf *text = host_scratch(L);
	json_init(&w.out, text, indent == 0);
	w.out.indent = (unsigned)indent;
	lua_settop(L, 1);
	put_value(&w);
	buf_cut(text, text->len - 1); /* the line's end */
	return host_push(L);
}

static int
json_decode(lua_State *L)
{
	size_t len;
	const char *text = luaL_checklstring(L, 1, &len);

	lua_settop(L, 1);
	if (json_read(L, text, len))
		return 1;
	lua_pushnil(L);
	lua_insert(L, -2); /* text nil message */
	return 2;
}

/* array([t]): t, which is an array even when it is empty. */
static int
json_array(lua_State *L)
{
	lua_settop(L, 1);
	if (lua_isnil(L, 1)) {
		lua_newtable(L);
		lua_replace(L, 1);
	}
	luaL_checktype(L, 1, LUA_TTABLE);
	if (lua_getmetatable(L, 1)) {
		lua_settop(L, 1);
		if (!is_marked(L))
			return luaL_error(L,
			    "feedloom.json.array: the table has a metatable");
	}
	luaL_setmetatable(L, JSON_ARRAY);
	return 1;
}

static int
tostring_null(lua_State *L)
{
	lua_pushliteral(L, "null");
	return 1;
}

/* Pushes null.  All light userdata of the state have its metatable. */
static void
push_null(lua_State *L)
{
	lua_pushlightuserdata(L, NULL); /* null */
	lua_newtable(L);		/* null mt */
	lua_pushcfunction(L, tostring_null);
	lua_setfield(L, -2, "__tostring");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
}

int
api_json(lua_State *L)
{
	static const luaL_Reg functions[] = {
	    {"array", json_array},
	    {"decode", json_decode},
	    {"encode", json_encode},
	    {NULL, NULL},
	};

	/* Out of reach, for a finaliser that is put there would be run. */
	luaL_newmetatable(L, JSON_ARRAY);
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_newtable(L); /* mt t */
	luaL_setfuncs(L, functions, 0);
	push_null(L);
	lua_setfield(L, -2, "null");
	api_seal(L, "feedloom.json");
	return 1;
}
