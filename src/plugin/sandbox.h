#ifndef FEEDLOOM_PLUGIN_SANDBOX_H
#define FEEDLOOM_PLUGIN_SANDBOX_H

#include <stddef.h>

#include <lua.h>

#include "base/error.h"

/*
 * A Lua state that can reach nothing: no files, no clock, no chance, no
 * bytecode; at most LIMIT_LUA_MEMORY bytes, and in one call LIMIT_LUA_STEPS
 * instructions and LIMIT_LUA_SECONDS of processor time.  One state per plugin,
 * or per file of a configuration.
 */
struct sandbox;

/*
 * With the libraries of plugin/library.h.  owner is what sandbox_owner gives
 * to C functions.  NULL with ERR_SYSTEM when there is no memory for a state.
 */
struct sandbox *sandbox_new(void *owner, struct error *e);

/* The same without any library: for files that are data. */
struct sandbox *sandbox_bare(void *owner, struct error *e);
void sandbox_free(struct sandbox *s);

/*
 * Calls body, protected, on an empty stack; what it leaves there is gone
 * afterwards.  It may raise Lua errors, and so must keep what it allocates
 * where its caller finds it.  steps is added to the instructions it may take.
 * 0, or -1 with ERR_PLUGIN; the message begins with a place in a file where
 * Lua knows one.
 */
int sandbox_call(struct sandbox *s, long steps,
    int (*body)(lua_State *L, void *context), void *context, struct error *e);

/*
 * For a body: compiles text (never bytecode) that is called name in messages,
 * runs it and leaves the one value that it returns on the stack.
 */
void sandbox_do(lua_State *L, const char *text, size_t len, const char *name);

/* The calls that led to the last failure, in lines; "" when not known. */
const char *sandbox_traceback(const struct sandbox *s);

void *sandbox_owner(lua_State *L);

#endif
