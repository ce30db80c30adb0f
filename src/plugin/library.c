/*
 * Lua's libraries behind an allow-list (Lua 5.4 manual, section 6).  Functions
 * that can be made to loop by a number, or tell what differs from run to run,
 * stand behind guards; xpcall is not there, for its handler runs unwatched.
 */
#include "plugin/library.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "base/limits.h"
#include "plugin/host.h"

#define REP_MAX (16 * MIB) /* bytes, and repetitions, that string.rep makes */
#define MOVE_MAX 1000000   /* elements that table.move moves */

/* Where the registry keeps table.sort, whatever the plugin's table has. */
#define SORT "feedloom.sort"

/* What of a library a plugin may have; NULL for all of it. */
struct library {
	const char *name;
	lua_CFunction open;
	const char *const *names;
};

static const char *const base_names[] = {"_G", "_VERSION", "assert", "error",
    "getmetatable", "ipairs", "next", "pairs", "pcall", "rawequal", "rawget",
    "rawlen", "select", "setmetatable", "tonumber", "tostring", "type", NULL};
static const char *const string_names[] = {"byte", "char", "find", "format",
    "gmatch", "gsub", "len", "lower", "match", "pack", "packsize", "rep",
    "reverse", "sub", "unpack", "upper", NULL};
static const char *const math_names[] = {"abs", "acos", "asin", "atan", "ceil",
    "cos", "deg", "exp", "floor", "fmod", "huge", "log", "max", "maxinteger",
    "min", "mininteger", "modf", "pi", "rad", "sin", "sqrt", "tan", "tointeger",
    "type", "ult", NULL};

static const struct library libraries[] = {
    {LUA_GNAME, luaopen_base, base_names},
    {LUA_STRLIBNAME, luaopen_string, string_names},
    {LUA_TABLIBNAME, luaopen_table, NULL},
    {LUA_MATHLIBNAME, luaopen_math, math_names},
    {LUA_UTF8LIBNAME, luaopen_utf8, NULL},
    {LUA_COLIBNAME, luaopen_coroutine, NULL},
};

/* rep(s, n [, sep]): the original is the upvalue. */
static int
capped_rep(lua_State *L)
{
	size_t len, sep_len;
	luaL_checklstring(L, 1, &len);
	lua_Integer n = luaL_checkinteger(L, 2);
	luaL_optlstring(L, 3, "", &sep_len);

	host_check_time(L);
	if (n > 0 && (size_t)n > REP_MAX / (len + sep_len + 1))
		return luaL_error(L, "string.rep: more than 16 MiB");
	lua_settop(L, 3);
	lua_pushvalue(L, lua_upvalueindex(1)); /* s n sep rep */
	lua_insert(L, 1);		       /* rep s n sep */
	lua_call(L, 3, 1);		       /* result */
	return 1;
}

/* move(a1, f, e, t [, a2]): the original is the upvalue. */
static int
capped_move(lua_State *L)
{
	lua_Integer from = luaL_checkinteger(L, 2);
	lua_Integer to = luaL_checkinteger(L, 3);

	if (to >= from && (lua_Unsigned)to - (lua_Unsigned)from >= MOVE_MAX)
		return luaL_error(
		    L, "table.move: more than %d elements", MOVE_MAX);
	lua_pushvalue(L, lua_upvalueindex(1)); /* ... move */
	lua_insert(L, 1);		       /* move ... */
	lua_call(L, lua_gettop(L) - 1, 1);     /* result */
	return 1;
}

/* setmetatable(t, mt).  No finalisers: they run where no hook counts. */
static int
safe_setmetatable(lua_State *L)
{
	if (lua_istable(L, 2)) {
		lua_pushliteral(L, "__gc");
		if (lua_rawget(L, 2) != LUA_TNIL)
			return luaL_error(L, "a plugin may not set __gc");
	}
	lua_settop(L, 2);
	lua_pushvalue(L, lua_upvalueindex(1)); /* t mt setmetatable */
	lua_insert(L, 1);		       /* setmetatable t mt */
	lua_call(L, 2, 1);		       /* t */
	return 1;
}

/* A function of table, but not up to a length that a metatable makes up. */
static int
true_length(lua_State *L)
{
	if (lua_istable(L, 1) && luaL_getmetafield(L, 1, "__len") != LUA_TNIL)
		return luaL_error(L, "not for a table with __len");
	lua_pushvalue(L, lua_upvalueindex(1));	     /* ... f */
	lua_insert(L, 1);			     /* f ... */
	lua_call(L, lua_gettop(L) - 1, LUA_MULTRET); /* results */
	return lua_gettop(L);
}

/* Whether Lua would tell a value by its address. */
static bool
is_nameless(lua_State *L, int index)
{
	int type = lua_type(L, index);

	if (type != LUA_TTABLE && type != LUA_TFUNCTION &&
	    type != LUA_TUSERDATA && type != LUA_TTHREAD &&
	    type != LUA_TLIGHTUSERDATA)
		return false;
	if (luaL_getmetafield(L, index, "__tostring") == LUA_TNIL)
		return true;
	lua_pop(L, 1);
	return false;
}

static int
plain_tostring(lua_State *L)
{
	luaL_checkany(L, 1);
	if (is_nameless(L, 1))
		lua_pushstring(L, luaL_typename(L, 1));
	else
		luaL_tolstring(L, 1, NULL);
	return 1;
}

/* format(f, ...): the original is the upvalue. */
static int
plain_format(lua_State *L)
{
	const char *f = luaL_checkstring(L, 1);

	while ((f = strchr(f, '%')) != NULL) {
		f += 1 + strspn(f + 1, "-+ #0123456789.");
		if (*f == 'p')
			return luaL_error(L, "string.format: no %%p here");
		if (*f != '\0')
			f++;
	}
	for (int i = 2; i <= lua_gettop(L); i++) {
		if (!is_nameless(L, i))
			continue;
		lua_pushstring(L, luaL_typename(L, i));
		lua_replace(L, i);
	}
	lua_pushvalue(L, lua_upvalueindex(1)); /* f ... format */
	lua_insert(L, 1);		       /* format f ... */
	lua_call(L, lua_gettop(L) - 1, 1);
	return 1;
}

/* What keys are sorted by first: numbers, then strings, then the rest. */
static int
rank(lua_State *L, int index)
{
	int type = lua_type(L, index);

	return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2;
}

/* Whether a key comes before another one. */
static bool
before(lua_State *L, int a, int b)
{
	int x = rank(L, a), y = rank(L, b);
	size_t la, lb;

	if (x != y)
		return x < y;
	if (x == 0)
		return lua_compare(L, a, b, LUA_OPLT) != 0;
	if (x == 2) /* as Lua has them: tables and the like have no order */
		return lua_type(L, a) < lua_type(L, b);
	const char *s = lua_tolstring(L, a, &la), *t = lua_tolstring(L, b, &lb);
	int order = memcmp(s, t, la < lb ? la : lb);
	return order < 0 || (order == 0 && la < lb);
}

/* For table.sort. */
static int
key_before(lua_State *L)
{
	lua_pushboolean(L, before(L, 1, 2));
	return 1;
}

/* next(t [, key]): looks at all keys, for there is no other order to go by. */
static int
ordered_next(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 2);
	lua_pushnil(L); /* t key best */
	lua_pushnil(L); /* t key best nil */
	while (lua_next(L, 1) != 0) {
		lua_pop(L, 1); /* t key best k */
		if ((lua_isnil(L, 2) || before(L, 2, 4)) &&
		    (lua_isnil(L, 3) || before(L, 4, 3))) {
			lua_pushvalue(L, 4);
			lua_replace(L, 3);
		}
	}
	if (lua_isnil(L, 3))
		return 1;
	lua_pushvalue(L, 3); /* t key best best */
	lua_rawget(L, 1);    /* t key best value */
	return 2;
}

/* The step of pairs: upvalues are the sorted keys, and how many are done. */
static int
pairs_step(lua_State *L)
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));

	lua_settop(L, 1);
	do {
		lua_settop(L, 1);
		if (lua_rawgeti(L, lua_upvalueindex(1), ++i) == LUA_TNIL)
			return 1;
		lua_pushvalue(L, 2);		/* t key key */
	} while (lua_rawget(L, 1) == LUA_TNIL); /* t key value */
	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(2));
	return 2;
}

void
library_keys(lua_State *L, int table)
{
	table = lua_absindex(L, table);
	lua_getfield(L, LUA_REGISTRYINDEX, SORT); /* sort */
	lua_newtable(L);			  /* sort keys */
	lua_pushnil(L);				  /* sort keys nil */
	for (lua_Integer n = 1; lua_next(L, table) != 0; n++) {
		lua_pop(L, 1);	       /* sort keys k */
		lua_pushvalue(L, -1);  /* sort keys k k */
		lua_rawseti(L, -3, n); /* sort keys k */
	}
	lua_pushvalue(L, -1);		  /* sort keys keys */
	lua_insert(L, -3);		  /* keys sort keys */
	lua_pushcfunction(L, key_before); /* keys sort keys before */
	lua_call(L, 2, 0);		  /* keys */
}

static int
ordered_pairs(lua_State *L)
{
	luaL_checkany(L, 1);
	if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
		lua_pushvalue(L, 1); /* t __pairs t */
		lua_call(L, 1, 3);   /* t three results */
		return 3;
	}
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	library_keys(L, 1);		    /* t keys */
	lua_pushinteger(L, 0);		    /* t keys 0 */
	lua_pushcclosure(L, pairs_step, 2); /* t step */
	lua_insert(L, 1);		    /* step t */
	lua_pushnil(L);			    /* step t nil */
	return 3;
}

static bool
in_names(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* Takes out of the table on top all that is not in names. */
static void
keep(lua_State *L, const char *const *names)
{
	lua_pushnil(L); /* t nil */
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1); /* t key */
		if (in_names(names, lua_tostring(L, -1)))
			continue;
		lua_pushvalue(L, -1); /* t key key */
		lua_pushnil(L);	      /* t key key nil */
		lua_rawset(L, -4);    /* t key */
	}
}

/* Puts a guard around a function of the table on top. */
static void
guard(lua_State *L, const char *name, lua_CFunction function)
{
	lua_getfield(L, -1, name);	  /* t f */
	lua_pushcclosure(L, function, 1); /* t guarded */
	lua_setfield(L, -2, name);	  /* t */
}

/* Each string's metatable is one and the same: out of reach. */
static void
hide_metatable(lua_State *L)
{
	lua_pushliteral(L, "");	 /* "" */
	lua_getmetatable(L, -1); /* "" mt */
	lua_pushboolean(L, 0);	 /* "" mt false */
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 2);
}

void
library_open(lua_State *L)
{
	static const char *const counting[] = {
	    "concat", "insert", "remove", "sort", "unpack", NULL};

	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++) {
		const struct library *library = &libraries[i];
		luaL_requiref(L, library->name, library->open, 1);
		if (library->names != NULL)
			keep(L, library->names);
		lua_settop(L, 0);
	}
	lua_getglobal(L, "table");   /* table */
	lua_getfield(L, -1, "sort"); /* table sort */
	lua_setfield(L, LUA_REGISTRYINDEX, SORT);
	lua_pushcfunction(L, ordered_pairs);
	lua_setglobal(L, "pairs"); /* table */
	guard(L, "move", capped_move);
	for (const char *const *name = counting; *name != NULL; name++)
		guard(L, *name, true_length);
	lua_getglobal(L, "string"); /* table string */
	guard(L, "rep", capped_rep);
	guard(L, "format", plain_format);
	lua_pushglobaltable(L); /* table string _G */
	guard(L, "setmetatable", safe_setmetatable);
	lua_pushcfunction(L, ordered_next);
	lua_setfield(L, -2, "next");
	lua_pushcfunction(L, plain_tostring);
	lua_setfield(L, -2, "tostring");
	hide_metatable(L);
	lua_settop(L, 0);
}
