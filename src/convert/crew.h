#ifndef FEEDLOOM_CONVERT_CREW_H
#define FEEDLOOM_CONVERT_CREW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/jail.h"
#include "cli/options.h"
#include "convert/inputs.h"
#include "convert/output.h"
#include "convert/weave.h"
#include "fetch/source.h"
#include "parse/parser.h"

/*
 * Processes that convert one document at once (-j).  The first one reads and
 * cuts it into ranges of whole items, the hands convert a range each, and the
 * first one writes what they made, in order.
 *
 * A range that a hand could convert without a word to say is clean: what came
 * out is what one process would have written.  All others (with repairs, with
 * failures, too large; whose hand died or does not answer) the first process
 * converts itself, and says what there is to be said.  When it then does not
 * stand between two items, or whatever else is odd, it goes on alone to the
 * end.
 *
 * What goes from one entry to the next, and what is done about it:
 * - the head, the parser's and the serialiser's state: a hand reads the head
 *   and the first entry that is written, and throws away what comes of them;
 *   what it is left with must be the same number behind each range
 *   (parser_where, output_memory, feed_odd_prefixes), there and here;
 * - attachments of an export: the scanner finds them, and all read those of
 *   ranges before theirs; how many they know is compared;
 * - what is told once, and limits on the document (names, what is outside of
 *   entries): whoever meets such a thing first has something to say; for names
 *   the sum is bounded;
 * - the encoding: decided by the first character beyond ASCII, for all;
 * - how many entries plugins have seen: added up;
 * - what plugins remember: they say that they do not, or there is no crew.
 */
struct crew;

#define CREW_TEXT 200

struct crew_setup {
	const struct options *options;
	struct inputs *inputs;
	struct weave *weave;
	struct output *output;
	unsigned hands;		 /* 2 to LIMIT_JOBS */
	const struct jail *plan; /* for a hand; only crew_start */
	/* So many entries were written that others made. */
	void (*passed)(void *context, uint64_t entries);
	void *context;
};

/*
 * Starts the hands, which lock themselves in.  To be called when all is open
 * and nothing of a stranger's was read.  parse is what inputs_begin will get.
 * NULL with ERR_SYSTEM.
 */
struct crew *crew_start(const struct crew_setup *setup,
    const struct parse_options *parse, struct error *e);

/* Sends the hands home. */
void crew_free(struct crew *c);

/* What inputs_begin gets as the options' input. */
const struct parse_input *crew_input(const struct crew *c);

/*
 * inputs_burst said 2, and all that it gave is written: writes what the hands
 * made, up to where it can go on.  0, or -1 with the error filled in.
 */
int crew_next(struct crew *c, struct error *e);

/* For a person: what the hands did of it all. */
void crew_tell(const struct crew *c, char text[CREW_TEXT]);

#endif
