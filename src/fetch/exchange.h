#ifndef FEEDLOOM_FETCH_EXCHANGE_H
#define FEEDLOOM_FETCH_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/curl.h"
#include "fetch/head.h"
#include "fetch/http.h"
#include "fetch/turns.h"

/*
 * One request with what came of it, over all its redirects.  Each hop is a
 * transfer of libcurl's, begun when it is its host's turn.
 */
struct exchange {
	struct turn turn; /* the first member: turns_next gives it */
	struct exchange *after, **before; /* of all there are */
	const struct http_setup *setup;

	char *url;  /* of this hop: http or https, ASCII, no user in it */
	char *host; /* of that, for people */
	char *here; /* its origin, scheme://host:port, lower case */
	char *home; /* the one that gets the secrets */
	const char *server; /* host:port, of here */
	char *post, *etag, *last_modified, *user, *password;
	struct curl_slist *secrets;
	bool allow_private, home_only;
	size_t max_bytes;
	int64_t left; /* milliseconds */

	CURL *easy; /* while a hop is on */
	struct curl_slist *sent;
	char said[CURL_ERROR_SIZE]; /* by libcurl */
	struct head head;
	size_t head_bytes;
	bool too_much_head, too_large, enough; /* why we broke off */
	bool no_room;			       /* for the body */
	bool refused;	/* an address that is not public */
	bool connected; /* to one that may be asked */

	int body; /* a memfd, or -1 */
	struct http_answer answer;
};

/* A copy of a request, not begun: answer.failure says what is wrong with it. */
struct exchange *exchange_new(const struct http_setup *setup, size_t number,
    const struct http_request *request);
void exchange_free(struct exchange *x);

/*
 * Where the next hop goes: reference, resolved against the hop before if there
 * was one.  0, or -1 with answer.failure.
 */
int exchange_aim(struct exchange *x, const char *reference);

/* Whether the response's body is one to keep: a status of 200 to 299. */
bool exchange_has_body(const struct exchange *x);

/* Whether this hop may have the secrets. */
bool exchange_at_home(const struct exchange *x);

/* Puts a header at the end of a list, or begins one. */
struct curl_slist *exchange_header(
    struct curl_slist *list, const char *name, const char *value);

/* Begins a hop in libcurl's multi.  0, or -1 with answer.failure. */
int exchange_begin(struct exchange *x, CURLM *multi);

/* Ends one that is not in a multi, any more. */
void exchange_stop(struct exchange *x);

/*
 * Its hop ended so.  True when there is another one, already aimed at; else the
 * answer is complete.
 */
bool exchange_end(struct exchange *x, CURLM *multi, CURLcode result);

/* What a transfer that failed is called, into answer.failure. */
void exchange_explain(struct exchange *x, CURLcode result);

/* Words for people into answer.failure; always -1. */
int exchange_fail(struct exchange *x, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
