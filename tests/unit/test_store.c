/*
 * The store: what is put is there after the database was closed and opened
 * again, as it was, and what is rolled back never is.
 */
#include "store/store.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "database.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Text that would do harm if it were part of a statement, or were decoded. */
static const char *const texts[] = {"", "plain",
    "it's \"quoted\"; DROP TABLE feed;--", "\xc3\xa9t\xc3\xa9 \xf0\x9f\x98\x80",
    "line\nend\ttab\x01", "?1 :a @b $c", "\xff\xfe not UTF-8", "%s %n"};

static void
assert_same(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		assert_ptr_equal(a, b);
	else
		assert_string_equal(a, b);
}

static void
feed_is(struct store *s, const char *name, const struct store_feed *want)
{
	struct store_feed feed;

	WORKS(store_feed_get(s, name, &feed, &e));
	assert_int_equal(feed.next_due, want->next_due);
	assert_int_equal(feed.last_run, want->last_run);
	assert_int_equal(feed.last_success, want->last_success);
	assert_int_equal(feed.failing_since, want->failing_since);
	assert_int_equal(feed.failures, want->failures);
	assert_same(feed.last_error, want->last_error);
	assert_same(feed.recipe, want->recipe);
	assert_int_equal(feed.held_since, want->held_since);
	assert_same(feed.held, want->held);
	assert_same(feed.held_reason, want->held_reason);
	store_feed_clear(&feed);
	store_feed_clear(&feed);
}

static const struct store_feed full_feed = {
    .next_due = 1,
    .last_run = 2,
    .last_success = INT64_MIN,
    .failing_since = INT64_MAX,
    .failures = 5,
    .last_error = TEXT("error"),
    .recipe = TEXT("recipe"),
    .held_since = -6,
    .held = TEXT("held"),
    .held_reason = TEXT("reason"),
};

static void
test_feed(void **state)
{
	struct store *s = *state;

	feed_is(s, "a", &(struct store_feed){0});
	WORKS(store_feed_put(s, "a", &full_feed, &e));
	WORKS(store_feed_put(s, "b", &(struct store_feed){0}, &e));
	s = again(state);
	feed_is(s, "a", &full_feed);
	feed_is(s, "b", &(struct store_feed){0});
	feed_is(s, "A", &(struct store_feed){0});
	WORKS(store_feed_put(s, "a", &(struct store_feed){.failures = 1}, &e));
	s = again(state);
	feed_is(s, "a", &(struct store_feed){.failures = 1});
}

static void
test_texts(void **state)
{
	struct store *s = *state;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct store_feed feed = {.last_error = TEXT(texts[i])};
		WORKS(store_feed_put(s, texts[i], &feed, &e));
	}
	s = again(state);
	for (size_t i = 0; i < COUNT(texts); i++)
		feed_is(s, texts[i],
		    &(struct store_feed){.last_error = TEXT(texts[i])});
}

/* Names that a walk has to come by, separated by blanks. */
struct walk {
	char names[200];
	int stop_after; /* this many; 0: never */
};

static int
walk_on(struct walk *walk, const char *name, struct error *error)
{
	strcat(walk->names, name);
	strcat(walk->names, " ");
	return walk->stop_after > 0 && --walk->stop_after == 0
		   ? error_set(error, ERR_INPUT, "enough")
		   : 0;
}

static int
walk_feed(void *context, const char *name, struct error *error)
{
	return walk_on(context, name, error);
}

static void
test_feeds(void **state)
{
	struct store *s = *state;
	struct walk none = {0}, all = {0}, two = {.stop_after = 2};
	struct store_feed feed = {0};

	WORKS(store_feed_each(s, walk_feed, &none, &e));
	assert_string_equal(none.names, "");
	WORKS(store_feed_put(s, "c", &feed, &e));
	WORKS(store_feed_put(s, "a", &feed, &e));
	WORKS(store_event_put(s, "B", 0, STORE_OK, NULL, &e));
	WORKS(store_feed_each(s, walk_feed, &all, &e));
	assert_string_equal(all.names, "B a c ");
	assert_int_equal(store_feed_each(s, walk_feed, &two, &e), -1);
	assert_string_equal(two.names, "B a ");
	assert_string_equal(e.text, "enough");
	WORKS(store_feed_forget(s, "a", &e));
	WORKS(store_feed_forget(s, "never there", &e));
	memset(&all, 0, sizeof(all));
	WORKS(store_feed_each(again(state), walk_feed, &all, &e));
	assert_string_equal(all.names, "B c ");
}

static void
source_is(struct store *s, const char *feed, const char *key,
    const struct store_source *want)
{
	struct store_source source;

	WORKS(store_source_get(s, feed, key, &source, &e));
	assert_same(source.etag, want->etag);
	assert_same(source.last_modified, want->last_modified);
	assert_same(source.moved_to, want->moved_to);
	assert_int_equal(source.moved_count, want->moved_count);
	assert_int_equal(source.gone_count, want->gone_count);
	assert_int_equal(source.not_before, want->not_before);
	assert_int_equal(source.floor, want->floor);
	assert_int_equal(source.fetched, want->fetched);
	assert_int_equal(source.full, want->full);
	assert_same(source.hash, want->hash);
	store_source_clear(&source);
	store_source_clear(&source);
}

static const struct store_source full_source = {
    .etag = TEXT("W/\"33a64df5-gzip\""),
    .last_modified = TEXT("Wed, 21 Oct 2015 07:28:00 GMT"),
    .moved_to = TEXT("https://example.org/?a='b'"),
    .moved_count = 1,
    .gone_count = 2,
    .not_before = 3,
    .floor = 4,
    .fetched = 5,
    .full = 6,
    .hash = TEXT("0123456789abcdef"),
};

static void
test_source(void **state)
{
	struct store *s = *state;

	source_is(s, "a", "x", &(struct store_source){0});
	WORKS(store_source_put(s, "a", "x", &full_source, &e));
	WORKS(store_source_put(
	    s, "a", "y", &(struct store_source){.floor = 9}, &e));
	s = again(state);
	source_is(s, "a", "x", &full_source);
	source_is(s, "a", "y", &(struct store_source){.floor = 9});
	source_is(s, "b", "x", &(struct store_source){0});
	WORKS(store_source_put(s, "a", "x", &(struct store_source){0}, &e));
	s = again(state);
	source_is(s, "a", "x", &(struct store_source){0});
}

/* Bytes without a pattern, so that they do not become fewer. */
static char *
noise(size_t n)
{
	char *p = malloc(n + 1);
	uint32_t x = 1;

	assert_non_null(p);
	for (size_t i = 0; i < n; i++) {
		x = x * 1664525 + 1013904223;
		p[i] = (char)(x >> 24);
	}
	return p;
}

static void
document_is(struct store *s, const char *key, const char *want, size_t n)
{
	int fd = memfd_create("document", MFD_CLOEXEC);
	bool found = false;
	struct stat st;

	assert_true(fd != -1);
	WORKS(store_document_get(s, "a", key, fd, n, &found, &e));
	assert_true(found);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, n);
	char *got = malloc(n + 1);
	assert_int_equal(pread(fd, got, n + 1, 0), n);
	assert_memory_equal(got, want, n);
	free(got);
	close(fd);
}

static void
test_document(void **state)
{
	static const size_t sizes[] = {
	    0, 1, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1, 8 * MIB};
	struct store *s = *state;
	char *bytes = noise(8 * MIB);
	char key[20];

	for (size_t i = 0; i < COUNT(sizes); i++) {
		snprintf(key, sizeof(key), "%zu", sizes[i]);
		WORKS(store_document_put(s, "a", key, bytes, sizes[i], &e));
	}
	s = again(state);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		snprintf(key, sizeof(key), "%zu", sizes[i]);
		document_is(s, key, bytes, sizes[i]);
	}
	/* A shorter one leaves nothing of the longer. */
	WORKS(store_document_put(s, "a", "8388608", "short", 5, &e));
	WORKS(store_document_put(s, "a", "1", NULL, 0, &e));
	s = again(state);
	document_is(s, "8388608", "short", 5);
	document_is(s, "1", "", 0);
	free(bytes);
}

static void
test_document_refused(void **state)
{
	struct store *s = *state;
	bool found = true;
	int fd = memfd_create("document", MFD_CLOEXEC);

	WORKS(store_document_get(s, "a", "", fd, 10, &found, &e));
	assert_false(found);
	WORKS(store_document_put(s, "a", "", "eleven byte", 11, &e));
	assert_int_equal(
	    store_document_get(s, "a", "", fd, 10, &found, &e), -1);
	assert_int_equal(e.code, ERR_INPUT);
	assert_string_equal(
	    e.text, "what is kept of feed 'a' is larger than 10 bytes");
	assert_int_equal(lseek(fd, 0, SEEK_END), 0);
	close(fd);
	fd = open("/dev/full", O_WRONLY);
	assert_int_equal(
	    store_document_get(s, "a", "", fd, 11, &found, &e), -1);
	assert_int_equal(e.code, ERR_SYSTEM);
	close(fd);
	document_is(s, "", "eleven byte", 11);
}

/* Room for the entries of a walk. */
struct entries {
	struct store_entry list[10];
	size_t count;
};

static int
entry_keep(void *context, const struct store_entry *entry, struct error *error)
{
	struct entries *entries = context;

	(void)error;
	assert_true(entries->count < COUNT(entries->list));
	entries->list[entries->count++] = *entry;
	return 0;
}

static struct entries
entries_of(struct store *s, const char *feed)
{
	struct entries entries = {0};

	WORKS(store_entry_each(s, feed, entry_keep, &entries, &e));
	return entries;
}

static void
entry_is(const struct store_entry *entry, const struct store_entry *want)
{
	assert_memory_equal(entry->id, want->id, sizeof(want->id));
	assert_memory_equal(
	    entry->content, want->content, sizeof(want->content));
	assert_int_equal(entry->published, want->published);
	assert_int_equal(entry->updated, want->updated);
	assert_int_equal(entry->first_seen, want->first_seen);
	assert_int_equal(entry->last_seen, want->last_seen);
	assert_int_equal(entry->changed, want->changed);
	assert_int_equal(entry->news, want->news);
	assert_int_equal(entry->present, want->present);
}

static void
test_entry(void **state)
{
	struct store *s = *state;
	struct store_entry zero = {
	    .published = INT64_MIN, .updated = INT64_MAX, .present = true};
	struct store_entry high = {.id = {0xff, 0},
	    .content = {[15] = 1},
	    .published = -1,
	    .updated = 2,
	    .first_seen = 3,
	    .last_seen = 4,
	    .changed = 5,
	    .news = true};
	struct store_entry low = {.id = {0, 0x27, 0}, .published = 7};

	assert_int_equal(entries_of(s, "a").count, 0);
	WORKS(store_entry_put(s, "a", &high, &e));
	WORKS(store_entry_put(s, "a", &low, &e));
	WORKS(store_entry_put(s, "a", &zero, &e));
	WORKS(store_entry_put(s, "b", &low, &e));
	low.published = 8;
	WORKS(store_entry_put(s, "a", &low, &e));
	struct entries entries = entries_of(again(state), "a");
	assert_int_equal(entries.count, 3);
	entry_is(&entries.list[0], &zero);
	entry_is(&entries.list[1], &low);
	entry_is(&entries.list[2], &high);
	assert_int_equal(entries_of(*state, "b").list[0].published, 7);
}

static void
test_prune(void **state)
{
	static const struct store_entry list[] = {
	    {.id = {1}, .last_seen = 10},
	    {.id = {2}, .last_seen = 10, .present = true},
	    {.id = {3}, .last_seen = 20},
	    {.id = {4}, .last_seen = 19, .news = true},
	};
	struct store *s = *state;

	for (size_t i = 0; i < COUNT(list); i++) {
		WORKS(store_entry_put(s, "a", &list[i], &e));
		WORKS(store_entry_put(s, "b", &list[i], &e));
	}
	WORKS(store_entry_prune(s, "a", 20, &e));
	struct entries left = entries_of(again(state), "a");
	assert_int_equal(left.count, 2);
	assert_int_equal(left.list[0].id[0], 2);
	assert_int_equal(left.list[1].id[0], 3);
	assert_int_equal(entries_of(*state, "b").count, 4);
}

static void
test_counts(void **state)
{
	static const struct store_entry list[] = {
	    {.id = {1}, .first_seen = 100, .news = true},
	    {.id = {2}, .first_seen = 91, .news = true},
	    {.id = {3}, .first_seen = 90, .news = true},
	    {.id = {4}, .first_seen = 71, .news = true},
	    {.id = {5}, .first_seen = 70, .news = true},
	    {.id = {6}, .first_seen = 101, .news = true},
	    {.id = {7}, .first_seen = 95},
	};
	struct store *s = *state;
	int64_t counts[3] = {7, 7, 7};

	for (size_t i = 0; i < COUNT(list); i++)
		WORKS(store_entry_put(s, "a", &list[i], &e));
	WORKS(store_entry_counts(s, "a", 100, 10, 3, counts, &e));
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[1], 1);
	assert_int_equal(counts[2], 2);
	WORKS(store_entry_counts(s, "b", 100, 10, 3, counts, &e));
	assert_int_equal(counts[0] + counts[1] + counts[2], 0);
	WORKS(store_entry_counts(s, "a", INT64_MIN, INT64_MAX, 3, counts, &e));
	assert_int_equal(counts[0] + counts[1] + counts[2], 0);
}

static void
test_output(void **state)
{
	struct store *s = *state;
	char hash[STORE_HASH] = "";
	bool found = true;

	WORKS(store_output_get(s, "a", "x.html", hash, &found, &e));
	assert_false(found);
	WORKS(store_output_put(s, "a", "x.html", "0123", &e));
	WORKS(store_output_put(
	    s, "a", "x.html", "0123456789abcdef0123456789abcdef", &e));
	s = again(state);
	WORKS(store_output_get(s, "a", "x.html", hash, &found, &e));
	assert_true(found);
	assert_string_equal(hash, "0123456789abcdef0123456789abcdef");
	WORKS(store_output_put(
	    s, "a", "x.html", "0123456789abcdef0123456789abcdef0", &e));
	assert_int_equal(
	    store_output_get(s, "a", "x.html", hash, &found, &e), -1);
	assert_int_equal(e.code, ERR_PLUGIN);
}

static int
walk_event(void *context, int64_t when, enum store_event what, const char *text,
    struct error *error)
{
	char line[40];

	snprintf(line, sizeof(line), "%d:%d:%s", (int)when, (int)what,
	    text == NULL ? "-" : text);
	return walk_on(context, line, error);
}

static int
count_event(void *context, int64_t when, enum store_event what,
    const char *text, struct error *error)
{
	(void)error;
	(void)text;
	assert_int_equal(what, STORE_OK);
	assert_int_equal(when, 1200 - *(int *)context);
	(*(int *)context)++;
	return 0;
}

static void
test_event(void **state)
{
	struct store *s = *state;
	struct walk two = {0}, one = {.stop_after = 1};
	int count = 0;

	WORKS(store_event_put(s, "b", 1, STORE_HELD, "why", &e));
	WORKS(store_event_put(s, "b", 3, STORE_FAILED, NULL, &e));
	WORKS(store_event_put(s, "b", 2, STORE_UNCHANGED, "it's", &e));
	WORKS(store_begin(s, &e));
	for (int i = 1; i <= 1200; i++)
		WORKS(store_event_put(s, "a", i, STORE_OK, "x", &e));
	WORKS(store_commit(s, &e));
	s = again(state);
	WORKS(store_event_each(s, "b", 2, walk_event, &two, &e));
	assert_string_equal(two.names, "2:1:it's 3:2:- ");
	assert_int_equal(store_event_each(s, "b", 9, walk_event, &one, &e), -1);
	assert_string_equal(e.text, "enough");
	WORKS(store_event_each(s, "a", SIZE_MAX, count_event, &count, &e));
	assert_int_equal(count, LIMIT_EVENTS);
}

static void
put_all(struct store *s, const char *feed)
{
	WORKS(store_feed_put(s, feed, &full_feed, &e));
	WORKS(store_source_put(s, feed, "", &full_source, &e));
	WORKS(store_document_put(s, feed, "", "document", 8, &e));
	WORKS(store_entry_put(s, feed, &(struct store_entry){0}, &e));
	WORKS(store_output_put(s, feed, "", "0123", &e));
	WORKS(store_event_put(s, feed, 1, STORE_OK, "x", &e));
}

/* Whether there is all of a feed, or nothing. */
static void
all_is(struct store *s, const char *feed, bool there)
{
	struct walk events = {0};
	char hash[STORE_HASH];
	int fd = open("/dev/null", O_WRONLY);
	bool found;

	feed_is(s, feed, there ? &full_feed : &(struct store_feed){0});
	source_is(
	    s, feed, "", there ? &full_source : &(struct store_source){0});
	WORKS(store_document_get(s, feed, "", fd, 8, &found, &e));
	assert_int_equal(found, there);
	assert_int_equal(entries_of(s, feed).count, there);
	WORKS(store_output_get(s, feed, "", hash, &found, &e));
	assert_int_equal(found, there);
	WORKS(store_event_each(s, feed, 9, walk_event, &events, &e));
	assert_int_equal(events.names[0] != '\0', there);
	close(fd);
}

static void
test_rollback(void **state)
{
	struct store *s = *state;

	store_rollback(s);
	WORKS(store_begin(s, &e));
	put_all(s, "a");
	all_is(s, "a", true);
	store_rollback(s);
	all_is(s, "a", false);
	WORKS(store_begin(s, &e));
	put_all(s, "b");
	WORKS(store_commit(s, &e));
	WORKS(store_begin(s, &e));
	put_all(s, "c");
	s = again(state);
	all_is(s, "a", false);
	all_is(s, "b", true);
	all_is(s, "c", false);
}

static void
test_forget(void **state)
{
	struct store *s = *state;
	struct walk left = {0};

	put_all(s, "a");
	put_all(s, "b");
	WORKS(store_feed_forget(s, "a", &e));
	s = again(state);
	all_is(s, "a", false);
	all_is(s, "b", true);
	WORKS(store_feed_each(s, walk_feed, &left, &e));
	assert_string_equal(left.names, "b ");
	put_all(s, "a");
	all_is(s, "a", true);
}

/* A walk goes on while what it walks over is put anew. */
static int
entry_touch(void *context, const struct store_entry *entry, struct error *error)
{
	struct store_entry now = *entry;

	now.last_seen = 99;
	return store_entry_put(context, "a", &now, error);
}

static void
test_put_in_walk(void **state)
{
	struct store *s = *state;
	struct store_entry entry = {0};

	for (entry.id[3] = 0; entry.id[3] < 9; entry.id[3]++)
		WORKS(store_entry_put(s, "a", &entry, &e));
	WORKS(store_begin(s, &e));
	WORKS(store_entry_each(s, "a", entry_touch, s, &e));
	WORKS(store_commit(s, &e));
	struct entries entries = entries_of(again(state), "a");
	assert_int_equal(entries.count, 9);
	for (size_t i = 0; i < entries.count; i++)
		assert_int_equal(entries.list[i].last_seen, 99);
}

static void
test_too_large(void **state)
{
	struct store *s = *state;
	char *text = malloc(2 * MIB + 1);

	memset(text, 'x', 2 * MIB);
	text[2 * MIB] = '\0';
	assert_int_equal(store_event_put(s, "a", 1, STORE_OK, text, &e), -1);
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_string_equal(e.text,
	    "database '" DATABASE "': string or blob too big: it can hold no "
	    "more of this");
	free(text);
	put_all(s, "a");
	all_is(again(state), "a", true);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_feed),
	    TEST(test_texts),
	    TEST(test_feeds),
	    TEST(test_source),
	    TEST(test_document),
	    TEST(test_document_refused),
	    TEST(test_entry),
	    TEST(test_prune),
	    TEST(test_counts),
	    TEST(test_output),
	    TEST(test_event),
	    TEST(test_rollback),
	    TEST(test_forget),
	    TEST(test_put_in_walk),
	    TEST(test_too_large),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
