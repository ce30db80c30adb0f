#ifndef FEEDLOOM_BASE_INPUT_H
#define FEEDLOOM_BASE_INPUT_H

#include <sys/types.h>

#include "base/error.h"

/*
 * Where bytes come from, as far as a reader needs to know: read gives 1 to n
 * bytes, 0 at the end, -1 with the error filled in.  It may give fewer than
 * asked for at any time.
 */
struct input {
	ssize_t (*read)(void *context, void *p, size_t n, struct error *e);
	void *context;
};

#endif
