#ifndef FEEDLOOM_RUN_SAID_H
#define FEEDLOOM_RUN_SAID_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "run/journal.h"

/*
 * What a process of the cron job says on standard error, and how it ended, as
 * words for people.
 */
struct said {
	struct buf text; /* as much as is kept of it */
};

void said_init(struct said *said);
void said_clear(struct said *said);

/* Forgets what there is: for another process. */
void said_begin(struct said *said);

/* Takes what can be read, without waiting. */
void said_listen(struct said *said, int fd);

/*
 * Tells the journal what it said, line by line, about name; true when it did
 * what it should.  If not the error has the reason: its own last line, or that
 * it was late or was killed, doing what doing says ("its entries were read").
 * status is of wait(2).
 */
bool said_judge(struct said *said, const struct journal *journal,
    const char *name, const char *doing, int status, bool late,
    struct error *e);

#endif
