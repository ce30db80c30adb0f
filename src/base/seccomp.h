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

struct seccomp_needs {
	enum seccomp_files files;
	bool handed;  /* it takes messages of a socket that is open */
	bool network; /* sockets of the Internet, threads, files to read */
};

/*
 * Refuses the calling process, which must have one thread, all other calls.
 * Wants PR_SET_NO_NEW_PRIVS.  0, or -1 with ERR_SYSTEM.
 */
int seccomp_lock(const struct seccomp_needs *needs, struct error *e);

#endif
