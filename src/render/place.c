/*
 * The places of a result, found in one walk.  Paths are made for people, from
 * the names that the serialisers write.
 */
#include "render/place.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/field.h"
#include "xml/node.h"

#define DEEPEST (2 * LIMIT_DEPTH) /* elements below it have no path */

struct walk {
	struct places *places;
	size_t room;
	struct buf path;
	size_t ends[DEEPEST]; /* of the path, before each open element */
	size_t depth;
	size_t opaque; /* the depth of XHTML in other markup; 0: none */
	size_t above;  /* elements that are in no path: the root, or none */
	char *home;    /* the root's namespace */
};

static bool
is_json(const xmlNode *element)
{
	return ns_of(element) == NS_JSON;
}

static void
slash(struct buf *path)
{
	if (path->len > 0)
		buf_putc(path, '/');
}

/* A step of JSON: a key, or "_prefix/name" where the namespace changes. */
static void
json_step(struct walk *w, const xmlNode *node, const xmlNode *parent)
{
	const char *prefix = ns_prefix(node);
	const char *key =
	    is_json(node) ? node_attribute(node, "key") : node_name(node);

	if (key == NULL)
		return;
	slash(&w->path);
	if (!is_json(node) && strcmp(ns_uri(node), ns_uri(parent)) != 0)
		buf_printf(&w->path, "_%s/", *prefix == '\0' ? "none" : prefix);
	buf_puts(&w->path, key);
}

/* True for an element in the XML form of JSON, foreign markup included. */
static bool
in_json(const struct walk *w)
{
	return strcmp(w->home, NS_JSON_URI) == 0;
}

static int
open_element(void *context, const xmlNode *element, struct error *e)
{
	struct walk *w = context;
	const xmlNode *parent = element->parent;

	(void)e;
	if (w->home == NULL)
		w->home = mem_str(ns_uri(element));
	if (w->depth++ >= DEEPEST)
		return 0;
	w->ends[w->depth - 1] = w->path.len;
	if (w->opaque != 0 || ns_of(element) == NS_LOOM)
		return 0;
	if (ns_of(element) == NS_XHTML && strcmp(w->home, NS_XHTML_URI) != 0) {
		w->opaque = w->depth;
		return 0;
	}
	if (in_json(w)) {
		json_step(w, element, parent);
	} else if (w->depth > w->above) {
		slash(&w->path);
		field_step(element, w->home, &w->path);
	}
	return 0;
}

/*
 * The path so far; of what stands above all paths the name of its element, and
 * a dot when there is none.
 */
static char *
path_of(const struct walk *w, const xmlNode *node)
{
	struct buf name;

	if (w->path.len > 0)
		return mem_dup(buf_text(&w->path), w->path.len);
	if (w->depth == 0)
		return mem_str(".");
	buf_init(&name, KIB);
	field_step(node->parent, w->home, &name);
	return buf_take(&name);
}

static void
add(struct walk *w, xmlNode *node, const char *text)
{
	struct places *places = w->places;

	if (ascii_all_blank(text, strlen(text)) || w->depth > DEEPEST)
		return;
	if (places->n == w->room) {
		w->room = w->room == 0 ? 64 : 2 * w->room;
		places->list =
		    mem_grow(places->list, w->room, sizeof(*places->list));
	}
	places->list[places->n++] = (struct place){
	    .path = path_of(w, node), .text = mem_str(text), .node = node};
}

static void
add_attributes(struct walk *w, const xmlNode *element)
{
	size_t end = w->path.len;

	for (xmlAttr *a = element->properties; a != NULL; a = a->next) {
		xmlNode *node = (xmlNode *)a;

		if (is_json(element) ||
		    (a->ns != NULL && ns_of(node) == NS_LOOM))
			continue;
		if (w->opaque == 0) {
			slash(&w->path);
			field_step(node, w->home, &w->path);
		}
		add(w, node, field_text(node));
		buf_cut(&w->path, end);
	}
}

static int
open_place(void *context, const xmlNode *element, struct error *e)
{
	open_element(context, element, e);
	add_attributes(context, element);
	return 0;
}

static int
add_text(void *context, xmlNode *text, struct error *e)
{
	(void)e;
	add(context, text, field_text(text));
	return 0;
}

static int
close_element(void *context, const xmlNode *element, struct error *e)
{
	struct walk *w = context;

	(void)element;
	(void)e;
	if (w->depth-- > DEEPEST)
		return 0;
	if (w->opaque > w->depth)
		w->opaque = 0;
	buf_cut(&w->path, w->ends[w->depth]);
	return 0;
}

static int
by_path(const void *left, const void *right)
{
	const struct place *a = *(struct place *const *)left;
	const struct place *b = *(struct place *const *)right;
	int order = strcmp(a->path, b->path);

	return order != 0 ? order : (a > b) - (a < b);
}

/* Whether all stands in one element: a fragment of text need not. */
static bool
has_root(const struct whole *w)
{
	const xmlNode *root = node_first((const xmlNode *)w->frame);

	return root != w->place && node_next(root) == NULL;
}

void
places_find(const struct whole *w, struct places *places)
{
	static const struct whole_walker walker = {
	    .open = open_place, .text = add_text, .close = close_element};
	struct walk walk = {.places = places, .above = has_root(w) ? 1 : 0};
	struct error never;

	*places = (struct places){.n = 0};
	buf_init(&walk.path, KIB);
	whole_walk(w, &walker, &walk, &never);
	buf_clear(&walk.path);
	free(walk.home);
	places->sorted = mem_new(places->n + 1, sizeof(struct place *));
	for (size_t i = 0; i < places->n; i++)
		places->sorted[i] = &places->list[i];
	qsort(places->sorted, places->n, sizeof(struct place *), by_path);
}

void
places_clear(struct places *places)
{
	for (size_t i = 0; i < places->n; i++) {
		free(places->list[i].path);
		free(places->list[i].text);
	}
	free(places->list);
	free(places->sorted);
	*places = (struct places){.n = 0};
}

size_t
places_at(const struct places *places, const char *path, size_t *first)
{
	size_t low = 0, high = places->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(places->sorted[middle]->path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*first = low;
	while (
	    high < places->n && strcmp(places->sorted[high]->path, path) == 0)
		high++;
	return high - low;
}
