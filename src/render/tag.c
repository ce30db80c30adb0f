/*
 * Start tags and text, written from a tree and never copied.  The gate judges
 * attributes; where the host says what is fetched, the pictures are its own.
 */
#include "render/tag.h"

#include <stdbool.h>
#include <string.h>

#include "render/gate.h"

/* Text of an element, or with quotes of an attribute. */
static void
escape(const char *text, size_t len, bool quotes, struct buf *out)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		const char *as = NULL;
		size_t n = 1;

		switch (text[i]) {
		case '&':
			as = "&amp;";
			break;
		case '<':
			as = "&lt;";
			break;
		case '>':
			as = "&gt;";
			break;
		case '"':
			as = quotes ? "&quot;" : NULL;
			break;
		case '\x7f':
			as = "\xef\xbf\xbd";
			break;
		case '\xc2': /* U+0080 to U+009F */
			if (i + 1 < len && (unsigned char)text[i + 1] < 0xa0) {
				as = "\xef\xbf\xbd";
				n = 2;
			}
			break;
		default:
			break;
		}
		if (as == NULL)
			continue;
		buf_add(out, text + from, i - from);
		buf_puts(out, as);
		from = i + n;
		i += n - 1;
	}
	buf_add(out, text + from, len - from);
}

void
tag_text(const char *text, size_t len, struct buf *out)
{
	escape(text, len, false, out);
}

static void
attribute(const char *name, const char *value, enum gate_attribute is,
    struct buf *out)
{
	if (is == GATE_REFUSED)
		return;
	buf_putc(out, ' ');
	buf_puts(out, name);
	if (is == GATE_NO_VALUE)
		return;
	buf_puts(out, "=\"");
	escape(value, strlen(value), true, out);
	buf_putc(out, '"');
}

/* The name that an attribute has in HTML, or NULL: xml:lang is lang. */
static const char *
attribute_name(const xmlNode *element, const xmlAttr *attr)
{
	const char *name = (const char *)attr->name;

	if (attr->ns == NULL)
		return name;
	if (strcmp((const char *)attr->ns->href,
		(const char *)XML_XML_NAMESPACE) != 0 ||
	    strcmp(name, "lang") != 0 ||
	    xmlHasNsProp(element, attr->name, NULL) != NULL)
		return NULL;
	return name;
}

/* An attribute that makes a reader of mail fetch something. */
static bool
fetches(const char *name)
{
	return strcmp(name, "src") == 0 || strcmp(name, "poster") == 0;
}

/* Adds the attributes, with src in the place of the one there, or NULL. */
static void
attributes(const xmlNode *element, const struct render_options *options,
    const char *src, struct buf *out)
{
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		const char *name = attribute_name(element, a);
		xmlChar *value;

		if (name == NULL || (options->picture != NULL && fetches(name)))
			continue;
		value = xmlNodeGetContent((const xmlNode *)a);
		const char *text = value != NULL ? (const char *)value : "";
		attribute(name, text, gate_attribute(name, text), out);
		xmlFree(value);
	}
	if (src != NULL)
		attribute("src", src, GATE_PASSED, out);
}

static void
put_tag(const xmlNode *element, const char *name,
    const struct render_options *options, const char *src, struct buf *out)
{
	buf_putc(out, '<');
	buf_puts(out, name);
	attributes(element, options, src, out);
	buf_putc(out, '>');
}

/* An image as the host has it, or its words. */
static void
put_image(const xmlNode *element, const char *name,
    const struct render_options *options, struct buf *out)
{
	xmlChar *src = xmlGetNoNsProp(element, BAD_CAST "src");
	xmlChar *alt = xmlGetNoNsProp(element, BAD_CAST "alt");
	/* What it gives may be what it was given. */
	const char *shown =
	    src == NULL
		? NULL
		: options->picture(options->picture_context, (const char *)src);

	if (shown != NULL && gate_picture(shown))
		put_tag(element, name, options, shown, out);
	else if (alt != NULL)
		tag_text((const char *)alt, strlen((const char *)alt), out);
	xmlFree(alt);
	xmlFree(src);
}

void
tag_start(const xmlNode *element, const char *name,
    const struct render_options *options, struct buf *out)
{
	if (options->picture != NULL && strcmp(name, "img") == 0)
		put_image(element, name, options, out);
	else
		put_tag(element, name, options, NULL, out);
}
