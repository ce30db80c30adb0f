/*
 * What verbs say on standard error: lines that are fit for a terminal.
 */
#include "cli/verb.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "cli/options.h"

/*
 * What a terminal obeys are ASCII's controls, and U+0080 to U+009F, which in
 * UTF-8 are 0xC2 and a byte below 0xA0.
 */
static void
add_piece(struct buf *out, const struct utf8_piece *piece)
{
	for (size_t i = 0; i < piece->len; i++) {
		unsigned char c = (unsigned char)piece->text[i];
		if (c == 0xC2 && (unsigned char)piece->text[i + 1] < 0xA0) {
			buf_putc(out, '?');
			i++;
		} else {
			buf_putc(out, c < 0x20 || c == 0x7F ? '?' : (char)c);
		}
	}
}

void
verb_text(struct buf *out, const char *text)
{
	const char *end = text + strlen(text);
	struct utf8_piece piece;

	while (utf8_next(&text, end, &piece))
		add_piece(out, &piece);
}

void
verb_line(struct buf *out, const char *text)
{
	verb_text(out, text);
	buf_putc(out, '\n');
}

/* In one write, so that lines of two processes do not mix. */
static void
put(struct buf *line)
{
	fputs(buf_text(line), stderr);
	buf_clear(line);
}

void
verb_warn(const char *text)
{
	struct buf line;

	buf_init(&line, 64 * KIB);
	verb_line(&line, text);
	put(&line);
}

int
verb_fail(const struct options *options, const struct error *e)
{
	const struct verb *verb = options->verb;
	struct buf line;

	buf_init(&line, 64 * KIB);
	buf_puts(&line, "feedloom: ");
	verb_line(&line, e->text);
	if (e->code == ERR_USAGE)
		buf_printf(&line, "try 'feedloom %s%s--help'\n",
		    verb == NULL ? "" : verb->name, verb == NULL ? "" : " ");
	put(&line);
	return error_exit(e->code);
}

int64_t
verb_now(const struct options *options)
{
	return options->at.given ? options->at.date.seconds
				 : (int64_t)time(NULL);
}
