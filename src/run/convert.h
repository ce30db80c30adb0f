#ifndef FEEDLOOM_RUN_CONVERT_H
#define FEEDLOOM_RUN_CONVERT_H

#include "run/options.h"
#include "run/weave.h"

/*
 * A conversion, from the options to its exit status, what went wrong told.
 * Without a format (options->to is NULL) the entries go through the stages and
 * no further; the watcher, which may be NULL, sees them.
 */
int convert_watched(
    const struct options *options, const struct watcher *watcher);

#endif
