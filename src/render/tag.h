#ifndef FEEDLOOM_RENDER_TAG_H
#define FEEDLOOM_RENDER_TAG_H

#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "render/serialiser.h"

/* Start tags and text of a page that a stylesheet makes. */

/*
 * Adds text, escaped.  Control characters, which XML knows and HTML does not,
 * become U+FFFD.
 */
void tag_text(const char *text, size_t len, struct buf *out);

/*
 * Adds the start tag of an element of that name with the attributes that the
 * gate lets pass.  An image that the host does not show gives its words.
 */
void tag_start(const xmlNode *element, const char *name,
    const struct render_options *options, struct buf *out);

#endif
