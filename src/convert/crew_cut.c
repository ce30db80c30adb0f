/*
 * The document as ranges: read into slots, scanned there, and cut behind the
 * item with which a range is long enough.  What is behind the cut moves on.
 */
#include "convert/crew_state.h"

#include <string.h>

#include "base/limits.h"

/* Reads some more into a slot; false when there is no more, or no room. */
static bool
load(struct crew *c, struct slot *slot)
{
	struct input in = source_input(inputs_source(c->setup.inputs));
	size_t room = LIMIT_RANGE_IN - c->loaded;

	if (c->ended || c->failed || room == 0)
		return false;
	if (room > LIMIT_CHUNK)
		room = LIMIT_CHUNK;
	ssize_t n =
	    in.read(in.context, slot->in + c->loaded, room, &c->failure);
	c->failed = n == -1;
	c->ended = n == 0;
	if (n <= 0)
		return false;
	c->loaded += (size_t)n;
	return true;
}

/* Whether a range is UTF-8 as far as one process would look. */
static bool
check_utf8(struct crew *c, const char *p, size_t len)
{
	int is = c->utf8 ? 1 : ranges_utf8(p, len);

	c->utf8 = is == 1;
	return is >= 0;
}

/* Cuts a slot at the end of its last item; the rest goes to another one. */
static bool
cut(struct crew *c, struct slot *slot, struct cut *known, struct slot *rest)
{
	size_t end = c->ranges.end;

	if (end == 0 || !check_utf8(c, slot->in, end))
		return false;
	*known = (struct cut){.len = end, .n_parts = c->ranges.n_parts};
	slot->len = known->len;
	slot->n_parts = known->n_parts;
	memcpy(rest->in, slot->in + end, c->loaded - end);
	c->loaded -= end;
	ranges_start(&c->ranges, rest->parts, CREW_PARTS);
	ranges_scan(&c->ranges, rest->in, c->loaded, LIMIT_RANGE);
	return true;
}

bool
crew_cut_head(struct crew *c)
{
	struct slot *slot = c->head;
	int is = 0;

	ranges_start(&c->ranges, slot->parts, CREW_PARTS);
	while (is == 0 && load(c, slot))
		is = ranges_head(&c->ranges, slot->in, c->loaded);
	if (is != 1)
		return false;
	do
		ranges_scan(&c->ranges, slot->in, c->loaded, 1);
	while (c->ranges.end == 0 && load(c, slot));
	return cut(c, slot, &c->head_cut, crew_slot(c, 0));
}

/* Fills the slot behind the last range and cuts it; false when that is none. */
static bool
cut_next(struct crew *c)
{
	struct slot *slot = crew_slot(c, c->filled);

	while (c->ranges.end < LIMIT_RANGE && c->ranges.n_parts < CREW_PARTS &&
	       load(c, slot))
		ranges_scan(&c->ranges, slot->in, c->loaded, LIMIT_RANGE);
	return cut(
	    c, slot, crew_cut_of(c, c->filled), crew_slot(c, c->filled + 1));
}

void
crew_cut(struct crew *c)
{
	while (!c->done && c->filled < c->next + CREW_AHEAD * (uint64_t)c->n) {
		if (!cut_next(c)) {
			c->done = true;
			return;
		}
		crew_order(
		    c, (unsigned)(c->filled % c->n), ORDER_RANGE, c->filled);
		c->filled++;
	}
}
