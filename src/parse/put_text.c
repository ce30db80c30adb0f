/*
 * Text of all kinds: plain, decoded once or twice, HTML as text or as elements,
 * and Atom's constructs in both of its versions.
 */
#include "parse/put.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/entity.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/fragment.h"
#include "model/construct.h"
#include "xml/node.h"

/* Takes away all attributes that the canonical element does not have. */
void
put_bare(xmlNode *node)
{
	for (xmlAttr *a = node->properties, *next; a != NULL; a = next) {
		next = a->next;
		if (a->ns == NULL)
			xmlRemoveProp(a);
	}
}

/* Puts trimmed text in the place of what the element holds. */
void
put_trimmed(xmlNode *node, bool twice)
{
	const char *plain = node_plain(node);

	if (node_is_trimmed(node) && !(twice && strchr(plain, '&') != NULL))
		return;
	char *text = node_trimmed(node);
	if (twice && strchr(text, '&') != NULL) {
		struct buf decoded;
		buf_init(&decoded, LIMIT_ENTRY);
		entity_decode_all(text, strlen(text), &decoded);
		node_set_text(node, buf_text(&decoded), decoded.len);
		buf_clear(&decoded);
	} else {
		node_set_text(node, text, strlen(text));
	}
	free(text);
}

void
put_text(struct mapping *m, xmlNode *node)
{
	(void)m;
	put_bare(node);
	put_trimmed(node, false);
}

void
put_twice(struct mapping *m, xmlNode *node)
{
	(void)m;
	put_bare(node);
	put_trimmed(node, true);
}

/* HTML without a tag is text, except where it is long: content stays. */
static void
put_plainly(xmlNode *node)
{
	const char *text = node_plain(node);

	if (strcmp(node_name(node), "content") == 0 || text == NULL ||
	    strchr(text, '<') != NULL)
		return;
	node_set(node, "type", NULL);
	put_trimmed(node, true);
}

/* The type that rss.xsl says a text was of, taken away; "" when it does not. */
static char *
take_type(xmlNode *node)
{
	char *type = mem_str(node_attribute_ns(node, NS_ATOM, "type"));

	if (type == NULL)
		return mem_str("");
	node_set_ns(node, NS_ATOM, "type", NULL);
	return type;
}

/* HTML, escaped or in CDATA; or, against the rules, as elements. */
void
put_html(struct mapping *m, xmlNode *node)
{
	char *type = take_type(node);
	bool text_was = strcmp(type, "text") == 0;

	(void)m;
	free(type);
	put_bare(node);
	if (text_was) {
		put_trimmed(node, true);
		return;
	}
	if (node_has_elements(node)) {
		put_xhtml(m, node);
		return;
	}
	if (node->children != NULL && node->children->next != NULL) {
		struct buf text;
		buf_init(&text, LIMIT_ENTRY);
		node_text(node, &text);
		node_set_text(node, buf_text(&text), text.len);
		buf_clear(&text);
	}
	node_set(node, "type", "html");
	put_plainly(node);
}

void
put_xhtml(struct mapping *m, xmlNode *node)
{
	struct buf html;

	(void)m;
	buf_init(&html, LIMIT_OUTPUT);
	fragment_html(node, &html);
	put_bare(node);
	construct_set_html(node, buf_text(&html), html.len);
	buf_clear(&html);
	put_plainly(node);
}

/* What is text by the rules, but HTML when it has tags in it. */
void
put_phrase(struct mapping *m, xmlNode *node)
{
	if (node_has_elements(node)) {
		put_html(m, node);
		return;
	}
	char *type = take_type(node);
	put_bare(node);
	put_trimmed(node, false);
	const char *text = node_plain(node);
	const char *lt = text == NULL ? NULL : strchr(text, '<');
	if (strcmp(type, "html") == 0 ||
	    (*type == '\0' && lt != NULL && strchr(lt, '>') != NULL &&
		((lt[1] | 0x20) >= 'a' && (lt[1] | 0x20) <= 'z')))
		node_set(node, "type", "html");
	free(type);
}

/* RFC 4287 section 3.1.1.3: xhtml is one div of XHTML and nothing else. */
static bool
holds_div(const xmlNode *node)
{
	const xmlNode *div = node_first(node);

	if (div == NULL || !node_is(div, NS_XHTML, "div"))
		return false;
	for (const xmlNode *n = node->children; n != NULL; n = n->next) {
		if (n != div &&
		    (n->type != XML_TEXT_NODE || !xmlIsBlankNode(n)))
			return false;
	}
	return true;
}

/*
 * Content that is elsewhere has no type but a media type (RFC 4287 section
 * 4.1.3.2).
 */
static void
put_elsewhere(xmlNode *node)
{
	const char *type = node_attribute(node, "type");

	node_set(node, "mode", NULL);
	node_set_text(node, "", 0);
	if (type != NULL && strchr(type, '/') == NULL)
		node_set(node, "type", NULL);
}

/* Of all text constructs, only content may have a media type. */
static bool
is_type(const xmlNode *node, const char *type)
{
	return strcmp(type, "text") == 0 || strcmp(type, "html") == 0 ||
	       strcmp(type, "xhtml") == 0 ||
	       (strchr(type, '/') != NULL &&
		   strcmp(node_name(node), "content") == 0);
}

/* Atom 0.3's mode and media types, as Atom 1.0's types. */
void
put_atom_text(struct mapping *m, xmlNode *node)
{
	static const struct {
		const char *type;
		const char *mode; /* NULL: any */
		const char *is;
	} types[] = {
	    {"text/plain", NULL, NULL},
	    {"text", NULL, NULL},
	    {"text/html", "xml", "xhtml"},
	    {"text/html", NULL, "html"},
	    {"html", "xml", "xhtml"},
	    {"application/xhtml+xml", "escaped", "html"},
	    {"application/xhtml+xml", NULL, "xhtml"},
	};
	const char *type = node_attribute(node, "type");
	const char *mode = node_attribute(node, "mode");

	(void)m;
	if (node_attribute(node, "src") != NULL &&
	    strcmp(node_name(node), "content") == 0) {
		put_elsewhere(node);
		return;
	}
	for (size_t i = 0; type != NULL && i < sizeof(types) / sizeof(types[0]);
	     i++) {
		if (strcmp(types[i].type, type) == 0 &&
		    (types[i].mode == NULL ||
			(mode != NULL && strcmp(types[i].mode, mode) == 0))) {
			node_set(node, "type", types[i].is);
			break;
		}
	}
	if (mode != NULL)
		node_set(node, "mode", NULL);
	type = node_attribute(node, "type");
	if (type != NULL && !is_type(node, type)) {
		node_set(node, "type", NULL);
		type = NULL;
	}
	if (type == NULL && node_has_elements(node))
		node_set(node, "type", "xhtml");
	else if (type != NULL && strcmp(type, "html") == 0 &&
		 node_has_elements(node))
		put_xhtml(m, node);
	else if (type == NULL || strcmp(type, "text") == 0)
		put_trimmed(node, false);
	else if (strcmp(type, "html") == 0)
		put_plainly(node);
	type = node_attribute(node, "type");
	if (type != NULL && strcmp(type, "xhtml") == 0 && !holds_div(node))
		put_xhtml(m, node);
}
