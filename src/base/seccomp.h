#ifndef FEEDLOOM_BASE_SECCOMP_H
#define FEEDLOOM_BASE_SECCOMP_H

#include <stdbool.h>

#include "base/error.h"

/*
 * The system calls that are left to a process, by lists (seccomp(2)).
 */

/* What the process still does with names of files. */
enum seccomp_files {
	SECCOMP_NONE,
	SECCOMP_REPLACE, /* looks, renames, removes */
	SECCOMP_MAKE,	 /* also makes, opens, asks for rights */
};

/*
 * Refuses the calling process, which must have one thread, all other calls.
 * Of a socket that is open it still takes messages where it is handed files.
 * Wants PR_SET_NO_NEW_PRIVS.  0, or -1 with ERR_SYSTEM.
 */
int seccomp_lock(enum seccomp_files files, bool handed, struct error *e);

#endif
