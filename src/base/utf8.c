/*
 * Makes valid UTF-8 of any bytes.  Each stretch that begins a character and
 * does not end it, and each other byte, becomes one U+FFFD, as chapter 3.9 of
 * the Unicode Standard recommends.
 */
#include "base/utf8.h"

#include <stdint.h>

#include <unistr.h>

bool
utf8_valid(const char *text, size_t len)
{
	return u8_check((const uint8_t *)text, len) == NULL;
}

bool
utf8_next(const char **at, const char *end, struct utf8_piece *piece)
{
	size_t len = (size_t)(end - *at);
	ucs4_t c;

	if (len == 0)
		return false;
	const uint8_t *wrong = u8_check((const uint8_t *)*at, len);
	const char *stop = wrong == NULL ? end : (const char *)wrong;
	if (stop > *at) {
		*piece = (struct utf8_piece){*at, (size_t)(stop - *at)};
		*at = stop;
		return true;
	}
	*piece = (struct utf8_piece){"\xEF\xBF\xBD", 3};
	*at += u8_mbtouc(&c, wrong, len);
	return true;
}

void
utf8_scrub(const char *text, size_t len, struct buf *out)
{
	const char *end = text + len;
	struct utf8_piece piece;

	while (utf8_next(&text, end, &piece))
		buf_add(out, piece.text, piece.len);
}
