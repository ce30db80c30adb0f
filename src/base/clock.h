#ifndef FEEDLOOM_BASE_CLOCK_H
#define FEEDLOOM_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/date.h"

/*
 * What a calendar and a clock show in the zone of a date.
 */
struct clock {
	struct day day;
	int hour;
	int minute;
	int second;
	int offset; /* minutes east of UTC */
};

/* A date that no one parsed is brought into the years 1 to 9999. */
struct clock clock_of(const struct date *date);

/*
 * Adds a date as strftime(3) would in English, in its own zone; known are
 * a A b B d e G H I j m M p s S u V y Y z Z %, and %-d and the like, without
 * zeros or blanks in front.  NULL, or where in the format another specifier is.
 */
const char *clock_format(
    const struct date *date, const char *format, size_t len, struct buf *out);

#endif
