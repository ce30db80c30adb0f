/*
 * Quoted-printable, with line feeds for line ends, as mailboxes on Unix have
 * them.  Looks at most a line ahead, so that no text takes long.
 */
#include "render/mail_body.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"

#define LINE 75 /* and "=" */

/* Where "From " begins that would begin a line behind ">"s; or NULL. */
static const char *
from_line(const char *p, const char *end)
{
	const char *q = p;

	while (q < end && *q == '>' && q - p < LINE)
		q++;
	return ascii_starts(q, (size_t)(end - q), "From ") ? q : NULL;
}

/* True for what stands for itself; a blank does within a line only. */
static bool
is_literal(const char *p, const char *end)
{
	if (*p == ' ' || *p == '\t')
		return p + 1 < end && p[1] != '\n';
	return *p > ' ' && *p <= '~' && *p != '=';
}

void
mail_body(const char *text, size_t len, struct buf *out)
{
	const char *end = text + len;
	const char *guarded = from_line(text, end);
	size_t column = 0;

	for (const char *p = text; p < end; p++) {
		bool literal = is_literal(p, end) && p != guarded;
		size_t n = literal ? 1 : 3;

		if (*p == '\n') {
			buf_putc(out, '\n');
			column = 0;
			guarded = from_line(p + 1, end);
			continue;
		}
		if (column + n > LINE) {
			buf_puts(out, "=\n");
			column = 0;
			guarded = from_line(p, end);
			literal = literal && p != guarded;
			n = literal ? 1 : 3;
		}
		if (literal)
			buf_putc(out, *p);
		else
			buf_printf(out, "=%02X", (unsigned char)*p);
		column += n;
	}
}

void
mail_boundary(const struct hash *hash, char out[MAIL_BOUNDARY])
{
	memcpy(out, "=_", 2);
	hash_hex(hash, out + 2);
}
