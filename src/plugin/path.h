#ifndef FEEDLOOM_PLUGIN_PATH_H
#define FEEDLOOM_PLUGIN_PATH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The folders that plugins are looked for in, first to last: those given,
 * ./plugins, $XDG_DATA_HOME/feedloom/plugins, those of the installation that
 * the program is part of (or of the source tree that it was built in), those
 * of the system.  A folder need not exist.
 */
struct plugin_path;

/* Looks at the environment and at where the program lies; never NULL. */
struct plugin_path *plugin_path_new(char *const *dirs, size_t count);
void plugin_path_free(struct plugin_path *path);

size_t plugin_path_count(const struct plugin_path *path);

/* Borrowed. */
const char *plugin_path_dir(const struct plugin_path *path, size_t i);

/*
 * Whether a file, by its path without links, lies in one of the folders of the
 * installation or of the system: whoever may write there may replace feedloom.
 */
bool plugin_path_system(const struct plugin_path *path, const char *file);

/*
 * The folder of the stylesheets of the installation, the first one that is
 * there, as a string of the caller's; or NULL.
 */
char *plugin_path_sheets(const struct plugin_path *path);

/*
 * Where NAME is, as a string of the caller's: DIR/NAME.lua or
 * DIR/NAME/main.lua of the first folder that has one; NULL when none has.
 */
char *plugin_path_find(const struct plugin_path *path, const char *name);

/* The same in one folder only. */
char *plugin_path_in(const char *dir, const char *name);

#endif
