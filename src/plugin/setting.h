#ifndef FEEDLOOM_PLUGIN_SETTING_H
#define FEEDLOOM_PLUGIN_SETTING_H

#include <lua.h>

#include "plugin/plugin.h"

/*
 * Pushes the plugin's options as its functions get them: a table of numbers,
 * booleans, strings, lists (tables of strings) and sets (true at each item).
 * An option without a value is nil; one that is not declared is an error.
 */
void setting_push(lua_State *L, const struct plugin *plugin);

#endif
