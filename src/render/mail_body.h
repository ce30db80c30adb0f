#ifndef FEEDLOOM_RENDER_MAIL_BODY_H
#define FEEDLOOM_RENDER_MAIL_BODY_H

#include <stddef.h>

#include "base/buf.h"
#include "base/hash.h"

/*
 * Adds text as quoted-printable (RFC 2045 section 6.7): ASCII in lines of at
 * most 76 characters, which end where the text's do, or in "=".  No line is one
 * that a mailbox would take for the begin of the next message: where ">"s (or
 * none) and "From " would begin a line, the F is encoded.  So nothing needs the
 * quoting that mboxrd and mboxo do in different ways, and every reader of
 * either gets back what went in.  "=_" never comes out: a boundary that holds
 * it is in no body.
 */
void mail_body(const char *text, size_t len, struct buf *out);

/* That boundary, which a hash makes another in each message. */
#define MAIL_BOUNDARY (2 + HASH_TEXT)
void mail_boundary(const struct hash *hash, char out[MAIL_BOUNDARY]);

#endif
