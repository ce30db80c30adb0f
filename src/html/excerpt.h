#ifndef FEEDLOOM_HTML_EXCERPT_H
#define FEEDLOOM_HTML_EXCERPT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/word.h"

/*
 * Adds the beginning of a fragment, as much as the limit allows of its words or
 * characters: cut as word_cut does, the ellipsis behind it, all elements that
 * are open there closed.  Elements in front of the cut stay, pictures too; what
 * is in scripts and the like does not count.  1 when something was cut; 0 when
 * not: then the fragment is added byte by byte; -1 with ERR_PLUGIN when there
 * is too much of it.
 */
int excerpt(const char *html, size_t len, const struct word_limit *limit,
    struct buf *out, struct error *e);

#endif
