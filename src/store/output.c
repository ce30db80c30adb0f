/*
 * What was last published where.
 */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "store/feed.h"
#include "store/query.h"

static const char output_get[] =
    "SELECT hash FROM output WHERE feed = " FEED_NUMBER " AND path = ?";
static const char output_put[] =
    "REPLACE INTO output (feed, path, hash) VALUES (" FEED_NUMBER ", ?, ?)";

int
store_output_get(struct store *s, const char *feed, const char *path,
    char hash[STORE_HASH], bool *found, struct error *e)
{
	struct query q = query_begin(s, output_get);

	query_text(&q, feed);
	query_text(&q, path);
	int result = query_row(&q, e);
	*found = result == 1;
	if (result != 1)
		return result;
	char *text = query_read_text(&q);
	result = query_end(&q, 0, e);
	if (result == 0 && (text == NULL || strlen(text) >= STORE_HASH))
		result = store_damaged(s, "a hash is none", e);
	if (result == 0)
		memcpy(hash, text, strlen(text) + 1);
	free(text);
	return result;
}

int
store_output_put(struct store *s, const char *feed, const char *path,
    const char *hash, struct error *e)
{
	if (feed_make_known(s, feed, e) != 0)
		return -1;
	struct query q = query_begin(s, output_put);
	query_text(&q, feed);
	query_text(&q, path);
	query_text(&q, hash);
	return query_run(&q, e);
}
