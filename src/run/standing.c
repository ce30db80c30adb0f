/*
 * Joins what is configured with what is remembered.  A feed that was never run
 * stands there as well; one that has left the configuration does not.
 */
#include "run/standing.h"

#include <stdlib.h>

#include "base/mem.h"
#include "run/job.h"

static int
add_run(void *context, int64_t when, enum store_event what, const char *text,
    struct error *e)
{
	struct standing *s = context;

	(void)e;
	s->runs[s->run_count++] = (struct standing_run){when, what};
	if (what == STORE_FAILED && s->error == NULL) {
		s->error = mem_str(text == NULL ? "failed" : text);
		s->error_when = when;
	}
	return 0;
}

static int
count_retired(struct standing *s, struct store *store, struct error *e)
{
	const struct config_feed *feed = s->feed;
	struct store_source known;

	for (size_t i = 0; i < feed->source_count; i++) {
		if (store_source_get(store, feed->name, feed->sources[i].key,
			&known, e) != 0)
			return -1;
		s->retired += job_retired(&known);
		store_source_clear(&known);
	}
	return 0;
}

static int
read_feed(struct standing *s, struct store *store, int64_t now, struct error *e)
{
	const char *name = s->feed->name;

	if (store_feed_get(store, name, &s->known, e) != 0 ||
	    store_entry_counts(store, name, now, STANDING_WEEK, STANDING_WEEKS,
		s->weeks, e) != 0 ||
	    store_event_each(store, name, STANDING_RUNS, add_run, s, e) != 0)
		return -1;
	return count_retired(s, store, e);
}

int
standings_read(struct standings *all, const struct config *config,
    struct store *store, int64_t now, struct error *e)
{
	*all = (struct standings){.now = now};
	all->items = mem_new(config->feed_count, sizeof(*all->items));
	for (size_t i = 0; i < config->feed_count; i++) {
		struct standing *s = &all->items[all->count++];
		s->feed = &config->feeds[i];
		if (read_feed(s, store, now, e) != 0) {
			standings_clear(all);
			return -1;
		}
	}
	return 0;
}

void
standings_clear(struct standings *all)
{
	for (size_t i = 0; i < all->count; i++) {
		store_feed_clear(&all->items[i].known);
		free(all->items[i].error);
	}
	free(all->items);
	*all = (struct standings){0};
}

enum standing_state
standing_state(const struct standing *s)
{
	if (s->retired == s->feed->source_count)
		return STANDING_RETIRED;
	if (s->known.failures > 0)
		return STANDING_FAILING;
	if (s->known.held_since != 0)
		return STANDING_HELD;
	return s->known.last_run == 0 ? STANDING_NEW : STANDING_GOOD;
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
