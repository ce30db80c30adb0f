/*
 * What servers said of each source of a feed.
 */
#include "store/store.h"

#include <stdlib.h>

#include "store/feed.h"
#include "store/query.h"

static const char source_get[] =
    "SELECT etag, last_modified, moved_to, moved_count, gone_count,"
    " not_before, floor, fetched, full, hash"
    " FROM source WHERE feed = " FEED_NUMBER " AND key = ?2";
static const char source_put[] =
    "REPLACE INTO source (feed, key, etag, last_modified, moved_to,"
    " moved_count, gone_count, not_before, floor, fetched, full, hash)"
    " VALUES (" FEED_NUMBER ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static void
source_read(struct query *q, struct store_source *source)
{
	source->etag = query_read_text(q);
	source->last_modified = query_read_text(q);
	source->moved_to = query_read_text(q);
	source->moved_count = query_read_int(q);
	source->gone_count = query_read_int(q);
	source->not_before = query_read_int(q);
	source->floor = query_read_int(q);
	source->fetched = query_read_int(q);
	source->full = query_read_int(q);
	source->hash = query_read_text(q);
}

int
store_source_get(struct store *s, const char *feed, const char *key,
    struct store_source *source, struct error *e)
{
	struct query q = query_begin(s, source_get);

	*source = (struct store_source){0};
	query_text(&q, feed);
	query_text(&q, key);
	int result = query_row(&q, e);
	if (result != 1)
		return result;
	source_read(&q, source);
	result = query_end(&q, 0, e);
	if (result != 0)
		store_source_clear(source);
	return result;
}

int
store_source_put(struct store *s, const char *feed, const char *key,
    const struct store_source *source, struct error *e)
{
	if (feed_make_known(s, feed, e) != 0)
		return -1;
	struct query q = query_begin(s, source_put);
	query_text(&q, feed);
	query_text(&q, key);
	query_text(&q, source->etag);
	query_text(&q, source->last_modified);
	query_text(&q, source->moved_to);
	query_int(&q, source->moved_count);
	query_int(&q, source->gone_count);
	query_int(&q, source->not_before);
	query_int(&q, source->floor);
	query_int(&q, source->fetched);
	query_int(&q, source->full);
	query_text(&q, source->hash);
	return query_run(&q, e);
}

void
store_source_clear(struct store_source *source)
{
	free(source->etag);
	free(source->last_modified);
	free(source->moved_to);
	free(source->hash);
	*source = (struct store_source){0};
}
