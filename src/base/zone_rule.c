/*
 * Rules of POSIX's TZ (XBD section 8.3), with the times of RFC 8536: up to a
 * week from midnight, to both sides.  A rule whose summer has no days is not
 * taken: files of zones have none.
 */
#include "base/zone_rule.h"

#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"

#define HOUR 3600
#define OFFSET_HOURS 24 /* that an offset may say */
#define TIME_HOURS 167	/* and a time */

/* What is left of the line. */
struct line {
	const char *at, *end;
};

static bool
skip(struct line *line, char c)
{
	if (line->at == line->end || *line->at != c)
		return false;
	line->at++;
	return true;
}

/* A number of at most three digits, within what it may be. */
static bool
number(struct line *line, int least, int most, int *n)
{
	int digits = 0;

	for (*n = 0; line->at < line->end && ascii_digit(*line->at); digits++) {
		if (digits == 3)
			return false;
		*n = *n * 10 + (*line->at++ - '0');
	}
	return digits > 0 && *n >= least && *n <= most;
}

/* "CET", "<+0530>": what it is called is of no use here. */
static bool
name(struct line *line)
{
	bool quoted = skip(line, '<');
	const char *begin = line->at;

	while (line->at < line->end &&
	       (ascii_letter(*line->at) ||
		   (quoted && (ascii_digit(*line->at) || *line->at == '+' ||
				  *line->at == '-'))))
		line->at++;
	return line->at - begin >= 3 && (!quoted || skip(line, '>'));
}

/* "[+-]hh[:mm[:ss]]" */
static bool
seconds(struct line *line, int hours, int32_t *result)
{
	bool minus = skip(line, '-');
	int h, m = 0, s = 0;

	if (!minus)
		(void)skip(line, '+');
	if (!number(line, 0, hours, &h))
		return false;
	if (skip(line, ':') &&
	    (!number(line, 0, 59, &m) ||
		(skip(line, ':') && !number(line, 0, 59, &s))))
		return false;
	*result = h * HOUR + m * 60 + s;
	if (minus)
		*result = -*result;
	return true;
}

/* An offset, which counts to the west there. */
static bool
offset(struct line *line, int32_t *result)
{
	if (!seconds(line, OFFSET_HOURS, result))
		return false;
	*result = -*result;
	return true;
}

/* ",M3.5.0/2", ",J60", ",59/-1" */
static bool
day(struct line *line, struct zone_day *d)
{
	bool is;

	*d = (struct zone_day){.time = 2 * HOUR};
	if (!skip(line, ','))
		return false;
	if (skip(line, 'M')) {
		d->kind = ZONE_MONTH;
		is = number(line, 1, 12, &d->month) && skip(line, '.') &&
		     number(line, 1, 5, &d->week) && skip(line, '.') &&
		     number(line, 0, 6, &d->weekday);
	} else if (skip(line, 'J')) {
		d->kind = ZONE_JULIAN;
		is = number(line, 1, 365, &d->day);
	} else {
		d->kind = ZONE_YEARDAY;
		is = number(line, 0, 365, &d->day);
	}
	return is && (!skip(line, '/') || seconds(line, TIME_HOURS, &d->time));
}

bool
zone_rule_read(struct zone_rule *rule, const char *text, size_t len)
{
	struct line line = {text, text + len};

	*rule = (struct zone_rule){0};
	if (!name(&line) || !offset(&line, &rule->standard))
		return false;
	if (line.at == line.end)
		return true;
	rule->changes = true;
	rule->summer = rule->standard + HOUR;
	if (!name(&line) || line.at == line.end ||
	    (*line.at != ',' && !offset(&line, &rule->summer)))
		return false;
	return day(&line, &rule->begin) && day(&line, &rule->end) &&
	       line.at == line.end;
}

/* The number of the day (base/calendar.h) in that year. */
static int64_t
day_in(const struct zone_day *d, int64_t year)
{
	struct day first = {year, d->kind == ZONE_MONTH ? d->month : 1, 1};
	int64_t n = day_number(&first);

	if (d->kind == ZONE_YEARDAY)
		return n + d->day;
	if (d->kind == ZONE_JULIAN)
		return n + d->day - 1 +
		       (d->day >= 60 && month_days(year, 2) == 29);
	int64_t days =
	    (d->weekday - day_weekday(&first) % 7 + 7) % 7 + (d->week - 1) * 7;
	while (days >= month_days(year, d->month))
		days -= 7;
	return n + days;
}

static int64_t
moment(const struct zone_day *d, int64_t year, int32_t before)
{
	return (day_in(d, year) - CALENDAR_EPOCH) * CALENDAR_DAY + d->time -
	       before;
}

int64_t
zone_rule_begin(const struct zone_rule *rule, int64_t year)
{
	return moment(&rule->begin, year, rule->standard);
}

int64_t
zone_rule_end(const struct zone_rule *rule, int64_t year)
{
	return moment(&rule->end, year, rule->summer);
}
