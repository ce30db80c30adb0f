/*
 * Answers of a feed's sources.  What they say of themselves (validators, where
 * they moved) is put aside until the feed is published: a validator that is
 * remembered too early makes news that was lost on the way look old.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "run/job.h"
#include "run/schedule.h"

#define GONE 3	/* answers 410 behind each other that are believed */
#define MOVED 3 /* the same of permanent redirects */
#define CHUNK (64 * KIB)

static void
set(char **to, const char *text)
{
	free(*to);
	*to = text == NULL || *text == '\0' ? NULL : mem_str(text);
}

bool
job_retired(const struct store_source *known)
{
	return known->gone_count >= GONE;
}

const char *
job_address(const struct job_source *s)
{
	return s->was.moved_count >= MOVED && s->was.moved_to != NULL
		   ? s->was.moved_to
		   : s->source->url;
}

bool
job_whole(const struct job *job, const struct job_source *s)
{
	return job->stale || job->setup->now - s->was.full >= SCHEDULE_DAY ||
	       s->was.full > job->setup->now;
}

/* The last source has answered: there is something to do, or nothing. */
static void
check_ready(struct job *job)
{
	for (size_t i = 0; i < job->feed->source_count; i++)
		if (!job->sources[i].answered)
			return;
	job->stage = JOB_READY;
}

static void
answered(struct job *job, struct job_source *s)
{
	s->answered = true;
	check_ready(job);
}

/* A fingerprint of a file's bytes; false when they cannot be read. */
static bool
hash_file(int fd, char out[HASH_TEXT])
{
	unsigned char chunk[CHUNK];
	struct hash hash;
	off_t at = 0;
	ssize_t n;

	hash_init(&hash);
	while (
	    (n = TEMP_FAILURE_RETRY(pread(fd, chunk, sizeof(chunk), at))) > 0) {
		hash_add(&hash, chunk, (size_t)n);
		at += n;
	}
	hash_hex(&hash, out);
	return n == 0;
}

/* A whole body has come. */
static void
take_body(struct job_source *s, int body)
{
	char hash[HASH_TEXT];

	if (!hash_file(body, hash)) {
		error_errno(&s->error, ERR_SYSTEM, "cannot read what came");
		close(body);
		return;
	}
	s->body = body;
	s->fresh = s->was.hash == NULL || strcmp(s->was.hash, hash) != 0;
	set(&s->will.hash, hash);
}

/* A redirect that is meant for ever is believed when it was said often. */
static void
note_move(struct job_source *s, const struct http_answer *answer)
{
	struct store_source *will = &s->will;

	if (answer->redirects == 0) {
		/* Asked at its new address already, or there is none. */
		if (will->moved_count < MOVED)
			set(&will->moved_to, NULL);
		return;
	}
	if (!answer->permanent) {
		will->moved_count = 0;
		set(&will->moved_to, NULL);
	} else if (will->moved_to != NULL &&
		   strcmp(will->moved_to, answer->url) == 0) {
		will->moved_count++;
	} else {
		set(&will->moved_to, answer->url);
		will->moved_count = 1;
	}
}

static void
take_document(struct job *job, struct job_source *s,
    const struct http_answer *answer, int body)
{
	bool whole = job_whole(job, s);

	s->will.gone_count = 0;
	s->was.not_before = s->will.not_before = 0;
	s->will.fetched = job->setup->now;
	note_move(s, answer);
	set(&s->will.etag, answer->etag);
	set(&s->will.last_modified, answer->last_modified);
	if (answer->status == 200) {
		if (whole)
			s->will.full = job->setup->now;
		set(&s->from, answer->url);
		take_body(s, body);
	}
	/* What the feed itself asked for holds until it has other bytes. */
	if (s->fresh)
		s->will.floor = 0;
	if (answer->max_age > s->will.floor)
		s->will.floor = answer->max_age;
}

/* What is no document: why, and when to come again. */
static void
take_refusal(
    struct job *job, struct job_source *s, const struct http_answer *answer)
{
	int64_t now = job->setup->now;

	/* Its first address may know better where it is by now. */
	if (s->was.moved_count >= MOVED)
		s->was.moved_count = 0;
	s->was.gone_count = answer->status == 410 ? s->was.gone_count + 1 : 0;
	if (answer->retry_after > 0)
		s->was.not_before =
		    now + (answer->retry_after < SCHEDULE_LONGEST
				  ? answer->retry_after
				  : SCHEDULE_LONGEST);
	if (answer->status == 0)
		error_set(&s->error, ERR_NOINPUT, "%s", answer->failure);
	else if (job_retired(&s->was))
		error_set(&s->error, ERR_NOINPUT,
		    "it is gone for good (410, %d times): it is asked for no "
		    "more; take it out of the configuration",
		    GONE);
	else
		error_set(&s->error, ERR_NOINPUT, "the server answered %d%s",
		    answer->status,
		    answer->status == 401 || answer->status == 403
			? ": not for us, or not without a password"
		    : answer->status == 404 ? ": there is nothing there"
		    : answer->status == 410 ? ": gone"
		    : answer->status == 429 ? ": we ask too often"
		    : answer->status >= 500 ? ": it is not well"
					    : "");
}

void
job_answer(
    struct job *job, size_t source, const struct http_answer *answer, int body)
{
	struct job_source *s = &job->sources[source];

	if ((answer->status == 200 && body != -1) ||
	    (answer->status == 304 && !job_whole(job, s))) {
		take_document(job, s, answer, body);
	} else {
		take_refusal(job, s, answer);
		if (body != -1)
			close(body);
	}
	answered(job, s);
}

/* A file is known by its number, size and time: it may be an export of GB. */
void
job_read_file(struct job *job, size_t source)
{
	struct job_source *s = &job->sources[source];
	const char *path = s->source->file;
	char mark[80];
	struct stat st;

	s->body = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (s->body == -1 || fstat(s->body, &st) == -1) {
		error_errno(&s->error, ERR_NOINPUT, "cannot be read");
	} else if (!S_ISREG(st.st_mode)) {
		error_set(&s->error, ERR_NOINPUT, "is not a file");
	} else {
		snprintf(mark, sizeof(mark), "%jx-%jx-%jx.%lx",
		    (uintmax_t)st.st_ino, (uintmax_t)st.st_size,
		    (uintmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
		s->fresh =
		    s->was.hash == NULL || strcmp(s->was.hash, mark) != 0;
		set(&s->will.hash, mark);
		s->will.fetched = job->setup->now;
	}
	answered(job, s);
}

void
job_take_output(
    struct job *job, size_t source, int output, const struct error *e)
{
	struct job_source *s = &job->sources[source];

	if (output == -1)
		s->error = *e;
	else
		take_body(s, output);
	s->will.fetched = job->setup->now;
	answered(job, s);
}

bool
job_unseat(struct job *job, size_t document)
{
	if (job->page_count > 0 && document > 0) {
		close(job->pages[--job->page_count]);
		job->paged = true;
		return true;
	}
	for (size_t i = 0; i < job->feed->source_count; i++) {
		struct job_source *s = &job->sources[i];
		if (s->body == -1 || document-- > 0)
			continue;
		if (job->feed->source_count == 1 || !s->fresh)
			return false;
		s->error = job->error;
		s->fresh = false;
		close(s->body);
		s->body = -1;
		return true;
	}
	return false;
}

void
job_pass(struct job *job, size_t source)
{
	answered(job, &job->sources[source]);
}
