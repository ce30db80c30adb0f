/*
 * Counts and ids alone decide.  A feed with three entries or fewer may change
 * as it likes, and one that was not looked at for long may hold nothing but
 * news: then these are younger than all that is known.
 */
#include "run/verdict.h"

#include <stdlib.h>
#include <string.h>

#define FEW 4 /* entries from which on a loss means something */

static int
by_id(const void *key, const void *entry)
{
	const struct store_entry *e = entry;

	return memcmp(key, e->id, sizeof(e->id));
}

/* How many entries were in the feed at its last success. */
static size_t
count_present(const struct store_entry *known, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += known[i].present;
	return n;
}

static int64_t
newest_known(const struct store_entry *known, size_t count)
{
	int64_t newest = INT64_MIN;

	for (size_t i = 0; i < count; i++)
		if (known[i].published > newest)
			newest = known[i].published;
	return newest;
}

/* None of the ids is known, and one of the entries is no news at all. */
static bool
is_strange(
    const struct ledger *ledger, const struct store_entry *known, size_t count)
{
	int64_t newest = newest_known(known, count);
	bool old = false;

	for (size_t i = 0; i < ledger->count; i++) {
		const struct ledger_entry *entry = &ledger->entries[i];
		if (bsearch(entry->id, known, count, sizeof(known[0]), by_id) !=
		    NULL)
			return false;
		old |=
		    entry->published == INT64_MIN || entry->published < newest;
	}
	return old;
}

enum verdict
verdict_of(const struct ledger *ledger, const struct store_entry *known,
    size_t known_count)
{
	size_t present = count_present(known, known_count);

	if (present == 0)
		return VERDICT_GOOD;
	if (ledger->count == 0)
		return VERDICT_EMPTY;
	if (present < FEW)
		return VERDICT_GOOD;
	if (ledger->count * 2 < present)
		return VERDICT_SHRUNK;
	return is_strange(ledger, known, known_count) ? VERDICT_STRANGE
						      : VERDICT_GOOD;
}

const char *
verdict_word(enum verdict verdict)
{
	static const char *const words[] = {
	    "good", "empty", "shrunk", "strange"};

	return words[verdict];
}

const char *
verdict_text(enum verdict verdict)
{
	static const char *const texts[] = {"it is as it should be",
	    "it has no entries any more", "it has lost most of its entries",
	    "all of its entries have other ids than before"};

	return texts[verdict];
}
