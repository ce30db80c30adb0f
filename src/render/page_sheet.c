/*
 * Stylesheets, changed so that they call a function of ours for what they write
 * raw.  Only what a stylesheet itself says stays as it is: its scripts, its
 * styles, its literal text with disable-output-escaping.  XSLT 1.0 section 16.4
 * has what is raw in HTML.
 */
#include "render/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "render/page_state.h"
#include "xml/node.h"

#define OURS "feedloom.page"

/* Where text of a feed comes to stand, and the function for that. */
enum place {
	PLACE_TEXT,
	PLACE_CODE,
	PLACE_STYLE,
	PLACE_MARKUP,
	PLACE_ASIDE, /* a comment or a processing instruction */
};
static const char *const functions[] = {[PLACE_CODE] = "code",
    [PLACE_STYLE] = "style",
    [PLACE_MARKUP] = "clean",
    [PLACE_ASIDE] = "aside"};

static bool
same_word(const char *a, const char *b)
{
	size_t n = strlen(a);

	return n == strlen(b) && ascii_same(a, b, n);
}

static bool
is_xsl(const xmlNode *node, const char *name)
{
	return node->ns != NULL &&
	       strcmp((const char *)node->ns->href, NS_XSL_URI) == 0 &&
	       (name == NULL || strcmp((const char *)node->name, name) == 0);
}

static enum place
place_of_element(const char *name)
{
	if (same_word(name, "script"))
		return PLACE_CODE;
	return same_word(name, "style") ? PLACE_STYLE : PLACE_TEXT;
}

/* The same of an attribute; of a script, each is part of it. */
static enum place
place_of_attribute(const char *name, enum place element)
{
	if (element != PLACE_TEXT)
		return element;
	if (strlen(name) > 2 && ascii_same(name, "on", 2))
		return PLACE_CODE;
	if (same_word(name, "srcdoc"))
		return PLACE_MARKUP;
	return same_word(name, "style") ? PLACE_STYLE : PLACE_TEXT;
}

/* Puts the function's call around an expression. */
static void
put_call(struct buf *out, enum place place, const char *expression, size_t len)
{
	buf_printf(out, OURS ":%s(", functions[place]);
	buf_add(out, expression, len);
	buf_putc(out, ')');
}

/* Makes an instruction's select call the function. */
static void
guard_select(xmlNode *instruction, enum place place)
{
	const char *select = node_attribute(instruction, "select");
	struct buf call;

	if (select == NULL)
		return;
	buf_init(&call, LIMIT_SHEET);
	put_call(&call, place, select, strlen(select));
	node_set(instruction, "select", buf_text(&call));
	buf_clear(&call);
}

/* The length of an expression up to its "}"; strings may hold one. */
static size_t
expression_length(const char *s)
{
	char quote = '\0';
	size_t n = 0;

	for (; s[n] != '\0' && (quote != '\0' || s[n] != '}'); n++) {
		if (quote != '\0')
			quote = s[n] == quote ? '\0' : quote;
		else if (s[n] == '"' || s[n] == '\'')
			quote = s[n];
	}
	return n;
}

/* An attribute value template (XSLT 1.0 section 7.6.2) with its calls. */
static void
guard_template(xmlAttr *attribute, enum place place)
{
	xmlChar *value =
	    xmlNodeListGetString(attribute->doc, attribute->children, 1);
	struct buf out;

	buf_init(&out, LIMIT_SHEET);
	for (const char *s = (const char *)value; s != NULL && *s != '\0';) {
		size_t n =
		    *s == '{' && s[1] != '{' ? expression_length(s + 1) : 0;
		if (n == 0) {
			/* "{{" and "}}" stand for themselves. */
			bool twice = (*s == '{' || *s == '}') && s[1] == *s;
			buf_add(&out, s, twice ? 2 : 1);
			s += twice ? 2 : 1;
			continue;
		}
		buf_putc(&out, '{');
		put_call(&out, place, s + 1, n);
		s += 1 + n;
	}
	node_set_value(attribute, buf_text(&out));
	buf_clear(&out);
	xmlFree(value);
}

/* Keeps an address that the stylesheet itself has, if it would be refused. */
static void
keep_literal(struct page *page, const char *value)
{
	if (url_clickable(value, strlen(value)) || strchr(value, '{') != NULL)
		return;
	page->literals =
	    mem_grow(page->literals, page->n_literals + 1, sizeof(char *));
	page->literals[page->n_literals++] = mem_str(value);
}

/* The attributes of an element that will be in the page. */
static void
guard_attributes(struct page *page, xmlNode *element)
{
	enum place within = place_of_element(node_name(element));

	for (xmlAttr *a = element->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		enum place place = place_of_attribute(name, within);
		if (a->ns != NULL &&
		    strcmp((const char *)a->ns->href, NS_XSL_URI) == 0)
			continue;
		if (place != PLACE_TEXT)
			guard_template(a, place);
		if (a->children != NULL && a->children->content != NULL)
			keep_literal(page, (const char *)a->children->content);
	}
}

/* Whether an expression is nothing but a string. */
static bool
is_string(const char *s)
{
	s += strspn(s, " \t\n\r");
	if (*s != '"' && *s != '\'')
		return false;
	const char *end = strchr(s + 1, *s);
	return end != NULL && end[1 + strspn(end + 1, " \t\n\r")] == '\0';
}

static void
guard_value(xmlNode *instruction, enum place place)
{
	const char *raw =
	    node_attribute(instruction, "disable-output-escaping");
	const char *select = node_attribute(instruction, "select");

	if (place != PLACE_TEXT) {
		node_set(instruction, "disable-output-escaping", NULL);
		guard_select(instruction, place);
	} else if (raw != NULL && strcmp(raw, "yes") == 0 && select != NULL &&
		   !is_string(select)) {
		guard_select(instruction, PLACE_MARKUP);
	}
}

/*
 * Puts what an instruction makes into a variable, whose text is then written:
 * <variable name=v>…</variable><value-of select=f($v)/>.
 */
static xmlNode *
capture(struct page *page, xmlNode *instruction, enum place place)
{
	xmlNs *xsl = instruction->ns;
	xmlNode *variable =
	    xmlNewDocNode(instruction->doc, xsl, BAD_CAST "variable", NULL);
	xmlNode *value =
	    xmlNewDocNode(instruction->doc, xsl, BAD_CAST "value-of", NULL);
	char name[48], select[64];

	if (variable == NULL || value == NULL)
		mem_out();
	snprintf(name, sizeof(name), OURS ".%u", ++page->n_captured);
	snprintf(select, sizeof(select), "$%s", name);
	node_set(variable, "name", name);
	node_set(value, "select", select);
	variable->line = value->line = instruction->line;
	xmlReplaceNode(instruction, variable);
	xmlAddChild(variable, instruction);
	xmlAddNextSibling(variable, value);
	guard_select(value, place);
	return value;
}

static void guard_children(
    struct page *page, xmlNode *parent, enum place place);

/* xsl:attribute and xsl:element, whose names say where their content stands. */
static void
guard_named(struct page *page, xmlNode *instruction, enum place place)
{
	const char *name = node_attribute(instruction, "name");

	if (name == NULL)
		name = "";
	if (is_xsl(instruction, "element") && place == PLACE_TEXT)
		place = place_of_element(name);
	if (is_xsl(instruction, "attribute")) {
		place = place_of_attribute(name, place);
		if (instruction->children != NULL &&
		    node_plain(instruction) != NULL)
			keep_literal(page, node_plain(instruction));
	}
	guard_children(page, instruction, place);
}

/* One instruction; the node behind which to go on. */
static xmlNode *
guard_instruction(struct page *page, xmlNode *n, enum place place)
{
	static const char *const makers[] = {
	    "apply-imports", "apply-templates", "call-template", "copy"};
	static const char *const holders[] = {
	    "variable", "param", "with-param", "message", "sort", "text"};

	if (is_xsl(n, "copy-of") && place != PLACE_TEXT)
		xmlNodeSetName(n, BAD_CAST "value-of");
	if (is_xsl(n, "value-of")) {
		guard_value(n, place);
		return n;
	}
	if (is_xsl(n, "attribute") || is_xsl(n, "element")) {
		guard_named(page, n, place);
		return n;
	}
	if (is_xsl(n, "comment") || is_xsl(n, "processing-instruction"))
		place = PLACE_ASIDE;
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		if (place != PLACE_TEXT && is_xsl(n, makers[i])) {
			guard_children(page, n, PLACE_TEXT);
			return capture(page, n, place);
		}
	}
	/* What these hold is written elsewhere, and guarded there. */
	for (size_t i = 0; i < sizeof(holders) / sizeof(holders[0]); i++) {
		if (is_xsl(n, holders[i]))
			place = PLACE_TEXT;
	}
	guard_children(page, n, place);
	return n;
}

static void
guard_children(struct page *page, xmlNode *parent, enum place place)
{
	for (xmlNode *n = node_first(parent); n != NULL; n = node_next(n)) {
		if (is_xsl(n, NULL)) {
			n = guard_instruction(page, n, place);
			continue;
		}
		guard_attributes(page, n);
		enum place own = place_of_element(node_name(n));
		guard_children(page, n, own == PLACE_TEXT ? place : own);
	}
}

static xmlNs *
find_xsl(const xmlNode *root)
{
	xmlNs *ns = root->nsDef;

	while (ns != NULL && strcmp((const char *)ns->href, NS_XSL_URI) != 0)
		ns = ns->next;
	return ns;
}

/* Declares our prefix, and keeps it out of the page. */
static void
declare(xmlNode *root)
{
	static const char name[] = "exclude-result-prefixes";
	/* A page that is a stylesheet itself has the attribute as XSLT's. */
	xmlNs *ns = is_xsl(root, NULL) ? NULL : find_xsl(root);
	xmlChar *old = ns == NULL ? xmlGetNoNsProp(root, BAD_CAST name)
				  : xmlGetNsProp(root, BAD_CAST name, ns->href);
	struct buf prefixes;

	buf_init(&prefixes, LIMIT_SHEET);
	buf_printf(&prefixes, "%s " OURS, old == NULL ? "" : (const char *)old);
	xmlFree(old);
	if (xmlNewNs(root, BAD_CAST NS_LOOM_URI, BAD_CAST OURS) == NULL ||
	    xmlSetNsProp(
		root, ns, BAD_CAST name, BAD_CAST buf_text(&prefixes)) == NULL)
		mem_out();
	buf_clear(&prefixes);
}

void
page_prepare(void *context, xmlDoc *sheet)
{
	xmlNode *root = xmlDocGetRootElement(sheet);

	declare(root);
	if (!is_xsl(root, NULL))
		guard_attributes(context, root);
	guard_children(context, root, PLACE_TEXT);
}

struct page *
page_new(void)
{
	return mem_new(1, sizeof(struct page));
}

void
page_free(struct page *page)
{
	if (page == NULL)
		return;
	for (size_t i = 0; i < page->n_literals; i++)
		free(page->literals[i]);
	free(page->literals);
	free(page);
}
