/*
 * The fetcher's own process: it reads the secrets, loads what it needs, locks
 * itself in, and then asks strangers.  It always takes questions while it waits
 * to be rid of an answer, so that neither side waits for the other.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/help.h"
#include "cli/lock.h"
#include "run/fetcher_frame.h"
#include "run/secrets.h"

struct refusal {
	struct refusal *next;
	size_t number;
	struct error error;
};

struct work_state {
	int channel;
	struct http *http;
	struct secrets *secrets;
	struct refusal *refusals;
	bool ended; /* the master is gone, or needs no more */
};

/* What was refused before it was asked for is answered later. */
static void
refuse(struct work_state *w, size_t number, const struct error *e)
{
	struct refusal *r = mem_new(1, sizeof(*r));

	r->number = number;
	r->error = *e;
	r->next = w->refusals;
	w->refusals = r;
}

static void
add(struct work_state *w, const struct fetcher_question *q)
{
	struct http_request request = {.url = q->url,
	    .etag = q->etag,
	    .last_modified = q->last_modified,
	    .post = q->posts ? q->post : NULL,
	    .max_bytes = q->max_bytes,
	    .timeout = q->timeout};
	struct error e;

	if (q->source != NULL) {
		request.home = q->source->url;
		request.allow_private = q->source->allow_private;
		request.home_only = q->bare;
		if (!q->bare &&
		    secrets_fill(w->secrets, q->source, &request, &e) == -1) {
			refuse(w, q->number, &e);
			return;
		}
	}
	http_add(w->http, q->number, &request);
}

/* All questions that are there. */
static void
take_questions(struct work_state *w)
{
	struct fetcher_question q;
	ssize_t n;

	while (!w->ended) {
		n = TEMP_FAILURE_RETRY(
		    recv(w->channel, &q, sizeof(q), MSG_DONTWAIT));
		if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (n == (ssize_t)sizeof(q))
			add(w, &q);
		else
			w->ended = true;
	}
}

union control {
	char room[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

static ssize_t
send_frame(int channel, const struct http_answer *answer, int body)
{
	union control control = {.room = {0}};
	struct iovec frame = {(void *)answer, sizeof(*answer)};
	struct msghdr message = {.msg_iov = &frame, .msg_iovlen = 1};

	if (body != -1) {
		message.msg_control = control.room;
		message.msg_controllen = sizeof(control.room);
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(body));
		memcpy(CMSG_DATA(header), &body, sizeof(body));
	}
	return TEMP_FAILURE_RETRY(
	    sendmsg(channel, &message, MSG_DONTWAIT | MSG_NOSIGNAL));
}

static void
send_answer(struct work_state *w, const struct http_answer *answer, int body)
{
	while (!w->ended && send_frame(w->channel, answer, body) == -1) {
		struct pollfd ready = {
		    .fd = w->channel, .events = POLLIN | POLLOUT};
		if (errno != EAGAIN && errno != EWOULDBLOCK)
			w->ended = true;
		else if (poll(&ready, 1, -1) == 1 &&
			 (ready.revents & POLLIN) != 0)
			take_questions(w);
	}
	if (body != -1)
		close(body);
}

static void
send_refusals(struct work_state *w)
{
	struct http_answer answer;

	while (w->refusals != NULL) {
		struct refusal *r = w->refusals;
		w->refusals = r->next;
		memset(&answer, 0, sizeof(answer));
		answer.number = r->number;
		answer.retry_after = answer.max_age = -1;
		(void)snprintf(answer.failure, sizeof(answer.failure), "%.*s",
		    (int)sizeof(answer.failure) - 1, r->error.text);
		for (char *p = answer.failure; *p != '\0'; p++)
			if (*p < ' ' || *p > '~')
				*p = '?';
		free(r);
		send_answer(w, &answer, -1);
	}
}

static void
on_done(void *context, const struct http_answer *answer, int body)
{
	send_answer(context, answer, body);
}

static char *
agent(const struct config *config)
{
	struct buf text;

	buf_init(&text, LIMIT_URL + 64);
	buf_puts(&text, "feedloom/" FEEDLOOM_VERSION);
	if (config->contact != NULL)
		buf_printf(&text, " (+%s)", config->contact);
	return buf_take(&text);
}

/* The ports that are asked: those of HTTP and DNS, and of sources. */
static uint16_t *
ports(const struct config *config, size_t *count)
{
	uint16_t *all = NULL;
	size_t n = 0;

	for (size_t i = 0; i < config->feed_count; i++) {
		const struct config_feed *feed = &config->feeds[i];
		all = mem_grow(all, n + feed->source_count + 3, sizeof(*all));
		for (size_t k = 0; k < feed->source_count; k++) {
			uint16_t port = http_port(feed->sources[k].url);
			if (port != 0)
				all[n++] = port;
		}
	}
	all = mem_grow(all, n + 3, sizeof(*all));
	all[n++] = 80;
	all[n++] = 443;
	all[n++] = 53;
	*count = n;
	return all;
}

static int
lock(const struct work_state *w, const struct fetcher_setup *setup,
    struct error *e)
{
	size_t count;
	uint16_t *all = ports(setup->config, &count);
	int result = lock_to_network(
	    setup->options, http_certificates(w->http), all, count, e);

	free(all);
	return result;
}

static int
work(struct work_state *w, const struct fetcher_setup *setup,
    const struct http_setup *http, struct error *e)
{
	w->secrets = secrets_read(setup->config);
	w->http = http_new(http, e);
	if (w->http == NULL || lock(w, setup, e) == -1)
		return -1;
	while (!w->ended && http_go(w->http, w->channel, e) != -1) {
		take_questions(w);
		send_refusals(w);
	}
	return e->code == ERR_NONE ? 0 : -1;
}

int
fetcher_work(void *context, int channel)
{
	const struct fetcher_setup *setup = context;
	struct work_state w = {.channel = channel};
	struct error e = {.code = ERR_NONE};
	struct http_setup http = {.agent = agent(setup->config),
	    .ca = getenv("SSL_CERT_FILE"),
	    .hosts = setup->hosts,
	    .pause = setup->pause,
	    .now = setup->now,
	    .done = on_done,
	    .context = &w};

	if (work(&w, setup, &http, &e) == 0)
		return EX_OK;
	(void)fprintf(stderr, "%s\n", e.text);
	return error_exit(e.code);
}
