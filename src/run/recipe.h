#ifndef FEEDLOOM_RUN_RECIPE_H
#define FEEDLOOM_RUN_RECIPE_H

#include "base/hash.h"
#include "config/config.h"

/*
 * A fingerprint of all that outputs are made by: the program's version, what
 * the configuration says of a feed, and the names, sizes and times of the
 * files in the folders of plugins.  When it changes, all is made anew.
 */

/* What feeds have in common; the files are looked at once. */
void recipe_begin(const struct config *config, struct hash *common);

void recipe_of(const struct hash *common, const struct config_feed *feed,
    char out[HASH_TEXT]);

#endif
