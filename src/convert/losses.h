#ifndef FEEDLOOM_CONVERT_LOSSES_H
#define FEEDLOOM_CONVERT_LOSSES_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "model/feed.h"
#include "render/whole.h"

/*
 * What a format keeps of the fields of a feed, found by trial (render/trial.h)
 * as entries go by.  Of entries that are alike, that have the same fields with
 * values of the same kinds, the first one is tried.
 */
struct losses;

/* format outlives the result, which is never NULL. */
struct losses *losses_new(const struct whole_format *format);
void losses_free(struct losses *losses);

/* Keeps what is needed of a feed's head; first of all. */
void losses_head(struct losses *losses, struct feed *feed);

/*
 * Looks at the entries that hang below the feed's root, and changes nothing.
 * 0, or -1 with the error filled in when the format fails with one.
 */
int losses_entries(struct losses *losses, struct feed *feed, struct error *e);

/* After the last entry; the same. */
int losses_end(struct losses *losses, struct error *e);

/* How many fields are lost, or not kept whole, as far as was looked. */
size_t losses_count(const struct losses *losses);

/*
 * True when there was more than could be looked at: LIMIT_FIELDS, LIMIT_KINDS,
 * LIMIT_TRIED.
 */
bool losses_partial(const struct losses *losses);

/*
 * A line for each field: a mark when it is lost, its name, how many entries
 * have it, what becomes of it.  Then one that sums up; format is its name.
 */
void losses_table(
    const struct losses *losses, const char *format, struct buf *out);

/*
 * Calls tell with a line for each field that is lost, up to so many, and then
 * with one that says how many more there are; name is the input's.
 */
void losses_tell(const struct losses *losses, const char *name, size_t most,
    void (*tell)(void *context, const char *line), void *context);

#endif
