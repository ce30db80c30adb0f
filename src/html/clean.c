/*
 * Clean HTML: an allow-list over the tokenizer.  What a token means is decided
 * here, where it may stand in nest.h.  Never copies markup from its input: each
 * tag is written anew from the tables of element.c and attribute.c, each text
 * is escaped.  Linear.
 */
#include "html/fragment.h"

#include <stdlib.h>
#include <string.h>

#include "base/entity.h"
#include "base/mem.h"
#include "html/attribute.h"
#include "html/element.h"
#include "html/nest.h"
#include "html/token.h"
#include "html/value.h"

struct cleaner {
	struct nest nest;
	struct tokens tokens;
	const struct element *gone; /* its content is being left out */
	unsigned gone_depth;
	bool hidden;  /* the next text is raw text that nobody sees */
	bool raw;     /* the next text has no character references */
	bool newline; /* a newline that comes now belongs to <pre> */
	struct buf text;
};

/* A source or a track: only of use within a medium. */
static void
write_source(
    struct nest *n, const struct element *element, const struct token *token)
{
	struct buf attributes;

	if (!nest_within_media(n))
		return;
	bool picture = nest_within_picture(n);
	buf_init(&attributes, NEST_ATTRIBUTES);
	struct attributes got = attributes_clean(token, element, &attributes);
	bool listed = memmem(buf_text(&attributes), attributes.len,
			  " srcset=", 8) != NULL;
	if (picture ? listed : got.src) {
		nest_write_start(
		    n, element, buf_text(&attributes), attributes.len);
	}
	buf_clear(&attributes);
}

/* True when nothing of the text can be seen. */
static bool
is_blank_text(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)text[i] > ' ' && text[i] != 0x7F)
			return false;
	}
	return true;
}

/*
 * Adds text.  Blank text opens no lines, and none stands at the begin of a
 * link that holds blocks: read again, it would stand before the link.
 */
static void
write_text(struct nest *n, const char *text, size_t len)
{
	while (len > 0 && *text != '\n' && *text != '\t' && *text != ' ' &&
	       is_blank_text(text, 1)) {
		text++; /* it will not be written */
		len--;
	}
	if (len == 0)
		return;
	bool blank = is_blank_text(text, len);
	if (!blank)
		nest_begin_content(n);
	bool first = nest_at_begin(n);
	if (blank && first && nest_kind(n) == E_LINK)
		return;
	if (first && *text == '\n' && nest_within_pre(n))
		buf_putc(n->out, '\n');
	value_text(text, len, n->out);
}

/* An image, or what stands for it: its text, its emoji. */
static void
write_image(
    struct nest *n, const struct element *element, const struct token *token)
{
	struct buf attributes;

	buf_init(&attributes, NEST_ATTRIBUTES);
	struct attributes got = attributes_clean(token, element, &attributes);
	if (got.unseen) {
		/* Without its style it would be seen. */
		buf_clear(&attributes);
		return;
	}
	if (!got.src || (got.smiley && got.alt)) {
		struct buf alt;

		buf_init(&alt, LIMIT_TAG);
		attribute_find(token, "alt", &alt);
		write_text(n, buf_text(&alt), alt.len);
		buf_clear(&alt);
	} else {
		/* Within a picture, nothing is closed for its image. */
		if (nest_within_media(n))
			nest_write_lines(n);
		else
			nest_begin_content(n);
		buf_puts(n->out, "<img");
		buf_add(n->out, buf_text(&attributes), attributes.len);
		if (!got.alt)
			buf_puts(n->out, " alt=\"\"");
		buf_putc(n->out, '>');
	}
	buf_clear(&attributes);
}

static void
write_empty(
    struct nest *n, const struct element *element, const struct token *token)
{
	if (strcmp(element->as, "img") == 0) {
		write_image(n, element, token);
		return;
	}
	enum element_kind kind = nest_kind(n);
	if (kind == E_LIST || kind == E_TERMS ||
	    (kind >= E_TABLE && kind <= E_ROW && kind != E_CAPTION))
		return;
	nest_begin_content(n);
	nest_write_start(n, element, "", 0);
}

/* What would load another page becomes a link to it. */
static void
write_embed(struct nest *n, const struct token *token)
{
	struct buf url, href, title;

	if (nest_within_link(n) || nest_within_media(n))
		return;
	buf_init(&url, LIMIT_TAG);
	buf_init(&href, LIMIT_TAG);
	buf_init(&title, LIMIT_TAG);
	attribute_find(token, token_is(token, "object") ? "data" : "src", &url);
	if (attribute_web_address(buf_text(&url), url.len, &href)) {
		nest_begin_content(n);
		buf_puts(n->out, "<a href=\"");
		buf_add(n->out, buf_text(&href), href.len);
		buf_puts(n->out, "\">");
		attribute_find(token, "title", &title);
		if (is_blank_text(buf_text(&title), title.len)) {
			buf_cut(&title, 0);
			entity_decode_value(buf_text(&href), href.len, &title);
		}
		value_text(buf_text(&title), title.len, n->out);
		buf_puts(n->out, "</a>");
	}
	buf_clear(&url);
	buf_clear(&href);
	buf_clear(&title);
}

static void
enter_gone(
    struct cleaner *c, const struct element *element, const struct token *token)
{
	if (token_is(token, "template") || token->name_len >= 10) {
		c->gone = element;
		c->gone_depth = 1;
	} else {
		c->hidden = c->tokens.raw != NULL;
	}
}

static void
open_tag(struct cleaner *c, const struct token *token)
{
	const struct element *source =
	    element_find(token->name, token->name_len);

	c->raw = c->tokens.raw != NULL && token_is(token, "xmp");
	if (source == NULL)
		return;
	const struct element *element = element_clean(source);
	switch (element->kind) {
	case E_GONE:
		enter_gone(c, element, token);
		break;
	case E_EMBED:
		c->hidden = c->tokens.raw != NULL;
		write_embed(&c->nest, token);
		break;
	case E_BREAK:
		nest_put_blank(&c->nest);
		break;
	case E_INLINE:
	case E_FORMAT:
	case E_LINK:
		nest_open_line(&c->nest, element, token);
		break;
	case E_EMPTY:
		write_empty(&c->nest, element, token);
		break;
	case E_MEDIA:
		nest_open_media(&c->nest, element, token);
		break;
	case E_SOURCE:
		write_source(&c->nest, element, token);
		break;
	case E_UNWRAP:
	case E_LOST:
		break;
	default:
		c->newline = nest_open_block(&c->nest, element, token) &&
			     strcmp(element->as, "pre") == 0;
	}
}

static void
close_tag(struct cleaner *c, const struct token *token)
{
	const struct element *source =
	    element_find(token->name, token->name_len);

	if (source == NULL)
		return;
	const struct element *element = element_clean(source);
	if (element->kind == E_BREAK)
		nest_put_blank(&c->nest);
	else if (token_is(token, "br"))
		write_empty(&c->nest, element, token);
	else if (element_block(element) && !element->no_content)
		nest_end_block(&c->nest, element);
	else if (element->kind >= E_INLINE && element->kind <= E_MEDIA)
		nest_end_line(&c->nest, element);
}

static void
take_text(struct cleaner *c, const struct token *token)
{
	const char *text = token->at;
	size_t len = token->len;

	if (c->newline && *text == '\n') {
		text++;
		len--;
	}
	buf_cut(&c->text, 0);
	if (!c->raw && memchr(text, '&', len) != NULL) {
		entity_decode_all(text, len, &c->text);
		text = buf_text(&c->text);
		len = c->text.len;
	}
	write_text(&c->nest, text, len);
}

/* Leaves out the content of an element that goes, up to its end tag. */
static void
skip_gone(struct cleaner *c, const struct token *token)
{
	if (token->type != TOKEN_OPEN && token->type != TOKEN_CLOSE)
		return;
	if (!token_is(token, c->gone->name))
		return;
	c->gone_depth += token->type == TOKEN_OPEN ? 1U : -1U;
	if (c->gone_depth == 0)
		c->gone = NULL;
}

static void
take_token(struct cleaner *c, const struct token *token)
{
	bool hidden = c->hidden;

	if (c->gone != NULL) {
		skip_gone(c, token);
		return;
	}
	c->hidden = false;
	switch (token->type) {
	case TOKEN_TEXT:
		if (!hidden)
			take_text(c, token);
		break;
	case TOKEN_OPEN:
		c->newline = false;
		open_tag(c, token);
		break;
	case TOKEN_CLOSE:
		close_tag(c, token);
		break;
	default:
		break;
	}
	if (token->type != TOKEN_OPEN)
		c->newline = c->raw = false;
}

void
fragment_clean(const char *html, size_t len, struct buf *out)
{
	struct cleaner *c = mem_new(1, sizeof(*c));
	struct token token;

	nest_begin(&c->nest, len, out);
	buf_init(&c->text, 2 * len + KIB);
	tokens_init(&c->tokens, html, len);
	while (tokens_next(&c->tokens, &token))
		take_token(c, &token);
	nest_end(&c->nest);
	buf_clear(&c->text);
	free(c);
}
