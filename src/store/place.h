#ifndef FEEDLOOM_STORE_PLACE_H
#define FEEDLOOM_STORE_PLACE_H

#include <stdbool.h>

#include "base/error.h"

/*
 * The file that a database is, before SQLite sees it: it is made with its
 * folder, and what stands beside it says how it may be read.
 */

/*
 * The path behind all links, of a regular file that is there or, with make,
 * has been made: empty, mode 0600, in a folder of mode 0700 where that was
 * missing.  A string of the caller's; NULL when there is none and none is made.
 * 0, or -1 with ERR_SYSTEM or ERR_PLUGIN.
 */
int place_find(const char *path, bool make, char **real, struct error *e);

/* Nothing was ever committed: it is empty, or was just being made. */
bool place_is_blank(const char *real);

/* A write-ahead log stands beside it: it is in use, or was not closed. */
bool place_has_log(const char *real);

/*
 * A descriptor that keeps others from writing to the file itself, whose log may
 * grow meanwhile; -1 with ERR_SYSTEM.  Seconds at most are waited for it.
 */
int place_lock(const char *real, const char *path, struct error *e);

#endif
