#ifndef FEEDLOOM_BASE_SNIFF_H
#define FEEDLOOM_BASE_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/encoding.h"

/*
 * What the first bytes of a document say about its encoding (XML 1.0 appendix
 * F, and RFC 8259 section 8.1 for JSON).  Nothing is decided here.
 */

/*
 * The encoding of the byte order mark that the bytes begin with, or NULL;
 * *size is its length, or that of several of the same in a row.
 */
const struct encoding *sniff_mark(const char *p, size_t len, size_t *size);

/* UTF-16 or UTF-32 by the zero bytes of its first characters, or NULL. */
const struct encoding *sniff_wide(const char *p, size_t len);

/*
 * Finds the encoding that an XML declaration within the first 1024 bytes names.
 * Blank lines, comments and messages of PHP may stand before it.  *label points
 * into p.
 */
bool sniff_label(
    const char *p, size_t len, const char **label, size_t *label_len);

#define SNIFF_HEAD ((size_t)4096) /* first bytes that tell it all */

/* The encoding of that name, byte order mark or not, or NULL. */
const struct encoding *sniff_declared(const char *p, size_t len);

#endif
