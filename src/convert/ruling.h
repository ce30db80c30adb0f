#ifndef FEEDLOOM_CONVERT_RULING_H
#define FEEDLOOM_CONVERT_RULING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "render/trial.h"

/*
 * What becomes of a field, as far as trials have shown: in entries of one kind
 * it may be kept, and lost in those of another.
 */
enum verdict {
	LOST,
	CHANGED, /* the output depends on it, and does not have it */
	PART,	 /* came out cut, or less exact */
	SOME,	 /* of several values */
	IMPLIED, /* follows from the rest of the output */
	KEPT,
	UNKNOWN,
};

struct ruling {
	enum verdict worst, best;
	unsigned kept, values; /* of the worst one, when that is SOME */
	struct fate fate;      /* where the best one came to */
};

void ruling_init(struct ruling *r);
void ruling_clear(struct ruling *r);

/*
 * Tries those fields of a trial's head or entry that are true in here, of
 * which there are n; rulings has a row for each field.
 */
void rulings_try(struct ruling *rulings, struct trial *trial, bool head,
    const bool *here, size_t n);

/* Whether something is lost anywhere. */
bool ruling_lost(const struct ruling *r);

/* Adds words; a field whose place is own has kept it. */
void ruling_put(const struct ruling *r, const char *own, struct buf *out);

#endif
