/*
 * How feeds and digests stand: the table, the JSON document and the metrics,
 * letter by letter, of a database with something of everything.
 */
#include "verbs/standing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"

#define TEXT(s) ((char *)(s)) /* not written to */
#define NOW 1704067200	      /* 2024-01-01T00:00:00Z */

static struct config_feed feeds[] = {
    {.name = TEXT("harbour")},
    {.name = TEXT("long-name.of_a-feed")},
    {.name = TEXT("new")},
    {.name = TEXT("held")},
};
/* At 07:00; for each entry; when there are twenty. */
static struct config_digest digests[] = {
    {.name = TEXT("daily"),
	.timezone = TEXT("UTC"),
	.rule = {.minutes = 1,
	    .hours = 1 << 7,
	    .days = UINT32_MAX,
	    .months = UINT16_MAX,
	    .weekdays = 0x7f}},
    {.name = TEXT("each"), .each = true},
    {.name = TEXT("twenty"), .rule = {.entries = 20}},
};
static struct config config = {.feeds = feeds,
    .feed_count = sizeof(feeds) / sizeof(feeds[0]),
    .digests = digests,
    .digest_count = sizeof(digests) / sizeof(digests[0])};
static struct error e;
static char path[] = "/tmp/feedloom-standing-XXXXXX";
static struct standings all;
static struct buf out;

/* Entries of a feed that were first seen so many weeks ago. */
static int
put_entries(struct store *s, const char *feed, int weeks, int count)
{
	struct store_entry entry = {.id = {[15] = (unsigned char)weeks},
	    .first_seen = NOW - weeks * STANDING_WEEK,
	    .news = true};

	for (int i = 0; i < count; i++) {
		entry.id[0] = (unsigned char)i;
		if (store_entry_put(s, feed, &entry, &e) != 0)
			return -1;
	}
	return 0;
}

/* A message to two, and what became of their deliveries. */
static int
put_message(struct store *s, const char *digest, const char *slot,
    const struct store_delivery deliveries[2])
{
	static const char *const to[] = {"a@x", "b@x"};
	struct store_message message = {.digest = TEXT(digest),
	    .slot = TEXT(slot),
	    .message_id = TEXT("id@x"),
	    .subject = TEXT("News")};
	bool fresh;

	if (store_message_put(s, &message, NULL, to, 2, &fresh, &e) != 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		struct store_delivery d = deliveries[i];
		d.id = 2 * message.id - 1 + i;
		if (store_delivery_put(s, &d, &e) != 0)
			return -1;
	}
	return 0;
}

static int
fill_outbox(struct store *s)
{
	const int64_t slot = NOW - (int64_t)17 * 3600;
	struct store_digest daily = {.born = 1, .last_slot = slot, .number = 3};
	struct store_digest each = {
	    .born = 1, .failures = 2, .last_error = TEXT("no recipients")};
	const struct store_delivery sent = {
	    .state = DELIVERY_SENT, .last = slot + 5};
	const struct store_delivery dead = {.state = DELIVERY_DEAD,
	    .last = slot + 6,
	    .error = TEXT("550 no such user")};
	const struct store_delivery late = {
	    .last = slot + 7, .error = TEXT("451 4.7.1 greylisted")};

	return store_digest_put(s, "daily", &daily, &e) != 0 ||
	       store_digest_put(s, "each", &each, &e) != 0 ||
	       put_message(s, "daily", "1",
		   (const struct store_delivery[]){sent, sent}) != 0 ||
	       put_message(s, "daily", "2",
		   (const struct store_delivery[]){sent, dead}) != 0 ||
	       put_message(s, "daily", "3",
		   (const struct store_delivery[]){dead, late}) != 0 ||
	       put_message(s, "has left", "1",
		   (const struct store_delivery[]){late, late}) != 0;
}

static int
fill(struct store *s)
{
	struct store_feed good = {.next_due = NOW + 3600,
	    .last_run = NOW - 60,
	    .last_success = NOW - 60,
	    .last_error = TEXT("long ago")};
	struct store_feed bad = {.next_due = NOW + 7200,
	    .last_run = NOW,
	    .last_success = 0,
	    .failing_since = NOW - 86400,
	    .failures = 12,
	    .last_error = TEXT("fetch: \"503\" \x1b[2J \xff")};
	struct store_feed held = {.last_run = NOW,
	    .last_success = NOW - 1,
	    .held_since = NOW,
	    .held_reason = TEXT("lost 90 of 100 entries")};

	return store_begin(s, &e) != 0 ||
	       store_feed_put(s, "harbour", &good, &e) != 0 ||
	       store_feed_put(s, "long-name.of_a-feed", &bad, &e) != 0 ||
	       store_feed_put(s, "held", &held, &e) != 0 ||
	       store_feed_put(s, "has left", &held, &e) != 0 ||
	       put_entries(s, "harbour", 0, 14) != 0 ||
	       put_entries(s, "harbour", 1, 7) != 0 ||
	       put_entries(s, "harbour", 3, 1) != 0 ||
	       put_entries(s, "harbour", 7, 2) != 0 ||
	       put_entries(s, "harbour", 8, 9) != 0 ||
	       put_entries(s, "held", 4, 1) != 0 || fill_outbox(s) != 0 ||
	       store_commit(s, &e) != 0;
}

static int
setup(void **state)
{
	char file[64];

	(void)state;
	if (mkdtemp(path) == NULL)
		return -1;
	snprintf(file, sizeof(file), "%s/x.db", path);
	struct store *s = store_open(file, false, &e);
	if (s == NULL || fill(s) != 0 ||
	    standings_read(&all, &config, s, NOW, &e) != 0)
		return -1;
	store_close(s);
	buf_init(&out, MIB);
	return remove(file) != 0 || rmdir(path) != 0;
}

static int
teardown(void **state)
{
	(void)state;
	buf_clear(&out);
	standings_clear(&all);
	return 0;
}

static void
test_table(void **state)
{
	static const char want[] =
	    "FEED                 SUCCEEDED             DUE                   "
	    "8 WEEKS   FAILURES  TROUBLE\n"
	    "harbour              2023-12-31T23:59:00Z  2024-01-01T01:00:00Z  "
	    "▂▁▁▁▂▁▅█  0         -\n"
	    "long-name.of_a-feed  -                     2024-01-01T02:00:00Z  "
	    "▁▁▁▁▁▁▁▁  12        fetch: \"503\" ?[2J \xef\xbf\xbd\n"
	    "new                  -                     -                     "
	    "▁▁▁▁▁▁▁▁  0         -\n"
	    "held                 2023-12-31T23:59:59Z  -                     "
	    "▁▁▁█▁▁▁▁  0         lost 90 of 100 entries\n"
	    "\n"
	    "DIGEST  SENT                  NEXT                  WAITING  "
	    "GIVEN UP  TROUBLE\n"
	    "daily   2023-12-31T07:00:05Z  2024-01-01T07:00:00Z  1        "
	    "1         451 4.7.1 greylisted\n"
	    "each    -                     -                     0        "
	    "0         no recipients\n"
	    "twenty  -                     -                     0        "
	    "0         -\n";

	(void)state;
	buf_cut(&out, 0);
	standings_table(&all, &out);
	assert_string_equal(buf_text(&out), want);
}

static void
test_json(void **state)
{
	static const char want[] =
	    "{\n"
	    "  \"at\": \"2024-01-01T00:00:00Z\",\n"
	    "  \"feeds\": [\n"
	    "    {\n"
	    "      \"name\": \"long-name.of_a-feed\",\n"
	    "      \"last_run\": \"2024-01-01T00:00:00Z\",\n"
	    "      \"last_success\": null,\n"
	    "      \"next_due\": \"2024-01-01T02:00:00Z\",\n"
	    "      \"failures\": 12,\n"
	    "      \"failing_since\": \"2023-12-31T00:00:00Z\",\n"
	    "      \"last_error\": \"fetch: \\\"503\\\" \\u001b[2J "
	    "\xef\xbf\xbd\",\n"
	    "      \"held_since\": null,\n"
	    "      \"held_reason\": null,\n"
	    "      \"weeks\": [0, 0, 0, 0, 0, 0, 0, 0]\n"
	    "    }\n"
	    "  ],\n"
	    "  \"digests\": [\n"
	    "    {\n"
	    "      \"name\": \"daily\",\n"
	    "      \"last_slot\": \"2023-12-31T07:00:00Z\",\n"
	    "      \"next_slot\": \"2024-01-01T07:00:00Z\",\n"
	    "      \"last_sent\": \"2023-12-31T07:00:05Z\",\n"
	    "      \"made\": 3,\n"
	    "      \"waiting\": 1,\n"
	    "      \"given_up\": 1,\n"
	    "      \"delivery_error\": \"451 4.7.1 greylisted\",\n"
	    "      \"failures\": 0,\n"
	    "      \"failing_since\": null,\n"
	    "      \"last_error\": null\n"
	    "    }\n"
	    "  ]\n"
	    "}\n";
	struct standings one = {.now = NOW,
	    .items = &all.items[1],
	    .count = 1,
	    .digests = all.digests,
	    .digest_count = 1};

	(void)state;
	buf_cut(&out, 0);
	standings_json(&one, &out);
	assert_string_equal(buf_text(&out), want);
	one.items = &all.items[0];
	buf_cut(&out, 0);
	standings_json(&one, &out);
	assert_non_null(
	    strstr(buf_text(&out), "\"weeks\": [2, 0, 0, 0, 1, 0, 7, 14]\n"));
}

static void
test_prom(void **state)
{
	static const char want[] =
	    "# HELP feedloom_feed_last_success_timestamp_seconds When a run of "
	    "the feed succeeded last.\n"
	    "# TYPE feedloom_feed_last_success_timestamp_seconds gauge\n"
	    "feedloom_feed_last_success_timestamp_seconds{feed=\"harbour\"} "
	    "1704067140\n"
	    "feedloom_feed_last_success_timestamp_seconds{feed=\"a\\\"b\\\\c"
	    "\\nd\"} 0\n";
	struct config_feed odd = {.name = TEXT("a\"b\\c\nd")};
	struct standing items[] = {all.items[0], {.feed = &odd}};
	struct standings two = {.now = NOW, .items = items, .count = 2};

	(void)state;
	buf_cut(&out, 0);
	standings_prom(&two, &out);
	assert_memory_equal(buf_text(&out), want, strlen(want));
	buf_cut(&out, 0);
	standings_prom(&all, &out);
	assert_non_null(strstr(buf_text(&out),
	    "\nfeedloom_feed_failures{feed=\"long-name.of_a-feed\"} 12\n"));
	assert_non_null(
	    strstr(buf_text(&out), "\nfeedloom_feed_held{feed=\"held\"} 1\n"));
	assert_non_null(strstr(buf_text(&out),
	    "\nfeedloom_feed_new_entries{feed=\"harbour\"} 14\n"));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_table),
	    cmocka_unit_test(test_json),
	    cmocka_unit_test(test_prom),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
