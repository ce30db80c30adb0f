/*
 * Dates as text, in English: RFC 3339, RFC 822 and what people read.  Never
 * asks for a locale or a zone, and never writes more than DATE_TEXT bytes.
 */
#include "base/date.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"

/* Writes value with as many digits (at most 9), with zeros in front. */
static char *
put_number(char *p, int64_t value, int digits)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		p[i] = (char)('0' + value % 10);
	return p + digits;
}

static char *
put_text(char *p, const char *text)
{
	size_t n = strlen(text);

	memcpy(p, text, n);
	return p + n;
}

/* The short form of a month or a day of the week. */
static char *
put_short(char *p, const char *name)
{
	memcpy(p, name, SHORT_NAME);
	return p + SHORT_NAME;
}

static char *
put_offset(char *p, int offset, const char *between)
{
	*p++ = offset < 0 ? '-' : '+';
	offset = offset < 0 ? -offset : offset;
	p = put_number(p, offset / 60, 2);
	p = put_text(p, between);
	return put_number(p, offset % 60, 2);
}

static char *
put_time(char *p, const struct clock *c)
{
	p = put_number(p, c->hour, 2);
	*p++ = ':';
	p = put_number(p, c->minute, 2);
	*p++ = ':';
	return put_number(p, c->second, 2);
}

static char *
put_day(char *p, const struct clock *c)
{
	p = put_number(p, c->day.day, c->day.day < 10 ? 1 : 2);
	*p++ = ' ';
	p = put_text(p, month_name(c->day.month));
	*p++ = ' ';
	return put_number(p, c->day.year, 4);
}

void
date_rfc3339(const struct date *date, char out[DATE_TEXT])
{
	struct clock c = clock_of(date);
	char *p = put_number(out, c.day.year, 4);

	*p++ = '-';
	p = put_number(p, c.day.month, 2);
	*p++ = '-';
	p = put_number(p, c.day.day, 2);
	*p++ = 'T';
	p = put_time(p, &c);
	if (date->nanos > 0 && date->nanos < 1000000000) {
		*p++ = '.';
		p = put_number(p, date->nanos, 9);
		while (p[-1] == '0')
			p--;
	}
	if (c.offset == 0)
		*p++ = 'Z';
	else
		p = put_offset(p, c.offset, ":");
	*p = '\0';
}

void
date_rfc822(const struct date *date, char out[DATE_TEXT])
{
	struct clock c = clock_of(date);
	char *p = put_short(out, weekday_name(day_weekday(&c.day)));

	p = put_text(p, ", ");
	p = put_number(p, c.day.day, 2);
	*p++ = ' ';
	p = put_short(p, month_name(c.day.month));
	*p++ = ' ';
	p = put_number(p, c.day.year, 4);
	*p++ = ' ';
	p = put_time(p, &c);
	*p++ = ' ';
	p = put_offset(p, c.offset, "");
	*p = '\0';
}

void
date_asctime(const struct date *date, char out[DATE_TEXT])
{
	struct date utc = {.seconds = date->seconds};
	struct clock c = clock_of(&utc);
	char *p = put_short(out, weekday_name(day_weekday(&c.day)));

	*p++ = ' ';
	p = put_short(p, month_name(c.day.month));
	*p++ = ' ';
	if (c.day.day < 10)
		*p++ = ' ';
	p = put_number(p, c.day.day, c.day.day < 10 ? 1 : 2);
	*p++ = ' ';
	p = put_time(p, &c);
	*p++ = ' ';
	*put_number(p, c.day.year, 4) = '\0';
}

void
date_day(const struct date *date, char out[DATE_TEXT])
{
	struct clock c = clock_of(date);

	*put_day(out, &c) = '\0';
}

void
date_minute(const struct date *date, char out[DATE_TEXT])
{
	struct clock c = clock_of(date);
	char *p = put_text(put_day(out, &c), ", ");

	p = put_number(p, c.hour, 2);
	*p++ = ':';
	*put_number(p, c.minute, 2) = '\0';
}
