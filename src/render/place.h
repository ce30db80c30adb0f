#ifndef FEEDLOOM_RENDER_PLACE_H
#define FEEDLOOM_RENDER_PLACE_H

#include <stddef.h>

#include <libxml/tree.h>

#include "render/whole.h"

/*
 * The places of a format's result where text stands: attributes and text nodes
 * that are not blank, by their paths.  A path begins below the root, if there
 * is one that holds all:
 *
 *   channel/item/category/@domain    elements; those of the root's namespace,
 *                                    or of none, without a prefix
 *   items/attachments/url            XML-JSON: the keys
 *   items/_wp/post_id                foreign markup in it, as members
 *
 * XHTML within other markup has the path of the element that holds it.
 */
struct place {
	char *path;
	char *text;
	xmlNode *node; /* of the tree */
};

struct places {
	struct place *list; /* in the order of the tree */
	size_t n;
	struct place **sorted; /* the same, by path */
};

/* All places of a tree, as long as that lives. */
void places_find(const struct whole *w, struct places *places);
void places_clear(struct places *places);

/* How many have a path; *first is where the first one is in sorted. */
size_t places_at(const struct places *places, const char *path, size_t *first);

#endif
