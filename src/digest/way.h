#ifndef FEEDLOOM_DIGEST_WAY_H
#define FEEDLOOM_DIGEST_WAY_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/options.h"
#include "config/config.h"
#include "digest/mailer.h"
#include "digest/parcel.h"

/*
 * Where the messages of each digest go.  Digests that have one server in common
 * have its process in common, and wait together where it is not there.
 */
struct way {
	const struct config_digest *digest;
	struct way *server; /* the first one that leads to the same; itself */
	struct mailer_setup setup;
	struct mailer *mailer; /* when one was needed */
	char shut[MAILER_WORDS];
	bool is_shut; /* nothing more goes there in this run */
	bool told;    /* and somebody was told */
};

/* One for each digest of the configuration, in that order. */
struct way *ways_open(
    const struct config *config, const struct options *options);
void ways_close(struct way *ways, size_t count); /* NULL is fine */

/* Why nothing goes there, or NULL. */
const char *way_shut(const struct way *way);

/* Sends one message, by a server or on this machine; as smtp_send. */
enum smtp_end way_send(
    struct way *way, const struct parcel *parcel, char words[MAILER_WORDS]);

/* Nothing more goes there, or by its server, as that end says, if it does. */
void way_close(struct way *way, enum smtp_end end, const char *words);

#endif
