#ifndef FEEDLOOM_PLUGIN_MANIFEST_H
#define FEEDLOOM_PLUGIN_MANIFEST_H

#include <lua.h>

#include "plugin/plugin.h"

/*
 * What a plugin's file returned, checked key by key, as C.
 */

/*
 * The table is on top of the stack.  Raises a Lua error at the first fault:
 * what the plugin, which was all zero but for its path, then holds is for
 * plugin_free.  The stages' sheets are names as the table says them, not yet
 * paths; functions are references in the registry.
 */
int manifest_take(lua_State *L, struct plugin *p);

/* The same for the table of options: manifest_option.c. */
void manifest_options(lua_State *L, struct plugin *p);

#endif
