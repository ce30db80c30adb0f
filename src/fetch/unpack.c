/*
 * One face for three decoders: zlib for gzip (RFC 1952), liblzma for xz,
 * libzstd for Zstandard (RFC 8878).  None of them is let use a window of more
 * than LIMIT_WINDOW, and each checks the checksums that the data carries.
 * Behind a gzip member, zero bytes are padding; anything else that is not
 * another member is damage.  Never reads a file, never decodes twice.
 */
#include "fetch/unpack.h"

#define ZLIB_CONST
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/late.h"
#include "base/mem.h"

LATE(ZSTD_DCtx_setParameter);
LATE(ZSTD_createDStream);
LATE(ZSTD_decompressStream);
LATE(ZSTD_freeDStream);
LATE(ZSTD_getErrorCode);
LATE(ZSTD_isError);

#define WINDOW_LOG 26 /* of LIMIT_WINDOW */
_Static_assert(LIMIT_WINDOW == (size_t)1 << WINDOW_LOG, "these agree");

/* liblzma counts all it allocates; this is what it needs beside the window. */
#define XZ_MEMORY (LIMIT_WINDOW + 2 * MIB)

struct codec {
	size_t len;
	unsigned char magic[UNPACK_MAGIC];
	unsigned char mask[UNPACK_MAGIC];
	bool (*begin)(struct unpack *u);
	enum unpack_state (*step)(struct unpack *u, struct unpack_io *io);
	void (*end)(struct unpack *u);
};

struct unpack {
	const struct codec *codec;
	bool between; /* one member or frame is done, none has begun since */
	union {
		z_stream gzip;
		lzma_stream xz;
		ZSTD_DStream *zstd;
	};
};

static bool
gzip_begin(struct unpack *u)
{
	return inflateInit2(&u->gzip, 16 + MAX_WBITS) == Z_OK;
}

static void
gzip_end(struct unpack *u)
{
	inflateEnd(&u->gzip);
}

/* Skips padding; true when another member begins behind it. */
static bool
gzip_next(struct unpack *u, struct unpack_io *io)
{
	while (io->in_len > 0 && *io->in == 0) {
		io->in++;
		io->in_len--;
	}
	if (io->in_len == 0)
		return false;
	inflateReset(&u->gzip);
	u->between = false;
	return true;
}

static enum unpack_state
gzip_step(struct unpack *u, struct unpack_io *io)
{
	z_stream *z = &u->gzip;

	if (u->between && !gzip_next(u, io))
		return io->last ? UNPACK_END : UNPACK_MORE;
	z->next_in = io->in;
	z->avail_in = (uInt)io->in_len;
	z->next_out = io->out;
	z->avail_out = (uInt)io->out_len;
	int result = inflate(z, Z_NO_FLUSH);
	io->in = z->next_in;
	io->in_len = z->avail_in;
	io->out = z->next_out;
	io->out_len = z->avail_out;
	switch (result) {
	case Z_STREAM_END:
		u->between = true;
		return UNPACK_MORE;
	case Z_OK:
	case Z_BUF_ERROR:
		return UNPACK_MORE;
	case Z_MEM_ERROR:
		mem_out();
	default:
		return UNPACK_DAMAGED;
	}
}

static bool
xz_begin(struct unpack *u)
{
	u->xz = (lzma_stream)LZMA_STREAM_INIT;
	return lzma_stream_decoder(&u->xz, XZ_MEMORY, LZMA_CONCATENATED) ==
	       LZMA_OK;
}

static void
xz_end(struct unpack *u)
{
	lzma_end(&u->xz);
}

static enum unpack_state
xz_step(struct unpack *u, struct unpack_io *io)
{
	lzma_stream *x = &u->xz;

	x->next_in = io->in;
	x->avail_in = io->in_len;
	x->next_out = io->out;
	x->avail_out = io->out_len;
	lzma_ret result = lzma_code(x, io->last ? LZMA_FINISH : LZMA_RUN);
	io->in = x->next_in;
	io->in_len = x->avail_in;
	io->out = x->next_out;
	io->out_len = x->avail_out;
	switch (result) {
	case LZMA_STREAM_END:
		return UNPACK_END;
	case LZMA_OK:
	case LZMA_BUF_ERROR:
		return UNPACK_MORE;
	case LZMA_MEMLIMIT_ERROR:
		return UNPACK_LARGE;
	case LZMA_MEM_ERROR:
		mem_out();
	default:
		return UNPACK_DAMAGED;
	}
}

static bool
zstd_begin(struct unpack *u)
{
	u->zstd = ZSTD_createDStream();
	return u->zstd != NULL && !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd,
				      ZSTD_d_windowLogMax, WINDOW_LOG));
}

static void
zstd_end(struct unpack *u)
{
	ZSTD_freeDStream(u->zstd);
}

static enum unpack_state
zstd_error(size_t result)
{
	switch (ZSTD_getErrorCode(result)) {
	case ZSTD_error_frameParameter_windowTooLarge:
		return UNPACK_LARGE;
	case ZSTD_error_memory_allocation:
		mem_out();
	default:
		return UNPACK_DAMAGED;
	}
}

static enum unpack_state
zstd_step(struct unpack *u, struct unpack_io *io)
{
	ZSTD_inBuffer in = {.src = io->in, .size = io->in_len};
	ZSTD_outBuffer out = {.dst = io->out, .size = io->out_len};

	if (u->between && io->in_len == 0)
		return io->last ? UNPACK_END : UNPACK_MORE;
	size_t result = ZSTD_decompressStream(u->zstd, &out, &in);
	io->in += in.pos;
	io->in_len -= in.pos;
	io->out += out.pos;
	io->out_len -= out.pos;
	if (ZSTD_isError(result))
		return zstd_error(result);
	u->between = result == 0;
	return UNPACK_MORE;
}

static const struct codec codecs[] = {
    {
	.len = 2,
	.magic = {0x1F, 0x8B},
	.mask = {0xFF, 0xFF},
	.begin = gzip_begin,
	.step = gzip_step,
	.end = gzip_end,
    },
    {
	.len = 6,
	.magic = {0xFD, '7', 'z', 'X', 'Z', 0x00},
	.mask = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
	.begin = xz_begin,
	.step = xz_step,
	.end = xz_end,
    },
    {
	.len = 4,
	.magic = {0x28, 0xB5, 0x2F, 0xFD},
	.mask = {0xFF, 0xFF, 0xFF, 0xFF},
	.begin = zstd_begin,
	.step = zstd_step,
	.end = zstd_end,
    },
    {
	/* A frame to be skipped (RFC 8878 section 3.1.2) comes first. */
	.len = 4,
	.magic = {0x50, 0x2A, 0x4D, 0x18},
	.mask = {0xF0, 0xFF, 0xFF, 0xFF},
	.begin = zstd_begin,
	.step = zstd_step,
	.end = zstd_end,
    },
};

static const struct codec *
codec_of(const unsigned char *head, size_t n)
{
	for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
		const struct codec *c = &codecs[i];
		size_t same = 0;

		while (same < c->len && same < n &&
		       (head[same] & c->mask[same]) == c->magic[same])
			same++;
		if (same == c->len)
			return c;
	}
	return NULL;
}

bool
unpack_is(const void *head, size_t n)
{
	return codec_of(head, n) != NULL;
}

int
unpack_prepare(const void *head, size_t n, struct error *e)
{
	const struct codec *codec = codec_of(head, n);

	return codec == NULL || codec->begin != zstd_begin
		   ? 0
		   : late_load(LATE_ZSTD, e);
}

struct unpack *
unpack_new(const void *head, size_t n)
{
	const struct codec *codec = codec_of(head, n);

	if (codec == NULL)
		return NULL;
	struct unpack *u = mem_new(1, sizeof(*u));
	u->codec = codec;
	if (!codec->begin(u))
		mem_out();
	return u;
}

void
unpack_free(struct unpack *u)
{
	if (u == NULL)
		return;
	u->codec->end(u);
	free(u);
}

/* A step that neither took nor gave anything must not be tried for ever. */
enum unpack_state
unpack_step(struct unpack *u, struct unpack_io *io)
{
	size_t in_len = io->in_len, out_len = io->out_len;
	enum unpack_state state = u->codec->step(u, io);

	if (state != UNPACK_MORE || io->in_len != in_len ||
	    io->out_len != out_len)
		return state;
	if (io->in_len > 0)
		return UNPACK_DAMAGED;
	return io->last ? UNPACK_CUT : UNPACK_MORE;
}
