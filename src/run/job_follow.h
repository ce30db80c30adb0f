#ifndef FEEDLOOM_RUN_JOB_FOLLOW_H
#define FEEDLOOM_RUN_JOB_FOLLOW_H

#include "run/job.h"
#include "run/ledger.h"

/*
 * What a job asks for beside its sources, one thing at a time: older pages of a
 * feed that is new here, and a hub, which is told of what has changed.  The
 * stage is JOB_FOLLOW then, and job->url what is asked.
 */

/* How many entries outputs have, with those that the source has no longer; 0:
 * those that it has. */
size_t job_shown(const struct config_feed *feed);

/* How many are remembered: for outputs, and for digests. */
size_t job_kept(const struct config_feed *feed);

/*
 * Asks for an older page, unless there are enough entries, or no more.  The
 * ledger is cleared then.
 */
bool job_follow_page(struct job *job, struct ledger *ledger);

/* Tells the hub of the next output that has changed, if there is one. */
void job_follow_hub(struct job *job);

/*
 * The answer.  The stage is JOB_READY when there is a page more, JOB_FOLLOW
 * when something else is asked; else the job is over.
 */
void job_follow_end(
    struct job *job, const struct http_answer *answer, int body);

#endif
