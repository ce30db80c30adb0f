#ifndef FEEDLOOM_BASE_WRAP_H
#define FEEDLOOM_BASE_WRAP_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Breaks clean text into lines.  Clean text is valid UTF-8 without control
 * characters, in which U+0020 (one at a time) is where a line may be broken, a
 * line feed where it must be, U+00A0 a blank that is never broken, and what
 * stands between WRAP_ON and WRAP_OFF is never broken.
 */
#define WRAP_ON '\001'
#define WRAP_OFF '\002'

/*
 * Adds lines of at most limit columns to lines, each with a line feed at its
 * end and no blank before that; only measures when lines is NULL.  Returns the
 * columns of the widest line.
 *
 * Breaks as UAX 14 says, tailored: what looks like an address, a path or
 * code is never broken; a hyphen needs two letters on each side; punctuation
 * that stands alone stays with its word.  Thai, Lao, Khmer and Burmese, which
 * put no blanks between words, are broken at blanks, and only when a piece is
 * wider than a line between any two characters.
 */
int wrap_lines(const char *text, size_t len, int limit, struct buf *lines);

/* Adds clean text as it is printed: plain blanks, no marks. */
void wrap_print(const char *text, size_t len, struct buf *out);

/* Cuts the blanks of any kind that b ends in, but nothing before start. */
void wrap_trim(struct buf *b, size_t start);

/* Columns that clean text takes on one line (UAX 11; emoji sequences 2). */
int wrap_width(const char *text, size_t len);

#endif
