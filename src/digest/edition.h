#ifndef FEEDLOOM_DIGEST_EDITION_H
#define FEEDLOOM_DIGEST_EDITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/slot.h"
#include "config/config.h"
#include "store/store.h"

/*
 * An edition of a digest is one message: a slot, and the entries that go into
 * it.  They are chosen by what is remembered of entries, their ids and times;
 * nothing is known here of what they say.
 *
 * An entry is of the moment it was published, or first seen where it does not
 * say, or cannot say that.  It goes into the first slot at or behind that
 * moment when whose message is made it is known, and by which it has settled,
 * and into no other one.
 */
struct edition_pick {
	size_t feed; /* of config.feeds */
	unsigned char id[16];
	unsigned char content[16];
	int64_t moment;
	bool correction; /* it was mailed, and is another one since */
};

struct edition {
	const struct config *config;
	const struct config_digest *digest;
	struct slot slot;
	int64_t from;		    /* when the window begins: the last slot */
	int64_t number;		    /* of this message, from 1 */
	struct edition_pick *picks; /* sorted by feed and id */
	size_t count;
	bool test; /* it says so, and nothing of it is remembered */
};

/* Which entries: those that are known, moment after moment. */
struct edition_window {
	int64_t from;  /* of this moment are none, */
	int64_t until; /* of this one are some */
	bool again;    /* those that were mailed, and were there when the digest
			* began, as well */
};

/*
 * Chooses the picks of an edition whose other members are set: the oldest
 * LIMIT_EDITION of them (again: the newest).  0, or -1 with the error filled
 * in; edition_clear in any case.
 */
int edition_choose(struct edition *edition, struct store *store,
    const struct store_digest *state, const struct edition_window *window,
    struct error *e);
void edition_clear(struct edition *edition);

/* No more of its picks than count: the oldest, or the newest of them. */
void edition_oldest(struct edition *edition, size_t count);
void edition_newest(struct edition *edition, size_t count);

/* Room for the name of a message: HASH@domain. */
#define EDITION_ID (HASH_TEXT + 1 + MAILBOX_ADDRESS)

/*
 * What the message is called for ever (its Message-ID, without "<>"): of the
 * digest, the slot and its entries.
 */
void edition_id(const struct edition *edition, char out[EDITION_ID]);

/*
 * What it answers: of a digest that is one thread its first message, which
 * never was; of a message for an entry the one before, if that is mailed again,
 * behind the feed's.  How many there are, at most two.
 */
size_t edition_answers(const struct edition *edition, char out[2][EDITION_ID]);

#endif
