/*
 * What is known of each feed: when it is due, what failed, what is held back.
 */
#include "store/feed.h"

#include <stdlib.h>

#include "store/query.h"

static const char feed_know[] =
    "INSERT INTO feed (name) VALUES (?) ON CONFLICT DO NOTHING";
static const char feed_get[] =
    "SELECT next_due, last_run, last_success, failing_since, failures,"
    " last_error, recipe, held_since, held, held_reason"
    " FROM feed WHERE name = ?";
static const char feed_put[] =
    "INSERT INTO feed (name, next_due, last_run, last_success, failing_since,"
    " failures, last_error, recipe, held_since, held, held_reason)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET (next_due, last_run, last_success,"
    " failing_since, failures, last_error, recipe, held_since, held,"
    " held_reason) = (excluded.next_due, excluded.last_run,"
    " excluded.last_success, excluded.failing_since, excluded.failures,"
    " excluded.last_error, excluded.recipe, excluded.held_since,"
    " excluded.held, excluded.held_reason)";
static const char feed_each[] = "SELECT name FROM feed ORDER BY name";
static const char feed_forget[] = "DELETE FROM feed WHERE name = ?";

int
feed_make_known(struct store *s, const char *name, struct error *e)
{
	struct query q = query_begin(s, feed_know);

	query_text(&q, name);
	return query_run(&q, e);
}

static void
feed_read(struct query *q, struct store_feed *feed)
{
	feed->next_due = query_read_int(q);
	feed->last_run = query_read_int(q);
	feed->last_success = query_read_int(q);
	feed->failing_since = query_read_int(q);
	feed->failures = query_read_int(q);
	feed->last_error = query_read_text(q);
	feed->recipe = query_read_text(q);
	feed->held_since = query_read_int(q);
	feed->held = query_read_text(q);
	feed->held_reason = query_read_text(q);
}

int
store_feed_get(
    struct store *s, const char *name, struct store_feed *feed, struct error *e)
{
	struct query q = query_begin(s, feed_get);

	*feed = (struct store_feed){0};
	query_text(&q, name);
	int result = query_row(&q, e);
	if (result != 1)
		return result;
	feed_read(&q, feed);
	result = query_end(&q, 0, e);
	if (result != 0)
		store_feed_clear(feed);
	return result;
}

int
store_feed_put(struct store *s, const char *name, const struct store_feed *feed,
    struct error *e)
{
	struct query q = query_begin(s, feed_put);

	query_text(&q, name);
	query_int(&q, feed->next_due);
	query_int(&q, feed->last_run);
	query_int(&q, feed->last_success);
	query_int(&q, feed->failing_since);
	query_int(&q, feed->failures);
	query_text(&q, feed->last_error);
	query_text(&q, feed->recipe);
	query_int(&q, feed->held_since);
	query_text(&q, feed->held);
	query_text(&q, feed->held_reason);
	return query_run(&q, e);
}

void
store_feed_clear(struct store_feed *feed)
{
	free(feed->last_error);
	free(feed->recipe);
	free(feed->held);
	free(feed->held_reason);
	*feed = (struct store_feed){0};
}

int
store_feed_each(struct store *s,
    int (*each)(void *context, const char *name, struct error *e),
    void *context, struct error *e)
{
	struct query q = query_begin(s, feed_each);

	return query_each_name(&q, each, context, e);
}

int
store_feed_forget(struct store *s, const char *name, struct error *e)
{
	struct query q = query_begin(s, feed_forget);

	query_text(&q, name);
	return query_run(&q, e);
}
