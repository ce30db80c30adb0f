#ifndef FEEDLOOM_DIGEST_EDITING_H
#define FEEDLOOM_DIGEST_EDITING_H

#include <stdint.h>

#include "base/error.h"
#include "base/zone.h"
#include "cli/options.h"
#include "digest/edition.h"
#include "digest/editor.h"
#include "run/journal.h"
#include "store/store.h"

/* What the making of an edition takes; all of it is borrowed. */
struct editing {
	const struct options *options;
	const struct journal *journal;
	struct store *store;
	int64_t now;
	const struct edition *edition;
	const struct zone *zone;
	enum editor_output output;
	const struct mailbox *to; /* whom the message names */
	size_t to_count;
	int64_t *patience; /* milliseconds that pictures may still take, of all
			    * messages; what they took is taken off */
};

/*
 * Has it made by a process, within LIMIT_WEAVE seconds; when that does not come
 * to an end, once more with headlines only, and a warning.  0 with a file of
 * what was made, the caller's; -1 with the error, and no file.
 */
int editing_run(const struct editing *editing, int *made,
    struct editor_report *report, struct error *e);

#endif
