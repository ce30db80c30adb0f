/*
 * Name-based UUIDs, and SHA-1 (FIPS 180-4) for them.  SHA-1 is here because
 * version 5 is defined by it; nothing is protected by it, so it is not offered
 * to others.
 */
#include "base/uuid.h"

#include <stdint.h>
#include <string.h>

#define BLOCK 64

struct sha1 {
	uint32_t h[5];
	unsigned char block[BLOCK];
	uint64_t len; /* bytes so far */
};

static uint32_t
turn(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

/* The function and the constant of a round. */
static uint32_t
mix(int round, uint32_t b, uint32_t c, uint32_t d)
{
	switch (round / 20) {
	case 0:
		return ((b & c) | (~b & d)) + 0x5A827999;
	case 1:
		return (b ^ c ^ d) + 0x6ED9EBA1;
	case 2:
		return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC;
	default:
		return (b ^ c ^ d) + 0xCA62C1D6;
	}
}

static void
take_block(struct sha1 *s)
{
	uint32_t w[80];
	uint32_t v[5];

	for (int i = 0; i < 16; i++) {
		const unsigned char *p = s->block + 4 * i;
		w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		       (uint32_t)p[2] << 8 | p[3];
	}
	for (int i = 16; i < 80; i++)
		w[i] = turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	memcpy(v, s->h, sizeof(v));
	for (int i = 0; i < 80; i++) {
		uint32_t next =
		    turn(v[0], 5) + mix(i, v[1], v[2], v[3]) + v[4] + w[i];
		v[4] = v[3];
		v[3] = v[2];
		v[2] = turn(v[1], 30);
		v[1] = v[0];
		v[0] = next;
	}
	for (int i = 0; i < 5; i++)
		s->h[i] += v[i];
}

static void
add(struct sha1 *s, const void *p, size_t n)
{
	const unsigned char *bytes = p;

	for (size_t i = 0; i < n; i++) {
		s->block[s->len++ % BLOCK] = bytes[i];
		if (s->len % BLOCK == 0)
			take_block(s);
	}
}

static void
finish(struct sha1 *s, unsigned char out[20])
{
	uint64_t bits = 8 * s->len;

	add(s, "\x80", 1);
	while (s->len % BLOCK != BLOCK - 8)
		add(s, "", 1);
	for (int i = 56; i >= 0; i -= 8)
		add(s, (unsigned char[]){(unsigned char)(bits >> i)}, 1);
	for (int i = 0; i < 20; i++)
		out[i] = (unsigned char)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

void
uuid_of_name(const unsigned char space[16], const char *name, size_t len,
    char out[UUID_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	struct sha1 s = {
	    .h = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0}};
	unsigned char sum[20];

	add(&s, space, 16);
	add(&s, name, len);
	finish(&s, sum);
	sum[6] = (unsigned char)((sum[6] & 0x0F) | 0x50); /* the version */
	sum[8] = (unsigned char)((sum[8] & 0x3F) | 0x80); /* the variant */
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*out++ = '-';
		*out++ = digits[sum[i] >> 4];
		*out++ = digits[sum[i] & 0xF];
	}
	*out = '\0';
}
