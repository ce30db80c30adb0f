/*
 * TZif, RFC 8536.  Of its two halves only the second one is read, which has
 * times of 64 bits; names of zones, leap seconds and what was meant by "wall"
 * and "standard" are not.  The rule at its end is written out for 400 years,
 * and then repeats itself.
 */
#include "base/zone_file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "base/zone_rule.h"

#define HEADER 44	/* bytes */
#define TYPE 6		/* bytes of a kind of time: an offset and two more */
#define YEARS 400	/* in ZONE_PERIOD */
#define YEAR_FIRST 1900 /* from which a rule without changes holds, */
#define YEAR_LAST 9000	/* and to which a file may list them */

struct header {
	uint32_t utc, standard, leaps, times, types, letters;
};

static uint32_t
big32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static int64_t
big64(const unsigned char *p)
{
	return (int64_t)((uint64_t)big32(p) << 32 | big32(p + 4));
}

/* Bytes of what follows a header, with times of that many bytes. */
static uint64_t
data_size(const struct header *h, uint64_t width)
{
	return h->times * (width + 1) + h->types * (uint64_t)TYPE + h->letters +
	       h->leaps * (width + 4) + h->standard + h->utc;
}

/* A header whose data is there as well, with times of that many bytes. */
static bool
read_header(
    struct header *h, const unsigned char *p, size_t len, uint64_t width)
{
	if (len < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	*h = (struct header){
	    .utc = big32(p + 20),
	    .standard = big32(p + 24),
	    .leaps = big32(p + 28),
	    .times = big32(p + 32),
	    .types = big32(p + 36),
	    .letters = big32(p + 40),
	};
	return data_size(h, width) <= len - HEADER;
}

static bool
read_offset(const unsigned char *types, uint32_t n, int32_t *offset)
{
	*offset = (int32_t)big32(types + (size_t)n * TYPE);
	return *offset > -ZONE_FURTHEST && *offset < ZONE_FURTHEST;
}

/* All changes that are listed, of which the room is there. */
static bool
read_changes(struct zone_changes *changes, const struct header *h,
    const unsigned char *data)
{
	const unsigned char *kinds = data + (size_t)h->times * 8;
	const unsigned char *types = kinds + h->times;

	if (h->types == 0 || !read_offset(types, 0, &changes->first))
		return false;
	for (size_t i = 0; i < h->times; i++) {
		struct zone_change *c = &changes->items[i];
		c->at = big64(data + i * 8);
		if (kinds[i] >= h->types ||
		    !read_offset(types, kinds[i], &c->offset) ||
		    (i > 0 && c->at <= c[-1].at))
			return false;
	}
	changes->count = h->times;
	return true;
}

/* Adds a change; where two fall together, or cross, the later one counts. */
static void
add_change(struct zone_changes *changes, int64_t at, int32_t offset)
{
	size_t n = changes->count;

	if (n > 0 && at <= changes->items[n - 1].at)
		changes->items[n - 1].offset = offset;
	else
		changes->items[changes->count++] =
		    (struct zone_change){at, offset};
}

/* Adds those of a year that are behind a moment. */
static void
add_year(struct zone_changes *changes, const struct zone_rule *rule,
    int64_t year, int64_t behind)
{
	const struct zone_change begin = {
	    zone_rule_begin(rule, year), rule->summer};
	const struct zone_change end = {
	    zone_rule_end(rule, year), rule->standard};
	bool north = begin.at < end.at;
	const struct zone_change both[] = {
	    north ? begin : end, north ? end : begin};

	for (size_t i = 0; i < 2; i++)
		if (both[i].at > behind)
			add_change(changes, both[i].at, both[i].offset);
}

/* Goes on by the rule, of which the room is there. */
static bool
go_on(struct zone_changes *changes, const struct zone_rule *rule)
{
	int64_t last = INT64_MIN;
	int64_t year = YEAR_FIRST;

	if (changes->count > 0)
		last = changes->items[changes->count - 1].at;
	if (last > CALENDAR_LAST)
		return false;
	if (last >= CALENDAR_FIRST) {
		struct day day =
		    day_of_number((last - CALENDAR_FIRST) / CALENDAR_DAY);
		year = day.year < YEAR_FIRST ? YEAR_FIRST : day.year;
	}
	if (year > YEAR_LAST)
		return false;
	/* One year more on both sides, so that the period has whole ones. */
	for (int64_t y = year; y <= year + YEARS + 1; y++)
		add_year(changes, rule, y, last);
	struct day next = {year + 1, 1, 1};
	changes->repeats =
	    (day_number(&next) - CALENDAR_EPOCH) * CALENDAR_DAY + ZONE_PERIOD;
	return true;
}

/* The line at the end, between two line ends; it may be empty. */
static bool
read_rule(struct zone_rule *rule, const unsigned char *p, size_t len)
{
	const char *text = (const char *)p + 1;
	const char *end =
	    len < 2 || *p != '\n' ? NULL : memchr(text, '\n', len - 1);

	*rule = (struct zone_rule){0};
	return end != NULL && (end == text || zone_rule_read(rule, text,
						  (size_t)(end - text)));
}

static int
bad(struct error *e)
{
	return error_set(e, ERR_CONFIG, "is no file of a time zone, or broken");
}

int
zone_file_read(struct zone_changes *changes, const void *bytes, size_t len,
    struct error *e)
{
	const unsigned char *p = bytes;
	struct zone_rule rule;
	struct header h;

	if (!read_header(&h, p, len, 4))
		return bad(e);
	if (p[4] < '2')
		return error_set(e, ERR_CONFIG, "is of a format before 2005");
	size_t n = HEADER + (size_t)data_size(&h, 4);
	p += n;
	len -= n;
	if (!read_header(&h, p, len, 8))
		return bad(e);
	if (h.leaps > 0)
		return error_set(e, ERR_CONFIG, "counts leap seconds");
	n = HEADER + (size_t)data_size(&h, 8);
	if (!read_rule(&rule, p + n, len - n))
		return bad(e);

	*changes = (struct zone_changes){.repeats = INT64_MAX};
	changes->items =
	    mem_new((size_t)h.times + 2 * (YEARS + 2), sizeof(*changes->items));
	if (read_changes(changes, &h, p + HEADER) &&
	    (!rule.changes || go_on(changes, &rule)))
		return 0;
	zone_changes_clear(changes);
	return bad(e);
}

void
zone_changes_clear(struct zone_changes *changes)
{
	free(changes->items);
	*changes = (struct zone_changes){0};
}
