/*
 * Finds a fragment's first picture, straight from the tokenizer.  Of a srcset
 * (HTML Standard, section 4.8.4.2.1) the widest image is taken, or the densest;
 * a <source> of <picture> is not looked at: its <img> is what all can show.
 */
#include "html/picture.h"

#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/url.h"
#include "html/attribute.h"
#include "html/token.h"
#include "html/unseen.h"
#include "html/value.h"

#define SIZE_MOST 100000 /* pixels */

void
picture_init(struct picture *p)
{
	*p = (struct picture){0};
	buf_init(&p->src, LIMIT_TAG);
	buf_init(&p->alt, LIMIT_TAG);
}

void
picture_clear(struct picture *p)
{
	buf_clear(&p->src);
	buf_clear(&p->alt);
}

/* The number that text begins with; missing when there is none. */
static unsigned
number(const char *text, size_t len, unsigned missing)
{
	unsigned n = 0;

	if (len == 0 || !ascii_digit(*text))
		return missing;
	for (size_t i = 0; i < len && ascii_digit(text[i]); i++) {
		n = n * 10 + (unsigned)(text[i] - '0');
		if (n > SIZE_MOST)
			return missing;
	}
	return n;
}

/* An attribute that is a size; 0 when there is none or it is in percents. */
static unsigned
size_of(const struct token *token, const char *name, bool *pixel)
{
	struct buf value;

	buf_init(&value, LIMIT_TAG);
	unsigned n = 0;
	if (attribute_find(token, name, &value) &&
	    strchr(buf_text(&value), '%') == NULL) {
		const char *text = buf_text(&value);
		size_t len = value.len;

		value_trim(&text, &len);
		n = number(text, len, SIZE_MOST);
		*pixel = *pixel || n <= 1;
		n = n == SIZE_MOST ? 0 : n;
	}
	buf_clear(&value);
	return n;
}

/* True for an address that a picture can be had from. */
static bool
is_fetchable(const char *url, size_t len)
{
	return len > 0 && len <= LIMIT_URL && url_clickable(url, len) &&
	       (!url_absolute(url, len) || url_has_scheme(url, len, "http") ||
		   url_has_scheme(url, len, "https"));
}

/* Puts an address into src; false when it is none for a picture. */
static bool
take_address(struct picture *p, const char *url, size_t len)
{
	value_trim(&url, &len);
	if (!is_fetchable(url, len))
		return false;
	buf_cut(&p->src, 0);
	value_scrub(url, len, &p->src);
	return p->src.len > 0;
}

/* A descriptor's number in tenths: "2x" and "640w", "1.5x"; 1x without one. */
static unsigned long
descriptor(const char *text, size_t len)
{
	const char *dot = len == 0 ? NULL : memchr(text, '.', len);
	unsigned long n = 10UL * number(text, len, 1);

	if (dot != NULL)
		n += number(dot + 1, 1, 0);
	return n;
}

/*
 * Takes the largest image of a list.  Its width when that is given; 1 when it
 * is given as a density, 0 when there is none to take.
 */
static unsigned
take_largest(struct picture *p, const char *list, size_t len)
{
	const char *at = list;
	struct value_source source;
	unsigned long best = 0;
	unsigned width = 0;

	while (value_source(&at, list + len, &source)) {
		size_t n = source.size_len;
		unsigned long size = descriptor(source.size, n);

		/* Widths and densities are not mixed in one list. */
		if (size <= best ||
		    !take_address(p, source.url, source.url_len))
			continue;
		best = size;
		width = n > 0 && source.size[n - 1] == 'w'
			    ? (unsigned)(size / 10)
			    : 1;
	}
	return width;
}

static unsigned
take_list(struct picture *p, const struct token *token, const char *name)
{
	struct buf list;

	buf_init(&list, LIMIT_TAG);
	unsigned width = 0;
	if (attribute_find(token, name, &list))
		width = take_largest(p, buf_text(&list), list.len);
	buf_clear(&list);
	return width;
}

/* Takes the address of an image that has no list of them. */
static bool
take_source(struct picture *p, const struct token *token)
{
	struct buf url;

	buf_init(&url, LIMIT_TAG);
	bool taken = attribute_late_source(token, &url) &&
		     take_address(p, buf_text(&url), url.len);
	if (!taken) {
		buf_cut(&url, 0);
		taken = attribute_find(token, "src", &url) &&
			take_address(p, buf_text(&url), url.len);
	}
	buf_clear(&url);
	return taken;
}

/* The size of the image that was taken, from the size that it is shown in. */
static void
scale(struct picture *p, unsigned width)
{
	if (width <= 1 || width == p->width)
		return;
	p->height =
	    p->width == 0
		? 0
		: (unsigned)(((unsigned long)p->height * width + p->width / 2) /
			     p->width);
	p->width = width;
}

static bool
take_image(struct picture *p, const struct token *token)
{
	static const char *const lists[] = {
	    "srcset", "data-srcset", "data-lazy-srcset"};
	bool pixel = false;
	unsigned width = 0;

	p->width = size_of(token, "width", &pixel);
	p->height = size_of(token, "height", &pixel);
	if (pixel || attribute_smiley(token) || unseen_tag(token))
		return false;
	for (size_t i = 0; width == 0 && i < sizeof(lists) / sizeof(lists[0]);
	     i++)
		width = take_list(p, token, lists[i]);
	if (width > 1 && width < p->width && take_source(p, token))
		width = p->width; /* src is larger than all of the list */
	if (width == 0 && !take_source(p, token))
		return false;
	scale(p, width);
	buf_cut(&p->alt, 0);
	struct buf alt;
	buf_init(&alt, LIMIT_TAG);
	p->has_alt = attribute_find(token, "alt", &alt);
	value_scrub(buf_text(&alt), alt.len, &p->alt);
	buf_clear(&alt);
	return true;
}

bool
picture_first(const char *html, size_t len, struct picture *p)
{
	struct tokens tokens;
	struct token token;

	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		if (token.type == TOKEN_OPEN && token_is(&token, "img") &&
		    take_image(p, &token))
			return true;
	}
	return false;
}
