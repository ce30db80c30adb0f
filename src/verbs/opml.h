#ifndef FEEDLOOM_VERBS_OPML_H
#define FEEDLOOM_VERBS_OPML_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "base/error.h"
#include "config/config.h"

/*
 * Lists of subscriptions, OPML 2.0: what they are as statements of
 * feedloom.lua, and what a configuration is as one of them.
 */
struct opml_tally {
	size_t feeds;
	size_t twice;	 /* addresses that came before */
	size_t left_out; /* what cannot be fetched */
};

/*
 * Adds a feed for each outline that has an xmlUrl, however deep it is, under a
 * name of its own.  0, or -1 with ERR_INPUT for what is no OPML or holds more
 * than LIMIT_FEEDS.
 */
int opml_read(
    xmlDoc *doc, struct buf *out, struct opml_tally *tally, struct error *e);

/* Adds a document with an outline for each address of the configuration. */
void opml_write(const struct config *config, struct buf *out);

#endif
