#ifndef FEEDLOOM_BASE_LANDLOCK_H
#define FEEDLOOM_BASE_LANDLOCK_H

#include "base/error.h"
#include "base/jail.h"

/*
 * Refuses the calling process all that Landlock (landlock(7)) can refuse, but
 * what the folders are for.  Wants PR_SET_NO_NEW_PRIVS.  0, 1 when the kernel
 * has no Landlock, -1 with ERR_SYSTEM.
 */
int landlock_lock(const struct jail *plan, struct error *e);

#endif
