/*
 * What media are, by their attributes, as WordPress and its plugins set them.
 */
#include "render/media.h"

#include <stdint.h>
#include <string.h>

#include <unistr.h>

#include "base/ascii.h"
#include "base/url.h"
#include "xml/node.h"

bool
media_is_idle(const char *url)
{
	size_t n = strlen(url);

	return n == 0 || url[0] == '#' || !url_clickable(url, n);
}

static bool
has_class(const xmlNode *node, const char *name)
{
	const char *class = node_attribute(node, "class");

	return class != NULL && strstr(class, name) != NULL;
}

/* One emoji, as browsers' fallback images have it in their alt. */
static bool
is_emoji(const char *alt)
{
	ucs4_t c;
	size_t n = strlen(alt);

	if (n < 3 || n > 32 || u8_mbtouc(&c, (const uint8_t *)alt, n) <= 0)
		return false;
	if (c < 0x80) /* a keycap: digit, U+20E3 at the end */
		return strcmp(alt + n - 3, "\xE2\x83\xA3") == 0;
	for (const char *s = alt; *s != '\0'; s++)
		if ((unsigned char)*s < 0x80)
			return false;
	return c >= 0x1F000 || (c >= 0x2190 && c <= 0x2BFF);
}

bool
media_is_emoji(const xmlNode *img)
{
	const char *alt = node_attribute(img, "alt");

	return alt != NULL && *alt != '\0' &&
	       (has_class(img, "wp-smiley") || has_class(img, "emoji") ||
		   is_emoji(alt));
}

const char *
media_source(const xmlNode *medium)
{
	static const char *const names[] = {"src", "data-src", "data"};

	if (has_class(medium, "wp-embedded-content"))
		return NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *url = node_attribute(medium, names[i]);
		if (url != NULL && !media_is_idle(url) &&
		    strcmp(url, "about:blank") != 0)
			return url;
	}
	for (const xmlNode *c = medium->children; c != NULL; c = c->next)
		if (c->type == XML_ELEMENT_NODE &&
		    strcmp((const char *)c->name, "source") == 0)
			return node_attribute(c, "src");
	return NULL;
}

void
media_typed(const xmlNode *pre, struct buf *out)
{
	size_t begin = out->len;
	bool first = true;

	for (const xmlNode *n = pre; n != NULL; n = node_walk(n, pre)) {
		const char *s = (const char *)n->content;

		if (n->type == XML_TEXT_NODE ||
		    n->type == XML_CDATA_SECTION_NODE)
			buf_puts(out, s + (first && *s == '\n'));
		else if (n->type == XML_ELEMENT_NODE &&
			 strcmp(node_name(n), "br") == 0)
			buf_putc(out, '\n');
		else
			continue;
		first = false;
	}
	while (out->len > begin && !buf_full(out) &&
	       ascii_blank(out->data[out->len - 1]))
		buf_cut(out, out->len - 1);
}
