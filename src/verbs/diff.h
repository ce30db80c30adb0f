#ifndef FEEDLOOM_VERBS_DIFF_H
#define FEEDLOOM_VERBS_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * What differs between two texts, line by line, for a person to read: "-" and
 * "+" before lines of the old and of the new one, with a few around them, as
 * diff -u has it.  Of a long line only the part that matters is shown; what
 * cannot be seen, or would steer a terminal, is shown by its number.
 */
struct diff_text {
	const char *text;
	size_t len;
};

/* Adds to out, nothing when both are the same. */
void diff_put(struct buf *out, const struct diff_text *old,
    const struct diff_text *new, bool colored);

#endif
