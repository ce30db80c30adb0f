#ifndef FEEDLOOM_BASE_ZONE_H
#define FEEDLOOM_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/error.h"

/*
 * What clocks on a wall show in a named time zone ("Asia/Almaty", "UTC"), by
 * the system's database of zones (tzdata), which is read when a zone is opened
 * and not again: a process that is locked in may go on with it.
 */
struct zone;

/* What a clock on a wall shows, to the minute. */
struct zone_time {
	struct day day;
	int hour, minute;
};

/*
 * NULL with ERR_CONFIG: it is no name of a zone, with the nearest one that is,
 * or there is no database here (the package tzdata), without which there is
 * "UTC" all the same.
 */
struct zone *zone_open(const char *name, struct error *e);

/* The same from the database in another folder. */
struct zone *zone_open_in(
    const char *folder, const char *name, struct error *e);

void zone_free(struct zone *zone); /* NULL is fine */

/* Minutes east of UTC at that moment, rounded down; seconds since 1970. */
int zone_offset(const struct zone *zone, int64_t moment);

/* What clocks show at that moment, in the years 1 to 9999. */
struct zone_time zone_time_of(const struct zone *zone, int64_t moment);

/*
 * The moment at which clocks show that time of a day that exists.  When they
 * show it twice the first one; when they never do, as they are put forward over
 * it, the moment at which they would have shown it had they not been.
 */
int64_t zone_moment(const struct zone *zone, const struct zone_time *time);

#endif
