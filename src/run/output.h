#ifndef FEEDLOOM_RUN_OUTPUT_H
#define FEEDLOOM_RUN_OUTPUT_H

#include <libxml/tree.h>

#include "base/error.h"
#include "model/feed.h"
#include "render/serialiser.h"
#include "xml/sheet.h"

/*
 * Where rendered entries go: one document, in a file or on standard output.
 */
struct output;

struct output_setup {
	const char *path; /* NULL: standard output */
	struct sheet *sheet;
	const struct serialiser *serialiser;
	struct render_options render;
};

/*
 * Opens all that needs opening.  NULL with the error filled in.  What the setup
 * names outlives the output.
 */
struct output *output_open(const struct output_setup *setup, struct error *e);

/* Without output_commit: nothing takes the place of anything. */
void output_free(struct output *o);

/* Writes the entries that hang below the feed's root; perhaps none. */
int output_burst(struct output *o, struct feed *feed, struct error *e);

/* Writes what follows the last entry. */
int output_end(struct output *o, struct feed *feed, struct error *e);

/* Makes it last. */
int output_commit(struct output *o, struct error *e);

#endif
