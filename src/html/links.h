#ifndef FEEDLOOM_HTML_LINKS_H
#define FEEDLOOM_HTML_LINKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "html/token.h"

/*
 * Makes the links of an HTML fragment absolute: href, src, srcset, poster,
 * cite, action, data, longdesc, background of any tag.  Everything else stays
 * byte by byte.  "#part" is resolved against page, all others against base.
 */

/* True for an attribute with an address in it; *list: with a list of images. */
bool links_holds(const struct token_attribute *a, bool *list);

/*
 * Adds the fragment to out with its links absolute and returns true, or adds
 * nothing and returns false when nothing is relative (the usual case, found
 * without copying).  base, page: absolute, or NULL when not known.
 */
bool links_absolute(const char *html, size_t len, const char *base,
    const char *page, struct buf *out);

#endif
