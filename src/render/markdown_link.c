/*
 * Links, images and other media as CommonMark.  What would load something or
 * play it becomes a link to it; an address that is no place for a page's reader
 * (javascript:) leaves its text.
 */
#include "render/markdown.h"

#include <string.h>

#include "base/ascii.h"
#include "base/url.h"
#include "render/media.h"
#include "xml/node.h"

static bool
is_blank(const char *s)
{
	return s == NULL || ascii_all_blank(s, strlen(s));
}

static const char *
title_of(const xmlNode *node)
{
	const char *title = node_attribute(node, "title");

	return is_blank(title) ? NULL : title;
}

void
markdown_open_a(struct markdown *m, struct markdown_frame *f)
{
	const char *url = node_attribute(f->node, "href");

	if (is_blank(url) || !url_clickable(url, strlen(url)))
		return;
	while (ascii_blank(*url))
		url++;
	f->owner = phrase_open(m->phrase, PHRASE_LINK, url, title_of(f->node));
}

static bool
is_picture(const char *url)
{
	static const char *const heads[] = {"data:image/png", "data:image/gif",
	    "data:image/jpeg", "data:image/webp"};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (strncmp(url, heads[i], strlen(heads[i])) == 0)
			return true;
	return url_clickable(url, strlen(url));
}

/* Where an image is: a lazy one has it elsewhere, and data in its place. */
static const char *
image_source(const xmlNode *img)
{
	static const char *const names[] = {"data-src", "data-lazy-src"};
	const char *src = node_attribute(img, "src");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *url = node_attribute(img, names[i]);

		if (!is_blank(url) &&
		    (is_blank(src) || strncmp(src, "data:", 5) == 0))
			src = url;
	}
	if (is_blank(src))
		return NULL;
	src += strspn(src, " \t\r\n\f");
	return is_picture(src) ? src : NULL;
}

void
markdown_open_img(struct markdown *m, struct markdown_frame *f)
{
	const char *alt = node_attribute(f->node, "alt");
	const char *url = image_source(f->node);

	if (m->scriptless > 0)
		return;
	if (alt == NULL)
		alt = "";
	if (url == NULL || media_is_emoji(f->node))
		markdown_put(m, alt);
	else
		phrase_image(m->phrase, alt, url, title_of(f->node));
}

void
markdown_open_media(struct markdown *m, struct markdown_frame *f)
{
	const char *title = title_of(f->node);
	const char *url = media_source(f->node);

	m->skipped = 1;
	if (url == NULL)
		return;
	bool opened = phrase_open(m->phrase, PHRASE_LINK, url, NULL);
	markdown_put(m, title == NULL ? url : title);
	if (opened)
		phrase_close(m->phrase);
}
