#ifndef FEEDLOOM_BASE_UUID_H
#define FEEDLOOM_BASE_UUID_H

#include <stddef.h>

/*
 * UUIDs that are made of a name (RFC 9562 section 5.5, version 5): the same
 * name in the same namespace gives the same one everywhere and for ever.
 */
#define UUID_TEXT 37 /* 36 characters and a NUL */

/* The namespace is a UUID of 16 bytes. */
void uuid_of_name(const unsigned char space[16], const char *name, size_t len,
    char out[UUID_TEXT]);

#endif
