#ifndef FEEDLOOM_BASE_CALENDAR_H
#define FEEDLOOM_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Days of the Gregorian calendar, extended before 1582 as ISO 8601 does, in
 * the years 1 to 9999.
 */
struct day {
	int64_t year;
	int64_t month; /* 1 to 12 */
	int64_t day;   /* 1 to 31 */
};

#define CALENDAR_EPOCH 719162 /* the number of 1970-01-01 */
#define CALENDAR_END 3652059  /* the number of the day after 9999-12-31 */

/* Seconds since 1970: of a day, and of the first and the last one there is. */
#define CALENDAR_DAY 86400
#define CALENDAR_FIRST (-(int64_t)CALENDAR_EPOCH * CALENDAR_DAY)
#define CALENDAR_LAST                                                          \
	((int64_t)(CALENDAR_END - CALENDAR_EPOCH) * CALENDAR_DAY - 1)

/* True when a second since 1970 is in those years. */
bool second_exists(int64_t second);

/* True when there is such a day: not 31 February, not year 0. */
bool day_exists(const struct day *day);

/* Days since 0001-01-01, for a day that exists. */
int64_t day_number(const struct day *day);

/* The other way round, for 0 to CALENDAR_END - 1. */
struct day day_of_number(int64_t number);

/* 1 (Monday) to 7. */
int day_weekday(const struct day *day);

/* The day of the year, from 1. */
int day_yearday(const struct day *day);

/* The ISO 8601 week of a day, from 1, and the year that it is of. */
int day_week(const struct day *day, int64_t *year);

/* English names, of 1 to 12 and of 1 to 7; short ones are their beginnings. */
#define SHORT_NAME 3
const char *month_name(int64_t month);
const char *weekday_name(int weekday);

/* How many days a month of a year has. */
int month_days(int64_t year, int64_t month);

/* The nth day of a year, from 1; false when there is none. */
bool day_of_year(int64_t year, int64_t n, struct day *day);

/* The day of an ISO 8601 week, both from 1; false when there is none. */
bool day_of_week(int64_t year, int64_t week, int64_t weekday, struct day *day);

#endif
