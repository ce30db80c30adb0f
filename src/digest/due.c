/*
 * Deliveries that are due, with their messages: copies of what the store has.
 */
#include "digest/due.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

#define NO_WAY SIZE_MAX

static size_t
find_way(const struct due *due, const char *digest)
{
	const struct config *config = due->setup->config;

	for (size_t i = 0; i < config->digest_count; i++)
		if (strcmp(config->digests[i].name, digest) == 0)
			return i;
	return NO_WAY;
}

/* Once for a digest, which there is only a name of. */
static void
tell_gone(struct due *due, const struct store_message *message)
{
	for (size_t i = 0; i < due->gone_count; i++)
		if (strcmp(due->gone[i], message->digest) == 0)
			return;
	due->gone =
	    mem_grow(due->gone, due->gone_count + 1, sizeof(due->gone[0]));
	due->gone[due->gone_count++] = mem_str(message->digest);
	journal_tell(due->setup->journal, JOURNAL_WARNING, message->digest,
	    "its messages wait, but it is not in the configuration any more; "
	    "'feedloom outbox' lists them, 'feedloom outbox --drop %lld' drops "
	    "this one",
	    (long long)message->id);
}

/* The deliveries of a message come one behind the other. */
static size_t
way_of(struct due *due, const struct store_message *message)
{
	if (due->message == message->id)
		return due->way;
	due->message = message->id;
	due->way = find_way(due, message->digest);
	if (due->way == NO_WAY)
		tell_gone(due, message);
	return due->way;
}

static void
add_letter(struct due *due, const struct store_message *message, size_t way)
{
	due->letters = mem_grow(
	    due->letters, due->letter_count + 1, sizeof(due->letters[0]));
	due->letters[due->letter_count++] = (struct letter){.id = message->id,
	    .digest = mem_str(message->digest),
	    .slot = mem_str(message->slot),
	    .message_id = mem_str(message->message_id),
	    .when = message->when,
	    .queued = message->queued,
	    .way = way,
	    .first = due->count};
}

static int
add(void *context, const struct store_message *message,
    const struct store_delivery *delivery, struct error *e)
{
	struct due *due = context;
	size_t way = way_of(due, message);

	(void)e;
	if (way == NO_WAY)
		return 0;
	if (due->count == LIMIT_DELIVERIES) {
		due->over++;
		return 0;
	}
	if (due->letter_count == 0 ||
	    due->letters[due->letter_count - 1].id != message->id)
		add_letter(due, message, way);
	due->items =
	    mem_grow(due->items, due->count + 1, sizeof(due->items[0]));
	struct store_delivery *d = &due->items[due->count++];
	*d = *delivery;
	d->recipient = mem_str(delivery->recipient);
	d->error = mem_str(delivery->error);
	return 0;
}

int
due_list(struct due *due, struct error *e)
{
	return store_delivery_due(
	    due->setup->store, due->setup->now, add, due, e);
}

void
due_clear(struct due *due)
{
	for (size_t i = 0; i < due->letter_count; i++) {
		free(due->letters[i].digest);
		free(due->letters[i].slot);
		free(due->letters[i].message_id);
	}
	free(due->letters);
	for (size_t i = 0; i < due->count; i++) {
		free(due->items[i].recipient);
		free(due->items[i].error);
	}
	free(due->items);
	for (size_t i = 0; i < due->gone_count; i++)
		free(due->gone[i]);
	free(due->gone);
}
