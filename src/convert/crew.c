/*
 * The first process of a crew: what it reads itself comes from a tape, which is
 * dry where a hand's range begins; what the hands make it looks at in the order
 * of the ranges, whoever is ready first.
 */
#include "convert/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "convert/crew_state.h"

void
tape_set(struct tape *tape, const char *p, size_t len)
{
	tape->p = p;
	tape->len = len;
}

size_t
tape_take(struct tape *tape, char *p, size_t n)
{
	if (n > tape->len)
		n = tape->len;
	if (n > 0)
		memcpy(p, tape->p, n);
	tape->p += n;
	tape->len -= n;
	tape->input.given += n;
	return n;
}

/* From now on the first process does it all, from a place in a slot on. */
static void
go_alone(struct crew *c, const char *why, int64_t range)
{
	c->alone = why;
	c->at_range = range;
	c->at = 0;
	for (unsigned i = 0; i < c->n; i++)
		worker_dismiss(&c->hands[i].worker);
}

/* What was read ahead, and then what comes. */
static ssize_t
read_alone(struct crew *c, char *p, size_t n, struct error *e)
{
	struct input in = source_input(inputs_source(c->setup.inputs));
	size_t had = 0;

	while (had < n && c->at_range <= (int64_t)c->filled) {
		bool last = c->at_range == (int64_t)c->filled;
		bool head = c->at_range == -1;
		uint64_t range = head ? 0 : (uint64_t)c->at_range;
		const struct slot *slot = head ? c->head : crew_slot(c, range);
		size_t len = last   ? c->loaded
			     : head ? c->head_cut.len
				    : crew_cut_of(c, range)->len;
		len -= c->at;
		size_t take = len < n - had ? len : n - had;
		memcpy(p + had, slot->in + c->at, take);
		had += take;
		c->at += take;
		if (take == len) {
			c->at_range++;
			c->at = 0;
		}
	}
	c->tape.input.given += had;
	if (had > 0 || c->ended)
		return (ssize_t)had;
	if (c->failed) {
		*e = c->failure;
		return -1;
	}
	ssize_t got = in.read(in.context, p, n, e);
	c->tape.input.given += got > 0 ? (uint64_t)got : 0;
	return got;
}

/* The first read: cuts all that there is room for. */
static void
open_tape(struct crew *c)
{
	c->opened = true;
	if (!crew_cut_head(c)) {
		/* All that is there lies where the head would. */
		c->head_cut.len = c->loaded;
		c->loaded = 0;
		go_alone(c, "it is no feed in UTF-8 that could be cut", -1);
		return;
	}
	for (unsigned i = 0; i < c->n; i++)
		crew_order(c, i, ORDER_HEAD, 0);
	crew_cut(c);
	tape_set(&c->tape, c->head->in, c->head_cut.len);
}

static ssize_t
tape_read(void *context, void *p, size_t n, struct error *e)
{
	struct crew *c = context;

	if (!c->opened)
		open_tape(c);
	if (c->alone != NULL)
		return read_alone(c, p, n, e);
	size_t got = tape_take(&c->tape, p, n);
	return got > 0 ? (ssize_t)got : INPUT_DRY;
}

/* The head does not end where it seemed to. */
static void
tape_more(void *context)
{
	go_alone(context, "its first entry is none", 0);
}

const struct parse_input *
crew_input(const struct crew *c)
{
	return &c->tape.input;
}

void
crew_order(
    struct crew *c, unsigned number, enum order_kind kind, uint64_t range)
{
	struct crew_hand *hand = &c->hands[number];
	struct range_order order = {
	    .range = range, .kind = kind, .utf8 = c->utf8};

	if (hand->worker.channel == -1)
		return;
	ssize_t n = TEMP_FAILURE_RETRY(
	    write(hand->worker.channel, &order, sizeof(order)));
	if (n != (ssize_t)sizeof(order))
		worker_dismiss(&hand->worker);
}

bool
crew_part(const struct slot *slot, size_t i, struct ranges_part *part)
{
	*part = slot->parts[i];
	return part->at <= LIMIT_RANGE_IN &&
	       part->len <= LIMIT_RANGE_IN - part->at;
}

int
crew_learn(struct tape *tape, struct parser *parser, const struct slot *slot,
    size_t n, struct error *e)
{
	struct ranges_part part;
	xmlNode *entry;

	for (size_t i = 0; i < n && i < CREW_PARTS; i++) {
		int got;
		if (!crew_part(slot, i, &part))
			continue;
		tape_set(tape, slot->in + part.at, part.len);
		while ((got = parser_next(parser, &entry, e)) == 1)
			xmlFreeNode(entry);
		if (got != 2)
			return -1;
	}
	return 0;
}

/* The answer about a range; false when there is none that could be used. */
static bool
ask(struct crew *c, uint64_t range, struct range_answer *a)
{
	struct crew_hand *hand = &c->hands[range % c->n];
	struct pollfd ready = {.fd = hand->worker.channel, .events = POLLIN};

	if (hand->worker.channel == -1)
		return false;
	int got = TEMP_FAILURE_RETRY(poll(&ready, 1, LIMIT_ANSWER * 1000));
	if (got == 1 &&
	    TEMP_FAILURE_RETRY(read(hand->worker.channel, a, sizeof(*a))) ==
		(ssize_t)sizeof(*a) &&
	    a->range == range && a->len <= LIMIT_RANGE_OUT &&
	    a->names <= LIMIT_NAMES) {
		hand->names = a->names;
		return a->clean == 1;
	}
	worker_dismiss(&hand->worker);
	return false;
}

/* Ends of lines, as base/charset.h makes them: LF, CR LF and CR are one. */
static void
count_lines(const char *p, size_t len, struct lines *lines)
{
	const char *end = p + len;
	const char *from = p;
	const char *cr = memchr(p, '\r', len);

	*lines = (struct lines){.ends = 0};
	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		const char *stop = lf == NULL ? end : lf;
		for (; cr != NULL && cr < stop;
		     cr = memchr(cr + 1, '\r', (size_t)(end - cr - 1))) {
			lines->ends += cr + 1 < stop || lf == NULL;
			from = cr + 1;
		}
		if (lf == NULL)
			break;
		lines->ends++;
		from = p = lf + 1;
	}
	lines->any = lines->ends > 0;
	lines->tail = (size_t)(end - from);
}

/* Goes over a range, of which some parts were read already. */
static void
skip(struct crew *c, struct parser *parser, uint64_t range)
{
	const struct slot *slot = crew_slot(c, range);
	const struct cut *cut = crew_cut_of(c, range);
	struct ranges_part part;
	struct lines all, read;

	count_lines(slot->in, cut->len, &all);
	for (size_t i = 0; i < cut->n_parts; i++) {
		if (!crew_part(slot, i, &part))
			continue;
		count_lines(slot->in + part.at, part.len, &read);
		all.ends -= read.ends;
		if (!all.any)
			all.tail -= part.len;
	}
	parser_skip(parser, &all);
	if (c->utf8)
		parser_settle(parser);
}

/*
 * All different names together, at the worst: a document has too many when its
 * reader has taken LIMIT_NAMES for them, which it takes in blocks each four
 * times the one before, so that at least three sixteenths are in use.
 */
static bool
names_fit(const struct crew *c, const struct parser_place *place)
{
	uint64_t names = place->names;

	for (unsigned i = 0; i < c->n; i++)
		names += c->hands[i].names;
	return names <= LIMIT_NAMES / 16 * 3;
}

/* Whether a hand's answer is what would have come out here; 1, 0, -1. */
static int
accept(struct crew *c, struct parser *parser, uint64_t range,
    const struct range_answer *a, struct error *e)
{
	struct parser_place place;

	if (a->entries > 0 &&
	    (!c->begun || output_memory(c->setup.output) != c->stand.memory))
		return 0;
	parser_deafen(parser, true);
	int learnt = crew_learn(&c->tape, parser, crew_slot(c, range),
	    crew_cut_of(c, range)->n_parts, e);
	parser_deafen(parser, false);
	if (learnt == -1)
		return -1;
	if (!parser_where(parser, &place) || place.learnt != a->learnt)
		return 0;
	if (!names_fit(c, &place))
		return 0;
	return 1;
}

/* Writes what a hand made. */
static int
pass(struct crew *c, struct parser *parser, uint64_t range,
    const struct range_answer *a, struct error *e)
{
	struct slot *slot = crew_slot(c, range);

	skip(c, parser, range);
	if (output_pass(c->setup.output, slot->out, a->len, e) == -1)
		return -1;
	weave_see(c->setup.weave, a->seen);
	c->setup.passed(c->setup.context, a->entries);
	c->clean++;
	return 0;
}

/* Where the first process stands, now that it has read its piece. */
static const char *
look(struct crew *c, const struct parser *parser)
{
	struct feed *feed = inputs_feed(c->setup.inputs);
	struct parser_place place;

	if (!parser_where(parser, &place))
		return "its items are not whole";
	size_t prefixes = feed_odd_prefixes(feed);
	if (!c->placed) {
		c->placed = true;
		c->stand =
		    (struct stand){.depth = place.depth, .prefixes = prefixes};
	}
	if (place.depth != c->stand.depth)
		return "its items are not whole";
	if (prefixes != c->stand.prefixes)
		return "it has namespaces whose prefixes others have";
	if (!names_fit(c, &place))
		return "it has too many different names";
	return NULL;
}

/* The first entry was written: the hands must see what was before it. */
static void
begin(struct crew *c)
{
	c->begun = true;
	c->stand.memory = output_memory(c->setup.output);
	if (c->next == 0)
		return;
	size_t len = crew_cut_of(c, c->next - 1)->len;
	c->begin->len = len;
	memcpy(c->begin->in, crew_slot(c, c->next - 1)->in, len);
	for (unsigned i = 0; i < c->n; i++)
		crew_order(c, i, ORDER_BEGIN, c->next - 1);
}

int
crew_next(struct crew *c, struct error *e)
{
	struct parser *parser = inputs_parser(c->setup.inputs);
	struct range_answer a;
	const char *why = look(c, parser);

	if (why == NULL && !c->begun && output_begun(c->setup.output))
		begin(c);
	while (why == NULL) {
		crew_cut(c);
		if (c->next == c->filled) {
			go_alone(c,
			    c->ended || c->failed
				? ""
				: "it goes on with what cannot be cut",
			    (int64_t)c->next);
			return 0;
		}
		uint64_t range = c->next++;
		int fine =
		    ask(c, range, &a) ? accept(c, parser, range, &a, e) : 0;
		if (fine == 0) {
			tape_set(&c->tape, crew_slot(c, range)->in,
			    crew_cut_of(c, range)->len);
			return 0;
		}
		if (fine == -1 || pass(c, parser, range, &a, e) == -1)
			return -1;
	}
	go_alone(c, why, (int64_t)c->next);
	return 0;
}

void
crew_tell(const struct crew *c, char text[CREW_TEXT])
{
	const char *why = c->alone;

	if (!c->opened)
		why = "it is JSON, or must be read twice";
	else if (why == NULL || *why == '\0')
		why = NULL;
	snprintf(text, CREW_TEXT,
	    "--jobs: %u processes did %" PRIu64 " of %" PRIu64 " ranges%s%s",
	    c->n, c->clean, c->next,
	    why == NULL ? "" : ", then one: ", why == NULL ? "" : why);
}

static int
map_slots(struct crew *c, struct error *e)
{
	size_t n = CREW_SLOTS * (size_t)c->n + 2;

	c->mapped = n * sizeof(struct slot);
	c->slots = mmap(NULL, c->mapped, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (c->slots == MAP_FAILED) {
		c->slots = NULL;
		return error_errno(e, ERR_SYSTEM, "no memory to share");
	}
	c->head = &c->slots[n - 2];
	c->begin = &c->slots[n - 1];
	return 0;
}

/* Starts one; nobody hears what it says. */
static int
start_hand(struct crew *c, struct error *e)
{
	struct worker *worker = &c->hands[c->started].worker;

	if (worker_start(worker, crew_hand, c, e) == -1)
		return -1;
	close(worker->said);
	c->started++;
	return 0;
}

struct crew *
crew_start(const struct crew_setup *setup, const struct parse_options *parse,
    struct error *e)
{
	struct crew *c = mem_new(1, sizeof(*c));

	c->setup = *setup;
	c->parse = *parse;
	c->n = setup->hands;
	c->tape.input = (struct parse_input){
	    .in = {.read = tape_read, .context = c}, .more = tape_more};
	int result = map_slots(c, e);
	while (result == 0 && c->started < c->n)
		result = start_hand(c, e);
	if (result == 0)
		return c;
	crew_free(c);
	return NULL;
}

void
crew_free(struct crew *c)
{
	if (c == NULL)
		return;
	for (unsigned i = 0; i < c->started; i++)
		worker_dismiss(&c->hands[i].worker);
	if (c->slots != NULL)
		munmap(c->slots, c->mapped);
	free(c);
}
