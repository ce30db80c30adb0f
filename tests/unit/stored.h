#ifndef FEEDLOOM_UNIT_STORED_H
#define FEEDLOOM_UNIT_STORED_H

#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store.h"

/*
 * A database of which all says the same number, for tests of the file: two
 * feeds with something of everything, put in one transaction.
 */
#define STORED_MIXED (-2) /* half of one number, half of another */
#define STORED_BYTES 20000

static inline void
stored_bytes(int number, unsigned char bytes[STORED_BYTES])
{
	uint32_t x = (uint32_t)number;

	for (size_t i = 0; i < STORED_BYTES; i++) {
		x = x * 1664525 + 1013904223;
		bytes[i] = (unsigned char)(x >> 24);
	}
}

static inline int
stored_put_feed(struct store *s, const char *name, int number, struct error *e)
{
	static unsigned char bytes[STORED_BYTES];
	struct store_feed feed = {.failures = number};
	struct store_source source = {.floor = number};
	struct store_entry entry = {.published = number};

	stored_bytes(number, bytes);
	for (entry.id[9] = 0; entry.id[9] < 50; entry.id[9]++)
		if (store_entry_put(s, name, &entry, e) != 0)
			return -1;
	return store_feed_put(s, name, &feed, e) != 0 ||
		       store_source_put(s, name, "key", &source, e) != 0 ||
		       store_document_put(
			   s, name, "key", bytes, STORED_BYTES, e) != 0
		   ? -1
		   : 0;
}

/* Opens, puts, commits, closes.  0 or -1. */
static inline int
stored_put(const char *path, int number, struct error *e)
{
	struct store *s = store_open(path, false, e);
	int result = -1;

	if (s == NULL)
		return -1;
	if (store_begin(s, e) == 0 &&
	    stored_put_feed(s, "first", number, e) == 0 &&
	    stored_put_feed(s, "second", number, e) == 0)
		result = store_commit(s, e);
	store_close(s);
	return result;
}

/* The number of all entries, and how many there are. */
struct stored_entries {
	int64_t number;
	int count;
};

static inline int
stored_entry(void *context, const struct store_entry *entry, struct error *e)
{
	struct stored_entries *all = context;

	(void)e;
	if (all->count++ == 0)
		all->number = entry->published;
	else if (all->number != entry->published)
		all->number = STORED_MIXED;
	return 0;
}

/* That number, if the feed's document is of it, or there is none for 0. */
static inline int
stored_document(
    struct store *s, const char *name, int64_t number, struct error *e)
{
	static unsigned char want[STORED_BYTES], got[STORED_BYTES + 1];
	int fd = memfd_create("document", MFD_CLOEXEC);
	bool found;

	int result =
	    store_document_get(s, name, "key", fd, STORED_BYTES, &found, e);
	ssize_t n = pread(fd, got, sizeof(got), 0);
	close(fd);
	if (result != 0)
		return -1;
	if (!found)
		return number == 0 ? 0 : STORED_MIXED;
	stored_bytes((int)number, want);
	return n == STORED_BYTES && memcmp(got, want, STORED_BYTES) == 0
		   ? (int)number
		   : STORED_MIXED;
}

static inline int
stored_feed(struct store *s, const char *name, struct error *e)
{
	struct stored_entries entries = {0};
	struct store_feed feed;
	struct store_source source;

	if (store_feed_get(s, name, &feed, e) != 0)
		return -1;
	int64_t number = feed.failures;
	store_feed_clear(&feed);
	if (store_source_get(s, name, "key", &source, e) != 0)
		return -1;
	int64_t floor = source.floor;
	store_source_clear(&source);
	if (store_entry_each(s, name, stored_entry, &entries, e) != 0)
		return -1;
	int document = stored_document(s, name, number, e);
	if (document < 0)
		return document;
	return floor == number && entries.number == number &&
		       entries.count == (number == 0 ? 0 : 50)
		   ? (int)number
		   : STORED_MIXED;
}

/* The number, 0 when nothing was ever put, STORED_MIXED; -1 with the error. */
static inline int
stored_number(struct store *s, struct error *e)
{
	int first = stored_feed(s, "first", e);
	int second = first < 0 ? first : stored_feed(s, "second", e);

	return second < 0 || first == second ? second : STORED_MIXED;
}

static inline int
stored_get(const char *path, bool read_only, struct error *e)
{
	struct store *s = store_open(path, read_only, e);

	if (s == NULL)
		return -1;
	int number = stored_number(s, e);
	store_close(s);
	return number;
}

/* The status of a child that runs f, or minus its signal. */
static inline int
stored_child(int (*f)(void))
{
	int status;

	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		_exit(f());
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static inline int
stored_remove(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

#endif
