#ifndef FEEDLOOM_DIGEST_EDITOR_PAGE_H
#define FEEDLOOM_DIGEST_EDITOR_PAGE_H

#include "base/buf.h"
#include "base/error.h"
#include "convert/bench.h"
#include "digest/edition.h"
#include "digest/piece.h"

/* One of the feeds that an edition is made of. */
struct editor_feed {
	char *title;
	char *page;	/* or NULL */
	char *language; /* the same */
};

/* An edition that is being made: for digest/editor*.c alone. */
struct editor_page {
	const struct edition *edition;
	const struct zone *zone;
	struct editor_feed *feeds; /* that have entries, in their order */
	size_t feed_count;
	struct pieces pieces;
	char *title;
	/* As in struct render_options; NULL: pictures stay as they are. */
	const char *(*picture)(void *context, const char *address);
	void *picture_context;
};

/* How many entries are shown, folded, left out for want of room. */
struct editor_count {
	size_t shown, folded, more;
};
struct editor_count editor_count(const struct editor_page *page);

/* "2 March 2026" of a moment, in the digest's zone. */
void editor_day(
    const struct editor_page *page, int64_t moment, char out[DATE_TEXT]);

/* The moments of the oldest and the newest entry that there is; or the window.
 */
void editor_span(
    const struct editor_page *page, int64_t *oldest, int64_t *newest);

/*
 * Sends it through a format, with notes for the stylesheet
 * (feedloom-entry(5)); adds what comes out.  0, or -1 with the error.
 */
int editor_render(const struct editor_page *page, struct bench *bench,
    struct buf *out, struct error *e);

#endif
