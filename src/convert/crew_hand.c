/*
 * A hand: one function, which locks the process in before it reads the first
 * byte.  It reads the document's head as the first process does, so that all
 * that goes from one entry to the next is as it would be there, and throws away
 * what comes out; then ranges.  What it has to say nobody hears: a range with
 * something to say is not clean.  When it does not know where it stands it
 * ends, and its ranges are the first process's.
 */
#include "convert/crew_state.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/lock.h"
#include "sink/sink.h"

struct hand {
	struct crew *crew;
	struct tape tape;
	struct parse_options parse;
	struct notes notes;
	struct parser *parser;
	struct feed *feed;
	struct weave *weave;
	struct output *output;
	struct sink *sink;
	struct stand stand;
	unsigned long heard; /* lines that would be told */
	uint64_t learnt;     /* ranges whose attachments are known */
};

static _Noreturn void
leave(void)
{
	_exit(0);
}

static ssize_t
read_tape(void *context, void *p, size_t n, struct error *e)
{
	struct hand *w = context;
	size_t got = tape_take(&w->tape, p, n);

	(void)e;
	return got > 0 ? (ssize_t)got : INPUT_DRY;
}

static void
read_more(void *context)
{
	(void)context;
	leave();
}

static void
hear_note(void *context, const struct note *note)
{
	(void)note;
	((struct hand *)context)->heard++;
}

static void
hear_line(void *context, const char *line)
{
	(void)line;
	((struct hand *)context)->heard++;
}

/* The next entries hang in the feed; as inputs_burst. */
static int
take_burst(struct hand *w, struct error *e)
{
	uint64_t from = w->tape.input.given;
	xmlNode *entry;

	for (int n = 0; n < LIMIT_BURST_ENTRIES &&
			w->tape.input.given - from < LIMIT_BURST;
	     n++) {
		int got = parser_next(w->parser, &entry, e);
		if (got != 1)
			return got;
		feed_hang(w->feed, entry);
	}
	return 1;
}

/*
 * Entries through the stages and out.  Ends the process where the output would
 * be left in the midst of an entry.
 */
static uint64_t
give_burst(struct hand *w, bool begin)
{
	struct error e;

	if (weave_burst(w->weave, w->feed, &e) == -1)
		leave();
	if (w->heard > 0 && !begin)
		return feed_clear(w->feed);
	if (!begin && !output_begun(w->output) && feed_first(w->feed) != NULL) {
		w->heard++;
		return feed_clear(w->feed);
	}
	if (output_burst(w->output, w->feed, &e) == -1)
		leave();
	return feed_clear(w->feed);
}

/* Converts the piece on the tape; how many entries came out. */
static uint64_t
convert(struct hand *w, bool begin)
{
	uint64_t entries = 0;
	struct error e;
	int more = 1;

	while (more == 1) {
		more = take_burst(w, &e);
		if (more != 1 && more != 2)
			leave();
		entries += give_burst(w, begin);
	}
	return entries;
}

static void
stand_at(struct hand *w)
{
	struct parser_place place;

	if (!parser_where(w->parser, &place))
		leave();
	w->stand.depth = place.depth;
	w->stand.prefixes = feed_odd_prefixes(w->feed);
	if (output_begun(w->output))
		w->stand.memory = output_memory(w->output);
}

static void
read_head(struct hand *w)
{
	const struct slot *slot = w->crew->head;
	struct error e;

	if (slot->len > LIMIT_RANGE_IN)
		leave();
	tape_set(&w->tape, slot->in, slot->len);
	w->parser = parser_open(NULL, &w->parse, &e);
	if (w->parser == NULL)
		leave();
	w->feed = parser_feed(w->parser);
	if (weave_begin(w->weave, w->feed, &e) == -1)
		leave();
	convert(w, true);
	stand_at(w);
}

static void
read_begin(struct hand *w)
{
	const struct slot *slot = w->crew->begin;

	if (w->parser == NULL || slot->len > LIMIT_RANGE_IN)
		leave();
	sink_area_set(w->sink, NULL, 0);
	tape_set(&w->tape, slot->in, slot->len);
	convert(w, true);
	stand_at(w);
}

/* Whether all is as it was. */
static bool
stands(const struct hand *w)
{
	return feed_odd_prefixes(w->feed) == w->stand.prefixes &&
	       (!output_begun(w->output) ||
		   output_memory(w->output) == w->stand.memory);
}

/* The attachments in the ranges that other hands have. */
static void
learn(struct hand *w, uint64_t range)
{
	struct error e;

	for (; w->learnt < range; w->learnt++) {
		const struct slot *slot = crew_slot(w->crew, w->learnt);
		if (crew_learn(&w->tape, w->parser, slot, slot->n_parts, &e) ==
		    -1)
			leave();
	}
	w->learnt = range + 1;
}

static void
convert_range(struct hand *w, uint64_t range, struct range_answer *a)
{
	struct slot *slot = crew_slot(w->crew, range);
	struct parser_place before, after;
	uint64_t seen[CREW_PLUGINS];

	if (w->parser == NULL || slot->len > LIMIT_RANGE_IN)
		leave();
	learn(w, range);
	if (!parser_where(w->parser, &before))
		leave();
	bool clean = stands(w);
	weave_seen(w->weave, seen);
	w->heard = 0;
	sink_area_set(w->sink, slot->out, LIMIT_RANGE_OUT);
	tape_set(&w->tape, slot->in, slot->len);
	*a =
	    (struct range_answer){.range = range, .entries = convert(w, false)};
	if (!parser_where(w->parser, &after) || after.depth != w->stand.depth)
		leave();
	a->clean =
	    clean && w->heard == 0 && stands(w) && after.head == before.head;
	a->len = sink_area_used(w->sink);
	a->names = after.names;
	a->learnt = after.learnt;
	weave_seen(w->weave, a->seen);
	for (size_t i = 0; i < CREW_PLUGINS; i++)
		a->seen[i] -= seen[i];
}

/* Nothing comes in, and nothing goes out, but by the channel. */
static void
turn_away(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (null == -1 || dup2(null, fd) == -1)
			leave();
}

static void
set_up(struct hand *w, struct crew *c)
{
	struct thread_setup heard = {.patience = {.failures = ULONG_MAX},
	    .verbose = c->setup.options->quiet ? -1 : c->setup.options->verbose,
	    .tell = hear_line,
	    .context = w};

	w->crew = c;
	w->weave = c->setup.weave;
	w->output = c->setup.output;
	w->tape.input = (struct parse_input){
	    .in = {.read = read_tape, .context = w}, .more = read_more};
	w->notes = (struct notes){hear_note, w};
	w->parse = c->parse;
	w->parse.notes = &w->notes;
	w->parse.input = &w->tape.input;
	weave_tell(w->weave, &heard);
	w->sink = sink_area();
	output_divert(w->output, w->sink);
}

int
crew_hand(void *crew, int channel)
{
	struct crew *c = crew;
	struct hand w = {.heard = 0};
	struct range_order order;
	struct range_answer a;
	struct error e;

	turn_away();
	set_up(&w, c);
	if (lock_in(c->setup.options, c->setup.plan, &e) == -1)
		leave();
	while (TEMP_FAILURE_RETRY(read(channel, &order, sizeof(order))) ==
	       (ssize_t)sizeof(order)) {
		if (order.utf8 && w.parser != NULL)
			parser_settle(w.parser);
		if (order.kind == ORDER_HEAD) {
			read_head(&w);
		} else if (order.kind == ORDER_BEGIN) {
			read_begin(&w);
		} else {
			convert_range(&w, order.range, &a);
			if (TEMP_FAILURE_RETRY(write(channel, &a, sizeof(a))) !=
			    (ssize_t)sizeof(a))
				leave();
		}
	}
	leave();
}
