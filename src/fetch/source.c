/*
 * A file or a pipe as a stream of decoded bytes that can be read again.
 *
 * Bytes pass up to three places: raw holds what came from the kernel and is
 * not decoded yet; the caller's memory gets what is decoded; kept holds what
 * was decoded since the first byte, as long as that may be needed again.
 * Nothing is mapped into memory, because a file that shrinks would then end
 * the process; nothing is written; no name says what is inside.
 */
#include "fetch/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "fetch/unpack.h"

#define RAW_SIZE (LIMIT_CHUNK < UNPACK_MAGIC ? UNPACK_MAGIC : LIMIT_CHUNK)
#define RAW_FIRST (RAW_SIZE < 4 * KIB ? RAW_SIZE : 4 * KIB)

struct source {
	int fd;
	char *name;
	const char *quote; /* around the name in a sentence */
	bool standard;	   /* standard input, which is not ours to close */
	bool seekable;	   /* a regular file: kept only when looked at */
	off_t start;	   /* where in the file the document begins */
	uint64_t size;	   /* of the document in the file, 0 if not known */
	size_t part;	   /* bytes of the file that are its own */
	size_t left;	   /* and that may still be read */

	char *raw;
	size_t raw_at;
	size_t raw_len;
	bool raw_end;
	uint64_t taken; /* bytes that came from the kernel */

	bool begun;	       /* whether it is compressed is known */
	struct unpack *unpack; /* NULL for plain bytes */
	enum unpack_state state;

	struct buf kept;
	size_t kept_at;	  /* what of it the reader has had */
	uint64_t decoded; /* bytes since the first; kept has all or none */
};

static int
source_fail(const struct source *s, enum errcode code, const char *verb,
    struct error *e)
{
	return error_errno(
	    e, code, "cannot %s %s%s%s", verb, s->quote, s->name, s->quote);
}

/* What the kind of file says against it: 0, or -1 with the error. */
static int
source_check(const struct source *s, const struct stat *st, struct error *e)
{
	if (S_ISDIR(st->st_mode)) {
		errno = EISDIR;
		return source_fail(s, ERR_NOINPUT, "read", e);
	}
	if (!S_ISCHR(st->st_mode) || !isatty(s->fd))
		return 0;
	if (s->standard)
		return error_set(e, ERR_NOINPUT,
		    "standard input is a terminal; "
		    "name a file or pipe a feed in");
	return error_set(e, ERR_NOINPUT, "'%s' is a terminal", s->name);
}

/* What it is that was opened; fd is -1 with errno when nothing was. */
static int
source_attach(struct source *s, int fd, struct error *e)
{
	struct stat st;

	s->fd = fd;
	if (s->fd == -1 && strstr(s->name, "://") != NULL)
		return error_set(e, ERR_NOINPUT,
		    "'%s' is an address, and only files are read: try "
		    "'curl -fsS %s | feedloom ...'",
		    s->name, s->name);
	if (s->fd == -1 || fstat(s->fd, &st) != 0)
		return source_fail(s, ERR_NOINPUT, "open", e);
	if (source_check(s, &st, e) != 0)
		return -1;
	if (!S_ISREG(st.st_mode))
		return 0;
	s->start = lseek(s->fd, 0, SEEK_CUR);
	if (s->start == -1)
		return source_fail(s, ERR_NOINPUT, "read", e);
	s->seekable = true;
	if (st.st_size > s->start)
		s->size = (uint64_t)(st.st_size - s->start);
	(void)posix_fadvise(s->fd, s->start, 0, POSIX_FADV_SEQUENTIAL);
	return 0;
}

static struct source *
source_new(const char *name, bool standard)
{
	struct source *s = mem_new(1, sizeof(*s));

	s->standard = standard;
	s->part = s->left = SIZE_MAX;
	s->name = mem_str(name);
	s->quote = standard ? "" : "'";
	buf_init(&s->kept, LIMIT_REWIND + LIMIT_CHUNK);
	return s;
}

struct source *
source_open(const char *path, struct error *e)
{
	bool standard = path == NULL || strcmp(path, "-") == 0;
	struct source *s =
	    source_new(standard ? "standard input" : path, standard);
	int fd = standard ? STDIN_FILENO
			  : TEMP_FAILURE_RETRY(
				open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY));

	if (source_attach(s, fd, e) == 0)
		return s;
	source_free(s);
	return NULL;
}

struct source *
source_take(int fd, const char *name)
{
	struct source *s = source_new(name, false);

	s->fd = fd;
	s->start = lseek(fd, 0, SEEK_CUR);
	off_t end = s->start == -1 ? -1 : lseek(fd, 0, SEEK_END);
	if (end != -1 && lseek(fd, s->start, SEEK_SET) == s->start) {
		s->seekable = true;
		s->size = end > s->start ? (uint64_t)(end - s->start) : 0;
	}
	return s;
}

struct source *
source_part(int fd, size_t size, const char *name)
{
	struct source *s = source_take(fd, name);

	s->part = s->left = size;
	s->size = size;
	return s;
}

int
source_descriptor(const struct source *s)
{
	return s->fd;
}

void
source_free(struct source *s)
{
	if (s == NULL)
		return;
	if (!s->standard && s->fd != -1)
		close(s->fd);
	unpack_free(s->unpack);
	buf_clear(&s->kept);
	free(s->raw);
	free(s->name);
	free(s);
}

const char *
source_name(const struct source *s)
{
	return s->name;
}

/* One read(2), without its excuses. */
static ssize_t
raw_read(struct source *s, void *p, size_t n, struct error *e)
{
	struct pollfd ready = {.fd = s->fd, .events = POLLIN};
	ssize_t got = 0;

	if (n > s->left)
		n = s->left;
	while (!s->raw_end && (got = read(s->fd, p, n)) == -1) {
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			(void)poll(&ready, 1, -1);
		else if (errno != EINTR)
			return source_fail(s,
			    errno == EISDIR ? ERR_NOINPUT : ERR_SYSTEM, "read",
			    e);
	}
	if (got == 0)
		s->raw_end = true;
	s->left -= (size_t)got;
	s->taken += (uint64_t)got;
	return got;
}

/*
 * Puts more bytes into raw, behind those that wait there.  At first a few, by
 * which it is known whether the others have to go through it.
 */
static int
raw_fill(struct source *s, struct error *e)
{
	size_t size = s->begun ? RAW_SIZE : RAW_FIRST;

	if (s->raw == NULL)
		s->raw = mem_grow(NULL, RAW_SIZE, 1);
	if (s->raw_at == s->raw_len)
		s->raw_at = s->raw_len = 0;
	ssize_t got = raw_read(s, s->raw + s->raw_len, size - s->raw_len, e);
	if (got == -1)
		return -1;
	s->raw_len += (size_t)got;
	return 0;
}

/* Reads far enough to know what the bytes are. */
static int
source_begin(struct source *s, struct error *e)
{
	while (!s->begun) {
		if (s->raw_len >= UNPACK_MAGIC || s->raw_end) {
			if (unpack_prepare(s->raw, s->raw_len, e) == -1)
				return -1;
			s->unpack = unpack_new(s->raw, s->raw_len);
			s->begun = true;
		} else if (raw_fill(s, e) != 0) {
			return -1;
		}
	}
	return 0;
}

/* Forgets all that was read, for another start at the first byte. */
static void
source_restart(struct source *s)
{
	unpack_free(s->unpack);
	s->unpack = NULL;
	s->state = UNPACK_MORE;
	s->begun = s->raw_end = false;
	s->left = s->part;
	s->raw_at = s->raw_len = 0;
	s->taken = s->decoded = 0;
	buf_clear(&s->kept);
	s->kept_at = 0;
}

static ssize_t
plain_read(struct source *s, void *p, size_t n, struct error *e)
{
	if (s->raw_at == s->raw_len) {
		if (n >= LIMIT_CHUNK)
			return raw_read(s, p, n, e);
		if (raw_fill(s, e) != 0)
			return -1;
	}
	if (n > s->raw_len - s->raw_at)
		n = s->raw_len - s->raw_at;
	memcpy(p, s->raw + s->raw_at, n);
	s->raw_at += n;
	return (ssize_t)n;
}

static ssize_t
packed_end(const struct source *s, struct error *e)
{
	switch (s->state) {
	case UNPACK_CUT:
		return error_set(e, ERR_INPUT, "compressed data ends early");
	case UNPACK_DAMAGED:
		return error_set(e, ERR_INPUT, "compressed data is damaged");
	case UNPACK_LARGE:
		return error_set(e, ERR_INPUT,
		    "compressed data refers back more than %zu MiB; "
		    "decompress it first",
		    LIMIT_WINDOW / MIB);
	default:
		return 0;
	}
}

static ssize_t
packed_read(struct source *s, void *p, size_t n, struct error *e)
{
	struct unpack_io io = {.out = p, .out_len = n};

	while (io.out_len == n) {
		if (s->state != UNPACK_MORE)
			return packed_end(s, e);
		if (s->raw_at == s->raw_len && raw_fill(s, e) != 0)
			return -1;
		io.in = (const unsigned char *)s->raw + s->raw_at;
		io.in_len = s->raw_len - s->raw_at;
		io.last = s->raw_end;
		s->state = unpack_step(s->unpack, &io);
		s->raw_at = s->raw_len - io.in_len;
	}
	return (ssize_t)(n - io.out_len);
}

static ssize_t
source_decode(struct source *s, void *p, size_t n, struct error *e)
{
	if (source_begin(s, e) != 0)
		return -1;
	return s->unpack == NULL ? plain_read(s, p, n, e)
				 : packed_read(s, p, n, e);
}

/* True when kept has all bytes since the first. */
static bool
kept_all(const struct source *s)
{
	return s->decoded == s->kept.len;
}

/*
 * Counts n bytes that the reader is given.  Of a pipe they are kept, until
 * they are too many; of a file nothing is kept any more.
 */
static void
source_pass(struct source *s, const void *p, size_t n)
{
	if (kept_all(s)) {
		if (s->seekable || n > s->kept.max - s->kept.len)
			buf_clear(&s->kept);
		else
			buf_add(&s->kept, p, n);
		s->kept_at = s->kept.len;
	}
	s->decoded += n;
}

static ssize_t
source_read(void *context, void *p, size_t n, struct error *e)
{
	struct source *s = context;

	if (s->kept_at < s->kept.len) {
		if (n > s->kept.len - s->kept_at)
			n = s->kept.len - s->kept_at;
		memcpy(p, s->kept.data + s->kept_at, n);
		s->kept_at += n;
		return (ssize_t)n;
	}
	ssize_t got = source_decode(s, p, n, e);
	if (got > 0)
		source_pass(s, p, (size_t)got);
	return got;
}

struct input
source_input(struct source *s)
{
	return (struct input){.read = source_read, .context = s};
}

int
source_rewind(struct source *s, struct error *e)
{
	if (kept_all(s)) {
		s->kept_at = 0;
		return 0;
	}
	if (!s->seekable)
		return error_set(e, ERR_INPUT,
		    "only the first %zu MiB of a pipe can be read again; "
		    "write it to a file first",
		    LIMIT_REWIND / MIB);
	if (lseek(s->fd, s->start, SEEK_SET) == -1)
		return source_fail(s, ERR_SYSTEM, "read", e);
	source_restart(s);
	return 0;
}

/* Decodes one chunk into kept: 1, 0 at the end, -1. */
static int
source_keep(struct source *s, struct error *e)
{
	struct buf *kept = &s->kept;
	ssize_t got;

	if (!buf_room(kept, LIMIT_CHUNK))
		return error_set(e, ERR_INPUT, "too much to keep");
	got = source_decode(s, kept->data + kept->len, LIMIT_CHUNK, e);
	if (got <= 0)
		return (int)got;
	kept->len += (size_t)got;
	kept->data[kept->len] = '\0';
	s->decoded += (uint64_t)got;
	return 1;
}

const char *
source_peek(
    struct source *s, size_t n, size_t *len, bool *whole, struct error *e)
{
	struct error why;
	int more = 1;

	if (source_rewind(s, e) != 0)
		return NULL;
	if (n > LIMIT_REWIND)
		n = LIMIT_REWIND;
	/* All that a file will need, which would have to move as it grows. */
	if (s->kept.data == NULL)
		buf_room(&s->kept, (s->size < n ? s->size : n) + LIMIT_CHUNK);
	while (more == 1 && s->kept.len <= n)
		more = source_keep(s, &why);
	if (more == -1 && why.code != ERR_INPUT) {
		*e = why;
		return NULL;
	}
	*whole = s->kept.len <= n;
	*len = *whole ? s->kept.len : n;
	return buf_text(&s->kept);
}

/* What a file has at a place, without moving in it; -1 with errno. */
static ssize_t
read_at(const struct source *s, char *p, size_t n, off_t from)
{
	size_t have = 0;

	while (have < n) {
		ssize_t got =
		    pread(s->fd, p + have, n - have, from + (off_t)have);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	return (ssize_t)have;
}

int
source_head(struct source *s, char *p, size_t n, size_t *len, struct error *e)
{
	bool whole;

	*len = 0;
	if (s->seekable) {
		ssize_t got = read_at(s, p, n, s->start);
		if (got == -1)
			return source_fail(s, ERR_SYSTEM, "read", e);
		if (unpack_is(p, (size_t)got))
			return unpack_prepare(p, (size_t)got, e) == -1 ? -1 : 1;
		*len = (size_t)got;
		return 0;
	}
	if (source_begin(s, e) != 0)
		return -1;
	if (s->unpack != NULL)
		return 1;
	const char *kept = source_peek(s, n, len, &whole, e);
	if (kept == NULL)
		return -1;
	memcpy(p, kept, *len);
	return 0;
}

size_t
source_tail(struct source *s, char *p, size_t n)
{
	struct error unused;

	if (!s->seekable || source_begin(s, &unused) != 0 || s->unpack != NULL)
		return 0;
	if (n > s->size)
		n = (size_t)s->size;
	ssize_t got = read_at(s, p, n, s->start + (off_t)(s->size - n));
	return got == -1 ? 0 : (size_t)got;
}

uint64_t
source_given(const struct source *s)
{
	return s->decoded - (s->kept.len - s->kept_at);
}

uint64_t
source_at(const struct source *s)
{
	return s->taken;
}

uint64_t
source_size(const struct source *s)
{
	return s->size;
}
