#ifndef FEEDLOOM_BASE_SLOT_H
#define FEEDLOOM_BASE_SLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/zone.h"

/*
 * When a digest is due, as people say it.  Times are of a wall's clock:
 *
 *	"daily 07:00"             "weekdays 18:30" (Monday to Friday)
 *	"monday 07:00"            "monday, thursday 07:00"
 *	"weekly 07:00" (Mondays)  "monthly 07:00" (the 1st)
 *	"15 07:00", "1, 15 07:00" "last day 07:00", "15, last day 07:00"
 *	"hourly", "6 hours" (at 00:00, 06:00, …)
 *	"cron 0 7 * * 1-5"        the five fields of crontab(5)
 *	"20 entries"              as soon as there are so many
 *
 * Without a time it is 07:00, but for days that are numbers alone, which could
 * be hours; capital and small letters are the same; a name of a weekday may be
 * its first three letters; "every" may stand in front of all but cron.
 */
struct slot_rule {
	size_t entries;	  /* "N entries"; all else is 0 then */
	uint64_t minutes; /* bits: the minutes, hours, days, months (1 to 12) */
	uint32_t hours;	  /* and weekdays (0: Sunday) on which it is due */
	uint32_t days;
	uint16_t months;
	uint8_t weekdays;
	bool last;   /* the last day of a month as well */
	bool either; /* a day or a weekday is enough: both were said, by cron */
};

/*
 * A slot is a moment, and its key names it for ever: what clocks show then.
 * A time that they show twice, as they are put back, is a slot the first time
 * only, so that of an hourly rule the hour that is repeated has none.  A time
 * that they never show, as they are put forward over it, is due as much later
 * (zone_moment), with the key of what they show then; where that is the time of
 * another slot, the two are one.
 */
#define SLOT_TEXT 24 /* room for a slot's key */

struct slot {
	int64_t when;	     /* seconds since 1970 */
	char key[SLOT_TEXT]; /* "2026-03-02 07:00" */
};

/*
 * 0, or -1 with ERR_CONFIG: the text, what is wrong with it, and how it is said
 * right.  A day that never comes, as 30 February, is wrong.
 */
int slot_read(struct slot_rule *rule, const char *text, struct error *e);

/*
 * The last slot at or before that moment, of a rule without entries.  False
 * when there is none within ten years.
 */
bool slot_last(const struct slot_rule *rule, const struct zone *zone,
    int64_t moment, struct slot *slot);

/* The same for the first one behind that moment. */
bool slot_next(const struct slot_rule *rule, const struct zone *zone,
    int64_t moment, struct slot *slot);

#endif
