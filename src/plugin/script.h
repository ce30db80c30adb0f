#ifndef FEEDLOOM_PLUGIN_SCRIPT_H
#define FEEDLOOM_PLUGIN_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>
#include <lua.h>

#include "base/error.h"
#include "model/feed.h"
#include "xml/sheet.h"

/*
 * A plugin's Lua: its file, run once in a state of its own; then its functions,
 * called with handles on what they may change.
 */
struct script;
struct plugin;

/*
 * Runs the file's text and fills the plugin from the table that it returns.
 * NULL with ERR_PLUGIN.
 */
struct script *script_load(
    struct plugin *plugin, const char *text, size_t len, struct error *e);
void script_free(struct script *s);

/*
 * Back to how it was when it was loaded: nothing that it did or kept since is
 * left.  The functions have other references then.  Opens nothing.  0, or -1
 * with ERR_PLUGIN.
 */
int script_renew(struct script *s, struct error *e);

/*
 * Before the first call: what the options are is settled, and say gets what
 * the plugin says (always: even when nobody asked for more).
 */
void script_start(struct script *s,
    void (*say)(void *context, bool always, const char *text), void *context);

/* Entries on their way; the nodes are whose the array is. */
struct script_entries {
	xmlNode **items;
	size_t count;
};

/*
 * Runs a stage that is a function: with one entry, or with all of them when the
 * plugin has a window.  Takes the entries, which hang nowhere, and puts those
 * that the stage gives, settled, in their place.  -1 with ERR_PLUGIN: then
 * there are none any more.  The message names plugin, entry, file and line.
 */
int script_run(struct script *s, size_t stage, struct feed *feed,
    struct script_entries *entries, struct error *e);

/* Calls the plugin's feed or finish, if it has one. */
int script_feed(struct script *s, struct feed *feed, struct error *e);
int script_finish(struct script *s, struct feed *feed, struct error *e);

/* Whether the last call of script_run was stopped for the time it took. */
bool script_late(const struct script *s);

/* The calls that led to the last failure, in lines; "" when not known. */
const char *script_traceback(const struct script *s);

#endif
