#ifndef FEEDLOOM_RENDER_MEDIA_H
#define FEEDLOOM_RENDER_MEDIA_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "base/buf.h"

/* What images and embedded media are, for formats that cannot show them. */

/* True for an address that is nothing that a reader could go to. */
bool media_is_idle(const char *url);

/* True for an image that stands for the one emoji in its alt. */
bool media_is_emoji(const xmlNode *img);

/*
 * The address of a video, audio, iframe and the like: its own, or its first
 * source's; borrowed, NULL when there is none that leads anywhere, or when the
 * medium only repeats what stands beside it.
 */
const char *media_source(const xmlNode *medium);

/*
 * Adds the text that was typed into a pre: a line feed for each br, without the
 * first one and blank lines at its end.
 */
void media_typed(const xmlNode *pre, struct buf *out);

#endif
