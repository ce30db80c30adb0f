#ifndef FEEDLOOM_RENDER_COMMONMARK_H
#define FEEDLOOM_RENDER_COMMONMARK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * The small texts of CommonMark 0.31 that are written alike wherever they
 * stand: addresses, titles, the begin of a line.
 */

/* True when n bytes from s, which begin with '&', are read as a reference. */
bool commonmark_is_reference(const char *s, size_t n);

/* Adds an address as a link destination (6.3), without angle brackets. */
void commonmark_url(const char *url, struct buf *out);

/* Adds the inside of a title in double quotes, on one line. */
void commonmark_title(const char *title, struct buf *out);

/* True when "<text>" is a link to url (6.5). */
bool commonmark_is_autolink(const char *url, const char *text, size_t len);

/*
 * How many bytes of a line come before the character that must be escaped so
 * that the line is not read as anything but a paragraph's (5.2, 4); SIZE_MAX
 * when none must be.  first: the paragraph's first line.
 */
size_t commonmark_line_escape(const char *line, size_t len, bool first);

/*
 * True when code cannot be quoted by backticks, since Hugo would find marks of
 * its own in it; as HTML it can.
 */
bool commonmark_is_unquotable(const char *code, size_t len);

/*
 * Adds text for an element of HTML, safe from all marks: it holds no character
 * that CommonMark or Hugo would look at.
 */
void commonmark_html_text(const char *text, size_t len, struct buf *out);

#endif
