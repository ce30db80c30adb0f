/*
 * Dates as the calendar and the clock of their zone have them, and in words of
 * a format (ISO C, section 7.27.3.5, in its "C" locale).  Knows no locale and
 * no zone but that of the date.
 */
#include "base/clock.h"

#include <inttypes.h>
#include <string.h>

struct clock
clock_of(const struct date *date)
{
	int64_t s = date->seconds;
	int offset = date->offset;

	if (offset > DATE_FURTHEST || offset < -DATE_FURTHEST)
		offset = 0;
	if (!second_exists(s))
		s = s < CALENDAR_FIRST ? CALENDAR_FIRST : CALENDAR_LAST;
	if (!second_exists(s + (int64_t)offset * 60))
		offset = 0;
	s += (int64_t)offset * 60 - CALENDAR_FIRST;
	int second = (int)(s % CALENDAR_DAY);
	return (struct clock){day_of_number(s / CALENDAR_DAY), second / 3600,
	    second / 60 % 60, second % 60, offset};
}

/* A specifier that is a number: its digits, and what is in front of them. */
struct figure {
	int digits;
	char fill;
	int64_t value;
};

/* False when the specifier is no number. */
static bool
find_figure(const struct date *date, const struct clock *c, char specifier,
    struct figure *f)
{
	int64_t week_year;
	int week = day_week(&c->day, &week_year);
	const struct {
		char specifier;
		struct figure figure;
	} figures[] = {
	    {'d', {2, '0', c->day.day}},
	    {'e', {2, ' ', c->day.day}},
	    {'G', {4, '0', week_year}},
	    {'H', {2, '0', c->hour}},
	    {'I', {2, '0', (c->hour + 11) % 12 + 1}},
	    {'j', {3, '0', day_yearday(&c->day)}},
	    {'m', {2, '0', c->day.month}},
	    {'M', {2, '0', c->minute}},
	    {'s', {1, '0', date->seconds}},
	    {'S', {2, '0', c->second}},
	    {'u', {1, '0', day_weekday(&c->day)}},
	    {'V', {2, '0', week}},
	    {'y', {2, '0', c->day.year % 100}},
	    {'Y', {4, '0', c->day.year}},
	};

	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		if (figures[i].specifier == specifier) {
			*f = figures[i].figure;
			return true;
		}
	}
	return false;
}

static void
put_figure(const struct figure *f, bool bare, struct buf *out)
{
	int digits = bare ? 1 : f->digits;

	if (f->fill == ' ')
		buf_printf(out, "%*" PRId64, digits, f->value);
	else
		buf_printf(out, "%0*" PRId64, digits, f->value);
}

/* "+05:00" or "+0500". */
static void
put_zone(int offset, const char *between, struct buf *out)
{
	int minutes = offset < 0 ? -offset : offset;

	buf_printf(out, "%c%02d%s%02d", offset < 0 ? '-' : '+', minutes / 60,
	    between, minutes % 60);
}

/* False when it is no specifier. */
static bool
put_word(const struct clock *c, char specifier, struct buf *out)
{
	const char *month = month_name(c->day.month);
	const char *weekday = weekday_name(day_weekday(&c->day));

	switch (specifier) {
	case 'a':
		buf_add(out, weekday, SHORT_NAME);
		return true;
	case 'A':
		buf_puts(out, weekday);
		return true;
	case 'b':
		buf_add(out, month, SHORT_NAME);
		return true;
	case 'B':
		buf_puts(out, month);
		return true;
	case 'p':
		buf_puts(out, c->hour < 12 ? "AM" : "PM");
		return true;
	case 'z':
		put_zone(c->offset, "", out);
		return true;
	case 'Z':
		if (c->offset == 0)
			buf_puts(out, "UTC");
		else
			put_zone(c->offset, ":", out);
		return true;
	case '%':
		buf_putc(out, '%');
		return true;
	default:
		return false;
	}
}

const char *
clock_format(
    const struct date *date, const char *format, size_t len, struct buf *out)
{
	struct clock c = clock_of(date);
	struct figure figure;

	for (size_t i = 0; i < len; i++) {
		size_t begin = i;

		if (format[i] != '%') {
			buf_putc(out, format[i]);
			continue;
		}
		bool bare = ++i < len && format[i] == '-';
		i += bare;
		if (i < len && find_figure(date, &c, format[i], &figure))
			put_figure(&figure, bare, out);
		else if (i == len || bare || !put_word(&c, format[i], out))
			return format + begin;
	}
	return NULL;
}
