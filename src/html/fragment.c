/*
 * Builds a tree of a fragment from the tokenizer's tokens.  Nests as HTML's
 * parser does where end tags may be left out (13.1.2.4), drops end tags that
 * end nothing, and stops there: no formatting is adopted, nothing moves out of
 * a table.  Keeps every text; leaves out comments, declarations, tags and
 * attributes whose names XML does not have.
 *
 * libxml2's own HTML parser is not used: it takes quadratic time for many
 * attributes, knows no HTML5 (a <figure> within a <p>), drops what is deep and
 * ends the fragment at a stray </body>.
 */
#include "html/fragment.h"

#include <string.h>

#include "base/ascii.h"
#include "base/entity.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/element.h"
#include "html/token.h"
#include "html/value.h"

#define NAME_LIMIT 64

struct level {
	xmlNode *node;
	const struct element *element; /* NULL: unknown */
};

struct builder {
	xmlDoc *doc;
	struct level levels[LIMIT_HTML_DEPTH]; /* the first is the root */
	unsigned depth;
	unsigned too_deep; /* open in the input, but not in the tree */
	struct buf text;   /* for the innermost level, not yet in the tree */
	struct buf value;
};

static const xmlChar *
xml_text(const struct buf *b)
{
	return (const xmlChar *)buf_text(b);
}

/* Puts the text that was gathered into the tree, as one node. */
static void
flush_text(struct builder *b)
{
	if (b->text.len == 0)
		return;
	xmlNode *node =
	    xmlNewDocTextLen(b->doc, xml_text(&b->text), (int)b->text.len);
	if (node == NULL)
		mem_out();
	xmlAddChild(b->levels[b->depth - 1].node, node);
	buf_cut(&b->text, 0);
}

static void
close_levels(struct builder *b, unsigned left)
{
	flush_text(b);
	b->depth = left;
}

static enum element_kind
kind_at(const struct builder *b, unsigned i)
{
	const struct element *element = b->levels[i].element;

	return element == NULL ? E_UNWRAP : (enum element_kind)element->kind;
}

/* Ends an open paragraph that no block separates from here. */
static void
end_paragraph(struct builder *b)
{
	for (unsigned i = b->depth - 1; i > 0; i--) {
		if (kind_at(b, i) == E_PARA) {
			close_levels(b, i);
			return;
		}
		if (kind_at(b, i) >= E_FLOW)
			return;
	}
}

/* Ends an open item (term) of the same list. */
static void
end_item(struct builder *b, enum element_kind item)
{
	for (unsigned i = b->depth - 1; i > 0; i--) {
		enum element_kind kind = kind_at(b, i);

		if (kind == item) {
			close_levels(b, i);
			return;
		}
		if (kind >= E_FLOW && kind != E_PARA &&
		    strcmp(b->levels[i].element->name, "div") != 0)
			return;
	}
}

/* Ends the parts of the table that the new one follows; false: no table. */
static bool
end_part(struct builder *b, enum element_kind part)
{
	unsigned table = b->depth - 1;

	while (table > 0 && kind_at(b, table) != E_TABLE)
		table--;
	if (table == 0)
		return false;
	unsigned left = table + 1;
	if (part >= E_ROW && left < b->depth && kind_at(b, left) == E_ROWS)
		left++;
	if (part == E_CELL && left < b->depth && kind_at(b, left) == E_ROW)
		left++;
	close_levels(b, left);
	return true;
}

/* Ends a link that is open in this line. */
static void
end_link(struct builder *b)
{
	for (unsigned i = b->depth - 1; i > 0; i--) {
		if (kind_at(b, i) == E_LINK) {
			close_levels(b, i);
			return;
		}
		if (kind_at(b, i) >= E_FLOW)
			return;
	}
}

/* Ends what the element's start tag ends; false when it cannot stand here. */
static bool
end_implied(struct builder *b, const struct element *element)
{
	if (element == NULL)
		return true;
	switch (element->kind) {
	case E_ITEM:
	case E_TERM:
		end_item(b, element->kind);
		break;
	case E_CAPTION:
	case E_ROWS:
	case E_ROW:
	case E_CELL:
		return end_part(b, element->kind);
	case E_LINK:
		end_link(b);
		break;
	case E_BREAK:
		if (b->levels[b->depth - 1].element == element)
			close_levels(b, b->depth - 1); /* option */
		break;
	default:
		break;
	}
	if (element_block(element))
		end_paragraph(b);
	return true;
}

/* Copies a name in lower case; false when XML has no such name. */
static bool
copy_name(char to[NAME_LIMIT], const char *name, size_t len)
{
	if (len == 0 || len >= NAME_LIMIT)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = ascii_lower(name[i]);

		if (!ascii_letter(c) && c != '_' &&
		    (i == 0 || (!ascii_digit(c) && c != '-' && c != '.')))
			return false;
		to[i] = c;
	}
	to[len] = '\0';
	return true;
}

/* The wrapper of a whole page: its tags mean nothing in a fragment. */
static bool
is_page(const char *name)
{
	static const char *const names[] = {
	    "html", "head", "body", "base", "frameset", "frame", "xmlns"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static void
add_attributes(struct builder *b, xmlNode *node, const struct token *token)
{
	const char *at = token->name + token->name_len;
	struct token_attribute a;
	char name[NAME_LIMIT];

	for (unsigned n = 0;
	     n < LIMIT_HTML_ATTRIBUTES && token_attribute(token, &at, &a);
	     n++) {
		struct buf value;

		if (!copy_name(name, a.name, a.name_len) || is_page(name) ||
		    xmlHasProp(node, (const xmlChar *)name) != NULL)
			continue;
		buf_init(&value, 2 * a.value_len + KIB);
		if (a.value != NULL)
			entity_decode_value(a.value, a.value_len, &value);
		buf_cut(&b->value, 0);
		value_scrub(buf_text(&value), value.len, &b->value);
		buf_clear(&value);
		if (xmlNewProp(node, (const xmlChar *)name,
			xml_text(&b->value)) == NULL)
			mem_out();
	}
}

static void
take_open(struct builder *b, const struct token *token)
{
	const struct element *element =
	    element_find(token->name, token->name_len);
	char name[NAME_LIMIT];

	if (!copy_name(name, token->name, token->name_len) || is_page(name) ||
	    !end_implied(b, element))
		return;
	bool empty = element != NULL && element->no_content;
	if (b->depth == LIMIT_HTML_DEPTH) {
		b->too_deep += !empty;
		return;
	}
	flush_text(b);
	xmlNode *node =
	    xmlNewDocNode(b->doc, NULL, (const xmlChar *)name, NULL);
	if (node == NULL)
		mem_out();
	xmlAddChild(b->levels[b->depth - 1].node, node);
	add_attributes(b, node, token);
	if (!empty)
		b->levels[b->depth++] = (struct level){node, element};
}

/* True when an end tag of this element may not look further out. */
static bool
is_scope(const struct element *of, enum element_kind at)
{
	if (of != NULL && of->kind >= E_TABLE)
		return of->kind > E_TABLE && at == E_TABLE;
	return at == E_CELL || at == E_CAPTION;
}

static void
take_close(struct builder *b, const struct token *token)
{
	const struct element *element =
	    element_find(token->name, token->name_len);

	if (b->too_deep > 0) {
		b->too_deep--;
		return;
	}
	for (unsigned i = b->depth - 1; i > 0; i--) {
		if (token_is(token, (const char *)b->levels[i].node->name)) {
			close_levels(b, i);
			return;
		}
		if (is_scope(element, kind_at(b, i)))
			return;
	}
}

/* True when the text within the innermost element has no references. */
static bool
is_raw(const struct builder *b)
{
	static const char *const names[] = {
	    "script", "style", "xmp", "iframe", "noembed", "noframes"};
	const char *name = (const char *)b->levels[b->depth - 1].node->name;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static void
take_text(struct builder *b, const struct token *token)
{
	if (is_raw(b) || memchr(token->at, '&', token->len) == NULL) {
		value_scrub(token->at, token->len, &b->text);
		return;
	}
	struct buf decoded;
	buf_init(&decoded, 2 * token->len + KIB);
	entity_decode_all(token->at, token->len, &decoded);
	value_scrub(buf_text(&decoded), decoded.len, &b->text);
	buf_clear(&decoded);
}

static void
take_token(struct builder *b, const struct token *token)
{
	switch (token->type) {
	case TOKEN_TEXT:
		take_text(b, token);
		break;
	case TOKEN_OPEN:
		take_open(b, token);
		break;
	case TOKEN_CLOSE:
		take_close(b, token);
		break;
	default:
		break;
	}
}

static void
builder_init(struct builder *b)
{
	b->doc = xmlNewDoc((const xmlChar *)"1.0");
	if (b->doc == NULL)
		mem_out();
	xmlNode *root =
	    xmlNewDocNode(b->doc, NULL, (const xmlChar *)"div", NULL);
	if (root == NULL)
		mem_out();
	xmlDocSetRootElement(b->doc, root);
	b->levels[0] = (struct level){root, NULL};
	b->depth = 1;
	buf_init(&b->text, 4 * LIMIT_ENTRY);
	buf_init(&b->value, 4 * LIMIT_ENTRY);
}

xmlDoc *
fragment_parse(const char *html, size_t len)
{
	struct builder b = {0};
	struct tokens tokens;
	struct token token;
	unsigned long tags = 0;

	if (len > LIMIT_ENTRY)
		return NULL;
	builder_init(&b);
	tokens_init(&tokens, html, len);
	while (tags <= LIMIT_NODES && tokens_next(&tokens, &token)) {
		tags += token.type == TOKEN_OPEN;
		take_token(&b, &token);
	}
	flush_text(&b);
	buf_clear(&b.text);
	buf_clear(&b.value);
	if (tags > LIMIT_NODES) {
		xmlFreeDoc(b.doc);
		return NULL;
	}
	return b.doc;
}
