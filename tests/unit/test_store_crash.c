/*
 * The store when all goes wrong: killed at each call that writes, or each of
 * them failing, it has what was there before or what was to be there, whole,
 * and works again.  Calls of the system are those of this file.
 */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "stored.h"
#include "stored_old.h"

#define DATABASE "state/feedloom.db"
#define MOST 2000 /* more calls than there are */

static char folder[] = "/tmp/feedloom-store-XXXXXX";

/* What becomes of the nth call from now on, 0: nothing, and of all later. */
static int nth;
static enum {
	KILL,
	KILL_HALF,
	FAIL,
	FAIL_ON
} fate;
static int failure; /* errno */

/* True when the call is to fail, with errno set. */
static bool
falls(void)
{
	if (nth == 0 || --nth > 0)
		return false;
	if (fate == KILL || fate == KILL_HALF)
		raise(SIGKILL);
	if (fate == FAIL_ON)
		nth = 1;
	errno = failure;
	return true;
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off_t at)
{
	if (nth == 1 && fate == KILL_HALF)
		(void)!syscall(SYS_pwrite64, fd, p, n / 2, at);
	return falls() ? -1 : syscall(SYS_pwrite64, fd, p, n, at);
}

int
ftruncate64(int fd, off_t size)
{
	return falls() ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int
unlink(const char *path)
{
	return falls() ? -1 : (int)syscall(SYS_unlink, path);
}

int
fdatasync(int fd)
{
	return falls() ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	return falls() ? -1 : (int)syscall(SYS_fsync, fd);
}

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
leave(void **state)
{
	(void)state;
	return nftw("state", stored_remove, 10, FTW_DEPTH | FTW_PHYS);
}

static int at;	 /* the call that falls */
static int next; /* what is to be put */

/* 0 when it was put, 1 when it was said that it was not. */
static int
put_next(void)
{
	struct error e = {0};

	nth = at;
	int result = stored_put(DATABASE, next, &e);
	if (nth > 0 && fate != FAIL_ON)
		return 77; /* it had no such call */
	if (result == 0)
		return 0;
	return e.code == ERR_SYSTEM && strstr(e.text, DATABASE) != NULL ? 1 : 2;
}

/* How far apart the calls are that fall: valgrind takes its time. */
static int
stride(void)
{
	const char *valgrind = getenv("VALGRIND");

	return valgrind != NULL && *valgrind != '\0' ? 11 : 1;
}

/* A reader, and then a writer, find all of one number. */
static int
found(void)
{
	struct error e = {0};
	int reader = stored_get(DATABASE, true, &e);

	assert_string_equal(e.text, "");
	int writer = stored_get(DATABASE, false, &e);
	assert_string_equal(e.text, "");
	assert_int_equal(reader, writer);
	assert_true(access(DATABASE "-wal", F_OK) != 0);
	return writer;
}

/*
 * Lets each call fall in turn while a number is put over the last one that got
 * there, or each time into a new database.
 */
static void
sweep(bool anew)
{
	struct error e;
	int there = 0, step = stride();

	for (at = 1; at < MOST; at += step) {
		if (anew && at > 1) {
			leave(NULL);
			there = 0;
		}
		next = at;
		int status = stored_child(put_next);
		if (status == 77)
			break;
		assert_true(status == 0 || status == 1 || status == -SIGKILL);
		int now = found();
		if (status == 0)
			assert_int_equal(now, at);
		else
			assert_true(now == at || now == there);
		there = now;
	}
	assert_in_range(at, 50, MOST - 1);
	assert_int_equal(stored_put(DATABASE, MOST, &e), 0);
	assert_int_equal(found(), MOST);
}

static void
sweeps(void)
{
	struct error e;

	sweep(true);
	leave(NULL);
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	sweep(false);
}

static void
test_killed(void **state)
{
	(void)state;
	fate = KILL;
	sweeps();
}

static void
test_killed_half(void **state)
{
	(void)state;
	fate = KILL_HALF;
	sweeps();
}

static void
test_full(void **state)
{
	(void)state;
	fate = FAIL;
	failure = ENOSPC;
	sweeps();
}

static void
test_broken(void **state)
{
	(void)state;
	fate = FAIL;
	failure = EIO;
	sweeps();
}

/* As the last two, but from some call on nothing works any more. */
static void
test_full_for_good(void **state)
{
	struct error e;
	int there = 1, step = stride();

	(void)state;
	fate = FAIL_ON;
	failure = ENOSPC;
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	for (at = 1; at < 60; at += step) {
		next = at + 1;
		int status = stored_child(put_next);
		assert_true(status == 0 || status == 1);
		int now = found();
		if (status == 0)
			assert_int_equal(now, next);
		else
			assert_true(now == next || now == there);
		there = now;
	}
}

/* A process is killed again and again, and its log does not grow for ever. */
static int
put_and_die(void)
{
	struct error e;
	struct store *s = store_open(DATABASE, false, &e);

	if (s == NULL || store_begin(s, &e) != 0 ||
	    stored_put_all(s, next, &e) != 0 || store_commit(s, &e) != 0)
		return 1;
	raise(SIGKILL);
	return 2;
}

static void
test_log_is_bounded(void **state)
{
	struct stat st, first = {0};

	(void)state;
	for (next = 1; next <= 10; next++) {
		assert_int_equal(stored_child(put_and_die), -SIGKILL);
		assert_int_equal(stat(DATABASE "-wal", &st), 0);
		if (next == 2)
			first = st;
	}
	assert_in_range(st.st_size, 1, first.st_size * 3 / 2);
	assert_int_equal(found(), 10);
}

/* Opens what is there, to write. */
static int
open_and_close(void)
{
	struct error e;

	nth = at;
	struct store *s = store_open(DATABASE, false, &e);
	if (s != NULL)
		store_close(s);
	return nth > 0 ? 77 : s == NULL;
}

static void
make_old(void)
{
	sqlite3 *db;

	assert_int_equal(mkdir("state", 0700), 0);
	assert_int_equal(sqlite3_open(DATABASE, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, stored_old, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* One of an older version is killed while it is brought up to date. */
static void
test_update_killed(void **state)
{
	struct error e = {0};
	struct store_feed feed;
	int status, step = stride();

	fate = KILL;
	for (at = 1; at < MOST; at += step) {
		make_old();
		status = stored_child(open_and_close);
		assert_int_equal(found(), 0);
		struct store *s = store_open(DATABASE, true, &e);
		assert_non_null(s);
		assert_int_equal(store_feed_get(s, "harbour", &feed, &e), 0);
		assert_int_equal(feed.next_due, 1700003600);
		store_feed_clear(&feed);
		store_close(s);
		leave(state);
		if (status == 77)
			break;
		assert_int_equal(status, -SIGKILL);
	}
	assert_in_range(at, 20, MOST - 1);
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
}

/* Fills a file system of 1 MiB, which only this child sees. */
static int
fill_disk(void)
{
	struct error e = {0};
	int number = 0, fd;

	if (unshare(CLONE_NEWNS) != 0 ||
	    mount("none", "/", "", MS_REC | MS_PRIVATE, "") != 0 ||
	    mount("none", "state", "tmpfs", 0, "size=1m") != 0)
		return 77;
	if (stored_put(DATABASE, 1, &e) != 0)
		return 1;
	fd = open("state/ballast", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	static const char block[1024];
	while (write(fd, block, sizeof(block)) > 0)
		continue;
	close(fd);
	for (number = 2; number < 5; number++)
		if (stored_put(DATABASE, number, &e) != -1 ||
		    e.code != ERR_SYSTEM)
			return 2;
	if (strstr(e.text, ": make room on its disk") == NULL)
		return 3;
	if (stored_get(DATABASE, true, &e) != 1)
		return 4;
	if (remove("state/ballast") != 0 ||
	    stored_put(DATABASE, number, &e) != 0)
		return 5;
	if (mount("none", "state", "", MS_REMOUNT | MS_RDONLY, "") != 0)
		return 6;
	if (stored_put(DATABASE, 9, &e) != -1 || e.code != ERR_SYSTEM)
		return 7;
	return stored_get(DATABASE, true, &e) == number ? 0 : 8;
}

static void
test_disk_full(void **state)
{
	(void)state;
	assert_int_equal(mkdir("state", 0700), 0);
	int status = stored_child(fill_disk);
	if (status == 77)
		skip();
	assert_int_equal(status, 0);
}

#define TEST(f) cmocka_unit_test_teardown(f, leave)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_killed),
	    TEST(test_killed_half),
	    TEST(test_full),
	    TEST(test_broken),
	    TEST(test_full_for_good),
	    TEST(test_log_is_bounded),
	    TEST(test_update_killed),
	    TEST(test_disk_full),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
