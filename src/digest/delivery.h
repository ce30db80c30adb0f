#ifndef FEEDLOOM_DIGEST_DELIVERY_H
#define FEEDLOOM_DIGEST_DELIVERY_H

#include <stdbool.h>

#include "base/error.h"
#include "run/job.h"

/*
 * What waits in the outbox and is due, on its way: each delivery is known to be
 * begun before anybody may have its message, and how it ended at once after
 * that.  So one that ends in the middle is repeated, with the same bytes, and
 * none is lost.
 *
 * What cannot be sent is tried again, after 5 minutes, and twice as long each
 * time, up to 4 hours, until the digest gives up.  Where a server or place is
 * not there, others that go the same way wait with it, and that is not counted:
 * it is looked for again after 5 minutes.
 */
struct delivery {
	const struct job_setup *setup;
	bool failed; /* a message was given up, or its server is long gone */
};

/*
 * As many as due_list has; none in a dry run.  0, or -1 with the error when
 * what happened cannot be remembered.
 */
int delivery_run(struct delivery *delivery, struct error *e);

/*
 * How many seconds after a moment it is tried again that failed so often; a
 * tenth more or less, the same each time for a delivery's number.
 */
int64_t delivery_pause(int64_t attempts, int64_t id);

#endif
