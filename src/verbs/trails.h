#ifndef FEEDLOOM_VERBS_TRAILS_H
#define FEEDLOOM_VERBS_TRAILS_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "plugin/script.h"

/*
 * What becomes of all entries on their way through stages: a trail for each
 * (verbs/trail.h).
 */
struct trails;

struct trails_count {
	size_t entries; /* that came in; of these: */
	size_t changed;
	size_t dropped;
	size_t failed;
	size_t made; /* beside these, by a stage */
};

/*
 * only is the id or the address of the entry that is followed, or NULL for all.
 * Never NULL.
 */
struct trails *trails_new(const char *only, bool colored);
void trails_free(struct trails *t);

/* As struct watcher says; stages outlive the trails. */
void trails_got(struct trails *t, const char *stage, const xmlNode *entry);
void trails_gave(struct trails *t, const char *stage,
    const struct script_entries *entries, const char *why);
void trails_through(struct trails *t, const xmlNode *entry);

/* Entries that are at their end and not yet told of. */
size_t trails_done(const struct trails *t);

/*
 * Adds what there is to tell of entries that are at their end; of all, when
 * nothing comes any more.
 */
void trails_report(struct trails *t, bool all, struct buf *out);

/* Of all that were reported and are followed. */
struct trails_count trails_count(const struct trails *t);

#endif
