#ifndef FEEDLOOM_RUN_SCHEDULE_H
#define FEEDLOOM_RUN_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * When a feed is fetched again.  Knows no clock: now is what it is told.
 * Times are seconds since 1970, spans are seconds.
 */

#define SCHEDULE_DAY ((int64_t)24 * 60 * 60)
#define SCHEDULE_LONGEST (7 * SCHEDULE_DAY) /* that anyone makes us wait */

/* How a run ended, and what was asked of us. */
struct schedule {
	int64_t now;
	int64_t every;	    /* the configuration's */
	int64_t floor;	    /* the feed's or server's own; 0: none */
	int64_t not_before; /* a moment that the server named; 0: none */
	int64_t failures;   /* in a row, with this run's; 0: it was good */
	const char *name;   /* of the feed: seeds its place in the crowd */
};

/*
 * The moment from which it is due again.  After failures the span doubles, up
 * to a day, or to `every` where that is more, and each feed has its own tenth
 * of it more, so that feeds that failed together do not come back together.
 */
int64_t schedule_next(const struct schedule *s);

/*
 * Whether a feed that is due at that moment is fetched now.  A twentieth of
 * `every`, at most five minutes, is forgiven: cron comes on the minute, and a
 * run that began two seconds late must not cost the next one its turn.
 */
bool schedule_due(int64_t now, int64_t due, int64_t every);

#endif
