/*
 * Facts of a page: times that machines can read, too, and text that stays text.
 */
#include "verbs/standing_fact.h"

#include <string.h>

#include "base/date.h"
#include "html/value.h"

void
fact_text(const char *text, struct buf *out)
{
	value_text(text, strlen(text), out);
}

void
fact_words(const char *text, struct buf *out)
{
	buf_puts(out, "<bdi>");
	fact_text(text, out);
	buf_puts(out, "</bdi>");
}

void
fact_moment(int64_t seconds, struct buf *out)
{
	struct date date = {.seconds = seconds};
	char machine[DATE_TEXT], people[DATE_TEXT];

	date_rfc3339(&date, machine);
	date_minute(&date, people);
	buf_printf(out, "<time datetime=\"%s\">%s</time>", machine, people);
}

void
fact_begin(const char *name, struct buf *out)
{
	buf_printf(out, "<div><dt>%s</dt><dd>", name);
}

void
fact_end(struct buf *out)
{
	buf_puts(out, "</dd></div>\n");
}
