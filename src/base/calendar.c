/*
 * Arithmetic with days and nothing else: no clock, no zone, no leap second, no
 * library.  Weeks follow ISO 8601.
 */
#include "base/calendar.h"

#define DAYS_400 146097 /* days in 400 years, */
#define DAYS_100 36524	/* and in 100, 4 and 1 years without the leap */
#define DAYS_4 1461	/* day that may end them */
#define DAYS_1 365

static bool
is_year(int64_t year)
{
	return year >= 1 && year <= 9999;
}

static bool
is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
month_days(int64_t year, int64_t month)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

bool
day_exists(const struct day *d)
{
	return is_year(d->year) && d->month >= 1 && d->month <= 12 &&
	       d->day >= 1 && d->day <= month_days(d->year, d->month);
}

bool
second_exists(int64_t second)
{
	return second >= CALENDAR_FIRST && second <= CALENDAR_LAST;
}

int64_t
day_number(const struct day *d)
{
	int64_t y = d->year - 1;
	int64_t n = y * DAYS_1 + y / 4 - y / 100 + y / 400 + d->day - 1;

	for (int64_t m = 1; m < d->month; m++)
		n += month_days(d->year, m);
	return n;
}

struct day
day_of_number(int64_t n)
{
	struct day d = {1, 1, 1};

	d.year += n / DAYS_400 * 400;
	n %= DAYS_400;
	/* The last day of 400 years and of 4 years is one more than fits. */
	int64_t centuries = n / DAYS_100 < 4 ? n / DAYS_100 : 3;
	n -= centuries * DAYS_100;
	d.year += centuries * 100 + n / DAYS_4 * 4;
	n %= DAYS_4;
	int64_t years = n / DAYS_1 < 4 ? n / DAYS_1 : 3;
	n -= years * DAYS_1;
	d.year += years;
	for (; n >= month_days(d.year, d.month); d.month++)
		n -= month_days(d.year, d.month);
	d.day += n;
	return d;
}

int
day_weekday(const struct day *d)
{
	return (int)(day_number(d) % 7) + 1; /* 0001-01-01 was a Monday */
}

int
day_yearday(const struct day *day)
{
	struct day first = {day->year, 1, 1};

	return (int)(day_number(day) - day_number(&first)) + 1;
}

int
day_week(const struct day *day, int64_t *year)
{
	/* A week is of the year that its Thursday is in. */
	int64_t thursday = day_number(day) - day_weekday(day) + 4;
	struct day of = day_of_number(thursday);

	*year = of.year;
	return (day_yearday(&of) - 1) / 7 + 1;
}

const char *
month_name(int64_t month)
{
	static const char *const names[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};

	return names[month - 1];
}

const char *
weekday_name(int weekday)
{
	static const char *const names[] = {"Monday", "Tuesday", "Wednesday",
	    "Thursday", "Friday", "Saturday", "Sunday"};

	return names[weekday - 1];
}

bool
day_of_year(int64_t year, int64_t n, struct day *day)
{
	struct day first = {year, 1, 1};

	if (!is_year(year) || n < 1 || n > DAYS_1 + is_leap(year))
		return false;
	*day = day_of_number(day_number(&first) + n - 1);
	return true;
}

bool
day_of_week(int64_t year, int64_t week, int64_t weekday, struct day *day)
{
	/* 4 January is always in the first week, 28 December in the last. */
	struct day first = {year, 1, 4};
	struct day last = {year, 12, 28};

	if (!is_year(year) || week < 1 || week > 53 || weekday < 1 ||
	    weekday > 7)
		return false;
	int64_t monday =
	    day_number(&first) - day_weekday(&first) + 1 + (week - 1) * 7;
	int64_t n = monday + weekday - 1;
	if (monday > day_number(&last) || n >= CALENDAR_END)
		return false;
	*day = day_of_number(n);
	return true;
}
