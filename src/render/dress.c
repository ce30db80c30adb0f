/*
 * Clean HTML, tag by tag: styles are put in, pictures become what the host
 * says.  Reads only what fragment_clean wrote: names in lower case, values in
 * quotes and escaped, so that they can be written again as they are, and every
 * element closed.  Linear.
 */
#include "render/dress.h"

#include <string.h>

#include "base/limits.h"
#include "html/attribute.h"
#include "html/token.h"
#include "html/value.h"
#include "render/gate.h"
#include "xml/node.h"

struct dress {
	const xmlNode *holder;
	const struct render_options *options;
	struct buf *out;
	struct buf value; /* of an attribute, decoded */
	size_t width;	  /* that pictures may say; 0: any */
	bool link;	  /* one is open */
	unsigned players; /* open ones that go */
	bool linked;	  /* a link stands for the player; the rest goes */
};

/* Digits, up to five of them; 0 for anything else. */
static size_t
number(const char *text)
{
	size_t n = 0;

	if (text == NULL || strlen(text) > 5)
		return 0;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return 0;
		n = 10 * n + (size_t)(*text - '0');
	}
	return n;
}

/* The value of a tag's attribute; NULL when it is not there. */
static const char *
find(struct dress *d, const struct token *tag, const char *name)
{
	buf_cut(&d->value, 0);
	return attribute_find(tag, name, &d->value) ? buf_text(&d->value)
						    : NULL;
}

static size_t
find_number(struct dress *d, const struct token *tag, const char *name)
{
	return number(find(d, tag, name));
}

static void
put(struct dress *d, const char *name, const char *value)
{
	buf_putc(d->out, ' ');
	buf_puts(d->out, name);
	buf_puts(d->out, "=\"");
	value_encode(value, strlen(value), d->out);
	buf_putc(d->out, '"');
}

static void
put_number(struct dress *d, const char *name, size_t n)
{
	if (n > 0)
		buf_printf(d->out, " %s=\"%zu\"", name, n);
}

/* The style that the holder has for elements of the tag's name. */
static void
put_style(struct dress *d, const struct token *tag)
{
	char name[TOKEN_NAME];

	if (!token_name(tag->name, tag->name_len, name))
		return;
	const char *style = node_attribute(d->holder, name);
	if (style != NULL && gate_attribute("style", style) == GATE_PASSED)
		put(d, "style", style);
}

/* True for one of the names in list, " a b ". */
static bool
among(const char *list, const char *name, size_t len)
{
	for (const char *p = list; *p != '\0'; p++) {
		if (*p == ' ' && strncmp(p + 1, name, len) == 0 &&
		    p[len + 1] == ' ')
			return true;
	}
	return false;
}

/* The attributes as they are, but for some. */
static void
copy_attributes(struct dress *d, const struct token *tag, const char *without)
{
	const char *at = tag->name + tag->name_len;
	struct token_attribute a;

	while (token_attribute(tag, &at, &a)) {
		if (among(without, a.name, a.name_len))
			continue;
		buf_putc(d->out, ' ');
		buf_add(d->out, a.name, a.name_len);
		if (a.value == NULL)
			continue;
		buf_puts(d->out, "=\"");
		buf_add(d->out, a.value, a.value_len);
		buf_putc(d->out, '"');
	}
}

static void
put_tag(struct dress *d, const struct token *tag)
{
	buf_putc(d->out, '<');
	buf_add(d->out, tag->name, tag->name_len);
	copy_attributes(d, tag, "");
	put_style(d, tag);
	buf_putc(d->out, '>');
}

/* An image that no one is to see: it tells who reads. */
static bool
counts_readers(struct dress *d, const struct token *tag)
{
	const char *width = find(d, tag, "width");
	bool narrow = width != NULL && number(width) <= 1;
	const char *height = find(d, tag, "height");

	return narrow || (height != NULL && number(height) <= 1);
}

/* Its size, as wide as it may be. */
static void
put_size(struct dress *d, const struct token *tag)
{
	size_t width = find_number(d, tag, "width");
	size_t height = find_number(d, tag, "height");

	if (d->width > 0 && width > d->width) {
		height = (height * d->width + width / 2) / width;
		width = d->width;
	}
	put_number(d, "width", width);
	put_number(d, "height", height);
}

/* What stands for a picture that is not shown: its words. */
static void
put_words(struct dress *d, const struct token *tag)
{
	const char *alt = find(d, tag, "alt");

	if (alt != NULL)
		value_text(alt, strlen(alt), d->out);
}

static void
put_image(struct dress *d, const struct token *tag)
{
	bool ours = d->options->picture != NULL;
	const char *src = NULL;

	if (ours && counts_readers(d, tag))
		return;
	if (ours) {
		src = find(d, tag, "src");
		src = src == NULL ? NULL
				  : d->options->picture(
					d->options->picture_context, src);
		if (src == NULL || !gate_picture(src)) {
			put_words(d, tag);
			return;
		}
	}
	buf_puts(d->out, "<img");
	if (ours)
		put(d, "src", src);
	copy_attributes(d, tag,
	    ours ? " src srcset sizes width height " : " width height ");
	put_size(d, tag);
	put_style(d, tag);
	buf_putc(d->out, '>');
}

/* The name of a file: what stands behind the last slash of its address. */
static void
put_file_name(struct dress *d, const char *url)
{
	size_t len = strcspn(url, "?#");
	size_t from = len;

	while (from > 0 && url[from - 1] != '/')
		from--;
	if (from == len)
		value_text(url, strlen(url), d->out);
	else
		value_text(url + from, len - from, d->out);
}

/* A link to what a player would play, once. */
static void
put_link(struct dress *d, const struct token *tag)
{
	const char *url = find(d, tag, "src");

	if (url == NULL || d->linked)
		return;
	d->linked = true;
	if (!d->link) {
		buf_puts(d->out, "<a");
		put(d, "href", url);
		const char *style = node_attribute(d->holder, "a");
		if (style != NULL &&
		    gate_attribute("style", style) == GATE_PASSED)
			put(d, "style", style);
		buf_putc(d->out, '>');
	}
	put_file_name(d, url);
	if (!d->link)
		buf_puts(d->out, "</a>");
}

/* Whether the element goes in mail with its tags alone, being no image. */
static bool
goes(const struct token *tag)
{
	return token_is(tag, "picture") || token_is(tag, "source") ||
	       token_is(tag, "track");
}

static bool
plays(const struct token *tag)
{
	return token_is(tag, "video") || token_is(tag, "audio");
}

/* A tag where the host says what is fetched; false when it says nothing. */
static bool
take_media(struct dress *d, const struct token *tag)
{
	if (d->options->picture == NULL)
		return false;
	if (plays(tag)) {
		if (tag->type == TOKEN_CLOSE) {
			d->players -= d->players > 0;
			d->linked = d->linked && d->players > 0;
		} else {
			d->players++;
			put_link(d, tag);
		}
		return true;
	}
	if (d->players > 0 && token_is(tag, "source"))
		put_link(d, tag);
	return d->linked || goes(tag);
}

static void
take(struct dress *d, const struct token *token)
{
	bool tag = token->type == TOKEN_OPEN || token->type == TOKEN_CLOSE;

	if (tag && take_media(d, token))
		return;
	if (d->linked)
		return;
	if (tag && token_is(token, "a"))
		d->link = token->type == TOKEN_OPEN;
	if (token->type != TOKEN_OPEN)
		buf_add(d->out, token->at, token->len);
	else if (token_is(token, "img"))
		put_image(d, token);
	else
		put_tag(d, token);
}

bool
dress_needed(const xmlNode *holder, const struct render_options *options)
{
	return holder->properties != NULL || options->picture != NULL;
}

void
dress_fragment(const xmlNode *holder, const struct render_options *options,
    const char *html, size_t len, struct buf *out)
{
	struct dress d = {.holder = holder,
	    .options = options,
	    .out = out,
	    .width = number(node_attribute(holder, "width"))};
	struct tokens tokens;
	struct token token;

	buf_init(&d.value, LIMIT_TAG);
	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token))
		take(&d, &token);
	buf_clear(&d.value);
}
