/*
 * Builds a tree of a fragment from the tokenizer's tokens.  Nests as HTML's
 * parser does where end tags may be left out (13.1.2.4), drops end tags that
 * end nothing, and stops there: no formatting is adopted, nothing moves out of
 * a table.  Keeps every text, comment and attribute; leaves out declarations,
 * the wrapper of a whole page, and names that no tag can be written with.
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

struct level {
	xmlNode *node;
	const struct element *element; /* NULL: unknown */
};

struct builder {
	struct tokens tokens;
	struct level levels[LIMIT_HTML_DEPTH + 1]; /* from the parent on */
	unsigned depth;
	unsigned most;	   /* levels that there may be */
	unsigned too_deep; /* open in the input, but not in the tree */
	unsigned foreign;  /* the level of an <svg> or <math>, or 0 */
	bool newline;	   /* a newline that comes now belongs to <pre> */
	size_t nodes;	   /* that may still be made */
	bool full;
	struct buf text; /* for the innermost level, not yet in the tree */
	struct buf value;
};

static const xmlChar *
xml_text(const struct buf *b)
{
	return (const xmlChar *)buf_text(b);
}

/* Counts what is about to be made; false when there is no room for it. */
static bool
take_room(struct builder *b)
{
	if (b->nodes == 0)
		b->full = true;
	else
		b->nodes--;
	return !b->full;
}

/*
 * Puts a new node at the end of the innermost level.  Not xmlAddChild: it would
 * add text to the text before it, which may be someone's.
 */
static void
append(struct builder *b, xmlNode *node)
{
	xmlNode *parent = b->levels[b->depth - 1].node;

	if (node == NULL)
		mem_out();
	node->parent = parent;
	node->prev = parent->last;
	if (parent->last != NULL)
		parent->last->next = node;
	else
		parent->children = node;
	parent->last = node;
}

static xmlDoc *
document(const struct builder *b)
{
	return b->levels[0].node->doc;
}

/* Puts the text that was gathered into the tree, as one node. */
static void
flush_text(struct builder *b)
{
	if (b->text.len > 0 && take_room(b))
		append(b, xmlNewDocTextLen(document(b), xml_text(&b->text),
			      (int)b->text.len));
	buf_cut(&b->text, 0);
}

static void
close_levels(struct builder *b, unsigned left)
{
	flush_text(b);
	b->depth = left;
	if (b->foreign >= left)
		b->foreign = 0;
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

/*
 * Ends the parts of the table that the new one follows; false: no table.  The
 * parent may be one, or a part of one.
 */
static bool
end_part(struct builder *b, enum element_kind part)
{
	unsigned table = b->depth - 1;

	while (table > 0 && kind_at(b, table) != E_TABLE)
		table--;
	if (table == 0 && (kind_at(b, 0) < E_TABLE || kind_at(b, 0) >= part))
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

/* The wrapper of a whole page: its tags mean nothing in a fragment. */
static bool
is_page(const char *name)
{
	static const char *const names[] = {
	    "html", "head", "body", "base", "frameset", "frame"};

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
	char name[TOKEN_NAME];

	for (unsigned n = 0;
	     n < LIMIT_HTML_ATTRIBUTES && token_attribute(token, &at, &a);
	     n++) {
		struct buf value;

		if (!token_name(a.name, a.name_len, name) ||
		    xmlHasProp(node, (const xmlChar *)name) != NULL ||
		    !take_room(b))
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

/* True for the roots of what is not HTML, where "/>" ends an element. */
static bool
is_foreign(const char *name)
{
	return strcmp(name, "svg") == 0 || strcmp(name, "math") == 0;
}

/* True for what has no content, or none that the tokenizer sees an end of. */
static bool
is_empty(const struct builder *b, const struct token *token, const char *name,
    const struct element *element)
{
	if (element != NULL && element->no_content)
		return true;
	if (token->self_closing && (b->foreign > 0 || is_foreign(name)))
		return true;
	return b->tokens.raw == NULL &&
	       (element_raw(name) || strcmp(name, "textarea") == 0 ||
		   strcmp(name, "title") == 0);
}

/* Opens what may stand here; it stays open when it can hold something. */
static void
add_element(struct builder *b, const struct token *token, const char *name,
    const struct element *element)
{
	bool empty = is_empty(b, token, name, element);

	if (b->depth == b->most) {
		b->too_deep += !empty;
		return;
	}
	flush_text(b);
	if (!take_room(b))
		return;
	xmlNode *node =
	    xmlNewDocNode(document(b), NULL, (const xmlChar *)name, NULL);
	append(b, node);
	add_attributes(b, node, token);
	if (empty)
		return;
	if (is_foreign(name) && b->foreign == 0)
		b->foreign = b->depth;
	b->levels[b->depth++] = (struct level){node, element};
}

static void
take_open(struct builder *b, const struct token *token)
{
	const struct element *element =
	    element_find(token->name, token->name_len);
	char name[TOKEN_NAME];

	if (!token_name(token->name, token->name_len, name) || is_page(name) ||
	    !end_implied(b, element))
		return;
	add_element(b, token, name, element);
	b->newline = element_eats_newline(name);
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

	if (token_is(token, "br")) {
		add_element(b, token, "br", element);
		return;
	}
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

/* True in an element whose text is written as it is. */
static bool
is_raw(const struct builder *b)
{
	const xmlNode *parent = b->levels[b->depth - 1].node;

	return parent->type == XML_ELEMENT_NODE &&
	       element_raw((const char *)parent->name);
}

static void
take_text(struct builder *b, const struct token *token, bool newline)
{
	const char *text = token->at;
	size_t len = token->len;

	if (newline && *text == '\n') {
		text++;
		len--;
	}
	if (is_raw(b) && token->name != NULL)
		close_levels(b, b->depth - 1); /* an end tag without its ">" */
	if (is_raw(b)) {
		value_scrub_raw(text, len, &b->text);
		return;
	}
	if (memchr(text, '&', len) == NULL) {
		value_scrub(text, len, &b->text);
		return;
	}
	struct buf decoded;
	buf_init(&decoded, 2 * len + KIB);
	entity_decode_all(text, len, &decoded);
	value_scrub(buf_text(&decoded), decoded.len, &b->text);
	buf_clear(&decoded);
}

static void
take_comment(struct builder *b, const struct token *token)
{
	const char *text;
	size_t len = token_comment(token, &text);

	if (text == NULL)
		return;
	flush_text(b);
	buf_cut(&b->value, 0);
	value_scrub(text, len, &b->value);
	if (take_room(b))
		append(b, xmlNewDocComment(document(b), xml_text(&b->value)));
}

static void
take_token(struct builder *b, const struct token *token)
{
	bool newline = b->newline;

	b->newline = false;
	switch (token->type) {
	case TOKEN_TEXT:
		take_text(b, token, newline);
		break;
	case TOKEN_OPEN:
		take_open(b, token);
		break;
	case TOKEN_CLOSE:
		take_close(b, token);
		break;
	default:
		take_comment(b, token);
		break;
	}
}

/* How many levels are left: one for parent, and for elements below it. */
static unsigned
levels_from(const xmlNode *parent)
{
	unsigned most = LIMIT_HTML_DEPTH + 1;

	for (const xmlNode *n = parent;
	     n != NULL && n->type == XML_ELEMENT_NODE && most > 1;
	     n = n->parent)
		most--;
	return most;
}

static const struct element *
element_of(const xmlNode *node)
{
	const char *name = (const char *)node->name;

	return node->type == XML_ELEMENT_NODE ? element_find(name, strlen(name))
					      : NULL;
}

bool
fragment_parse_into(
    xmlNode *parent, const char *html, size_t len, size_t *nodes)
{
	struct builder b = {.depth = 1, .nodes = *nodes};
	struct token token;

	if (len > LIMIT_ENTRY)
		return false;
	b.levels[0] = (struct level){parent, element_of(parent)};
	b.most = levels_from(parent);
	buf_init(&b.text, 4 * LIMIT_ENTRY);
	buf_init(&b.value, 4 * LIMIT_ENTRY);
	tokens_init(&b.tokens, html, len);
	while (!b.full && tokens_next(&b.tokens, &token))
		take_token(&b, &token);
	flush_text(&b);
	buf_clear(&b.text);
	buf_clear(&b.value);
	*nodes = b.nodes;
	return !b.full;
}

xmlDoc *
fragment_parse(const char *html, size_t len)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	size_t nodes = LIMIT_NODES;

	if (doc == NULL)
		mem_out();
	xmlNode *root = xmlNewDocNode(doc, NULL, (const xmlChar *)"div", NULL);
	if (root == NULL)
		mem_out();
	xmlDocSetRootElement(doc, root);
	if (fragment_parse_into(root, html, len, &nodes))
		return doc;
	xmlFreeDoc(doc);
	return NULL;
}
