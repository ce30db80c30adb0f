/*
 * The fields of crontab(5) as sets of bits.  As there, a day counts by either
 * of its two fields when neither begins with "*", else by both.
 */
#include "base/slot_cron.h"

#include <string.h>

#include "base/ascii.h"
#include "base/calendar.h"

enum {
	MINUTE,
	HOUR,
	DAY,
	MONTH,
	WEEKDAY
};

static const struct {
	const char *name;
	int least, most;
} kinds[CRON_FIELDS] = {
    [MINUTE] = {"minute", 0, 59},
    [HOUR] = {"hour", 0, 23},
    [DAY] = {"day of the month", 1, 31},
    [MONTH] = {"month", 1, 12},
    [WEEKDAY] = {"weekday", 0, 7}, /* Sunday is both */
};

/* A field while it is read. */
struct field {
	int kind;
	const char *text;
	const char *at;
	uint64_t bits;
	struct error *e;
};

static int
bad(struct field *f, const char *what)
{
	return error_set(f->e, ERR_CONFIG, "the %s '%s' %s",
	    kinds[f->kind].name, f->text, what);
}

static bool
skip(struct field *f, char c)
{
	if (*f->at != c)
		return false;
	f->at++;
	return true;
}

/* "mar", "fri": what stands here, or -1. */
static int
named(struct field *f)
{
	int most = f->kind == MONTH ? 12 : f->kind == WEEKDAY ? 7 : 0;

	for (int i = 1; i <= most; i++) {
		const char *name =
		    f->kind == MONTH ? month_name(i) : weekday_name(i);
		if (strnlen(f->at, SHORT_NAME) == SHORT_NAME &&
		    ascii_same(f->at, name, SHORT_NAME) &&
		    !ascii_letter(f->at[SHORT_NAME])) {
			f->at += SHORT_NAME;
			return i;
		}
	}
	return -1;
}

static int
number(struct field *f, int *n)
{
	int digits = 0;

	for (*n = 0; ascii_digit(*f->at) && digits < 4; digits++)
		*n = *n * 10 + (*f->at++ - '0');
	if (digits == 0 || digits == 4)
		return bad(f, "is not understood: see crontab(5)");
	return 0;
}

static int
value(struct field *f, int *n)
{
	*n = named(f);
	return *n == -1 ? number(f, n) : 0;
}

/* "N", "N-N"; *one: it is the first of these. */
static int
range(struct field *f, int *low, int *high, bool *one)
{
	if (value(f, low) == -1)
		return -1;
	*high = *low;
	*one = !skip(f, '-');
	if (!*one && value(f, high) == -1)
		return -1;
	/* "fri-sun" */
	if (f->kind == WEEKDAY && *high == 0 && *low > 0)
		*high = 7;
	if (*low < kinds[f->kind].least || *high > kinds[f->kind].most)
		return error_set(f->e, ERR_CONFIG,
		    "the %s '%s' is not %d to %d", kinds[f->kind].name, f->text,
		    kinds[f->kind].least, kinds[f->kind].most);
	return *low <= *high ? 0 : bad(f, "ends before it begins");
}

/* "*", or numbers, and "/N" behind all but one number. */
static int
item(struct field *f)
{
	int low = kinds[f->kind].least, high = kinds[f->kind].most, step = 1;
	bool one = false;

	if (!skip(f, '*') && range(f, &low, &high, &one) == -1)
		return -1;
	if (skip(f, '/')) {
		if (one)
			return bad(
			    f, "has a step, but nothing to step through");
		if (number(f, &step) == -1)
			return -1;
		if (step == 0 || step > kinds[f->kind].most)
			return bad(f, "has no such step");
	}
	for (int i = low; i <= high; i += step)
		f->bits |= (uint64_t)1 << i;
	return 0;
}

static int
read_field(struct field *f)
{
	do {
		if (item(f) == -1)
			return -1;
	} while (skip(f, ','));
	return *f->at == '\0' ? 0 : bad(f, "is not understood: see crontab(5)");
}

/* Whether one of its months has one of its days. */
static bool
comes(const struct slot_rule *rule)
{
	for (int month = 1; month <= 12; month++) {
		uint32_t has = UINT32_MAX >> (31 - month_days(2000, month));
		if ((rule->months >> month & 1) != 0 &&
		    (rule->either || (rule->days & has) != 0))
			return true;
	}
	return false;
}

int
slot_read_cron(struct slot_rule *rule, const char *const fields[CRON_FIELDS],
    struct error *e)
{
	uint64_t bits[CRON_FIELDS];

	for (int i = 0; i < CRON_FIELDS; i++) {
		struct field f = {i, fields[i], fields[i], .e = e};
		if (read_field(&f) == -1)
			return -1;
		bits[i] = f.bits;
	}
	*rule = (struct slot_rule){
	    .minutes = bits[MINUTE],
	    .hours = (uint32_t)bits[HOUR],
	    .days = (uint32_t)bits[DAY],
	    .months = (uint16_t)bits[MONTH],
	    .weekdays = (uint8_t)((bits[WEEKDAY] | bits[WEEKDAY] >> 7) & 0x7F),
	    .either = *fields[DAY] != '*' && *fields[WEEKDAY] != '*',
	};
	if (!comes(rule))
		return error_set(
		    e, ERR_CONFIG, "there is no such day in such a month");
	return 0;
}
