#ifndef FEEDLOOM_PLUGIN_SANDBOX_H
#define FEEDLOOM_PLUGIN_SANDBOX_H

#include <stddef.h>

#include <lua.h>

#include "base/error.h"

/*
 * A Lua state that can reach nothing: no files, no clock, no chance, no
 * bytecode; at most LIMIT_LUA_MEMORY bytes, and LIMIT_LUA_STEPS instructions
 * in one call from C.  One state per plugin.
 */
struct sandbox;

/* NULL with ERR_SYSTEM when there is no memory for a state. */
struct sandbox *sandbox_new(struct error *e);
void sandbox_free(struct sandbox *s);

/*
 * Compiles text, runs it, and calls take with what it returned on top of the
 * stack.  take runs protected: it may raise Lua errors, and so must keep what
 * it allocates where its caller finds it.  0, or -1 with ERR_PLUGIN; the
 * message begins with a place in the file where Lua knows one.
 */
int sandbox_run(struct sandbox *s, const char *text, size_t len,
    const char *path, int (*take)(lua_State *L, void *context), void *context,
    struct error *e);

#endif
