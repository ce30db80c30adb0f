#ifndef FEEDLOOM_VERBS_LINES_H
#define FEEDLOOM_VERBS_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"

/*
 * A text as lines, and which lines two texts do not share.
 */
struct line {
	const char *text; /* borrowed; without its line feed */
	size_t len;
	struct hash hash; /* stands for its bytes */
	bool odd;	  /* the other text does not have it here */
};

struct lines {
	struct line *items;
	size_t count;
	bool open; /* the last one has no line feed */
};

/* The text must outlive the lines. */
void lines_init(struct lines *lines, const char *text, size_t len);
void lines_clear(struct lines *lines);

/*
 * Marks as odd as few lines as can be, so that both texts without their odd
 * lines are the same: the least where little differs; else, rather than take
 * long, all between the first difference and the last.
 */
void lines_compare(struct lines *old, struct lines *new);

#endif
