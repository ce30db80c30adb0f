/*
 * A fragment as plain text, on one line or on a line for each block, straight
 * from the tokenizer, and the text of a tree's node.  Lines are set apart as
 * browsers do for innerText (HTML Standard, section 3.2.7), but never by more
 * than one that is empty.
 */
#include "html/fragment.h"

#include <string.h>
#include <strings.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/ascii.h"
#include "base/entity.h"
#include "base/limits.h"
#include "html/element.h"
#include "html/token.h"
#include "html/value.h"

/* What is due before the next character. */
enum gap {
	GAP_NONE,
	GAP_BLANK,
	GAP_TAB,
	GAP_LINE,
	GAP_PARAGRAPH,
};

struct liner {
	struct buf *out;
	size_t begin;
	bool lines; /* else all gaps are a blank */
	enum gap gap;
	unsigned pre; /* how many <pre> are open */
	bool newline; /* one that comes now belongs to <pre> */
	struct buf decoded;
};

/* What ends a run of characters that are copied as they are. */
static bool
is_special(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7F;
}

static void
want_gap(struct liner *l, enum gap gap)
{
	if (gap > l->gap)
		l->gap = gap;
}

/* How many newlines are there at the end already. */
static unsigned
newlines(const struct liner *l)
{
	unsigned n = 0;

	while (n < 2 && l->out->len > l->begin + n &&
	       l->out->data[l->out->len - 1 - n] == '\n')
		n++;
	return n;
}

static void
put_gap(struct liner *l)
{
	enum gap gap = l->gap;

	l->gap = GAP_NONE;
	if (gap == GAP_NONE || l->out->len == l->begin)
		return;
	if (gap == GAP_BLANK || !l->lines) {
		buf_putc(l->out, ' ');
	} else if (gap == GAP_TAB) {
		buf_putc(l->out, '\t');
	} else {
		unsigned n = gap == GAP_LINE ? 1 : 2;
		for (unsigned i = newlines(l); i < n; i++)
			buf_putc(l->out, '\n');
	}
}

/*
 * How much of a text, which begins with nothing special, can be copied: single
 * blanks between words go with it.
 */
static size_t
run_length(const char *text, size_t len)
{
	size_t n = 0;

#ifdef __SSE2__
	const __m128i blank = _mm_set1_epi8(' ');
	const __m128i delete = _mm_set1_epi8(0x7F);
	/* The last byte of sixteen only says what the one before it is. */
	for (; n + 16 <= len; n += 15) {
		__m128i v =
		    _mm_loadu_si128((const __m128i *)(const void *)(text + n));
		unsigned special = (unsigned)_mm_movemask_epi8(
		    _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(v, blank), v),
			_mm_cmpeq_epi8(v, delete)));
		unsigned single =
		    (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, blank)) &
		    ~(special >> 1);
		unsigned end = special & ~single & 0x7FFF;
		if (end != 0)
			return n + (unsigned)__builtin_ctz(end);
	}
#endif
	while (n < len &&
	       (!is_special(text[n]) ||
		   (text[n] == ' ' && n + 1 < len && !is_special(text[n + 1]))))
		n++;
	return n;
}

/* Adds decoded text, white space collapsed, control characters left out. */
static void
put_text(struct liner *l, const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		if (!is_special(text[i])) {
			size_t n = run_length(text + i, len - i);
			put_gap(l);
			buf_add(l->out, text + i, n);
			i += n;
			continue;
		}
		if (ascii_blank(text[i]))
			want_gap(l, GAP_BLANK);
		i++;
	}
}

/* Adds the text of <pre>, its white space with it. */
static void
put_pre(struct liner *l, const char *text, size_t len)
{
	if (len > 0 && l->newline && *text == '\n') {
		text++;
		len--;
	}
	if (len == 0)
		return;
	put_gap(l);
	for (size_t i = 0; i < len;) {
		size_t from = i;

		while (i < len && (!is_special(text[i]) || text[i] == ' ' ||
				      text[i] == '\n' || text[i] == '\t'))
			i++;
		buf_add(l->out, text + from, i - from);
		i += i < len;
	}
}

static void
put(struct liner *l, const char *text, size_t len)
{
	if (l->lines && l->pre > 0)
		put_pre(l, text, len);
	else
		put_text(l, text, len);
}

static void
take_text(struct liner *l, const char *text, size_t len, bool raw)
{
	if (raw || memchr(text, '&', len) == NULL) {
		put(l, text, len);
		return;
	}
	buf_cut(&l->decoded, 0);
	entity_decode_all(text, len, &l->decoded);
	put(l, buf_text(&l->decoded), l->decoded.len);
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

/* Sets apart what an element's tags do. */
static void
set_apart(struct liner *l, const struct element *element)
{
	switch (element->kind) {
	case E_PARA:
	case E_HEADING:
	case E_RULE:
		want_gap(l, GAP_PARAGRAPH);
		break;
	case E_CELL:
		want_gap(l, GAP_TAB);
		break;
	case E_BREAK:
		want_gap(l, GAP_BLANK);
		break;
	default:
		if (element_block(element))
			want_gap(l, GAP_LINE);
		else if (strcmp(element->name, "br") == 0)
			want_gap(
			    l, l->gap == GAP_LINE ? GAP_PARAGRAPH : GAP_LINE);
	}
}

static bool
is_pre(const struct element *element)
{
	return strcmp(element->as, "pre") == 0;
}

/* True when what is in the element is not for readers. */
static bool
is_hidden(const struct element *element)
{
	return element->kind == E_GONE || element->kind == E_EMBED;
}

/* Takes a tag; true when the raw text behind it is not for readers. */
static bool
take_tag(struct liner *l, const struct token *token)
{
	const struct element *element =
	    element_find(token->name, token->name_len);

	if (element == NULL)
		return false;
	set_apart(l, element);
	if (is_pre(element) && token->type == TOKEN_OPEN) {
		l->pre++;
		l->newline = true;
	} else if (is_pre(element) && l->pre > 0) {
		l->pre--;
	} else if (token->type == TOKEN_OPEN && token_is(token, "img")) {
		take_image(l, token);
	}
	return is_hidden(element);
}

static void
put_fragment(struct liner *l, const char *html, size_t len)
{
	struct tokens tokens;
	struct token token;
	bool hidden = false;
	bool raw = false;

	buf_init(&l->decoded, 2 * len + KIB);
	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		if (token.type == TOKEN_TEXT && !hidden)
			take_text(l, token.at, token.len, raw);
		hidden = raw = l->newline = false;
		if (token.type != TOKEN_OPEN && token.type != TOKEN_CLOSE)
			continue;
		hidden = take_tag(l, &token) && tokens.raw != NULL;
		raw = tokens.raw != NULL && token_is(&token, "xmp");
	}
	buf_clear(&l->decoded);
}

void
fragment_text(const char *html, size_t len, struct buf *out)
{
	struct liner l = {.out = out, .begin = out->len};

	put_fragment(&l, html, len);
}

void
fragment_lines(const char *html, size_t len, struct buf *out)
{
	struct liner l = {.out = out, .begin = out->len, .lines = true};

	put_fragment(&l, html, len);
	while (out->len > l.begin && ascii_blank(out->data[out->len - 1]))
		buf_cut(out, out->len - 1);
}

static void
put_alt(struct liner *l, const xmlNode *image)
{
	const xmlAttr *alt = xmlHasProp(image, (const xmlChar *)"alt");

	if (alt != NULL && alt->children != NULL &&
	    alt->children->content != NULL)
		put_text(l, (const char *)alt->children->content,
		    strlen((const char *)alt->children->content));
}

/* What is to be done at an element's tags; true when its content is text. */
static bool
put_element(struct liner *l, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	const struct element *element = element_find(name, strlen(name));

	if (element == NULL)
		return true;
	set_apart(l, element);
	return !is_hidden(element) ||
	       !(element_raw(name) || strcmp(name, "title") == 0);
}

/* Puts one node; true when there is something in it to be put. */
static bool
put_node(struct liner *l, const xmlNode *node)
{
	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
		put_text(l, (const char *)node->content,
		    strlen((const char *)node->content));
	if (node->type != XML_ELEMENT_NODE)
		return false;
	if (strcmp((const char *)node->name, "img") == 0)
		put_alt(l, node);
	return put_element(l, node) && node->children != NULL;
}

void
fragment_text_node(const xmlNode *node, struct buf *out)
{
	struct liner l = {.out = out, .begin = out->len};
	const xmlNode *n = node;

	if (node->type == XML_DOCUMENT_NODE && node->children == NULL)
		return;
	for (;;) {
		if (n->type == XML_DOCUMENT_NODE || put_node(&l, n)) {
			n = n->children;
			continue;
		}
		while (n != node && n->next == NULL) {
			n = n->parent;
			if (n->type == XML_ELEMENT_NODE)
				put_element(&l, n);
		}
		if (n == node)
			return;
		n = n->next;
	}
}
