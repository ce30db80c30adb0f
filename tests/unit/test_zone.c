/*
 * Zones: their names, what clocks show, and files of zones that are none.  Is
 * compared with another reader of the same files by tests/zones.t.
 */
#include "base/zone.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/zone_file.h"
#include "base/zone_rule.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ZONES "/usr/share/zoneinfo"

/* A moment, and what clocks show then. */
static const struct {
	const char *zone;
	int64_t moment;
	int offset;
	const char *shown;
} shows[] = {
    {"UTC", 0, 0, "1970-01-01 00:00"},
    {"UTC", -1, 0, "1969-12-31 23:59"},
    {"UTC", INT64_MIN, 0, "0001-01-01 00:00"},
    {"UTC", INT64_MAX, 0, "9999-12-31 23:59"},
    {"Asia/Tokyo", INT64_MAX, 540, "9999-12-31 23:59"},
    {"America/Lima", INT64_MIN, -309, "0001-01-01 00:00"},
    {"Asia/Almaty", 1709229599, 360, "2024-02-29 23:59"},
    {"Asia/Almaty", 1709229600, 300, "2024-02-29 23:00"},
    {"Europe/Dublin", 1774745999, 0, "2026-03-29 00:59"},
    {"Europe/Dublin", 1774746000, 60, "2026-03-29 02:00"},
    {"Asia/Kathmandu", 1774746000, 345, "2026-03-29 06:45"},
    {"Pacific/Marquesas", 1774746000, -570, "2026-03-28 15:30"},
    {"Pacific/Apia", 1325239199, -600, "2011-12-29 23:59"},
    {"Pacific/Apia", 1325239200, 840, "2011-12-31 00:00"},
    {"Australia/Lord_Howe", 1775314799, 660, "2026-04-05 01:59"},
    {"Australia/Lord_Howe", 1775314800, 630, "2026-04-05 01:30"},
    /* before zones there was the time of a place, with seconds */
    {"Europe/Berlin", -3000000000, 53, "1874-12-07 19:33"},
    {"America/Santiago", 253402214400, -180, "9999-12-30 21:00"},
};

/* What clocks show or do not, and the moment that is meant by it. */
static const struct {
	const char *zone, *shown;
	int64_t moment;
} means[] = {
    {"UTC", "1970-01-01 00:00", 0},
    {"UTC", "9999-12-31 23:59", 253402300740},
    {"Asia/Almaty", "2024-02-29 22:59", 1709225940},
    {"Asia/Almaty", "2024-02-29 23:00", 1709226000}, /* twice */
    {"Asia/Almaty", "2024-02-29 23:59", 1709229540},
    {"Asia/Almaty", "2024-03-01 00:00", 1709233200},
    {"Europe/Berlin", "2026-03-29 01:59", 1774745940},
    {"Europe/Berlin", "2026-03-29 02:00", 1774746000}, /* never */
    {"Europe/Berlin", "2026-03-29 02:30", 1774747800},
    {"Europe/Berlin", "2026-03-29 03:00", 1774746000},
    {"Europe/Berlin", "2026-10-25 02:30", 1792888200}, /* twice */
    {"Europe/Berlin", "2026-10-25 03:00", 1792893600},
    {"Australia/Lord_Howe", "2026-10-04 02:15", 1791042300}, /* never */
    {"Australia/Lord_Howe", "2026-04-05 01:45", 1775313900}, /* twice */
    {"Pacific/Apia", "2011-12-30 07:00", 1325264400},	     /* no such day */
    {"Pacific/Apia", "2011-12-31 07:00", 1325264400},
};

/* Names that are none, and what is said of them. */
static const struct {
	const char *name, *said;
} refused[] = {
    {"Asia/Almati",
	"'Asia/Almati' is no time zone; did you mean 'Asia/Almaty'?"},
    {"europe/berlin",
	"'europe/berlin' is no time zone; did you mean 'Europe/Berlin'?"},
    {"Berlin", "'Berlin' is no time zone; did you mean 'Europe/Berlin'?"},
    {"New_York",
	"'New_York' is no time zone; did you mean 'America/New_York'?"},
    {"New York",
	"'New York' is no time zone; did you mean 'America/New_York'?"},
    {"Asia/Berlin",
	"'Asia/Berlin' is no time zone; did you mean 'Europe/Berlin'?"},
    {"utc", "'utc' is no time zone; did you mean 'UTC'?"},
    {"Europe", "'Europe' is no time zone; did you mean 'Europe/Amsterdam'?"},
    {"", "'' is no time zone"},
    {"localtime", "'localtime' is no time zone"},
    {"../../../etc/passwd", "'../../../etc/passwd' is no time zone"},
    {"/etc/localtime", "'/etc/localtime' is no time zone"},
    {"zone.tab", "'zone.tab' is no time zone"},
    {"CET-1CEST,M3.5.0,M10.5.0/3",
	"'CET-1CEST,M3.5.0,M10.5.0/3' is no time zone; did you mean 'CET'?"},
    {"Mars/Olympus", "'Mars/Olympus' is no time zone"},
    {"right/Europe/Berlin", ZONES "/right/Europe/Berlin: counts leap seconds"},
    {"leapseconds", ZONES "/leapseconds: is no file of a time zone, or broken"},
};

static struct zone *
opened(const char *name)
{
	struct error e;
	struct zone *zone = zone_open(name, &e);

	if (zone == NULL)
		fail_msg("%s", e.text);
	return zone;
}

static void
as_text(const struct zone_time *t, char out[32])
{
	snprintf(out, 32, "%04d-%02d-%02d %02d:%02d", (int)t->day.year,
	    (int)t->day.month, (int)t->day.day, t->hour, t->minute);
}

static struct zone_time
as_time(const char *text)
{
	struct zone_time t;

	assert_int_equal(
	    sscanf(text, "%" SCNd64 "-%" SCNd64 "-%" SCNd64 " %d:%d",
		&t.day.year, &t.day.month, &t.day.day, &t.hour, &t.minute),
	    5);
	return t;
}

static void
moments(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(shows); i++) {
		struct zone *zone = opened(shows[i].zone);
		struct zone_time t = zone_time_of(zone, shows[i].moment);
		int offset = zone_offset(zone, shows[i].moment);
		char text[32];

		as_text(&t, text);
		zone_free(zone);
		if (strcmp(text, shows[i].shown) != 0 ||
		    offset != shows[i].offset)
			fail_msg("%s, %" PRId64 ": %s, %d", shows[i].zone,
			    shows[i].moment, text, offset);
	}
}

static void
times(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(means); i++) {
		struct zone *zone = opened(means[i].zone);
		struct zone_time t = as_time(means[i].shown);
		int64_t moment = zone_moment(zone, &t);

		zone_free(zone);
		if (moment != means[i].moment)
			fail_msg("%s, %s: %" PRId64, means[i].zone,
			    means[i].shown, moment);
	}
}

static void
names(void **state)
{
	char longest[400];
	struct error e = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		assert_null(zone_open(refused[i].name, &e));
		assert_int_equal(e.code, ERR_CONFIG);
		assert_string_equal(e.text, refused[i].said);
	}
	memset(longest, 'a', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_null(zone_open(longest, &e));
	assert_string_equal(
	    e.text, "no name of a time zone is longer than 64 bytes");
	zone_free(NULL);
}

/* Two zones at once, which libc could not. */
static void
several(void **state)
{
	struct zone *one = opened("Asia/Almaty");
	struct zone *other = opened("Etc/GMT+5");

	(void)state;
	assert_int_equal(zone_offset(one, 1774746000), 300);
	assert_int_equal(zone_offset(other, 1774746000), -300);
	zone_free(one);
	zone_free(other);
}

static void
no_database(void **state)
{
	struct error e = {0};

	(void)state;
	assert_null(zone_open_in("/nowhere", "Asia/Almaty", &e));
	assert_int_equal(e.code, ERR_CONFIG);
	assert_string_equal(e.text,
	    "there are no time zones in /nowhere: install the package tzdata");
	struct zone *utc = zone_open_in("/nowhere", "UTC", &e);
	assert_non_null(utc);
	assert_int_equal(zone_offset(utc, 1774746000), 0);
	zone_free(utc);
}

/* The last line of a file, and when clocks are changed in 2028, a leap year,
 * in days and seconds of the year. */
static const struct {
	const char *line;
	int standard, summer, begin, begin_time, end, end_time;
} rules[] = {
    {"CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200, 85, 3600, 302, 3600},
    {"EST5EDT,M3.2.0,M11.1.0", -18000, -14400, 71, 25200, 309, 21600},
    /* summer is as it is in winter, and winter an hour less */
    {"IST-1GMT0,M10.5.0,M3.5.0/1", 3600, 0, 302, 3600, 85, 3600},
    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 37800, 39600, 274, -30600, 92,
	-32400},
    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600, 85, 3600, 302, 3600},
    {"EET-2EEST,M3.4.4/50,M10.4.4/50", 7200, 10800, 84, 0, 301, -3600},
    {"AAA0BBB,J60,J365/0", 0, 3600, 60, 7200, 365, -3600},
    {"AAA0BBB,59/0:30,365/1:00:01", 0, 3600, 59, 1800, 365, 1},
    {"AAA+0:00:30BBB-24,J1/-167,J2/167", -30, 86400, 0, -601170, 1, 514800},
    {"<+05>-5", 18000, 0, -1, 0, -1, 0},
};

static const char *const no_rules[] = {"", "C", "CE-1", "CET", "CET-", "CET-25",
    "CET-1:60", "CET-1:00:60", "CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0",
    "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M0.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0",
    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/168",
    "CET-1CEST,M3.5.0,M10.5.0,", "CET-1CEST,M3.5.0,M10.5.0/3 ",
    "CET-1CEST,J0,J1", "CET-1CEST,J366,J1", "CET-1CEST,366,1",
    "CET-1CEST,0001,1", "<CET-1", "<>-1", "<ab>-1", "-1", "CET--1",
    "CET-1<CEST,M3.5.0,M10.5.0", "CET-1CEST-,M3.5.0,M10.5.0", ":CET",
    "CET-1CEST,M3.5,M10.5.0", "CET-1CEST,M3.5.0/,M10.5.0"};

static void
last_lines(void **state)
{
	const int64_t year = (int64_t)21184 * 86400; /* 2028-01-01 */
	struct zone_rule rule;

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		const char *line = rules[i].line;

		if (!zone_rule_read(&rule, line, strlen(line)))
			fail_msg("%s: is refused", line);
		assert_int_equal(rule.standard, rules[i].standard);
		assert_int_equal(rule.summer, rules[i].summer);
		assert_int_equal(rule.changes, rules[i].begin != -1);
		if (!rule.changes)
			continue;
		int64_t begin = zone_rule_begin(&rule, 2028) - year;
		int64_t end = zone_rule_end(&rule, 2028) - year;
		if (begin != rules[i].begin * 86400 + rules[i].begin_time ||
		    end != rules[i].end * 86400 + rules[i].end_time)
			fail_msg("%s: %" PRId64 ", %" PRId64, line, begin, end);
	}
	for (size_t i = 0; i < COUNT(no_rules); i++)
		if (zone_rule_read(&rule, no_rules[i], strlen(no_rules[i])))
			fail_msg("%s: is taken", no_rules[i]);
}

/* A file of zones of n changes to be, and a last line. */
static size_t
make_file(unsigned char *file, unsigned n, const char *line)
{
	static const char head[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
	unsigned char *p = file;

	memset(file, 0, 512);
	memcpy(p, head, 20);
	p += 44;
	memcpy(p, head, 20);
	p[35] = (unsigned char)n;
	p[39] = 2; /* types: UTC, and an hour more */
	p += 44;
	for (unsigned i = 0; i < n; i++)
		p[i * 8 + 4] = (unsigned char)(0x10 * (i + 1));
	p += n * 8;
	for (unsigned i = 0; i < n; i++)
		*p++ = (i + 1) % 2;
	p[8] = 0x0E;
	p[9] = 0x10;
	p += 12;
	p += snprintf((char *)p, 200, "\n%s\n", line);
	return (size_t)(p - file);
}

/* Reads a copy that ends where its memory does. */
static int
read_file(const unsigned char *file, size_t len)
{
	struct zone_changes changes;
	unsigned char *copy = malloc(len == 0 ? 1 : len);
	struct error e = {0};

	assert_non_null(copy);
	memcpy(copy, file, len);
	int result = zone_file_read(&changes, copy, len, &e);
	free(copy);
	if (result == -1) {
		assert_int_equal(e.code, ERR_CONFIG);
		return -1;
	}
	for (size_t i = 1; i < changes.count; i++)
		assert_true(changes.items[i - 1].at < changes.items[i].at);
	zone_changes_clear(&changes);
	return 0;
}

static void
made_files(void **state)
{
	unsigned char file[512];
	size_t len = make_file(file, 4, "");

	(void)state;
	assert_int_equal(read_file(file, len), 0);
	for (size_t n = 0; n < len; n++)
		assert_int_equal(read_file(file, n), -1);
	file[44 + 35] = 3; /* one change less: its time is taken for types */
	assert_int_equal(read_file(file, len), -1);
	len = make_file(file, 4, "");
	file[4] = '\0';
	assert_int_equal(read_file(file, len), -1);
	file[4] = '2';
	file[44 + 35 - 8 + 3] = 0xFF; /* leap seconds beyond the end */
	assert_int_equal(read_file(file, len), -1);
	len = make_file(file, 4, "");
	file[88 + 4] = 0x20; /* the second change at the time of the first */
	assert_int_equal(read_file(file, len), -1);
	len = make_file(file, 4, "");
	file[88 + 32] = 2; /* a type that is not there */
	assert_int_equal(read_file(file, len), -1);
	len = make_file(file, 4, "");
	file[88 + 36 + 6] = 1; /* an offset of half a year */
	assert_int_equal(read_file(file, len), -1);
	assert_int_equal(
	    read_file(file, make_file(file, 0, "AAA0BBB,J1/0,J1/0")), 0);
	assert_int_equal(
	    read_file(file, make_file(file, 3, "AAA0BBB,J1/167,J1/-167")), 0);
	assert_int_equal(read_file(file, make_file(file, 3, "AAA0BBB")), -1);
	len = make_file(file, 1, "AAA0BBB,J1/0,J1/0");
	file[88] = 0x7F; /* the last change behind all years */
	assert_int_equal(read_file(file, len), -1);
	len = make_file(file, 1, "AAA0BBB,J1/0,J1/0");
	file[88] = 0xFF; /* and before them */
	assert_int_equal(read_file(file, len), 0);
}

/* Clocks that are put forward and back at once, all the year. */
static void
summer_for_ever(void **state)
{
	unsigned char file[512];
	struct zone_changes changes;
	struct error e;
	size_t len = make_file(file, 0, "EST5EDT,0/0,J365/25");

	(void)state;
	assert_int_equal(zone_file_read(&changes, file, len, &e), 0);
	for (size_t i = 0; i + 1 < changes.count; i++)
		assert_int_equal(changes.items[i].offset, -14400);
	zone_changes_clear(&changes);
}

/* A real file with each bit of its first bytes, and each byte of all, wrong. */
static void
broken_files(void **state)
{
	struct buf bytes;
	struct error e;

	(void)state;
	buf_init(&bytes, LIMIT_ZONE + 1);
	assert_int_equal(
	    file_read(ZONES "/Europe/Dublin", LIMIT_ZONE, &bytes, &e), 0);
	unsigned char *p = (unsigned char *)bytes.data;
	assert_int_equal(read_file(p, bytes.len), 0);
	for (size_t i = 0; i < bytes.len; i += i < 100 ? 1 : 7) {
		assert_int_equal(read_file(p, i), -1);
		for (unsigned bit = 1; bit < 256; bit *= 2) {
			p[i] ^= (unsigned char)bit;
			(void)read_file(p, bytes.len);
			p[i] ^= (unsigned char)bit;
		}
	}
	buf_clear(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(moments),
	    cmocka_unit_test(times),
	    cmocka_unit_test(names),
	    cmocka_unit_test(several),
	    cmocka_unit_test(no_database),
	    cmocka_unit_test(last_lines),
	    cmocka_unit_test(made_files),
	    cmocka_unit_test(summer_for_ever),
	    cmocka_unit_test(broken_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
