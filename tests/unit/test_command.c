/*
 * A command as a source: what it writes, and each way in which it fails.
 */
#include "run/command.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define SHELL(script)                                                          \
	{                                                                      \
		"sh", "-c", script, NULL                                       \
	}

static struct error error;

/*
 * Until it says no more, or nothing for so many milliseconds behind its first
 * words; -1: no end.
 */
static int
end(const char *argv[], size_t max, int patience)
{
	struct command c;
	int output = -1, ready = 1;
	bool heard = false;

	if (command_start(&c, (char **)argv, -1, max, &error) == -1)
		return -1;
	do {
		struct pollfd said = {.fd = c.said, .events = POLLIN};
		ready = poll(&said, 1, heard ? patience : -1);
		heard = true;
	} while (ready == 1 && command_listen(&c) == 1);
	if (command_end(&c, ready == 0, &output, &error) == -1) {
		assert_int_equal(output, -1);
		return -1;
	}
	return output;
}

static void
gives(const char *argv[], const char *text)
{
	char is[100] = "";
	int output = end(argv, 100, -1);

	if (output == -1)
		fail_msg("%s", error.text);
	assert_int_equal(read(output, is, sizeof(is) - 1), strlen(text));
	assert_string_equal(is, text);
	assert_int_equal(write(output, "", 1), -1);
	close(output);
}

static void
fails(const char *argv[], int patience, const char *words)
{
	assert_int_equal(end(argv, 100, patience), -1);
	assert_string_equal(error.text, words);
}

static void
test_output(void **state)
{
	const char *echo[] = {"echo", "a  b", "$HOME; *", NULL};
	const char *path[] = {"/bin/echo", "a", NULL};
	const char *nothing[] = {"true", NULL};
	const char *noisy[] = SHELL("echo warning >&2; echo a");
	const char *input[] = {"cat", NULL};
	const char *files[] = SHELL("ls /proc/self/fd | wc -l");

	(void)state;
	gives(echo, "a  b $HOME; *\n");
	gives(path, "a\n");
	gives(nothing, "");
	gives(noisy, "a\n");
	gives(input, "");
	gives(files, "4\n"); /* the standard three, and the folder */
}

static void
test_failure(void **state)
{
	const char *status[] = SHELL("echo a; exit 3");
	const char *words[] =
	    SHELL("echo one >&2; printf 'no\\033 such feed' >&2; exit 1");
	const char *blank[] = SHELL("printf 'why\\n\\n  \\n' >&2; exit 1");
	const char *killed[] = SHELL("kill -SEGV $$");

	(void)state;
	fails(status, -1, "the command ended with status 3");
	fails(words, -1, "the command ended with status 1: no? such feed");
	fails(blank, -1, "the command ended with status 1: why");
	fails(killed, -1,
	    "the command was ended by signal 11 (Segmentation fault)");
}

static void
test_missing(void **state)
{
	const char *name[] = {"feedloom-no-such-program", NULL};
	const char *path[] = {"/etc/passwd", NULL};
	const char *folder[] = {"/bin", NULL};

	(void)state;
	fails(name, -1,
	    "the command 'feedloom-no-such-program' is no program in PATH");
	fails(path, -1, "the command '/etc/passwd' is no program");
	fails(folder, -1, "the command '/bin' is no program");
	assert_int_equal(error.code, ERR_NOINPUT);
}

/* What has no "#!" is no program, and a shell is not asked. */
static void
test_no_shell(void **state)
{
	char path[] = "/tmp/feedloom-command-XXXXXX";
	const char *argv[] = {path, NULL};
	int fd = mkstemp(path);

	(void)state;
	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, "echo a\n", 7), 7);
	assert_int_equal(fchmod(fd, 0700), 0);
	close(fd);
	fails(argv, -1,
	    "the command ended with status 127: cannot be started: Exec format "
	    "error");
	unlink(path);
}

static void
test_ceiling(void **state)
{
	const char *exact[] = {"printf", "%100s", "", NULL};
	const char *more[] = {"printf", "%101s", "", NULL};
	int output = end(exact, 100, -1);

	(void)state;
	assert_int_not_equal(output, -1);
	assert_int_equal(lseek(output, 0, SEEK_END), 100);
	close(output);
	/* That one may catch what ends it, and then says so. */
	assert_int_equal(end(more, 100, -1), -1);
	const char *endless[] = {"yes", NULL};
	fails(endless, -1, "the command wrote more than max_bytes");
}

static void
test_late(void **state)
{
	const char *slow[] = SHELL("echo waiting >&2; sleep 60");
	const char *deaf[] = SHELL("trap '' TERM INT; echo what >&2; sleep 60");
	const char *left[] = SHELL("sleep 60 & echo a; echo bye >&2");

	(void)state;
	fails(slow, 300, "the command was not done in time: waiting");
	fails(deaf, 300, "the command was not done in time: what");
	/* Somebody holds its standard error open. */
	fails(left, 300, "the command was not done in time: bye");
}

static void
test_group(void **state)
{
	const char *left[] = SHELL("sleep 60 2>&- & echo $!");
	char text[20] = "";
	int output = end(left, 100, -1);

	(void)state;
	assert_int_not_equal(output, -1);
	assert_true(read(output, text, sizeof(text) - 1) > 0);
	close(output);
	for (int i = 0; i < 1000; i++) { /* but less than it sleeps */
		if (kill((pid_t)strtol(text, NULL, 10), 0) == -1)
			return;
		poll(NULL, 0, 20);
	}
	fail_msg("%s is left", text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_output),
	    cmocka_unit_test(test_failure),
	    cmocka_unit_test(test_missing),
	    cmocka_unit_test(test_no_shell),
	    cmocka_unit_test(test_ceiling),
	    cmocka_unit_test(test_late),
	    cmocka_unit_test(test_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
