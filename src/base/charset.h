#ifndef FEEDLOOM_BASE_CHARSET_H
#define FEEDLOOM_BASE_CHARSET_H

#include <sys/types.h>

#include "base/error.h"
#include "base/input.h"
#include "base/note.h"

/*
 * A stream of text: bytes in any encoding go in, and what comes out is valid
 * UTF-8 of the characters that XML allows (XML 1.0 section 2.2), without a
 * byte order mark, with every line end a single LF.  What had to be replaced
 * or left out is told, with the line and column of the text that comes out.
 *
 * The encoding is that of the byte order mark; else UTF-16 or UTF-32 by its
 * zero bytes; else that of the XML declaration (labels as in encoding.h),
 * unless the bytes prove it wrong; else UTF-8 if they are UTF-8; else
 * windows-1252.  Bytes are looked at in a window of 64 KiB that begins with the
 * first one that is not ASCII.
 */
struct charset;

/* Never NULL; reads nothing yet.  in and notes stay the caller's. */
struct charset *charset_new(struct input in, const struct notes *notes);
void charset_free(struct charset *c);

/*
 * Gives 1 to n bytes (n at least 16), whole characters only; 0 at the end; -1
 * with the error filled in; INPUT_DRY when the input said so.
 */
ssize_t charset_read(struct charset *c, char *p, size_t n, struct error *e);

/*
 * The encoding in use, by its WHATWG name; static.  It is what was declared, or
 * UTF-8, until the first byte beyond ASCII was read.
 */
const char *charset_name(const struct charset *c);

/*
 * Somebody has seen the first character beyond ASCII, which is UTF-8: so is the
 * rest, unless another encoding was declared or found before.
 */
void charset_settle(struct charset *c);

/*
 * Goes over text that is not read: only lines and columns are kept up.  All
 * that was read must have been given.
 */
void charset_skip(struct charset *c, const struct lines *lines);

#endif
