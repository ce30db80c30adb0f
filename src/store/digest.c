/*
 * What is known of each digest, and which entries of which feed it has mailed.
 * A mark goes with its digest and with its feed.
 */
#include "store/store.h"

#include <stdlib.h>

#include "store/feed.h"
#include "store/query.h"

/* The number of the digest whose name is bound second, after a feed's. */
#define DIGEST_NUMBER "(SELECT id FROM digest WHERE name = ?2)"

static const char digest_know[] =
    "INSERT INTO digest (name) VALUES (?) ON CONFLICT DO NOTHING";
static const char digest_get[] =
    "SELECT born, last_slot, number, failures, failing_since, last_error"
    " FROM digest WHERE name = ?";
static const char digest_put[] =
    "INSERT INTO digest (name, born, last_slot, number, failures,"
    " failing_since, last_error) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET (born, last_slot, number, failures,"
    " failing_since, last_error) = (excluded.born, excluded.last_slot,"
    " excluded.number, excluded.failures, excluded.failing_since,"
    " excluded.last_error)";
static const char digest_each[] = "SELECT name FROM digest ORDER BY name";
static const char digest_forget[] = "DELETE FROM digest WHERE name = ?";
static const char mailed_each[] =
    "SELECT id, content, at FROM mailed WHERE feed = " FEED_NUMBER
    " AND digest = " DIGEST_NUMBER " ORDER BY id";
static const char mailed_put[] =
    "INSERT INTO mailed (feed, digest, id, content, at)"
    " VALUES (" FEED_NUMBER ", " DIGEST_NUMBER ", ?, ?, ?)"
    " ON CONFLICT (feed, digest, id) DO UPDATE SET (content, at) ="
    " (excluded.content, excluded.at)";

int
store_digest_get(struct store *s, const char *name, struct store_digest *digest,
    struct error *e)
{
	struct query q = query_begin(s, digest_get);

	*digest = (struct store_digest){0};
	query_text(&q, name);
	int result = query_row(&q, e);
	if (result != 1)
		return result;
	digest->born = query_read_int(&q);
	digest->last_slot = query_read_int(&q);
	digest->number = query_read_int(&q);
	digest->failures = query_read_int(&q);
	digest->failing_since = query_read_int(&q);
	digest->last_error = query_read_text(&q);
	result = query_end(&q, 0, e);
	if (result != 0)
		store_digest_clear(digest);
	return result;
}

int
store_digest_put(struct store *s, const char *name,
    const struct store_digest *digest, struct error *e)
{
	struct query q = query_begin(s, digest_put);

	query_text(&q, name);
	query_int(&q, digest->born);
	query_int(&q, digest->last_slot);
	query_int(&q, digest->number);
	query_int(&q, digest->failures);
	query_int(&q, digest->failing_since);
	query_text(&q, digest->last_error);
	return query_run(&q, e);
}

void
store_digest_clear(struct store_digest *digest)
{
	free(digest->last_error);
	*digest = (struct store_digest){0};
}

int
store_digest_each(struct store *s,
    int (*each)(void *context, const char *name, struct error *e),
    void *context, struct error *e)
{
	struct query q = query_begin(s, digest_each);

	return query_each_name(&q, each, context, e);
}

int
store_digest_forget(struct store *s, const char *name, struct error *e)
{
	struct query q = query_begin(s, digest_forget);

	query_text(&q, name);
	return query_run(&q, e);
}

static int
mailed_read(struct query *q, struct store_mailed *mailed, struct error *e)
{
	query_read_bytes(q, mailed->id, sizeof(mailed->id));
	query_read_bytes(q, mailed->content, sizeof(mailed->content));
	mailed->at = query_read_int(q);
	return q->result == SQLITE_OK ? 0 : query_end(q, 0, e);
}

int
store_mailed_each(struct store *s, const char *digest, const char *feed,
    int (*each)(
	void *context, const struct store_mailed *mailed, struct error *e),
    void *context, struct error *e)
{
	struct query q = query_begin(s, mailed_each);
	struct store_mailed mailed;
	int result;

	query_text(&q, feed);
	query_text(&q, digest);
	while ((result = query_row(&q, e)) == 1) {
		if (mailed_read(&q, &mailed, e) != 0 ||
		    each(context, &mailed, e) != 0)
			return query_end(&q, -1, e);
	}
	return result;
}

static int
digest_make_known(struct store *s, const char *name, struct error *e)
{
	struct query q = query_begin(s, digest_know);

	query_text(&q, name);
	return query_run(&q, e);
}

int
store_mailed_put(struct store *s, const char *digest, const char *feed,
    const struct store_mailed *mailed, struct error *e)
{
	if (feed_make_known(s, feed, e) != 0 ||
	    digest_make_known(s, digest, e) != 0)
		return -1;
	struct query q = query_begin(s, mailed_put);
	query_text(&q, feed);
	query_text(&q, digest);
	query_blob(&q, mailed->id, sizeof(mailed->id));
	query_blob(&q, mailed->content, sizeof(mailed->content));
	query_int(&q, mailed->at);
	return query_run(&q, e);
}
