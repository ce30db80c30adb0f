#ifndef FEEDLOOM_RENDER_CLEAN_H
#define FEEDLOOM_RENDER_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Makes clean text (base/wrap.h) of any bytes: valid UTF-8 without control
 * characters or bidirectional controls.  A character that could do harm is
 * shown as "<U+001B>"; one that shows nothing, as a soft hyphen, goes.
 */
#define CLEAN_NBSP "\xC2\xA0"

/*
 * Adds text; white space collapses to one blank before what follows it.  *space
 * says whether one is due, from text before and for text behind.
 */
void clean_text(const char *s, size_t len, bool *space, struct buf *b);

/* Adds text with its line ends and tabs: "\r\n" and "\r" are line ends too. */
void clean_verbatim(const char *s, size_t len, struct buf *b);

/* True when nothing is on the line yet: white space adds nothing. */
bool clean_at_start(const struct buf *b);

/* Adds a whole text, without white space at its ends. */
void clean_line(const char *text, size_t len, struct buf *out);

#endif
