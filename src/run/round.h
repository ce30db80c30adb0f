#ifndef FEEDLOOM_RUN_ROUND_H
#define FEEDLOOM_RUN_ROUND_H

#include <stddef.h>

#include "base/error.h"
#include "run/job.h"

/*
 * All jobs of a run, side by side: one process fetches for all of them, and as
 * many as there are processors convert.  One feed's trouble is no other one's.
 */
struct round {
	const struct job_setup *setup;
	struct job *jobs;
	size_t count;
	size_t processes; /* that convert at one time */
};

/*
 * Until every job is done.  0, or -1 with the error filled in when it could
 * not go on; what was published and remembered until then stays.
 */
int round_run(struct round *round, struct error *e);

#endif
