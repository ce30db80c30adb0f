/*
 * Documents, each in parts that are compressed (Zstandard, RFC 8878) on their
 * own: so much memory and no more is needed for one of any size.
 */
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

#include "base/late.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/feed.h"
#include "store/query.h"

LATE(ZSTD_compressBound);
LATE(ZSTD_compressCCtx);
LATE(ZSTD_createCCtx);
LATE(ZSTD_decompress);
LATE(ZSTD_freeCCtx);
LATE(ZSTD_getFrameContentSize);
LATE(ZSTD_isError);

#define LEVEL 1		 /* of compression: the fastest of the usual */
#define PART (256 * KIB) /* bytes before compression */

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

static int
document_remove(
    struct store *s, const char *feed, const char *key, struct error *e)
{
	struct query q = query_begin(s, document_forget);

	query_text(&q, feed);
	query_text(&q, key);
	return query_run(&q, e);
}

/* What a part is compressed with, and into. */
struct press {
	ZSTD_CCtx *context;
	char *out;
	size_t room;
};

static struct press
press_new(void)
{
	struct press p = {
	    .context = ZSTD_createCCtx(), .room = ZSTD_compressBound(PART)};

	if (p.context == NULL)
		mem_out();
	p.out = mem_grow(NULL, p.room, 1);
	return p;
}

static void
press_free(struct press *p)
{
	(void)ZSTD_freeCCtx(p->context);
	free(p->out);
}

/* A part is put for n bytes, PART at most. */
static int
part_put(struct query *q, struct press *press, const void *p, size_t n,
    struct error *e)
{
	size_t len = ZSTD_compressCCtx(
	    press->context, press->out, press->room, p, n, LEVEL);

	if (ZSTD_isError(len))
		mem_out();
	query_int(q, (int64_t)n);
	query_blob(q, press->out, len);
	return query_run(q, e);
}

/* One part at least, so that a document without bytes is one. */
static int
parts_put(struct store *s, const char *feed, const char *key, const char *p,
    size_t n, struct error *e)
{
	struct press press = press_new();
	int64_t number = 0;
	int result;

	do {
		size_t some = n < PART ? n : PART;
		struct query q = query_begin(s, document_put);
		query_text(&q, feed);
		query_text(&q, key);
		query_int(&q, number++);
		result = part_put(&q, &press, p, some, e);
		p += some;
		n -= some;
	} while (result == 0 && n > 0);
	press_free(&press);
	return result;
}

static int
document_replace(struct store *s, const char *feed, const char *key,
    const void *p, size_t n, struct error *e)
{
	if (feed_make_known(s, feed, e) != 0 ||
	    document_remove(s, feed, key, e) != 0)
		return -1;
	return parts_put(s, feed, key, n == 0 ? "" : p, n, e);
}

int
store_document_put(struct store *s, const char *feed, const char *key,
    const void *p, size_t n, struct error *e)
{
	if (!sqlite3_get_autocommit(s->db))
		return document_replace(s, feed, key, p, n, e);
	if (store_begin(s, e) != 0)
		return -1;
	if (document_replace(s, feed, key, p, n, e) == 0)
		return store_commit(s, e);
	store_rollback(s);
	return -1;
}

/* How many parts there are, and bytes in them. */
static int
document_measure(struct store *s, const char *feed, const char *key,
    int64_t *parts, int64_t *size, struct error *e)
{
	struct query q = query_begin(s, document_size);

	query_text(&q, feed);
	query_text(&q, key);
	if (query_row(&q, e) != 1)
		return -1;
	*parts = query_read_int(&q);
	*size = query_read_int(&q);
	return query_end(&q, 0, e);
}

static int
write_all(int fd, const char *p, size_t n, struct error *e)
{
	while (n > 0) {
		ssize_t put = write(fd, p, n);
		if (put == -1 && errno == EINTR)
			continue;
		if (put <= 0)
			return error_errno(
			    e, ERR_SYSTEM, "cannot write a document");
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

/* A part as a row has it; out has room for PART. */
static int
part_get(struct query *q, char *out, int fd, struct error *e)
{
	size_t len;
	int64_t size = query_read_int(q);
	const void *p = query_read_blob(q, &len);

	if (q->result != SQLITE_OK)
		return query_end(q, 0, e);
	if (p == NULL || size < 0 || size > (int64_t)PART ||
	    ZSTD_getFrameContentSize(p, len) != (uint64_t)size ||
	    ZSTD_decompress(out, PART, p, len) != (size_t)size)
		return store_damaged(q->store, "a document is broken", e);
	return write_all(fd, out, (size_t)size, e);
}

static int
parts_get(
    struct store *s, const char *feed, const char *key, int fd, struct error *e)
{
	struct query q = query_begin(s, document_get);
	char *out = mem_grow(NULL, PART, 1);
	int result;

	query_text(&q, feed);
	query_text(&q, key);
	while ((result = query_row(&q, e)) == 1) {
		result = part_get(&q, out, fd, e);
		if (result != 0)
			break;
	}
	free(out);
	return query_end(&q, result, e);
}

int
store_document_get(struct store *s, const char *feed, const char *key, int fd,
    size_t max, bool *found, struct error *e)
{
	int64_t parts, size;

	if (document_measure(s, feed, key, &parts, &size, e) != 0)
		return -1;
	*found = parts > 0;
	if (size < 0 || (uint64_t)size > max)
		return error_set(e, ERR_INPUT,
		    "what is kept of feed '%s' is larger than %zu bytes", feed,
		    max);
	return *found ? parts_get(s, feed, key, fd, e) : 0;
}
