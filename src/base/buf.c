/*
 * Growing bytes with a ceiling.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#ifndef BUF_FIRST
#define BUF_FIRST 256
#endif

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void
buf_clear(struct buf *b)
{
	free(b->data);
	buf_init(b, b->max);
}

void
buf_cut(struct buf *b, size_t len)
{
	if (len > b->len)
		return;
	b->len = len;
	b->full = false;
	if (b->data != NULL)
		b->data[len] = '\0';
}

bool
buf_room(struct buf *b, size_t n)
{
	if (b->full || n > b->max - b->len) {
		b->full = true;
		return false;
	}
	if (b->data != NULL && n < b->cap - b->len)
		return true;
	size_t cap = b->cap == 0 ? BUF_FIRST : b->cap;
	while (cap - b->len <= n)
		cap *= 2;
	/* So that what has room needs no look at the ceiling. */
	if (cap - 1 > b->max)
		cap = b->max + 1;
	b->data = mem_grow(b->data, cap, 1);
	b->cap = cap;
	return true;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || !buf_room(b, (size_t)n))
		return;
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_putu(struct buf *b, unsigned long c)
{
	char out[4];

	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		buf_putc(b, (char)c);
	} else if (c < 0x800) {
		out[0] = (char)(0xC0 | (c >> 6));
		out[1] = (char)(0x80 | (c & 0x3F));
		buf_add(b, out, 2);
	} else if (c < 0x10000) {
		out[0] = (char)(0xE0 | (c >> 12));
		out[1] = (char)(0x80 | ((c >> 6) & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		buf_add(b, out, 3);
	} else {
		out[0] = (char)(0xF0 | (c >> 18));
		out[1] = (char)(0x80 | ((c >> 12) & 0x3F));
		out[2] = (char)(0x80 | ((c >> 6) & 0x3F));
		out[3] = (char)(0x80 | (c & 0x3F));
		buf_add(b, out, 4);
	}
}

bool
buf_full(const struct buf *b)
{
	return b->full;
}

const char *
buf_text(const struct buf *b)
{
	return b->data == NULL ? "" : b->data;
}

char *
buf_take(struct buf *b)
{
	char *text = b->data == NULL ? mem_dup("", 0) : b->data;

	b->data = NULL;
	buf_init(b, b->max);
	return text;
}
