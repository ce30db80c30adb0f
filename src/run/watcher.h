#ifndef FEEDLOOM_RUN_WATCHER_H
#define FEEDLOOM_RUN_WATCHER_H

#include <libxml/tree.h>

#include "model/feed.h"
#include "plugin/script.h"

/*
 * Who looks on while entries go through stages, as trace does.  stage is a name
 * that lives as long as the weave.  A stylesheet is watched with one entry
 * after the other.
 */
struct watcher {
	void (*got)(void *context, const char *stage, const xmlNode *entry);
	/* All that it gave for what it got, and why, when it failed. */
	void (*gave)(void *context, const char *stage,
	    const struct script_entries *entries, const char *why);
	/* It came out behind the last stage. */
	void (*through)(void *context, const xmlNode *entry);
	void *context;
};

/* Each tells a watcher, which may be NULL. */
void watcher_got(
    const struct watcher *w, const char *stage, const xmlNode *entry);
void watcher_gave(const struct watcher *w, const char *stage,
    const struct script_entries *entries, const char *why);

/* Of all entries that hang in the feed. */
void watcher_through(const struct watcher *w, const struct feed *feed);

#endif
