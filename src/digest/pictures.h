#ifndef FEEDLOOM_DIGEST_PICTURES_H
#define FEEDLOOM_DIGEST_PICTURES_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "cli/options.h"
#include "config/config.h"
#include "digest/editor.h"

/*
 * Pictures that a message takes with it, fetched as feeds are: at most
 * LIMIT_PICTURES, each of LIMIT_PICTURE bytes and all of them of
 * LIMIT_PICTURES_SIZE, without anybody's secrets, and from private addresses
 * only at the origin of a feed's source that may come from there.
 */
struct pictures {
	struct editor_picture *items; /* those that came, in their order */
	char **addresses;	      /* all that were asked for */
	size_t count, asked;
	struct error why; /* the first one that did not come, and why */
};

struct pictures_setup {
	const struct options *options;
	const struct config *config;
	int64_t now;	   /* seconds */
	int64_t *patience; /* as in struct editing */
};

/*
 * Reads addresses from a file, a line each, and fetches them, in at most
 * LIMIT_PICTURES_TIME seconds: what came is written to the other file, one
 * behind the other.  What did not is left out.  0, or -1 with ERR_SYSTEM:
 * there are none.
 */
int pictures_fetch(struct pictures *pictures,
    const struct pictures_setup *setup, int list, int to, struct error *e);
void pictures_clear(struct pictures *pictures);

#endif
