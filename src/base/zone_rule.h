#ifndef FEEDLOOM_BASE_ZONE_RULE_H
#define FEEDLOOM_BASE_ZONE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How a zone goes on for ever, as the last line of its file has it (RFC 8536
 * section 3.3, POSIX TZ): "CET-1CEST,M3.5.0,M10.5.0/3".  Offsets and times are
 * seconds, offsets are east of UTC.
 */
enum zone_day_kind {
	ZONE_MONTH,  /* the nth weekday of a month; the fifth is the last one */
	ZONE_JULIAN, /* a day of the year from 1, as if there was no 29 February
		      */
	ZONE_YEARDAY, /* a day of the year from 0 */
};

struct zone_day {
	enum zone_day_kind kind;
	int month, week, weekday; /* weekday 0 is Sunday */
	int day;
	int32_t time; /* of the clocks as they are before */
};

struct zone_rule {
	int32_t standard, summer;
	bool changes; /* clocks do; else there is no summer */
	struct zone_day begin, end;
};

/* False when that is no such line, or what it says cannot be. */
bool zone_rule_read(struct zone_rule *rule, const char *text, size_t len);

/* When summer begins and ends in a year of 1 to 9999; seconds since 1970. */
int64_t zone_rule_begin(const struct zone_rule *rule, int64_t year);
int64_t zone_rule_end(const struct zone_rule *rule, int64_t year);

#endif
