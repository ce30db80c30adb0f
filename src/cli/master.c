/*
 * The loop of the process that others work for.  It reads nothing but answers
 * of a fixed size and lines for people.  A worker whose turn to be told has not
 * come may say so much and then has to wait, so memory stays bounded; the first
 * file that is not done is always with a worker that need not wait.
 */
#include "cli/master.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/verb.h"

#define QUEUE 2	 /* files that a worker has, the second one waiting */
#define WAIT 100 /* milliseconds until what is whole is put in place */
#define CHUNK (16 * KIB)
#define SAID (64 * KIB) /* that is kept of what is said of a file */

struct file {
	struct buf said; /* and not told yet */
	bool failed;
	bool done;
};

/* A worker, and what it was handed, in this order. */
struct hand {
	struct worker worker;
	bool ready;
	struct work work[QUEUE];
	size_t n;
	size_t parts; /* of what it says that are at their end: see listen */
	bool alone;   /* the last one must not share it */
};

struct master {
	const struct master_setup *setup;
	struct file *files;
	size_t next;		    /* to be handed out */
	size_t told;		    /* all before it are done, and told */
	size_t done;		    /* so many are, in all */
	size_t whole[MASTER_BATCH]; /* these wait to be put in place */
	size_t n_whole;
	struct hand *hands;
	struct pollfd *polls; /* for each hand its channel and what it says */
};

/*
 * Tells the whole lines of a text, and what is no line yet if it is the last of
 * it or long; how much it was.
 */
static size_t
tell_lines(const char *text, size_t len, bool last)
{
	struct buf line;
	size_t at = 0;

	buf_init(&line, 2 * SAID);
	while (at < len) {
		const char *end = memchr(text + at, '\n', len - at);
		size_t n = end == NULL ? len - at : (size_t)(end - text) - at;
		if (end == NULL && !last && n < SAID)
			break;
		buf_cut(&line, 0);
		buf_add(&line, text + at, n);
		verb_warn(buf_text(&line));
		at += n + (end != NULL);
	}
	buf_clear(&line);
	return at;
}

/* Tells what is said of a file so far. */
static void
tell(const struct master *m, struct file *file)
{
	struct buf *said = &file->said;
	if (said->len == 0)
		return;
	progress_hide(m->setup->progress);
	size_t n = tell_lines(said->data, said->len, file->done);
	memmove(said->data, said->data + n, said->len - n);
	buf_cut(said, said->len - n);
}

/* Goes on over all files that are done, to the first that is not. */
static void
tell_done(struct master *m)
{
	while (m->told < m->setup->count && m->files[m->told].done) {
		tell(m, &m->files[m->told]);
		buf_clear(&m->files[m->told].said);
		m->told++;
	}
	if (m->told < m->setup->count)
		tell(m, &m->files[m->told]);
}

/* Says of a file what went wrong with it, with its name. */
static void
blame(struct master *m, size_t i, const struct error *e)
{
	const char *name = m->setup->name(m->setup->context, i);
	struct buf *said = &m->files[i].said;

	buf_puts(said, "feedloom: ");
	if (strstr(e->text, name) == NULL)
		buf_printf(said, "%s: ", name);
	verb_line(said, e->text);
	m->files[i].failed = true;
}

static void
set_done(struct master *m, size_t i)
{
	m->files[i].done = true;
	progress_tell(m->setup->progress, ++m->done, 0);
}

static void
commit(struct master *m)
{
	struct error *errors = mem_new(MASTER_BATCH, sizeof(*errors));

	m->setup->commit(m->setup->context, m->whole, m->n_whole, errors);
	for (size_t i = 0; i < m->n_whole; i++) {
		if (errors[i].code != ERR_NONE)
			blame(m, m->whole[i], &errors[i]);
		set_done(m, m->whole[i]);
	}
	m->n_whole = 0;
	free(errors);
}

/* A worker is through with a file, one way or the other. */
static void
finish(struct master *m, size_t i, bool good)
{
	if (!good) {
		m->setup->drop(m->setup->context, i);
		m->files[i].failed = true;
		set_done(m, i);
		return;
	}
	m->whole[m->n_whole++] = i;
	if (m->n_whole == MASTER_BATCH)
		commit(m);
}

/* The file that a worker speaks of; NULL: none. */
static struct file *
file_of(const struct master *m, const struct hand *hand)
{
	return hand->parts == 0 || hand->parts > hand->n
		   ? NULL
		   : &m->files[hand->work[hand->parts - 1].number];
}

/* Some of what a worker says, all of the same part. */
static void
take_said(struct master *m, const struct hand *hand, const char *text, size_t n)
{
	struct file *file = file_of(m, hand);

	if (file != NULL)
		buf_add(&file->said, text, n);
	else if (hand == m->hands || hand->ready)
		tell_lines(text, n, true); /* else the first one says it */
	if (file == &m->files[m->told])
		tell(m, file);
}

/*
 * Takes a chunk of what a worker says; false when there is none now.  A NUL
 * ends a part: the first one is of none of the files, then one for each.
 */
static bool
listen(struct master *m, struct hand *hand)
{
	char chunk[CHUNK];
	ssize_t got = read(hand->worker.said, chunk, sizeof(chunk));
	const char *text = chunk;
	const char *end = chunk + (got > 0 ? got : 0);

	while (text < end) {
		size_t n = strnlen(text, (size_t)(end - text));
		take_said(m, hand, text, n);
		text += n;
		if (text < end) {
			hand->parts++;
			text++;
		}
	}
	return got > 0;
}

/* Until so many parts are at their end, or nothing more is there. */
static void
listen_to(struct master *m, struct hand *hand, size_t parts)
{
	while (hand->parts < parts && listen(m, hand))
		;
}

/* The first file of a worker is its no longer. */
static void
shift(struct hand *hand)
{
	hand->n--;
	hand->parts -= hand->parts > 0;
	memmove(hand->work, hand->work + 1, hand->n * sizeof(hand->work[0]));
}

static int
start(struct master *m, struct hand *hand, struct error *e)
{
	hand->ready = false;
	hand->parts = 0;
	return worker_start(
	    &hand->worker, m->setup->work, m->setup->context, e);
}

/* Why a process is there no longer. */
static void
explain_end(int status, struct error *e)
{
	if (WIFSIGNALED(status))
		error_set(e, ERR_SYSTEM,
		    "the process that converted it was ended by signal %d "
		    "(%s)",
		    WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		error_set(e, ERR_SYSTEM,
		    "the process that converted it has ended with status %d",
		    WEXITSTATUS(status));
}

/*
 * Another worker takes the place of one that has ended, with what was waiting
 * for it.
 */
static int
replace(struct master *m, struct hand *hand, struct error *e)
{
	struct error why;

	listen_to(m, hand, SIZE_MAX);
	explain_end(worker_end(&hand->worker), &why);
	if (!hand->ready)
		return error_set(
		    e, ERR_SYSTEM, "no process can be started that converts");
	if (hand->n > 0) {
		blame(m, hand->work[0].number, &why);
		finish(m, hand->work[0].number, false);
		shift(hand);
	}
	if (start(m, hand, e) == -1)
		return -1;
	for (size_t i = 0; i < hand->n; i++)
		worker_hand(&hand->worker, &hand->work[i]);
	return 0;
}

/* What a worker answers, or that it is gone. */
static int
hear(struct master *m, struct hand *hand, struct error *e)
{
	struct answer answer;

	if (worker_hear(&hand->worker, &answer) == 0)
		return replace(m, hand, e);
	/* What is said of the file is there before its answer. */
	listen_to(m, hand, hand->ready ? 2 : 1);
	if (!hand->ready && answer.number == MASTER_READY &&
	    answer.status == 0) {
		hand->ready = true;
	} else if (hand->n > 0 && answer.number == hand->work[0].number) {
		finish(m, answer.number, answer.status == 0);
		shift(hand);
	} else {
		kill(hand->worker.pid, SIGKILL);
		return replace(m, hand, e);
	}
	return 0;
}

/* Hands out the next file that can be opened; false when there is none. */
static bool
hand_out(struct master *m, struct hand *hand)
{
	const struct master_setup *setup = m->setup;
	struct error e;

	while (m->next < setup->count) {
		size_t i = m->next;
		struct work *work = &hand->work[hand->n];
		bool alone = false;
		*work = (struct work){.number = i};
		if (setup->open(setup->context, i, work, &alone, &e) == 0) {
			m->next++;
			hand->n++;
			hand->alone = alone;
			/* One that is gone is missed when it is heard. */
			worker_hand(&hand->worker, work);
			return true;
		}
		m->next++;
		blame(m, i, &e);
		set_done(m, i);
	}
	return false;
}

static bool
has_room(const struct hand *hand)
{
	return hand->n == 0 || (hand->n < QUEUE && !hand->alone);
}

/* First one file for each, then one that waits. */
static void
hand_out_all(struct master *m)
{
	for (size_t n = 0; n < QUEUE; n++)
		for (size_t i = 0; i < m->setup->workers; i++) {
			struct hand *hand = &m->hands[i];
			if (hand->n <= n && has_room(hand) &&
			    !hand_out(m, hand))
				return;
		}
}

/* Whom to wait for: one whose turn to speak has not come may have to wait. */
static void
set_polls(struct master *m)
{
	for (size_t i = 0; i < m->setup->workers; i++) {
		struct hand *hand = &m->hands[i];
		const struct file *file = file_of(m, hand);
		bool full = file != NULL && file->said.len >= SAID;
		m->polls[2 * i] = (struct pollfd){
		    .fd = hand->worker.channel, .events = POLLIN};
		m->polls[2 * i + 1] = (struct pollfd){
		    .fd = full ? -1 : hand->worker.said, .events = POLLIN};
	}
}

/* Waits until somebody has something to say, and hears it. */
static int
wait_and_hear(struct master *m, struct error *e)
{
	set_polls(m);
	int ready = TEMP_FAILURE_RETRY(
	    poll(m->polls, 2 * m->setup->workers, m->n_whole == 0 ? -1 : WAIT));
	if (ready == -1)
		return error_errno(e, ERR_SYSTEM, "poll");
	if (ready == 0)
		commit(m);
	for (size_t i = 0; i < m->setup->workers; i++) {
		if (m->polls[2 * i + 1].revents != 0)
			listen(m, &m->hands[i]);
		if (m->polls[2 * i].revents != 0 &&
		    hear(m, &m->hands[i], e) == -1)
			return -1;
	}
	return 0;
}

static int
run(struct master *m, struct error *e)
{
	for (size_t i = 0; i < m->setup->workers; i++)
		if (start(m, &m->hands[i], e) == -1)
			return -1;
	while (m->done < m->setup->count) {
		hand_out_all(m);
		if (m->done + m->n_whole == m->setup->count)
			commit(m);
		tell_done(m);
		if (m->done < m->setup->count && wait_and_hear(m, e) == -1)
			return -1;
	}
	tell_done(m);
	return 0;
}

/* Hears a worker that has no more to do to its end. */
static int
see_off(struct master *m, struct hand *hand, struct error *e)
{
	struct pollfd said = {.fd = hand->worker.said, .events = POLLIN};

	worker_dismiss(&hand->worker);
	while (TEMP_FAILURE_RETRY(poll(&said, 1, -1)) == 1 && listen(m, hand))
		;
	int status = worker_end(&hand->worker);
	if (status == 0)
		return 0;
	explain_end(status, e);
	return -1;
}

/* All workers go.  What is left when it could not go on is given up. */
static int
end(struct master *m, struct error *e)
{
	int result = 0;

	for (size_t i = 0; i < m->n_whole; i++)
		m->setup->drop(m->setup->context, m->whole[i]);
	for (size_t i = 0; i < m->setup->workers; i++) {
		struct hand *hand = &m->hands[i];
		for (; hand->n > 0; shift(hand))
			m->setup->drop(m->setup->context, hand->work[0].number);
		if (hand->worker.pid > 0 && see_off(m, hand, e) == -1)
			result = -1;
	}
	return result;
}

int
master_run(const struct master_setup *setup, size_t *failed, struct error *e)
{
	struct master m = {.setup = setup};

	m.files = mem_new(setup->count + 1, sizeof(m.files[0]));
	m.hands = mem_new(setup->workers, sizeof(m.hands[0]));
	m.polls = mem_new(2 * setup->workers, sizeof(m.polls[0]));
	for (size_t i = 0; i < setup->count; i++)
		buf_init(&m.files[i].said, 4 * SAID);
	struct error other;
	int result = run(&m, e);
	if (end(&m, result == 0 ? e : &other) == -1)
		result = -1;
	*failed = 0;
	for (size_t i = 0; i < setup->count; i++) {
		*failed += m.files[i].failed;
		buf_clear(&m.files[i].said);
	}
	free(m.polls);
	free(m.hands);
	free(m.files);
	return result;
}
