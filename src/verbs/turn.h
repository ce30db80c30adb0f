#ifndef FEEDLOOM_VERBS_TURN_H
#define FEEDLOOM_VERBS_TURN_H

#include <stdbool.h>

#include "base/error.h"

/*
 * One at a time changes what a database remembers: a lock on a file beside it,
 * which ends with the process whatever ends that.
 */

/*
 * Takes the turn for the database of that path, whose folder is made where it
 * is missing; with wait, when another process has had it.  A descriptor that
 * ends it when it is closed, or -1 with ERR_SYSTEM.
 */
int turn_take(const char *database, bool wait, struct error *e);

#endif
