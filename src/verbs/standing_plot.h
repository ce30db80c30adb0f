#ifndef FEEDLOOM_VERBS_STANDING_PLOT_H
#define FEEDLOOM_VERBS_STANDING_PLOT_H

#include "base/buf.h"
#include "verbs/standing.h"

/*
 * Small pictures of how a feed stands, as SVG within HTML.  Each has a title
 * and its numbers as a description; its classes are the page's to colour.
 */

/* A bar for each week, by the feed's own measure. */
void plot_weeks(const struct standing *s, struct buf *out);

/* A mark for each run, the newest on the right. */
void plot_runs(const struct standing *s, struct buf *out);

/* One of these marks, for a legend that says the word beside it. */
void plot_mark(enum store_event what, struct buf *out);

/* What a run came to, in words: "failed". */
const char *plot_word(enum store_event what);

#endif
