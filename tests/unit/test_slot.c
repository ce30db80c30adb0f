/*
 * Rules for when something is due: how they are said, and when it is, through
 * years of clocks that are put forward and back.
 */
#include "base/slot.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define QUARTER ((int64_t)15 * 60)
#define HOUR (4 * QUARTER)
#define DAY (24 * HOUR)

/* Friday, 27 February 2026, 12:00 in UTC. */
#define FRIDAY 1772193600

/* A rule, and the next slots behind FRIDAY. */
static const struct {
	const char *text, *next[3];
} rules[] = {
    {"daily 07:00",
	{"2026-02-28 07:00", "2026-03-01 07:00", "2026-03-02 07:00"}},
    {"daily", {"2026-02-28 07:00", "2026-03-01 07:00", "2026-03-02 07:00"}},
    {" Daily  12:01 ",
	{"2026-02-27 12:01", "2026-02-28 12:01", "2026-03-01 12:01"}},
    {"daily 12:00",
	{"2026-02-28 12:00", "2026-03-01 12:00", "2026-03-02 12:00"}},
    {"every daily 7:05",
	{"2026-02-28 07:05", "2026-03-01 07:05", "2026-03-02 07:05"}},
    {"weekdays 18:30",
	{"2026-02-27 18:30", "2026-03-02 18:30", "2026-03-03 18:30"}},
    {"monday 07:00",
	{"2026-03-02 07:00", "2026-03-09 07:00", "2026-03-16 07:00"}},
    {"every Monday",
	{"2026-03-02 07:00", "2026-03-09 07:00", "2026-03-16 07:00"}},
    {"weekly 06:00",
	{"2026-03-02 06:00", "2026-03-09 06:00", "2026-03-16 06:00"}},
    {"monday, thursday 07:00",
	{"2026-03-02 07:00", "2026-03-05 07:00", "2026-03-09 07:00"}},
    {"SUN,sat,Sun 00:00",
	{"2026-02-28 00:00", "2026-03-01 00:00", "2026-03-07 00:00"}},
    {"monthly 07:00",
	{"2026-03-01 07:00", "2026-04-01 07:00", "2026-05-01 07:00"}},
    {"15 07:00", {"2026-03-15 07:00", "2026-04-15 07:00", "2026-05-15 07:00"}},
    {"1, 15 07:00",
	{"2026-03-01 07:00", "2026-03-15 07:00", "2026-04-01 07:00"}},
    {"1 ,15 23:59",
	{"2026-03-01 23:59", "2026-03-15 23:59", "2026-04-01 23:59"}},
    {"31 07:00", {"2026-03-31 07:00", "2026-05-31 07:00", "2026-07-31 07:00"}},
    {"last day 07:00",
	{"2026-02-28 07:00", "2026-03-31 07:00", "2026-04-30 07:00"}},
    {"last day", {"2026-02-28 07:00", "2026-03-31 07:00", "2026-04-30 07:00"}},
    {"15, last day",
	{"2026-02-28 07:00", "2026-03-15 07:00", "2026-03-31 07:00"}},
    {"last day, 31 07:00",
	{"2026-02-28 07:00", "2026-03-31 07:00", "2026-04-30 07:00"}},
    {"hourly", {"2026-02-27 13:00", "2026-02-27 14:00", "2026-02-27 15:00"}},
    {"every hour",
	{"2026-02-27 13:00", "2026-02-27 14:00", "2026-02-27 15:00"}},
    {"every 6 hours",
	{"2026-02-27 18:00", "2026-02-28 00:00", "2026-02-28 06:00"}},
    {"12 hours", {"2026-02-28 00:00", "2026-02-28 12:00", "2026-03-01 00:00"}},
    {"1 hour", {"2026-02-27 13:00", "2026-02-27 14:00", "2026-02-27 15:00"}},
    {"cron 0 7 * * 1-5",
	{"2026-03-02 07:00", "2026-03-03 07:00", "2026-03-04 07:00"}},
    {"cron */30 * * * *",
	{"2026-02-27 12:30", "2026-02-27 13:00", "2026-02-27 13:30"}},
    {"cron 5,10-12 0 * * *",
	{"2026-02-28 00:05", "2026-02-28 00:10", "2026-02-28 00:11"}},
    {"cron 0 8-18/5 * * *",
	{"2026-02-27 13:00", "2026-02-27 18:00", "2026-02-28 08:00"}},
    {"CRON 0 0 * MAR-may,dec Fri-Sun",
	{"2026-03-01 00:00", "2026-03-06 00:00", "2026-03-07 00:00"}},
    {"cron 0 0 * * 7",
	{"2026-03-01 00:00", "2026-03-08 00:00", "2026-03-15 00:00"}},
    {"cron 0 0 * * 0",
	{"2026-03-01 00:00", "2026-03-08 00:00", "2026-03-15 00:00"}},
    {"cron 0 0 * * 5-7",
	{"2026-02-28 00:00", "2026-03-01 00:00", "2026-03-06 00:00"}},
    /* a day or a weekday, since both are said, */
    {"cron 0 0 13 * fri",
	{"2026-03-06 00:00", "2026-03-13 00:00", "2026-03-20 00:00"}},
    {"cron 0 0 3 3 tue,thu",
	{"2026-03-03 00:00", "2026-03-05 00:00", "2026-03-10 00:00"}},
    /* but both where one begins with a star: odd days that are Fridays */
    {"cron 0 0 */2 * fri",
	{"2026-03-13 00:00", "2026-03-27 00:00", "2026-04-03 00:00"}},
    {"cron 30 23 29 2 *",
	{"2028-02-29 23:30", "2032-02-29 23:30", "2036-02-29 23:30"}},
    {"cron 0 0 30 2 mon",
	{"2027-02-01 00:00", "2027-02-08 00:00", "2027-02-15 00:00"}},
    {"cron 0 0 1 1 *",
	{"2027-01-01 00:00", "2028-01-01 00:00", "2029-01-01 00:00"}},
};

static const struct {
	const char *text;
	size_t entries;
} amounts[] = {{"20 entries", 20}, {"every 20 entries", 20}, {"1 entry", 1},
    {"Every 10000 Entries", 10000}};

#define NO_TIME " is no time from 00:00 to 23:59"
#define NO_HOURS                                                               \
	"hours can be 1, 2, 3, 4, 6, 8 or 12, which fit into a day; or say "   \
	"'daily'"
#define DAY_OR_HOUR "is that a day, or an hour?  Say '1 07:00' or 'daily 07:00'"
#define WHICH_DAYS "on which days?  Say 'daily 07:00', 'monday 07:00'"
#define NO_COUNT                                                               \
	" are not counted, but hours and entries; say days by name, minutes "  \
	"by 'cron */15 * * * *'"
#define MIXED                                                                  \
	"days of the week and of the month do not mix; 'cron 0 7 1 * mon' "    \
	"has either of them"
#define CRON_FRONT                                                             \
	"fields of crontab(5) have 'cron' in front: 'cron 0 7 * * 1-5'"
#define FIVE "cron has 5 fields: minute, hour, day, month, weekday"
#define SEE " is not understood: see crontab(5)"
#define TWO_TIMES "has more than one time; 'cron 0 7,18 * * *' can"

/* What is refused, and what is said of it behind the text. */
static const struct {
	const char *text, *said;
} refused[] = {
    {"monady 07:00", "'monady' is no day; did you mean 'monday'?"},
    {"weekday 07:00", "'weekday' is no day; did you mean 'weekdays'?"},
    {"day", "'day' is no day; did you mean 'daily'?"},
    {"mo 07:00", "'mo' is no day; did you mean 'monthly'?"},
    {"yearly", "'yearly' is no day"},
    {"whenever", "'whenever' is no day"},
    {"", "says nothing; say 'daily 07:00'"},
    {" ", "says nothing; say 'daily 07:00'"},
    {"every", "a day is missing at its end"},
    {"monday, ", "a day is missing at its end"},
    {", monday", "',' is no day"},
    {"07:00", WHICH_DAYS},
    {"every 07:00", WHICH_DAYS},
    {"7", DAY_OR_HOUR},
    {"15", DAY_OR_HOUR},
    {"1, 15", DAY_OR_HOUR},
    {"every 7", DAY_OR_HOUR},
    {"0 07:00", "there is no day '0'"},
    {"32 07:00", "there is no day '32'"},
    {"31 february", "'february'" NO_TIME},
    {"daily 25:00", "'25:00'" NO_TIME},
    {"daily 24:00", "'24:00'" NO_TIME},
    {"daily 07:60", "'07:60'" NO_TIME},
    {"daily 7", "'7'" NO_TIME},
    {"daily 7:0", "'7:0'" NO_TIME},
    {"daily 007:00", "'007:00'" NO_TIME},
    {"daily :00", "':00'" NO_TIME},
    {"daily 07:", "'07:'" NO_TIME},
    {"daily 07:000", "'07:000'" NO_TIME},
    {"daily -1:00", "'-1:00'" NO_TIME},
    {"daily 7am", "'7am'" NO_TIME},
    {"daily at 07:00", "'at'" NO_TIME},
    {"daily 07:00 18:00", TWO_TIMES},
    {"daily 07:00, 18:00", TWO_TIMES},
    {"daily 07:00 pm", "'pm' at its end is not understood"},
    {"hourly 07:00", TWO_TIMES},
    {"monday thursday 07:00",
	"a comma belongs between days, before 'thursday'"},
    {"15 last day", "a comma belongs between days, before 'last'"},
    {"monday, 15 07:00", MIXED},
    {"last day, fri", MIXED},
    {"last friday 07:00", "'last' has 'day' behind it: 'last day 07:00'"},
    {"last", "'last' has 'day' behind it: 'last day 07:00'"},
    {"daily, monday 07:00", "'daily' stands alone"},
    {"monday, daily 07:00", "'daily' does not go with what is before it"},
    {"every cron 0 7 1 1 1", "'cron' does not go with what is before it"},
    {"every 5 hours", NO_HOURS},
    {"every 0 hours", NO_HOURS},
    {"every 24 hours", NO_HOURS},
    {"every 6 hours 07:00", TWO_TIMES},
    {"every 30 minutes", "'minutes'" NO_COUNT},
    {"2 weeks", "'weeks'" NO_COUNT},
    {"0 entries", "entries can be 1 to 10000"},
    {"10001 entries", "entries can be 1 to 10000"},
    {"1000000 entries", "'1000000' is no day"},
    {"20 entries 07:00", TWO_TIMES},
    {"20 entires", "'entires'" NO_TIME},
    {"0 7 * * 1-5", CRON_FRONT},
    {"* * * * *", CRON_FRONT},
    {"*/5 * * * *", CRON_FRONT},
    {"@daily", "'@daily' is no day; did you mean 'daily'?"},
    {"every cron 0 7 * * *", CRON_FRONT},
    {"cron", FIVE},
    {"cron 0 7 * *", FIVE},
    {"cron 0 7 * * * root", FIVE},
    {"cron 60 7 * * *", "the minute '60' is not 0 to 59"},
    {"cron 0 24 * * *", "the hour '24' is not 0 to 23"},
    {"cron 0 7 0 * *", "the day of the month '0' is not 1 to 31"},
    {"cron 0 7 32 * *", "the day of the month '32' is not 1 to 31"},
    {"cron 0 7 * 13 *", "the month '13' is not 1 to 12"},
    {"cron 0 7 * 0 *", "the month '0' is not 1 to 12"},
    {"cron 0 7 * * 8", "the weekday '8' is not 0 to 7"},
    {"cron 0 7 * * fri-mon", "the weekday 'fri-mon' ends before it begins"},
    {"cron 30-10 7 * * *", "the minute '30-10' ends before it begins"},
    {"cron 5/10 7 * * *",
	"the minute '5/10' has a step, but nothing to step through"},
    {"cron */0 7 * * *", "the minute '*/0' has no such step"},
    {"cron */60 7 * * *", "the minute '*/60' has no such step"},
    {"cron 0 7 * * */fri", "the weekday '*/fri'" SEE},
    {"cron 0 7 L * *", "the day of the month 'l'" SEE},
    {"cron 0 7 * sept *", "the month 'sept'" SEE},
    {"cron 0 7 * monday *", "the month 'monday'" SEE},
    {"cron 0 fri * * *", "the hour 'fri'" SEE},
    {"cron 0, 7 * * *", "the minute '0,'" SEE},
    {"cron ** 7 * * *", "the minute '**'" SEE},
    {"cron 1-2-3 7 * * *", "the minute '1-2-3'" SEE},
    {"cron 00000 7 * * *", "the minute '00000'" SEE},
    {"cron -1 7 * * *", "the minute '-1'" SEE},
    {"cron 0 7 31 2 *", "there is no such day in such a month"},
    {"cron 0 7 30,31 feb *", "there is no such day in such a month"},
    {"cron 0 7 31 4,6,9,11 *", "there is no such day in such a month"},
};

static struct zone *
opened(const char *name)
{
	struct error e;
	struct zone *zone = zone_open(name, &e);

	if (zone == NULL)
		fail_msg("%s", e.text);
	return zone;
}

static struct slot_rule
rule_of(const char *text)
{
	struct slot_rule rule;
	struct error e;

	if (slot_read(&rule, text, &e) == -1)
		fail_msg("%s", e.text);
	return rule;
}

static void
said(void **state)
{
	struct zone *utc = opened("UTC");

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		struct slot_rule rule = rule_of(rules[i].text);
		struct slot slot = {.when = FRIDAY};

		for (size_t j = 0; j < 3; j++) {
			assert_true(slot_next(&rule, utc, slot.when, &slot));
			if (strcmp(slot.key, rules[i].next[j]) != 0)
				fail_msg("'%s': %s, not %s", rules[i].text,
				    slot.key, rules[i].next[j]);
		}
	}
	for (size_t i = 0; i < COUNT(amounts); i++) {
		struct slot_rule rule = rule_of(amounts[i].text);
		struct slot slot;

		assert_int_equal(rule.entries, amounts[i].entries);
		assert_false(slot_next(&rule, utc, FRIDAY, &slot));
		assert_false(slot_last(&rule, utc, FRIDAY, &slot));
	}
	zone_free(utc);
}

static void
not_said(void **state)
{
	char longest[400], expected[600];
	struct slot_rule rule;
	struct error e = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		if (slot_read(&rule, refused[i].text, &e) == 0)
			fail_msg("'%s' is taken", refused[i].text);
		snprintf(expected, sizeof(expected), "'%s': %s",
		    refused[i].text, refused[i].said);
		assert_string_equal(e.text, expected);
		assert_int_equal(e.code, ERR_CONFIG);
	}
	memset(longest, ',', sizeof(longest));
	longest[200] = '\0';
	assert_int_equal(slot_read(&rule, longest, &e), -1);
	longest[200] = ',';
	longest[201] = '\0';
	assert_int_equal(slot_read(&rule, longest, &e), -1);
	assert_string_equal(e.text, "a rule is no longer than 200 bytes");
}

/* A rule in a zone, and all of its slots in a day or two. */
static const struct {
	const char *zone, *rule;
	int64_t from, to; /* behind the first, up to the second moment */
	const char *slots;
} changes[] = {
    /* put forward from 02:00 to 03:00, at 1774746000 */
    {"Europe/Berlin", "daily 02:30", 1774652400, 1774908000,
	"1774661400 2026-03-28 02:30\n1774747800 2026-03-29 03:30\n"
	"1774830600 2026-03-30 02:30\n"},
    {"Europe/Berlin", "hourly", 1774738800, 1774749600,
	"1774742400 2026-03-29 01:00\n1774746000 2026-03-29 03:00\n"
	"1774749600 2026-03-29 04:00\n"},
    {"Europe/Berlin", "cron */30 2,3 * * *", 1774738800, 1774753200,
	"1774746000 2026-03-29 03:00\n1774747800 2026-03-29 03:30\n"},
    /* put back from 03:00 to 02:00, at 1792890000 */
    {"Europe/Berlin", "daily 02:30", 1792792800, 1792965600,
	"1792801800 2026-10-24 02:30\n1792888200 2026-10-25 02:30\n"},
    {"Europe/Berlin", "hourly", 1792882800, 1792897200,
	"1792886400 2026-10-25 02:00\n1792893600 2026-10-25 03:00\n"
	"1792897200 2026-10-25 04:00\n"},
    /* half an hour, from 02:00 to 02:30, and back */
    {"Australia/Lord_Howe", "cron */15 2 * * *", 1791037800, 1791046800,
	"1791041400 2026-10-04 02:30\n1791042300 2026-10-04 02:45\n"},
    {"Australia/Lord_Howe", "cron */15 1 * * *", 1775304000, 1775318400,
	"1775311200 2026-04-05 01:00\n1775312100 2026-04-05 01:15\n"
	"1775313000 2026-04-05 01:30\n1775313900 2026-04-05 01:45\n"},
    /* once and for all, from midnight to 23:00 of the day before */
    {"Asia/Almaty", "daily 23:30", 1709100000, 1709317800,
	"1709141400 2024-02-28 23:30\n1709227800 2024-02-29 23:30\n"
	"1709317800 2024-03-01 23:30\n"},
    {"Asia/Almaty", "daily 00:00", 1709100000, 1709321000,
	"1709143200 2024-02-29 00:00\n1709233200 2024-03-01 00:00\n"
	"1709319600 2024-03-02 00:00\n"},
    /* a whole day that was none: what was due on it is as on the next one */
    {"Pacific/Apia", "daily 07:00", 1325170800, 1325437200,
	"1325178000 2011-12-29 07:00\n1325264400 2011-12-31 07:00\n"
	"1325350800 2012-01-01 07:00\n1325437200 2012-01-02 07:00\n"},
    {"Pacific/Apia", "friday 07:00", 1325170800, 1325437200,
	"1325264400 2011-12-31 07:00\n"},
    /* forward at midnight */
    /* forward over midnight, from 23:30 to 00:00: a slot of the day before
     * comes behind one of the new day */
    {"Asia/Pyongyang", "cron 0,45 0,23 * * *", 1525442400, 1525448700,
	"1525444200 2018-05-04 23:00\n1525446000 2018-05-05 00:00\n"
	"1525446900 2018-05-05 00:15\n1525448700 2018-05-05 00:45\n"},
    {"Africa/Cairo", "daily 00:00", 1776895200, 1777064400,
	"1776981600 2026-04-24 01:00\n1777064400 2026-04-25 00:00\n"},
};

/* Both ways through it. */
static void
clocks_change(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct zone *zone = opened(changes[i].zone);
		struct slot_rule rule = rule_of(changes[i].rule);
		struct slot slot = {.when = changes[i].from};
		char found[512] = "";
		size_t len = 0;

		while (slot_next(&rule, zone, slot.when, &slot) &&
		       slot.when <= changes[i].to) {
			struct slot last, before;

			len +=
			    (size_t)snprintf(found + len, sizeof(found) - len,
				"%" PRId64 " %s\n", slot.when, slot.key);
			assert_true(slot_last(&rule, zone, slot.when, &last));
			assert_int_equal(last.when, slot.when);
			assert_string_equal(last.key, slot.key);
			assert_true(
			    slot_last(&rule, zone, slot.when - 1, &before));
			assert_true(strcmp(before.key, slot.key) < 0);
		}
		zone_free(zone);
		if (strcmp(found, changes[i].slots) != 0)
			fail_msg("%s, %s:\n%s", changes[i].zone,
			    changes[i].rule, found);
	}
}

/*
 * A cron job each quarter of an hour, that sends what is due if it was not
 * sent: each slot once, in order, and each day or hour has its own.  It comes
 * less often where each step is slow.
 */
static size_t
send_all(const struct zone *zone, const struct slot_rule *rule, int64_t from,
    int64_t to, int64_t step)
{
	struct slot sent, last, next;
	size_t count = 0;

	assert_true(slot_last(rule, zone, from, &sent));
	assert_true(slot_next(rule, zone, from, &next));
	for (int64_t t = from + step; t <= to; t += step) {
		assert_true(slot_last(rule, zone, t, &last));
		assert_true(last.when <= t);
		if (strcmp(last.key, sent.key) == 0) {
			assert_int_equal(last.when, sent.when);
			assert_true(next.when > t);
			continue;
		}
		assert_true(strcmp(last.key, sent.key) > 0);
		/* It is the one that was to come. */
		assert_string_equal(last.key, next.key);
		assert_int_equal(last.when, next.when);
		assert_true(slot_next(rule, zone, t, &next));
		assert_true(next.when > t);
		sent = last;
		count++;
	}
	return count;
}

static const char *const zones[] = {
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Almaty"};

/* 1 January of 2023 and 2025, of 2037 and 2039, in UTC. */
static const int64_t years[][2] = {
    {1672531200, 1735689600}, {2114380800, 2177452800}};

static void
each_day_once(void **state)
{
	const char *slow = getenv("VALGRIND");
	int64_t step = slow == NULL || *slow == '\0' ? QUARTER : 8 * HOUR;

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++)
		for (size_t j = 0; j < COUNT(years); j++) {
			struct zone *zone = opened(zones[i]);
			struct slot_rule daily = rule_of("daily 02:15");
			int64_t from = years[j][0] + 12 * HOUR;
			int64_t to = years[j][1] + 12 * HOUR;

			assert_int_equal(send_all(zone, &daily, from, to, step),
			    (to - from) / DAY);
			zone_free(zone);
		}
}

/* What clocks of those years show first at some quarter of an hour. */
static size_t
new_quarters(const struct zone *zone, int64_t from, int64_t to, int minutes)
{
	size_t count = 0;

	for (int64_t t = from + QUARTER; t <= to; t += QUARTER) {
		struct zone_time shown = zone_time_of(zone, t);
		if (shown.minute % minutes == 0 &&
		    zone_moment(zone, &shown) == t)
			count++;
	}
	return count;
}

/* Of many a day those around changes are enough. */
static void
each_hour_once(void **state)
{
	static const struct {
		const char *rule;
		int minutes;
	} often[] = {{"hourly", 60}, {"cron */30 * * * *", 30},
	    {"cron */15 * * * *", 15}};

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++) {
		struct zone *zone = opened(zones[i]);
		for (int64_t t = years[0][0]; t < years[0][1]; t += DAY) {
			if (zone_offset(zone, t) == zone_offset(zone, t + DAY))
				continue;
			int64_t from = t - 2 * HOUR;
			int64_t to = t + DAY + 2 * HOUR;
			for (size_t j = 0; j < COUNT(often); j++) {
				struct slot_rule rule = rule_of(often[j].rule);
				size_t sent =
				    send_all(zone, &rule, from, to, QUARTER);
				size_t shown = new_quarters(
				    zone, from, to, often[j].minutes);
				/* 02:00 was not shown there: it is due at
				 * 02:30, the first moment behind it. */
				bool half = strcmp(zones[i],
						"Australia/Lord_Howe") == 0 &&
					    often[j].minutes == 60 &&
					    zone_offset(zone, to) == 660;
				assert_int_equal(sent, shown + half);
			}
		}
		zone_free(zone);
	}
}

/* Off for a month: one slot is the last, and the next one is to come. */
static void
away(void **state)
{
	struct zone *zone = opened("Asia/Almaty");
	struct slot_rule rule = rule_of("monday 07:00");
	struct slot slot;

	(void)state;
	assert_true(slot_last(&rule, zone, FRIDAY + 31 * DAY, &slot));
	assert_string_equal(slot.key, "2026-03-30 07:00");
	assert_int_equal(slot.when, 1774836000);
	assert_true(slot_next(&rule, zone, FRIDAY + 31 * DAY, &slot));
	assert_string_equal(slot.key, "2026-04-06 07:00");
	zone_free(zone);
}

/* Far from now, and at both ends of the calendar. */
static void
ends(void **state)
{
	struct zone *zone = opened("Asia/Almaty");
	struct slot_rule daily = rule_of("daily 00:00");
	struct slot_rule leap = rule_of("cron 0 0 29 2 *");
	struct slot slot;

	(void)state;
	assert_true(slot_last(&daily, zone, INT64_MAX, &slot));
	assert_string_equal(slot.key, "9999-12-31 00:00");
	assert_false(slot_next(&daily, zone, INT64_MAX, &slot));
	assert_false(slot_last(&daily, zone, INT64_MIN, &slot));
	assert_true(slot_next(&daily, zone, INT64_MIN, &slot));
	/* 2096 to 2104: 2100 is no leap year */
	assert_true(slot_next(&leap, zone, 3990000000, &slot));
	assert_string_equal(slot.key, "2104-02-29 00:00");
	assert_true(slot_last(&leap, zone, slot.when - 1, &slot));
	assert_string_equal(slot.key, "2096-02-29 00:00");
	zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(said),
	    cmocka_unit_test(not_said),
	    cmocka_unit_test(clocks_change),
	    cmocka_unit_test(each_day_once),
	    cmocka_unit_test(each_hour_once),
	    cmocka_unit_test(away),
	    cmocka_unit_test(ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
