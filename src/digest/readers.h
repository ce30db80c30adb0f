#ifndef FEEDLOOM_DIGEST_READERS_H
#define FEEDLOOM_DIGEST_READERS_H

#include <stddef.h>

#include "base/error.h"
#include "config/config.h"
#include "config/recipients.h"

/* Whom a digest's messages go to: what it says, its file, its command. */

/* Adds all of them.  0, or -1 with words: none, or they cannot be read. */
int readers_read(const struct config_digest *digest, struct recipients *readers,
    struct error *e);

/* Adds those of a file.  0, or -1 with its name and what is wrong. */
int readers_file(const char *path, struct recipients *readers, struct error *e);

/* How many of them the header of a message names: all or none. */
size_t readers_named(
    const struct config_digest *digest, const struct recipients *readers);

/*
 * How many deliveries a message has, and the address of each: one a recipient,
 * or one without an address where nothing is delivered to addresses.  The array
 * is the caller's, what is in it borrowed.
 */
size_t readers_deliveries(
    const struct config_digest *digest, const struct recipients *readers);
const char **readers_addresses(
    const struct config_digest *digest, const struct recipients *readers);

#endif
