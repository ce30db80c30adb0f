/*
 * Documents of a feed, each told by a key; one that is put takes the place of
 * what was there.
 */
#include "store/store.h"

#include "store/feed.h"
#include "store/parts.h"
#include "store/query.h"

static const char document_forget[] =
    "DELETE FROM document WHERE feed = " FEED_NUMBER " AND key = ?";
static const char document_put[] =
    "INSERT INTO document (feed, key, part, size, bytes)"
    " VALUES (" FEED_NUMBER ", ?, ?, ?, ?)";
static const char document_size[] =
    "SELECT count(*), coalesce(sum(size), 0) FROM document"
    " WHERE feed = " FEED_NUMBER " AND key = ?";
static const char document_get[] =
    "SELECT size, bytes FROM document"
    " WHERE feed = " FEED_NUMBER " AND key = ? ORDER BY part";

/* Which document it is. */
struct document {
	const char *feed;
	const char *key;
};

static void
document_bind(struct query *q, const void *owner)
{
	const struct document *d = owner;

	query_text(q, d->feed);
	query_text(q, d->key);
}

static int
document_replace(struct store *s, const struct document *d, const void *p,
    size_t n, struct error *e)
{
	if (feed_make_known(s, d->feed, e) != 0)
		return -1;
	struct query q = query_begin(s, document_forget);
	document_bind(&q, d);
	if (query_run(&q, e) != 0)
		return -1;
	return parts_put(s, document_put, document_bind, d, p, n, e);
}

int
store_document_put(struct store *s, const char *feed, const char *key,
    const void *p, size_t n, struct error *e)
{
	const struct document d = {feed, key};
	bool own;

	if (store_begin_own(s, &own, e) != 0)
		return -1;
	return store_end_own(s, own, document_replace(s, &d, p, n, e), e);
}

/* How many parts there are, and bytes in them. */
static int
document_measure(struct store *s, const struct document *d, int64_t *parts,
    int64_t *size, struct error *e)
{
	struct query q = query_begin(s, document_size);

	document_bind(&q, d);
	if (query_row(&q, e) != 1)
		return -1;
	*parts = query_read_int(&q);
	*size = query_read_int(&q);
	return query_end(&q, 0, e);
}

int
store_document_get(struct store *s, const char *feed, const char *key, int fd,
    size_t max, bool *found, struct error *e)
{
	const struct document d = {feed, key};
	int64_t parts, size;

	if (document_measure(s, &d, &parts, &size, e) != 0)
		return -1;
	*found = parts > 0;
	if (size < 0 || (uint64_t)size > max)
		return error_set(e, ERR_INPUT,
		    "what is kept of feed '%s' is larger than %zu bytes", feed,
		    max);
	if (!*found)
		return 0;
	struct query q = query_begin(s, document_get);
	document_bind(&q, &d);
	return parts_get(&q, fd, e);
}
