#ifndef FEEDLOOM_DIGEST_DUE_H
#define FEEDLOOM_DIGEST_DUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "run/job.h"
#include "store/store.h"

/*
 * What of the outbox is due, all that one run delivers: listed before any of it
 * is on its way, since what becomes of it is committed one by one.
 */

/* A message that something of is due; texts as in store_message. */
struct letter {
	int64_t id;
	char *digest;
	char *slot;
	char *message_id;
	int64_t when, queued;
	size_t way;   /* which digest of the configuration it is of */
	size_t first; /* of its deliveries, among all that are due */
};

struct due {
	const struct job_setup *setup;
	struct letter *letters;
	size_t letter_count;
	struct store_delivery *items; /* in the order of their letters */
	size_t count;
	size_t over; /* are due and not listed: there is no room for them */
	char **gone; /* digests that the configuration does not have */
	size_t gone_count;
	int64_t message; /* that was looked at last, */
	size_t way;	 /* and its digest */
};

/*
 * Lists at most LIMIT_DELIVERIES, the oldest first, into what is empty but for
 * its setup.  Those of digests that left the configuration are told, and take
 * nobody's place.  0, or -1 with the error.
 */
int due_list(struct due *due, struct error *e);
void due_clear(struct due *due);

#endif
