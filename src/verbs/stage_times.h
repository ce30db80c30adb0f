#ifndef FEEDLOOM_VERBS_STAGE_TIMES_H
#define FEEDLOOM_VERBS_STAGE_TIMES_H

#include <stddef.h>

#include "base/buf.h"

/*
 * What stages cost: the processor time of this thread, stage by stage, and what
 * is left of it for the rest of a conversion.
 */
struct stage_times;

/* Never NULL.  What came before counts as starting. */
struct stage_times *stage_times_new(void);
void stage_times_free(struct stage_times *t);

/* The start is over: from now on the rest is reading. */
void stage_times_begin(struct stage_times *t);

/*
 * A stage is entered with so many entries, and left; not within another one.
 * Another pointer is another stage, whatever its name.
 */
void stage_times_enter(
    struct stage_times *t, const char *stage, size_t entries);
void stage_times_leave(struct stage_times *t);

/* Adds a table, of what has passed until now; nothing before it has begun. */
void stage_times_put(const struct stage_times *t, struct buf *out);

#endif
