#ifndef FEEDLOOM_BASE_JAIL_H
#define FEEDLOOM_BASE_JAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * A process that locks itself in before it reads what strangers wrote.  From
 * then on it reads and writes what is open, computes and ends; a bug in a
 * parser, in whoever's hands, does no more than that.
 */

/* A folder in which files still change: in it and in what is below it. */
struct jail_folder {
	int fd;	    /* open, and the caller's */
	bool makes; /* also makes and reads files and folders there; else
		     * files that are there are renamed and removed only */
};

/* What a process that talks to the network still needs. */
struct jail_network {
	const char *const *files; /* and folders, to read; ends with NULL */
	const uint16_t *ports;	  /* of TCP, to connect to */
	size_t port_count;
};

struct jail {
	size_t memory; /* bytes for all that is not a file or the stack */
	const struct jail_folder *folders;
	size_t folder_count;
	bool handed; /* another process hands it open files, over a socket */
	const struct jail_network *network; /* NULL: it has none */
};

/*
 * Locks the calling process, which must have one thread, for good:
 *
 * - descriptors that it inherited, beyond the standard three, are closed: those
 *   without FD_CLOEXEC;
 * - more memory than the plan's is refused, and no core is dumped;
 * - Landlock refuses all files but those beneath the plan's folders, and, as
 *   far as the kernel knows how, TCP and signals to others;
 * - seccomp refuses to open anything, unless a folder makes; memory that can
 *   be executed; and what is not on its list.  Starting a program or process,
 *   the network, and reaching for other processes end the process by SIGSYS.
 *
 * With a network it has sockets of the Internet (but no raw ones), threads, and
 * its files to read; TCP goes to its ports only, as far as the kernel knows
 * how, and the memory of its threads' stacks counts.
 *
 * 0; 1 when the kernel has no Landlock, so that only seccomp stands between the
 * process and files: it can rename and remove any where there is a folder, and
 * open any where one makes; -1 with ERR_SYSTEM when the process is not locked,
 * or not wholly, and must not go on.
 */
int jail_lock(const struct jail *plan, struct error *e);

#endif
