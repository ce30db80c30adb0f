/*
 * A fragment without its tags, straight from the tokenizer.  What is left has
 * no
 * "<" in it, so that no piece of text becomes a tag when another one goes.
 */
#include <string.h>

#include "html/element.h"
#include "html/fragment.h"
#include "html/token.h"
#include "html/value.h"

/* Adds text: what looks like the beginning of a tag is none. */
static void
put_escaped(struct buf *out, const void *text, size_t len)
{
	const char *from = text, *end = from + len;
	const char *p;

	while ((p = memchr(from, '<', (size_t)(end - from))) != NULL) {
		buf_add(out, from, (size_t)(p - from));
		buf_puts(out, "&lt;");
		from = p + 1;
	}
	buf_add(out, from, (size_t)(end - from));
}

/* True when the raw text behind the tag is not for readers. */
static bool
hides(const struct token *token)
{
	const struct element *element =
	    element_find(token->name, token->name_len);

	return element != NULL &&
	       (element->kind == E_GONE || element->kind == E_EMBED);
}

static void
put_stripped(const char *html, size_t len,
    void (*put)(struct buf *out, const void *text, size_t len), struct buf *out)
{
	struct tokens tokens;
	struct token token;
	bool hidden = false, raw = false;

	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		if (token.type == TOKEN_TEXT && raw)
			value_text(token.at, token.len, out);
		else if (token.type == TOKEN_TEXT && !hidden)
			put(out, token.at, token.len);
		hidden = tokens.raw != NULL && hides(&token);
		raw = tokens.raw != NULL && token_is(&token, "xmp");
	}
}

/* Text seldom has a "<" of its own; one look at all of it is enough. */
void
fragment_strip(const char *html, size_t len, struct buf *out)
{
	size_t before = out->len;

	put_stripped(html, len, buf_add, out);
	if (out->len == before ||
	    memchr(out->data + before, '<', out->len - before) == NULL)
		return;
	buf_cut(out, before);
	put_stripped(html, len, put_escaped, out);
}
