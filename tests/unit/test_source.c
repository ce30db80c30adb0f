/*
 * Sources: what comes out of files and pipes, plain and compressed, whole,
 * cut and damaged; going back, looking ahead, the tail.
 */
#include "fetch/source.h"

#include <errno.h>
#include <fcntl.h>
#include <lzma.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct bytes {
	char *p;
	size_t n;
};

static char folder[] = "/tmp/feedloom-source-XXXXXX";
static int saved_stdin;

static int
setup(void **state)
{
	(void)state;
	saved_stdin = dup(STDIN_FILENO);
	return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int
teardown(void **state)
{
	(void)state;
	(void)unlink("file");
	return chdir("/") != 0 || rmdir(folder) != 0;
}

/* Text that does not repeat soon: n bytes, the same for the same seed. */
static struct bytes
text_new(size_t n, uint32_t seed)
{
	struct bytes b = {.p = mem_new(n + 1, 1), .n = n};

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		b.p[i] = (char)('a' + (seed >> 24) % 26);
	}
	return b;
}

static struct bytes
join(struct bytes a, struct bytes b)
{
	struct bytes c = {.p = mem_grow(a.p, a.n + b.n + 1, 1), .n = a.n + b.n};

	memcpy(c.p + a.n, b.p, b.n);
	free(b.p);
	return c;
}

static struct bytes
copy(const void *p, size_t n)
{
	return (struct bytes){.p = mem_dup(p, n), .n = n};
}

/* Bytes that nobody changes or frees. */
static struct bytes
borrow(const void *p, size_t n)
{
	return (struct bytes){.p = (char *)(uintptr_t)p, .n = n};
}

/* The three compressors; all take what they are given and free nothing. */
static struct bytes
gzip_of(struct bytes in)
{
	size_t room = in.n + in.n / 100 + 100;
	struct bytes out = {.p = mem_new(room, 1)};
	z_stream z = {0};

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, 0), Z_OK);
	z.next_in = (Bytef *)in.p;
	z.avail_in = (uInt)in.n;
	z.next_out = (Bytef *)out.p;
	z.avail_out = (uInt)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out.n = z.total_out;
	deflateEnd(&z);
	return out;
}

static struct bytes
xz_preset(struct bytes in, uint32_t preset)
{
	size_t room = lzma_stream_buffer_bound(in.n);
	struct bytes out = {.p = mem_new(room, 1)};

	assert_int_equal(
	    lzma_easy_buffer_encode(preset, LZMA_CHECK_CRC64, NULL,
		(uint8_t *)in.p, in.n, (uint8_t *)out.p, &out.n, room),
	    LZMA_OK);
	return out;
}

static struct bytes
xz_of(struct bytes in)
{
	return xz_preset(in, 0);
}

/* As a stream whose size is not told, with a window of 2 to the log bytes. */
static struct bytes
zstd_window(struct bytes in, int log)
{
	size_t room = ZSTD_compressBound(in.n);
	struct bytes out = {.p = mem_new(room, 1)};
	ZSTD_CCtx *c = ZSTD_createCCtx();
	ZSTD_inBuffer from = {.src = in.p, .size = in.n};
	ZSTD_outBuffer to = {.dst = out.p, .size = room};

	ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, log);
	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
	ZSTD_compressStream2(c, &to, &from, ZSTD_e_continue);
	assert_int_equal(ZSTD_compressStream2(c, &to, &from, ZSTD_e_end), 0);
	ZSTD_freeCCtx(c);
	out.n = to.pos;
	return out;
}

static struct bytes
zstd_of(struct bytes in)
{
	return zstd_window(in, 20);
}

static const struct {
	const char *name;
	struct bytes (*pack)(struct bytes in);
} packers[] = {
    {"gzip", gzip_of},
    {"xz", xz_of},
    {"zstd", zstd_of},
};

static void
file_put(const char *name, struct bytes b)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(b.p, 1, b.n, f), b.n);
	assert_int_equal(fclose(f), 0);
}

static struct source *
source_file(struct bytes b)
{
	struct error e;

	file_put("file", b);
	struct source *s = source_open("file", &e);
	assert_non_null(s);
	return s;
}

/*
 * A child that writes b into our standard input, step bytes at a time; when
 * that is one byte, each read(2) gets one (a pipe of packets).
 */
static struct source *
source_pipe(struct bytes b, size_t step)
{
	struct error e;
	int ends[2];

	assert_int_equal(pipe2(ends, step == 1 ? O_DIRECT : 0), 0);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		for (size_t i = 0; i < b.n; i += step) {
			size_t n = b.n - i < step ? b.n - i : step;
			if (write(ends[1], b.p + i, n) != (ssize_t)n)
				break;
		}
		_exit(0);
	}
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	close(ends[1]);
	struct source *s = source_open("-", &e);
	assert_non_null(s);
	return s;
}

static void
pipe_free(struct source *s)
{
	source_free(s);
	dup2(saved_stdin, STDIN_FILENO);
	wait(NULL);
}

/* Reads all, ask bytes at a time; *result is 0, or the code of the error. */
static struct bytes
slurp(struct source *s, size_t ask, int *result)
{
	struct input in = source_input(s);
	char *p = mem_new(ask, 1);
	struct error e = {0};
	struct buf all;
	ssize_t got;

	buf_init(&all, 64 * MIB);
	while ((got = in.read(in.context, p, ask, &e)) > 0) {
		assert_true((size_t)got <= ask);
		buf_add(&all, p, (size_t)got);
	}
	free(p);
	*result = got == 0 ? 0 : (int)e.code;
	size_t n = all.len;
	return (struct bytes){.p = buf_take(&all), .n = n};
}

static void
assert_bytes(struct bytes got, struct bytes want)
{
	assert_int_equal(got.n, want.n);
	if (want.n > 0)
		assert_memory_equal(got.p, want.p, want.n);
}

/* All that is left of s is want, and then the end or this error. */
static void
assert_reads(struct source *s, size_t ask, struct bytes want, int result)
{
	int code;
	struct bytes got = slurp(s, ask, &code);

	assert_bytes(got, want);
	assert_int_equal(code, result);
	free(got.p);
}

static void
test_open_refuses(void **state)
{
	static const struct {
		const char *path;
		const char *text;
	} cases[] = {
	    {"none", "cannot open 'none': No such file or directory"},
	    {"file/x", "cannot open 'file/x': Not a directory"},
	    {"", "cannot open '': No such file or directory"},
	    {".", "cannot read '.': Is a directory"},
	};
	struct error e;

	(void)state;
	file_put("file", borrow("", 0));
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_null(source_open(cases[i].path, &e));
		assert_int_equal(e.code, ERR_NOINPUT);
		assert_string_equal(e.text, cases[i].text);
	}
}

/* Without the right to read; in a child, as root has every right. */
static void
test_open_forbidden(void **state)
{
	int status;

	(void)state;
	file_put("file", borrow("x", 1));
	assert_int_equal(chmod("file", 0), 0);
	assert_int_equal(chmod(".", 0755), 0);
	pid_t child = fork();
	if (child == 0) {
		struct error e;
		if (geteuid() == 0 && seteuid(65534) != 0)
			_exit(1);
		_exit(source_open("file", &e) != NULL ||
		      e.code != ERR_NOINPUT ||
		      strcmp(e.text, "cannot open 'file': Permission denied"));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(unlink("file"), 0);
}

static void
test_open_terminal(void **state)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	struct error e;

	(void)state;
	if (terminal == -1 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
		skip();
	int side = open(ptsname(terminal), O_RDWR | O_NOCTTY);
	assert_int_not_equal(side, -1);
	assert_null(source_open(ptsname(terminal), &e));
	assert_int_equal(e.code, ERR_NOINPUT);
	assert_non_null(strstr(e.text, "is a terminal"));
	dup2(side, STDIN_FILENO);
	assert_null(source_open(NULL, &e));
	assert_int_equal(e.code, ERR_NOINPUT);
	assert_string_equal(e.text,
	    "standard input is a terminal; name a file or pipe a feed in");
	dup2(saved_stdin, STDIN_FILENO);
	close(side);
	close(terminal);
}

static void
test_standard_input_errors(void **state)
{
	struct error e;
	char c;

	(void)state;
	close(STDIN_FILENO);
	assert_null(source_open("-", &e));
	assert_int_equal(e.code, ERR_NOINPUT);
	assert_string_equal(
	    e.text, "cannot open standard input: Bad file descriptor");

	/* Open, but for writing only. */
	int fd = open("/dev/null", O_WRONLY);
	dup2(fd, STDIN_FILENO);
	struct source *s = source_open("-", &e);
	assert_non_null(s);
	struct input in = source_input(s);
	assert_int_equal(in.read(in.context, &c, 1, &e), -1);
	assert_int_equal(e.code, ERR_SYSTEM);
	assert_string_equal(
	    e.text, "cannot read standard input: Bad file descriptor");
	source_free(s);
	if (fd != STDIN_FILENO)
		close(fd);
	dup2(saved_stdin, STDIN_FILENO);
}

/* Plain documents, short ones of all lengths around the magic bytes too. */
static void
test_plain(void **state)
{
	static const size_t asks[] = {1, 2, 5, 100, 70000};
	static const size_t sizes[] = {0, 1, 2, 3, 5, 6, 7, 8, 65536, 200000};

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct bytes b = text_new(sizes[i], 1);
		for (size_t j = 0; j < COUNT(asks); j++) {
			struct source *s = source_file(b);
			assert_string_equal(source_name(s), "file");
			assert_int_equal(source_size(s), b.n);
			assert_reads(s, asks[j], b, 0);
			assert_int_equal(source_at(s), b.n);
			assert_reads(s, asks[j], borrow("", 0), 0);
			source_free(s);
		}
		free(b.p);
	}
}

static void
test_pipe(void **state)
{
	static const size_t steps[] = {1, 4, 4096};
	struct bytes b = text_new(9000, 2);

	(void)state;
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct source *s = source_pipe(b, steps[i]);
		assert_string_equal(source_name(s), "standard input");
		assert_int_equal(source_size(s), 0);
		assert_reads(s, 700, b, 0);
		pipe_free(s);
	}
	free(b.p);
}

/* What only looks like a beginning of something compressed is plain. */
static void
test_almost_compressed(void **state)
{
	static const char *const texts[] = {"\x1F", "\x1FX", "\xFD",
	    "\xFD\067zXZ", "\x28\xB5\x2F", "\x60\x2A\x4D\x18"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct bytes b = copy(texts[i], strlen(texts[i]));
		struct source *s = source_file(b);
		assert_reads(s, 100, b, 0);
		source_free(s);
		free(b.p);
	}
}

/* "hi\n" as a gzip member of one stored block, by RFC 1951 and 1952. */
static const unsigned char hi_gzip[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255,
    0x01, 3, 0, 0xFC, 0xFF, 'h', 'i', '\n', 0x7A, 0x7A, 0x6F, 0xED, 3, 0, 0, 0};

/* "hi\n" as a Zstandard frame of one raw block, by RFC 8878. */
static const unsigned char hi_zstd[] = {
    0x28, 0xB5, 0x2F, 0xFD, 0x20, 3, 0x19, 0, 0, 'h', 'i', '\n'};

/* A skippable frame of two bytes. */
static const unsigned char skip_zstd[] = {
    0x5A, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 'x', 'y'};

static void
test_by_hand(void **state)
{
	struct bytes gzip = copy(hi_gzip, sizeof(hi_gzip));
	struct bytes zstd = copy(hi_zstd, sizeof(hi_zstd));
	struct bytes skipped = join(
	    copy(skip_zstd, sizeof(skip_zstd)), copy(hi_zstd, sizeof(hi_zstd)));
	struct bytes all[] = {gzip, zstd, skipped};

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++) {
		struct source *s = source_file(all[i]);
		assert_reads(s, 1, borrow("hi\n", 3), 0);
		source_free(s);
		free(all[i].p);
	}
}

static void
test_compressed(void **state)
{
	static const size_t sizes[] = {0, 1, 300000};
	struct error e;

	(void)state;
	for (size_t i = 0; i < COUNT(packers); i++) {
		for (size_t j = 0; j < COUNT(sizes); j++) {
			struct bytes b = text_new(sizes[j], 3);
			struct bytes packed = packers[i].pack(b);
			struct source *s = source_file(packed);
			assert_reads(s, 5000, b, 0);
			assert_int_equal(source_at(s), packed.n);
			assert_int_equal(source_size(s), packed.n);
			assert_int_equal(source_rewind(s, &e), 0);
			assert_reads(s, 1, b, 0);
			source_free(s);
			s = source_pipe(packed, j < 2 ? 1 : packed.n / 2);
			assert_reads(s, 100000, b, 0);
			pipe_free(s);
			free(packed.p);
			free(b.p);
		}
	}
}

/* Members, streams, frames one behind the other; an empty one among them. */
static void
test_concatenated(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(packers); i++) {
		struct bytes a = text_new(1000, 4), b = text_new(70000, 5);
		struct bytes none = text_new(0, 0);
		struct bytes packed = join(packers[i].pack(a),
		    join(packers[i].pack(none), packers[i].pack(b)));
		struct bytes want = join(a, b);
		struct source *s = source_file(packed);

		assert_reads(s, 999, want, 0);
		source_free(s);
		free(packed.p);
		free(want.p);
		free(none.p);
	}
}

/* Compressed twice: what comes out is the inner file, not decoded again. */
static void
test_nested(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(packers); i++) {
		struct bytes b = text_new(1000, 6);
		struct bytes inner = gzip_of(b);
		struct bytes packed = packers[i].pack(inner);
		struct source *s = source_file(packed);

		assert_reads(s, 4096, inner, 0);
		source_free(s);
		free(packed.p);
		free(inner.p);
		free(b.p);
	}
}

/* Zero bytes behind the data: gzip's padding, xz's in fours, not zstd's. */
static void
test_behind(void **state)
{
	static const struct {
		size_t packer;
		const char *behind;
		size_t n;
		int result;
	} cases[] = {
	    {0, "\0\0\0\0\0", 5, 0},
	    {0, "\0\0x", 3, ERR_INPUT},
	    {0, "junk", 4, ERR_INPUT},
	    {1, "\0\0\0\0", 4, 0},
	    {1, "\0\0\0", 3, ERR_INPUT},
	    {1, "junk", 4, ERR_INPUT},
	    {2, "\0\0\0\0", 4, ERR_INPUT},
	    {2, "junk", 4, ERR_INPUT},
	    {2, "j", 1, ERR_INPUT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct bytes b = text_new(50, 7);
		struct bytes packed = join(packers[cases[i].packer].pack(b),
		    copy(cases[i].behind, cases[i].n));
		struct source *s = source_file(packed);

		assert_reads(s, 1000, b, cases[i].result);
		source_free(s);
		free(packed.p);
		free(b.p);
	}
}

/*
 * Cut anywhere: a beginning of the text and then the error, again and again,
 * also after going back; looking is no error.
 */
static void
test_cut(void **state)
{
	struct error e;
	size_t len;
	bool whole;

	(void)state;
	for (size_t i = 0; i < COUNT(packers); i++) {
		struct bytes b = text_new(200000, 8);
		struct bytes packed = packers[i].pack(b);
		for (size_t cut = 6; cut < packed.n; cut += packed.n / 41) {
			struct source *s =
			    source_file((struct bytes){packed.p, cut});
			int code;

			struct bytes got = slurp(s, 4096, &code);
			assert_int_equal(code, ERR_INPUT);
			assert_true(got.n < b.n);
			assert_memory_equal(got.p, b.p, got.n);
			if (cut > packed.n * 9 / 10)
				assert_true(got.n > b.n / 3);
			assert_reads(s, 9, borrow("", 0), ERR_INPUT);
			assert_int_equal(source_rewind(s, &e), 0);
			assert_reads(s, 70000, got, ERR_INPUT);
			assert_non_null(source_peek(s, b.n, &len, &whole, &e));
			assert_true(whole);
			assert_int_equal(len, got.n);
			assert_reads(s, 70000, got, ERR_INPUT);
			free(got.p);
			source_free(s);
		}
		free(packed.p);
		free(b.p);
	}
}

/* What is told of a cut and of a wrong byte; never more than was packed. */
static void
test_damage_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(packers); i++) {
		struct bytes b = text_new(3000, 9);
		struct bytes packed = packers[i].pack(b);
		struct error e;
		char text[4000];
		struct input in;

		packed.p[packed.n / 2] ^= 0x55;
		struct source *s = source_file(packed);
		in = source_input(s);
		while (in.read(in.context, text, sizeof(text), &e) > 0)
			continue;
		assert_int_equal(e.code, ERR_INPUT);
		assert_string_equal(e.text, "compressed data is damaged");
		source_free(s);

		packed.p[packed.n / 2] ^= 0x55;
		packed.n--;
		s = source_file(packed);
		in = source_input(s);
		while (in.read(in.context, text, sizeof(text), &e) > 0)
			continue;
		assert_string_equal(e.text, "compressed data ends early");
		source_free(s);
		free(packed.p);
		free(b.p);
	}
}

/* Windows: 64 MiB is decoded (xz -9 wants that), 128 MiB is refused. */
static void
test_windows(void **state)
{
	struct bytes b = text_new(2000, 10);
	struct {
		struct bytes packed;
		int result;
	} cases[] = {
	    {xz_preset(b, 9), 0},
	    {zstd_window(b, 26), 0},
	    {zstd_window(b, 27), ERR_INPUT},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct source *s = source_file(cases[i].packed);
		struct bytes none = {b.p, 0};
		assert_reads(
		    s, 4096, cases[i].result == 0 ? b : none, cases[i].result);
		source_free(s);
		free(cases[i].packed.p);
	}
	free(b.p);
}

/* An xz header that asks for a dictionary of 128 MiB. */
static void
test_window_xz(void **state)
{
	lzma_options_lzma lzma;
	lzma_filter filters[] = {
	    {LZMA_FILTER_LZMA2, &lzma}, {LZMA_VLI_UNKNOWN, NULL}};
	struct bytes out = {.p = mem_new(1000, 1)};

	(void)state;
	lzma_lzma_preset(&lzma, 0);
	lzma.dict_size = 128 * MIB;
	assert_int_equal(
	    lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC32, NULL,
		(const uint8_t *)"hi\n", 3, (uint8_t *)out.p, &out.n, 1000),
	    LZMA_OK);
	struct source *s = source_file(out);
	assert_reads(s, 100, borrow("", 0), ERR_INPUT);
	source_free(s);
	free(out.p);
}

static void
test_rewind(void **state)
{
	struct bytes b = text_new(200000, 11);
	struct bytes packed = gzip_of(b);
	struct source *all[] = {source_file(b), source_pipe(b, 5000), NULL};
	char head[1000];
	struct error e;

	(void)state;
	all[2] = source_file(packed);
	for (size_t i = 0; i < COUNT(all); i++) {
		struct input in = source_input(all[i]);
		/* Before all, after one byte, after some, after all. */
		assert_int_equal(source_rewind(all[i], &e), 0);
		assert_int_equal(in.read(in.context, head, 1, &e), 1);
		assert_int_equal(source_rewind(all[i], &e), 0);
		assert_true(in.read(in.context, head, 1000, &e) > 0);
		assert_memory_equal(head, b.p, 1);
		assert_int_equal(source_rewind(all[i], &e), 0);
		assert_reads(all[i], 70000, b, 0);
		assert_int_equal(source_rewind(all[i], &e), 0);
		assert_reads(all[i], 333, b, 0);
	}
	source_free(all[0]);
	source_free(all[2]);
	pipe_free(all[1]);
	free(packed.p);
	free(b.p);
}

/* A pipe goes back within LIMIT_REWIND bytes and not beyond. */
static void
test_rewind_limit(void **state)
{
	struct bytes b = text_new(LIMIT_REWIND + 3 * 65536, 12);
	struct source *s = source_pipe(b, 65536);
	struct input in = source_input(s);
	char *p = mem_new(65536, 1);
	struct error e;
	size_t have = 0, len;
	bool whole;

	(void)state;
	while (have < LIMIT_REWIND) {
		size_t ask = LIMIT_REWIND - have;
		ssize_t got =
		    in.read(in.context, p, ask < 65536 ? ask : 65536, &e);
		assert_true(got > 0);
		have += (size_t)got;
	}
	assert_int_equal(source_rewind(s, &e), 0);
	assert_reads(s, 65536, b, 0);
	assert_int_equal(source_rewind(s, &e), -1);
	assert_int_equal(e.code, ERR_INPUT);
	assert_string_equal(e.text,
	    "only the first 8 MiB of a pipe can be read again; "
	    "write it to a file first");
	assert_null(source_peek(s, 1, &len, &whole, &e));
	pipe_free(s);

	/* Looking at the most that is allowed, then reading on. */
	s = source_pipe(b, 65536);
	assert_memory_equal(
	    source_peek(s, b.n, &len, &whole, &e), b.p, LIMIT_REWIND);
	assert_int_equal(len, LIMIT_REWIND);
	assert_false(whole);
	assert_reads(s, 65536, b, 0);
	pipe_free(s);
	free(p);
	free(b.p);
}

/* Bytes in use on the heap; none are counted under a sanitizer. */
static size_t
heap(void)
{
	struct mallinfo2 m = mallinfo2();

	return m.uordblks + m.hblkhd;
}

/* What is kept in memory: little for little, nothing that is of no use. */
static void
test_memory(void **state)
{
	struct bytes small = text_new(1000, 17);
	struct bytes large = text_new(LIMIT_REWIND + MIB, 18);
	struct error e;
	size_t len;
	bool whole;

	(void)state;
	size_t before = heap();
	struct source *s = source_pipe(small, 500);
	assert_reads(s, 100, small, 0);
	assert_true(heap() <= before + 100000);
	pipe_free(s);
	s = source_pipe(large, 65536);
	assert_reads(s, 65536, large, 0);
	assert_true(heap() <= before + 100000);
	pipe_free(s);
	s = source_file(large);
	assert_non_null(source_peek(s, 4 * MIB, &len, &whole, &e));
	assert_reads(s, 65536, large, 0);
	assert_true(heap() <= before + 100000);
	source_free(s);
	s = source_file(borrow(large.p, 4 * MIB));
	assert_reads(s, 65536, borrow(large.p, 4 * MIB), 0);
	assert_true(heap() <= before + 100000);
	source_free(s);
	free(small.p);
	free(large.p);
}

static void
test_peek(void **state)
{
	static const struct {
		size_t size, n, len;
		bool whole;
	} cases[] = {
	    {0, 0, 0, true},
	    {0, 10, 0, true},
	    {1, 0, 0, false},
	    {10, 9, 9, false},
	    {10, 10, 10, true},
	    {10, 11, 10, true},
	    {100000, 1, 1, false},
	    {100000, 99999, 99999, false},
	    {100000, 100000, 100000, true},
	    {100000, LIMIT_REWIND * 2, 100000, true},
	};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT(cases); i++) {
		size_t c = i / 2;
		struct bytes b = text_new(cases[c].size, 13);
		struct source *s =
		    i % 2 == 0 ? source_file(b) : source_pipe(b, 4096);
		struct error e;
		size_t len;
		bool whole;
		for (int times = 0; times < 3; times++) {
			const char *p =
			    source_peek(s, cases[c].n, &len, &whole, &e);
			assert_non_null(p);
			assert_bytes(
			    borrow(p, len), (struct bytes){b.p, cases[c].len});
			assert_int_equal(whole, cases[c].whole);
			/* A short look, then a longer one, then after all. */
			if (times == 1)
				assert_reads(s, 3000, b, 0);
		}
		assert_reads(s, 3000, b, 0);
		if (i % 2 == 0)
			source_free(s);
		else
			pipe_free(s);
		free(b.p);
	}
}

static void
test_tail(void **state)
{
	struct bytes b = text_new(5000, 14);
	struct bytes packed = gzip_of(b);
	char p[6000];

	(void)state;
	struct source *s = source_file(b);
	assert_int_equal(source_tail(s, p, 100), 100);
	assert_memory_equal(p, b.p + 4900, 100);
	assert_int_equal(source_tail(s, p, 6000), 5000);
	assert_memory_equal(p, b.p, 5000);
	assert_int_equal(source_tail(s, p, 0), 0);
	assert_reads(s, 700, b, 0);
	assert_int_equal(source_tail(s, p, 1), 1);
	source_free(s);

	s = source_file(packed);
	assert_int_equal(source_tail(s, p, 100), 0);
	assert_reads(s, 700, b, 0);
	source_free(s);

	s = source_pipe(b, 4096);
	assert_int_equal(source_tail(s, p, 100), 0);
	assert_reads(s, 700, b, 0);
	pipe_free(s);
	free(packed.p);
	free(b.p);
}

/* Standard input that is a file begins where its reader before us stopped. */
static void
test_redirected(void **state)
{
	struct bytes b = text_new(3000, 15);
	struct bytes rest = {b.p + 1000, 2000};
	struct error e;
	char p[3000];

	(void)state;
	file_put("file", b);
	int fd = open("file", O_RDONLY);
	assert_int_equal(lseek(fd, 1000, SEEK_SET), 1000);
	dup2(fd, STDIN_FILENO);
	close(fd);
	struct source *s = source_open(NULL, &e);
	assert_int_equal(source_size(s), 2000);
	assert_int_equal(source_tail(s, p, 3000), 2000);
	assert_memory_equal(p, rest.p, 2000);
	assert_reads(s, 10000, rest, 0);
	assert_int_equal(source_rewind(s, &e), 0);
	assert_reads(s, 10, rest, 0);
	source_free(s);
	assert_int_not_equal(fcntl(STDIN_FILENO, F_GETFD), -1);
	dup2(saved_stdin, STDIN_FILENO);
	free(b.p);
}

/* A pipe that somebody set not to block is waited for all the same. */
static void
test_nonblocking(void **state)
{
	struct bytes b = text_new(20000, 16);
	struct source *s = source_pipe(b, 1000);

	(void)state;
	fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
	assert_reads(s, 5000, b, 0);
	pipe_free(s);
	free(b.p);
}

static void
assert_head(struct source *s, struct bytes b, size_t n)
{
	char p[6000];
	size_t len;
	struct error e;

	assert_int_equal(source_head(s, p, n, &len, &e), 0);
	assert_int_equal(len, n < b.n ? n : b.n);
	assert_memory_equal(p, b.p, len);
	assert_reads(s, 700, b, 0);
}

/* The first bytes, and all of them again. */
static void
test_head(void **state)
{
	struct bytes b = text_new(5000, 15);
	struct bytes packed = gzip_of(b);
	struct bytes both[] = {b, borrow("", 0)};
	char p[100];
	size_t len;
	struct error e;

	(void)state;
	for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++) {
		struct source *s = source_file(both[i]);
		assert_head(s, both[i], 100);
		source_free(s);
		s = source_file(both[i]);
		assert_head(s, both[i], 6000);
		source_free(s);
		s = source_pipe(both[i], 700);
		assert_head(s, both[i], 4096);
		pipe_free(s);
	}
	struct source *s = source_file(packed);
	assert_int_equal(source_head(s, p, sizeof(p), &len, &e), 1);
	assert_int_equal(len, 0);
	assert_reads(s, 700, b, 0);
	source_free(s);
	s = source_pipe(packed, 3);
	assert_int_equal(source_head(s, p, sizeof(p), &len, &e), 1);
	assert_reads(s, 700, b, 0);
	pipe_free(s);
	free(packed.p);
	free(b.p);
}

static void
test_free_nothing(void **state)
{
	(void)state;
	source_free(NULL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_open_refuses),
	    cmocka_unit_test(test_open_forbidden),
	    cmocka_unit_test(test_open_terminal),
	    cmocka_unit_test(test_standard_input_errors),
	    cmocka_unit_test(test_plain),
	    cmocka_unit_test(test_pipe),
	    cmocka_unit_test(test_almost_compressed),
	    cmocka_unit_test(test_by_hand),
	    cmocka_unit_test(test_compressed),
	    cmocka_unit_test(test_concatenated),
	    cmocka_unit_test(test_nested),
	    cmocka_unit_test(test_behind),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_damage_words),
	    cmocka_unit_test(test_windows),
	    cmocka_unit_test(test_window_xz),
	    cmocka_unit_test(test_rewind),
	    cmocka_unit_test(test_rewind_limit),
	    cmocka_unit_test(test_memory),
	    cmocka_unit_test(test_peek),
	    cmocka_unit_test(test_tail),
	    cmocka_unit_test(test_head),
	    cmocka_unit_test(test_redirected),
	    cmocka_unit_test(test_nonblocking),
	    cmocka_unit_test(test_free_nothing),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
