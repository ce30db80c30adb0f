#ifndef FEEDLOOM_CLI_PROGRESS_H
#define FEEDLOOM_CLI_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

/*
 * A line on standard error that tells how far a long conversion is:
 *
 *   412.3 MiB  38214 entries  301.2 MiB/s  0:02 left (67 %)
 *
 * On a terminal it is rewritten in place, at most ten times a second and not
 * in the first half second, and is gone at the end; elsewhere it is a line of
 * its own, at most once a second.  Failing to write it is no error.
 */
struct progress;

enum progress_when {
	PROGRESS_AUTO,	 /* when standard error is a terminal */
	PROGRESS_ALWAYS, /* anywhere; the last line stays */
	PROGRESS_NEVER,
};

/* "auto", "always" or "never". */
enum progress_when progress_when(const char *name);

/*
 * size: of the input as it lies on the disk, 0 when not known.  NULL when
 * nothing is to be shown, which the functions below take for just that.  All
 * that is asked of the terminal is asked here.
 */
struct progress *progress_new(enum progress_when when, uint64_t size);

/*
 * For many files, of which so many are there, the line tells how many are done:
 *
 *     312 of 1000 files  1040 files/s  0:01 left (31 %)
 */
struct progress *progress_new_files(enum progress_when when, uint64_t files);

/*
 * How much was read (as size is counted) and written since the beginning; of
 * files, how many are done.
 */
void progress_tell(struct progress *p, uint64_t bytes, uint64_t entries);

/* Takes the line off the terminal, so that something else can be said. */
void progress_hide(struct progress *p);

/* The last word; frees p. */
void progress_end(struct progress *p);

/* What the line is made of. */
struct progress_state {
	uint64_t bytes; /* or files */
	uint64_t size;	/* of bytes in all, 0 when not known; or of files */
	uint64_t entries;
	uint64_t millis; /* since the beginning */
};

#define PROGRESS_LINE 160 /* room for any line, with its NUL */

/* The line, without an end, at most width columns of it; how long it is. */
size_t progress_format(
    const struct progress_state *state, size_t width, char out[PROGRESS_LINE]);
size_t progress_format_files(
    const struct progress_state *state, size_t width, char out[PROGRESS_LINE]);

#endif
