/*
 * The master's side of the fetcher: questions go out, answers are looked at as
 * if a stranger had written them.
 */
#include "run/fetcher.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/worker.h"
#include "run/fetcher_frame.h"

/* A question that is open; max_bytes is that of its answer. */
struct question {
	bool open;
	size_t max_bytes;
};

struct fetcher {
	struct worker worker;
	struct question *questions; /* by their numbers */
	size_t count;
};

struct fetcher *
fetcher_start(const struct fetcher_setup *setup, struct error *e)
{
	struct fetcher *f = mem_new(1, sizeof(*f));

	if (worker_start(&f->worker, fetcher_work, (void *)setup, e) == 0)
		return f;
	free(f);
	return NULL;
}

void
fetcher_end(struct fetcher *f)
{
	if (f == NULL)
		return;
	(void)kill(f->worker.pid, SIGKILL);
	(void)worker_end(&f->worker);
	free(f->questions);
	free(f);
}

int
fetcher_descriptor(const struct fetcher *f)
{
	return f->worker.channel;
}

/* What it said last is why it ended, if it said anything. */
static int
explain_end(struct fetcher *f, struct error *e)
{
	char words[400];
	ssize_t n = read(f->worker.said, words, sizeof(words) - 1);

	words[n > 0 ? n : 0] = '\0';
	words[strcspn(words, "\n")] = '\0';
	if (words[0] == '\0')
		return error_set(
		    e, ERR_SYSTEM, "the process that fetches has ended");
	return error_set(e, ERR_SYSTEM, "%s", words);
}

static struct question *
question(struct fetcher *f, size_t number)
{
	if (number >= f->count) {
		size_t count = number + number / 2 + 16;
		f->questions =
		    mem_grow(f->questions, count, sizeof(*f->questions));
		memset(&f->questions[f->count], 0,
		    (count - f->count) * sizeof(*f->questions));
		f->count = count;
	}
	return &f->questions[number];
}

/* What does not fit is left out. */
static void
put(char *out, size_t room, const char *text)
{
	size_t n = text == NULL ? room : strlen(text);

	if (n < room)
		memcpy(out, text, n);
}

int
fetcher_ask(struct fetcher *f, size_t number,
    const struct fetch_request *request, struct error *e)
{
	struct fetcher_question frame;

	/* No byte of the master's memory is between the fields. */
	memset(&frame, 0, sizeof(frame));
	frame.number = number;
	frame.max_bytes = request->max_bytes;
	frame.timeout = request->timeout;
	frame.source = request->source;
	frame.bare = request->bare;
	frame.posts = request->post != NULL;
	put(frame.url, sizeof(frame.url), request->url);
	put(frame.etag, sizeof(frame.etag), request->etag);
	put(frame.last_modified, sizeof(frame.last_modified),
	    request->last_modified);
	put(frame.post, sizeof(frame.post), request->post);
	*question(f, number) =
	    (struct question){.open = true, .max_bytes = request->max_bytes};
	ssize_t n = TEMP_FAILURE_RETRY(
	    send(f->worker.channel, &frame, sizeof(frame), MSG_NOSIGNAL));
	return n == (ssize_t)sizeof(frame) ? 0 : explain_end(f, e);
}

union control {
	char room[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

/* The one descriptor that came, or -1; more than one are closed. */
static int
descriptor(struct msghdr *message)
{
	const struct cmsghdr *header = CMSG_FIRSTHDR(message);
	int fd = -1;

	if (header == NULL || header->cmsg_level != SOL_SOCKET ||
	    header->cmsg_type != SCM_RIGHTS)
		return -1;
	size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(fd);
	for (size_t i = 0; i < count; i++) {
		if (fd != -1)
			close(fd);
		memcpy(&fd, CMSG_DATA(header) + i * sizeof(fd), sizeof(fd));
	}
	if (count == 1)
		return fd;
	if (fd != -1)
		close(fd);
	return -1;
}

ssize_t
fetcher_receive(int channel, struct http_answer *answer, int *body)
{
	union control control;
	struct iovec frame = {answer, sizeof(*answer)};
	struct msghdr message = {.msg_iov = &frame,
	    .msg_iovlen = 1,
	    .msg_control = control.room,
	    .msg_controllen = sizeof(control.room)};

	*body = -1;
	ssize_t n = TEMP_FAILURE_RETRY(
	    recvmsg(channel, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC));
	if (n == -1)
		return -1;
	*body = descriptor(&message);
	return (message.msg_flags & MSG_TRUNC) != 0 ? 1 : n;
}

/*
 * The same file, opened again: where it is read at was shared with the fetcher,
 * which could have moved it.  As it is without /proc.
 */
static int
reopen(int body)
{
	char path[40];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", body);
	int own = open(path, O_RDONLY | O_CLOEXEC);
	if (own == -1)
		return body;
	close(body);
	return own;
}

/* NULL when the answer is good. */
static const char *
fault(const struct fetcher *f, const struct http_answer *answer, int body)
{
	if (answer->number >= f->count || !f->questions[answer->number].open)
		return "a number that nobody asked for";
	return fetcher_fault(
	    answer, body, f->questions[answer->number].max_bytes);
}

int
fetcher_hear(
    struct fetcher *f, struct http_answer *answer, int *body, struct error *e)
{
	ssize_t n = fetcher_receive(f->worker.channel, answer, body);

	if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return 0;
	const char *wrong = n <= 0 ? NULL : "a frame of another size";
	if (n == (ssize_t)sizeof(*answer))
		wrong = fault(f, answer, *body);
	if (n > 0 && wrong == NULL) {
		f->questions[answer->number].open = false;
		if (*body != -1)
			*body = reopen(*body);
		return 1;
	}
	if (*body != -1)
		close(*body);
	*body = -1;
	if (wrong == NULL)
		return explain_end(f, e);
	return error_set(e, ERR_SYSTEM,
	    "the process that fetches answered %s, and is not believed", wrong);
}
