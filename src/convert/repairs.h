#ifndef FEEDLOOM_CONVERT_REPAIRS_H
#define FEEDLOOM_CONVERT_REPAIRS_H

#include "base/error.h"
#include "base/note.h"
#include "cli/options.h"
#include "cli/progress.h"

/*
 * What had to be repaired in an input: a warning each, up to a number of them,
 * and under --strict an error in the end.
 */
struct repairs {
	struct notes notes; /* for those who read */
	const struct options *options;
	const char *name;	   /* of the input; kept up by the caller */
	struct progress *progress; /* hidden for a warning, or NULL */
	unsigned long count;
};

/* Lives in the caller, who does not move it. */
void repairs_init(struct repairs *repairs, const struct options *options);

/*
 * At the end: tells how many were not told.  -1 with ERR_INPUT when there were
 * some and --strict allows none.
 */
int repairs_settle(struct repairs *repairs, struct error *e);

#endif
