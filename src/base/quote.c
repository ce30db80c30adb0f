/*
 * Words for shells, Lua and systemd.
 */
#include "base/quote.h"

#include <string.h>

#define PLAIN                                                                  \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"       \
	"+,-./:=@_"

static bool
is_plain(const char *text)
{
	return *text != '\0' && text[strspn(text, PLAIN)] == '\0';
}

void
quote_shell(const char *text, struct buf *out)
{
	if (is_plain(text)) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '\'');
	for (; *text != '\0'; text++)
		if (*text == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, *text);
	buf_putc(out, '\'');
}

void
quote_lua(const char *text, struct buf *out)
{
	buf_putc(out, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (c < 0x20 || c == 0x7F) {
			buf_printf(out, "\\%03d", c);
			continue;
		}
		if (c == '"' || c == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

void
quote_systemd(const char *text, struct buf *out)
{
	if (is_plain(text)) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buf_putc(out, '\\');
		else if (*text == '%' || *text == '$')
			buf_putc(out, *text);
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}
