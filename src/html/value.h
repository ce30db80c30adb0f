#ifndef FEEDLOOM_HTML_VALUE_H
#define FEEDLOOM_HTML_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Text between markup and memory: writing text and values, white space, and the
 * lists of srcset.
 */

/* Adds text as a quoted value's content: & < > " ' are escaped. */
void value_encode(const char *text, size_t len, struct buf *out);

/*
 * Adds text as character data: & < > are escaped, control characters but tab
 * and newline go; those from U+0080 to U+009F, and what is not UTF-8, become
 * U+FFFD.
 */
void value_text(const char *text, size_t len, struct buf *out);

/* The same without escaping: text for a tree. */
void value_scrub(const char *text, size_t len, struct buf *out);

/*
 * The same for raw text: nothing goes, or what is left could be an end tag.
 * White space becomes a blank, other control characters U+FFFD.
 */
void value_scrub_raw(const char *text, size_t len, struct buf *out);

/* Without blanks, HTML's five, on both sides. */
void value_trim(const char **text, size_t *len);

/* How many of these bytes, from the first on, are white space. */
size_t value_blanks(const char *text, size_t len);

/*
 * One image of a srcset, from *at on; at stands behind it afterwards.  False
 * when there are no more.
 */
struct value_source {
	const char *url;
	size_t url_len;
	const char *size; /* "2x", "640w", or empty */
	size_t size_len;
};
bool value_source(
    const char **at, const char *end, struct value_source *source);

#endif
