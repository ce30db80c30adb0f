#ifndef FEEDLOOM_VERBS_STANDING_H
#define FEEDLOOM_VERBS_STANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "config/config.h"
#include "store/store.h"

/*
 * How the feeds and digests of a configuration stand, by what the store
 * remembers of them.
 */
#define STANDING_WEEKS 8
#define STANDING_WEEK ((int64_t)7 * 24 * 60 * 60)
#define STANDING_RUNS 30

enum standing_state {
	STANDING_GOOD,
	STANDING_FAILING,
	STANDING_HELD,
	STANDING_RETIRED, /* all of its sources are gone for good */
	STANDING_NEW,	  /* never fetched */
};
#define STANDING_STATES 5

struct standing_run {
	int64_t when;
	enum store_event what;
};

struct standing {
	const struct config_feed *feed;
	struct store_feed known;
	size_t retired;		       /* sources that are gone for good */
	int64_t weeks[STANDING_WEEKS]; /* new entries, the last week last */
	struct standing_run runs[STANDING_RUNS]; /* the newest first */
	size_t run_count;
	char *error; /* what the last of these said that failed, or NULL */
	int64_t error_when;
};

struct standing_digest {
	const struct config_digest *digest;
	struct store_digest known;
	int64_t next;	   /* when its next slot is; 0: not by the clock */
	int64_t sent;	   /* when somebody was last sent one; 0: never */
	size_t waiting;	   /* messages that are not sent to all yet, */
	size_t given_up;   /* and those that will not be */
	char *undelivered; /* what the last of these said, or NULL */
};

struct standings {
	int64_t now;
	struct standing *items; /* in the configuration's order, as the next */
	size_t count;
	struct standing_digest *digests;
	size_t digest_count;
};

/* The configuration must outlive it.  0, or -1 with the store's error. */
int standings_read(struct standings *all, const struct config *config,
    struct store *store, int64_t now, struct error *e);
void standings_clear(struct standings *all);

enum standing_state standing_state(const struct standing *s);

/* What is wrong with a feed now: its failure or what is held back, or NULL. */
const char *standing_trouble(const struct standing *s);

/* The same of a digest: it cannot be made, or not be delivered. */
const char *standing_digest_trouble(const struct standing_digest *s);

/*
 * For people; a JSON document; a file for Prometheus' node exporter; a page for
 * browsers.
 */
void standings_table(const struct standings *all, struct buf *out);
void standings_json(const struct standings *all, struct buf *out);
void standings_prom(const struct standings *all, struct buf *out);
void standings_html(const struct standings *all, struct buf *out);

#endif
