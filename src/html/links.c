/*
 * Makes relative links absolute.  Looks first, without copying, and writes
 * only when there is something to change; then only the changed values differ
 * from the input.  <base> is not obeyed: a fragment has the base of its feed.
 */
#include "html/links.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/entity.h"
#include "base/limits.h"
#include "base/url.h"
#include "html/token.h"
#include "html/value.h"

struct bases {
	const char *base;
	const char *page;
};

static const struct {
	const char *name;
	size_t len;
	bool list;
} links[] = {
    {"href", 4, false},
    {"src", 3, false},
    {"srcset", 6, true},
    {"poster", 6, false},
    {"cite", 4, false},
    {"action", 6, false},
    {"data", 4, false},
    {"longdesc", 8, false},
    {"background", 10, false},
};

static bool
name_is(const struct token_attribute *a, const char *name)
{
	return strlen(name) == a->name_len &&
	       strncasecmp(name, a->name, a->name_len) == 0;
}

bool
links_holds(const struct token_attribute *a, bool *list)
{
	if (a->value_len == 0 || a->name_len < 3 || a->name_len > 10)
		return false;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		if (links[i].len == a->name_len &&
		    links[i].name[0] == (a->name[0] | 0x20) &&
		    name_is(a, links[i].name)) {
			*list = links[i].list;
			return true;
		}
	}
	return false;
}

/* True when the raw value is certainly absolute; most are. */
static bool
is_plain_absolute(const char *url, size_t len)
{
	return (len > 8 && memcmp(url, "https://", 8) == 0) ||
	       (len > 7 && memcmp(url, "http://", 7) == 0);
}

/* True for a link that is not seen to be absolute at once; a list is not. */
static bool
may_be_relative(const struct token_attribute *a)
{
	bool list;

	if (!links_holds(a, &list))
		return false;
	return list || !is_plain_absolute(a->value, a->value_len);
}

/*
 * Adds what the decoded url is against its base and returns true; adds nothing
 * and returns false when it stays: absolute, empty, or without a base.
 */
static bool
resolve(const struct bases *bases, const char *url, size_t len, struct buf *out)
{
	value_trim(&url, &len);
	if (len == 0 || len > LIMIT_URL || url_absolute(url, len))
		return false;
	const char *base = *url == '#' ? bases->page : bases->base;
	if (base == NULL)
		return false;
	size_t before = out->len;
	if (url_resolve(base, url, len, out))
		return true;
	buf_cut(out, before);
	return false;
}

/* The same for the images of a srcset; adds the whole list. */
static bool
resolve_list(
    const struct bases *bases, const char *list, size_t len, struct buf *out)
{
	const char *at = list;
	const char *end = list + len;
	const char *done = list;
	struct value_source source;
	size_t before = out->len;
	bool changed = false;

	while (value_source(&at, end, &source)) {
		size_t keep = out->len;

		if (is_plain_absolute(source.url, source.url_len))
			continue;
		buf_add(out, done, (size_t)(source.url - done));
		if (!resolve(bases, source.url, source.url_len, out)) {
			buf_cut(out, keep);
			continue;
		}
		done = source.url + source.url_len;
		changed = true;
	}
	if (changed)
		buf_add(out, done, (size_t)(end - done));
	else
		buf_cut(out, before);
	return changed;
}

/* Adds the new value of a link; false when it keeps the one it has. */
static bool
resolve_attribute(
    const struct bases *bases, const struct token_attribute *a, struct buf *out)
{
	const char *value = a->value;
	size_t len = a->value_len;
	struct buf decoded;

	buf_init(&decoded, LIMIT_TAG);
	if (memchr(value, '&', len) != NULL) {
		entity_decode_value(value, len, &decoded);
		value = buf_text(&decoded);
		len = decoded.len;
	}
	bool changed = name_is(a, "srcset")
			   ? resolve_list(bases, value, len, out)
			   : resolve(bases, value, len, out);
	changed = changed && !buf_full(&decoded);
	buf_clear(&decoded);
	return changed;
}

/*
 * Adds the tag with its links made absolute, all that lies between done and it
 * in front; returns where done is now.
 */
static const char *
rewrite_tag(const struct bases *bases, const struct token *token,
    const char *done, struct buf *out)
{
	const char *at = token->name + token->name_len;
	struct token_attribute a;
	struct buf url;

	buf_init(&url, LIMIT_TAG);
	while (token_attribute(token, &at, &a)) {
		if (!may_be_relative(&a))
			continue;
		buf_cut(&url, 0);
		if (!resolve_attribute(bases, &a, &url) || buf_full(&url))
			continue;
		bool quoted = a.value[-1] == '"' || a.value[-1] == '\'';
		buf_add(out, done, (size_t)(a.value - done));
		if (!quoted)
			buf_putc(out, '"');
		value_encode(buf_text(&url), url.len, out);
		if (!quoted)
			buf_putc(out, '"');
		done = a.value + a.value_len;
	}
	buf_clear(&url);
	return done;
}

/* True when a name that ends here, before a "=", may be that of a link. */
static bool
ends_link(const char *html, const char *end, bool *list)
{
	while (end > html && ascii_blank(end[-1]))
		end--;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		size_t len = links[i].len;
		if ((size_t)(end - html) < len ||
		    links[i].name[len - 1] != (end[-1] | 0x20) ||
		    strncasecmp(links[i].name, end - len, len) != 0)
			continue;
		*list = links[i].list;
		return true;
	}
	return false;
}

/* True when a quoted list of images begins here and all are absolute. */
static bool
all_listed_absolute(const char *p, const char *end)
{
	struct value_source source;
	const char *quote = p < end && (*p == '"' || *p == '\'')
				? memchr(p + 1, *p, (size_t)(end - p - 1))
				: NULL;

	if (quote == NULL || memchr(p, '&', (size_t)(quote - p)) != NULL)
		return false;
	p++;
	while (value_source(&p, quote, &source))
		if (!is_plain_absolute(source.url, source.url_len))
			return false;
	return true;
}

/*
 * True when all that looks like a link in a tag, wherever it stands, is seen to
 * be absolute, so that no tag has to be taken apart.
 */
static bool
all_absolute(const char *html, size_t len)
{
	const char *end = html + len;
	const char *p = html;

	while ((p = memchr(p, '=', (size_t)(end - p))) != NULL) {
		bool list;
		bool link = ends_link(html, p++, &list);
		if (!link)
			continue;
		while (p < end && ascii_blank(*p))
			p++;
		if (list && !all_listed_absolute(p, end))
			return false;
		if (p < end && (*p == '"' || *p == '\''))
			p++;
		if (!list && !is_plain_absolute(p, (size_t)(end - p)))
			return false;
	}
	return true;
}

/* True when the tag has a link that may be relative. */
static bool
may_change(const struct token *token)
{
	const char *at = token->name + token->name_len;
	struct token_attribute a;

	while (token_attribute(token, &at, &a)) {
		if (may_be_relative(&a))
			return true;
	}
	return false;
}

bool
links_absolute(const char *html, size_t len, const char *base, const char *page,
    struct buf *out)
{
	const struct bases bases = {base, page};
	const char *done = html;
	struct tokens tokens;
	struct token token;

	if (all_absolute(html, len))
		return false;
	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		if (token.type == TOKEN_OPEN && may_change(&token))
			done = rewrite_tag(&bases, &token, done, out);
	}
	if (done == html)
		return false;
	buf_add(out, done, (size_t)(html + len - done));
	return true;
}
