/*
 * Text constructs, read as HTML or as text whatever they are.
 */
#include "model/construct.h"

#include <string.h>

#include "base/limits.h"
#include "html/fragment.h"
#include "xml/node.h"

enum kind {
	KIND_TEXT,
	KIND_HTML,
	KIND_XHTML,
	KIND_OTHER
};

static enum kind
construct_kind(const xmlNode *construct)
{
	static const struct {
		const char *type;
		enum kind kind;
	} kinds[] = {
	    {"text", KIND_TEXT},
	    {"html", KIND_HTML},
	    {"xhtml", KIND_XHTML},
	    {"text/plain", KIND_TEXT},
	    {"text/html", KIND_HTML},
	    {"application/xhtml+xml", KIND_XHTML},
	};
	const char *type = node_attribute(construct, "type");

	if (type == NULL)
		return KIND_TEXT;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(type, kinds[i].type) == 0)
			return kinds[i].kind;
	}
	return KIND_OTHER;
}

static void
escape(const char *text, size_t len, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '&')
			buf_puts(out, "&amp;");
		else if (text[i] == '<')
			buf_puts(out, "&lt;");
		else if (text[i] == '>')
			buf_puts(out, "&gt;");
		else
			buf_putc(out, text[i]);
	}
}

/* The div that xhtml stands in, which is no part of it; else the construct. */
static const xmlNode *
construct_div(const xmlNode *construct)
{
	const xmlNode *div = node_first(construct);

	return div != NULL && node_next(div) == NULL &&
		       strcmp(node_name(div), "div") == 0
		   ? div
		   : construct;
}

void
construct_html(const xmlNode *construct, struct buf *out)
{
	struct buf text;

	switch (construct_kind(construct)) {
	case KIND_TEXT:
		buf_init(&text, LIMIT_ENTRY);
		node_text(construct, &text);
		escape(buf_text(&text), text.len, out);
		buf_clear(&text);
		break;
	case KIND_HTML:
		node_text(construct, out);
		break;
	case KIND_XHTML:
		fragment_html(construct_div(construct), out);
		break;
	case KIND_OTHER:
		break;
	}
}

/* Adds text with runs of white space as one blank, none at its ends. */
static void
collapse(const char *text, struct buf *out)
{
	static const char blanks[] = " \n\t\r";
	bool begun = false;

	for (const char *p = text + strspn(text, blanks); *p != '\0';) {
		size_t len = strcspn(p, blanks);
		size_t gap = strspn(p + len, blanks);
		/* A single blank between two words is one already. */
		while (gap == 1 && p[len] == ' ' && p[len + 1] != '\0') {
			len += 1 + strcspn(p + len + 1, blanks);
			gap = strspn(p + len, blanks);
		}
		if (begun)
			buf_putc(out, ' ');
		buf_add(out, p, len);
		begun = true;
		p += len + gap;
	}
}

void
construct_text(const xmlNode *construct, struct buf *out)
{
	enum kind kind = construct_kind(construct);
	const char *plain = node_plain(construct);
	struct buf text;

	buf_init(&text, LIMIT_OUTPUT);
	if (plain == NULL || kind == KIND_XHTML || kind == KIND_OTHER) {
		if (kind == KIND_TEXT)
			node_text(construct, &text);
		else
			construct_html(construct, &text);
		plain = buf_text(&text);
	}
	if (kind == KIND_TEXT)
		collapse(plain, out);
	else
		fragment_text(plain, strlen(plain), out);
	buf_clear(&text);
}

void
construct_set_html(xmlNode *construct, const char *html, size_t len)
{
	node_set(construct, "type", "html");
	node_set_text(construct, html, len);
}

void
construct_clean(xmlNode *construct)
{
	const char *type = node_attribute(construct, "type");
	struct buf html;

	if (type == NULL || strcmp(node_name(construct), "link") == 0)
		return;
	buf_init(&html, LIMIT_OUTPUT);
	switch (construct_kind(construct)) {
	case KIND_HTML: {
		struct buf text;
		buf_init(&text, LIMIT_OUTPUT);
		node_text(construct, &text);
		fragment_clean(buf_text(&text), text.len, &html);
		buf_clear(&text);
		construct_set_html(construct, buf_text(&html), html.len);
		break;
	}
	case KIND_XHTML:
		fragment_clean_nodes(construct_div(construct), &html);
		construct_set_html(construct, buf_text(&html), html.len);
		break;
	case KIND_TEXT:
	case KIND_OTHER:
		break;
	}
	buf_clear(&html);
}
