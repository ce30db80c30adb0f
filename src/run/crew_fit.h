#ifndef FEEDLOOM_RUN_CREW_FIT_H
#define FEEDLOOM_RUN_CREW_FIT_H

#include <stdbool.h>

#include "run/crew.h"
#include "run/loom.h"
#include "run/options.h"
#include "run/output.h"

/*
 * Whether a conversion is one that several processes can share: of each entry
 * must come out what would come out if it had no others before it.
 */

/* False when they cannot be had, with the reason. */
bool crew_fits(
    const struct loom *loom, const struct output *output, char why[CREW_TEXT]);

#endif
