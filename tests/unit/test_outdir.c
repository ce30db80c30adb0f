/*
 * Files beneath a folder: folders are made, links are never followed, nothing
 * gets out, and a file that is there already with the same bytes is left alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sink/outdir.h"

static char top[] = "/tmp/feedloom-folder-XXXXXX";

static int
setup(void **state)
{
	(void)state;
	return mkdtemp(top) == NULL || chdir(top) != 0;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static int
teardown(void **state)
{
	(void)state;
	return nftw(top, remove_one, 10, FTW_DEPTH | FTW_PHYS);
}

/* Writes a file; 0 or -1 with the error filled in. */
static int
put(struct outdir *f, const char *path, const char *text, struct error *e)
{
	struct sink *sink = outdir_sink(f, path, e);
	int result = -1;

	if (sink != NULL && sink_write(sink, text, strlen(text), e) == 0)
		result = sink_commit(sink, e);
	sink_free(sink);
	return result;
}

static void
assert_file(const char *path, const char *text)
{
	char got[100];
	int fd = open(path, O_RDONLY);

	assert_int_not_equal(fd, -1);
	ssize_t n = read(fd, got, sizeof(got) - 1);
	assert_true(n >= 0);
	got[n] = '\0';
	assert_string_equal(got, text);
	close(fd);
}

static void
test_files(void **state)
{
	struct error e = {.code = ERR_NONE};
	struct outdir *f = outdir_open("new/deep", &e);
	struct stat was, is;

	(void)state;
	assert_non_null(f);
	assert_int_equal(put(f, "a.md", "a", &e), 0);
	assert_int_equal(put(f, "x/y/b.md", "b", &e), 0);
	assert_int_equal(put(f, "x/y/c.md", "c", &e), 0);
	assert_int_equal(put(f, ".//x/./d.md", "d", &e), 0);
	assert_int_equal(outdir_commit(f, &e), 0);
	assert_file("new/deep/a.md", "a");
	assert_file("new/deep/x/y/b.md", "b");
	assert_file("new/deep/x/y/c.md", "c");
	assert_file("new/deep/x/d.md", "d");
	assert_int_equal(stat("new/deep/a.md", &was), 0);
	assert_int_equal(put(f, "a.md", "a", &e), 0);
	assert_int_equal(stat("new/deep/a.md", &is), 0);
	assert_true(was.st_ino == is.st_ino);
	assert_int_equal(put(f, "a.md", "other", &e), 0);
	assert_file("new/deep/a.md", "other");
	outdir_free(f);
	outdir_free(NULL);
}

static void
test_refused(void **state)
{
	static const char *const paths[] = {"link/a.md", "dir/link/a.md",
	    "link.md", "dangling.md", "../a.md", "dir/../../a.md", "dir/..",
	    "dir/", "fifo", "file/a.md"};
	struct error e = {.code = ERR_NONE};
	struct outdir *f = outdir_open("guarded", &e);

	(void)state;
	assert_non_null(f);
	assert_int_equal(mkdir("outside", 0777), 0);
	assert_int_equal(put(f, "dir/b.md", "b", &e), 0);
	assert_int_equal(put(f, "file", "b", &e), 0);
	assert_int_equal(symlink("../outside", "guarded/link"), 0);
	assert_int_equal(symlink("../../outside", "guarded/dir/link"), 0);
	assert_int_equal(symlink("dir/b.md", "guarded/link.md"), 0);
	assert_int_equal(symlink("../outside/new", "guarded/dangling.md"), 0);
	assert_int_equal(mkfifo("guarded/fifo", 0666), 0);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		e.code = ERR_NONE;
		assert_int_equal(put(f, paths[i], "harm", &e), -1);
		assert_int_equal(e.code, ERR_CREATE);
	}
	assert_int_equal(put(f, "link/a.md", "harm", &e), -1);
	assert_non_null(strstr(e.text, "symbolic link"));
	assert_file("guarded/dir/b.md", "b");
	assert_int_equal(rmdir("outside"), 0);
	assert_int_not_equal(access("a.md", F_OK), 0);
	outdir_free(f);
}

/* A folder that becomes a link while files are written. */
static void
test_swapped(void **state)
{
	struct error e = {.code = ERR_NONE};
	struct outdir *f = outdir_open("swapped", &e);

	(void)state;
	assert_non_null(f);
	assert_int_equal(mkdir("away", 0777), 0);
	assert_int_equal(put(f, "dir/a.md", "a", &e), 0);
	assert_int_equal(rename("swapped/dir", "swapped/old"), 0);
	assert_int_equal(symlink("../away", "swapped/dir"), 0);
	assert_int_equal(put(f, "dir/b.md", "b", &e), 0);
	assert_file("swapped/old/b.md", "b");
	assert_int_equal(put(f, "c.md", "c", &e), 0);
	assert_int_equal(put(f, "dir/d.md", "d", &e), -1);
	assert_int_equal(rmdir("away"), 0);
	outdir_free(f);
}

static void
test_no_folder(void **state)
{
	struct error e = {.code = ERR_NONE};

	(void)state;
	assert_null(outdir_open("guarded/file/below", &e));
	assert_int_equal(e.code, ERR_CREATE);
	assert_null(outdir_open("", &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_swapped),
	    cmocka_unit_test(test_no_folder),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
