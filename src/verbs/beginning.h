#ifndef FEEDLOOM_VERBS_BEGINNING_H
#define FEEDLOOM_VERBS_BEGINNING_H

#include "base/buf.h"

/*
 * The texts of `feedloom init`.
 */

/* What a new configuration begins with: settings and defaults. */
extern const char beginning_head[];

/* A feed to be changed. */
extern const char beginning_feed[];

/*
 * Adds what to put into a crontab, or which units to give to systemd, for the
 * program and a configuration, by their absolute paths.
 */
void beginning_schedule(
    const char *program, const char *config, struct buf *out);

#endif
