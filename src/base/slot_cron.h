#ifndef FEEDLOOM_BASE_SLOT_CRON_H
#define FEEDLOOM_BASE_SLOT_CRON_H

#include "base/slot.h"

#define CRON_FIELDS 5

/*
 * Reads the five fields of a line of crontab(5), in small letters: minute,
 * hour, day of the month, month, weekday.  Names of months and weekdays may
 * stand in lists and ranges, too.  0, or -1 with ERR_CONFIG.
 */
int slot_read_cron(struct slot_rule *rule,
    const char *const fields[CRON_FIELDS], struct error *e);

#endif
