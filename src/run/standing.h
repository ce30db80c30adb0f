#ifndef FEEDLOOM_RUN_STANDING_H
#define FEEDLOOM_RUN_STANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "run/config.h"
#include "store/store.h"

/*
 * How the feeds of a configuration stand, by what the store remembers of them.
 */
#define STANDING_WEEKS 8
#define STANDING_WEEK ((int64_t)7 * 24 * 60 * 60)

struct standing {
	const struct config_feed *feed;
	struct store_feed known;
	int64_t weeks[STANDING_WEEKS]; /* new entries, the last week last */
};

struct standings {
	int64_t now;
	struct standing *items; /* in the configuration's order */
	size_t count;
};

/* The configuration must outlive it.  0, or -1 with the store's error. */
int standings_read(struct standings *all, const struct config *config,
    struct store *store, int64_t now, struct error *e);
void standings_clear(struct standings *all);

/* What is wrong with a feed now: its failure or what is held back, or NULL. */
const char *standing_trouble(const struct standing *s);

/* For people; a JSON document; a file for Prometheus' node exporter. */
void standings_table(const struct standings *all, struct buf *out);
void standings_json(const struct standings *all, struct buf *out);
void standings_prom(const struct standings *all, struct buf *out);

#endif
