/*
 * FNV-1a with 128 bits (draft-eastlake-fnv), in two 64-bit halves so that it
 * needs no wider type.
 */
#include "base/hash.h"

void
hash_init(struct hash *h)
{
	h->high = 0x6c62272e07bb0142;
	h->low = 0x62b821756295c58d;
}

/* Multiplies by the prime 2^88 + 0x13B, modulo 2^128. */
static void
multiply(struct hash *h)
{
	uint64_t right = (h->low & 0xFFFFFFFF) * 0x13B;
	uint64_t left = (h->low >> 32) * 0x13B + (right >> 32);

	h->high = h->high * 0x13B + (left >> 32) + (h->low << 24);
	h->low = left << 32 | (right & 0xFFFFFFFF);
}

void
hash_add(struct hash *h, const void *p, size_t n)
{
	const unsigned char *bytes = p;

	for (size_t i = 0; i < n; i++) {
		h->low ^= bytes[i];
		multiply(h);
	}
}

void
hash_hex(const struct hash *h, char out[HASH_TEXT])
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < 16; i++) {
		out[i] = digits[h->high >> (60 - 4 * i) & 0xF];
		out[16 + i] = digits[h->low >> (60 - 4 * i) & 0xF];
	}
	out[32] = '\0';
}
