/*
 * The Lua state that a plugin runs in: an allow-list of the libraries, a
 * counting allocator and a counting hook (Lua 5.4 manual, sections 4.1 and 6).
 * What loops inside one C function of Lua's library is not counted; those that
 * can be made to loop by a number are capped here.
 */
#include "plugin/sandbox.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#define HOOK_STEPS                                                             \
	1000 /* instructions from one look at the count to the next */
#define REP_MAX (16 * MIB) /* bytes, and repetitions, that string.rep makes */
#define MOVE_MAX 1000000   /* elements that table.move moves */

struct sandbox {
	lua_State *L;
	size_t used;
	long steps;
};

/* What of a library a plugin may have; NULL for all of it. */
struct library {
	const char *name;
	lua_CFunction open;
	const char *const *names;
};

static const char *const base_names[] = {"_G", "_VERSION", "assert", "error",
    "getmetatable", "ipairs", "next", "pairs", "pcall", "rawequal", "rawget",
    "rawlen", "rawset", "select", "setmetatable", "tonumber", "tostring",
    "type", NULL};
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

static void *
allocate(void *context, void *p, size_t old, size_t size)
{
	struct sandbox *s = context;

	if (p == NULL)
		old = 0; /* then Lua says there what kind of object it is */
	if (size == 0) {
		free(p);
		s->used -= old;
		return NULL;
	}
	if (size > old && size - old > LIMIT_LUA_MEMORY - s->used)
		return NULL;
	void *q = realloc(p, size);
	if (q != NULL)
		s->used = s->used - old + size;
	return q;
}

static struct sandbox *
sandbox_of(lua_State *L)
{
	struct sandbox *s;

	memcpy(&s, lua_getextraspace(L), sizeof(s));
	return s;
}

/*
 * Once the steps are used up each further instruction fails, so that a pcall
 * in a loop cannot go on.  Coroutines inherit hook and extra space.
 */
static void
count(lua_State *L, lua_Debug *ar)
{
	struct sandbox *s = sandbox_of(L);

	(void)ar;
	s->steps -= HOOK_STEPS;
	if (s->steps > 0)
		return;
	lua_sethook(L, count, LUA_MASKCOUNT, 1);
	luaL_error(L, "stopped after %d instructions", LIMIT_LUA_STEPS);
}

/* rep(s, n [, sep]): the original is the upvalue. */
static int
capped_rep(lua_State *L)
{
	size_t len, sep_len;
	luaL_checklstring(L, 1, &len);
	lua_Integer n = luaL_checkinteger(L, 2);
	luaL_optlstring(L, 3, "", &sep_len);

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

/* Protected: opens the libraries. */
static int
set_up(lua_State *L)
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
	lua_pushglobaltable(L); /* _G */
	guard(L, "setmetatable", safe_setmetatable);
	lua_getfield(L, -1, "string"); /* _G string */
	guard(L, "rep", capped_rep);
	lua_getfield(L, -2, "table"); /* _G string table */
	guard(L, "move", capped_move);
	for (const char *const *name = counting; *name != NULL; name++)
		guard(L, *name, true_length);
	/* Each string's metatable is one and the same: out of reach. */
	lua_pushliteral(L, "");	 /* … "" */
	lua_getmetatable(L, -1); /* … "" mt */
	lua_pushboolean(L, 0);	 /* … "" mt false */
	lua_setfield(L, -2, "__metatable");
	return 0;
}

/* The message on top of the stack, never converted: that would run code. */
static int
fail(lua_State *L, int status, struct error *e)
{
	if (status == LUA_ERRMEM)
		return error_set(e, ERR_PLUGIN, "needs more than %d MiB",
		    (int)(LIMIT_LUA_MEMORY / MIB));
	if (lua_type(L, -1) != LUA_TSTRING)
		return error_set(e, ERR_PLUGIN, "raised an error that is a %s",
		    luaL_typename(L, -1));
	return error_set(e, ERR_PLUGIN, "%s", lua_tostring(L, -1));
}

struct sandbox *
sandbox_new(struct error *e)
{
	struct sandbox *s = mem_new(1, sizeof(*s));

	s->L = lua_newstate(allocate, s);
	if (s->L == NULL) {
		error_set(e, ERR_SYSTEM, "no memory for a Lua state");
		sandbox_free(s);
		return NULL;
	}
	memcpy(lua_getextraspace(s->L), &s, sizeof(s));
	lua_pushcfunction(s->L, set_up);
	int status = lua_pcall(s->L, 0, 0, 0);
	if (status != LUA_OK) {
		fail(s->L, status, e);
		sandbox_free(s);
		return NULL;
	}
	return s;
}

void
sandbox_free(struct sandbox *s)
{
	if (s == NULL)
		return;
	if (s->L != NULL)
		lua_close(s->L);
	free(s);
}

struct job {
	const char *text;
	size_t len;
	const char *chunk;
	int (*take)(lua_State *L, void *context);
	void *context;
};

/* Protected: the whole of sandbox_run. */
static int
run(lua_State *L)
{
	struct job *job = lua_touserdata(L, 1);

	if (luaL_loadbufferx(L, job->text, job->len, job->chunk, "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 1); /* job result */
	return job->take(L, job->context);
}

int
sandbox_run(struct sandbox *s, const char *text, size_t len, const char *path,
    int (*take)(lua_State *L, void *context), void *context, struct error *e)
{
	struct buf chunk; /* "@PATH": Lua's way to say that it is a file */

	buf_init(&chunk, PATH_MAX + 1);
	buf_putc(&chunk, '@');
	buf_puts(&chunk, path);
	struct job job = {text, len, buf_text(&chunk), take, context};
	s->steps = LIMIT_LUA_STEPS;
	lua_sethook(s->L, count, LUA_MASKCOUNT, HOOK_STEPS);
	lua_pushcfunction(s->L, run); /* run; neither push allocates */
	lua_pushlightuserdata(s->L, &job);
	int status = lua_pcall(s->L, 1, 0, 0);
	buf_clear(&chunk);
	if (status == LUA_OK)
		return 0;
	fail(s->L, status, e);
	lua_settop(s->L, 0);
	return -1;
}
