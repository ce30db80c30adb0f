#ifndef FEEDLOOM_FETCH_UNPACK_H
#define FEEDLOOM_FETCH_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/limits.h"

/*
 * Compressed bytes in, plain bytes out: gzip (RFC 1952), xz and Zstandard
 * (RFC 8878), told apart by their first bytes.  Members, streams or frames
 * one behind the other are one document.  What comes out is not compressed
 * data again, even if it looks like it.
 */
struct unpack;

#define UNPACK_MAGIC 6		/* first bytes that tell what it is */
#define LIMIT_WINDOW (64 * MIB) /* earlier output that data may refer to */

enum unpack_state {
	UNPACK_MORE,	/* go on */
	UNPACK_END,	/* all was decoded, and all of it was good */
	UNPACK_CUT,	/* the input ended too early */
	UNPACK_DAMAGED, /* the input is not what it says it is */
	UNPACK_LARGE,	/* it needs a window of more than LIMIT_WINDOW */
};

/* What goes in and out of one step; the step moves all four along. */
struct unpack_io {
	const unsigned char *in;
	size_t in_len;
	unsigned char *out;
	size_t out_len;
	bool last; /* nothing will follow behind in */
};

/* Whether data with these first bytes, UNPACK_MAGIC or all, is compressed. */
bool unpack_is(const void *head, size_t n);

/*
 * Loads what decoding such data takes; a locked process can do without if it
 * was done before.  0, or -1 with ERR_SYSTEM.
 */
int unpack_prepare(const void *head, size_t n, struct error *e);

/*
 * A decoder for data with these first bytes, which is prepared for; NULL when
 * they are plain.
 */
struct unpack *unpack_new(const void *head, size_t n);
void unpack_free(struct unpack *u);

/*
 * Decodes from in to out (neither more than 1 GiB; out at least a byte).
 * UNPACK_MORE without output means that it needs more input.  Any other state
 * is final, but output may have been made on the way to it.
 */
enum unpack_state unpack_step(struct unpack *u, struct unpack_io *io);

#endif
