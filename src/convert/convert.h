#ifndef FEEDLOOM_CONVERT_CONVERT_H
#define FEEDLOOM_CONVERT_CONVERT_H

#include "cli/options.h"
#include "convert/inputs.h"
#include "convert/loom.h"
#include "convert/weave.h"
#include "fetch/source.h"
#include "sink/sink.h"

/* The verbs convert and explain. */
int convert_main(const struct options *options);

/*
 * A conversion, from the options to its exit status, what went wrong told.
 * Without a format (options->to is NULL) the entries go through the stages and
 * no further; the watcher, which may be NULL, sees them.
 */
int convert_watched(
    const struct options *options, const struct watcher *watcher);

/*
 * One of many documents through a loom that is open, and as if it were the
 * only one: all that is said names it.  Takes source and sink.  The exit
 * status; with another one than 0 the sink was not committed.
 */
int convert_one(struct loom *loom, struct source *source, struct sink *sink);

/* The same for a feed that is read from what the setup says. */
int convert_inputs(
    struct loom *loom, const struct inputs_setup *setup, struct sink *sink);

#endif
