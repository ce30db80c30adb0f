/*
 * Parts are compressed and read one by one; what was damaged is told by its
 * size and by what Zstandard says of it.
 */
#include "store/parts.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

#include "base/late.h"
#include "base/limits.h"
#include "base/mem.h"

LATE(ZSTD_compressBound);
LATE(ZSTD_compressCCtx);
LATE(ZSTD_createCCtx);
LATE(ZSTD_decompress);
LATE(ZSTD_freeCCtx);
LATE(ZSTD_getFrameContentSize);
LATE(ZSTD_isError);

#define LEVEL 1		 /* of compression: the fastest of the usual */
#define PART (256 * KIB) /* bytes before compression */

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

int
parts_put(struct store *s, const char *sql,
    void (*bind)(struct query *q, const void *owner), const void *owner,
    const void *p, size_t n, struct error *e)
{
	struct press press = press_new();
	const char *at = n == 0 ? "" : p;
	int64_t number = 0;
	int result;

	do {
		size_t some = n < PART ? n : PART;
		struct query q = query_begin(s, sql);
		bind(&q, owner);
		query_int(&q, number++);
		result = part_put(&q, &press, at, some, e);
		at += some;
		n -= some;
	} while (result == 0 && n > 0);
	press_free(&press);
	return result;
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

int
parts_get(struct query *q, int fd, struct error *e)
{
	char *out = mem_grow(NULL, PART, 1);
	int result;

	while ((result = query_row(q, e)) == 1) {
		result = part_get(q, out, fd, e);
		if (result != 0)
			break;
	}
	free(out);
	return query_end(q, result, e);
}
