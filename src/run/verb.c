/*
 * What verbs say on standard error: lines that are fit for a terminal.
 */
#include "run/verb.h"

#include <stdio.h>

#include "run/options.h"

/*
 * Bytes that a terminal obeys: ASCII's controls, and U+0080 to U+009F, which
 * in UTF-8 are 0xC2 and a byte below 0xA0.
 */
void
verb_warn(const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	for (; *s != '\0'; s++) {
		if (s[0] == 0xC2 && s[1] >= 0x80 && s[1] < 0xA0) {
			putc('?', stderr);
			s++;
		} else {
			putc(*s < 0x20 || *s == 0x7F ? '?' : *s, stderr);
		}
	}
	putc('\n', stderr);
}

int
verb_fail(const struct options *options, const struct error *e)
{
	const struct verb *verb = options->verb;

	fputs("feedloom: ", stderr);
	verb_warn(e->text);
	if (e->code == ERR_USAGE)
		fprintf(stderr, "try 'feedloom %s%s--help'\n",
		    verb == NULL ? "" : verb->name, verb == NULL ? "" : " ");
	return error_exit(e->code);
}
