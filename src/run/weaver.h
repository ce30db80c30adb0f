#ifndef FEEDLOOM_RUN_WEAVER_H
#define FEEDLOOM_RUN_WEAVER_H

#include <stddef.h>

#include "cli/options.h"
#include "config/config.h"

/*
 * The two processes of a feed that has news, both locked in before they read
 * its first byte.  The weaver has the feed's plugins and makes Atom of its
 * documents; the press has none, and makes of that all that is published: so
 * what cleans HTML runs where no plugin does.
 */
struct weaver {
	const struct options *options; /* of the command line */
	const struct config *config;
	const struct config_feed *feed;
	const char *const *names; /* what documents are called in messages, */
	const char *const *bases; /* and where they are from, or NULL */
	size_t count;		  /* of documents */
	size_t
	    most; /* entries of all of them, which are pages of one feed; 0 */
	size_t kept; /* entries that are remembered, of before; 0: none */
};

/*
 * Bodies for worker_spawn; context is a struct weaver, which is not changed,
 * and the exit status that of the feed.  Files of the weaver: each document,
 * then where the Atom goes.  Files of the press: the Atom; the Atom of entries
 * from before, and where those that are remembered from now on go, if there are
 * such; where the ledger goes; where each output goes, in their order.
 *
 * When a document cannot be read the weaver writes its number to the channel, a
 * size_t: those of a feed's other sources may still do.
 */
int weaver_work(void *context, int channel);
int weaver_press(void *context, int channel);

#endif
