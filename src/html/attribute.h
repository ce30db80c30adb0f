#ifndef FEEDLOOM_HTML_ATTRIBUTE_H
#define FEEDLOOM_HTML_ATTRIBUTE_H

#include <stdbool.h>

#include "base/buf.h"
#include "html/element.h"
#include "html/token.h"

/* Which attributes clean HTML may have, and what may stand in them. */

/* Of a tag's attributes, what decides about the tag. */
struct attributes {
	bool href;   /* a link that may be followed */
	bool src;    /* an image or a medium that may be fetched */
	bool alt;    /* has an alternative text */
	bool smiley; /* an image that stands for an emoji: its alt will do */
	bool unseen; /* an image that its own style hides */
};

/* Adds the tag's attributes that are allowed (" name="value""), each once. */
struct attributes attributes_clean(
    const struct token *token, const struct element *element, struct buf *out);

/* Adds a tag's attribute of this name, decoded; false when there is none. */
bool attribute_find(
    const struct token *token, const char *name, struct buf *out);

/*
 * Adds, decoded, the address that a script would give to an image that is
 * loaded late (data-src and its like); false when there is none.
 */
bool attribute_late_source(const struct token *token, struct buf *out);

/* True for the classes that WordPress gives to the image of an emoji. */
bool attribute_smiley(const struct token *token);

/* True for an image within the address itself, of a kind that runs nothing. */
bool attribute_data_image(const char *url, size_t len);

/* Adds the address, escaped, if it is one of http or https. */
bool attribute_web_address(const char *url, size_t len, struct buf *out);

#endif
