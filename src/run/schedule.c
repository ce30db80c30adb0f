/*
 * Spans are bounded before they are added, so that no answer of a server, and
 * no clock that was set, makes a feed wait for ever.
 */
#include "run/schedule.h"

#include <string.h>

#include "base/hash.h"

#define FORGIVEN ((int64_t)5 * 60)

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Up to a tenth of a span, the same one for a feed and a failure each time. */
static int64_t
jitter(const struct schedule *s, int64_t span)
{
	struct hash hash;

	hash_init(&hash);
	hash_add(&hash, s->name, strlen(s->name));
	hash_add(&hash, &s->failures, sizeof(s->failures));
	int64_t tenth = span / 10;
	return tenth <= 0 ? 0 : (int64_t)(hash.low % (uint64_t)tenth);
}

static int64_t
after_failures(const struct schedule *s)
{
	int64_t longest = most(s->every, SCHEDULE_DAY);
	int64_t span = s->every;

	for (int64_t n = 1; n < s->failures && span < longest; n++)
		span *= 2;
	span = least(span, longest);
	return s->failures > 1 ? span + jitter(s, span) : span;
}

int64_t
schedule_next(const struct schedule *s)
{
	int64_t span = s->failures > 0
			   ? after_failures(s)
			   : most(s->every, least(s->floor, SCHEDULE_DAY));
	int64_t asked = least(s->not_before, s->now + SCHEDULE_LONGEST);

	return most(s->now + span, asked);
}

bool
schedule_due(int64_t now, int64_t due, int64_t every)
{
	/* A clock that was set back must not stop a feed for years. */
	return now >= due - least(every / 20, FORGIVEN) ||
	       due > now + most(every, SCHEDULE_LONGEST) * 2;
}
