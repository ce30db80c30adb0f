/*
 * Any bytes make valid UTF-8 of XML's characters, the same for all sizes of
 * reads.  The first byte of the input chooses the sizes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct source {
	const uint8_t *p;
	size_t len;
	size_t chunk;
};

static ssize_t
source_read(void *context, void *p, size_t n, struct error *e)
{
	struct source *s = context;

	(void)e;
	n = n < s->chunk ? n : s->chunk;
	n = n < s->len ? n : s->len;
	memcpy(p, s->p, n);
	s->p += n;
	s->len -= n;
	return (ssize_t)n;
}

static void
must(int is_so)
{
	if (!is_so)
		abort();
}

/* Another way than that of charset.c: decode, then look at the number. */
static void
must_be_text(const unsigned char *s, size_t len)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

	for (size_t at = 0; at < len;) {
		size_t n = s[at] < 0x80		? 1
			   : s[at] >> 5 == 0x06 ? 2
			   : s[at] >> 4 == 0x0E ? 3
			   : s[at] >> 3 == 0x1E ? 4
						: 0;
		must(n > 0 && n <= len - at);
		uint32_t c = n == 1 ? s[at] : s[at] & (0xFFu >> (n + 1));
		for (size_t i = 1; i < n; i++) {
			must(s[at + i] >> 6 == 2);
			c = c << 6 | (s[at + i] & 0x3Fu);
		}
		must(c >= least[n] && c <= 0x10FFFF);
		must(c >= 0x20 || c == '\t' || c == '\n');
		must(c < 0xD800 || c > 0xDFFF);
		must(c != 0xFFFE && c != 0xFFFF);
		at += n;
	}
}

static void
hear(void *context, const struct note *note)
{
	buf_printf(
	    context, "%lu:%lu %s\n", note->line, note->column, note->text);
}

/* Adds the text, then the notes, then the name. */
static void
read_all(const uint8_t *data, size_t size, size_t chunk, size_t room,
    struct buf *out)
{
	struct source source = {data, size, chunk};
	struct buf heard;
	struct notes notes = {hear, &heard};
	struct error e;
	ssize_t n;

	buf_init(&heard, MIB);
	struct charset *c =
	    charset_new((struct input){source_read, &source}, &notes);
	char *p = malloc(room);
	must(p != NULL);
	while ((n = charset_read(c, p, room, &e)) > 0) {
		must((size_t)n <= room);
		must_be_text((unsigned char *)p, (size_t)n);
		buf_add(out, p, (size_t)n);
	}
	must(n == 0);
	buf_add(out, heard.data, heard.len);
	buf_puts(out, charset_name(c));
	charset_free(c);
	buf_clear(&heard);
	free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct buf whole;
	struct buf parts;
	buf_init(&whole, 64 * MIB);
	buf_init(&parts, 64 * MIB);
	read_all(data + 1, size - 1, 1 << 20, 1 << 16, &whole);
	read_all(data + 1, size - 1, 1 + data[0] % 9, 16 + data[0] / 9, &parts);
	must(whole.len == parts.len &&
	     memcmp(buf_text(&whole), buf_text(&parts), whole.len) == 0);
	buf_clear(&whole);
	buf_clear(&parts);
	return 0;
}
