#ifndef FEEDLOOM_HTML_POST_H
#define FEEDLOOM_HTML_POST_H

#include <stddef.h>

#include "base/buf.h"

/*
 * A post's text as WordPress stores it, made the HTML that a visitor is
 * given: block comments (<!-- wp:… -->, <!--more-->, <!--nextpage-->) go,
 * text without blocks gets its paragraphs as wpautop() makes them, captions
 * and galleries become <figure>, shortcodes that nobody knows stay as they are.
 */
struct post_images {
	/* The address of the attachment with this number, or NULL; borrowed. */
	const char *(*address)(void *context, unsigned long id);
	void *context;
	const char *site; /* where "?attachment_id=N" is asked for, or NULL */
};

/* Adds the post's HTML to out.  images may be NULL. */
void post_html(const char *text, size_t len, const struct post_images *images,
    struct buf *out);

#endif
