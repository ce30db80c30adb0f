#ifndef FEEDLOOM_RUN_VERDICT_H
#define FEEDLOOM_RUN_VERDICT_H

#include <stddef.h>

#include "run/ledger.h"
#include "store/store.h"

/*
 * Whether a feed that is whole and well-formed is one to believe.  Sites answer
 * 200 and a sound feed when a category was renamed, a plugin fell over or all
 * posts got new ids by an import.  Such an answer is held back once; when the
 * next one says the same, it is true.
 */
enum verdict {
	VERDICT_GOOD,
	VERDICT_EMPTY,	 /* no entries, where there were some */
	VERDICT_SHRUNK,	 /* fewer than half of those that were there */
	VERDICT_STRANGE, /* old entries, all with ids never seen */
};

/* known: all entries that the store has of the feed, by id. */
enum verdict verdict_of(const struct ledger *ledger,
    const struct store_entry *known, size_t known_count);

/* A word to remember it by, and what to say of it; borrowed. */
const char *verdict_word(enum verdict verdict);
const char *verdict_text(enum verdict verdict);

#endif
