#ifndef FEEDLOOM_RUN_JOB_END_H
#define FEEDLOOM_RUN_JOB_END_H

#include "run/job.h"

/*
 * How a job ends: each function sets job->end, tells the journal what there is
 * to tell, and changes what will be remembered of the feed.
 */

/* job->error says why nothing came of it. */
void job_fail(struct job *job);

/* Nothing is new. */
void job_settle(struct job *job);

/* All is made: it is judged, and published and remembered, or held back. */
void job_conclude(struct job *job);

/*
 * Writes what is to be remembered of a job that published nothing, within a
 * transaction of the caller's.  0, or -1 with the error.
 */
int job_remember(const struct job *job, struct error *e);

#endif
