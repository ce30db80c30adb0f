/*
 * When a feed is fetched again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "run/schedule.h"

#define NOW ((int64_t)1700000000)
#define MINUTE ((int64_t)60)
#define HOUR (60 * MINUTE)

static struct schedule
good(void)
{
	return (struct schedule){.now = NOW, .every = HOUR, .name = "harbour"};
}

static void
every(void **state)
{
	struct schedule s = good();

	(void)state;
	assert_int_equal(schedule_next(&s), NOW + HOUR);
}

/* What the feed asks for counts when it is more, up to a day. */
static void
floors(void **state)
{
	struct schedule s = good();

	(void)state;
	s.floor = 30 * MINUTE;
	assert_int_equal(schedule_next(&s), NOW + HOUR);
	s.floor = 3 * HOUR;
	assert_int_equal(schedule_next(&s), NOW + 3 * HOUR);
	s.floor = 365 * SCHEDULE_DAY;
	assert_int_equal(schedule_next(&s), NOW + SCHEDULE_DAY);
}

/* A server may name a moment, but not one next year. */
static void
moments(void **state)
{
	struct schedule s = good();

	(void)state;
	s.not_before = NOW + 5 * HOUR;
	assert_int_equal(schedule_next(&s), NOW + 5 * HOUR);
	s.not_before = NOW - 5 * HOUR;
	assert_int_equal(schedule_next(&s), NOW + HOUR);
	s.not_before = INT64_MAX;
	assert_int_equal(schedule_next(&s), NOW + SCHEDULE_LONGEST);
}

/* The first failure costs nothing; then the span doubles, up to a day. */
static void
failures(void **state)
{
	struct schedule s = good();

	(void)state;
	s.failures = 1;
	assert_int_equal(schedule_next(&s), NOW + HOUR);
	for (s.failures = 2; s.failures <= 5; s.failures++) {
		int64_t span = HOUR << (s.failures - 1);
		assert_in_range(
		    schedule_next(&s), NOW + span, NOW + span + span / 10);
	}
	s.failures = 6;
	assert_in_range(schedule_next(&s), NOW + SCHEDULE_DAY,
	    NOW + SCHEDULE_DAY + SCHEDULE_DAY / 10);
	s.failures = INT64_MAX;
	assert_in_range(schedule_next(&s), NOW + SCHEDULE_DAY,
	    NOW + SCHEDULE_DAY + SCHEDULE_DAY / 10);
	s.every = 3 * SCHEDULE_DAY;
	assert_in_range(
	    schedule_next(&s), NOW + 3 * SCHEDULE_DAY, NOW + 4 * SCHEDULE_DAY);
}

/* The same for one feed each time, and another one for another feed. */
static void
jitter(void **state)
{
	struct schedule s = good(), other = good();

	(void)state;
	s.failures = other.failures = 4;
	other.name = "weather";
	assert_int_equal(schedule_next(&s), schedule_next(&s));
	assert_int_not_equal(schedule_next(&s), schedule_next(&other));
}

static void
due(void **state)
{
	(void)state;
	assert_true(schedule_due(NOW, 0, HOUR));
	assert_true(schedule_due(NOW, NOW, HOUR));
	assert_true(schedule_due(NOW, NOW + 3 * MINUTE, HOUR));
	assert_false(schedule_due(NOW, NOW + 3 * MINUTE + 1, HOUR));
	assert_true(schedule_due(NOW, NOW + 5 * MINUTE, SCHEDULE_DAY));
	assert_false(schedule_due(NOW, NOW + 5 * MINUTE + 1, SCHEDULE_DAY));
	assert_false(schedule_due(NOW, NOW + SCHEDULE_DAY, HOUR));
	/* The clock was in the future once. */
	assert_true(schedule_due(NOW, NOW + 365 * SCHEDULE_DAY, HOUR));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every),
	    cmocka_unit_test(floors),
	    cmocka_unit_test(moments),
	    cmocka_unit_test(failures),
	    cmocka_unit_test(jitter),
	    cmocka_unit_test(due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
