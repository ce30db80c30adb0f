#ifndef FEEDLOOM_BASE_DATESHAPE_H
#define FEEDLOOM_BASE_DATESHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

/*
 * The last half of date_parse: what a text says, field by field, and the shape
 * of what is neither time nor zone.  In a shape a digit stands for a number of
 * so many digits (2: one or two, in hexadecimal), M for the name of a month,
 * anything else for itself.
 */
struct datereading {
	char shape[16];
	size_t shape_len;
	int64_t values[8]; /* of the numbers and months in shape */
	int digits[8];
	size_t count;
	char last;   /* kind of what was read last; 'H' for a time */
	int weekday; /* 1 to 7, 0 when not known, -1 when there is none */
	bool timed;
	bool zoned;
	bool numeric; /* the zone was a number */
	int half;
	int64_t hour;
	int64_t minute;
	int64_t second;
	int32_t nanos;
	int offset;
};

/*
 * The date that the fields say; false, leaving *date alone, when the shape is
 * not known or there is no such date.
 */
bool dateshape_date(struct datereading *r, struct date *date);

#endif
