#ifndef FEEDLOOM_RUN_JOURNAL_H
#define FEEDLOOM_RUN_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/progress.h"

/*
 * What a run says, one line an event on standard error: for people, or with
 * --log=json for programs.  Feeds are named first; what came from outside is
 * made fit for a terminal.
 */
enum journal_event {
	JOURNAL_PUBLISHED, /* outputs have changed */
	JOURNAL_UNCHANGED,
	JOURNAL_HELD,	 /* an answer is not believed yet */
	JOURNAL_FAILED,	 /* nothing came of this run */
	JOURNAL_RETRY,	 /* the same, and it is not news yet */
	JOURNAL_WARNING, /* an entry lost to a plugin, and the like */
	JOURNAL_NOTE,	 /* worth knowing with -v: moved, would be written */
};

struct journal {
	bool json;
	int verbose; /* below 1: what is well is not told */
	bool quiet;  /* only failures */
	int64_t now;
	struct progress *progress; /* hidden for a line, or NULL */
	bool digests; /* it is about these: names are theirs, not feeds' */
};

/* feed is NULL for what is about none; text without a full stop. */
void journal_tell(const struct journal *journal, enum journal_event event,
    const char *feed, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
