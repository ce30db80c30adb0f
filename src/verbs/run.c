/*
 * feedloom run: what stands in the crontab.  One run at a time; feeds whose
 * time has come; and a status that tells how it went.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/progress.h"
#include "cli/verb.h"
#include "cli/worker.h"
#include "config/config.h"
#include "digest/delivery.h"
#include "digest/digests.h"
#include "run/job.h"
#include "run/job_end.h"
#include "run/recipe.h"
#include "run/round.h"
#include "store/store.h"
#include "verbs/turn.h"
#include "verbs/verbs.h"

#define FAILED 1  /* the exit status: some feeds */
#define DIFFERS 1 /* of --check */

struct run {
	const struct options *options;
	struct config *config;
	struct journal journal;
	struct job_setup setup;
	struct round round;
	struct digests digests;
	struct delivery delivery;
	int turn; /* what ends it; -1: a dry run needs none */
};

static void
warn(void *context, const char *text)
{
	const struct run *run = context;

	journal_tell(&run->journal, JOURNAL_WARNING, NULL, "%s", text);
}

/* Dry: nothing is changed anywhere. */
static bool
is_dry(const struct options *options)
{
	return options->dry_run || options->check;
}

static int
open_all(struct run *run, struct error *e)
{
	const struct options *o = run->options;

	run->config = config_read(o->config, warn, run, e);
	if (run->config == NULL)
		return -1;
	if (!is_dry(o)) {
		run->turn = turn_take(run->config->state, o->wait, e);
		if (run->turn == -1)
			return -1;
	}
	run->setup.config = run->config;
	run->setup.store = store_open(run->config->state, is_dry(o), e);
	return run->setup.store == NULL ? -1 : 0;
}

static bool
is_named(const struct options_list *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return true;
	return false;
}

static int
check_names(
    const struct run *run, const struct options_list *names, struct error *e)
{
	for (size_t i = 0; i < names->count; i++)
		if (config_find(run->config, names->items[i], e) == NULL)
			return -1;
	return 0;
}

/* With -v: why there is nothing to do. */
static void
tell_idle(const struct run *run, int64_t next)
{
	struct date date = {.seconds = next};
	char text[DATE_TEXT];

	date_rfc3339(&date, text);
	journal_tell(&run->journal, JOURNAL_NOTE, NULL,
	    "no feed is due before %s; --force fetches all of them", text);
}

/* Feeds that were named, or else those that are due. */
static int
open_jobs(struct run *run, struct error *e)
{
	const struct options *o = run->options;
	struct round *round = &run->round;
	struct hash common;
	int64_t next = INT64_MAX;

	if (check_names(run, &o->operands, e) == -1 ||
	    check_names(run, &o->accept, e) == -1)
		return -1;
	recipe_begin(run->config, &common);
	round->setup = &run->setup;
	round->jobs = mem_new(run->config->feed_count, sizeof(struct job));
	for (size_t i = 0; i < run->config->feed_count; i++) {
		const struct config_feed *feed = &run->config->feeds[i];
		struct job *job = &round->jobs[round->count];
		bool named = is_named(&o->operands, feed->name);
		if (o->operands.count > 0 && !named)
			continue;
		if (job_open(job, &run->setup, feed, &common, e) == -1) {
			job_close(job);
			return -1;
		}
		job->accepted = is_named(&o->accept, feed->name);
		if (named || job->accepted || o->force || job_due(job)) {
			round->count++;
			continue;
		}
		if (job->state.next_due < next)
			next = job->state.next_due;
		job_close(job);
	}
	if (round->count == 0)
		tell_idle(run, next);
	return 0;
}

/* Of jobs that published nothing, in one transaction. */
static int
remember(struct run *run, struct error *e)
{
	struct store *store = run->setup.store;

	if (!run->setup.changes || run->round.count == 0)
		return 0;
	if (store_begin(store, e) == -1)
		return -1;
	for (size_t i = 0; i < run->round.count; i++) {
		const struct job *job = &run->round.jobs[i];
		if (job->stage == JOB_DONE && !job->remembered &&
		    job_remember(job, e) == -1) {
			store_rollback(store);
			return -1;
		}
	}
	if (store_commit(store, e) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

static int
run_all(struct run *run, struct error *e)
{
	const struct options *o = run->options;
	struct error other;

	run->round.processes = worker_count(0, LIMIT_JOBS);
	run->journal.progress =
	    progress_new_files(progress_when(o->progress), run->round.count);
	int result = round_run(&run->round, e);
	progress_end(run->journal.progress);
	run->journal.progress = NULL;
	if (remember(run, result == 0 ? e : &other) == -1)
		result = -1;
	/* Feeds by name are somebody's trial. */
	if (result == -1 || o->operands.count > 0)
		return result;
	run->journal.digests = true;
	if (digests_run(&run->digests, e) == -1 ||
	    delivery_run(&run->delivery, e) == -1)
		return -1;
	return digests_tidy(&run->setup, e);
}

static int
status_of(const struct run *run)
{
	int status = run->digests.failed || run->delivery.failed ? FAILED : 0;

	if (run->options->check && run->digests.changes)
		status = DIFFERS;
	for (size_t i = 0; i < run->round.count; i++) {
		const struct job *job = &run->round.jobs[i];
		if (job->end == JOB_FAILED && job->alarm)
			status = FAILED;
		if (job->end == JOB_HELD && run->options->strict)
			status = FAILED;
		if (run->options->check && job->changes)
			status = DIFFERS;
	}
	return status;
}

int
run_main(const struct options *options)
{
	struct run run = {.options = options,
	    .turn = -1,
	    .journal = {.json = strcmp(options->log, "json") == 0,
		.verbose = options->verbose,
		.quiet = options->quiet}};
	struct error e;
	int status;

	run.digests.setup = &run.setup;
	run.delivery.setup = &run.setup;
	run.setup.options = options;
	run.setup.journal = &run.journal;
	run.setup.changes = !is_dry(options);
	run.setup.now = run.journal.now = verb_now(options);
	if (is_dry(options) && run.journal.verbose == 0 && !options->quiet)
		run.journal.verbose = 1;
	if (open_all(&run, &e) == -1 || open_jobs(&run, &e) == -1 ||
	    run_all(&run, &e) == -1)
		status = verb_fail(options, &e);
	else
		status = status_of(&run);
	for (size_t i = 0; i < run.round.count; i++)
		job_close(&run.round.jobs[i]);
	free(run.round.jobs);
	store_close(run.setup.store);
	config_free(run.config);
	if (run.turn != -1)
		close(run.turn);
	return status;
}
