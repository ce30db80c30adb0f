#ifndef FEEDLOOM_CONVERT_THREAD_H
#define FEEDLOOM_CONVERT_THREAD_H

#include <stdbool.h>

#include "base/error.h"
#include "cli/patience.h"
#include "plugin/plugin.h"

/*
 * A plugin on its way through a run, and how it does: an entry that it fails
 * with is told of and counted, and too many of them end the run.
 */

struct thread_setup {
	struct patience patience;
	int verbose; /* tells what led to a failure, too; below 0: only errors
		      */
	/* A line for the user. */
	void (*tell)(void *context, const char *line);
	void *context;
};

struct thread {
	const struct plugin *plugin;
	const struct thread_setup *setup;
	unsigned long seen; /* entries */
	unsigned long failures;
	unsigned late; /* failures that took LIMIT_LUA_SECONDS */
};

/* As if it had seen nothing yet. */
void thread_renew(struct thread *thread);

/*
 * An entry is lost, and failure says why: 0, or -1 with ERR_INPUT when that was
 * one too many.
 */
int thread_lose(
    struct thread *thread, const struct error *failure, struct error *e);

/* The same question at the end, when all entries are known. */
int thread_end(const struct thread *thread, struct error *e);

#endif
