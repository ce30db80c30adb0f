/*
 * The file of the store: how it is made, who may use it at once, what becomes
 * of one that is damaged or somebody else's; and a reader changes nothing.
 */
#include "store/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <time.h>

#include <cmocka.h>

#include "stored.h"
#include "stored_old.h"

#define DATABASE "state/feedloom.db"
#define NOBODY 65534
#define PAGE 4096
#define MAKERS 4
#define BIG (1024 * 1024)

static char folder[] = "/tmp/feedloom-store-XXXXXX";
static struct error e;

static int
setup(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL || chdir(folder) != 0 ||
	       chmod(".", 0755) != 0;
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
	(void)state;
	memset(&e, 0, sizeof(e));
	return mkdir("test", 0755) != 0 || chdir("test") != 0;
}

static int
leave(void **state)
{
	(void)state;
	return chdir("..") != 0 ||
	       nftw("test", stored_remove, 10, FTW_DEPTH | FTW_PHYS) != 0;
}

/*
 * What there is to say of the files of a folder; of the folder itself if it is
 * to be as it was, too.  As root, SQLite says again whose a log is, so the time
 * of that is left out.
 */
static char *
listing(const char *path, bool itself)
{
	static char texts[2][BIG];
	static int turn;
	char *text = texts[turn = !turn];
	struct dirent **names;
	size_t len = 0;
	int n = scandir(path, &names, NULL, alphasort);

	text[0] = '\0';
	for (int i = 0; i < n; i++) {
		char name[600];
		struct stat st;
		snprintf(name, sizeof(name), "%s/%s", path, names[i]->d_name);
		assert_int_equal(lstat(name, &st), 0);
		if (itself || names[i]->d_name[0] != '.')
			len += (size_t)snprintf(text + len, BIG - len,
			    "%s %lu %o %ld %ld.%09ld\n", names[i]->d_name,
			    (unsigned long)st.st_ino, (unsigned)st.st_mode,
			    (long)st.st_size, (long)st.st_mtim.tv_sec,
			    st.st_mtim.tv_nsec);
		free(names[i]);
	}
	free(names);
	return text;
}

static size_t
load(const char *path, unsigned char bytes[BIG])
{
	FILE *f = fopen(path, "rb");

	assert_non_null(f);
	size_t n = fread(bytes, 1, BIG, f);
	fclose(f);
	return n;
}

static void
save(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static int
make_with_umask(mode_t mask)
{
	umask(mask);
	struct store *s = store_open("a/b/x.db", false, &e);
	umask(022);
	if (s == NULL || stored_put_feed(s, "first", 1, &e) != 0)
		return 1;
	if (mode_of("a") != 0700 || mode_of("a/b") != 0700)
		return 2;
	if (mode_of("a/b/x.db") != 0600 || mode_of("a/b/x.db-wal") != 0600 ||
	    mode_of("a/b/x.db-shm") != 0600)
		return 3;
	store_close(s);
	if (access("a/b/x.db-wal", F_OK) == 0 ||
	    access("a/b/x.db-shm", F_OK) == 0)
		return 4;
	return nftw("a", stored_remove, 10, FTW_DEPTH | FTW_PHYS);
}

static int
make_as_nobody(void)
{
	if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
		return 77;
	int result = make_with_umask(0777);
	return result != 0 ? result : make_with_umask(0);
}

static void
test_modes(void **state)
{
	(void)state;
	assert_int_equal(make_with_umask(0), 0);
	assert_int_equal(chmod(".", 0777), 0);
	int status = stored_child(make_as_nobody);
	if (status == 77)
		skip();
	assert_int_equal(status, 0);
}

/* The reader finds a number, and leaves all as it was. */
static void
reads(const char *path, int number)
{
	char *before = listing("state", true);

	assert_int_equal(stored_get(path, true, &e), number);
	assert_string_equal(e.text, "");
	assert_string_equal(listing("state", true), before);
}

static int
put_and_die(void)
{
	struct store *s = store_open(DATABASE, false, &e);

	if (s == NULL || store_begin(s, &e) != 0 ||
	    stored_put_all(s, 2, &e) != 0 || store_commit(s, &e) != 0 ||
	    store_begin(s, &e) != 0 || stored_put_feed(s, "first", 3, &e) != 0)
		return 1;
	raise(SIGKILL);
	return 2;
}

static void
test_reader(void **state)
{
	(void)state;
	assert_int_equal(mkdir("state", 0700), 0);
	reads(DATABASE, 0);
	reads("state/no/such/folder/feedloom.db", 0);
	save(DATABASE, "", 0);
	reads(DATABASE, 0);
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	reads(DATABASE, 1);
	assert_int_equal(stored_child(put_and_die), -SIGKILL);
	assert_int_equal(access(DATABASE "-wal", F_OK), 0);
	reads(DATABASE, 2);
	assert_int_equal(remove(DATABASE "-shm"), 0);
	reads(DATABASE, 2);
	assert_int_equal(stored_get(DATABASE, false, &e), 2);
	reads(DATABASE, 2);
}

static void
test_odd_names(void **state)
{
	static const char *const names[] = {"state/a?immutable=0&x#y%41.db",
	    "state/ \xc3\xa9'\".db", "state/:memory:", "state/-", "x.db"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(stored_put(names[i], (int)i + 1, &e), 0);
		assert_int_equal(access(names[i], F_OK), 0);
		reads(names[i], (int)i + 1);
	}
}

static int told[2]; /* a pipe each way between a test and its child */
static int asked[2];

static void
pipes(void)
{
	assert_int_equal(pipe(told), 0);
	assert_int_equal(pipe(asked), 0);
}

static void
tell(const int ends[2])
{
	assert_int_equal(write(ends[1], "x", 1), 1);
}

static void
hear(const int ends[2])
{
	char c;

	assert_int_equal(read(ends[0], &c, 1), 1);
}

/*
 * A child that ends with its test, whatever becomes of that.  One that did well
 * kills itself, so that valgrind does not look at what it has of its parent.
 */
static pid_t
beside(int (*f)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		int result = f();
		if (result == 0)
			raise(SIGKILL);
		_exit(result);
	}
	return pid;
}

/* Puts 2, waits, puts 3, closes. */
static int
write_beside(void)
{
	struct store *s = store_open(DATABASE, false, &e);

	if (s == NULL)
		return 1;
	for (int i = 2; i < 4; i++) {
		if (store_begin(s, &e) != 0 || stored_put_all(s, i, &e) != 0 ||
		    store_commit(s, &e) != 0)
			return 2;
		tell(told);
		hear(asked);
	}
	store_close(s);
	tell(told);
	return 0;
}

/* What a reader sees is of one moment, whatever a writer does meanwhile. */
static void
test_reader_beside_writer(void **state)
{
	int status;

	(void)state;
	pipes();
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	struct store *first = store_open(DATABASE, true, &e);
	pid_t pid = beside(write_beside);
	hear(told);
	assert_int_equal(stored_number(first, &e), 1);
	struct store *second = store_open(DATABASE, true, &e);
	assert_non_null(second);
	assert_int_equal(stored_number(second, &e), 2);
	tell(asked);
	hear(told);
	assert_int_equal(stored_number(first, &e), 1);
	tell(asked);
	hear(told);
	assert_int_equal(stored_number(first, &e), 1);
	/* Its log stays, since somebody reads. */
	assert_int_equal(access(DATABASE "-wal", F_OK), 0);
	store_close(first);
	store_close(second);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, SIGKILL);
	assert_int_equal(stored_get(DATABASE, true, &e), 3);
	assert_int_equal(stored_get(DATABASE, false, &e), 3);
	assert_true(access(DATABASE "-wal", F_OK) != 0);
}

static int
hold(void)
{
	struct store *s = store_open(DATABASE, false, &e);

	if (s == NULL || store_begin(s, &e) != 0)
		return 1;
	tell(told);
	hear(asked);
	store_close(s);
	return 0;
}

static void
test_busy(void **state)
{
	int status;

	(void)state;
	pipes();
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	pid_t pid = beside(hold);
	hear(told);
	time_t before = time(NULL);
	assert_int_equal(stored_put(DATABASE, 2, &e), -1);
	assert_in_range(time(NULL) - before, 1, 10);
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_string_equal(e.text,
	    "database '" DATABASE "': database is "
	    "locked: another process is using it: try again later");
	memset(&e, 0, sizeof(e));
	reads(DATABASE, 1);
	tell(asked);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, SIGKILL);
	assert_int_equal(stored_put(DATABASE, 2, &e), 0);
}

static int
put_one(void)
{
	if (stored_put(DATABASE, 7, &e) == 0)
		return 0;
	fprintf(stderr, "%s\n", e.text);
	return 1;
}

static void
make_at_once(void)
{
	int status;

	for (int i = 0; i < MAKERS; i++)
		assert_true(beside(put_one) > 0);
	for (int i = 0; i < MAKERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, SIGKILL);
	}
	assert_int_equal(stored_get(DATABASE, false, &e), 7);
}

static void
test_made_at_once(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		make_at_once();
		assert_int_equal(
		    nftw("state", stored_remove, 10, FTW_DEPTH | FTW_PHYS), 0);
	}
}

/* Neither reader nor writer opens it, and both say so; it is not touched. */
static void
refused(const char *path, enum errcode code, const char *text)
{
	for (int writer = 0; writer < 2; writer++) {
		char *before = listing("state", !writer);
		e.text[0] = '\0';
		assert_null(store_open(path, !writer, &e));
		assert_int_equal(e.code, code);
		assert_string_equal(e.text, text);
		assert_string_equal(listing("state", !writer), before);
	}
}

static void
test_not_a_database(void **state)
{
	char garbage[9000];

	(void)state;
	memset(garbage, 'x', sizeof(garbage));
	assert_int_equal(mkdir("state", 0700), 0);
	save("state/x", garbage, sizeof(garbage));
	refused("state/x", ERR_PLUGIN,
	    "database 'state/x': file is not a database: name another file, or "
	    "delete it to start anew (feeds are then fetched whole)");
	save("state/y", "short", 5);
	refused("state/y", ERR_PLUGIN,
	    "database 'state/y': file is not a database: name another file, or "
	    "delete it to start anew (feeds are then fetched whole)");
	assert_int_equal(mkdir("state/z", 0700), 0);
	refused("state/z", ERR_PLUGIN,
	    "database 'state/z' is no regular file: name another");
	assert_int_equal(mkfifo("state/fifo", 0600), 0);
	refused("state/fifo", ERR_PLUGIN,
	    "database 'state/fifo' is no regular file: name another");
}

static void
execute(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
test_not_ours(void **state)
{
	static const char text[] =
	    "database 'state/x' is not feedloom's: name another file";

	(void)state;
	assert_int_equal(mkdir("state", 0700), 0);
	execute("state/x", "CREATE TABLE feed (a)");
	refused("state/x", ERR_PLUGIN, text);
	execute("state/x", "PRAGMA user_version = 1");
	refused("state/x", ERR_PLUGIN, text);
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	execute(DATABASE, "PRAGMA user_version = 3");
	refused(DATABASE, ERR_PLUGIN,
	    "database '" DATABASE "' is of a later version of feedloom: use "
	    "that one, or delete it to start anew");
	execute(DATABASE, "PRAGMA user_version = 2; DROP TABLE entry");
	assert_int_equal(stored_get(DATABASE, false, &e), -1);
	assert_int_equal(e.code, ERR_PLUGIN);
	assert_string_equal(e.text,
	    "database '" DATABASE "': no such table: "
	    "entry: delete it to start anew (feeds are then fetched whole)");
}

/* What the database of version 1 says, and something of today's besides. */
static void
is_old(bool read_only)
{
	struct stored_entries entries = {0};
	struct store_feed feed;
	bool found;
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct store *s = store_open(DATABASE, read_only, &e);

	assert_string_equal(e.text, "");
	assert_non_null(s);
	assert_int_equal(store_feed_get(s, "harbour", &feed, &e), 0);
	assert_int_equal(feed.next_due, 1700003600);
	store_feed_clear(&feed);
	assert_int_equal(
	    store_entry_each(s, "harbour", stored_entry, &entries, &e), 0);
	assert_int_equal(entries.count, 1);
	assert_int_equal(entries.number, INT64_MIN);
	assert_int_equal(
	    store_document_get(s, "harbour", "", fd, 8, &found, &e), 0);
	assert_true(found);
	assert_int_equal(stored_digest(s, &e), 0);
	store_close(s);
	close(fd);
}

static void
test_older(void **state)
{
	(void)state;
	assert_int_equal(mkdir("state", 0700), 0);
	execute(DATABASE, stored_old);
	char *before = listing("state", true);
	is_old(true);
	assert_string_equal(listing("state", true), before);
	is_old(false);
	is_old(true);
	assert_int_equal(stored_put(DATABASE, 5, &e), 0);
	assert_int_equal(stored_get(DATABASE, true, &e), 5);
}

/* It says that it is damaged, or what it has is what was put. */
static void
survives(const char *path, int *damaged)
{
	for (int read_only = 1; read_only >= 0; read_only--) {
		int number = stored_get(path, read_only, &e);
		if (number != -1)
			continue;
		(*damaged)++;
		assert_true(
		    e.code == ERR_PLUGIN || strstr(e.text, "memory") != NULL);
		assert_non_null(strstr(e.text, path));
	}
}

static void
test_damaged(void **state)
{
	static unsigned char good[BIG], bad[BIG];
	int damaged = 0, pages = 0;

	(void)state;
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	size_t n = load(DATABASE, good);
	for (size_t at = PAGE; at < n; at += PAGE, pages++) {
		memcpy(bad, good, n);
		memset(bad + at, 0xa5, PAGE);
		save("state/bad", bad, n);
		survives("state/bad", &damaged);
	}
	assert_int_equal(damaged, 2 * pages);
	for (size_t len = PAGE; len < n; len += PAGE) {
		save("state/bad", good, len);
		survives("state/bad", &damaged);
		save("state/bad", good, len + 1000);
		survives("state/bad", &damaged);
	}
	assert_in_range(damaged, 2 * pages + 2 * (pages - 1), 6 * pages);
}

/* Bytes that are others, one or a few at a time. */
static void
test_flipped(void **state)
{
	static unsigned char good[BIG], bad[BIG];
	int damaged = 0;
	uint32_t x = 1;

	(void)state;
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	size_t n = load(DATABASE, good);
	for (int i = 0; i < 150; i++) {
		memcpy(bad, good, n);
		for (int k = 0; k <= i % 4; k++) {
			x = x * 1664525 + 1013904223;
			bad[(x >> 8) % n] ^= (unsigned char)(x >> 24 | 1);
		}
		save("state/bad", bad, n);
		(void)remove("state/bad-wal");
		(void)remove("state/bad-shm");
		survives("state/bad", &damaged);
	}
	assert_in_range(damaged, 10, 299);
}

static int
use_read_only_folder(void)
{
	if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
		return 77;
	if (stored_put(DATABASE, 1, &e) != 0 || chmod("state", 0500) != 0)
		return 1;
	if (stored_put(DATABASE, 2, &e) != -1 || e.code != ERR_SYSTEM ||
	    strstr(e.text, "must be readable and writable") == NULL)
		return 2;
	if (stored_get(DATABASE, true, &e) != 1)
		return 3;
	if (stored_put("state/other", 2, &e) != -1 || e.code != ERR_SYSTEM ||
	    strcmp(e.text, "cannot make database 'state/other': Permission "
			   "denied") != 0)
		return 4;
	if (chmod("state", 0700) != 0 || chmod(DATABASE, 0400) != 0)
		return 5;
	if (stored_put(DATABASE, 2, &e) != -1 || e.code != ERR_SYSTEM)
		return 6;
	if (chmod(DATABASE, 0) != 0 || stored_get(DATABASE, true, &e) != -1 ||
	    e.code != ERR_SYSTEM ||
	    strcmp(e.text,
		"cannot open database '" DATABASE "': Permission denied") != 0)
		return 7;
	return 0;
}

static void
test_forbidden(void **state)
{
	(void)state;
	assert_int_equal(chmod(".", 0777), 0);
	int status = stored_child(use_read_only_folder);
	if (status == 77)
		skip();
	assert_int_equal(status, 0);
}

/* A link is followed, and the log lies beside what it leads to. */
static void
test_link(void **state)
{
	(void)state;
	assert_int_equal(stored_put(DATABASE, 1, &e), 0);
	assert_int_equal(symlink(DATABASE, "link"), 0);
	assert_int_equal(stored_get("link", true, &e), 1);
	struct store *s = store_open("link", false, &e);
	assert_non_null(s);
	assert_int_equal(stored_put_feed(s, "first", 1, &e), 0);
	assert_int_equal(access(DATABASE "-wal", F_OK), 0);
	assert_true(access("link-wal", F_OK) != 0);
	store_close(s);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_null(store_open("dangling", false, &e));
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_true(access("nowhere", F_OK) != 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_modes),
	    TEST(test_reader),
	    TEST(test_odd_names),
	    TEST(test_reader_beside_writer),
	    TEST(test_busy),
	    TEST(test_made_at_once),
	    TEST(test_not_a_database),
	    TEST(test_not_ours),
	    TEST(test_older),
	    TEST(test_damaged),
	    TEST(test_flipped),
	    TEST(test_forbidden),
	    TEST(test_link),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
