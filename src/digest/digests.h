#ifndef FEEDLOOM_DIGEST_DIGESTS_H
#define FEEDLOOM_DIGEST_DIGESTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "run/job.h"

/*
 * The digests of a run, when its feeds are done: of each that is due editions
 * are made and put into the outbox, with the marks of their entries, in one
 * transaction.  One digest's trouble is no other one's.
 */
struct digests {
	const struct job_setup *setup;
	bool failed;  /* one of them, and that is to be told by the status */
	bool changes; /* a message was made, or would be */
	int64_t patience; /* of struct editing */
};

/* 0, or -1 with the error when it could not go on. */
int digests_run(struct digests *digests, struct error *e);

/*
 * Forgets messages that went out more than a month ago, and digests that the
 * configuration has not had since.  0, or -1 with the error.
 */
int digests_tidy(const struct job_setup *setup, struct error *e);

#endif
