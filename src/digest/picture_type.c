/*
 * PNG (section 11.2.2), GIF (section 18), JPEG (ITU-T T.81, annex B) and WebP
 * (RFC 9649), as far as their sizes.  Reads the head alone: whether the rest is
 * a picture is for those who show it.
 */
#include "digest/picture_type.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct size {
	uint32_t width, height;
};

static uint32_t
big(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t
little(const unsigned char *p)
{
	return (uint32_t)p[1] << 8 | p[0];
}

static bool
png(const unsigned char *p, size_t n, struct size *size)
{
	if (n < 24 || memcmp(p, "\x89PNG\r\n\x1a\n", 8) != 0)
		return false;
	size->width = big(p + 16) << 16 | big(p + 18);
	size->height = big(p + 20) << 16 | big(p + 22);
	return true;
}

static bool
gif(const unsigned char *p, size_t n, struct size *size)
{
	if (n < 10 ||
	    (memcmp(p, "GIF87a", 6) != 0 && memcmp(p, "GIF89a", 6) != 0))
		return false;
	size->width = little(p + 6);
	size->height = little(p + 8);
	return true;
}

/* A marker that begins a frame (table B.1): SOF, not DHT, JPG and DAC. */
static bool
begins_frame(unsigned char marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 &&
	       marker != 0xC8 && marker != 0xCC;
}

/* Segments one behind the other, until the one with the size. */
static bool
jpeg(const unsigned char *p, size_t n, struct size *size)
{
	if (n < 4 || memcmp(p, "\xFF\xD8\xFF", 3) != 0)
		return false;
	for (size_t at = 2; at + 9 <= n && p[at] == 0xFF;) {
		if (p[at + 1] == 0xFF) {
			at++; /* fill */
			continue;
		}
		if (begins_frame(p[at + 1])) {
			size->height = big(p + at + 5);
			size->width = big(p + at + 7);
			/* A height of 0 comes later, in DNL. */
			if (size->height == 0)
				size->height = size->width;
			return true;
		}
		at += 2 + big(p + at + 2);
	}
	return false;
}

static bool
webp(const unsigned char *p, size_t n, struct size *size)
{
	if (n < 30 || memcmp(p, "RIFF", 4) != 0 ||
	    memcmp(p + 8, "WEBP", 4) != 0)
		return false;
	if (memcmp(p + 12, "VP8X", 4) == 0) {
		size->width = 1 + (little(p + 24) | (uint32_t)p[26] << 16);
		size->height = 1 + (little(p + 27) | (uint32_t)p[29] << 16);
	} else if (memcmp(p + 12, "VP8L", 4) == 0) {
		uint32_t bits = little(p + 21) | little(p + 23) << 16;
		size->width = 1 + (bits & 0x3FFF);
		size->height = 1 + (bits >> 14 & 0x3FFF);
	} else if (memcmp(p + 12, "VP8 ", 4) == 0) {
		size->width = little(p + 26) & 0x3FFF;
		size->height = little(p + 28) & 0x3FFF;
	} else {
		return false;
	}
	return true;
}

static const struct kind {
	const char *type;
	bool (*is)(const unsigned char *p, size_t n, struct size *size);
} kinds[] = {
    {"image/png", png},
    {"image/gif", gif},
    {"image/jpeg", jpeg},
    {"image/webp", webp},
};

const char *
picture_type(const unsigned char *bytes, size_t len)
{
	struct size size;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].is(bytes, len, &size))
			return size.width <= 1 || size.height <= 1
				   ? NULL
				   : kinds[i].type;
	return NULL;
}
