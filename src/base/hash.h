#ifndef FEEDLOOM_BASE_HASH_H
#define FEEDLOOM_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * FNV-1a with 128 bits: names things that have no name of their own, the same
 * way on every machine and for ever.  No defence against forgery.
 */
struct hash {
	uint64_t high;
	uint64_t low;
};

#define HASH_TEXT 33 /* 32 hexadecimal digits and a NUL */

void hash_init(struct hash *hash);

/* Adds n bytes. */
void hash_add(struct hash *hash, const void *p, size_t n);

void hash_hex(const struct hash *hash, char out[HASH_TEXT]);

#endif
