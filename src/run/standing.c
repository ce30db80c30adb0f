/*
 * Joins what is configured with what is remembered.  A feed that was never run
 * stands there as well; one that has left the configuration does not.
 */
#include "run/standing.h"

#include <stdlib.h>

#include "base/mem.h"

int
standings_read(struct standings *all, const struct config *config,
    struct store *store, int64_t now, struct error *e)
{
	*all = (struct standings){.now = now};
	all->items = mem_new(config->feed_count, sizeof(*all->items));
	for (size_t i = 0; i < config->feed_count; i++) {
		struct standing *s = &all->items[all->count++];
		const char *name = config->feeds[i].name;
		s->feed = &config->feeds[i];
		if (store_feed_get(store, name, &s->known, e) != 0 ||
		    store_entry_counts(store, name, now, STANDING_WEEK,
			STANDING_WEEKS, s->weeks, e) != 0) {
			standings_clear(all);
			return -1;
		}
	}
	return 0;
}

void
standings_clear(struct standings *all)
{
	for (size_t i = 0; i < all->count; i++)
		store_feed_clear(&all->items[i].known);
	free(all->items);
	*all = (struct standings){0};
}

const char *
standing_trouble(const struct standing *s)
{
	const struct store_feed *known = &s->known;

	if (known->failures > 0)
		return known->last_error == NULL ? "failed" : known->last_error;
	if (known->held_since != 0)
		return known->held_reason == NULL ? "held back"
						  : known->held_reason;
	return NULL;
}
