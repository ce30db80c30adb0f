#ifndef FEEDLOOM_RENDER_MEDIA_H
#define FEEDLOOM_RENDER_MEDIA_H

#include <stdbool.h>

#include <libxml/tree.h>

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

#endif
