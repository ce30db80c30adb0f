#ifndef FEEDLOOM_VERBS_DESCRIBE_H
#define FEEDLOOM_VERBS_DESCRIBE_H

#include "base/buf.h"
#include "plugin/plugin.h"

/*
 * A plugin in words, for who is to use it.
 */

/* The folder of the path that a plugin of it is in; borrowed from the path. */
const char *describe_folder(
    const struct plugin_path *path, const struct plugin *p);

/*
 * Adds how it is called, where it is, its stages and options, and what else
 * its table says, in the manner of --help.
 */
void describe_plugin(
    const struct plugin_path *path, const struct plugin *p, struct buf *out);

#endif
