/*
 * What makes a day of numbers and months: the table of their layouts.  Follows
 * RFC 5322 section 4.3 for short years and ISO 8601 for weeks; never takes
 * numbers for a day that does not exist.
 */
#include "base/dateshape.h"

#include <string.h>

#include "base/calendar.h"

/*
 * The shapes of dates.  Fields: Y year, y year of two or three digits, m, d, j
 * day of the year, W week, e day of the week, V both, C year, month and day in
 * one, F with the time, s and n seconds and milliseconds since 1970.  either:
 * day and month change places when only that makes a date, or when only that
 * makes it the weekday that the text names.
 */
static const struct layout {
	const char *shape;
	const char *fields;
	bool either;
} layouts[] = {
    {"2M4", "dmY", false},
    {"4-2-2", "Ymd", false},
    {"M24", "mdY", false},
    {"M2,4", "mdY", false},
    {"2M2", "dmy", false},
    {"2M3", "dmy", false},
    {"M2,2", "mdy", false},
    {"M4", "mY", false},
    {"4M2", "Ymd", false},
    {"42M", "Ydm", false},
    {"4M", "Ym", false},
    {"4", "Y", false},
    {"4-2", "Ym", false},
    {"4/2", "Ym", false},
    {"4/2/2", "Ymd", false},
    {"4.2.2", "Ymd", false},
    {"422", "Ymd", false},
    {"4-3-2", "Ymd", false},
    {"4-3", "Yj", false},
    {"4w2-2", "YWe", false},
    {"4w2", "YW", false},
    {"4w3", "YV", false},
    {"8", "C", false},
    {"E", "F", false},
    {"A", "s", false},
    {"D", "n", false},
    {"2.2.4", "dmY", true},
    {"2-2-4", "dmY", true},
    {"224", "dmY", true},
    {"2/2/4", "mdY", true},
    {"2.2.2", "dmy", true},
    {"2/2/2", "mdy", true},
    {"2-2-2", "ymd", false},
};

/* RFC 5322 section 4.3 */
static int64_t
long_year(int64_t year)
{
	return year + (year < 50 ? 2000 : 1900);
}

/* Day and month the other way round where that alone makes sense. */
static void
swap_day(const struct datereading *r, struct day *d)
{
	struct day other = {d->year, d->day, d->month};

	if (!day_exists(&other))
		return;
	if (!day_exists(d) || (r->weekday > 0 && day_weekday(d) != r->weekday &&
				  day_weekday(&other) == r->weekday))
		*d = other;
}

/* Takes the fields of a layout; false when they make no day. */
static bool
take_fields(struct datereading *r, const struct layout *layout, struct day *d)
{
	int64_t week = 0;

	*d = (struct day){0, 1, 1};
	for (size_t i = 0; i < r->count; i++) {
		int64_t v = r->values[i];

		switch (layout->fields[i]) {
		case 'Y':
			d->year = v;
			break;
		case 'y':
			if (r->digits[i] < 2)
				return false; /* "1.2.3" */
			d->year = long_year(v);
			break;
		case 'm':
			d->month = v;
			break;
		case 'd':
			d->day = v;
			break;
		case 'j':
			return day_of_year(d->year, v, d);
		case 'W':
			week = v;
			break;
		case 'e':
			return day_of_week(d->year, week, v, d);
		case 'V':
			return day_of_week(d->year, v / 10, v % 10, d);
		case 'F':
			r->timed = true;
			r->hour = v / 10000 % 100;
			r->minute = v / 100 % 100;
			r->second = v % 100;
			v /= 1000000;
			/* FALLTHROUGH */
		case 'C':
			*d = (struct day){v / 10000, v / 100 % 100, v % 100};
			break;
		}
	}
	if (week > 0)
		return day_of_week(d->year, week, 1, d);
	if (layout->either)
		swap_day(r, d);
	return day_exists(d);
}

/* The second of the day, or -1 when there is none such. */
static int64_t
second_of_day(const struct datereading *r)
{
	int64_t hour = r->hour;

	if (r->half != 0 && hour <= 12)
		hour = hour % 12 + (r->half == 'p' ? 12 : 0);
	if (hour > 24 || r->minute > 59 || r->second > 60)
		return -1;
	if (hour == 24 && (r->minute > 0 || r->second > 0 || r->nanos > 0))
		return -1;
	return (hour * 60 + r->minute) * 60 + r->second;
}

static bool
set_date(struct date *date, int64_t local, int32_t nanos, int offset)
{
	int64_t seconds = local - (int64_t)offset * 60;

	if (!second_exists(local) || !second_exists(seconds))
		return false;
	*date = (struct date){seconds, nanos, (int16_t)offset};
	return true;
}

static const struct layout *
find_layout(const char *shape)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (strcmp(layouts[i].shape, shape) == 0)
			return &layouts[i];
	return NULL;
}

bool
dateshape_date(struct datereading *r, struct date *date)
{
	const struct layout *layout = find_layout(r->shape);
	struct day d;

	if (layout == NULL)
		return false;
	bool alone = !r->timed && !r->zoned && r->weekday < 0;
	char first = layout->fields[0];
	if (first == 's' || first == 'n') {
		int64_t v = r->values[0];
		int32_t thousandth = first == 'n' ? (int32_t)(v % 1000) : 0;
		int64_t least = first == 'n' ? 1000000000000 : 1000000000;
		return alone && v >= least &&
		       set_date(date, first == 'n' ? v / 1000 : v,
			   thousandth * 1000000, 0);
	}
	/* Without a day of its own it has no time of day either. */
	if (!alone && strpbrk(layout->fields, "djeVCF") == NULL)
		return false;
	if (first == 'F' && r->timed)
		return false;
	if (!take_fields(r, layout, &d))
		return false;
	int64_t second = second_of_day(r);
	return second >= 0 &&
	       set_date(date,
		   (day_number(&d) - CALENDAR_EPOCH) * CALENDAR_DAY + second,
		   r->nanos, r->offset);
}
