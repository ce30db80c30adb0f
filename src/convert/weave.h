#ifndef FEEDLOOM_CONVERT_WEAVE_H
#define FEEDLOOM_CONVERT_WEAVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "convert/thread.h"
#include "convert/watcher.h"
#include "model/feed.h"
#include "plugin/plugin.h"
#include "xml/sheet.h"

/*
 * The stages that entries go through between parsing and rendering, in their
 * order: atom:entry in, atom:entry out.  A stage that fails with an entry costs
 * that entry, whole, and a line that says so; a plugin that fails too often
 * ends it all.  A stage with a window holds entries back until it has enough.
 */
struct weave;

/* Never NULL; without stages. */
struct weave *weave_new(const struct thread_setup *setup);
void weave_free(struct weave *weave);

/*
 * Compiles a plugin's stages up to but not the one at last, and adds them.
 * The plugin outlives the weave.  0, or -1 with the error filled in.
 */
int weave_add(struct weave *weave, const struct plugin *plugin, size_t last,
    struct error *e);

/*
 * For another feed: as if no entry had ever come.  Plugins start anew; opens
 * nothing.  0, or -1 with the error filled in.
 */
int weave_renew(struct weave *weave, struct error *e);

/* Whether a stage wants to see more than one entry. */
bool weave_holds(const struct weave *weave);

/* From now on failures and what plugins say are handled so. */
void weave_tell(struct weave *weave, const struct thread_setup *setup);

/*
 * How many entries each plugin (and the format, the last one) has seen, and
 * that each has seen so many more elsewhere.
 */
void weave_seen(const struct weave *weave, uint64_t *seen);
void weave_see(struct weave *weave, const uint64_t *seen);

/* Cleans all HTML of entries behind the last stage. */
void weave_sanitize(struct weave *weave);

/* What stylesheets that hold all entries may take, beside all else. */
size_t weave_memory(const struct weave *weave);

/* Before the first entry: the plugins look at the feed's head. */
int weave_begin(struct weave *weave, struct feed *feed, struct error *e);

/*
 * Sends the entries below the feed's root through all stages.  When it fails
 * because a plugin failed too often (weave_spent), what hangs there still came
 * through, and was before that.
 */
int weave_burst(struct weave *weave, struct feed *feed, struct error *e);
bool weave_spent(const struct weave *weave);

/*
 * Behind the last burst: what was held back, a burst a call.  1 when some may
 * hang below the root, 0 when there is no more, -1 with the error filled in.
 * After 0 there may be bursts again.
 */
int weave_drain(struct weave *weave, struct feed *feed, struct error *e);

/* At the end of all: plugins finish; too many failures are an error. */
int weave_end(struct weave *weave, struct feed *feed, struct error *e);

/* From now on the watcher, which outlives the weave, sees what stages do. */
void weave_watch(struct weave *weave, const struct watcher *watcher);

/* Somebody who looks at the feed between two plugins and changes nothing. */
struct weave_look {
	int (*head)(void *context, struct feed *feed, struct error *e);
	/* Entries hang below the root. */
	int (*entries)(void *context, struct feed *feed, struct error *e);
	void *context;
};

/* Behind all that was added so far; once at most.  It outlives the weave. */
void weave_add_look(struct weave *weave, const struct weave_look *look);

/*
 * One of a plugin's stylesheets, ready to run; NULL with the error filled in.
 * The first LIMIT_MESSAGES of all that plugins say go to tell.
 */
struct sheet *weave_sheet(struct weave *weave, const struct plugin *plugin,
    size_t stage, const char *width, struct error *e);

#endif
