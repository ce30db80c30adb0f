#ifndef FEEDLOOM_PLUGIN_SCRIPT_STATE_H
#define FEEDLOOM_PLUGIN_SCRIPT_STATE_H

#include "plugin/host.h"
#include "plugin/plugin.h"
#include "plugin/sandbox.h"

/*
 * The inside of a script, for script.c, script_file.c and function.c
 * alone.
 */
struct script {
	struct host host; /* first: it is what the sandbox has for its owner */
	struct plugin *plugin;
	struct sandbox *sandbox;
	const char *file; /* the last part of its name; the plugin's */
	struct buf text;  /* what is in it */
	char *folder;	  /* of main.lua, or NULL */
	bool late;	  /* the last call took too long */
	int options; /* the table of options; LUA_NOREF before the first call */
	char *uri;   /* of its functions for stylesheets */
	const char **names; /* theirs; ends with NULL */
};

#endif
