#ifndef FEEDLOOM_PLUGIN_MANIFEST_H
#define FEEDLOOM_PLUGIN_MANIFEST_H

#include <lua.h>

#include "plugin/plugin.h"

/*
 * What a plugin's file returned, checked key by key, as C.  To be given to
 * sandbox_run; context is a struct plugin that is all zero.  Raises a Lua error
 * at the first fault: what the plugin then holds is for plugin_free.  The
 * stages' sheets are names as the table says them, not yet paths.
 */
int manifest_take(lua_State *L, void *context);

#endif
