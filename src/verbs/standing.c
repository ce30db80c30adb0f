/*
 * Joins what is configured with what is remembered.  A feed that was never run
 * stands there as well; one that has left the configuration does not.
 */
#include "verbs/standing.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/slot.h"
#include "run/job.h"
#include "verbs/outgoing.h"

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

/* When it is due by the clock; 0: it goes by entries. */
static int
read_next(struct standing_digest *s, int64_t now, struct error *e)
{
	const struct config_digest *digest = s->digest;
	struct slot slot;

	if (digest->each || digest->rule.entries > 0)
		return 0;
	struct zone *zone = zone_open(digest->timezone, e);
	if (zone == NULL)
		return -1;
	if (slot_next(&digest->rule, zone, now, &slot))
		s->next = slot.when;
	zone_free(zone);
	return 0;
}

static struct standing_digest *
find_digest(const struct standings *all, const char *name)
{
	for (size_t i = 0; i < all->digest_count; i++)
		if (strcmp(all->digests[i].digest->name, name) == 0)
			return &all->digests[i];
	return NULL;
}

static int
add_message(void *context, const struct outgoing *o, struct error *e)
{
	struct standing_digest *s = find_digest(context, o->message->digest);

	(void)e;
	if (s == NULL)
		return 0;
	for (size_t i = 0; i < o->count; i++)
		if (o->deliveries[i].state == DELIVERY_SENT &&
		    o->deliveries[i].last > s->sent)
			s->sent = o->deliveries[i].last;
	s->waiting +=
	    o->state == DELIVERY_QUEUED || o->state == DELIVERY_SENDING;
	s->given_up += o->state == DELIVERY_DEAD;
	if (o->error != NULL) {
		free(s->undelivered);
		s->undelivered = mem_str(o->error);
	}
	return 0;
}

static int
read_feeds(struct standings *all, const struct config *config,
    struct store *store, struct error *e)
{
	all->items = mem_new(config->feed_count, sizeof(*all->items));
	for (size_t i = 0; i < config->feed_count; i++) {
		struct standing *s = &all->items[all->count++];
		s->feed = &config->feeds[i];
		if (read_feed(s, store, all->now, e) != 0)
			return -1;
	}
	return 0;
}

static int
read_digests(struct standings *all, const struct config *config,
    struct store *store, struct error *e)
{
	if (config->digest_count == 0)
		return 0;
	all->digests = mem_new(config->digest_count, sizeof(*all->digests));
	for (size_t i = 0; i < config->digest_count; i++) {
		struct standing_digest *s = &all->digests[all->digest_count++];
		s->digest = &config->digests[i];
		if (store_digest_get(store, s->digest->name, &s->known, e) !=
			0 ||
		    read_next(s, all->now, e) != 0)
			return -1;
	}
	return outgoing_each(store, config, add_message, all, e);
}

int
standings_read(struct standings *all, const struct config *config,
    struct store *store, int64_t now, struct error *e)
{
	*all = (struct standings){.now = now};
	if (read_feeds(all, config, store, e) == 0 &&
	    read_digests(all, config, store, e) == 0)
		return 0;
	standings_clear(all);
	return -1;
}

void
standings_clear(struct standings *all)
{
	for (size_t i = 0; i < all->count; i++) {
		store_feed_clear(&all->items[i].known);
		free(all->items[i].error);
	}
	for (size_t i = 0; i < all->digest_count; i++) {
		store_digest_clear(&all->digests[i].known);
		free(all->digests[i].undelivered);
	}
	free(all->items);
	free(all->digests);
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

const char *
standing_digest_trouble(const struct standing_digest *s)
{
	const struct store_digest *known = &s->known;

	if (known->failures > 0)
		return known->last_error == NULL ? "failed" : known->last_error;
	return s->undelivered;
}
