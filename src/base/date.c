/*
 * Dates as feeds write them.  A text is folded, cut into tokens, and read from
 * left to right: times and zones are taken out wherever they stand, and what
 * is left (numbers, months and what is between them) is a shape.  Follows RFC
 * 5322 sections 3.3 and 4.3, RFC 3339 and ISO 8601; never asks the machine for
 * its zone, locale or time, and never makes a date of something that only
 * resembles one.
 */
#include "base/date.h"

#include "base/datelex.h"
#include "base/dateplain.h"
#include "base/dateshape.h"

static bool
is_number(const struct datetoken *t, int digits)
{
	return t->kind == '0' && t->digits <= digits;
}

/* True when a time of the day begins here: "10:45", "10h", "10 pm". */
static bool
starts_time(const struct datetoken *t)
{
	if (!is_number(t, 2))
		return false;
	if (t[1].kind == ':')
		return is_number(&t[2], 2);
	if (t[1].kind == 'A') /* unless it belongs to what follows */
		return !(is_number(&t[2], 2) &&
			 (t[3].kind == ':' || t[3].kind == 'h'));
	return t[1].kind == 'h';
}

static const struct datetoken *
read_fraction(struct datereading *r, const struct datetoken *t)
{
	if ((t->kind != '.' && t->kind != ',') || t->blank ||
	    t[1].kind != '0' || t[1].blank)
		return t;
	int64_t nanos = t[1].value;
	for (int i = t[1].digits; i < 9; i++)
		nanos *= 10;
	for (int i = t[1].digits; i > 9; i--)
		nanos /= 10;
	r->nanos = (int32_t)nanos;
	return t + 2;
}

/* "10h45", "11시 23분 25초" */
static const struct datetoken *
read_units(struct datereading *r, const struct datetoken *t)
{
	t += 2;
	if (!is_number(t, 2) || (t->blank && t[1].kind != 'm'))
		return t;
	r->minute = t->value;
	t++;
	if (t->kind == 'm')
		t++;
	if (is_number(t, 2) && t[1].kind == 's') {
		r->second = t->value;
		t += 2;
	}
	return t;
}

/* "10:45", "10:45:29.5", and with a dot when dotted */
static const struct datetoken *
read_colons(struct datereading *r, const struct datetoken *t)
{
	char between = t[1].kind;

	r->minute = t[2].value;
	t += 3;
	if (t->kind == between && is_number(&t[1], 2)) {
		r->second = t[1].value;
		t = read_fraction(r, t + 2);
	}
	if (t->kind == 'h')
		t++;
	return t;
}

/* "104529", "1045", "10": only behind a T */
static const struct datetoken *
read_compact(struct datereading *r, const struct datetoken *t)
{
	int64_t v = t->value;

	switch (t->digits) {
	case 2:
		r->hour = v;
		return t + 1;
	case 4:
		r->hour = v / 100;
		r->minute = v % 100;
		return t + 1;
	case 6:
		r->hour = v / 10000;
		r->minute = v / 100 % 100;
		r->second = v % 100;
		return read_fraction(r, t + 1);
	default:
		return NULL;
	}
}

/* NULL when there was a time already, or none begins here. */
static const struct datetoken *
read_time(struct datereading *r, const struct datetoken *t, char mark)
{
	if (r->timed || t->kind != '0')
		return NULL;
	r->timed = true;
	r->last = 'H';
	r->hour = t->value;
	if (starts_time(t)) {
		if (t[1].kind == ':')
			t = read_colons(r, t);
		else if (t[1].kind == 'h')
			t = read_units(r, t);
		else
			t++;
	} else if (mark == 'k' && is_number(t, 2) && t[1].kind == '.' &&
		   is_number(&t[2], 2)) {
		t = read_colons(r, t);
	} else if (mark == 'T') {
		t = read_compact(r, t);
	} else {
		t = NULL;
	}
	if (t != NULL && t->kind == 'A' && r->half == 0) {
		r->half = (int)t->value;
		t++;
	}
	return t;
}

/* "+0100", "-7:30", "+1"; t is the sign. */
static const struct datetoken *
read_offset(struct datereading *r, const struct datetoken *t)
{
	bool west = t->kind == '-';
	int64_t hours = t[1].value;
	int64_t minutes = 0;

	if (r->numeric || !is_number(&t[1], 4))
		return NULL;
	if (t[1].digits > 2) {
		minutes = hours % 100;
		hours /= 100;
		t += 2;
	} else if (t[2].kind == ':' && !t[2].blank) {
		if (!is_number(&t[3], 2))
			return NULL;
		minutes = t[3].value;
		t += 4;
	} else {
		t += 2;
	}
	if (hours > 23 || minutes > 59)
		return NULL;
	minutes += hours * 60;
	r->offset =
	    minutes > DATE_FURTHEST ? 0 : (int)(west ? -minutes : minutes);
	r->numeric = r->zoned = true;
	r->last = 'Z';
	return t;
}

/* A minus that is the sign of a zone, not a dash. */
static bool
is_west(const struct datereading *r, const struct datetoken *t)
{
	bool tight = !t[1].blank;

	if (t[1].kind != '0' || (t->blank && !tight))
		return false;
	if (r->last == 'H' || r->last == 'Z')
		return true;
	return r->last != '\0' && t->blank &&
	       (t[1].digits == 4 || t[2].kind == ':');
}

static bool
add_shape(struct datereading *r, char c, char last)
{
	if (r->shape_len + 1 == sizeof(r->shape))
		return false;
	r->shape[r->shape_len++] = c;
	r->last = last;
	return true;
}

static bool
add_value(struct datereading *r, char c, char last, const struct datetoken *t)
{
	if (r->count == sizeof(r->values) / sizeof(r->values[0]))
		return false;
	r->digits[r->count] = t->digits;
	r->values[r->count++] = t->value;
	return add_shape(r, c, last);
}

/* What stands between numbers is part of the shape; all else is decoration. */
static const struct datetoken *
read_separator(struct datereading *r, const struct datetoken *t)
{
	bool between = r->last == '0' && t[1].kind == '0';
	bool sign = !t[1].blank && (t->blank || r->last == '\0');

	switch (t->kind) {
	case ':': /* "19/Apr/2024:10:45:29" */
		return between && t[-1].digits == 4 && starts_time(&t[1])
			   ? t + 1
			   : NULL;
	case '-':
		if (t->blank && t[1].blank)
			return t + 1;
		if (sign && !between && t[1].kind == '0')
			return NULL; /* a year before 1: "30 Nov -0001" */
		break;
	case '.':
		if (t->blank) /* "2024 г. 19" */
			return t + 1;
		/* FALLTHROUGH */
	default:
		if (starts_time(&t[1]))
			return t + 1;
	}
	if (!between)
		return t + 1;
	return add_shape(r, t->kind, t->kind) ? t + 1 : NULL;
}

static const struct datetoken *
read_number(struct datereading *r, const struct datetoken *t)
{
	static const char shapes[] = "?223456789ABCDE";

	if (starts_time(t))
		return read_time(r, t, 0);
	if ((size_t)t->digits >= sizeof(shapes) - 1)
		return NULL;
	return add_value(r, shapes[t->digits], '0', t) ? t + 1 : NULL;
}

static const struct datetoken *
read_zone(struct datereading *r, const struct datetoken *t)
{
	if (!r->zoned)
		r->offset = (int)t->value;
	r->zoned = true;
	r->last = 'Z';
	return t + 1;
}

/* Reads one item; NULL when it does not belong into a date. */
static const struct datetoken *
read_item(struct datereading *r, const struct datetoken *t)
{
	switch (t->kind) {
	case '0':
		return read_number(r, t);
	case 'M':
	case 'E':
		return add_value(r, 'M', 'M', t) ? t + 1 : NULL;
	case 'W':
		r->weekday = (int)t->value;
		return t + 1;
	case 'A':
		if (r->half != 0 || !starts_time(&t[1]))
			return NULL;
		r->half = (int)t->value;
		return t + 1;
	case 'T':
		return read_time(r, t + 1, 'T');
	case 'k':
		return read_time(r, t[1].kind == '.' ? t + 2 : t + 1, 'k');
	case 'Z':
		return read_zone(r, t);
	case 'w':
		return add_shape(r, 'w', 'w') ? t + 1 : NULL;
	case '+':
		return read_offset(r, t);
	case '-':
		if (is_west(r, t))
			return read_offset(r, t);
		return read_separator(r, t);
	case ':':
	case '.':
	case ',':
	case '/':
		return read_separator(r, t);
	default:
		return NULL;
	}
}

static bool
read_tokens(const struct datetoken *tokens, struct date *date)
{
	struct datereading r = {.weekday = -1};
	const struct datetoken *t = tokens;

	while (t != NULL && t->kind != '\0')
		t = read_item(&r, t);
	return t != NULL && dateshape_date(&r, date);
}

int
date_parse(const char *text, size_t len, struct date *date)
{
	struct datetoken tokens[DATELEX_TOKENS];
	struct datereading plain;

	if (dateplain_read(text, len, &plain) && dateshape_date(&plain, date))
		return 0;
	if (!datelex(text, len, tokens))
		return -1;
	if (read_tokens(tokens, date))
		return 0;
	/* "mar. 19 mar. 2024": what makes no month may be a weekday. */
	for (struct datetoken *t = tokens; t->kind != '\0'; t++) {
		if (t->kind == 'E') {
			t->kind = 'W';
			t->value = 0;
			return read_tokens(tokens, date) ? 0 : -1;
		}
	}
	return -1;
}
