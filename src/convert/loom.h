#ifndef FEEDLOOM_CONVERT_LOOM_H
#define FEEDLOOM_CONVERT_LOOM_H

#include <stddef.h>

#include "base/error.h"
#include "cli/options.h"
#include "convert/explain.h"
#include "convert/repairs.h"
#include "convert/weave.h"

/*
 * What documents go through, opened once for any number of them: plugins, the
 * weave of their stages, the format and its stylesheet, and who looks for what
 * is lost.
 */
struct loom {
	const struct options *options;
	struct repairs *repairs; /* of the document that is at hand */
	char *types;		 /* that a reader takes, with commas between */
	char *statuses;		 /* the same */
	struct weave *weave;
	struct plugin **plugins;
	struct plugin *format; /* these two: NULL without a format */
	struct sheet *sheet;
	struct explain *explain; /* NULL: nobody wants to know */
};

/*
 * Reads and compiles what the options name, before any document is there.
 * Lives in the caller, who does not move it, and outlives nothing that is
 * handed in: the options; repairs, whose name and progress are those of the
 * document at hand whenever something is said; the watcher, or NULL.  0, or -1
 * with the error filled in; loom_close then as well.
 */
int loom_open(struct loom *loom, const struct options *options,
    struct repairs *repairs, const struct watcher *watcher, struct error *e);
void loom_close(struct loom *loom);

/*
 * For another document: all is as loom_open left it.  Opens nothing.  0, or -1
 * with the error filled in.
 */
int loom_renew(struct loom *loom, struct error *e);

/* The most memory that a process with it takes, in bytes. */
size_t loom_memory(const struct loom *loom);

/*
 * A line for the user, whatever stands on the terminal; context is a loom.
 * With --into it names the document that is at hand.
 */
void loom_tell(void *context, const char *line);

#endif
