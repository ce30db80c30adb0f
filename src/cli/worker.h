#ifndef FEEDLOOM_CLI_WORKER_H
#define FEEDLOOM_CLI_WORKER_H

#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/error.h"

/*
 * A process that works for the one that started it.  It is handed pairs of open
 * files, one to read and one to write, one pair after the other, and answers
 * each with a status; it needs to open nothing.  What it says on standard error
 * comes back too.  It ends with its master.
 */
struct worker {
	pid_t pid;
	int channel; /* files go there, answers come from there */
	int said;    /* what it says; never waited for */
};

/* One pair of files; number is what the master calls it. */
struct work {
	size_t number;
	int in, out; /* the receiver's to close */
};

struct answer {
	size_t number;
	int status;
};

/*
 * How many processes -j asks for, of the most that are of use; at least one,
 * and one when it was not given.
 */
size_t worker_count(int jobs, size_t most);

/*
 * Starts a process that calls body, with its end of the channel, and ends with
 * its result.  Of descriptors it has the standard three and the channel.  0, or
 * -1 with ERR_SYSTEM.
 */
int worker_start(struct worker *w, int (*body)(void *context, int channel),
    void *context, struct error *e);

/* The descriptor behind the channel: the first one of worker_spawn's files. */
#define WORKER_FILE (STDERR_FILENO + 2)

#define WORKER_FILES 256 /* so many at most */

/* The same for one that has these files too, from WORKER_FILE on. */
int worker_spawn(struct worker *w, int (*body)(void *context, int channel),
    void *context, const int *files, size_t count, struct error *e);

/* Nothing more is handed to it: it ends when it has done what it was. */
void worker_dismiss(struct worker *w);

/* The same; waits for its end, and returns what wait(2) told. */
int worker_end(struct worker *w);

/* For the master.  -1 when it is not there any more. */
int worker_hand(const struct worker *w, const struct work *work);

/* The same: 1, or 0 when it has ended; waits for either. */
int worker_hear(const struct worker *w, struct answer *answer);

/*
 * For the worker: 1, or 0 when there is no more work.  What it says before an
 * answer and what it says after that have a NUL between them.
 */
int worker_take(int channel, struct work *work);
int worker_answer(int channel, const struct answer *answer);

#endif
