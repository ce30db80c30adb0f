/*
 * Temporaries that a killed process left are swept; what is still written, or
 * only looks a little like one, is not.
 */
#include "sink/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sink/sink.h"

static char folder[] = "/tmp/feedloom-temporary-XXXXXX";

static int
enter(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/feedloom-temporary-XXXXXX");
	return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
make(const char *name)
{
	int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd != -1);
	return fd;
}

static bool
there(const char *name)
{
	struct stat st;

	return lstat(name, &st) == 0;
}

/* Each goes, or stays; then nothing is left to remove but what stayed. */
static void
test_names(void **state)
{
	static const struct {
		const char *name;
		bool stays;
	} files[] = {
	    {".out.feedloom-aaaaaa", false},
	    {".out.feedloom-z2z7z3", false},
	    {".out.feedloom-aaaaa1", true},
	    {".out.feedloom-aaaaa", true},
	    {".out.feedloom-aaaaaaa", true},
	    {".out.backup", true},
	    {".out.feedloom-", true},
	    {".out", true},
	    {".ou.feedloom-aaaaaa", true},
	    {".out2.feedloom-aaaaaa", true},
	    {"out.feedloom-aaaaaa", true},
	    {"out", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		close(make(files[i].name));
	temporary_sweep(AT_FDCWD, "out");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		assert_int_equal(there(files[i].name), files[i].stays);
		(void)unlink(files[i].name);
	}
}

/* Of names so long that they are cut, too. */
static void
test_long_name(void **state)
{
	char file[256];

	(void)state;
	memset(file, 'n', sizeof(file) - 1);
	file[sizeof(file) - 1] = '\0';
	char *name = temporary_name(file);
	assert_non_null(name);
	assert_int_equal(strlen(name), 255);
	close(make(name));
	temporary_sweep(AT_FDCWD, file);
	assert_false(there(name));
	free(name);
}

/* No file of the name is followed or opened for long. */
static void
test_kinds(void **state)
{
	(void)state;
	close(make("precious"));
	assert_int_equal(symlink("precious", ".out.feedloom-aaaaaa"), 0);
	assert_int_equal(mkfifo(".out.feedloom-bbbbbb", 0600), 0);
	assert_int_equal(mkdir(".out.feedloom-cccccc", 0700), 0);
	temporary_sweep(AT_FDCWD, "out");
	assert_true(there("precious"));
	assert_int_equal(unlink(".out.feedloom-aaaaaa"), 0);
	assert_int_equal(unlink(".out.feedloom-bbbbbb"), 0);
	assert_int_equal(rmdir(".out.feedloom-cccccc"), 0);
	assert_int_equal(unlink("precious"), 0);
}

/* Another one's sink goes on undisturbed; so does the own. */
static void
test_live(void **state)
{
	struct error e = {0};

	(void)state;
	struct sink *other = sink_open("out", &e);
	struct sink *own = sink_open("out", &e);
	close(make(".out.feedloom-aaaaaa"));
	assert_int_equal(sink_write(other, "x", 1, &e), 0);
	sink_sweep(own);
	assert_false(there(".out.feedloom-aaaaaa"));
	assert_int_equal(sink_commit(own, &e), 0);
	assert_int_equal(sink_commit(other, &e), 0);
	sink_free(own);
	sink_free(other);
	assert_int_equal(unlink("out"), 0);
}

/* It is swept between the moments in which it is made and locked. */
static void
test_claim(void **state)
{
	struct flock all = {.l_type = F_RDLCK, .l_whence = SEEK_SET};

	(void)state;
	int fd = make(".out.feedloom-aaaaaa");
	int sweeper = make(".out.feedloom-aaaaaa");
	assert_int_equal(fcntl(sweeper, F_OFD_SETLK, &all), 0);
	assert_int_equal(temporary_claim(fd), -1);
	assert_int_equal(unlink(".out.feedloom-aaaaaa"), 0);
	close(sweeper);
	assert_int_equal(temporary_claim(fd), -1);
	close(fd);
	fd = make(".out.feedloom-bbbbbb");
	assert_int_equal(temporary_claim(fd), 0);
	close(fd);
	assert_int_equal(unlink(".out.feedloom-bbbbbb"), 0);
}

/* The folder is empty by now. */
static int
leave(void **state)
{
	(void)state;
	return chdir("/") != 0 || rmdir(folder) != 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_names),
	    TEST(test_long_name),
	    TEST(test_kinds),
	    TEST(test_live),
	    TEST(test_claim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
