/*
 * Joins messages with what became of their deliveries, one message at a time.
 */
#include "verbs/outgoing.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct walk {
	struct store *store;
	const struct config *config;
	int (*each)(void *context, const struct outgoing *o, struct error *e);
	void *context;
};

static bool
is_configured(const struct config *config, const char *digest)
{
	for (size_t i = 0; i < config->digest_count; i++)
		if (strcmp(config->digests[i].name, digest) == 0)
			return true;
	return false;
}

/* It is tried again. */
static bool
is_open(const struct store_delivery *d)
{
	return d->state == DELIVERY_QUEUED || d->state == DELIVERY_SENDING;
}

static int
add(void *context, const struct store_delivery *delivery, struct error *e)
{
	struct outgoing *o = context;

	(void)e;
	/* Room for 1, 2, 4, 8, … of them. */
	if ((o->count & (o->count - 1)) == 0)
		o->deliveries = mem_grow(o->deliveries,
		    o->count == 0 ? 1 : 2 * o->count, sizeof(*o->deliveries));
	struct store_delivery *d = &o->deliveries[o->count++];
	*d = *delivery;
	d->recipient = mem_str(delivery->recipient);
	d->error = mem_str(delivery->error);
	if (!is_open(d))
		d->next = 0;
	return 0;
}

static void
clear(struct outgoing *o)
{
	for (size_t i = 0; i < o->count; i++) {
		free(o->deliveries[i].recipient);
		free(o->deliveries[i].error);
	}
	free(o->deliveries);
}

/* What stands for all comes first. */
static int
rank(enum store_delivery_state state)
{
	static const int ranks[DELIVERY_STATES] = {
	    [DELIVERY_SENDING] = 0,
	    [DELIVERY_QUEUED] = 1,
	    [DELIVERY_DEAD] = 2,
	    [DELIVERY_SENT] = 3,
	};

	return ranks[state];
}

static void
sum_up(struct outgoing *o)
{
	int64_t failed = INT64_MIN;

	o->state = DELIVERY_SENT;
	o->next = INT64_MAX;
	for (size_t i = 0; i < o->count; i++) {
		const struct store_delivery *d = &o->deliveries[i];
		if (d->attempts > o->attempts)
			o->attempts = d->attempts;
		if (rank(d->state) < rank(o->state))
			o->state = d->state;
		if (is_open(d) && d->next < o->next)
			o->next = d->next;
		if (d->state == DELIVERY_SENT) {
			o->sent++;
			continue;
		}
		if (d->error != NULL && d->last > failed) {
			o->error = d->error;
			failed = d->last;
		}
	}
	if (o->next == INT64_MAX)
		o->next = 0;
}

static int
see(void *context, const struct store_message *message, struct error *e)
{
	const struct walk *walk = context;
	struct outgoing o = {.message = message,
	    .configured = is_configured(walk->config, message->digest)};
	int result = store_delivery_each(walk->store, message->id, add, &o, e);

	if (result == 0) {
		sum_up(&o);
		result = walk->each(walk->context, &o, e);
	}
	clear(&o);
	return result;
}

int
outgoing_each(struct store *store, const struct config *config,
    int (*each)(void *context, const struct outgoing *o, struct error *e),
    void *context, struct error *e)
{
	struct walk walk = {store, config, each, context};

	return store_message_each(store, see, &walk, e);
}

const char *
outgoing_state(enum store_delivery_state state)
{
	static const char *const names[DELIVERY_STATES] = {
	    [DELIVERY_QUEUED] = "queued",
	    [DELIVERY_SENDING] = "sending",
	    [DELIVERY_SENT] = "sent",
	    [DELIVERY_DEAD] = "given up",
	};

	return names[state];
}
