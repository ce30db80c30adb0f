#ifndef FEEDLOOM_RUN_CHILD_H
#define FEEDLOOM_RUN_CHILD_H

#include "base/buf.h"
#include "base/error.h"

/*
 * The program run by itself, without a shell, as a user would run it: with the
 * same environment, nothing to read, and all that it says kept.
 */

/*
 * argv ends with NULL; argv[0] is what it is called.  Runs in a folder, adds
 * what goes to standard output and standard error, and gives its exit status,
 * or 128 + N when signal N ended it.  A buffer that is full ends it: then
 * buf_full says so.  -1 with ERR_SYSTEM when it cannot be run.
 */
int child_run(const char *const argv[], const char *folder, struct buf *out,
    struct buf *err, struct error *e);

#endif
