#ifndef FEEDLOOM_VERBS_STANDING_DIGEST_HTML_H
#define FEEDLOOM_VERBS_STANDING_DIGEST_HTML_H

#include "base/buf.h"
#include "verbs/standing.h"

/*
 * The digests of a page of standings.  All add HTML to out, and nothing when
 * there are none.
 */

/* How many there are in each state. */
void digests_html_sum(const struct standings *all, struct buf *out);

/* Items of a list that lead to those that somebody should look at. */
void digests_html_links(const struct standings *all, struct buf *out);

/* Whether there are any of these. */
bool digests_html_trouble(const struct standings *all);

/* A section with all of them. */
void digests_html(const struct standings *all, struct buf *out);

#endif
