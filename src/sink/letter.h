#ifndef FEEDLOOM_SINK_LETTER_H
#define FEEDLOOM_SINK_LETTER_H

#include "base/buf.h"
#include "base/error.h"

/*
 * A message as programs on this machine have it: lines end in LF.
 */

/*
 * Adds all that the file holds, from its begin.  0, or -1 with ERR_SYSTEM when
 * it cannot be read, ERR_INPUT when it is more than out takes.
 */
int letter_read(int fd, struct buf *out, struct error *e);

/*
 * The same for an mbox: what could be taken for the first line of a message has
 * a ">" before it, and there is a blank line in the end.
 */
int letter_read_quoted(int fd, struct buf *out, struct error *e);

/* Writes all of it where the file is at.  0, or -1 with errno. */
int letter_write(int fd, const struct buf *text);

#endif
