#ifndef FEEDLOOM_BASE_ENTITY_H
#define FEEDLOOM_BASE_ENTITY_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Character references: the five of XML, all names of HTML5 (2231 with and
 * without their semicolon; here those with one, and the 106 old ones without)
 * and numbers, decimal and hexadecimal.  Numbers 128 to 159 mean what they mean
 * in windows-1252, as HTML5 says (section 13.2.5.80).
 */

/*
 * The UTF-8 text that a name (without & and ;) stands for, or NULL.  One or two
 * characters; static.
 */
const char *entity_text(const char *name, size_t len);

/*
 * Reads one reference at text, which begins with '&'.  Returns how many bytes
 * it takes with its semicolon, adding what it stands for to out; or 0 when it
 * is none (a bare ampersand, an unknown name, no semicolon), adding nothing.  A
 * number that stands for no XML character adds nothing but is counted.
 */
size_t entity_decode(const char *text, size_t len, struct buf *out);

/*
 * Adds text with every reference decoded, as in the text of HTML: a semicolon
 * may be missing behind numbers and the old names, of which the longest one
 * counts ("&notit;" is "¬it;").  Numbers that stand for no XML character go
 * away; what is no reference stays.
 */
void entity_decode_all(const char *text, size_t len, struct buf *out);

/*
 * The same as in an attribute's value: names need their semicolon, so that
 * "?a=1&copy=2" stays; numbers do not.
 */
void entity_decode_value(const char *text, size_t len, struct buf *out);

#endif
