#ifndef FEEDLOOM_RUN_PUBLISH_H
#define FEEDLOOM_RUN_PUBLISH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "config/config.h"

/*
 * Outputs of a feed, from files of ours into their place.  A relative path lies
 * below the folder of outputs, and no symbolic link is followed there.
 */
struct publication {
	const struct config_output *output;
	int fd;	      /* what is to stand there */
	bool changes; /* it is not what stands there now */
	bool done;    /* it does since publish_all */
};

/*
 * Looks what stands there; changes nothing.  0, or -1 with ERR_NOINPUT, or
 * ERR_CREATE when a symbolic link is in the way.
 */
int publish_compare(
    const struct config *config, struct publication *p, struct error *e);

/* Whether a file stands there at all. */
bool publish_exists(
    const struct config *config, const struct config_output *output);

/*
 * Puts those that change in place.  All are written before the first one takes
 * its place.  0, or -1 with ERR_CREATE or ERR_WRITE: then those that are not
 * done are as they were.
 */
int publish_all(const struct config *config, struct publication *all,
    size_t count, struct error *e);

#endif
