#ifndef FEEDLOOM_CONVERT_OUTPUT_H
#define FEEDLOOM_CONVERT_OUTPUT_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/error.h"
#include "base/jail.h"
#include "model/feed.h"
#include "render/serialiser.h"
#include "sink/sink.h"
#include "xml/sheet.h"

/*
 * Where rendered entries go: one document, in a file or on standard output, or
 * a document for each entry, in files whose path is a pattern (sink/pattern.h).
 */
struct output;

struct output_setup {
	const char *path;  /* NULL: standard output */
	struct sink *sink; /* or this one, which is taken; else NULL */
	struct sheet *sheet;
	const struct serialiser *serialiser;
	struct render_options render;
	/* Hears of entries that could not be called as they would be, or NULL.
	 */
	void (*tell)(void *context, const char *line);
	void *context;
};

/*
 * Opens all that needs opening before any entry is there.  NULL with the error
 * filled in.  The setup, and what it names, outlive the output.
 */
struct output *output_open(const struct output_setup *setup, struct error *e);

/*
 * Without output_commit: one document takes the place of nothing.  Of many
 * those that were complete stay.
 */
void output_free(struct output *o);

/*
 * The folder that files change in, for a jail; false when all goes to standard
 * output or a device.
 */
bool output_folder(const struct output *o, struct jail_folder *folder);

/* Writes the entries that hang below the feed's root; perhaps none. */
int output_burst(struct output *o, struct feed *feed, struct error *e);

/* Whether all goes into one document. */
bool output_is_one(const struct output *o);

/*
 * Of one document: whether there was an entry; what entries have left behind
 * that later ones could tell (render/serialiser.h).
 */
bool output_begun(const struct output *o);
unsigned long output_memory(const struct output *o);

/*
 * One document that has not begun, in a forked process: from now on bytes go
 * here.  Its sink is the other process's, and is left as it is.
 */
void output_divert(struct output *o, struct sink *sink);

/* Writes what was made of entries elsewhere. */
int output_pass(struct output *o, const char *p, size_t n, struct error *e);

/* Writes what follows the last entry. */
int output_end(struct output *o, struct feed *feed, struct error *e);

/* Makes it last. */
int output_commit(struct output *o, struct error *e);

#endif
