/*
 * Sinks: files appear whole or not at all, unchanged ones are not touched,
 * every failure of the system is told, nothing is left behind.
 */
#include "sink/sink.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NOBODY 65534
#define BIG 200000

static char folder[] = "/tmp/feedloom-sink-XXXXXX";
static char big[BIG];

/*
 * In place of the system's: names of temporaries are known in advance.  The
 * first of a sequence is "aaaaaa", then "baaaaa", and so on.
 */
static unsigned char sequence;

ssize_t
getrandom(void *p, size_t n, unsigned flags)
{
	(void)flags;
	memset(p, 0, n);
	*(unsigned char *)p = sequence++;
	return (ssize_t)n;
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
setup(void **state)
{
	(void)state;
	for (size_t i = 0; i < BIG; i++)
		big[i] = (char)('a' + i * i % 26);
	umask(022);
	return mkdtemp(folder) == NULL || chmod(folder, 0777) != 0;
}

static int
teardown(void **state)
{
	(void)state;
	return nftw(folder, remove_one, 10, FTW_DEPTH | FTW_PHYS);
}

/* Each test has an empty folder, which is the current one. */
static int
enter(void **state)
{
	(void)state;
	sequence = 0;
	return chdir(folder) != 0 || mkdir("test", 0777) != 0 ||
	       chdir("test") != 0 || chmod(".", 0777) != 0;
}

static int
leave(void **state)
{
	(void)state;
	return chdir(folder) != 0 ||
	       nftw("test", remove_one, 10, FTW_DEPTH | FTW_PHYS) != 0;
}

/* How many names the current folder has. */
static int
names(void)
{
	struct dirent **list;
	int n = scandir(".", &list, NULL, NULL);

	for (int i = 0; i < n; i++)
		free(list[i]);
	free(list);
	return n - 2;
}

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static bool
has(const char *path, const char *text)
{
	static char got[BIG + 1];
	FILE *f = fopen(path, "r");

	if (f == NULL)
		return false;
	size_t n = fread(got, 1, sizeof(got), f);
	fclose(f);
	return n == strlen(text) && memcmp(got, text, n) == 0;
}

static void
save(const char *path, const char *text)
{
	struct error e = {0};
	struct sink *s = sink_open(path, &e);

	assert_string_equal(e.text, "");
	assert_non_null(s);
	assert_int_equal(sink_write(s, text, strlen(text), &e), 0);
	assert_int_equal(sink_commit(s, &e), 0);
	sink_free(s);
}

static void
assert_refused(const char *path, const char *text)
{
	struct error e;

	assert_null(sink_open(path, &e));
	assert_int_equal(e.code, ERR_CREATE);
	assert_string_equal(e.text, text);
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

/* Runs a function in a child; its result is the child's status. */
static int
child(int (*run)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(run());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
test_new_file(void **state)
{
	(void)state;
	save("out", "hello\n");
	assert_true(has("out", "hello\n"));
	assert_int_equal(mode_of("out"), 0644);
	save("empty", "");
	assert_true(has("empty", ""));
	save("./a.b", "x");
	assert_true(has("a.b", "x"));
	umask(077);
	save("private", "x");
	umask(022);
	assert_int_equal(mode_of("private"), 0600);
	assert_int_equal(names(), 4);
}

/* Pieces of every size around the buffer's arrive in order. */
static void
test_pieces(void **state)
{
	static const size_t sizes[] = {0, 1, 7, 4096, 65535, 65536, 65537, BIG};

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct error e;
		struct sink *s = sink_open("out", &e);
		size_t n = 0;

		assert_non_null(s);
		assert_int_equal(sink_write(s, big, sizes[i], &e), 0);
		for (n = sizes[i]; n < BIG; n += BIG - n < 999 ? BIG - n : 999)
			assert_int_equal(sink_write(s, big + n,
					     BIG - n < 999 ? BIG - n : 999, &e),
			    0);
		assert_int_equal(sink_commit(s, &e), 0);
		sink_free(s);
		FILE *f = fopen("out", "r");
		static char got[BIG + 1];
		assert_int_equal(fread(got, 1, BIG + 1, f), BIG);
		fclose(f);
		assert_memory_equal(got, big, BIG);
		assert_int_equal(unlink("out"), 0);
	}
}

static void
test_replaces(void **state)
{
	struct stat before, after;

	(void)state;
	put("out", "old");
	assert_int_equal(chmod("out", 0664), 0);
	assert_int_equal(stat("out", &before), 0);
	save("out", "new");
	assert_true(has("out", "new"));
	assert_int_equal(stat("out", &after), 0);
	assert_int_equal(after.st_mode & 07777, 0664);
	assert_true(after.st_ino != before.st_ino);
	assert_int_equal(names(), 1);
}

/* The same bytes: inode, times and mode stay. */
static void
test_same(void **state)
{
	static const char *const texts[] = {"", "same", big};
	struct stat before, after;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		char *text = strndup(texts[i], BIG);
		put("out", text);
		const struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 2}};
		assert_int_equal(utimensat(AT_FDCWD, "out", old, 0), 0);
		assert_int_equal(stat("out", &before), 0);
		save("out", text);
		assert_int_equal(stat("out", &after), 0);
		assert_int_equal(after.st_ino, before.st_ino);
		assert_int_equal(after.st_mtim.tv_sec, 2);
		assert_int_equal(names(), 1);
		free(text);
	}
}

/* Of the same length, but not the same; longer; shorter. */
static void
test_almost_same(void **state)
{
	char *text = strndup(big, BIG);

	(void)state;
	put("out", text);
	text[BIG - 1] = '!';
	save("out", text);
	assert_true(has("out", text));
	text[BIG - 1] = '\0';
	save("out", text);
	assert_true(has("out", text));
	text[0] = '!';
	save("out", text);
	assert_true(has("out", text));
	free(text);
}

static void
test_no_commit(void **state)
{
	struct error e;

	(void)state;
	put("out", "old");
	struct sink *s = sink_open("out", &e);
	assert_int_equal(sink_write(s, big, BIG, &e), 0);
	assert_true(has("out", "old"));
	assert_int_equal(names(), 2);
	sink_free(s);
	s = sink_open("new", &e);
	sink_free(s);
	sink_free(NULL);
	assert_true(has("out", "old"));
	assert_int_equal(names(), 1);
}

/* Somebody else's new file is replaced, though our bytes are its old ones. */
static void
test_changed_meanwhile(void **state)
{
	struct error e;

	(void)state;
	put("out", "ours");
	struct sink *s = sink_open("out", &e);
	assert_int_equal(sink_write(s, "ours", 4, &e), 0);
	put("theirs", "theirs");
	assert_int_equal(rename("theirs", "out"), 0);
	assert_int_equal(sink_commit(s, &e), 0);
	sink_free(s);
	assert_true(has("out", "ours"));
}

static void
test_several(void **state)
{
	struct sink *s[4];
	struct error e;

	(void)state;
	for (size_t i = 0; i < COUNT(s); i++) {
		char name[2] = {(char)('a' + i), '\0'};
		s[i] = sink_open(name, &e);
		assert_int_equal(sink_write(s[i], name, 1, &e), 0);
	}
	assert_int_equal(sink_commit(s[1], &e), 0);
	sink_free(s[2]);
	assert_int_equal(sink_commit(s[3], &e), 0);
	sink_free(s[3]);
	sink_free(s[0]);
	sink_free(s[1]);
	assert_true(has("b", "b"));
	assert_true(has("d", "d"));
	assert_int_equal(names(), 2);
}

static void
test_refused(void **state)
{
	static const struct {
		const char *path;
		const char *text;
	} cases[] = {
	    {"", "cannot create '': No such file or directory"},
	    {"none/x", "cannot create 'none/x': No such file or directory"},
	    {"none/", "cannot create 'none/': No such file or directory"},
	    {"file/x", "cannot create 'file/x': Not a directory"},
	    {".", "cannot write to '.': Is a directory"},
	    {"loop", "cannot create 'loop': "
		     "Too many levels of symbolic links"},
	    {"/dev/fd/999", "cannot write to '/dev/fd/999': "
			    "Bad file descriptor"},
	};

	(void)state;
	put("file", "x");
	assert_int_equal(symlink("loop", "loop"), 0);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_refused(cases[i].path, cases[i].text);
	assert_int_equal(names(), 2);
}

static bool
refused(const char *path, const char *text)
{
	struct error e;

	return sink_open(path, &e) == NULL && e.code == ERR_CREATE &&
	       strcmp(e.text, text) == 0;
}

static int
forbidden(void)
{
	if (geteuid() == 0 && seteuid(NOBODY) != 0)
		return 1;
	if (!refused("shut/new",
		"cannot create a temporary file beside 'shut/new': "
		"Permission denied"))
		return 2;
	if (!refused("fixed", "cannot write to 'fixed': Permission denied"))
		return 3;
	return 0;
}

static void
test_forbidden(void **state)
{
	(void)state;
	assert_int_equal(mkdir("shut", 0555), 0);
	put("fixed", "x");
	assert_int_equal(chmod("fixed", 0444), 0);
	assert_int_equal(child(forbidden), 0);
	assert_true(has("fixed", "x"));
	assert_int_equal(names(), 2);
}

/* Owner and group stay when root replaces another user's file. */
static void
test_owner(void **state)
{
	struct stat st;

	(void)state;
	if (geteuid() != 0)
		skip();
	put("out", "old");
	assert_int_equal(chown("out", NOBODY, 12345), 0);
	assert_int_equal(chmod("out", 04640), 0);
	save("out", "new");
	assert_int_equal(stat("out", &st), 0);
	assert_int_equal(st.st_uid, NOBODY);
	assert_int_equal(st.st_gid, 12345);
	assert_int_equal(st.st_mode & 07777, 0640);
}

static int
save_as_nobody(void)
{
	struct error e;

	if (setegid(NOBODY) != 0 || seteuid(NOBODY) != 0)
		return 1;
	struct sink *s = sink_open("out", &e);
	int result = s == NULL || sink_write(s, "new", 3, &e) != 0 ||
		     sink_commit(s, &e) != 0;
	sink_free(s);
	return result;
}

/* A group that we cannot give away: its rights are not another group's. */
static void
test_group_lost(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	put("out", "old");
	assert_int_equal(chown("out", NOBODY, 12345), 0);
	assert_int_equal(chmod("out", 0664), 0);
	assert_int_equal(child(save_as_nobody), 0);
	assert_true(has("out", "new"));
	assert_int_equal(mode_of("out"), 0644);
}

/* A link stays, also a dangling one, and one that leads over others. */
static void
test_links(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkdir("sub", 0755), 0);
	put("sub/real", "old");
	assert_int_equal(symlink("real", "sub/second"), 0);
	assert_int_equal(symlink("sub/second", "first"), 0);
	assert_int_equal(symlink("sub/later", "dangling"), 0);
	save("first", "new");
	assert_true(has("sub/real", "new"));
	save("dangling", "made");
	assert_true(has("sub/later", "made"));
	assert_int_equal(lstat("first", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(lstat("sub/second", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(lstat("dangling", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	char *absolute = realpath("sub/real", NULL);
	assert_int_equal(symlink(absolute, "absolute"), 0);
	free(absolute);
	save("absolute", "again");
	assert_true(has("sub/real", "again"));
}

/* Another user's link in a folder like /tmp is not followed. */
static void
test_link_trap(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	put("precious", "old");
	assert_int_equal(mkdir("shared", 0777), 0);
	assert_int_equal(chmod("shared", 01777), 0);
	assert_int_equal(symlink("../precious", "shared/out"), 0);
	assert_int_equal(lchown("shared/out", NOBODY, NOBODY), 0);
	assert_refused(
	    "shared/out", "cannot create 'shared/out': Permission denied");
	assert_true(has("precious", "old"));
	assert_int_equal(lchown("shared/out", 0, 0), 0);
	save("shared/out", "new");
	assert_true(has("precious", "new"));
}

static void
test_hard_link(void **state)
{
	(void)state;
	put("out", "old");
	assert_int_equal(link("out", "other"), 0);
	save("out", "new");
	assert_true(has("out", "new"));
	assert_true(has("other", "old"));
}

/* What lies at the temporary's name is neither followed nor overwritten. */
static void
test_planted(void **state)
{
	struct stat st;

	(void)state;
	put("precious", "old");
	assert_int_equal(symlink("precious", ".out.feedloom-aaaaaa"), 0);
	assert_int_equal(symlink("nothing", ".out.feedloom-baaaaa"), 0);
	assert_int_equal(link("precious", ".out.feedloom-caaaaa"), 0);
	assert_int_equal(mkfifo(".out.feedloom-daaaaa", 0666), 0);
	assert_int_equal(mkdir(".out.feedloom-eaaaaa", 0777), 0);
	save("out", "new");
	assert_int_equal(sequence, 6);
	assert_true(has("out", "new"));
	assert_true(has("precious", "old"));
	assert_int_equal(stat("nothing", &st), -1);
	assert_int_equal(names(), 7);
}

/* All names are taken: an error, not a loop for ever. */
static void
test_planted_all(void **state)
{
	char name[] = ".out.feedloom-?aaaaa";

	(void)state;
	for (int i = 0; i < 32; i++) {
		name[14] = "abcdefghijklmnopqrstuvwxyz234567"[i];
		put(name, "");
	}
	assert_refused(
	    "out", "cannot create a temporary file beside 'out': File exists");
	assert_int_equal(names(), 32);
}

/* The longest name that a folder takes. */
static void
test_long_name(void **state)
{
	char name[257];

	(void)state;
	memset(name, 'n', 256);
	name[255] = '\0';
	save(name, "long");
	assert_true(has(name, "long"));
	assert_int_equal(names(), 1);
	name[255] = 'n';
	name[256] = '\0';
	struct error e;
	assert_null(sink_open(name, &e));
	assert_int_equal(e.code, ERR_CREATE);
}

/* A target that becomes a folder or a link under our hands. */
static void
test_target_swapped(void **state)
{
	struct error e;
	struct stat st;

	(void)state;
	struct sink *s = sink_open("out", &e);
	assert_int_equal(mkdir("out", 0777), 0);
	assert_int_equal(sink_commit(s, &e), -1);
	assert_int_equal(e.code, ERR_WRITE);
	assert_string_equal(e.text, "cannot write to 'out': Is a directory");
	sink_free(s);
	assert_int_equal(names(), 1);

	put("precious", "old");
	s = sink_open("link", &e);
	assert_int_equal(symlink("precious", "link"), 0);
	assert_int_equal(sink_write(s, "new", 3, &e), 0);
	assert_int_equal(sink_commit(s, &e), 0);
	sink_free(s);
	assert_true(has("precious", "old"));
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISREG(st.st_mode));
}

/* Devices, FIFOs and open descriptors get the bytes as they come. */
static void
test_direct(void **state)
{
	struct stat before, after;
	char got[10];
	char path[30];

	(void)state;
	assert_int_equal(stat("/dev/null", &before), 0);
	save("/dev/null", "x");
	assert_int_equal(stat("/dev/null", &after), 0);
	assert_int_equal(after.st_ino, before.st_ino);

	assert_int_equal(mkfifo("fifo", 0666), 0);
	int fd = open("fifo", O_RDONLY | O_NONBLOCK);
	save("fifo", "through");
	assert_int_equal(read(fd, got, 10), 7);
	assert_memory_equal(got, "through", 7);
	close(fd);

	int ends[2];
	assert_int_equal(pipe(ends), 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[1]);
	save(path, "on");
	assert_int_equal(read(ends[0], got, 10), 2);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(names(), 1);
}

/* /dev/stdout that is a file goes on where it is; it is not replaced. */
static void
test_stdout_file(void **state)
{
	int saved = dup(STDOUT_FILENO);
	int fd = open("out", O_WRONLY | O_CREAT, 0666);

	(void)state;
	fflush(stdout);
	assert_int_equal(write(fd, "first ", 6), 6);
	dup2(fd, STDOUT_FILENO);
	save("/dev/stdout", "second ");
	save("-", "third ");
	save(NULL, "fourth");
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(fd);
	assert_true(has("out", "first second third fourth"));
	assert_int_equal(names(), 1);
}

/* A failure is told by the write that meets it or by the commit; and again. */
static void
test_device_full(void **state)
{
	static const char text[] =
	    "cannot write to '/dev/full': No space left on device";
	struct error e = {0};

	(void)state;
	struct sink *s = sink_open("/dev/full", &e);
	assert_non_null(s);
	assert_int_equal(sink_write(s, "x", 1, &e), 0);
	assert_int_equal(sink_commit(s, &e), -1);
	assert_int_equal(e.code, ERR_WRITE);
	assert_string_equal(e.text, text);
	sink_free(s);

	s = sink_open("/dev/full", &e);
	assert_int_equal(sink_write(s, big, BIG, &e), -1);
	assert_string_equal(e.text, text);
	e.text[0] = '\0';
	assert_int_equal(sink_write(s, "x", 1, &e), -1);
	assert_string_equal(e.text, text);
	e.text[0] = '\0';
	assert_int_equal(sink_commit(s, &e), -1);
	assert_string_equal(e.text, text);
	sink_free(s);
}

/* In a file system of 64 KiB, which only this child sees. */
static int
disk_full(void)
{
	struct error e = {0};

	if (unshare(CLONE_NEWNS) != 0 ||
	    mount("none", "/", "", MS_REC | MS_PRIVATE, "") != 0 ||
	    mount("none", "small", "tmpfs", 0, "size=64k") != 0)
		return 77;
	put("small/out", "old");
	struct sink *s = sink_open("small/out", &e);
	int n = 0;
	if (s == NULL)
		return 1;
	while (n < 100 && sink_write(s, big, 5000, &e) == 0)
		n++;
	if (n == 100 || sink_commit(s, &e) != -1 || e.code != ERR_WRITE)
		return 2;
	if (strcmp(e.text,
		"cannot write to 'small/out': No space left on device") != 0)
		return 3;
	sink_free(s);
	if (chdir("small") != 0 || !has("out", "old") || names() != 1)
		return 4;
	if (mount("none", ".", "", MS_REMOUNT | MS_RDONLY, "") == 0 &&
	    !refused("../small/out",
		"cannot write to '../small/out': Read-only file system"))
		return 5;
	return 0;
}

static void
test_disk_full(void **state)
{
	(void)state;
	assert_int_equal(mkdir("small", 0777), 0);
	int status = child(disk_full);
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(status, 0);
}

static int
broken_pipe(void)
{
	struct error e = {0};
	int ends[2];

	if (pipe(ends) != 0 || dup2(ends[1], STDOUT_FILENO) == -1)
		return 1;
	close(ends[0]);
	close(ends[1]);
	struct sink *s = sink_open(NULL, &e);
	int result =
	    s == NULL || sink_write(s, "x", 1, &e) != 0 ||
	    sink_commit(s, &e) != -1 || e.code != ERR_WRITE ||
	    strcmp(e.text, "cannot write to standard output: Broken pipe") != 0;
	sink_free(s);
	return result;
}

/* With a file open before, whose handler would end the process. */
static int
broken_pipe_and_file(void)
{
	struct error e;
	struct sink *s = sink_open("out", &e);
	int result = broken_pipe();

	sink_free(s);
	return result;
}

static int
no_output(void)
{
	close(STDOUT_FILENO);
	return !refused(
	    "-", "cannot write to standard output: Bad file descriptor");
}

static void
test_stdout_errors(void **state)
{
	(void)state;
	assert_int_equal(child(broken_pipe), 0);
	assert_int_equal(child(broken_pipe_and_file), 0);
	assert_int_equal(child(no_output), 0);
	assert_int_equal(names(), 0);
}

/* A standard output that somebody set not to block is waited for. */
static int
slow_reader(void)
{
	struct error e;
	int ends[2];
	char got[1000];
	size_t n = 0;

	if (pipe2(ends, O_NONBLOCK) != 0)
		return 1;
	if (fork() == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		struct sink *s = sink_open(NULL, &e);
		_exit(sink_write(s, big, BIG, &e) != 0 ||
		      sink_commit(s, &e) != 0);
	}
	close(ends[1]);
	fcntl(ends[0], F_SETFL, 0);
	usleep(20000);
	ssize_t more;
	while ((more = read(ends[0], got, sizeof(got))) > 0)
		n += (size_t)more;
	int status;
	wait(&status);
	return n != BIG || status != 0;
}

static void
test_slow_reader(void **state)
{
	(void)state;
	assert_int_equal(child(slow_reader), 0);
}

static int ending;

/* Two sinks are open, one with bytes on the disk, when the signal comes. */
static int
die(void)
{
	struct error e;
	struct sink *a = sink_open("out", &e);
	struct sink *b = sink_open("sub/new", &e);

	if (a == NULL || b == NULL || sink_write(a, big, BIG, &e) != 0)
		return 1;
	if (ending == 0)
		exit(75);
	raise(ending);
	return 2;
}

static void
test_signals(void **state)
{
	static const struct {
		int signal;
		int left; /* temporaries that cannot be helped */
	} cases[] = {
	    {SIGHUP, 0},
	    {SIGINT, 0},
	    {SIGQUIT, 0},
	    {SIGTERM, 0},
	    {SIGPIPE, 0},
	    {SIGALRM, 0},
	    {SIGXCPU, 0},
	    {SIGXFSZ, 0},
	    {SIGKILL, 1},
	};

	(void)state;
	put("out", "old");
	assert_int_equal(mkdir("sub", 0777), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		ending = cases[i].signal;
		int status = child(die);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), ending);
		assert_true(has("out", "old"));
		assert_int_equal(names(), 2 + cases[i].left);
		assert_int_equal(chdir("sub"), 0);
		assert_int_equal(names(), cases[i].left);
		assert_int_equal(chdir(".."), 0);
	}
}

static void
test_exit(void **state)
{
	(void)state;
	assert_int_equal(mkdir("sub", 0777), 0);
	ending = 0;
	assert_int_equal(WEXITSTATUS(child(die)), 75);
	assert_int_equal(names(), 1);
}

/* Signals that somebody ignores stay ignored. */
static int
ignored(void)
{
	struct error e;

	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	struct sink *s = sink_open("out", &e);
	raise(SIGHUP);
	raise(SIGPIPE);
	int result = sink_write(s, "x", 1, &e) != 0 || sink_commit(s, &e) != 0;
	sink_free(s);
	return result;
}

static void
test_ignored(void **state)
{
	(void)state;
	assert_int_equal(child(ignored), 0);
	assert_true(has("out", "x"));
}

/* A forked child that ends must not take its parent's temporary with it. */
static int
parent(void)
{
	struct error e;
	int status;
	struct sink *s = sink_open("out", &e);

	if (fork() == 0)
		exit(0);
	wait(&status);
	if (fork() == 0) {
		sink_free(s);
		raise(SIGTERM);
	}
	wait(&status);
	int result = sink_write(s, "x", 1, &e) != 0 || sink_commit(s, &e) != 0;
	sink_free(s);
	return result;
}

static void
test_forked(void **state)
{
	(void)state;
	assert_int_equal(child(parent), 0);
	assert_true(has("out", "x"));
	assert_int_equal(names(), 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    /* First, as the first sinks change what signals do. */
	    TEST(test_ignored),
	    TEST(test_signals),
	    TEST(test_new_file),
	    TEST(test_pieces),
	    TEST(test_replaces),
	    TEST(test_same),
	    TEST(test_almost_same),
	    TEST(test_no_commit),
	    TEST(test_changed_meanwhile),
	    TEST(test_several),
	    TEST(test_refused),
	    TEST(test_forbidden),
	    TEST(test_owner),
	    TEST(test_group_lost),
	    TEST(test_links),
	    TEST(test_link_trap),
	    TEST(test_hard_link),
	    TEST(test_planted),
	    TEST(test_planted_all),
	    TEST(test_long_name),
	    TEST(test_target_swapped),
	    TEST(test_direct),
	    TEST(test_stdout_file),
	    TEST(test_device_full),
	    TEST(test_disk_full),
	    TEST(test_stdout_errors),
	    TEST(test_slow_reader),
	    TEST(test_exit),
	    TEST(test_forked),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
