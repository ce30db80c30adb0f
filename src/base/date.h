#ifndef FEEDLOOM_BASE_DATE_H
#define FEEDLOOM_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A moment and the zone it was written in.  Reads what feeds call dates and
 * writes RFC 3339 and RFC 822; knows neither now nor the machine's zone or
 * locale.
 */
struct date {
	int64_t seconds; /* since 1970-01-01T00:00:00Z; negative before */
	int32_t nanos;	 /* 0 to 999999999 */
	int16_t offset;	 /* the zone it was written in: minutes east of UTC */
};

#define DATE_TEXT 48		/* room for any date as text, with its NUL */
#define DATE_FURTHEST (14 * 60) /* minutes from UTC: the Line Islands */

/*
 * Reads len bytes of text.  0, or -1 when they are no date (then *date is not
 * touched).  A missing zone is UTC, a missing time of day midnight, a missing
 * day or month the first one.
 *
 * Read are the dates of RFC 822 and its successors, asctime and HTTP logs, RFC
 * 3339, ISO 8601 (weeks and ordinals too), the ways to write a day in 24
 * languages, and Unix time of 10 digits (13: milliseconds).  Where people
 * differ:
 *   - 3.4.2024 and 3-4-2024 are in April, 3/4/2024 is in March (as PHP's
 *     strtotime has it), unless only the other way round there is such a day,
 *     or it is the weekday that the text names; 10-11-12 begins with the year;
 *   - years of two digits are 1950 to 2049, of three 1900 more (RFC 5322);
 *   - zone names that several places share are North American, but for BST
 *     (London) and IST (India); military letters, names in capitals that no
 *     table knows, "Europe/Brussels" and offsets beyond 14 hours are UTC;
 *   - 24:00 is the next day's midnight, a leap second the one after it.
 * No date are free text, a year below 1 or above 9999 in its zone or in UTC,
 * days and times that do not exist, and text beyond 128 bytes.
 */
int date_parse(const char *text, size_t len, struct date *date);

/* "2024-04-19T10:45:29Z" (RFC 3339), in its own zone. */
void date_rfc3339(const struct date *date, char out[DATE_TEXT]);

/* "Fri, 19 Apr 2024 10:45:29 +0000" (RFC 822 with RFC 1123's year). */
void date_rfc822(const struct date *date, char out[DATE_TEXT]);

/* "Fri Apr 19 10:45:29 2024", as asctime(3) has it, in UTC. */
void date_asctime(const struct date *date, char out[DATE_TEXT]);

/* "19 April 2024", in its own zone. */
void date_day(const struct date *date, char out[DATE_TEXT]);

/* "19 April 2024, 10:45", in its own zone. */
void date_minute(const struct date *date, char out[DATE_TEXT]);

#endif
