#ifndef FEEDLOOM_VERBS_ANSWER_H
#define FEEDLOOM_VERBS_ANSWER_H

#include <stddef.h>

#include "plugin/script.h"
#include "verbs/trail.h"

/*
 * What a stage gave for what it got: which of the entries that came out is
 * which of those that went in.  Where a node has stayed the same, and its id,
 * there is no doubt; then the same id is taken for the same entry, then the
 * same node; and if as many are left on both sides, the place decides.
 */

/*
 * given is an array of entries->count: the trail of each entry, of those got
 * that are TRAIL_INSIDE, or NULL for one that is new.  No trail is there twice.
 */
void answer_match(struct trail *const *got, size_t n_got,
    const struct script_entries *entries, struct trail **given);

#endif
