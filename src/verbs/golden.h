#ifndef FEEDLOOM_VERBS_GOLDEN_H
#define FEEDLOOM_VERBS_GOLDEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/folder.h"
#include "plugin/path.h"

/*
 * A golden folder: what a plugin is given, and what must come of it.
 *   in.*        the inputs, in the order of their names
 *   options     lines: "key=value", an option of the plugin; "-p other", an
 *               argument of convert; "# …", nothing
 *   out.FORMAT  what convert -t FORMAT must print
 *   err         what it must say; nothing if not there
 *   status      its exit status; 0 if not there
 * It lies in PLUGIN/test/, where PLUGIN has a main.lua, or in a folder that
 * is called as a plugin of the path, or is called so itself.
 */
struct golden {
	char *folder; /* as it was found */
	char *home;   /* the folder of the plugin's file, with a slash */
	char *name;   /* of the plugin */
	char *spec;   /* the plugin and its options, as -p or -t want it */
	bool is_format;
	struct names inputs;
	struct names formats;	/* the FORMAT of each out.FORMAT */
	struct names targets;	/* what -t is to be instead: "FORMAT,…" */
	struct names arguments; /* for convert; --plugin-path for each folder */
	bool says;		/* there is an err or a status */
};

/*
 * Adds all golden folders below folder, or itself.  -1 with ERR_NOINPUT when
 * a folder cannot be read.
 */
int golden_find(struct names *found, const char *folder, struct error *e);

/*
 * Reads a golden folder but for its expected files.  A plugin that does not
 * load is not an error: running it will tell.  golden_clear it in any case.
 */
int golden_read(struct golden *g, const char *folder,
    const struct plugin_path *path, struct error *e);
void golden_clear(struct golden *g);

/* The format that is made when none is expected. */
const char *golden_default(const struct golden *g);

/*
 * The words that make a format of the inputs, from "feedloom" to NULL; strings
 * are borrowed, the array is freed by the caller.
 */
const char **golden_command(const struct golden *g, const char *format);

#endif
