#ifndef FEEDLOOM_RUN_FETCHER_H
#define FEEDLOOM_RUN_FETCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "cli/options.h"
#include "config/config.h"
#include "fetch/http.h"

/*
 * The process that has the network and the secrets, and nothing else: it is
 * asked for addresses, and answers with what came of each and a file of the
 * body.  It reads what strangers send, so it is locked in, and whatever it
 * answers is looked at before it is believed.
 */
struct fetcher;

struct fetcher_setup {
	const struct options *options; /* whether there is a sandbox */
	const struct config *config;   /* sources, where their secrets are */
	size_t hosts;		       /* asked at a time */
	int64_t pause; /* milliseconds between requests to one host */
	int64_t now;   /* seconds */
};

struct fetch_request {
	/* Whose secrets it has, at the origin of its url, and rights; NULL. */
	const struct config_source *source;
	bool bare; /* none of its secrets, and its rights at its origin only */
	const char *url;
	const char *etag; /* these two: NULL asks for all of it */
	const char *last_modified;
	const char *post; /* a form (WebSub), or NULL */
	size_t max_bytes;
	int64_t timeout; /* seconds */
};

/*
 * Starts it; the parts of the setup are borrowed for the call.  Secrets are
 * read by it alone.  NULL with ERR_SYSTEM.
 */
struct fetcher *fetcher_start(
    const struct fetcher_setup *setup, struct error *e);

/* Ends it, whatever it does.  NULL is fine. */
void fetcher_end(struct fetcher *f);

/*
 * Asks for an address; its answer has the number, which is of no question that
 * is not answered yet (numbers are small: they are indices).  A url that is too
 * long has an answer, too.  0, or -1 with ERR_SYSTEM.
 */
int fetcher_ask(struct fetcher *f, size_t number,
    const struct fetch_request *request, struct error *e);

/* Can be read when there is something to hear; for poll(2). */
int fetcher_descriptor(const struct fetcher *f);

/*
 * The next answer, if there is one, without waiting: 1; 0 when there is none
 * yet; -1 with ERR_SYSTEM when the process has ended, or answered what it must
 * not: it is of no more use.  Each body (-1: none) is the caller's, read-only,
 * with a place of its own to read at, and nobody can change it.
 */
int fetcher_hear(
    struct fetcher *f, struct http_answer *answer, int *body, struct error *e);

#endif
