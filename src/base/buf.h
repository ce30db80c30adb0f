#ifndef FEEDLOOM_BASE_BUF_H
#define FEEDLOOM_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * Bytes that grow, up to a ceiling given at birth.  What would pass the
 * ceiling is not added and the buffer stays full from then on; a writer adds
 * without looking and its caller asks buf_full once at the end.  data is NULL
 * while nothing was ever added, and ends in a NUL (not counted) after that.
 */
struct buf {
	char *data;
	size_t len;
	size_t cap;
	size_t max;
	bool full;
};

/* An empty buffer of at most max bytes; lives in the caller. */
void buf_init(struct buf *b, size_t max);

/* Frees what it holds; it is empty and of the same ceiling afterwards. */
void buf_clear(struct buf *b);

/* Cuts it to len bytes, keeping the memory; a full buffer may grow again. */
void buf_cut(struct buf *b, size_t len);

/* For n more bytes and the NUL: false, and full, when the ceiling forbids. */
bool buf_room(struct buf *b, size_t n);

static inline void
buf_add(struct buf *b, const void *p, size_t n)
{
	if ((b->full || n >= b->cap - b->len) && !buf_room(b, n))
		return;
	if (n > 0)
		memcpy(b->data + b->len, p, n);
	b->len += n;
	b->data[b->len] = '\0';
}

static inline void
buf_putc(struct buf *b, char c)
{
	if ((b->full || b->cap - b->len < 2) && !buf_room(b, 1))
		return;
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
}

static inline void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A code point as UTF-8; U+FFFD for what is none. */
void buf_putu(struct buf *b, unsigned long codepoint);

/* True when something was refused because of the ceiling. */
bool buf_full(const struct buf *b);

/* The text so far, "" for an empty buffer; borrowed until the next change. */
const char *buf_text(const struct buf *b);

/* The text as a string of the caller's, never NULL; the buffer is empty. */
char *buf_take(struct buf *b);

#endif
