#ifndef FEEDLOOM_STORE_FEED_H
#define FEEDLOOM_STORE_FEED_H

#include "store/state.h"

/* Before something of a feed is put: it is known from then on.  0 or -1. */
int feed_make_known(struct store *s, const char *name, struct error *e);

/* The number of the feed whose name is bound first. */
#define FEED_NUMBER "(SELECT id FROM feed WHERE name = ?1)"

#endif
