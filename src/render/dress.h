#ifndef FEEDLOOM_RENDER_DRESS_H
#define FEEDLOOM_RENDER_DRESS_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/buf.h"
#include "render/serialiser.h"

/*
 * Makes what a feed wrote fit for a mail.  The element that holds it,
 * <loom:html>, may say in attributes which style elements of a name get
 * (p="margin:0"), and in width how wide a picture may say that it is.
 *
 * When the host says what becomes of pictures (render_options.picture), nothing
 * else is left that a reader would fetch: images that count readers go,
 * players become links, and of lists of images the one remains that counts for
 * all.
 */

/* False when that would change nothing. */
bool dress_needed(const xmlNode *holder, const struct render_options *options);

/* Adds clean HTML, as fragment_clean writes it, dressed. */
void dress_fragment(const xmlNode *holder, const struct render_options *options,
    const char *html, size_t len, struct buf *out);

#endif
