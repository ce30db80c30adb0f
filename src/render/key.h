#ifndef FEEDLOOM_RENDER_KEY_H
#define FEEDLOOM_RENDER_KEY_H

#include <stddef.h>

#include <libxml/tree.h>

/*
 * A member of a map in the XML form of JSON, to be looked at for keys that
 * repeat: sorted by text, the same keys stand side by side, in their order.
 */
struct key {
	const char *text;
	const xmlNode *node;
	size_t at; /* its place in the map */
};

/* For qsort(3). */
int key_by_text(const void *left, const void *right);
int key_by_place(const void *left, const void *right);

#endif
