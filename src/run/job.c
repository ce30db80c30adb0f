/*
 * The stages of a job.  Processes get open files and give open files; what they
 * say is a line for people, and their end a status: nothing is parsed here.
 */
#include "run/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/verb.h"
#include "run/job_end.h"
#include "run/job_follow.h"
#include "run/recipe.h"
#include "run/schedule.h"

/* Outputs that are not there any more have to be made again. */
static bool
outputs_exist(const struct job *job)
{
	for (size_t i = 0; i < job->feed->output_count; i++)
		if (!publish_exists(job->setup->config, &job->feed->outputs[i]))
			return false;
	return true;
}

static int
open_sources(struct job *job, struct error *e)
{
	const struct config_feed *feed = job->feed;
	struct store *store = job->setup->store;

	for (size_t i = 0; i < feed->source_count; i++) {
		struct job_source *s = &job->sources[i];
		const char *key = feed->sources[i].key;
		s->source = &feed->sources[i];
		if (store_source_get(store, feed->name, key, &s->was, e) ==
			-1 ||
		    store_source_get(store, feed->name, key, &s->will, e) == -1)
			return -1;
	}
	return 0;
}

int
job_open(struct job *job, const struct job_setup *setup,
    const struct config_feed *feed, const struct hash *common, struct error *e)
{
	*job = (struct job){.setup = setup,
	    .feed = feed,
	    .worker = {.pid = -1, .channel = -1, .said = -1},
	    .atom = -1,
	    .kept = -1,
	    .all = -1,
	    .ledger = -1};
	said_init(&job->said);
	job->sources = mem_new(feed->source_count, sizeof(job->sources[0]));
	job->names = mem_new(feed->source_count, sizeof(job->names[0]));
	job->bases = mem_new(feed->source_count, sizeof(job->bases[0]));
	job->outputs = mem_new(feed->output_count + 1, sizeof(job->outputs[0]));
	for (size_t i = 0; i < feed->source_count; i++)
		job->sources[i].body = -1;
	for (size_t i = 0; i < feed->output_count; i++)
		job->outputs[i] =
		    (struct publication){.output = &feed->outputs[i], .fd = -1};
	recipe_of(common, feed, job->recipe);
	if (store_feed_get(setup->store, feed->name, &job->was, e) == -1 ||
	    store_feed_get(setup->store, feed->name, &job->state, e) == -1 ||
	    open_sources(job, e) == -1)
		return -1;
	job->stale = job->state.recipe == NULL ||
		     strcmp(job->state.recipe, job->recipe) != 0 ||
		     !outputs_exist(job);
	return 0;
}

static void
close_file(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

/* What was made of what came. */
static void
close_made(struct job *job)
{
	for (size_t i = 0; i < job->feed->output_count; i++)
		close_file(&job->outputs[i].fd);
	close_file(&job->atom);
	close_file(&job->kept);
	close_file(&job->all);
	close_file(&job->ledger);
}

/* All that a feed needs memory for while it is converted. */
static void
close_files(struct job *job)
{
	for (size_t i = 0; i < job->feed->source_count; i++)
		close_file(&job->sources[i].body);
	for (size_t i = 0; i < job->page_count; i++)
		close_file(&job->pages[i]);
	close_made(job);
}

void
job_close(struct job *job)
{
	if (job->feed == NULL)
		return;
	close_files(job);
	for (size_t i = 0; i < job->feed->source_count; i++) {
		store_source_clear(&job->sources[i].was);
		store_source_clear(&job->sources[i].will);
		free(job->sources[i].from);
	}
	store_feed_clear(&job->was);
	store_feed_clear(&job->state);
	said_clear(&job->said);
	ledger_clear(&job->front);
	free(job->pages);
	free(job->post);
	free(job->url);
	free(job->outputs);
	free(job->bases);
	free(job->names);
	free(job->sources);
}

/* A moment that a server named is not forgiven, as a second of cron's is. */
static bool
is_kept_away(const struct job *job)
{
	int64_t now = job->setup->now;

	for (size_t i = 0; i < job->feed->source_count; i++) {
		int64_t until = job->sources[i].was.not_before;
		if (now < until && until <= now + SCHEDULE_LONGEST)
			return true;
	}
	return false;
}

bool
job_due(const struct job *job)
{
	if (is_kept_away(job))
		return false;
	return job->stale ? job->state.failures == 0 ||
				schedule_due(job->setup->now,
				    job->state.next_due, job->feed->every)
			  : schedule_due(job->setup->now, job->state.next_due,
				job->feed->every);
}

static void
done(struct job *job)
{
	job->stage = JOB_DONE;
	close_files(job);
}

static void
fail(struct job *job)
{
	job_fail(job);
	done(job);
}

/* A file in memory for a process to write. */
static int
new_file(int *fd, struct error *e)
{
	*fd = memfd_create("feedloom", MFD_CLOEXEC);
	return *fd == -1 ? error_errno(e, ERR_SYSTEM, "no memory for a feed")
			 : 0;
}

/* The last good body of a source, from the store; false when there is none. */
static bool
recall(struct job *job, struct job_source *s)
{
	bool found = false;
	struct error e;

	if (new_file(&s->body, &e) == 0 &&
	    store_document_get(job->setup->store, job->feed->name,
		s->source->key, s->body, job->feed->max_bytes, &found,
		&e) == 0 &&
	    found && lseek(s->body, 0, SEEK_SET) == 0)
		return true;
	close_file(&s->body);
	return false;
}

/*
 * Of a feed with several sources those that gave nothing take part with what
 * they gave before; how many there are in all.  None, when one of them has
 * failed and what it gave is not kept: its entries would leave the outputs.
 */
static size_t
gather(struct job *job)
{
	size_t n = 0;

	for (size_t i = 0; i < job->feed->source_count; i++) {
		struct job_source *s = &job->sources[i];
		if (s->body == -1 && !recall(job, s)) {
			if (s->error.code != ERR_NONE && s->was.hash != NULL)
				return 0;
			continue;
		}
		job->names[n] = s->source->kind == CONFIG_COMMAND
				    ? s->source->argv[0]
				    : s->source->key;
		job->bases[n] = job->feed->base != NULL ? job->feed->base
				: s->from != NULL	? s->from
							: s->source->url;
		n++;
	}
	return n;
}

/* The first thing that went wrong with a source, if any did. */
static bool
blame_source(struct job *job)
{
	for (size_t i = 0; i < job->feed->source_count; i++) {
		const struct job_source *s = &job->sources[i];
		if (s->error.code == ERR_NONE)
			continue;
		job->error = s->error;
		if (strstr(s->error.text, s->source->key) == NULL)
			error_wrap(&job->error, "%s", s->source->key);
		return true;
	}
	return false;
}

static bool
has_news(const struct job *job)
{
	bool fresh = job->stale;

	for (size_t i = 0; i < job->feed->source_count; i++)
		fresh |= job->sources[i].fresh;
	return fresh;
}

static int
spawn(struct job *job, int (*body)(void *context, int channel),
    const int *files, size_t count, int64_t monotonic, struct error *e)
{
	said_begin(&job->said);
	job->deadline = monotonic + (int64_t)LIMIT_WEAVE * 1000;
	return worker_spawn(&job->worker, body, &job->weaver, files, count, e);
}

static int
start_weaver(struct job *job, int64_t monotonic, struct error *e)
{
	int *files = mem_new(job->weaver.count + 1, sizeof(files[0]));
	size_t n = 0;

	close_made(job);
	for (size_t i = 0; i < job->feed->source_count; i++)
		if (job->sources[i].body != -1)
			files[n++] = job->sources[i].body;
	for (size_t i = 0; i < job->page_count; i++)
		files[n++] = job->pages[i];
	int result = new_file(&job->atom, e);
	files[n++] = job->atom;
	if (result == 0)
		result = spawn(job, weaver_work, files, n, monotonic, e);
	free(files);
	job->stage = JOB_WEAVE;
	return result;
}

/* What is kept of entries that have left, in a file; it may be empty. */
static int
open_kept(struct job *job, struct error *e)
{
	bool found;

	if (new_file(&job->kept, e) == -1 || new_file(&job->all, e) == -1 ||
	    store_document_get(job->setup->store, job->feed->name, "",
		job->kept, LIMIT_KEPT, &found, e) == -1)
		return -1;
	job->weaver.kept = found ? job_kept(job->feed) : 0;
	if (!found) {
		close_file(&job->kept);
		close_file(&job->all);
	}
	return 0;
}

static int
start_press(struct job *job, int64_t monotonic, struct error *e)
{
	int *files = mem_new(4 + job->feed->output_count, sizeof(files[0]));
	size_t n = 0;
	int result = 0;

	job->stage = JOB_PRESS;
	job->weaver.kept = 0;
	if (job_kept(job->feed) > 0)
		result = open_kept(job, e);
	files[n++] = job->atom;
	if (job->weaver.kept > 0) {
		files[n++] = job->kept;
		files[n++] = job->all;
	}
	if (result == 0)
		result = new_file(&job->ledger, e);
	files[n++] = job->ledger;
	for (size_t i = 0; i < job->feed->output_count && result == 0; i++) {
		result = new_file(&job->outputs[i].fd, e);
		files[n++] = job->outputs[i].fd;
	}
	if (result == 0)
		result = spawn(job, weaver_press, files, n, monotonic, e);
	free(files);
	return result;
}

/* The same once more, with an older page of it. */
static void
start_again(struct job *job, int64_t monotonic)
{
	size_t n = job->page_count + 1;

	job->names = mem_grow(job->names, n, sizeof(job->names[0]));
	job->bases = mem_grow(job->bases, n, sizeof(job->bases[0]));
	job->names[n - 1] = job->names[0];
	job->bases[n - 1] = job->bases[0];
	job->weaver.names = job->names;
	job->weaver.bases = job->bases;
	job->weaver.count = n;
	job->weaver.most = job->feed->history;
	if (start_weaver(job, monotonic, &job->error) == -1)
		fail(job);
}

void
job_start(struct job *job, int64_t monotonic)
{
	if (job->page_count > 0) {
		start_again(job, monotonic);
		return;
	}
	bool blamed = blame_source(job);

	if (!has_news(job)) {
		if (blamed)
			job_fail(job);
		else
			job_settle(job);
		done(job);
		return;
	}
	job->weaver = (struct weaver){.options = job->setup->options,
	    .config = job->setup->config,
	    .feed = job->feed,
	    .names = job->names,
	    .bases = job->bases,
	    .count = gather(job)};
	if (job->weaver.count == 0 ||
	    (blamed && job->feed->source_count == 1)) {
		if (!blamed)
			error_set(&job->error, ERR_NOINPUT,
			    "none of its sources is there any more");
		fail(job);
		return;
	}
	if (start_weaver(job, monotonic, &job->error) == -1)
		fail(job);
}

void
job_listen(struct job *job)
{
	said_listen(&job->said, job->worker.said);
}

/* Why a process is there no longer; true: it did what it should. */
static bool
judge_end(struct job *job, int status, bool late)
{
	return said_judge(&job->said, job->setup->journal, job->feed->name,
	    job->stage == JOB_WEAVE ? "its entries were read"
				    : "its outputs were made",
	    status, late, &job->error);
}

/* To be woven again, from other documents. */
static void
restart(struct job *job)
{
	for (size_t i = 0; i < job->feed->source_count; i++)
		if (job->sources[i].body != -1)
			(void)lseek(job->sources[i].body, 0, SEEK_SET);
	close_file(&job->atom);
	job->error = (struct error){.code = ERR_NONE};
	job->stage = JOB_READY;
}

void
job_ended(struct job *job, bool late, int64_t monotonic)
{
	size_t document;

	if (late)
		kill(job->worker.pid, SIGKILL);
	job_listen(job);
	ssize_t n = TEMP_FAILURE_RETRY(recv(
	    job->worker.channel, &document, sizeof(document), MSG_DONTWAIT));
	int status = worker_end(&job->worker);
	if (!judge_end(job, status, late)) {
		if (n == (ssize_t)sizeof(document) && job->stage == JOB_WEAVE &&
		    job_unseat(job, document))
			restart(job);
		else
			fail(job);
		return;
	}
	if (job->stage == JOB_PRESS) {
		job_conclude(job);
		if (job->stage != JOB_FOLLOW)
			done(job);
	} else if (start_press(job, monotonic, &job->error) == -1) {
		fail(job);
	}
}

void
job_followed(struct job *job, const struct http_answer *answer, int body)
{
	job_follow_end(job, answer, body);
	if (job->stage != JOB_FOLLOW && job->stage != JOB_READY)
		done(job);
}
