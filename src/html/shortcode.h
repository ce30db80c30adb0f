#ifndef FEEDLOOM_HTML_SHORTCODE_H
#define FEEDLOOM_HTML_SHORTCODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "html/post.h"

/*
 * WordPress's own shortcodes (Shortcode API): caption, wp_caption, gallery,
 * embed, audio, video.
 */

/* Adds text with them made HTML; all others stay byte by byte. */
void shortcodes_expand(const char *text, size_t len,
    const struct post_images *images, struct buf *out);

/* True when text is one of them, alone, that could not be expanded. */
bool shortcode_alone(const char *text, size_t len);

/* Adds a link to an address that is its own text. */
void shortcode_link(const char *url, size_t len, struct buf *out);

#endif
