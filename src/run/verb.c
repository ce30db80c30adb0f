/*
 * How a verb that failed says so: once, on standard error, in one or two
 * lines.
 */
#include "run/verb.h"

#include <stdio.h>

#include "run/options.h"

/* Words of the error can hold what a file or the command line holds. */
static void
put_clean(const char *text)
{
	for (const char *s = text; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		putc(c < 0x20 || c == 0x7F ? '?' : c, stderr);
	}
}

int
verb_fail(const struct options *options, const struct error *e)
{
	const struct verb *verb = options->verb;

	fputs("feedloom: ", stderr);
	put_clean(e->text);
	putc('\n', stderr);
	if (e->code == ERR_USAGE)
		fprintf(stderr, "try 'feedloom %s%s--help'\n",
		    verb == NULL ? "" : verb->name, verb == NULL ? "" : " ");
	return error_exit(e->code);
}
