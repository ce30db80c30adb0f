/*
 * mbox (RFC 4155), which has one file for all and so needs locks.  A message is
 * there when its header says so, which it does when all of the rest is on the
 * disk: what a process that was killed has left is known, and goes.
 */
#include "sink/mbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "sink/letter.h"
#include "sink/mbox_lock.h"
#include "sink/mbox_scan.h"
#include "sink/outdir.h"
#include "sink/path.h"

struct mbox {
	const char *path; /* for messages */
	int fd;
	off_t size;	 /* of what stays, whatever happens */
	size_t mark;	 /* where in text its header is */
	struct buf text; /* of the message, as a part of the file */
};

/* What will be written, but for blank lines before it. */
static int
compose(struct mbox *m, const char *unique, const char *sender, int64_t when,
    int fd, struct error *e)
{
	struct date date = {.seconds = when};
	char words[DATE_TEXT];

	date_asctime(&date, words);
	buf_printf(&m->text, "From %s %s\n", sender, words);
	m->mark = m->text.len;
	buf_printf(&m->text, MBOX_PART "%s\n", unique);
	return letter_read_quoted(fd, &m->text, e);
}

/* Whether all from there on is the begin of what would be written. */
static bool
is_part(const struct mbox *m, off_t from, off_t size)
{
	size_t left = (size_t)(size - from), at = 0;
	char part[16 * KIB];

	if (left > m->text.len)
		return false;
	while (at < left) {
		ssize_t n = TEMP_FAILURE_RETRY(
		    pread(m->fd, part, sizeof(part), from + (off_t)at));
		if (n <= 0 || memcmp(part, m->text.data + at, (size_t)n) != 0)
			return false;
		at += (size_t)n;
	}
	return true;
}

/* The file as it is to stay: without a part of this message in the end. */
static int
settle(struct mbox *m, const struct mbox_scan *scan)
{
	m->size = scan->size;
	if (scan->part == -1 || !is_part(m, scan->part, scan->size))
		return 0;
	m->size = scan->part;
	return ftruncate(m->fd, m->size);
}

/* What has to be written for the message to begin a line behind a blank one. */
static const char *
before(const struct mbox_scan *scan, off_t size)
{
	if (size == 0 || size < scan->size ||
	    (scan->ended[0] == '\n' && scan->ended[1] == '\n'))
		return "";
	return scan->ended[1] == '\n' ? "\n" : "\n\n";
}

static int
flush(const struct mbox *m)
{
	return TEMP_FAILURE_RETRY(fdatasync(m->fd));
}

/* 0, or -1 with errno. */
static int
append(const struct mbox *m, const char *blank)
{
	size_t n = strlen(blank);
	off_t mark = m->size + (off_t)(n + m->mark);
	const size_t name = strlen(MBOX_WHOLE);

	if (lseek(m->fd, m->size, SEEK_SET) == -1 ||
	    TEMP_FAILURE_RETRY(write(m->fd, blank, n)) != (ssize_t)n ||
	    letter_write(m->fd, &m->text) == -1 || flush(m) == -1)
		return -1;
	if (pwrite(m->fd, MBOX_WHOLE, name, mark) != (ssize_t)name)
		return -1;
	return flush(m);
}

static int
put(struct mbox *m, const char *unique, bool *again, struct error *e)
{
	struct mbox_scan scan;

	if (mbox_scan(&scan, m->fd, unique) == -1)
		return error_errno(
		    e, ERR_WRITE, "cannot read the mbox '%s'", m->path);
	*again = scan.whole;
	/* Whoever put it may have been killed before it was sure to last. */
	if (*again && flush(m) == 0)
		return 0;
	if (*again)
		return error_errno(
		    e, ERR_WRITE, "cannot write to the mbox '%s'", m->path);
	if (scan.size > (off_t)(LIMIT_MBOX - m->text.len))
		return error_set(e, ERR_WRITE,
		    "the mbox '%s' would be larger than %zu MiB", m->path,
		    LIMIT_MBOX / MIB);
	if (settle(m, &scan) == 0 && append(m, before(&scan, m->size)) == 0)
		return 0;
	int saved = errno;
	if (ftruncate(m->fd, m->size) == 0)
		(void)flush(m);
	errno = saved;
	return error_errno(
	    e, ERR_WRITE, "cannot write to the mbox '%s'", m->path);
}

/* A regular file that we may write, made when it is missing. */
static int
open_file(struct mbox *m, int folder, struct error *e)
{
	const char *file = path_file(m->path);
	struct stat st;

	m->fd = openat(folder, file,
	    O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	if (m->fd == -1)
		return error_errno(
		    e, ERR_CREATE, "cannot open the mbox '%s'", m->path);
	if (fstat(m->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return error_set(
		    e, ERR_CREATE, "the mbox '%s' is no file", m->path);
	if (st.st_size > 0 || fsync(folder) == 0 || errno == EINVAL)
		return 0;
	return error_errno(e, ERR_WRITE, "cannot write to '%s'", m->path);
}

static int
put_locked(struct mbox *m, int folder, const char *unique, bool *again,
    struct error *e)
{
	struct mbox_lock lock;

	if (mbox_lock(&lock, folder, path_file(m->path)) == -1)
		return error_errno(
		    e, ERR_SYSTEM, "cannot lock the mbox '%s'", m->path);
	int result = open_file(m, folder, e);
	if (result == 0 && mbox_lock_open(m->fd) == -1)
		result = error_errno(
		    e, ERR_SYSTEM, "cannot lock the mbox '%s'", m->path);
	if (result == 0)
		result = put(m, unique, again, e);
	/* The next one, which finds the message, takes a lock that stays. */
	if (mbox_unlock(&lock) == -1 && result == 0)
		result = error_errno(
		    e, ERR_SYSTEM, "cannot unlock the mbox '%s'", m->path);
	return result;
}

int
mbox_put(const char *path, const char *unique, const char *sender, int64_t when,
    int fd, bool *again, struct error *e)
{
	struct mbox m = {.path = path, .fd = -1};
	char *folder = path_folder(path);
	struct outdir *outer = outdir_open(folder, e);

	buf_init(&m.text, LIMIT_MAIL);
	int result = outer == NULL ? -1 : 0;
	if (result == 0)
		result = compose(&m, unique, sender, when, fd, e);
	if (result == 0)
		result =
		    put_locked(&m, outdir_descriptor(outer), unique, again, e);
	if (m.fd != -1)
		close(m.fd);
	buf_clear(&m.text);
	outdir_free(outer);
	free(folder);
	return result;
}
