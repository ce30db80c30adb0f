/*
 * Any bytes: tokens are the whole input; clean HTML is on the list and stays
 * as it is when cleaned again, by way of a tree as well; without tags there is
 * no
 * "<"; links, text and posts end.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "base/buf.h"
#include "base/limits.h"
#include "html/element.h"
#include "html/fragment.h"
#include "html/link_walk.h"
#include "html/links.h"
#include "html/post.h"
#include "html/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int is_so)
{
	if (!is_so)
		abort();
}

static void
must_be_whole(const char *html, size_t len)
{
	struct tokens tokens;
	struct token token;
	const char *at = html;

	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		must(token.at == at && token.len > 0);
		at += token.len;
	}
	must(at == html + len);
}

static void
must_be_clean(const struct buf *out)
{
	struct tokens tokens;
	struct token token;
	struct buf again;

	must(u8_check((const uint8_t *)buf_text(out), out->len) == NULL);
	tokens_init(&tokens, buf_text(out), out->len);
	while (tokens_next(&tokens, &token)) {
		must(token.type != TOKEN_COMMENT);
		if (token.type == TOKEN_TEXT)
			continue;
		const struct element *element =
		    element_find(token.name, token.name_len);
		must(
		    element != NULL && strcmp(element->name, element->as) == 0);
	}
	buf_init(&again, LIMIT_OUTPUT);
	fragment_clean(buf_text(out), out->len, &again);
	must(again.len == out->len &&
	     memcmp(buf_text(&again), buf_text(out), out->len) == 0);
	buf_clear(&again);
}

/* No tag is left, and stripping again changes nothing. */
static void
must_be_stripped(const char *html, size_t len)
{
	struct buf out, again;

	buf_init(&out, LIMIT_OUTPUT);
	buf_init(&again, LIMIT_OUTPUT);
	fragment_strip(html, len, &out);
	must(memchr(buf_text(&out), '<', out.len) == NULL);
	fragment_strip(buf_text(&out), out.len, &again);
	must(again.len == out.len &&
	     memcmp(buf_text(&again), buf_text(&out), out.len) == 0);
	buf_clear(&again);
	buf_clear(&out);
}

/* Addresses stand within the input, one behind the other. */
static void
must_be_in_order(const char *html, size_t len)
{
	struct link_walk walk;
	struct link_place place;
	const char *at = html;

	link_walk_init(&walk, html, len);
	while (link_walk_next(&walk, &place)) {
		must(place.url >= at && place.len > 0);
		at = place.url + place.len;
		must(at <= html + len);
	}
}

static const char *
address(void *context, unsigned long id)
{
	(void)context;
	return id % 2 == 0 ? "https://x.example/a.png" : NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct post_images images = {
	    .address = address, .site = "https://x.example/"};
	const char *html = (const char *)data;
	struct buf out;

	buf_init(&out, LIMIT_OUTPUT);
	must_be_whole(html, size);
	must_be_stripped(html, size);
	must_be_in_order(html, size);
	fragment_clean(html, size, &out);
	must_be_clean(&out);
	buf_cut(&out, 0);
	xmlDoc *doc = fragment_parse(html, size);
	if (doc != NULL) {
		fragment_clean_nodes(xmlDocGetRootElement(doc), &out);
		must_be_clean(&out);
		xmlFreeDoc(doc);
	}
	buf_cut(&out, 0);
	links_absolute(
	    html, size, "https://b.example/c/d", "https://b.example/e", &out);
	fragment_text(html, size, &out);
	buf_cut(&out, 0);
	post_html(html, size, &images, &out);
	buf_clear(&out);
	return 0;
}
