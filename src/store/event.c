/*
 * What happened in the last runs: numbered for each feed, the oldest go.
 */
#include "store/store.h"

#include <stdlib.h>

#include "base/limits.h"
#include "store/feed.h"
#include "store/query.h"

static const char event_put[] =
    "INSERT INTO event (feed, number, at, what, text) SELECT " FEED_NUMBER ","
    " 1 + coalesce((SELECT max(number) FROM event"
    " WHERE feed = " FEED_NUMBER "), 0), ?, ?, ?";
static const char event_prune[] =
    "DELETE FROM event WHERE feed = " FEED_NUMBER
    " AND number <= (SELECT max(number) FROM event"
    " WHERE feed = " FEED_NUMBER ") - ?";
static const char event_each[] =
    "SELECT at, what, text FROM event WHERE feed = " FEED_NUMBER
    " ORDER BY number DESC LIMIT ?";

static int
event_forget(struct store *s, const char *feed, struct error *e)
{
	struct query q = query_begin(s, event_prune);

	query_text(&q, feed);
	query_int(&q, LIMIT_EVENTS);
	return query_run(&q, e);
}

int
store_event_put(struct store *s, const char *feed, int64_t when,
    enum store_event what, const char *text, struct error *e)
{
	if (feed_make_known(s, feed, e) != 0)
		return -1;
	struct query q = query_begin(s, event_put);
	query_text(&q, feed);
	query_int(&q, when);
	query_int(&q, what);
	query_text(&q, text);
	return query_run(&q, e) == 0 ? event_forget(s, feed, e) : -1;
}

int
store_event_each(struct store *s, const char *feed, size_t last,
    int (*each)(void *context, int64_t when, enum store_event what,
	const char *text, struct error *e),
    void *context, struct error *e)
{
	struct query q = query_begin(s, event_each);
	int result;

	query_text(&q, feed);
	query_int(&q, last < LIMIT_EVENTS ? (int64_t)last : LIMIT_EVENTS);
	while ((result = query_row(&q, e)) == 1) {
		int64_t when = query_read_int(&q);
		enum store_event what = (enum store_event)query_read_int(&q);
		char *text = query_read_text(&q);
		result = q.result == SQLITE_OK
			     ? each(context, when, what, text, e)
			     : query_end(&q, 0, e);
		free(text);
		if (result != 0)
			return query_end(&q, -1, e);
	}
	return result;
}
