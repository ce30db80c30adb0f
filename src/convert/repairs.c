/*
 * Repairs as warnings: "feed.xml:12:3: what was mended".
 */
#include "convert/repairs.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "cli/verb.h"

/* Whether the warning of this number is printed. */
static bool
is_told(const struct options *o, unsigned long n)
{
	return !o->quiet &&
	       (o->verbose > 0 || (n <= LIMIT_NOTES && !o->lenient));
}

static void
hear(void *context, const struct note *note)
{
	struct repairs *repairs = context;
	struct buf text;

	repairs->count++;
	if (!is_told(repairs->options, repairs->count))
		return;
	buf_init(&text, KIB);
	buf_puts(&text, repairs->name);
	if (note->line > 0)
		buf_printf(&text, ":%lu", note->line);
	if (note->line > 0 && note->column > 0)
		buf_printf(&text, ":%lu", note->column);
	buf_printf(&text, ": %s", note->text);
	progress_hide(repairs->progress);
	verb_warn(buf_text(&text));
	buf_clear(&text);
}

void
repairs_init(struct repairs *repairs, const struct options *options)
{
	*repairs = (struct repairs){.notes = {hear, repairs},
	    .options = options,
	    .name = "standard input"};
}

int
repairs_settle(struct repairs *repairs, struct error *e)
{
	const struct options *o = repairs->options;
	unsigned long n = repairs->count;
	char text[200];

	if (n > LIMIT_NOTES && is_told(o, 1) && !is_told(o, n)) {
		snprintf(text, sizeof(text),
		    "%.100s: and %lu more; -v shows all of them", repairs->name,
		    n - LIMIT_NOTES);
		verb_warn(text);
	}
	if (n > 0 && o->strict)
		return error_set(e, ERR_INPUT,
		    "%s: %lu repair%s needed, and --strict allows none",
		    repairs->name, n, n == 1 ? "" : "s");
	return 0;
}
