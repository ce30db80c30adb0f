#ifndef FEEDLOOM_BASE_UTF8_H
#define FEEDLOOM_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Bytes that should be UTF-8 and may be anything.
 */

/* True when all of it is UTF-8. */
bool utf8_valid(const char *text, size_t len);

/*
 * A stretch of valid UTF-8, from *at on: as much as there is, or U+FFFD in the
 * place of bytes that are none.  *at is behind it then; false at the end.
 */
struct utf8_piece {
	const char *text;
	size_t len;
};
bool utf8_next(const char **at, const char *end, struct utf8_piece *piece);

/* Adds text with U+FFFD in the place of what is not UTF-8. */
void utf8_scrub(const char *text, size_t len, struct buf *out);

#endif
