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
 * feeds with something of everything and a digest whose only message is of that
 * number, put in one transaction.
 */
#define STORED_MIXED (-2) /* half of one number, half of another */
#define STORED_BYTES 20000
#define STORED_MESSAGE 2000 /* the first bytes of these */
#define STORED_MARKS 5
#define STORED_RECIPIENTS 3

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

/* The numbers of messages that are there. */
struct stored_messages {
	int64_t ids[4];
	int64_t number; /* what the last of them says */
	size_t count;
};

static inline int
stored_message(
    void *context, const struct store_message *message, struct error *e)
{
	struct stored_messages *all = context;

	if (all->count == 4)
		return error_set(e, ERR_INPUT, "too many messages");
	all->ids[all->count++] = message->id;
	all->number =
	    atoi(message->slot) == message->when ? message->when : STORED_MIXED;
	return 0;
}

struct stored_try {
	struct store *store;
	int number;
};

static inline int
stored_try(
    void *context, const struct store_delivery *delivery, struct error *e)
{
	const struct stored_try *try = context;
	struct store_delivery now = *delivery;

	now.attempts = try->number;
	return store_delivery_put(try->store, &now, e);
}

/* A message in the place of the last one. */
static inline int
stored_put_message(struct store *s, int number, struct error *e)
{
	static const char *const to[STORED_RECIPIENTS] = {"a@x", "b@x", "c@x"};
	static unsigned char bytes[STORED_BYTES];
	struct stored_messages old = {0};
	char slot[20];
	struct store_message message = {.digest = (char *)"daily",
	    .slot = slot,
	    .message_id = slot,
	    .subject = slot,
	    .when = number,
	    .size = STORED_MESSAGE};
	bool found = true, fresh;

	snprintf(slot, sizeof(slot), "%d", number);
	stored_bytes(number, bytes);
	if (store_message_each(s, stored_message, &old, e) != 0)
		return -1;
	for (size_t i = 0; i < old.count; i++)
		if (store_message_drop(s, old.ids[i], &found, e) != 0)
			return -1;
	if (store_message_put(
		s, &message, bytes, to, STORED_RECIPIENTS, &fresh, e) != 0)
		return -1;
	return found && fresh ? store_delivery_each(s, message.id, stored_try,
				    &(struct stored_try){s, number}, e)
			      : error_set(e, ERR_INPUT, "not fresh");
}

static inline int
stored_put_digest(struct store *s, int number, struct error *e)
{
	struct store_digest digest = {.born = 1, .number = number};
	struct store_mailed mailed = {.at = number};

	for (; mailed.id[9] < STORED_MARKS; mailed.id[9]++)
		if (store_mailed_put(s, "daily", "first", &mailed, e) != 0)
			return -1;
	return store_digest_put(s, "daily", &digest, e) != 0
		   ? -1
		   : stored_put_message(s, number, e);
}

/* All of it, within a transaction of the caller. */
static inline int
stored_put_all(struct store *s, int number, struct error *e)
{
	return stored_put_feed(s, "first", number, e) != 0 ||
		       stored_put_feed(s, "second", number, e) != 0
		   ? -1
		   : stored_put_digest(s, number, e);
}

/* Opens, puts, commits, closes.  0 or -1. */
static inline int
stored_put(const char *path, int number, struct error *e)
{
	struct store *s = store_open(path, false, e);
	int result = -1;

	if (s == NULL)
		return -1;
	if (store_begin(s, e) == 0 && stored_put_all(s, number, e) == 0)
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

/* That number, if fd has so many bytes and they are of it; fd is closed. */
static inline int
stored_written(int fd, int64_t number, ssize_t size)
{
	static unsigned char want[STORED_BYTES], got[STORED_BYTES + 1];
	ssize_t n = pread(fd, got, sizeof(got), 0);

	close(fd);
	stored_bytes((int)number, want);
	return n == size && memcmp(got, want, (size_t)size) == 0 ? (int)number
								 : STORED_MIXED;
}

/* That number, if the feed's document is of it, or there is none for 0. */
static inline int
stored_document(
    struct store *s, const char *name, int64_t number, struct error *e)
{
	int fd = memfd_create("document", MFD_CLOEXEC);
	bool found;

	if (store_document_get(s, name, "key", fd, STORED_BYTES, &found, e) !=
	    0) {
		close(fd);
		return -1;
	}
	if (found)
		return stored_written(fd, number, STORED_BYTES);
	close(fd);
	return number == 0 ? 0 : STORED_MIXED;
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

/* Counts in the same way as entries. */
static inline int
stored_mailed(void *context, const struct store_mailed *mailed, struct error *e)
{
	return stored_entry(
	    context, &(struct store_entry){.published = mailed->at}, e);
}

static inline int
stored_delivery(
    void *context, const struct store_delivery *delivery, struct error *e)
{
	return stored_entry(
	    context, &(struct store_entry){.published = delivery->attempts}, e);
}

/* That number, if the only message is of it. */
static inline int
stored_outbox(struct store *s, int64_t number, struct error *e)
{
	struct stored_messages all = {0};
	struct stored_entries deliveries = {0};
	bool found;

	if (store_message_each(s, stored_message, &all, e) != 0)
		return -1;
	if (number == 0)
		return all.count == 0 ? 0 : STORED_MIXED;
	if (all.count != 1 || all.number != number)
		return STORED_MIXED;
	if (store_delivery_each(
		s, all.ids[0], stored_delivery, &deliveries, e) != 0)
		return -1;
	if (deliveries.number != number ||
	    deliveries.count != STORED_RECIPIENTS)
		return STORED_MIXED;
	int fd = memfd_create("message", MFD_CLOEXEC);
	if (store_message_bytes(s, all.ids[0], fd, &found, e) == 0 && found)
		return stored_written(fd, number, STORED_MESSAGE);
	close(fd);
	return -1;
}

static inline int
stored_digest(struct store *s, struct error *e)
{
	struct stored_entries marks = {0};
	struct store_digest digest;

	if (store_digest_get(s, "daily", &digest, e) != 0)
		return -1;
	int64_t number = digest.number;
	store_digest_clear(&digest);
	if (store_mailed_each(s, "daily", "first", stored_mailed, &marks, e) !=
	    0)
		return -1;
	return marks.number == number &&
		       marks.count == (number == 0 ? 0 : STORED_MARKS)
		   ? stored_outbox(s, number, e)
		   : STORED_MIXED;
}

/* The number, 0 when nothing was ever put, STORED_MIXED; -1 with the error. */
static inline int
stored_number(struct store *s, struct error *e)
{
	int first = stored_feed(s, "first", e);
	int second = first < 0 ? first : stored_feed(s, "second", e);
	int digest = second < 0 ? second : stored_digest(s, e);

	return digest < 0 || (first == second && second == digest)
		   ? digest
		   : STORED_MIXED;
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
