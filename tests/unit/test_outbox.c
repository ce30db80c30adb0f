/*
 * Digests and their outbox: what is put is there after the database was closed
 * and opened again, each message once, and what goes takes all of its own away.
 */
#include "store/store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/limits.h"
#include "database.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What walks come by, as text. */
struct walk {
	char text[2000];
	size_t len;
	int stop_after; /* this many; 0: never */
};

__attribute__((format(printf, 3, 4))) static int
walk_on(struct walk *walk, struct error *error, const char *format, ...)
{
	va_list args;
	size_t room = sizeof(walk->text) - walk->len;

	va_start(args, format);
	walk->len +=
	    (size_t)vsnprintf(walk->text + walk->len, room, format, args);
	va_end(args);
	assert_true(walk->len < sizeof(walk->text));
	return walk->stop_after > 0 && --walk->stop_after == 0
		   ? error_set(error, ERR_INPUT, "enough")
		   : 0;
}

static int
walk_name(void *context, const char *name, struct error *error)
{
	return walk_on(context, error, "%s ", name);
}

static int
walk_message(void *context, const struct store_message *m, struct error *error)
{
	return walk_on(context, error, "%lld %s/%s <%s> %s %lld %lld %zu\n",
	    (long long)m->id, m->digest, m->slot, m->message_id, m->subject,
	    (long long)m->when, (long long)m->queued, m->size);
}

static int
walk_delivery(
    void *context, const struct store_delivery *d, struct error *error)
{
	return walk_on(context, error, "%lld:%lld %s %d %lld %lld %lld %s\n",
	    (long long)d->message, (long long)d->id, d->recipient, d->state,
	    (long long)d->attempts, (long long)d->next, (long long)d->last,
	    d->error == NULL ? "-" : d->error);
}

static int
walk_due(void *context, const struct store_message *m,
    const struct store_delivery *d, struct error *error)
{
	assert_int_equal(m->id, d->message);
	return walk_on(context, error, "%s:%lld ", m->slot, (long long)d->id);
}

static int
walk_mailed(
    void *context, const struct store_mailed *mailed, struct error *error)
{
	return walk_on(context, error, "%d:%d:%lld ", mailed->id[0],
	    mailed->content[0], (long long)mailed->at);
}

static void
messages_are(struct store *s, const char *want)
{
	struct walk walk = {0};

	WORKS(store_message_each(s, walk_message, &walk, &e));
	assert_string_equal(walk.text, want);
}

static void
deliveries_are(struct store *s, int64_t message, const char *want)
{
	struct walk walk = {0};

	WORKS(store_delivery_each(s, message, walk_delivery, &walk, &e));
	assert_string_equal(walk.text, want);
}

static void
due_are(struct store *s, int64_t now, const char *want)
{
	struct walk walk = {0};

	WORKS(store_delivery_due(s, now, walk_due, &walk, &e));
	assert_string_equal(walk.text, want);
}

static void
marks_are(
    struct store *s, const char *digest, const char *feed, const char *want)
{
	struct walk walk = {0};

	WORKS(store_mailed_each(s, digest, feed, walk_mailed, &walk, &e));
	assert_string_equal(walk.text, want);
}

/* A message of a slot, to a@x, b@x and c@x, so many of them; its number. */
static int64_t
put(struct store *s, const char *slot, size_t recipients, bool want)
{
	static const char *const to[] = {"a@x", "b@x", "c@x"};
	struct store_message m = {.digest = TEXT("daily"),
	    .slot = TEXT(slot),
	    .message_id = TEXT("id@x"),
	    .subject = TEXT("News"),
	    .when = 100,
	    .queued = 200,
	    .size = 5};
	bool fresh = !want;

	WORKS(store_message_put(s, &m, "bytes", to, recipients, &fresh, &e));
	assert_int_equal(fresh, want);
	return m.id;
}

static void
set(struct store *s, int64_t id, enum store_delivery_state state, int64_t next,
    int64_t last)
{
	const struct store_delivery d = {
	    .id = id, .state = state, .next = next, .last = last};

	WORKS(store_delivery_put(s, &d, &e));
}

static void
digest_is(struct store *s, const char *name, const struct store_digest *want)
{
	struct store_digest digest;

	WORKS(store_digest_get(s, name, &digest, &e));
	assert_int_equal(digest.born, want->born);
	assert_int_equal(digest.last_slot, want->last_slot);
	assert_int_equal(digest.number, want->number);
	assert_int_equal(digest.failures, want->failures);
	assert_int_equal(digest.failing_since, want->failing_since);
	if (want->last_error == NULL)
		assert_null(digest.last_error);
	else
		assert_string_equal(digest.last_error, want->last_error);
	store_digest_clear(&digest);
	store_digest_clear(&digest);
}

static const struct store_digest full = {
    .born = 1,
    .last_slot = INT64_MAX,
    .number = 3,
    .failures = 4,
    .failing_since = INT64_MIN,
    .last_error = TEXT("it's \"so\"; --"),
};
static const struct store_digest none;

static void
test_digest(void **state)
{
	struct store *s = *state;
	struct walk all = {0}, left = {0};

	digest_is(s, "daily", &none);
	WORKS(store_digest_put(s, "daily", &full, &e));
	WORKS(store_digest_put(s, "an \xc3\xa9'", &none, &e));
	s = again(state);
	digest_is(s, "daily", &full);
	digest_is(s, "Daily", &none);
	WORKS(store_digest_each(s, walk_name, &all, &e));
	assert_string_equal(all.text, "an \xc3\xa9' daily ");
	WORKS(store_digest_put(
	    s, "daily", &(struct store_digest){.born = 1}, &e));
	WORKS(store_digest_forget(s, "an \xc3\xa9'", &e));
	WORKS(store_digest_forget(s, "never there", &e));
	s = again(state);
	digest_is(s, "daily", &(struct store_digest){.born = 1});
	WORKS(store_digest_each(s, walk_name, &left, &e));
	assert_string_equal(left.text, "daily ");
}

static void
mark(struct store *s, const char *digest, const char *feed, unsigned char id,
    unsigned char content, int64_t at)
{
	const struct store_mailed mailed = {
	    .id = {id}, .content = {content}, .at = at};

	WORKS(store_mailed_put(s, digest, feed, &mailed, &e));
}

static void
test_mailed(void **state)
{
	struct store *s = *state;
	struct walk one = {.stop_after = 1};

	marks_are(s, "daily", "a", "");
	mark(s, "daily", "a", 2, 20, 100);
	mark(s, "daily", "a", 1, 10, 200);
	mark(s, "daily", "b", 3, 30, 300);
	mark(s, "weekly", "a", 1, 11, 400);
	mark(s, "daily", "a", 2, 21, 101);
	s = again(state);
	marks_are(s, "daily", "a", "1:10:200 2:21:101 ");
	marks_are(s, "daily", "b", "3:30:300 ");
	marks_are(s, "weekly", "a", "1:11:400 ");
	marks_are(s, "weekly", "b", "");
	digest_is(s, "weekly", &none);
	assert_int_equal(
	    store_mailed_each(s, "daily", "a", walk_mailed, &one, &e), -1);
	assert_string_equal(one.text, "1:10:200 ");
	assert_string_equal(e.text, "enough");
	WORKS(store_digest_put(s, "daily", &full, &e));
	marks_are(s, "daily", "a", "1:10:200 2:21:101 ");
}

/* A mark goes with its digest and with its feed, and with nothing else. */
static void
test_mailed_forgotten(void **state)
{
	struct store *s = *state;

	mark(s, "daily", "a", 1, 1, 1);
	mark(s, "daily", "b", 1, 1, 1);
	mark(s, "weekly", "a", 1, 1, 1);
	mark(s, "weekly", "b", 1, 1, 1);
	put(s, "one", 1, true);
	WORKS(store_feed_forget(s, "a", &e));
	s = again(state);
	marks_are(s, "daily", "a", "");
	marks_are(s, "daily", "b", "1:1:1 ");
	marks_are(s, "weekly", "a", "");
	WORKS(store_digest_forget(s, "daily", &e));
	s = again(state);
	marks_are(s, "daily", "b", "");
	marks_are(s, "weekly", "b", "1:1:1 ");
	messages_are(s, "1 daily/one <id@x> News 100 200 5\n");
	mark(s, "daily", "a", 2, 2, 2);
	marks_are(s, "daily", "a", "2:2:2 ");
}

static void
test_message(void **state)
{
	struct store *s = *state;

	messages_are(s, "");
	assert_int_equal(put(s, "one", 2, true), 1);
	assert_int_equal(put(s, "two", 1, true), 2);
	put(s, "one", 3, false);
	s = again(state);
	put(s, "one", 3, false);
	messages_are(s, "1 daily/one <id@x> News 100 200 5\n"
			"2 daily/two <id@x> News 100 200 5\n");
	deliveries_are(s, 1, "1:1 a@x 0 0 0 0 -\n1:2 b@x 0 0 0 0 -\n");
	deliveries_are(s, 2, "2:3 a@x 0 0 0 0 -\n");
	deliveries_are(s, 3, "");
}

/* The same slot of another digest is another message. */
static void
test_message_once(void **state)
{
	struct store *s = *state;
	static const char *const to[] = {""};
	struct store_message m = {.digest = TEXT("weekly"),
	    .slot = TEXT("one"),
	    .message_id = TEXT("'; --"),
	    .subject = TEXT("")};
	bool fresh = false;

	put(s, "one", 1, true);
	WORKS(store_message_put(s, &m, NULL, to, 1, &fresh, &e));
	assert_true(fresh);
	assert_int_equal(m.id, 2);
	s = again(state);
	messages_are(s, "1 daily/one <id@x> News 100 200 5\n"
			"2 weekly/one <'; -->  0 0 0\n");
	deliveries_are(s, 2, "2:2  0 0 0 0 -\n");
}

static void
bytes_are(struct store *s, int64_t id, const unsigned char *want, size_t n)
{
	int fd = memfd_create("message", MFD_CLOEXEC);
	unsigned char *got = malloc(n + 1);
	bool found = false;

	assert_true(fd != -1);
	assert_non_null(got);
	WORKS(store_message_bytes(s, id, fd, &found, &e));
	assert_true(found);
	assert_int_equal(pread(fd, got, n + 1, 0), n);
	assert_memory_equal(got, want, n);
	free(got);
	close(fd);
}

static void
test_bytes(void **state)
{
	static const size_t sizes[] = {0, 1, 256 * KIB, 256 * KIB + 1, 3 * MIB};
	struct store *s = *state;
	unsigned char *bytes = malloc(3 * MIB);
	char slot[20];
	bool fresh, found = true;

	assert_non_null(bytes);
	for (size_t i = 0; i < 3 * MIB; i++)
		bytes[i] = (unsigned char)(i * 7 >> 5 ^ i);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct store_message m = {.digest = TEXT("d"),
		    .slot = slot,
		    .message_id = slot,
		    .subject = slot,
		    .size = sizes[i]};
		snprintf(slot, sizeof(slot), "%zu", i);
		WORKS(store_message_put(s, &m, bytes, NULL, 0, &fresh, &e));
		assert_int_equal(m.id, (int64_t)i + 1);
	}
	s = again(state);
	for (size_t i = 0; i < COUNT(sizes); i++)
		bytes_are(s, (int64_t)i + 1, bytes, sizes[i]);
	WORKS(store_message_bytes(s, 99, -1, &found, &e));
	assert_false(found);
	assert_int_equal(store_message_bytes(s, 2, -1, &found, &e), -1);
	assert_int_equal(e.code, ERR_SYSTEM);
	free(bytes);
}

static void
test_delivery(void **state)
{
	struct store *s = *state;
	const struct store_delivery d = {.id = 2,
	    .message = 77,
	    .recipient = TEXT("not@changed"),
	    .state = DELIVERY_DEAD,
	    .attempts = 3,
	    .next = 4,
	    .last = 5,
	    .error = TEXT("550 it's no")};

	put(s, "one", 3, true);
	WORKS(store_delivery_put(s, &d, &e));
	WORKS(store_delivery_put(s, &(struct store_delivery){.id = 99}, &e));
	s = again(state);
	deliveries_are(s, 1,
	    "1:1 a@x 0 0 0 0 -\n"
	    "1:2 b@x 3 3 4 5 550 it's no\n"
	    "1:3 c@x 0 0 0 0 -\n");
	set(s, 2, DELIVERY_QUEUED, 0, 0);
	deliveries_are(
	    s, 1, "1:1 a@x 0 0 0 0 -\n1:2 b@x 0 0 0 0 -\n1:3 c@x 0 0 0 0 -\n");
}

static void
test_due(void **state)
{
	struct store *s = *state;
	struct walk one = {.stop_after = 1};

	due_are(s, 0, "");
	put(s, "one", 3, true);
	put(s, "two", 3, true);
	due_are(s, 0, "one:1 one:2 one:3 two:4 two:5 two:6 ");
	set(s, 1, DELIVERY_SENT, 0, 10);
	set(s, 2, DELIVERY_QUEUED, 50, 10);
	set(s, 4, DELIVERY_SENDING, 20, 10);
	set(s, 5, DELIVERY_DEAD, 0, 10);
	s = again(state);
	due_are(s, 0, "one:3 two:6 ");
	due_are(s, 20, "one:3 two:4 two:6 ");
	due_are(s, 49, "one:3 two:4 two:6 ");
	due_are(s, 50, "one:2 one:3 two:4 two:6 ");
	assert_int_equal(store_delivery_due(s, 50, walk_due, &one, &e), -1);
	assert_string_equal(one.text, "one:2 ");
	assert_string_equal(e.text, "enough");
}

struct sender {
	struct store *store;
	struct walk walk;
};

static int
send_due(void *context, const struct store_message *m,
    const struct store_delivery *d, struct error *error)
{
	struct sender *sender = context;
	struct store_delivery now = *d;

	now.state = d->id % 2 == 0 ? DELIVERY_SENT : DELIVERY_SENDING;
	now.next = d->id % 3 == 0 ? 999 : 0;
	if (store_delivery_put(sender->store, &now, error) != 0)
		return -1;
	return walk_due(&sender->walk, m, d, error);
}

/* A walk goes on while what it walks over is sent. */
static void
test_put_in_walk(void **state)
{
	struct sender sender = {.store = *state};

	put(*state, "one", 3, true);
	put(*state, "two", 3, true);
	WORKS(store_begin(*state, &e));
	WORKS(store_delivery_due(*state, 0, send_due, &sender, &e));
	WORKS(store_commit(*state, &e));
	assert_string_equal(
	    sender.walk.text, "one:1 one:2 one:3 two:4 two:5 two:6 ");
	due_are(again(state), 0, "one:1 two:5 ");
}

static void
drop(struct store *s, int64_t id, bool want)
{
	bool found = !want;

	WORKS(store_message_drop(s, id, &found, &e));
	assert_int_equal(found, want);
}

/* Numbers are not given again, not even the last one's. */
static void
test_drop(void **state)
{
	struct store *s = *state;
	bool found = true;

	put(s, "one", 2, true);
	put(s, "two", 2, true);
	drop(s, 2, true);
	drop(s, 2, false);
	drop(s, -1, false);
	s = again(state);
	messages_are(s, "1 daily/one <id@x> News 100 200 5\n");
	deliveries_are(s, 2, "");
	due_are(s, 0, "one:1 one:2 ");
	WORKS(store_message_bytes(s, 2, -1, &found, &e));
	assert_false(found);
	assert_int_equal(put(s, "two", 1, true), 3);
	deliveries_are(s, 3, "3:5 a@x 0 0 0 0 -\n");
}

static int
drop_message(void *context, const struct store_message *m, struct error *error)
{
	struct sender *sender = context;
	bool found;

	return m->id % 2 == 0 && store_message_drop(
				     sender->store, m->id, &found, error) != 0
		   ? -1
		   : walk_message(&sender->walk, m, error);
}

static void
test_drop_in_walk(void **state)
{
	struct sender sender = {.store = *state};

	put(*state, "one", 1, true);
	put(*state, "two", 2, true);
	put(*state, "three", 0, true);
	put(*state, "four", 1, true);
	WORKS(store_begin(*state, &e));
	WORKS(store_message_each(*state, drop_message, &sender, &e));
	WORKS(store_commit(*state, &e));
	assert_string_equal(sender.walk.text,
	    "1 daily/one <id@x> News 100 200 5\n"
	    "2 daily/two <id@x> News 100 200 5\n"
	    "3 daily/three <id@x> News 100 200 5\n"
	    "4 daily/four <id@x> News 100 200 5\n");
	messages_are(again(state), "1 daily/one <id@x> News 100 200 5\n"
				   "3 daily/three <id@x> News 100 200 5\n");
}

/* Messages are put at 200. */
static void
test_prune(void **state)
{
	struct store *s = *state;

	put(s, "sent", 2, true);
	put(s, "half", 2, true);
	put(s, "dead", 1, true);
	put(s, "late", 1, true);
	put(s, "none", 0, true);
	set(s, 1, DELIVERY_SENT, 0, 300);
	set(s, 2, DELIVERY_SENT, 0, 301);
	set(s, 3, DELIVERY_SENT, 0, 300);
	set(s, 4, DELIVERY_SENDING, 0, 300);
	set(s, 5, DELIVERY_DEAD, 0, 300);
	set(s, 6, DELIVERY_SENT, 0, 400);
	WORKS(store_outbox_prune(s, 200, &e));
	due_are(s, 0, "half:4 ");
	deliveries_are(s, 1, "1:1 a@x 2 0 0 300 -\n1:2 b@x 2 0 0 301 -\n");
	WORKS(store_outbox_prune(s, 301, &e));
	s = again(state);
	messages_are(s, "1 daily/sent <id@x> News 100 200 5\n"
			"2 daily/half <id@x> News 100 200 5\n"
			"4 daily/late <id@x> News 100 200 5\n");
	deliveries_are(s, 3, "");
	WORKS(store_outbox_prune(s, 400, &e));
	messages_are(s, "2 daily/half <id@x> News 100 200 5\n"
			"4 daily/late <id@x> News 100 200 5\n");
	WORKS(store_outbox_prune(s, INT64_MAX, &e));
	messages_are(s, "2 daily/half <id@x> News 100 200 5\n");
}

static void
test_prune_marks(void **state)
{
	struct store *s = *state;
	const struct store_entry entry = {.id = {1}};

	WORKS(store_entry_put(s, "a", &entry, &e));
	for (unsigned char id = 1; id < 4; id++) {
		mark(s, "daily", "a", id, 0, id * 100);
		mark(s, "daily", "b", id, 0, id * 100);
	}
	WORKS(store_outbox_prune(s, 300, &e));
	s = again(state);
	marks_are(s, "daily", "a", "1:0:100 3:0:300 ");
	marks_are(s, "daily", "b", "3:0:300 ");
}

/* What a slot does, in one transaction, and undone. */
static void
put_slot(struct store *s)
{
	put(s, "slot", 3, true);
	mark(s, "daily", "a", 1, 1, 1);
	WORKS(store_digest_put(s, "daily", &full, &e));
}

static void
test_rollback(void **state)
{
	struct store *s = *state;

	WORKS(store_begin(s, &e));
	put_slot(s);
	store_rollback(s);
	messages_are(s, "");
	WORKS(store_begin(s, &e));
	put_slot(s);
	s = again(state);
	messages_are(s, "");
	deliveries_are(s, 1, "");
	marks_are(s, "daily", "a", "");
	digest_is(s, "daily", &none);
	WORKS(store_begin(s, &e));
	put_slot(s);
	WORKS(store_commit(s, &e));
	s = again(state);
	messages_are(s, "1 daily/slot <id@x> News 100 200 5\n");
	marks_are(s, "daily", "a", "1:1:1 ");
	digest_is(s, "daily", &full);
}

/* A message that is not put wholly is not put at all. */
static void
test_too_large(void **state)
{
	struct store *s = *state;
	char *text = malloc(2 * MIB + 1);
	const char *to[] = {"a@x", text};
	struct store_message m = {.digest = TEXT("daily"),
	    .slot = TEXT("one"),
	    .message_id = TEXT(""),
	    .subject = TEXT("")};
	bool fresh;

	assert_non_null(text);
	memset(text, 'x', 2 * MIB);
	text[2 * MIB] = '\0';
	assert_int_equal(
	    store_message_put(s, &m, NULL, to, COUNT(to), &fresh, &e), -1);
	assert_int_equal(e.code, ERR_SYSTEM);
	free(text);
	messages_are(s, "");
	assert_int_equal(put(again(state), "one", 1, true), 1);
	due_are(*state, 0, "one:1 ");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(test_digest),
	    TEST(test_mailed),
	    TEST(test_mailed_forgotten),
	    TEST(test_message),
	    TEST(test_message_once),
	    TEST(test_bytes),
	    TEST(test_delivery),
	    TEST(test_due),
	    TEST(test_put_in_walk),
	    TEST(test_drop),
	    TEST(test_drop_in_walk),
	    TEST(test_prune),
	    TEST(test_prune_marks),
	    TEST(test_rollback),
	    TEST(test_too_large),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
