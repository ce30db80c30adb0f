/*
 * A fragment as one line of plain text, straight from the tokenizer; no tree.
 */
#include "html/fragment.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/entity.h"
#include "base/limits.h"
#include "html/element.h"
#include "html/token.h"
#include "html/value.h"

struct liner {
	struct buf *out;
	size_t begin;
	bool blank; /* one is due before the next character */
	struct buf decoded;
};

/* What ends a run of characters that are copied as they are. */
static bool
is_special(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7F;
}

static void
put_blank(struct liner *l)
{
	if (l->blank && l->out->len > l->begin)
		buf_putc(l->out, ' ');
	l->blank = false;
}

/* Adds decoded text, white space collapsed, control characters left out. */
static void
put_text(struct liner *l, const char *text, size_t len)
{
	size_t i = 0;

	while (i < len) {
		size_t from = i;

		/* A single blank within the text is copied along with it. */
		while (
		    i < len && (!is_special(text[i]) ||
				   (text[i] == ' ' && i > from && i + 1 < len &&
				       !is_special(text[i + 1]))))
			i++;
		if (i > from) {
			put_blank(l);
			buf_add(l->out, text + from, i - from);
			continue;
		}
		if (ascii_blank(text[i]))
			l->blank = true;
		i++;
	}
}

static void
take_text(struct liner *l, const char *text, size_t len, bool raw)
{
	if (raw || memchr(text, '&', len) == NULL) {
		put_text(l, text, len);
		return;
	}
	buf_cut(&l->decoded, 0);
	entity_decode_all(text, len, &l->decoded);
	put_text(l, buf_text(&l->decoded), l->decoded.len);
}

static void
take_image(struct liner *l, const struct token *token)
{
	const char *at = token->name + token->name_len;
	struct token_attribute a;

	while (token_attribute(token, &at, &a)) {
		if (a.name_len == 3 && strncasecmp(a.name, "alt", 3) == 0) {
			if (a.value != NULL)
				take_text(l, a.value, a.value_len, false);
			return;
		}
	}
}

/* Takes a tag; true when the raw text behind it is not for readers. */
static bool
take_tag(struct liner *l, const struct token *token)
{
	const struct element *element =
	    element_find(token->name, token->name_len);

	if (element == NULL)
		return false;
	if (element_block(element) || element->kind == E_BREAK ||
	    token_is(token, "br"))
		l->blank = true;
	else if (token->type == TOKEN_OPEN && token_is(token, "img"))
		take_image(l, token);
	return element->kind == E_GONE || element->kind == E_EMBED;
}

void
fragment_text(const char *html, size_t len, struct buf *out)
{
	struct liner l = {.out = out, .begin = out->len};
	struct tokens tokens;
	struct token token;
	bool hidden = false;
	bool raw = false;

	buf_init(&l.decoded, 2 * len + KIB);
	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		if (token.type == TOKEN_TEXT && !hidden)
			take_text(&l, token.at, token.len, raw);
		hidden = raw = false;
		if (token.type != TOKEN_OPEN && token.type != TOKEN_CLOSE)
			continue;
		hidden = take_tag(&l, &token) && tokens.raw != NULL;
		raw = tokens.raw != NULL && token_is(&token, "xmp");
	}
	buf_clear(&l.decoded);
}
