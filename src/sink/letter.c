/*
 * A message without the CR of its line ends; for an mbox with the quotes that
 * qmail began with: ">From " becomes ">>From ", so that all can be undone.
 */
#include "sink/letter.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/limits.h"

static int
read_all(int fd, struct buf *all, struct error *e)
{
	char part[16 * KIB];
	off_t at = 0;
	ssize_t n;

	while (
	    (n = TEMP_FAILURE_RETRY(pread(fd, part, sizeof(part), at))) > 0) {
		buf_add(all, part, (size_t)n);
		at += n;
	}
	if (n == -1)
		return error_errno(e, ERR_SYSTEM, "the message cannot be read");
	if (buf_full(all))
		return error_set(e, ERR_INPUT, "the message is too large");
	return 0;
}

/* ">*From " */
static bool
is_from(const char *line, size_t len)
{
	while (len > 0 && *line == '>') {
		line++;
		len--;
	}
	return ascii_starts(line, len, "From ");
}

static int
add_lines(int fd, bool quoted, struct buf *out, struct error *e)
{
	struct buf all;

	buf_init(&all, LIMIT_MAIL);
	int result = read_all(fd, &all, e);
	const char *p = buf_text(&all);
	size_t left = result == 0 ? all.len : 0;
	while (left > 0) {
		const char *end = memchr(p, '\n', left);
		size_t n = end == NULL ? left : (size_t)(end - p);
		size_t line = n > 0 && p[n - 1] == '\r' ? n - 1 : n;
		if (quoted && is_from(p, line))
			buf_putc(out, '>');
		buf_add(out, p, line);
		buf_putc(out, '\n');
		p += n + (end != NULL);
		left -= n + (end != NULL);
	}
	if (quoted)
		buf_putc(out, '\n');
	buf_clear(&all);
	if (result == 0 && buf_full(out))
		return error_set(e, ERR_INPUT, "the message is too large");
	return result;
}

int
letter_read(int fd, struct buf *out, struct error *e)
{
	return add_lines(fd, false, out, e);
}

int
letter_read_quoted(int fd, struct buf *out, struct error *e)
{
	return add_lines(fd, true, out, e);
}

int
letter_write(int fd, const struct buf *text)
{
	for (size_t at = 0; at < text->len;) {
		ssize_t n = TEMP_FAILURE_RETRY(
		    write(fd, text->data + at, text->len - at));
		if (n == -1)
			return -1;
		at += (size_t)n;
	}
	return 0;
}
