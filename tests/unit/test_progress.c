/*
 * Progress: the words of the line, and when and how it is shown.
 */
#include "cli/progress.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MEGA UINT64_C(1048576)

static void
test_words(void **state)
{
	static const struct {
		struct progress_state state; /* bytes, size, entries, millis */
		const char *text;
	} cases[] = {
	    {{0, 0, 0, 0}, "    0.0 MiB  0 entries  0.0 MiB/s"},
	    {{0, 100, 0, 500}, "    0.0 MiB  0 entries  0.0 MiB/s"},
	    {{MEGA, 0, 1, 1000}, "    1.0 MiB  1 entry  1.0 MiB/s"},
	    {{MEGA * 3 / 2, 0, 2, 500}, "    1.5 MiB  2 entries  3.0 MiB/s"},
	    {{MEGA * 400, MEGA * 800, 38214, 2000},
		"  400.0 MiB  38214 entries  200.0 MiB/s  0:02 left (50 %)"},
	    /* A second that has begun counts. */
	    {{MEGA * 2, MEGA * 3, 5, 1000},
		"    2.0 MiB  5 entries  2.0 MiB/s  0:01 left (66 %)"},
	    {{MEGA, MEGA * 101, 5, 1000},
		"    1.0 MiB  5 entries  1.0 MiB/s  1:40 left (0 %)"},
	    {{MEGA, MEGA * 3662, 5, 1000},
		"    1.0 MiB  5 entries  1.0 MiB/s  1:01:01 left (0 %)"},
	    {{MEGA, MEGA, 5, 1000},
		"    1.0 MiB  5 entries  1.0 MiB/s  0:00 left (100 %)"},
	    /* A file that grew while it was read. */
	    {{MEGA * 2, MEGA, 5, 1000},
		"    2.0 MiB  5 entries  2.0 MiB/s  0:00 left (100 %)"},
	    /* 4 TiB in 18 hours. */
	    {{MEGA * 4194304, MEGA * 8388608, 4000000, 65536000},
		"4194304.0 MiB  4000000 entries  64.0 MiB/s"
		"  18:12:16 left (50 %)"},
	};
	char line[PROGRESS_LINE];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t n = progress_format(&cases[i].state, 79, line);
		assert_string_equal(line, cases[i].text);
		assert_int_equal(n, strlen(line));
	}
}

static void
test_files(void **state)
{
	const struct progress_state some = {312, 1000, 0, 300};
	const struct progress_state all = {1000, 1000, 0, 1000};
	char line[PROGRESS_LINE];

	(void)state;
	progress_format_files(&some, 79, line);
	assert_string_equal(
	    line, "  312 of 1000 files  1040 files/s  0:01 left (31 %)");
	assert_int_equal(progress_format_files(&all, 10, line), 10);
	assert_string_equal(line, " 1000 of 1");
}

static void
test_width(void **state)
{
	static const struct progress_state largest = {
	    UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};
	char line[PROGRESS_LINE];

	(void)state;
	assert_int_equal(progress_format(&largest, 10, line), 10);
	assert_int_equal(strlen(line), 10);
	assert_int_equal(progress_format(&largest, 0, line), 0);
	assert_true(progress_format(&largest, 10000, line) < PROGRESS_LINE);
}

/* Runs with standard error replaced by fd; what was written comes back. */
static void
with_stderr(int fd, void (*run)(void))
{
	int saved = dup(STDERR_FILENO);

	dup2(fd, STDERR_FILENO);
	run();
	dup2(saved, STDERR_FILENO);
	close(saved);
}

static void
assert_reads(int fd, const char *want)
{
	char got[1000];
	ssize_t n = read(fd, got, sizeof(got) - 1);

	got[n < 0 ? 0 : n] = '\0';
	assert_string_equal(got, want);
}

static void
run_always(void)
{
	struct progress *p = progress_new(PROGRESS_ALWAYS, 0);

	assert_non_null(p);
	progress_tell(p, 0, 1);
	progress_tell(p, 0, 2);
	progress_hide(p);
	progress_end(p);
}

static void
run_silent(void)
{
	assert_null(progress_new(PROGRESS_AUTO, 0));
	assert_null(progress_new(PROGRESS_NEVER, 0));
	progress_tell(NULL, 1, 1);
	progress_hide(NULL);
	progress_end(NULL);
}

/* Into a pipe: a whole line at the end, no CR; or nothing at all. */
static void
test_pipe(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	with_stderr(ends[1], run_silent);
	assert_reads(ends[0], "");
	with_stderr(ends[1], run_always);
	assert_reads(ends[0], "    0.0 MiB  2 entries  0.0 MiB/s\n");
	close(ends[0]);
	close(ends[1]);
}

/* The clock, which stands unless a test moves it. */
static int64_t now; /* milliseconds */

int
clock_gettime(clockid_t clock, struct timespec *t)
{
	(void)clock;
	*t = (struct timespec){now / 1000, now % 1000 * 1000000};
	return 0;
}

/* Too short for a line to be shown. */
static void
run_short(void)
{
	struct progress *p = progress_new(PROGRESS_AUTO, 0);

	assert_non_null(p);
	now += 499;
	progress_tell(p, 0, 1);
	progress_end(p);
}

/* Long enough for two; the one between them follows too soon. */
static void
run_long(void)
{
	struct progress *p = progress_new(PROGRESS_AUTO, 0);

	now += 500;
	progress_tell(p, 0, 1);
	now += 99;
	progress_tell(p, 0, 2);
	now += 1;
	progress_tell(p, 0, 3);
	progress_end(p);
}

static void
test_terminal(void **state)
{
	struct termios raw;
	struct winsize size = {.ws_col = 25, .ws_row = 10};
	int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);

	(void)state;
	if (terminal == -1 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
		skip();
	int side = open(ptsname(terminal), O_RDWR | O_NOCTTY);
	assert_int_equal(tcgetattr(side, &raw), 0);
	cfmakeraw(&raw);
	assert_int_equal(tcsetattr(side, TCSANOW, &raw), 0);
	assert_int_equal(ioctl(side, TIOCSWINSZ, &size), 0);

	with_stderr(side, run_short);
	assert_reads(terminal, "");
	with_stderr(side, run_long);
	assert_reads(terminal, "\r    0.0 MiB  1 entry  0."
			       "\r    0.0 MiB  3 entries  "
			       "\r                        \r");
	with_stderr(side, run_always);
	assert_reads(terminal, "\r    0.0 MiB  2 entries  \n");
	close(side);
	close(terminal);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_width),
	    cmocka_unit_test(test_pipe),
	    cmocka_unit_test(test_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
