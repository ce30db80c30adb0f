/*
 * Dates in the form that WordPress writes, and RFC 5322 and RFC 3339 want: a
 * short cut past the lexer, which reads these and all others.
 */
#include "base/dateplain.h"

#include <string.h>

#include "base/ascii.h"

/* The number of so many digits at p, or -1. */
static int64_t
number(const char *p, int digits)
{
	int64_t value = 0;

	for (; digits > 0; digits--, p++) {
		if (!ascii_digit(*p))
			return -1;
		value = value * 10 + (*p - '0');
	}
	return value;
}

/* The place of three letters in a list of such, from 1; 0: they are none. */
static int
word(const char *p, const char *list)
{
	for (int i = 1; *list != '\0'; i++, list += 3) {
		if (memcmp(p, list, 3) == 0)
			return i;
	}
	return 0;
}

/* Takes a number into the shape; false when it is none. */
static bool
add(struct datereading *r, int64_t value, int digits)
{
	r->digits[r->count] = digits;
	r->values[r->count++] = value;
	return value >= 0;
}

/* "10:45:29" */
static bool
read_time(struct datereading *r, const char *p)
{
	r->timed = true;
	r->hour = number(p, 2);
	r->minute = number(p + 3, 2);
	r->second = number(p + 6, 2);
	return p[2] == ':' && p[5] == ':' && r->hour >= 0 && r->minute >= 0 &&
	       r->second >= 0;
}

/* "+0000", no further than there are places */
static bool
read_offset(struct datereading *r, const char *p)
{
	int64_t hours = number(p + 1, 2);
	int64_t minutes = number(p + 3, 2);

	if ((*p != '+' && *p != '-') || hours < 0 || minutes < 0 ||
	    minutes > 59 || hours * 60 + minutes > DATE_FURTHEST)
		return false;
	r->offset = (int)(hours * 60 + minutes) * (*p == '-' ? -1 : 1);
	r->zoned = true;
	return true;
}

/* "Fri, 19 Apr 2024 10:45:29 +0000" */
static bool
read_rfc5322(struct datereading *r, const char *p)
{
	r->weekday = word(p, "MonTueWedThuFriSatSun");
	int month = word(p + 8, "JanFebMarAprMayJunJulAugSepOctNovDec");

	if (r->weekday == 0 || month == 0 || p[3] != ',' || p[4] != ' ' ||
	    p[7] != ' ' || p[11] != ' ' || p[16] != ' ' || p[25] != ' ')
		return false;
	memcpy(r->shape, "2M4", 4);
	return add(r, number(p + 5, 2), 2) && add(r, month, 0) &&
	       add(r, number(p + 12, 4), 4) && read_time(r, p + 17) &&
	       read_offset(r, p + 26);
}

/* "2024-04-19 10:45:29", "2024-04-19T10:45:29Z" */
static bool
read_iso(struct datereading *r, const char *p, char between)
{
	if (p[4] != '-' || p[7] != '-' || p[10] != between)
		return false;
	r->weekday = -1;
	r->zoned = between == 'T';
	memcpy(r->shape, "4-2-2", 6);
	return add(r, number(p, 4), 4) && add(r, number(p + 5, 2), 2) &&
	       add(r, number(p + 8, 2), 2) && read_time(r, p + 11);
}

bool
dateplain_read(const char *text, size_t len, struct datereading *r)
{
	*r = (struct datereading){.weekday = -1};
	switch (len) {
	case 31:
		return read_rfc5322(r, text);
	case 19:
		return read_iso(r, text, ' ');
	case 20:
		return text[19] == 'Z' && read_iso(r, text, 'T');
	default:
		return false;
	}
}
