#ifndef FEEDLOOM_FETCH_HEAD_H
#define FEEDLOOM_FETCH_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fetch/http.h"

/*
 * What the headers of a response say (RFC 9110, 9111), as far as a reader of
 * feeds asks.  What is malformed, too long, or not of printable ASCII was not
 * said.
 */
struct head {
	struct http_answer *answer; /* gets the rest of it */
	int64_t now;		    /* seconds, for a date */
	int64_t age;		    /* seconds that it lay in caches */
	bool located;
	char location[LIMIT_URL]; /* "" when it is none to go to */
	bool whole;		  /* the end was seen; trailers say nothing */
};

/* Before the first line of a response: nothing is said. */
void head_begin(struct head *head);

/*
 * One line, with its line end or without: the status line, a header, or the
 * empty one at the end.  Another status line, after one of 100 to 199, begins
 * again.
 */
void head_line(struct head *head, const char *line, size_t len);

#endif
