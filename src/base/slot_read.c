/*
 * Rules as people write them, word by word.  What could mean two things is
 * refused with words that say each of them; what is nearly a word, with that
 * word.
 */
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"
#include "base/slot_cron.h"
#include "base/suggest.h"

#define TEXT_MOST 200 /* bytes of a rule */
#define ENTRIES_MOST 10000
#define EVERY_MONTH 0x1FFE /* 1 to 12 */
#define EVERY_DAY 0xFFFFFFFEU
#define EVERY_WEEKDAY 0x7F
#define SEVEN ((uint32_t)1 << 7) /* o'clock */

/* A rule, taken apart; in small letters. */
struct words {
	char text[TEXT_MOST + 1];
	const char *items[TEXT_MOST + 1]; /* "" behind the last one */
	size_t count, at;
	struct error *e;
};

/* Words that are all that is said of days. */
static const struct {
	const char *word;
	uint32_t days;
	uint8_t weekdays;
} spans[] = {
    {"daily", EVERY_DAY, EVERY_WEEKDAY},
    {"weekdays", EVERY_DAY, 0x3E},
    {"weekly", EVERY_DAY, 0x02},
    {"monthly", 0x02, EVERY_WEEKDAY},
};

/* What may be meant by a word that is none. */
static const char *const known[] = {"daily", "weekdays", "weekly", "monthly",
    "hourly", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "last day", "every", "cron", "hours", "entries"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Blanks divide words; a comma is one, but for cron. */
static void
split(struct words *w, const char *text)
{
	bool cron = false, within = false;
	char *out = w->text;

	for (; *text != '\0'; text++) {
		bool comma = *text == ',' && !cron;
		*out = ascii_lower(*text);
		if (ascii_blank(*text) || comma) {
			*out = '\0';
			cron = cron || (within && w->count == 1 &&
					   strcmp(w->items[0], "cron") == 0);
			within = false;
		} else if (!within) {
			w->items[w->count++] = out;
			within = true;
		}
		if (comma)
			w->items[w->count++] = ",";
		out++;
	}
	*out = '\0';
	w->items[w->count] = "";
}

static const char *
word(const struct words *w)
{
	return w->items[w->at];
}

static bool
skip(struct words *w, const char *expected)
{
	if (strcmp(word(w), expected) != 0)
		return false;
	w->at++;
	return true;
}

/* "hour" and "hours". */
static bool
skip_unit(struct words *w, const char *one, const char *many)
{
	return skip(w, one) || skip(w, many);
}

/* The number that a word is, or -1. */
static long
number_of(const char *text)
{
	long n = 0;

	for (const char *p = text; *p != '\0'; p++) {
		if (!ascii_digit(*p) || p - text == 6)
			return -1;
		n = n * 10 + (*p - '0');
	}
	return *text == '\0' ? -1 : n;
}

/* 1 (Monday) to 7, or 0. */
static int
weekday_of(const char *text)
{
	size_t len = strlen(text);

	for (int i = 1; i <= 7; i++) {
		const char *name = weekday_name(i);
		if ((len == SHORT_NAME || len == strlen(name)) &&
		    ascii_same(text, name, len))
			return i;
	}
	return 0;
}

/* "7:00", "18:30" */
static bool
time_of(const char *text, int *hour, int *minute)
{
	const char *colon = strchr(text, ':');
	char hours[3] = "";

	if (colon == NULL || colon - text > 2 || strlen(colon) != 3)
		return false;
	memcpy(hours, text, (size_t)(colon - text));
	*hour = (int)number_of(hours);
	*minute = (int)number_of(colon + 1);
	return *hour >= 0 && *hour < 24 && *minute >= 0 && *minute < 60;
}

static int
unknown(struct words *w)
{
	char text[SUGGEST_TEXT];
	struct suggest s;

	if (w->at == w->count)
		return error_set(
		    w->e, ERR_CONFIG, "a day is missing at its end");
	if (strchr(word(w), ':') != NULL)
		return error_set(w->e, ERR_CONFIG,
		    "on which days?  Say 'daily 07:00', 'monday 07:00'");
	suggest_init(&s, word(w));
	for (size_t i = 0; i < COUNT(known); i++)
		suggest_offer(&s, known[i]);
	if (s.best != NULL && strcmp(s.best, word(w)) == 0)
		return error_set(w->e, ERR_CONFIG,
		    "'%s' does not go with what is before it", word(w));
	return error_set(w->e, ERR_CONFIG, "'%s' is no day%s", word(w),
	    suggest_text(&s, "", text));
}

/* Nothing may stand behind a rule. */
static int
end(struct words *w)
{
	if (w->at == w->count)
		return 0;
	if (strcmp(word(w), ",") == 0 || strchr(word(w), ':') != NULL)
		return error_set(w->e, ERR_CONFIG,
		    "has more than one time; 'cron 0 7,18 * * *' can");
	return error_set(
	    w->e, ERR_CONFIG, "'%s' at its end is not understood", word(w));
}

static int
read_time(struct words *w, struct slot_rule *rule)
{
	int hour, minute;

	if (weekday_of(word(w)) != 0 || strcmp(word(w), "last") == 0)
		return error_set(w->e, ERR_CONFIG,
		    "a comma belongs between days, before '%s'", word(w));
	if (!time_of(word(w), &hour, &minute))
		return error_set(w->e, ERR_CONFIG,
		    "'%s' is no time from 00:00 to 23:59", word(w));
	rule->hours = (uint32_t)1 << hour;
	rule->minutes = (uint64_t)1 << minute;
	w->at++;
	return end(w);
}

/* One of a list of days: of the week, of the month. */
static int
read_day(struct words *w, struct slot_rule *rule)
{
	int weekday = weekday_of(word(w));
	long n = number_of(word(w));

	if (weekday != 0) {
		rule->weekdays |= (uint8_t)(1 << weekday % 7);
	} else if (n >= 1 && n <= 31) {
		rule->days |= (uint32_t)1 << n;
	} else if (n != -1) {
		return error_set(
		    w->e, ERR_CONFIG, "there is no day '%s'", word(w));
	} else if (skip(w, "last")) {
		rule->last = true;
		if (strcmp(word(w), "day") != 0)
			return error_set(w->e, ERR_CONFIG,
			    "'last' has 'day' behind it: 'last day 07:00'");
	} else {
		return unknown(w);
	}
	w->at++;
	return 0;
}

static int
read_list(struct words *w, struct slot_rule *rule)
{
	do {
		if (read_day(w, rule) == -1)
			return -1;
	} while (skip(w, ","));

	bool dates = rule->days != 0 || rule->last;
	if (dates && rule->weekdays != 0)
		return error_set(w->e, ERR_CONFIG,
		    "days of the week and of the month do not mix; "
		    "'cron 0 7 1 * mon' has either of them");
	if (rule->days != 0 && !rule->last && w->at == w->count)
		return error_set(w->e, ERR_CONFIG,
		    "is that a day, or an hour?  Say '1 07:00' or "
		    "'daily 07:00'");
	if (dates)
		rule->weekdays = EVERY_WEEKDAY;
	else
		rule->days = EVERY_DAY;
	return 0;
}

/* Days, and a time or nothing. */
static int
read_days(struct words *w, struct slot_rule *rule)
{
	bool span = false;

	for (size_t i = 0; i < COUNT(spans) && !span; i++) {
		span = skip(w, spans[i].word);
		rule->days = span ? spans[i].days : 0;
		rule->weekdays = span ? spans[i].weekdays : 0;
	}
	if (span && strcmp(word(w), ",") == 0)
		return error_set(
		    w->e, ERR_CONFIG, "'%s' stands alone", w->items[w->at - 1]);
	if (!span && read_list(w, rule) == -1)
		return -1;
	rule->hours = SEVEN;
	rule->minutes = 1;
	return w->at == w->count ? 0 : read_time(w, rule);
}

static int
read_hours(struct words *w, struct slot_rule *rule, long n)
{
	if (n < 1 || n > 12 || 24 % n != 0)
		return error_set(w->e, ERR_CONFIG,
		    "hours can be 1, 2, 3, 4, 6, 8 or 12, which fit into a "
		    "day; or say 'daily'");
	for (long hour = 0; hour < 24; hour += n)
		rule->hours |= (uint32_t)1 << hour;
	rule->minutes = 1;
	rule->days = EVERY_DAY;
	rule->weekdays = EVERY_WEEKDAY;
	return end(w);
}

static int
read_entries(struct words *w, struct slot_rule *rule, long n)
{
	if (n < 1 || n > ENTRIES_MOST)
		return error_set(
		    w->e, ERR_CONFIG, "entries can be 1 to %d", ENTRIES_MOST);
	*rule = (struct slot_rule){.entries = (size_t)n};
	return end(w);
}

/* "6 hours", "20 entries", and what is like it; 1 when it is no such thing. */
static int
read_amount(struct words *w, struct slot_rule *rule)
{
	static const char *const others[] = {"minute", "minutes", "day", "days",
	    "week", "weeks", "month", "months", "year", "years"};
	long n = number_of(word(w));

	if (n == -1)
		return 1;
	w->at++;
	if (skip_unit(w, "hour", "hours"))
		return read_hours(w, rule, n);
	if (skip_unit(w, "entry", "entries"))
		return read_entries(w, rule, n);
	for (size_t i = 0; i < COUNT(others); i++)
		if (strcmp(word(w), others[i]) == 0)
			return error_set(w->e, ERR_CONFIG,
			    "'%s' are not counted, but hours and entries; "
			    "say days by name, minutes by 'cron */15 * * * *'",
			    word(w));
	w->at--;
	return 1;
}

static int
read_rule(struct words *w, struct slot_rule *rule)
{
	if (w->count == 0)
		return error_set(
		    w->e, ERR_CONFIG, "says nothing; say 'daily 07:00'");
	if (skip(w, "cron")) {
		if (w->count - w->at != CRON_FIELDS)
			return error_set(w->e, ERR_CONFIG,
			    "cron has %d fields: minute, hour, day, month, "
			    "weekday",
			    CRON_FIELDS);
		return slot_read_cron(rule, w->items + w->at, w->e);
	}
	for (size_t i = 0; i < w->count; i++)
		if (strchr(w->items[i], '*') != NULL)
			return error_set(w->e, ERR_CONFIG,
			    "fields of crontab(5) have 'cron' in front: "
			    "'cron 0 7 * * 1-5'");
	rule->months = EVERY_MONTH;
	bool every = skip(w, "every");
	if (skip(w, "hourly") || (every && skip(w, "hour")))
		return read_hours(w, rule, 1);
	int result = read_amount(w, rule);
	return result == 1 ? read_days(w, rule) : result;
}

int
slot_read(struct slot_rule *rule, const char *text, struct error *e)
{
	struct words w = {.e = e};

	if (strlen(text) > TEXT_MOST)
		return error_set(e, ERR_CONFIG,
		    "a rule is no longer than %d bytes", TEXT_MOST);
	*rule = (struct slot_rule){0};
	split(&w, text);
	if (read_rule(&w, rule) == -1)
		return error_wrap(e, "'%s'", text);
	return 0;
}
