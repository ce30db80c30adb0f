/*
 * The master's side of the mailer: a message goes out, what came of it is
 * looked at as if a stranger had written it.
 */
#include "digest/mailer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/worker.h"

#define SPARE 30     /* seconds that it may be late, by its own clock */
#define LEAVING 6000 /* milliseconds to take leave of the server */

struct mailer {
	struct mailer_setup setup;
	struct worker worker;
	size_t number; /* of the last message */
};

struct mailer *
mailer_start(const struct mailer_setup *setup, struct error *e)
{
	struct mailer *m = mem_new(1, sizeof(*m));

	m->setup = *setup;
	if (worker_start(&m->worker, mailer_work, &m->setup, e) == 0)
		return m;
	free(m);
	return NULL;
}

/* True when there is something to be read in time, or its end. */
static bool
wait_for(int fd, int milliseconds)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};

	return TEMP_FAILURE_RETRY(poll(&ready, 1, milliseconds)) == 1;
}

void
mailer_end(struct mailer *m)
{
	if (m == NULL)
		return;
	if (m->worker.pid == -1) {
		free(m);
		return;
	}
	int end = pidfd_open(m->worker.pid, 0);
	worker_dismiss(&m->worker);
	if (end == -1 || !wait_for(end, LEAVING))
		(void)kill(m->worker.pid, SIGKILL);
	if (end != -1)
		close(end);
	(void)worker_end(&m->worker);
	free(m);
}

/* What it said last is why it ended, if it said anything. */
static void
explain_end(struct mailer *m, char words[MAILER_WORDS])
{
	char said[512];
	ssize_t n = read(m->worker.said, said, sizeof(said) - 1);
	size_t at = 0;

	said[n > 0 ? n : 0] = '\0';
	for (ssize_t i = 0; i < n && said[i] != '\n'; i++)
		if (said[i] >= ' ' && said[i] <= '~' && at + 1 < MAILER_WORDS)
			words[at++] = said[i];
	words[at] = '\0';
	if (at == 0)
		(void)snprintf(words, MAILER_WORDS, "%s",
		    "the process that sends mail has ended");
}

/* Between messages it has nothing to say that anybody waits for. */
static void
drain(const struct mailer *m)
{
	char said[256];

	while (read(m->worker.said, said, sizeof(said)) > 0)
		;
}

/* Whether an answer is one; texts in it are of one line. */
static bool
is_answer(struct mailer_frame *frame)
{
	if (frame->end < 0 || frame->end >= SMTP_ENDS ||
	    memchr(frame->words, '\0', sizeof(frame->words)) == NULL)
		return false;
	for (const char *p = frame->words; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			return false;
	return true;
}

/* 1, 0 when it has ended, or -1 when its time was up. */
static int
ask(struct mailer *m, int frame, int message)
{
	const struct work work = {++m->number, message, frame};
	struct answer answer;

	if (worker_hand(&m->worker, &work) == -1)
		return 0;
	if (!wait_for(m->worker.channel, (LIMIT_MAIL_TIME + SPARE) * 1000))
		return -1;
	return worker_hear(&m->worker, &answer) == 1 &&
		       answer.number == m->number
		   ? 1
		   : 0;
}

/* What does not fit is no address of ours. */
static bool
put(char out[MAILBOX_ADDRESS], const char *text)
{
	size_t n = strlen(text);

	if (n >= MAILBOX_ADDRESS)
		return false;
	memcpy(out, text, n);
	return true;
}

static enum smtp_end
give(struct mailer *m, int fd, int message, char words[MAILER_WORDS])
{
	struct mailer_frame frame;

	int got = ask(m, fd, message);
	if (got == -1) {
		(void)kill(m->worker.pid, SIGKILL);
		(void)snprintf(words, MAILER_WORDS, "%s",
		    "the process that sends mail was not done in time");
		return SMTP_SILENT;
	}
	if (got == 0) {
		/* One that did not say why had the message in its hands. */
		explain_end(m, words);
		int status = worker_end(&m->worker);
		return WIFEXITED(status) && WEXITSTATUS(status) != 0
			   ? SMTP_NO_SERVER
			   : SMTP_SILENT;
	}
	drain(m);
	if (pread(fd, &frame, sizeof(frame), 0) != (ssize_t)sizeof(frame) ||
	    !is_answer(&frame)) {
		(void)snprintf(words, MAILER_WORDS, "%s",
		    "the process that sends mail is not believed");
		return SMTP_SILENT;
	}
	memcpy(words, frame.words, sizeof(frame.words));
	return (enum smtp_end)frame.end;
}

enum smtp_end
mailer_send(struct mailer *m, const char *sender, const char *recipient,
    int message, char words[MAILER_WORDS])
{
	struct mailer_frame frame;
	enum smtp_end end = SMTP_NO_SERVER;

	/* No byte of the master's memory is between the fields. */
	memset(&frame, 0, sizeof(frame));
	if (!put(frame.sender, sender) || !put(frame.recipient, recipient)) {
		(void)snprintf(
		    words, MAILER_WORDS, "%s", "an address that is too long");
		return SMTP_REFUSED;
	}
	int fd = memfd_create("letter", MFD_CLOEXEC);
	if (fd != -1 &&
	    write(fd, &frame, sizeof(frame)) == (ssize_t)sizeof(frame))
		end = give(m, fd, message, words);
	else
		(void)snprintf(
		    words, MAILER_WORDS, "%s", "no memory for a message");
	if (fd != -1)
		close(fd);
	return end;
}
