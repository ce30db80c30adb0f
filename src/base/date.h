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
	int64_t seconds;  /* since 1970-01-01T00:00:00Z; negative before */
	int32_t nanos;	  /* 0 to 999999999 */
	int16_t offset;	  /* the zone it was written in: minutes east of UTC */
};

#define DATE_TEXT 48 /* room for any date as text, with its NUL */

/*
 * Reads len bytes of text.  0, or -1 when they are no date (then *date is not
 * touched).  A missing zone is UTC, a missing time of day midnight, a missing
 * day or month the first one.
 */
int date_parse(const char *text, size_t len, struct date *date);

/* "2024-04-19T10:45:29Z" (RFC 3339), in its own zone. */
void date_rfc3339(const struct date *date, char out[DATE_TEXT]);

/* "Fri, 19 Apr 2024 10:45:29 +0000" (RFC 822 with RFC 1123's year). */
void date_rfc822(const struct date *date, char out[DATE_TEXT]);

/* "19 April 2024", in its own zone. */
void date_day(const struct date *date, char out[DATE_TEXT]);

/* "19 April 2024, 10:45", in its own zone. */
void date_minute(const struct date *date, char out[DATE_TEXT]);

#endif
