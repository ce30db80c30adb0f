#ifndef FEEDLOOM_CONVERT_CREW_FIT_H
#define FEEDLOOM_CONVERT_CREW_FIT_H

#include <stdbool.h>

#include "cli/options.h"
#include "convert/crew.h"
#include "convert/loom.h"
#include "convert/output.h"

/*
 * Whether a conversion is one that several processes can share: of each entry
 * must come out what would come out if it had no others before it.
 */

/* False when they cannot be had, with the reason. */
bool crew_fits(
    const struct loom *loom, const struct output *output, char why[CREW_TEXT]);

#endif
