/*
 * Walks the instructions of a stylesheet (XSLT 1.0) with what is known of the
 * current node.  What variables hold and where templates are called is found by
 * walking again until nothing new is learnt; only the last walk's reasons
 * count.
 */
#include "xml/scope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "xml/node.h"
#include "xml/scope_state.h"

#define MOST_WALKS 20

static void walk(const struct scope_context *c, const xmlNode *parent);
static void on_variable(const struct scope_context *c);

struct scope_name *
scope_name(xmlHashTable *names, const char *name, size_t n)
{
	xmlChar *key = xmlStrndup((const xmlChar *)name, (int)n);

	if (key == NULL)
		mem_out();
	struct scope_name *known = xmlHashLookup(names, key);
	if (known == NULL) {
		known = mem_new(1, sizeof(*known));
		if (xmlHashAddEntry(names, key, known) == -1)
			mem_out();
	}
	xmlFree(key);
	return known;
}

static struct scope_name *
name_of(xmlHashTable *names, const char *name)
{
	return scope_name(names, name, strlen(name));
}

void
scope_need(const struct scope_context *c, const char *text, size_t n)
{
	struct scope *found = c->search->found;
	const char *url = (const char *)c->node->doc->URL;
	const char *slash = url == NULL ? NULL : strrchr(url, '/');
	char words[90];
	size_t len = 0;

	if (found->whole)
		return;
	for (size_t i = 0; i < n && len + 5 < sizeof(words); i++)
		if (!ascii_blank(text[i]))
			words[len++] = text[i];
		else if (len > 0 && words[len - 1] != ' ')
			words[len++] = ' ';
	while (len > 0 && words[len - 1] == ' ')
		len--;
	words[len] = '\0';
	found->whole = true;
	snprintf(found->why, sizeof(found->why), "%.100s:%ld: %s%s",
	    slash == NULL ? (url == NULL ? "" : url) : slash + 1,
	    xmlGetLineNo(c->node), words,
	    len + 5 >= sizeof(words) ? "..." : "");
}

static void
need(const struct scope_context *c, const char *words)
{
	scope_need(c, words, strlen(words));
}

static void
learn(struct scope_search *search, struct scope_name *name, unsigned places,
    bool listed)
{
	if ((places & ~name->places) == 0 && (name->listed || !listed))
		return;
	name->places |= places;
	name->listed = name->listed || listed;
	search->changed = true;
}

/* An attribute that is an expression; 0 when it is not there. */
static unsigned
look(const struct scope_context *c, const char *attribute)
{
	const char *text = node_attribute(c->node, attribute);

	return text == NULL ? 0 : scope_path(c, text, strlen(text), NULL);
}

/* The same, where nodes are shown, or become others' context. */
static unsigned
look_at_nodes(const struct scope_context *c, const char *attribute, bool shown)
{
	unsigned places = look(c, attribute);

	if ((places & SCOPE_FIRST) ||
	    (shown && places != 0 && (places & ~(unsigned)SCOPE_FRAME) == 0))
		need(c, node_attribute(c->node, attribute));
	return places;
}

/* The expressions of an attribute value template. */
static void
look_at_template(const struct scope_context *c, const char *text)
{
	while ((text = strchr(text, '{')) != NULL) {
		if (*++text == '{') {
			text++;
			continue;
		}
		const char *end = text;
		char quote = '\0';
		for (; *end != '\0' && (quote != '\0' || *end != '}'); end++) {
			if (quote != '\0')
				quote = *end == quote ? '\0' : quote;
			else if (*end == '"' || *end == '\'')
				quote = *end;
		}
		unsigned places =
		    scope_path(c, text, (size_t)(end - text), NULL);
		if (places != 0 &&
		    (places & ~(unsigned)(SCOPE_FRAME | SCOPE_FIRST)) == 0)
			scope_need(c, text, (size_t)(end - text));
		text = end;
	}
}

static bool
is_xsl(const xmlNode *node, const char *name)
{
	return strcmp(node_name(node), name) == 0 &&
	       strcmp(ns_uri(node), NS_XSL_URI) == 0;
}

static const char *
mode_of(const xmlNode *node)
{
	const char *mode = node_attribute(node, "mode");

	return mode == NULL ? "" : mode;
}

static bool
sorts(const xmlNode *instruction)
{
	for (const xmlNode *n = node_first(instruction); n != NULL;
	     n = node_next(n))
		if (is_xsl(n, "sort"))
			return true;
	return false;
}

/* Sorts and parameters, where the nodes are those that were selected. */
static void
walk_arguments(const struct scope_context *c, unsigned places)
{
	struct scope_context inner = *c;

	for (const xmlNode *n = node_first(c->node); n != NULL;
	     n = node_next(n)) {
		inner.node = n;
		inner.places = is_xsl(n, "sort") ? places : c->places;
		if (is_xsl(n, "sort"))
			look(&inner, "select");
		else
			on_variable(&inner);
	}
}

/* Templates of a mode are for these nodes, and for what is in them. */
static void
apply(struct scope_search *search, struct scope_name *mode, unsigned places)
{
	if (places & SCOPE_FRAME)
		places |= SCOPE_FEED | SCOPE_HEAD;
	if (places & SCOPE_ENTRY)
		places |= SCOPE_INSIDE;
	if ((places & ~mode->applied) == 0)
		return;
	mode->applied |= places;
	search->changed = true;
}

/*
 * The place of the entries is this instruction, with nothing but the simplest
 * path, where no mode or order sets it apart.
 */
static void
on_apply(const struct scope_context *c)
{
	const char *select = node_attribute(c->node, "select");
	const char *mode = mode_of(c->node);
	struct scope_name *known = name_of(c->search->modes, mode);
	bool plain = false;

	if (select == NULL)
		select = "node()";
	unsigned places = scope_path(c, select, strlen(select), &plain);
	if (plain && sorts(c->node))
		need(c, "xsl:sort");
	if (places & SCOPE_FIRST)
		need(c, select);
	/* Without a template for it the feed passes on to its entries. */
	if (*mode != '\0' && !known->silent &&
	    (plain || (places & SCOPE_FRAME & ~known->places) != 0))
		need(c, select);
	apply(c->search, known, places);
	walk_arguments(c, plain ? places | SCOPE_ENTRY : places);
}

static void
on_for_each(const struct scope_context *c)
{
	struct scope_context inner = *c;

	inner.places = look_at_nodes(c, "select", false);
	inner.listed = false;
	walk(&inner, c->node);
}

static void
on_call(const struct scope_context *c)
{
	const char *name = node_attribute(c->node, "name");

	if (name != NULL)
		learn(c->search, name_of(c->search->templates, name), c->places,
		    c->listed);
	walk_arguments(c, c->places);
}

/* A variable, or a parameter with what it is when nobody gives it. */
static void
on_variable(const struct scope_context *c)
{
	const char *name = node_attribute(c->node, "name");

	if (name != NULL)
		learn(c->search, name_of(c->search->variables, name),
		    look(c, "select"), false);
	walk(c, c->node);
}

/* xsl:number counts the nodes beside or before the current one. */
static void
on_number(const struct scope_context *c)
{
	const char *level = node_attribute(c->node, "level");

	if (node_attribute(c->node, "value") != NULL)
		look(c, "value");
	else if ((c->places & SCOPE_ENTRY) ||
		 (level != NULL && strcmp(level, "single") != 0) ||
		 node_attribute(c->node, "count") != NULL)
		need(c, "xsl:number");
}

/* A key that is made of the parent's identifier joins no entries. */
static void
on_key(const struct scope_context *c)
{
	const char *match = node_attribute(c->node, "match");
	const char *use = node_attribute(c->node, "use");
	const char *name = node_attribute(c->node, "name");
	struct scope_context inner = *c;
	bool entry;

	if (match == NULL || use == NULL || name == NULL)
		return;
	inner.key = true;
	inner.places = scope_pattern(c, match, strlen(match), &entry);
	scope_path(&inner, use, strlen(use), NULL);
	struct scope_name *key = name_of(c->search->keys, name);
	bool single = (inner.places & (SCOPE_ENTRY | SCOPE_FRAME)) == 0 &&
		      scope_is_own(use, strlen(use));
	if (single ? key->single : key->joins)
		return;
	key->single = key->single || single;
	key->joins = key->joins || !single;
	c->search->changed = true;
}

/* Where the node is that a template matches. */
static void
match_template(struct scope_context *c, const char *match)
{
	const char *mode = mode_of(c->node);
	struct scope_name *known = name_of(c->search->modes, mode);
	bool entry;

	c->places = scope_pattern(c, match, strlen(match), &entry);
	learn(c->search, known, c->places, false);
	if (entry && c->node->children == NULL && !known->silent)
		known->silent = c->search->changed = true;
	if (*mode != '\0') {
		c->places &= known->applied;
		return;
	}
	c->listed = (c->places & SCOPE_ENTRY) != 0;
	if (c->places != 0 && (c->places & ~(unsigned)SCOPE_FRAME) == 0)
		c->search->found->feed = true;
}

static void
on_template(const struct scope_context *c)
{
	const char *match = node_attribute(c->node, "match");
	const char *name = node_attribute(c->node, "name");
	struct scope_context inner = *c;

	inner.places = 0;
	if (match != NULL && strcmp(match, SCOPE_SLOT) == 0)
		return;
	if (match != NULL)
		match_template(&inner, match);
	if (name != NULL) {
		const struct scope_name *called =
		    name_of(c->search->templates, name);
		inner.places |= called->places;
		inner.listed = inner.listed || called->listed;
	}
	walk(&inner, c->node);
}

/* Instructions with one expression, or none. */
static void
on_other(const struct scope_context *c)
{
	const char *name = node_name(c->node);

	if (strcmp(name, "value-of") == 0 || strcmp(name, "copy-of") == 0)
		look_at_nodes(c, "select", true);
	else
		look(c, "test");
	walk(c, c->node);
}

static void
on_instruction(const struct scope_context *c)
{
	static const struct {
		const char *name;
		void (*see)(const struct scope_context *c);
	} table[] = {
	    {"template", on_template},
	    {"apply-templates", on_apply},
	    {"call-template", on_call},
	    {"for-each", on_for_each},
	    {"variable", on_variable},
	    {"param", on_variable},
	    {"with-param", on_variable},
	    {"number", on_number},
	    {"key", on_key},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(table[i].name, node_name(c->node)) == 0) {
			table[i].see(c);
			return;
		}
	}
	on_other(c);
}

/* An element of the result, or an instruction of ours. */
static void
on_element(const struct scope_context *c)
{
	if (ns_of(c->node) == NS_LOOM)
		look_at_nodes(c, "select", true);
	walk(c, c->node);
}

/* What an element holds. */
static void
walk(const struct scope_context *c, const xmlNode *parent)
{
	struct scope_context inner = *c;

	for (const xmlNode *n = node_first(parent); n != NULL;
	     n = node_next(n)) {
		inner.node = n;
		for (const xmlAttr *a = n->properties; a != NULL; a = a->next)
			look_at_template(&inner, node_value(a));
		if (strcmp(ns_uri(n), NS_XSL_URI) == 0)
			on_instruction(&inner);
		else
			on_element(&inner);
	}
}

static void
free_name(void *name, const xmlChar *key)
{
	(void)key;
	free(name);
}

static xmlHashTable *
names_new(void)
{
	xmlHashTable *names = xmlHashCreate(64);

	if (names == NULL)
		mem_out();
	return names;
}

void
scope_find(struct scope *scope, xmlDoc *const *sheets, size_t n)
{
	struct scope_search search = {.found = scope,
	    .variables = names_new(),
	    .templates = names_new(),
	    .keys = names_new(),
	    .modes = names_new(),
	    .changed = true};
	struct scope_context c = {.search = &search, .places = SCOPE_ROOT};

	for (int i = 0; search.changed; i++) {
		*scope = (struct scope){.whole = false};
		search.changed = false;
		for (size_t j = 0; j < n; j++) {
			c.node = xmlDocGetRootElement(sheets[j]);
			walk(&c, c.node);
		}
		if (i == MOST_WALKS)
			need(&c, "what its variables hold");
		search.changed = search.changed && i < MOST_WALKS;
	}
	xmlHashFree(search.variables, free_name);
	xmlHashFree(search.templates, free_name);
	xmlHashFree(search.keys, free_name);
	xmlHashFree(search.modes, free_name);
}
