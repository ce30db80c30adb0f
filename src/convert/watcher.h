#ifndef FEEDLOOM_CONVERT_WATCHER_H
#define FEEDLOOM_CONVERT_WATCHER_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "model/feed.h"
#include "plugin/script.h"

/*
 * Who looks on while entries go through stages, as trace does.  stage is a name
 * that lives as long as the weave.  What is NULL here is not told.
 */
struct watcher {
	/* The plugins are called for the first time. */
	void (*begins)(void *context);
	/* A stage, or a plugin's feed or finish, is entered and left. */
	void (*enters)(void *context, const char *stage, size_t entries);
	void (*leaves)(void *context);
	/* For this a stylesheet gets one entry after the other. */
	void (*got)(void *context, const char *stage, const xmlNode *entry);
	/* All that it gave for what it got, and why, when it failed. */
	void (*gave)(void *context, const char *stage,
	    const struct script_entries *entries, const char *why);
	/* It came out behind the last stage. */
	void (*through)(void *context, const xmlNode *entry);
	void *context;
};

/* Whether single entries are watched; watcher may be NULL. */
bool watcher_follows(const struct watcher *w);

/* Each tells a watcher, which may be NULL. */
void watcher_begins(const struct watcher *w);
void watcher_enters(const struct watcher *w, const char *stage, size_t entries);
void watcher_leaves(const struct watcher *w);
void watcher_got(
    const struct watcher *w, const char *stage, const xmlNode *entry);
void watcher_gave(const struct watcher *w, const char *stage,
    const struct script_entries *entries, const char *why);

/* Of all entries that hang in the feed. */
void watcher_through(const struct watcher *w, const struct feed *feed);

#endif
