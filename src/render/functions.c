/*
 * What stylesheets cannot do well themselves: dates, HTML and names.  Pure
 * functions: no clock, no machine, no state.
 */
#include "render/functions.h"

#include <string.h>

#include "base/date.h"
#include "base/url.h"
#include "model/construct.h"

#define ID_PREFIX "urn:feedloom:id:"

static void
call_html(const xmlNode *node, const char *text, struct buf *out)
{
	if (node != NULL)
		construct_html(node, out);
	else if (text != NULL)
		buf_puts(out, text);
}

static void
call_text(const xmlNode *node, const char *text, struct buf *out)
{
	if (node != NULL)
		construct_text(node, out);
	else if (text != NULL)
		buf_puts(out, text);
}

/* A date in other words; what is no date stays as it is. */
static void
dated(void (*write)(const struct date *, char[DATE_TEXT]), const char *text,
    struct buf *out)
{
	struct date date;
	char words[DATE_TEXT];

	if (date_parse(text, strlen(text), &date) == -1) {
		buf_puts(out, text);
		return;
	}
	write(&date, words);
	buf_puts(out, words);
}

static void
call_rfc822(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	dated(date_rfc822, text, out);
}

static void
call_day(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	dated(date_day, text, out);
}

static void
call_minute(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	dated(date_minute, text, out);
}

static void
call_iri(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	if (url_is_iri(text, strlen(text))) {
		buf_puts(out, text);
		return;
	}
	buf_puts(out, ID_PREFIX);
	url_encode(text, strlen(text), out);
}

const struct sheet_function render_functions[] = {
    {"html", call_html},
    {"text", call_text},
    {"rfc822", call_rfc822},
    {"day", call_day},
    {"minute", call_minute},
    {"iri", call_iri},
    {NULL, NULL},
};
