#ifndef FEEDLOOM_CONVERT_EXPLAIN_H
#define FEEDLOOM_CONVERT_EXPLAIN_H

#include "base/error.h"
#include "cli/options.h"
#include "convert/weave.h"
#include "plugin/path.h"

/*
 * What is lost on the way into a format, for `feedloom explain` and for
 * --fail-on-loss.  Looks at entries behind the plugins of -p and before the
 * format, of which it has one of its own.
 */
struct explain;

struct explain_setup {
	const struct options *options; /* fail_on_loss: a loss is an error */
	const struct plugin_path *path;
	const char *const *name; /* of the input that is read */
	/* Hears what is lost when that is an error. */
	void (*tell)(void *context, const char *line);
	void *context;
};

/* Loads the format of -t.  NULL with the error filled in. */
struct explain *explain_new(const struct explain_setup *setup, struct error *e);
void explain_free(struct explain *x);

/* For another feed: as if none had been looked at.  0, or -1 with the error. */
int explain_renew(struct explain *x, struct error *e);

/*
 * What looks at the feed as it goes by; lives as long as the rest.  With
 * fail_on_loss it ends the run, with ERR_INPUT, as soon as something is lost.
 */
const struct weave_look *explain_look(const struct explain *x);

/*
 * After the last entry: with fail_on_loss looks at what was not yet looked at,
 * else prints the table of fields to standard output.  0, or -1 with the error
 * filled in.
 */
int explain_end(struct explain *x, struct error *e);

#endif
