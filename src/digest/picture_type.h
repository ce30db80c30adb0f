#ifndef FEEDLOOM_DIGEST_PICTURE_TYPE_H
#define FEEDLOOM_DIGEST_PICTURE_TYPE_H

#include <stddef.h>

/*
 * The media type of a picture by its first bytes, of those that readers of mail
 * show: PNG, GIF, JPEG, WebP.  NULL: it is none, or one no wider or no higher
 * than a pixel, which is there to count readers.
 */
const char *picture_type(const unsigned char *bytes, size_t len);

#endif
