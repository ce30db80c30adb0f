/*
 * Entries that were seen, by the hashes of their ids.
 */
#include "store/store.h"

#include "store/feed.h"
#include "store/query.h"

static const char entry_each[] =
    "SELECT id, content, published, updated, first_seen, last_seen, changed,"
    " news, present FROM entry WHERE feed = " FEED_NUMBER " ORDER BY id";
static const char entry_put[] =
    "INSERT INTO entry (feed, id, content, published, updated, first_seen,"
    " last_seen, changed, news, present)"
    " VALUES (" FEED_NUMBER ", ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (feed, id) DO UPDATE SET (content, published, updated,"
    " first_seen, last_seen, changed, news, present) = (excluded.content,"
    " excluded.published, excluded.updated, excluded.first_seen,"
    " excluded.last_seen, excluded.changed, excluded.news, excluded.present)";
static const char entry_prune[] =
    "DELETE FROM entry"
    " WHERE feed = " FEED_NUMBER " AND NOT present AND last_seen < ?";
static const char entry_counts[] =
    "SELECT (?2 - first_seen) / ?3, count(*) FROM entry"
    " WHERE feed = " FEED_NUMBER " AND news"
    " AND first_seen <= ?2 AND first_seen > ?4 GROUP BY 1";

static int
entry_read(struct query *q, struct store_entry *entry, struct error *e)
{
	query_read_bytes(q, entry->id, sizeof(entry->id));
	query_read_bytes(q, entry->content, sizeof(entry->content));
	entry->published = query_read_int(q);
	entry->updated = query_read_int(q);
	entry->first_seen = query_read_int(q);
	entry->last_seen = query_read_int(q);
	entry->changed = query_read_int(q);
	entry->news = query_read_int(q) != 0;
	entry->present = query_read_int(q) != 0;
	return q->result == SQLITE_OK ? 0 : query_end(q, 0, e);
}

int
store_entry_each(struct store *s, const char *feed,
    int (*each)(
	void *context, const struct store_entry *entry, struct error *e),
    void *context, struct error *e)
{
	struct query q = query_begin(s, entry_each);
	struct store_entry entry;
	int result;

	query_text(&q, feed);
	while ((result = query_row(&q, e)) == 1) {
		if (entry_read(&q, &entry, e) != 0 ||
		    each(context, &entry, e) != 0)
			return query_end(&q, -1, e);
	}
	return result;
}

int
store_entry_put(struct store *s, const char *feed,
    const struct store_entry *entry, struct error *e)
{
	if (feed_make_known(s, feed, e) != 0)
		return -1;
	struct query q = query_begin(s, entry_put);
	query_text(&q, feed);
	query_blob(&q, entry->id, sizeof(entry->id));
	query_blob(&q, entry->content, sizeof(entry->content));
	query_int(&q, entry->published);
	query_int(&q, entry->updated);
	query_int(&q, entry->first_seen);
	query_int(&q, entry->last_seen);
	query_int(&q, entry->changed);
	query_int(&q, entry->news);
	query_int(&q, entry->present);
	return query_run(&q, e);
}

int
store_entry_prune(
    struct store *s, const char *feed, int64_t before, struct error *e)
{
	struct query q = query_begin(s, entry_prune);

	query_text(&q, feed);
	query_int(&q, before);
	return query_run(&q, e);
}

int
store_entry_counts(struct store *s, const char *feed, int64_t end, int64_t span,
    size_t n, int64_t *counts, struct error *e)
{
	struct query q = query_begin(s, entry_counts);
	int64_t start;
	int result;

	if (__builtin_mul_overflow(span, n, &start) ||
	    __builtin_sub_overflow(end, start, &start))
		start = INT64_MIN;
	for (size_t i = 0; i < n; i++)
		counts[i] = 0;
	query_text(&q, feed);
	query_int(&q, end);
	query_int(&q, span);
	query_int(&q, start);
	while ((result = query_row(&q, e)) == 1) {
		int64_t back = query_read_int(&q);
		if (back >= 0 && back < (int64_t)n)
			counts[n - 1 - (size_t)back] = query_read_int(&q);
	}
	return result;
}
