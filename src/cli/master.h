#ifndef FEEDLOOM_CLI_MASTER_H
#define FEEDLOOM_CLI_MASTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "cli/progress.h"
#include "cli/worker.h"

/*
 * Works off a number of files by workers.  They are handed out in their order;
 * what is said of them is told in it, whoever is done first.  A worker that
 * dies costs the file that it was at, and another one takes its place.
 */
struct master_setup {
	size_t count; /* of files */
	size_t workers;
	void *context; /* of all that follow */

	/*
	 * In a worker: answers once, with MASTER_READY, when it has what it
	 * needs, and then to each work.  Ends when there is no more.
	 */
	int (*work)(void *context, int channel);

	/* What a file is called in messages; borrowed. */
	const char *(*name)(void *context, size_t i);

	/*
	 * Opens a file, whose descriptors stay here too until it is closed; a
	 * file that is alone is never waiting while its worker does another
	 * one.  -1 with the error when that fails: then it is not closed.
	 */
	int (*open)(void *context, size_t i, struct work *work, bool *alone,
	    struct error *e);

	/* Puts files in place that are whole, an error each, and closes them.
	 */
	void (*commit)(void *context, const size_t *files, size_t count,
	    struct error *errors);

	/* Gives up what was written, and closes it. */
	void (*drop)(void *context, size_t i);

	struct progress *progress; /* or NULL */
};

#define MASTER_READY ((size_t)-1)
#define MASTER_BATCH 64 /* files put in place at once, at most */

/*
 * 0 with the number of files that failed, which was told; -1 with ERR_SYSTEM
 * when it could not go on.
 */
int master_run(
    const struct master_setup *setup, size_t *failed, struct error *e);

#endif
