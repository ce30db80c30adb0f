/*
 * Which feeds are not believed the first time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "run/verdict.h"

#define MOST 20

/* Entries first to last: each one's id and date are its number. */
static size_t
known(struct store_entry *entries, int first, int last, bool present)
{
	size_t n = 0;

	memset(entries, 0, MOST * sizeof(entries[0]));
	for (int i = first; i <= last; i++, n++) {
		entries[n].id[15] = (unsigned char)i;
		entries[n].published = i;
		entries[n].present = present;
	}
	return n;
}

static struct ledger
answer(struct ledger_entry *entries, int first, int last)
{
	struct ledger ledger = {.entries = entries};

	memset(entries, 0, MOST * sizeof(entries[0]));
	for (int i = first; i <= last; i++) {
		entries[ledger.count].id[15] = (unsigned char)i;
		entries[ledger.count++].published = i;
	}
	return ledger;
}

static enum verdict
judge(int first, int last, bool present, int from, int to)
{
	struct store_entry old[MOST];
	struct ledger_entry now[MOST];
	size_t n = known(old, first, last, present);
	struct ledger ledger = answer(now, from, to);

	return verdict_of(&ledger, old, n);
}

static void
good(void **state)
{
	(void)state;
	assert_int_equal(judge(1, 0, true, 1, 10), VERDICT_GOOD);
	assert_int_equal(judge(1, 0, true, 1, 0), VERDICT_GOOD);
	assert_int_equal(judge(1, 10, true, 1, 10), VERDICT_GOOD);
	assert_int_equal(judge(1, 10, true, 3, 12), VERDICT_GOOD);
	/* Nothing but news, since nobody looked for long. */
	assert_int_equal(judge(1, 10, true, 11, 20), VERDICT_GOOD);
	/* Entries that had left before are no loss. */
	assert_int_equal(judge(1, 10, false, 9, 10), VERDICT_GOOD);
}

static void
empty(void **state)
{
	(void)state;
	assert_int_equal(judge(1, 10, true, 1, 0), VERDICT_EMPTY);
	assert_int_equal(judge(1, 1, true, 1, 0), VERDICT_EMPTY);
	assert_int_equal(judge(1, 10, false, 1, 0), VERDICT_GOOD);
}

static void
shrunk(void **state)
{
	(void)state;
	assert_int_equal(judge(1, 10, true, 1, 4), VERDICT_SHRUNK);
	assert_int_equal(judge(1, 10, true, 1, 5), VERDICT_GOOD);
	assert_int_equal(judge(1, 3, true, 1, 1), VERDICT_GOOD);
	assert_int_equal(judge(1, 4, true, 1, 1), VERDICT_SHRUNK);
}

/* The same posts with other ids: they are as old as those that are known. */
static void
strange(void **state)
{
	struct store_entry old[MOST];
	struct ledger_entry now[MOST];
	size_t n = known(old, 1, 10, true);
	struct ledger ledger = answer(now, 1, 10);

	(void)state;
	for (size_t i = 0; i < ledger.count; i++)
		now[i].id[0] = 1;
	assert_int_equal(verdict_of(&ledger, old, n), VERDICT_STRANGE);
	now[3].id[0] = 0;
	assert_int_equal(verdict_of(&ledger, old, n), VERDICT_GOOD);
	now[3].id[0] = 1;
	for (size_t i = 0; i < ledger.count; i++)
		now[i].published += 10;
	assert_int_equal(verdict_of(&ledger, old, n), VERDICT_GOOD);
	now[7].published = INT64_MIN;
	assert_int_equal(verdict_of(&ledger, old, n), VERDICT_STRANGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good),
	    cmocka_unit_test(empty),
	    cmocka_unit_test(shrunk),
	    cmocka_unit_test(strange),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
