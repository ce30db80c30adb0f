#ifndef FEEDLOOM_BASE_INPUT_H
#define FEEDLOOM_BASE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

/*
 * Where bytes come from, as far as a reader needs to know: read gives 1 to n
 * bytes, 0 at the end, -1 with the error filled in.  It may give fewer than
 * asked for at any time.  Some give INPUT_DRY when there is nothing for now:
 * what was given before may be all for a while, and asking again is right
 * when somebody has seen to it that there is more.
 */
#define INPUT_DRY (-2)

struct input {
	ssize_t (*read)(void *context, void *p, size_t n, struct error *e);
	void *context;
};

/*
 * A stretch of text, as its lines: how many ends of lines (CR, LF or both) are
 * in it, whether any is, and the bytes behind the last one.
 */
struct lines {
	unsigned long ends;
	bool any;
	size_t tail;
};

#endif
