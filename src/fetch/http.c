/*
 * Many exchanges at once: each hop waits for its host's turn, at most so many
 * hops are on, and libcurl's multi interface moves them.
 */
#include "fetch/http.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/monotonic.h"
#include "fetch/exchange.h"

#define PATIENCE 10000 /* milliseconds to wait when nothing is to be done */

struct http {
	struct http_setup setup;
	bool begun; /* with libcurl */
	CURLM *multi;
	struct turns *turns;
	struct exchange *all;
	struct turn *failed; /* before they began; answered by http_go */
	int open;	     /* not yet answered */
	size_t on;	     /* hops */
	bool answered;
};

static int
open_multi(struct http *http, struct error *e)
{
	http->multi = curl_multi_init();
	if (http->multi == NULL)
		return error_set(e, ERR_SYSTEM, "libcurl does not start");
	if (http->setup.ca == NULL)
		http->setup.ca = curl_version_info(CURLVERSION_NOW)->cainfo;
	if (curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS,
		(long)http->setup.hosts * 2) != CURLM_OK)
		return error_set(e, ERR_SYSTEM, "libcurl refuses an option");
	return 0;
}

struct http *
http_new(const struct http_setup *setup, struct error *e)
{
	struct http *http = mem_new(1, sizeof(*http));

	http->setup = *setup;
	http->turns = turns_new(setup->pause);
	http->begun = curl_begin(e) == 0;
	if (http->begun && open_multi(http, e) == 0)
		return http;
	http_free(http);
	return NULL;
}

const char *
http_certificates(const struct http *http)
{
	return http->setup.ca;
}

/* An exchange is on the list of all from here on, until it is answered. */
static void
enlist(struct http *http, struct exchange *x)
{
	x->after = http->all;
	x->before = &http->all;
	if (x->after != NULL)
		x->after->before = &x->after;
	http->all = x;
	http->open++;
}

static void
strike(struct http *http, struct exchange *x)
{
	*x->before = x->after;
	if (x->after != NULL)
		x->after->before = x->before;
	http->open--;
	if (x->easy != NULL) {
		curl_multi_remove_handle(http->multi, x->easy);
		exchange_stop(x);
	}
	exchange_free(x);
}

void
http_free(struct http *http)
{
	if (http == NULL)
		return;
	while (http->all != NULL)
		strike(http, http->all);
	if (http->multi != NULL)
		curl_multi_cleanup(http->multi);
	if (http->begun)
		curl_end();
	turns_free(http->turns);
	free(http);
}

static void
put_failed(struct http *http, struct exchange *x)
{
	x->turn.next = http->failed;
	http->failed = &x->turn;
}

void
http_add(struct http *http, size_t number, const struct http_request *request)
{
	struct exchange *x = exchange_new(&http->setup, number, request);

	enlist(http, x);
	if (x->answer.failure[0] != '\0')
		put_failed(http, x);
	else
		turns_wait(http->turns, x->server, &x->turn);
}

/* The body is the receiver's from here on; that of a failure is closed. */
static void
answer(struct http *http, struct exchange *x)
{
	int body = -1;

	if (x->answer.failure[0] == '\0') {
		body = x->body;
		x->body = -1;
	}
	http->answered = true;
	http->setup.done(http->setup.context, &x->answer, body);
	strike(http, x);
}

/* How long nobody's turn comes: milliseconds. */
static int64_t
begin_all(struct http *http)
{
	int64_t wait = -1;

	while (http->on < http->setup.hosts) {
		int64_t now = monotonic_millis();
		struct turn *turn = turns_next(http->turns, now, &wait);
		if (turn == NULL)
			break;
		struct exchange *x = (struct exchange *)turn;
		if (exchange_begin(x, http->multi) == 0) {
			http->on++;
			continue;
		}
		turns_done(http->turns, turn, now);
		put_failed(http, x);
	}
	if (http->failed != NULL)
		return 0;
	return wait == -1 || wait > PATIENCE ? PATIENCE : wait;
}

static void
end_hop(struct http *http, struct exchange *x, CURLcode result)
{
	http->on--;
	turns_done(http->turns, &x->turn, monotonic_millis());
	if (exchange_end(x, http->multi, result))
		turns_wait(http->turns, x->server, &x->turn);
	else
		answer(http, x);
}

static void
end_all(struct http *http)
{
	const struct CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(http->multi, &left)) != NULL) {
		struct exchange *x = NULL;
		CURLcode result = message->data.result;
		if (message->msg != CURLMSG_DONE ||
		    curl_easy_getinfo(
			message->easy_handle, CURLINFO_PRIVATE, &x) != CURLE_OK)
			continue;
		end_hop(http, x, result);
	}
	while (http->failed != NULL) {
		struct exchange *x = (struct exchange *)http->failed;
		http->failed = x->turn.next;
		answer(http, x);
	}
}

int
http_go(struct http *http, int fd, struct error *e)
{
	struct curl_waitfd extra = {.fd = fd, .events = CURL_WAIT_POLLIN};
	unsigned more = fd != -1;
	int running;

	http->answered = false;
	CURLMcode code = curl_multi_perform(http->multi, &running);
	end_all(http);
	if (code == CURLM_OK && !http->answered &&
	    (http->open > 0 || more > 0)) {
		int wait = (int)begin_all(http);
		code = curl_multi_poll(http->multi, &extra, more, wait, NULL);
	}
	if (code != CURLM_OK)
		return error_set(
		    e, ERR_SYSTEM, "libcurl: %s", curl_multi_strerror(code));
	return http->open;
}
