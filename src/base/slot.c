/*
 * Slots around a moment: goes from day to day, and looks at the times of those
 * that count.  A day more is looked at on both sides, since clocks that are put
 * forward, by a day at most, can bring a slot behind the first ones of the next
 * day.
 */
#include "base/slot.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/calendar.h"

#define TEN_YEARS 3653 /* days */

/* The nearest slot to one side of a moment, while it is looked for. */
struct search {
	const struct slot_rule *rule;
	const struct zone *zone;
	int64_t moment;
	int step; /* 1: behind the moment; -1: at it, or before */
	bool found;
	int64_t when;
};

static bool
is_on(uint64_t bits, int64_t n)
{
	return (bits >> n & 1) != 0;
}

static bool
day_counts(const struct slot_rule *rule, const struct day *day)
{
	bool by_date =
	    is_on(rule->days, day->day) ||
	    (rule->last && day->day == month_days(day->year, day->month));
	bool by_week = is_on(rule->weekdays, day_weekday(day) % 7);

	if (!is_on(rule->months, day->month))
		return false;
	return rule->either ? by_date || by_week : by_date && by_week;
}

static void
offer(struct search *s, int64_t when)
{
	bool behind = when > s->moment;
	bool nearer = s->step > 0 ? when < s->when : when > s->when;

	if (behind != (s->step > 0) || (s->found && !nearer))
		return;
	s->found = true;
	s->when = when;
}

static void
offer_hour(struct search *s, const struct day *day, int hour)
{
	for (int minute = 0; minute < 60; minute++) {
		const struct zone_time t = {*day, hour, minute};
		if (is_on(s->rule->minutes, minute))
			offer(s, zone_moment(s->zone, &t));
	}
}

static void
look(struct search *s)
{
	struct zone_time now = zone_time_of(s->zone, s->moment);
	int64_t today = day_number(&now.day);

	for (int i = -1, end = TEN_YEARS; i <= end; i++) {
		int64_t n = today + (int64_t)i * s->step;
		if (n < 0 || n >= CALENDAR_END)
			continue;
		struct day day = day_of_number(n);
		if (!day_counts(s->rule, &day))
			continue;
		bool had = s->found;
		for (int hour = 0; hour < 24; hour++)
			if (is_on(s->rule->hours, hour))
				offer_hour(s, &day, hour);
		if (s->found && !had)
			end = i + 1;
	}
}

static bool
find(struct search *s, struct slot *slot)
{
	look(s);
	if (!s->found)
		return false;
	struct zone_time t = zone_time_of(s->zone, s->when);
	slot->when = s->when;
	snprintf(slot->key, sizeof(slot->key),
	    "%04" PRId64 "-%02" PRId64 "-%02" PRId64 " %02d:%02d", t.day.year,
	    t.day.month, t.day.day, t.hour, t.minute);
	return true;
}

bool
slot_last(const struct slot_rule *rule, const struct zone *zone, int64_t moment,
    struct slot *slot)
{
	struct search s = {rule, zone, moment, .step = -1};

	return find(&s, slot);
}

bool
slot_next(const struct slot_rule *rule, const struct zone *zone, int64_t moment,
    struct slot *slot)
{
	struct search s = {rule, zone, moment, .step = 1};

	return find(&s, slot);
}
