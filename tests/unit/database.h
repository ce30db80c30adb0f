#ifndef FEEDLOOM_UNIT_DATABASE_H
#define FEEDLOOM_UNIT_DATABASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "stored.h"

/*
 * A folder of a test's own, and in it a database for each of its functions,
 * which is *state.
 */
#define DATABASE "state/feedloom.db"
#define TEXT(s) ((char *)(s)) /* not written to */

/* A call that has to succeed, of which e tells otherwise. */
#define WORKS(call)                                                            \
	do {                                                                   \
		memset(&e, 0, sizeof(e));                                      \
		int worked = call;                                             \
		assert_string_equal(e.text, "");                               \
		assert_int_equal(worked, 0);                                   \
	} while (0)

static struct error e;
static char folder[] = "/tmp/feedloom-database-XXXXXX";

static int
setup(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
teardown(void **state)
{
	(void)state;
	return nftw(folder, stored_remove, 10, FTW_DEPTH | FTW_PHYS);
}

static int
enter(void **state)
{
	*state = store_open(DATABASE, false, &e);
	return *state == NULL;
}

static int
leave(void **state)
{
	store_close(*state);
	return nftw("state", stored_remove, 10, FTW_DEPTH | FTW_PHYS);
}

/* The same database, closed and opened. */
static struct store *
again(void **state)
{
	memset(&e, 0, sizeof(e));
	store_close(*state);
	*state = store_open(DATABASE, false, &e);
	assert_string_equal(e.text, "");
	assert_non_null(*state);
	return *state;
}

#endif
