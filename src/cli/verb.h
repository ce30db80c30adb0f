#ifndef FEEDLOOM_CLI_VERB_H
#define FEEDLOOM_CLI_VERB_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * What feedloom can be told to do: `feedloom VERB …`.  The table of all verbs
 * stands in main.c and ends with one that has no name; it is handed down, in
 * struct options, to whoever has to list them.
 */
struct options;

enum verb_id {
	VERB_CONVERT = 1, /* bits: an option says which verbs take it */
	VERB_FORMATS = 2,
	VERB_HELP = 4,
	VERB_PLUGINS = 16,
	VERB_TEST = 32,
	VERB_NEW = 64,
	VERB_TRACE = 128,
	VERB_EXPLAIN = 256,
	VERB_RUN = 512,
	VERB_CHECK = 1024,
	VERB_INIT = 2048,
	VERB_FEEDS = 4096,
	VERB_STATUS = 8192,
	VERB_OUTBOX = 16384,
	VERB_DIGEST = 32768,
};

#define OPERANDS_ANY ((size_t)-1)

struct verb {
	enum verb_id id;
	const char *name;
	const char *synopsis; /* what the usage line says after the options */
	const char *about;    /* one line, a capital first, no full stop */
	size_t most;	      /* operands that it takes; OPERANDS_ANY */
	/* Does it and has told what went wrong; returns the exit status. */
	int (*run)(const struct options *options);
};

/*
 * Adds text without what could steer a terminal, which is shown as '?', or is
 * no UTF-8, which is U+FFFD.
 * verb_line adds a line feed as well.
 */
void verb_text(struct buf *out, const char *text);
void verb_line(struct buf *out, const char *text);

/*
 * A line to standard error.  What could steer a terminal is shown as '?': the
 * text may hold what a feed, a file name or the command line holds.
 */
void verb_warn(const char *text);

/*
 * Tells standard error what went wrong, once, and for ERR_USAGE where the
 * verb's help is. Returns the exit status that the error stands for.
 */
int verb_fail(const struct options *options, const struct error *e);

/* Seconds since 1970: those of --at, or of the clock, which nobody else asks.
 */
int64_t verb_now(const struct options *options);

#endif
