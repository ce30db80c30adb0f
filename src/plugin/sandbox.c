/*
 * The Lua state that a plugin runs in: a counting allocator and a counting hook
 * around the libraries that plugin/library.c lets in (Lua 5.4 manual, sections
 * 4.1 and 4.7).  What loops inside one C function of Lua's library is not
 * counted: plugin/watch.c ends that.
 */
#include "plugin/sandbox.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "plugin/library.h"
#include "plugin/watch.h"

#define HOOK_STEPS                                                             \
	100 /* instructions from one look at the count to the next             \
	     */

#define PLACE_TEXT (LUA_IDSIZE + 20)

struct sandbox {
	lua_State *L;
	void *owner;
	size_t used;
	long steps;
	char refused_at[PLACE_TEXT]; /* where memory was not given */
	struct buf traceback;
};

/* "file:line: " of the innermost Lua function, or "". */
static void
find_place(lua_State *L, char place[PLACE_TEXT])
{
	lua_Debug ar;

	place[0] = '\0';
	for (int i = 0; L != NULL && lua_getstack(L, i, &ar) != 0; i++) {
		if (lua_getinfo(L, "Sl", &ar) == 0 || ar.currentline <= 0)
			continue;
		snprintf(
		    place, PLACE_TEXT, "%s:%d: ", ar.short_src, ar.currentline);
		return;
	}
}

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
	if (size > old && size - old > LIMIT_LUA_MEMORY - s->used) {
		find_place(s->L, s->refused_at);
		return NULL;
	}
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

void *
sandbox_owner(lua_State *L)
{
	return sandbox_of(L)->owner;
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
	bool late = watch_late();
	if (s->steps > 0 && !late)
		return;
	lua_sethook(L, count, LUA_MASKCOUNT, 1);
	luaL_where(L, 0);
	if (late)
		lua_pushfstring(L, "stopped after %d s of processor time",
		    LIMIT_LUA_SECONDS);
	else
		lua_pushliteral(L, "stopped after too many instructions");
	lua_concat(L, 2);
	lua_error(L);
}

/* Whether a message begins with "file:line: ". */
static bool
has_place(const char *text)
{
	size_t file = strcspn(text, ": ");
	size_t line =
	    text[file] == ':' ? strspn(text + file + 1, "0123456789") : 0;

	return line > 0 && text[file + 1 + line] == ':';
}

/* Message handler: keeps the calls, gives a text and a place what has none. */
static int
explain(lua_State *L)
{
	struct sandbox *s = sandbox_of(L);
	bool text = lua_type(L, 1) == LUA_TSTRING;
	char place[PLACE_TEXT];

	find_place(L, place);
	if (!text)
		lua_pushfstring(L, "%sraised an error that is a %s", place,
		    luaL_typename(L, 1));
	else if (!has_place(lua_tostring(L, 1)))
		lua_pushfstring(L, "%s%s", place, lua_tostring(L, 1));
	else
		lua_pushvalue(L, 1);
	lua_replace(L, 1);
	lua_settop(L, 1);
	luaL_traceback(L, L, NULL, 1); /* message traceback */
	buf_cut(&s->traceback, 0);
	buf_puts(&s->traceback, lua_tostring(L, -1));
	lua_pop(L, 1); /* message */
	return 1;
}

struct job {
	int (*body)(lua_State *L, void *context);
	void *context;
};

static int
do_job(lua_State *L)
{
	struct job *job = lua_touserdata(L, 1);

	lua_settop(L, 0);
	return job->body(L, job->context);
}

/* The message is on top of the stack. */
static int
fail(const struct sandbox *s, int status, struct error *e)
{
	if (status == LUA_ERRMEM)
		return error_set(e, ERR_PLUGIN, "%sneeds more than %d MiB",
		    s->refused_at, (int)(LIMIT_LUA_MEMORY / MIB));
	if (lua_type(s->L, -1) != LUA_TSTRING) /* explain itself failed */
		return error_set(e, ERR_PLUGIN, "raised an error that is a %s",
		    luaL_typename(s->L, -1));
	return error_set(e, ERR_PLUGIN, "%s", lua_tostring(s->L, -1));
}

int
sandbox_call(struct sandbox *s, long steps,
    int (*body)(lua_State *L, void *context), void *context, struct error *e)
{
	struct job job = {body, context};
	lua_State *L = s->L;

	buf_cut(&s->traceback, 0);
	s->steps = LIMIT_LUA_STEPS + steps;
	lua_sethook(L, count, LUA_MASKCOUNT, HOOK_STEPS);
	lua_pushcfunction(L, explain);	/* explain; none of these allocates */
	lua_pushcfunction(L, do_job);	/* explain do_job */
	lua_pushlightuserdata(L, &job); /* explain do_job job */
	int status = lua_pcall(L, 1, 0, 1);
	if (status != LUA_OK)
		fail(s, status, e);
	lua_settop(L, 0);
	return status == LUA_OK ? 0 : -1;
}

void
sandbox_do(lua_State *L, const char *text, size_t len, const char *name)
{
	lua_pushfstring(L, "=%s", name); /* name */
	if (luaL_loadbufferx(L, text, len, lua_tostring(L, -1), "t") != LUA_OK)
		lua_error(L);
	lua_remove(L, -2); /* chunk */
	lua_call(L, 0, 1); /* result */
}

const char *
sandbox_traceback(const struct sandbox *s)
{
	return buf_text(&s->traceback);
}

static int
open_libraries(lua_State *L, void *context)
{
	(void)context;
	library_open(L);
	return 0;
}

struct sandbox *
sandbox_bare(void *owner, struct error *e)
{
	struct sandbox *s = mem_new(1, sizeof(*s));

	buf_init(&s->traceback, 4 * KIB);
	s->owner = owner;
	s->L = lua_newstate(allocate, s);
	if (s->L == NULL) {
		error_set(e, ERR_SYSTEM, "no memory for a Lua state");
		sandbox_free(s);
		return NULL;
	}
	memcpy(lua_getextraspace(s->L), &s, sizeof(s));
	return s;
}

struct sandbox *
sandbox_new(void *owner, struct error *e)
{
	struct sandbox *s = sandbox_bare(owner, e);

	if (s != NULL && sandbox_call(s, 0, open_libraries, NULL, e) == -1) {
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
	buf_clear(&s->traceback);
	free(s);
}
