/*
 * Dates as feeds write them.  A text is folded, cut into tokens, and read from
 * left to right: times and zones are taken out wherever they stand, and what
 * is left (numbers, months and what is between them) is a shape that a table
 * of layouts knows or does not.  Follows RFC 5322 sections 3.3 and 4.3, RFC
 * 3339 and ISO 8601; never asks the machine for its zone, locale or time, and
 * never makes a date of something that only resembles one.
 */
#include "base/date.h"

#include <string.h>

#include "base/calendar.h"
#include "base/datelex.h"

#define FURTHEST (14 * 60) /* minutes from UTC: the Line Islands */
#define DAY 86400
#define FIRST_SECOND (-(int64_t)CALENDAR_EPOCH * DAY)
#define LAST_SECOND ((int64_t)(CALENDAR_END - CALENDAR_EPOCH) * DAY - 1)

/* What a text says, field by field. */
struct reading {
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
 * The shapes of dates.  A digit stands for a number of so many digits (2: one
 * or two, in hexadecimal), M for the name of a month.  Fields: Y year, y year
 * of two or three digits, m, d, j day of the year, W week, e day of the week,
 * V both, C year, month and day in one, F with the time, s and n seconds and
 * milliseconds since 1970.  either: day and month change places when only that
 * makes a date, or when only that makes it the weekday that the text names.
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

static const char *const month_names[] = {"January", "February", "March",
    "April", "May", "June", "July", "August", "September", "October",
    "November", "December"};

static const char *const weekday_names[] = {
    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

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
read_fraction(struct reading *r, const struct datetoken *t)
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
read_units(struct reading *r, const struct datetoken *t)
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
read_colons(struct reading *r, const struct datetoken *t)
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
read_compact(struct reading *r, const struct datetoken *t)
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
read_time(struct reading *r, const struct datetoken *t, char mark)
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
read_offset(struct reading *r, const struct datetoken *t)
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
	r->offset = minutes > FURTHEST ? 0 : (int)(west ? -minutes : minutes);
	r->numeric = r->zoned = true;
	r->last = 'Z';
	return t;
}

/* A minus that is the sign of a zone, not a dash. */
static bool
is_west(const struct reading *r, const struct datetoken *t)
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
add_shape(struct reading *r, char c, char last)
{
	if (r->shape_len + 1 == sizeof(r->shape))
		return false;
	r->shape[r->shape_len++] = c;
	r->last = last;
	return true;
}

static bool
add_value(struct reading *r, char c, char last, const struct datetoken *t)
{
	if (r->count == sizeof(r->values) / sizeof(r->values[0]))
		return false;
	r->digits[r->count] = t->digits;
	r->values[r->count++] = t->value;
	return add_shape(r, c, last);
}

/* What stands between numbers is part of the shape; all else is decoration. */
static const struct datetoken *
read_separator(struct reading *r, const struct datetoken *t)
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
read_number(struct reading *r, const struct datetoken *t)
{
	static const char shapes[] = "?223456789ABCDE";

	if (starts_time(t))
		return read_time(r, t, 0);
	if ((size_t)t->digits >= sizeof(shapes) - 1)
		return NULL;
	return add_value(r, shapes[t->digits], '0', t) ? t + 1 : NULL;
}

static const struct datetoken *
read_zone(struct reading *r, const struct datetoken *t)
{
	if (!r->zoned)
		r->offset = (int)t->value;
	r->zoned = true;
	r->last = 'Z';
	return t + 1;
}

/* Reads one item; NULL when it does not belong into a date. */
static const struct datetoken *
read_item(struct reading *r, const struct datetoken *t)
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

/* RFC 5322 section 4.3 */
static int64_t
long_year(int64_t year)
{
	return year + (year < 50 ? 2000 : 1900);
}

/* Day and month the other way round where that alone makes sense. */
static void
swap_day(const struct reading *r, struct day *d)
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
take_fields(struct reading *r, const struct layout *layout, struct day *d)
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
second_of_day(const struct reading *r)
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
in_range(int64_t seconds)
{
	return seconds >= FIRST_SECOND && seconds <= LAST_SECOND;
}

static bool
set_date(struct date *date, int64_t local, int32_t nanos, int offset)
{
	int64_t seconds = local - (int64_t)offset * 60;

	if (!in_range(local) || !in_range(seconds))
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

static bool
make_date(struct reading *r, struct date *date)
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
	       set_date(date, (day_number(&d) - CALENDAR_EPOCH) * DAY + second,
		   r->nanos, r->offset);
}

static bool
read_tokens(const struct datetoken *tokens, struct date *date)
{
	struct reading r = {.weekday = -1};
	const struct datetoken *t = tokens;

	while (t != NULL && t->kind != '\0')
		t = read_item(&r, t);
	return t != NULL && make_date(&r, date);
}

int
date_parse(const char *text, size_t len, struct date *date)
{
	struct datetoken tokens[DATELEX_TOKENS];

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

struct clock {
	struct day day;
	int hour;
	int minute;
	int second;
	int offset;
};

/* What a clock in the date's zone shows; a date that no one parsed is brought
 * into range, so that its text has its length. */
static struct clock
clock_of(const struct date *date)
{
	int64_t s = date->seconds;
	int offset = date->offset;

	if (offset > FURTHEST || offset < -FURTHEST)
		offset = 0;
	if (!in_range(s))
		s = s < FIRST_SECOND ? FIRST_SECOND : LAST_SECOND;
	if (!in_range(s + (int64_t)offset * 60))
		offset = 0;
	s += (int64_t)offset * 60 - FIRST_SECOND;
	int second = (int)(s % DAY);
	return (struct clock){day_of_number(s / DAY), second / 3600,
	    second / 60 % 60, second % 60, offset};
}

/* Writes value with as many digits (at most 9), with zeros in front. */
static char *
put_number(char *p, int64_t value, int digits)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		p[i] = (char)('0' + value % 10);
	return p + digits;
}

static char *
put_text(char *p, const char *text)
{
	size_t n = strlen(text);

	memcpy(p, text, n);
	return p + n;
}

static char *
put_offset(char *p, int offset, const char *between)
{
	*p++ = offset < 0 ? '-' : '+';
	offset = offset < 0 ? -offset : offset;
	p = put_number(p, offset / 60, 2);
	p = put_text(p, between);
	return put_number(p, offset % 60, 2);
}

static char *
put_time(char *p, const struct clock *c)
{
	p = put_number(p, c->hour, 2);
	*p++ = ':';
	p = put_number(p, c->minute, 2);
	*p++ = ':';
	return put_number(p, c->second, 2);
}

static char *
put_day(char *p, const struct clock *c)
{
	p = put_number(p, c->day.day, c->day.day < 10 ? 1 : 2);
	*p++ = ' ';
	p = put_text(p, month_names[c->day.month - 1]);
	*p++ = ' ';
	return put_number(p, c->day.year, 4);
}

void
date_rfc3339(const struct date *date, char out[DATE_TEXT])
{
	struct clock c = clock_of(date);
	char *p = put_number(out, c.day.year, 4);

	*p++ = '-';
	p = put_number(p, c.day.month, 2);
	*p++ = '-';
	p = put_number(p, c.day.day, 2);
	*p++ = 'T';
	p = put_time(p, &c);
	if (date->nanos > 0 && date->nanos < 1000000000) {
		*p++ = '.';
		p = put_number(p, date->nanos, 9);
		while (p[-1] == '0')
			p--;
	}
	if (c.offset == 0)
		*p++ = 'Z';
	else
		p = put_offset(p, c.offset, ":");
	*p = '\0';
}

void
date_rfc822(const struct date *date, char out[DATE_TEXT])
{
	struct clock c = clock_of(date);
	char *p = put_text(out, weekday_names[day_weekday(&c.day) - 1]);

	p = put_text(p, ", ");
	p = put_number(p, c.day.day, 2);
	*p++ = ' ';
	memcpy(p, month_names[c.day.month - 1], 3);
	p[3] = ' ';
	p = put_number(p + 4, c.day.year, 4);
	*p++ = ' ';
	p = put_time(p, &c);
	*p++ = ' ';
	p = put_offset(p, c.offset, "");
	*p = '\0';
}

void
date_day(const struct date *date, char out[DATE_TEXT])
{
	struct clock c = clock_of(date);

	*put_day(out, &c) = '\0';
}

void
date_minute(const struct date *date, char out[DATE_TEXT])
{
	struct clock c = clock_of(date);
	char *p = put_text(put_day(out, &c), ", ");

	p = put_number(p, c.hour, 2);
	*p++ = ':';
	*put_number(p, c.minute, 2) = '\0';
}
