#ifndef FEEDLOOM_RENDER_LAYOUT_H
#define FEEDLOOM_RENDER_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Plain text by paragraphs: gathers one, cleans it, and writes its lines behind
 * the prefixes ("> ", "• ") of the blocks that are open.  Knows nothing of
 * HTML.  What is called clean text here is described in base/wrap.h.
 *
 * What comes out is valid UTF-8 without any control character but the line
 * feed, without bidirectional controls, without a blank at the end of a line,
 * and never has two blank lines in a row.  A character that could do harm is
 * shown as "<U+001B>".
 */
struct layout;

/* Never NULL.  out outlives it; a width below 10 is taken as 10. */
struct layout *layout_new(struct buf *out, int width);
void layout_free(struct layout *l);

/* Adds any text to the paragraph; white space collapses as in HTML. */
void layout_text(struct layout *l, const char *text, size_t len);

/* Adds text behind a blank that is never broken. */
void layout_glue(struct layout *l, const char *text, size_t len);

/* Ends the line, not the paragraph. */
void layout_break(struct layout *l);

/* True when nothing is in the paragraph. */
bool layout_is_empty(const struct layout *l);

/*
 * Where the text ends just now.  A mark outlives its paragraph: from then on it
 * is the begin of whatever paragraph there is.
 */
size_t layout_mark(const struct layout *l);

/* The clean text since mark, without a blank at its begin; borrowed. */
const char *layout_since(const struct layout *l, size_t mark, size_t *len);

/* Forgets the text since mark. */
void layout_cut(struct layout *l, size_t mark);

/* What was added since mark is never broken. */
void layout_keep(struct layout *l, size_t mark);

/*
 * Ends the paragraph and writes its lines.  Returns the columns of the widest,
 * 0 when there is none.
 */
int layout_flush(struct layout *l);

/* White space counts until it is turned off; ends the paragraph. */
void layout_verbatim(struct layout *l, bool on);

/*
 * While text is held nothing is written: the end of a paragraph is the end of a
 * line, gaps are ignored, an indent gives its first prefix as text.
 */
void layout_hold(struct layout *l, bool on);

/*
 * Wants a number of blank lines (0 or 1) at least before the next line; ignored
 * at the very begin of an indented block.
 */
void layout_gap(struct layout *l, int lines);

/* Wants exactly so many, whatever was wanted before. */
void layout_gap_set(struct layout *l, int lines);

/*
 * Writes first before the next line, and rest before those that follow, until
 * layout_dedent.  Beyond half the width nothing is indented any more: then
 * first is text if it differs from rest.
 */
void layout_indent(struct layout *l, const char *first, const char *rest);
void layout_dedent(struct layout *l);

/* Columns that the prefixes leave for text. */
int layout_room(const struct layout *l);

/* Blank lines written so far, and the one that is wanted if so asked. */
unsigned long layout_blanks(const struct layout *l, bool wanted);

/* Writes one line of clean text as it is, at once. */
void layout_line(struct layout *l, const char *text, size_t len);

/* The same for any text, untouched but for its prefixes; it may be empty. */
void layout_raw(struct layout *l, const char *text, size_t len);

/* Writes clean text as a paragraph, at once; the columns of the widest line. */
int layout_paragraph(struct layout *l, const char *text, size_t len);

/* True when a paragraph was more than fits into its buffer. */
bool layout_full(const struct layout *l);

#endif
