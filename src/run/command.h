#ifndef FEEDLOOM_RUN_COMMAND_H
#define FEEDLOOM_RUN_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * A program whose standard output is a source, or that takes a message.  No
 * shell has a part in it; it is a process group of its own, and is the user's:
 * it may do what the user may.
 */
struct command {
	pid_t pid;
	int output;	 /* a file in memory */
	size_t max;	 /* bytes of it */
	int said;	 /* a pipe of its standard error; never waited for */
	char words[240]; /* of the last line of that which is not blank */
	char line[240];	 /* what there is of the next one */
	size_t len;
	int status; /* how it ended, as wait(2) tells; -1: not of itself */
};

/*
 * The path of a program whose name has a slash or which is in PATH, in a buffer
 * that is empty; false: there is none that may be run.
 */
bool command_find(const char *name, struct buf *path);

/*
 * Starts argv[0], which is looked for so, with an output of at most
 * max bytes (and no larger file of its own).  It reads input from where that is
 * at; -1: nothing.  0, or -1 with ERR_NOINPUT when there is no such program,
 * ERR_SYSTEM.
 */
int command_start(struct command *c, char *const argv[], int input, size_t max,
    struct error *e);

/*
 * Takes what it says: 1, or 0 when it will say no more, which is its end unless
 * it has left somebody behind who could.
 */
int command_listen(struct command *c);

/*
 * Ends it, and all of its group that are left.  0 with its output, sealed, at
 * the first byte; or -1 with words: it is late (its time was up), it failed, or
 * it wrote too much.
 */
int command_end(struct command *c, bool late, int *output, struct error *e);

#endif
