#ifndef FEEDLOOM_HTML_PICTURE_H
#define FEEDLOOM_HTML_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * The picture that stands for a post: its first image that is one.  Not one are
 * the image of an emoji, one that counts readers (no wider or higher than 1, or
 * hidden), and an address that is not of http or https, or relative.
 */
struct picture {
	struct buf src; /* the largest that its srcset and src offer */
	struct buf alt; /* "" when there is none */
	bool has_alt;
	unsigned width, height; /* of that src, in pixels; 0: not known */
};

void picture_init(struct picture *p);
void picture_clear(struct picture *p);

/*
 * Finds the first one of a fragment; false when there is none.  Images that
 * scripts load late have the address that the script would give them.
 */
bool picture_first(const char *html, size_t len, struct picture *p);

#endif
