#ifndef FEEDLOOM_VERBS_STANDING_FACT_H
#define FEEDLOOM_VERBS_STANDING_FACT_H

#include <stdint.h>

#include "base/buf.h"

/* What the page of standings is made of.  All add HTML to out. */

/* Text as text. */
void fact_text(const char *text, struct buf *out);

/* Text of strangers, isolated where it could turn the line around. */
void fact_words(const char *text, struct buf *out);

/* A moment, seconds since 1970. */
void fact_moment(int64_t seconds, struct buf *out);

/* A row of a list of facts begins, with its name, and ends. */
void fact_begin(const char *name, struct buf *out);
void fact_end(struct buf *out);

#endif
