/*
 * Links, images and other media as plain text.  What leads somewhere gets a
 * number that the footnotes explain; what leads nowhere that a reader could go,
 * or says its address itself, gets none.  Never fetches anything.
 */
#include "render/text.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/url.h"
#include "render/clean.h"
#include "render/media.h"
#include "xml/node.h"

/* Without what may be left out of an address when it is told. */
static void
bare_address(const char **s, size_t *n)
{
	static const char *const heads[] = {"https://", "http://", "www."};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		size_t len = strlen(heads[i]);
		if (*n > len && strncasecmp(*s, heads[i], len) == 0) {
			*s += len;
			*n -= len;
		}
	}
	if (*n > 0 && (*s)[*n - 1] == '/')
		--*n;
}

static bool
is_address_of(const char *text, size_t n, const char *url)
{
	size_t len = strlen(url);

	bare_address(&text, &n);
	bare_address(&url, &len);
	return n == len && strncasecmp(text, url, n) == 0;
}

/* Leads to a note of the same page, or back: "1", "[2]", "*", "↩". */
static bool
is_note(const char *text, size_t n, const char *url)
{
	if (n > 8 || strchr(url, '#') == NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		if (ascii_letter(text[i]))
			return false;
	return strchr("0123456789[(*^", text[0]) != NULL ||
	       strncmp(text, "†", 3) == 0 || strncmp(text, "↑", 3) == 0 ||
	       strncmp(text, "↩", 3) == 0;
}

/* The number that the footnotes explain, or the address if they are full. */
static void
glue_number(struct text *t, const char *url)
{
	struct footnotes *f = t->articles > 0 ? &t->inside : &t->outside;
	unsigned number = footnotes_number(f, url);
	struct buf b;

	buf_init(&b, LIMIT_OUTPUT);
	if (number > 0)
		buf_printf(&b, "[%u]", number);
	else
		buf_printf(&b, "<%s>", url);
	layout_glue(t->layout, buf_text(&b), b.len);
	buf_clear(&b);
}

/* The address of a mail or telephone link, unless the text says it. */
static void
glue_address(struct text *t, const char *address, const char *text, size_t n)
{
	struct buf b, clean;

	buf_init(&b, LIMIT_URL);
	buf_init(&clean, LIMIT_URL);
	url_decode(address, strcspn(address, "?"), &b);
	clean_line(buf_text(&b), b.len, &clean);
	if (clean.len == 0 || memmem(text, n, clean.data, clean.len) != NULL) {
		buf_clear(&b);
		buf_clear(&clean);
		return;
	}
	text_put(t, " <");
	layout_text(t->layout, clean.data, clean.len);
	text_put(t, ">");
	buf_clear(&b);
	buf_clear(&clean);
}

void
text_mark_link(struct text *t)
{
	size_t n;
	const char *text = layout_since(t->layout, t->url_mark, &n);
	const char *url = t->url;

	if (n == 0)
		return;
	t->url_done = true;
	if (media_is_idle(url) || is_note(text, n, url))
		return;
	if (url_has_scheme(url, strlen(url), "mailto"))
		glue_address(t, url + strlen("mailto:"), text, n);
	else if (url_has_scheme(url, strlen(url), "tel"))
		glue_address(t, url + strlen("tel:"), text, n);
	else if (is_address_of(text, n, url))
		layout_keep(t->layout, t->url_mark);
	else
		glue_number(t, url);
}

void
text_open_a(struct text *t, struct text_frame *f)
{
	const char *url = node_attribute(f->node, "href");

	if (t->url != NULL || url == NULL)
		return;
	while (ascii_blank(*url))
		url++;
	f->owner = true;
	t->url = url;
	t->url_mark = f->mark;
	t->url_done = false;
}

void
text_close_a(struct text *t, struct text_frame *f)
{
	if (!f->owner)
		return;
	if (!t->url_done)
		text_mark_link(t);
	t->url = NULL;
}

void
text_open_img(struct text *t, struct text_frame *f)
{
	const char *alt = node_attribute(f->node, "alt");

	if (alt == NULL || t->scriptless > 0 ||
	    alt[strspn(alt, " \t\r\n")] == '\0')
		return;
	if (media_is_emoji(f->node)) {
		text_put(t, alt);
		return;
	}
	text_put(t, "[image: ");
	layout_text(t->layout, alt, strlen(alt));
	text_put(t, "]");
}

/* "[video: its title] [3]", and nothing of what stands in it. */
void
text_open_media(struct text *t, struct text_frame *f)
{
	const char *title = node_attribute(f->node, "title");
	const char *url = media_source(f->node);
	const char *what = f->element->name;

	t->skipped = 1;
	if (url == NULL)
		return;
	if (strcmp(what, "video") != 0 && strcmp(what, "audio") != 0)
		what = "embedded";
	text_put(t, "[");
	text_put(t, what);
	if (title != NULL && title[0] != '\0') {
		text_put(t, ": ");
		text_put(t, title);
	}
	text_put(t, "]");
	glue_number(t, url);
}
