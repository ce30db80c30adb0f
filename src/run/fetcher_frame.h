#ifndef FEEDLOOM_RUN_FETCHER_FRAME_H
#define FEEDLOOM_RUN_FETCHER_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "fetch/http.h"
#include "config/config.h"
#include "run/fetcher.h"

/*
 * What the two sides of run/fetcher.h say to each other: frames of a fixed
 * size; the answer's is struct http_answer, with a descriptor when there is a
 * body.
 */
#define FETCHER_FORM (4 * LIMIT_URL) /* a form that holds an encoded URL */

struct fetcher_question {
	size_t number;
	size_t max_bytes;
	int64_t timeout;
	/* The fetcher has a copy of the configuration at the same place. */
	const struct config_source *source;
	bool bare;
	bool posts;
	char url[LIMIT_URL]; /* texts end with a NUL; "": none */
	char etag[HTTP_TEXT];
	char last_modified[64];
	char post[FETCHER_FORM];
};

/* The fetcher's own process: cli/worker.h, with the setup as context. */
int fetcher_work(void *setup, int channel);

/*
 * Takes a frame of a channel as recvmsg(2), without waiting: its length, which
 * is sizeof(*answer) of none but whole ones.  *body is the descriptor that came
 * with it, -1 when that was none or more than one.
 */
ssize_t fetcher_receive(int channel, struct http_answer *answer, int *body);

/*
 * What is wrong with an answer, or NULL: a field that is not as fetch/http.h
 * has it, or a body that is not all there, could change, or is larger than max.
 */
const char *fetcher_fault(
    const struct http_answer *answer, int body, size_t max);

#endif
