/*
 * The loop of the master: it asks the fetcher, starts processes, waits for the
 * first thing that happens, and keeps deadlines.  It reads frames of a fixed
 * size and lines for people, and nothing that has to be parsed.
 */
#include "run/round.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/monotonic.h"
#include "run/command.h"
#include "run/fetcher.h"

#define COMMANDS 8  /* from so many on that run no feed is begun */
#define RESERVE 128 /* files for all else than sources */

/* A source's command while it runs. */
struct running {
	struct job *job;
	size_t source;
	struct command command;
	int64_t deadline;
};

struct state {
	struct round *round;
	struct fetcher *fetcher; /* NULL: nothing is fetched */
	size_t *first;		 /* number of each job's first source */
	struct running *commands;
	size_t command_count;
	size_t converting;
	size_t begun;	/* jobs, in their order */
	size_t sources; /* of jobs that are begun and not done, at most */
	struct pollfd *polls;
};

/* The number of a source among all, for the fetcher; and back. */
static size_t
number_of(const struct state *s, const struct job *job, size_t source)
{
	return s->first[job - s->round->jobs] + source;
}

static struct job *
job_of(const struct state *s, size_t number, size_t *source)
{
	for (size_t i = s->round->count; i-- > 0;) {
		if (s->first[i] > number)
			continue;
		*source = number - s->first[i];
		return &s->round->jobs[i];
	}
	return NULL;
}

static int
ask(struct state *s, struct job *job, size_t source, struct error *e)
{
	struct job_source *from = &job->sources[source];
	bool whole = job_whole(job, from);
	struct fetch_request request = {.source = from->source,
	    .url = job_address(from),
	    .etag = whole ? NULL : from->was.etag,
	    .last_modified = whole ? NULL : from->was.last_modified,
	    .max_bytes = job->feed->max_bytes,
	    .timeout = job->feed->timeout};

	return fetcher_ask(s->fetcher, number_of(s, job, source), &request, e);
}

static void
start_command(struct state *s, struct job *job, size_t source)
{
	struct running *running = &s->commands[s->command_count];
	struct error e;

	running->job = job;
	running->source = source;
	running->deadline = monotonic_millis() + job->feed->timeout * 1000;
	if (command_start(&running->command, job->sources[source].source->argv,
		-1, job->feed->max_bytes, &e) == -1)
		job_take_output(job, source, -1, &e);
	else
		s->command_count++;
}

/* What a job asks beside its sources has the number behind them. */
static int
ask_more(struct state *s, struct job *job, struct error *e)
{
	size_t last = job->feed->source_count;
	struct fetch_request request = {.source = &job->feed->sources[0],
	    .url = job->url,
	    .post = job->post,
	    .max_bytes = job->feed->max_bytes,
	    .timeout = job->feed->timeout};

	job->asked = true;
	return fetcher_ask(s->fetcher, number_of(s, job, last), &request, e);
}

static int
ask_all(struct state *s, struct error *e)
{
	for (size_t i = 0; i < s->round->count; i++) {
		struct job *job = &s->round->jobs[i];
		if (job->stage == JOB_FOLLOW && !job->asked &&
		    ask_more(s, job, e) == -1)
			return -1;
	}
	return 0;
}

/* Asks all sources of a job. */
static int
begin(struct state *s, struct job *job, struct error *e)
{
	for (size_t i = 0; i < job->feed->source_count; i++) {
		if (job_retired(&job->sources[i].was)) {
			job_pass(job, i);
			continue;
		}
		switch (job->sources[i].source->kind) {
		case CONFIG_URL:
			if (ask(s, job, i, e) == -1)
				return -1;
			break;
		case CONFIG_FILE:
			job_read_file(job, i);
			break;
		case CONFIG_COMMAND:
			start_command(s, job, i);
			break;
		}
	}
	return 0;
}

/* Starts what is ready, as far as there are processors. */
static void
start_ready(struct state *s)
{
	for (size_t i = 0; i < s->round->count; i++) {
		struct job *job = &s->round->jobs[i];
		if (s->converting == s->round->processes)
			return;
		if (job->stage != JOB_READY)
			continue;
		job_start(job, monotonic_millis());
		if (job->stage != JOB_DONE)
			s->converting++;
	}
}

static bool
converts(const struct job *job)
{
	return job->stage == JOB_WEAVE || job->stage == JOB_PRESS;
}

static void
earlier(int64_t *next, int64_t deadline)
{
	if (*next == -1 || deadline < *next)
		*next = deadline;
}

/*
 * Whom to wait for, in the order in which they are heard: the fetcher, the
 * processes of jobs (their end and what they say), commands.  The first
 * deadline, or -1.
 */
static int64_t
set_polls(struct state *s, nfds_t *count)
{
	struct pollfd *p = s->polls;
	int64_t next = -1;

	*p++ = (struct pollfd){
	    .fd = s->fetcher == NULL ? -1 : fetcher_descriptor(s->fetcher),
	    .events = POLLIN};
	for (size_t i = 0; i < s->round->count; i++) {
		const struct job *job = &s->round->jobs[i];
		if (!converts(job))
			continue;
		*p++ = (struct pollfd){
		    .fd = job->worker.channel, .events = POLLIN};
		*p++ =
		    (struct pollfd){.fd = job->worker.said, .events = POLLIN};
		earlier(&next, job->deadline);
	}
	for (size_t i = 0; i < s->command_count; i++) {
		*p++ = (struct pollfd){
		    .fd = s->commands[i].command.said, .events = POLLIN};
		earlier(&next, s->commands[i].deadline);
	}
	*count = (nfds_t)(p - s->polls);
	return next;
}

static int
hear_fetcher(struct state *s, struct error *e)
{
	struct http_answer answer;
	size_t source;
	int body, got;

	while ((got = fetcher_hear(s->fetcher, &answer, &body, e)) == 1) {
		struct job *job = job_of(s, answer.number, &source);
		if (source == job->feed->source_count && job->asked) {
			job->asked = false;
			job_followed(job, &answer, body);
		} else if (source < job->feed->source_count &&
			   !job->sources[source].answered) {
			job_answer(job, source, &answer, body);
		} else if (body != -1) {
			close(body);
		}
	}
	return got;
}

static void
hear_job(struct state *s, struct job *job, const struct pollfd *polls)
{
	int64_t now = monotonic_millis();
	bool late = now >= job->deadline;

	if (polls[1].revents != 0)
		job_listen(job);
	if (polls[0].revents == 0 && !late)
		return;
	job_ended(job, late && polls[0].revents == 0, now);
	if (!converts(job))
		s->converting--;
}

static void
hear_command(struct state *s, size_t i, const struct pollfd *poll)
{
	struct running *running = &s->commands[i];
	bool late = monotonic_millis() >= running->deadline;
	struct error e;
	int output = -1;

	if (poll->revents != 0 && command_listen(&running->command) == 1 &&
	    !late)
		return;
	if (poll->revents == 0 && !late)
		return;
	command_end(&running->command, late, &output, &e);
	job_take_output(running->job, running->source, output, &e);
	*running = s->commands[--s->command_count];
}

/* Waits for something to happen, and hears of it. */
static int
wait_and_hear(struct state *s, struct error *e)
{
	nfds_t count;
	int64_t next = set_polls(s, &count);
	int64_t left = next == -1 ? -1 : next - monotonic_millis();
	const struct pollfd *p = s->polls + 1;

	int ready = TEMP_FAILURE_RETRY(poll(s->polls, count,
	    next == -1 ? -1
	    : left < 0 ? 0
		       : (int)left));
	if (ready == -1)
		return error_errno(e, ERR_SYSTEM, "poll");
	for (size_t i = 0; i < s->round->count; i++) {
		struct job *job = &s->round->jobs[i];
		if (!converts(job))
			continue;
		hear_job(s, job, p);
		p += 2;
	}
	/* From the last one on: one that has ended is not there any more. */
	for (size_t i = s->command_count; i-- > 0;)
		hear_command(s, i, &p[i]);
	return s->polls[0].revents == 0 ? 0 : hear_fetcher(s, e);
}

static size_t
count_done(const struct round *round)
{
	size_t n = 0;

	for (size_t i = 0; i < round->count; i++)
		n += round->jobs[i].stage == JOB_DONE;
	return n;
}

/*
 * What sources answer is an open file until the feed is done, and there are
 * only so many; but one feed is always begun.
 */
static int
begin_next(struct state *s, struct error *e)
{
	struct round *round = s->round;
	size_t open = 0;

	for (size_t i = 0; i < s->begun; i++)
		if (round->jobs[i].stage != JOB_DONE)
			open += round->jobs[i].feed->source_count;
	while (s->begun < round->count && s->command_count < COMMANDS) {
		struct job *job = &round->jobs[s->begun];
		open += job->feed->source_count;
		if (open > job->feed->source_count && open > s->sources)
			break;
		s->begun++;
		if (begin(s, job, e) == -1)
			return -1;
	}
	return 0;
}

/* A source's command has two files. */
static size_t
most_sources(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) == -1 || files.rlim_cur < RESERVE)
		return 1;
	return (files.rlim_cur - RESERVE) / 2;
}

static int
go(struct state *s, struct error *e)
{
	struct round *round = s->round;

	for (;;) {
		if (begin_next(s, e) == -1)
			return -1;
		start_ready(s);
		if (ask_all(s, e) == -1)
			return -1;
		size_t done = count_done(round);
		progress_tell(round->setup->journal->progress, done, 0);
		if (done == round->count)
			return 0;
		/* Those without news are done at once: nobody is waited for. */
		if (done < s->begun && wait_and_hear(s, e) == -1)
			return -1;
	}
}

/* Numbers sources; how many there are of URLs. */
static size_t
count_sources(struct state *s, size_t *commands)
{
	size_t number = 0, urls = 0;

	for (size_t i = 0; i < s->round->count; i++) {
		const struct config_feed *feed = s->round->jobs[i].feed;
		s->first[i] = number;
		urls += feed->announce != NULL;
		number += feed->source_count + 1;
		for (size_t k = 0; k < feed->source_count; k++) {
			urls += feed->sources[k].kind == CONFIG_URL;
			*commands += feed->sources[k].kind == CONFIG_COMMAND;
		}
	}
	return urls;
}

int
round_run(struct round *round, struct error *e)
{
	const struct job_setup *setup = round->setup;
	struct fetcher_setup fetch = {.options = setup->options,
	    .config = setup->config,
	    .hosts = setup->options->jobs == -1
			 ? setup->config->jobs
			 : worker_count(setup->options->jobs, LIMIT_JOBS),
	    .pause = setup->config->pause,
	    .now = setup->now};
	struct state s = {.round = round, .sources = most_sources()};
	size_t commands = 0;
	int result = 0;

	s.first = mem_new(round->count + 1, sizeof(s.first[0]));
	size_t urls = count_sources(&s, &commands);
	s.commands = mem_new(commands + 1, sizeof(s.commands[0]));
	s.polls =
	    mem_new(1 + 2 * round->processes + commands, sizeof(s.polls[0]));
	if (urls > 0) {
		s.fetcher = fetcher_start(&fetch, e);
		result = s.fetcher == NULL ? -1 : 0;
	}
	if (result == 0)
		result = go(&s, e);
	fetcher_end(s.fetcher);
	free(s.polls);
	free(s.commands);
	free(s.first);
	return result;
}
