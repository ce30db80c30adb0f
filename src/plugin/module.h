#ifndef FEEDLOOM_PLUGIN_MODULE_H
#define FEEDLOOM_PLUGIN_MODULE_H

#include <lua.h>

/*
 * require(name): runs NAME.lua of the plugin's own folder (dots are slashes),
 * once, and gives what it returns.  Only a plugin that is a folder has modules,
 * and only while its file is run: after that no file is opened any more.
 */
int module_require(lua_State *L);

/* Frees the text of modules, which is kept for a state that follows. */
struct host;
void module_forget(struct host *host);

#endif
