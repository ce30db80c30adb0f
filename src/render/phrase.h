#ifndef FEEDLOOM_RENDER_PHRASE_H
#define FEEDLOOM_RENDER_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * What one paragraph, heading or cell says, on its way into CommonMark: text,
 * and marks that are open over parts of it.  White space collapses as in HTML;
 * what stands at an edge of a mark is moved out of it, a mark without text
 * goes, and two of a kind that meet become one.
 */
enum phrase_mark {
	PHRASE_EM,
	PHRASE_STRONG,
	PHRASE_DEL,
	PHRASE_LINK, /* value: where it leads */
	PHRASE_TAG,  /* value: "sub", or with attributes "abbr title=\"…\"" */
};

enum phrase_place {
	PHRASE_BLOCK,	/* lines, of which each but the last ends in "\" */
	PHRASE_HEADING, /* one line */
	PHRASE_CELL,	/* one line, without a bare "|" */
};

struct phrase;

struct phrase *phrase_new(void);
void phrase_free(struct phrase *p);

void phrase_text(struct phrase *p, const char *text, size_t len);
void phrase_break(struct phrase *p);

/* Text between the two is code; they nest. */
void phrase_code(struct phrase *p, bool on);

/* CommonMark as it is to stand there. */
void phrase_raw(struct phrase *p, const char *text);

/* An image; title may be NULL. */
void phrase_image(
    struct phrase *p, const char *alt, const char *url, const char *title);

/*
 * Opens a mark; title, for a link, may be NULL.  False when it makes no
 * difference (one of this kind is open, or too many are): then it is not to be
 * closed.
 */
bool phrase_open(struct phrase *p, enum phrase_mark mark, const char *value,
    const char *title);

/* Closes the innermost mark. */
void phrase_close(struct phrase *p);

/* True when it says nothing so far. */
bool phrase_is_empty(const struct phrase *p);

/* True when it was more than fits. */
bool phrase_full(const struct phrase *p);

/*
 * Adds what was gathered and forgets it.  Marks that are open are closed there,
 * and open again for what comes next.
 */
void phrase_end(struct phrase *p, enum phrase_place place, struct buf *out);

#endif
