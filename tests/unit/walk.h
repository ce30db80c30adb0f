#ifndef FEEDLOOM_UNIT_WALK_H
#define FEEDLOOM_UNIT_WALK_H

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/limits.h"
#include "render/serialiser.h"

/*
 * Walks trees into a serialiser the way that the host does, for tests: elements
 * and text in their order, and at <pause/> the entries, each a tree of its own.
 * Include it behind cmocka.h.
 */
struct walk {
	const struct serialiser *as;
	void *s;
	struct buf out;
	struct error e;
	size_t piece; /* bytes of text handed over at a time; 0: all */
	const char *const *entries; /* NULL behind the last one; or NULL */
};

static inline void
walk_start_with(struct walk *w, const struct serialiser *as,
    const struct render_options *options)
{
	*w = (struct walk){.as = as};
	buf_init(&w->out, LIMIT_OUTPUT);
	w->s = as->start(&w->out, options);
}

static inline void
walk_start(struct walk *w, const struct serialiser *as, int width)
{
	walk_start_with(w, as, &(struct render_options){.width = width});
}

static inline void
walk_end(struct walk *w)
{
	w->as->free(w->s);
	buf_clear(&w->out);
}

static inline xmlDoc *
walk_parse(const char *xml)
{
	xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), NULL, "UTF-8",
	    XML_PARSE_NONET | XML_PARSE_NOCDATA);

	assert_non_null(doc);
	return doc;
}

static inline int
walk_text(struct walk *w, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len;) {
		size_t n = len - i;

		if (w->piece != 0 && w->piece < n)
			n = w->piece;
		/* A copy of its own: what reads past its end is found out. */
		char *copy = malloc(n);
		assert_non_null(copy);
		memcpy(copy, text + i, n);
		int result = w->as->text(w->s, copy, n, &w->e);
		free(copy);
		if (result != 0)
			return result;
		i += n;
	}
	return 0;
}

static int walk_node(struct walk *w, const xmlNode *root);

static inline int
walk_entries(struct walk *w)
{
	for (const char *const *xml = w->entries; *xml != NULL; xml++) {
		xmlDoc *doc = walk_parse(*xml);
		int result = walk_node(w, xmlDocGetRootElement(doc));

		xmlFreeDoc(doc);
		if (result != 0)
			return result;
	}
	return 0;
}

/* Begins a node; 1 when its children are next, 2 when what is next is behind
 * it.
 */
static inline int
walk_open(struct walk *w, const xmlNode *node)
{
	if (node->type == XML_TEXT_NODE)
		return walk_text(w, (const char *)node->content);
	if (node->type != XML_ELEMENT_NODE)
		return 0;
	if (w->entries != NULL &&
	    strcmp((const char *)node->name, "pause") == 0)
		return walk_entries(w);
	int skip = w->as->open(w->s, node, &w->e);
	if (skip != 0)
		return skip == 1 ? 2 : -1;
	return node->children != NULL;
}

static inline int
walk_close(struct walk *w, const xmlNode *node)
{
	if (node->type != XML_ELEMENT_NODE ||
	    (w->entries != NULL &&
		strcmp((const char *)node->name, "pause") == 0))
		return 0;
	return w->as->close(w->s, node, &w->e);
}

/* A node and all that is in it; no recursion but for entries. */
static inline int
walk_node(struct walk *w, const xmlNode *root)
{
	const xmlNode *node = root;

	for (;;) {
		int opened = walk_open(w, node);

		if (opened < 0)
			return -1;
		if (opened == 1) {
			node = node->children;
			continue;
		}
		for (;;) {
			if (opened != 2 && walk_close(w, node) != 0)
				return -1;
			opened = 0;
			if (node == root)
				return 0;
			if (node->next != NULL)
				break;
			node = node->parent;
		}
		node = node->next;
	}
}

/* A whole document, to its end. */
static inline int
walk_all(struct walk *w, const char *xml)
{
	xmlDoc *doc = walk_parse(xml);
	int result = walk_node(w, xmlDocGetRootElement(doc));

	xmlFreeDoc(doc);
	return result == 0 ? w->as->finish(w->s, &w->e) : result;
}

#endif
