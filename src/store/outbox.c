/*
 * Messages that were made and what became of each delivery.  Their numbers grow
 * and are not given twice, so that the oldest come first by number; bytes are
 * compressed as those of documents are.
 */
#include "store/store.h"

#include <limits.h>
#include <stdlib.h>

#include "store/parts.h"
#include "store/query.h"

/* As message_read and delivery_read have them. */
#define MESSAGE                                                                \
	"m.id, m.digest, m.slot, m.message_id, m.subject, m.at, m.queued,"     \
	" m.size"
#define DELIVERY                                                               \
	"d.id, d.message, d.recipient, d.state, d.attempts, d.next, d.last,"   \
	" d.error"

static const char message_put[] =
    "INSERT INTO message (digest, slot, message_id, subject, at, queued, size)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest, slot) DO NOTHING"
    " RETURNING id";
static const char message_put_part[] =
    "INSERT INTO message_part (message, part, size, bytes)"
    " VALUES (?, ?, ?, ?)";
static const char message_there[] = "SELECT 1 FROM message WHERE id = ?";
static const char message_bytes[] =
    "SELECT size, bytes FROM message_part WHERE message = ? ORDER BY part";
static const char message_each[] =
    "SELECT " MESSAGE " FROM message m ORDER BY m.id";
static const char message_drop[] =
    "DELETE FROM message WHERE id = ? RETURNING id";
static const char message_prune[] =
    "DELETE FROM message WHERE queued < ?1 AND NOT EXISTS"
    " (SELECT 1 FROM delivery d WHERE d.message = message.id"
    " AND (d.state < 2 OR d.last >= ?1))";
static const char delivery_new[] =
    "INSERT INTO delivery (message, recipient) VALUES (?, ?)";
static const char delivery_each[] =
    "SELECT " DELIVERY " FROM delivery d WHERE d.message = ?"
    " ORDER BY d.id";
static const char delivery_due[] =
    "SELECT " MESSAGE ", " DELIVERY
    " FROM delivery d JOIN message m ON m.id = d.message"
    " WHERE d.state < 2 AND d.next <= ? ORDER BY d.message, d.id";
static const char delivery_put[] =
    "UPDATE delivery SET (state, attempts, next, last, error)"
    " = (?, ?, ?, ?, ?) WHERE id = ?";
static const char mailed_prune[] =
    "DELETE FROM mailed WHERE at < ? AND NOT EXISTS (SELECT 1 FROM entry"
    " WHERE entry.feed = mailed.feed AND entry.id = mailed.id)";

static void
message_read(struct query *q, struct store_message *m)
{
	m->id = query_read_int(q);
	m->digest = query_read_name(q);
	m->slot = query_read_name(q);
	m->message_id = query_read_name(q);
	m->subject = query_read_name(q);
	m->when = query_read_int(q);
	m->queued = query_read_int(q);
	m->size = (size_t)query_read_count(q, LONG_MAX);
}

static void
message_clear(struct store_message *m)
{
	free(m->digest);
	free(m->slot);
	free(m->message_id);
	free(m->subject);
}

static void
delivery_read(struct query *q, struct store_delivery *d)
{
	d->id = query_read_int(q);
	d->message = query_read_int(q);
	d->recipient = query_read_name(q);
	d->state =
	    (enum store_delivery_state)query_read_count(q, DELIVERY_DEAD);
	d->attempts = query_read_int(q);
	d->next = query_read_int(q);
	d->last = query_read_int(q);
	d->error = query_read_text(q);
}

static void
delivery_clear(struct store_delivery *d)
{
	free(d->recipient);
	free(d->error);
}

/* Whether what was read is whole: 0, or -1 and the query has ended. */
static int
read_well(struct query *q, struct error *e)
{
	return q->result == SQLITE_OK ? 0 : query_end(q, 0, e);
}

/* The number that a statement says of what it changed, if it did. */
static int
changed(struct query *q, int64_t *id, bool *found, struct error *e)
{
	int result = query_row(q, e);

	*found = result == 1;
	if (result != 1)
		return result;
	*id = query_read_int(q);
	return query_run(q, e);
}

static int
message_insert(
    struct store *s, struct store_message *m, bool *fresh, struct error *e)
{
	struct query q = query_begin(s, message_put);

	query_text(&q, m->digest);
	query_text(&q, m->slot);
	query_text(&q, m->message_id);
	query_text(&q, m->subject);
	query_int(&q, m->when);
	query_int(&q, m->queued);
	query_int(&q, (int64_t)m->size);
	return changed(&q, &m->id, fresh, e);
}

static void
bind_message(struct query *q, const void *owner)
{
	query_int(q, *(const int64_t *)owner);
}

static int
message_fill(struct store *s, int64_t id, const void *bytes, size_t size,
    const char *const *recipients, size_t count, struct error *e)
{
	if (parts_put(s, message_put_part, bind_message, &id, bytes, size, e) !=
	    0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct query q = query_begin(s, delivery_new);
		query_int(&q, id);
		query_text(&q, recipients[i]);
		if (query_run(&q, e) != 0)
			return -1;
	}
	return 0;
}

int
store_message_put(struct store *s, struct store_message *message,
    const void *bytes, const char *const *recipients, size_t count, bool *fresh,
    struct error *e)
{
	bool own;

	if (store_begin_own(s, &own, e) != 0)
		return -1;
	int result = message_insert(s, message, fresh, e);
	if (result == 0 && *fresh)
		result = message_fill(
		    s, message->id, bytes, message->size, recipients, count, e);
	return store_end_own(s, own, result, e);
}

int
store_message_bytes(
    struct store *s, int64_t id, int fd, bool *found, struct error *e)
{
	struct query q = query_begin(s, message_there);

	query_int(&q, id);
	int result = query_row(&q, e);
	*found = result == 1;
	if (result != 1 || query_end(&q, 0, e) != 0)
		return result == 1 ? -1 : result;
	q = query_begin(s, message_bytes);
	bind_message(&q, &id);
	return parts_get(&q, fd, e);
}

int
store_message_each(struct store *s,
    int (*each)(
	void *context, const struct store_message *message, struct error *e),
    void *context, struct error *e)
{
	struct query q = query_begin(s, message_each);
	int result;

	while ((result = query_row(&q, e)) == 1) {
		struct store_message message;
		message_read(&q, &message);
		result = read_well(&q, e);
		if (result == 0)
			result = each(context, &message, e);
		message_clear(&message);
		if (result != 0)
			return query_end(&q, -1, e);
	}
	return result;
}

int
store_delivery_each(struct store *s, int64_t message,
    int (*each)(
	void *context, const struct store_delivery *delivery, struct error *e),
    void *context, struct error *e)
{
	struct query q = query_begin(s, delivery_each);
	int result;

	query_int(&q, message);
	while ((result = query_row(&q, e)) == 1) {
		struct store_delivery delivery;
		delivery_read(&q, &delivery);
		result = read_well(&q, e);
		if (result == 0)
			result = each(context, &delivery, e);
		delivery_clear(&delivery);
		if (result != 0)
			return query_end(&q, -1, e);
	}
	return result;
}

int
store_delivery_due(struct store *s, int64_t now,
    int (*each)(void *context, const struct store_message *message,
	const struct store_delivery *delivery, struct error *e),
    void *context, struct error *e)
{
	struct query q = query_begin(s, delivery_due);
	int result;

	query_int(&q, now);
	while ((result = query_row(&q, e)) == 1) {
		struct store_message message;
		struct store_delivery delivery;
		message_read(&q, &message);
		delivery_read(&q, &delivery);
		result = read_well(&q, e);
		if (result == 0)
			result = each(context, &message, &delivery, e);
		message_clear(&message);
		delivery_clear(&delivery);
		if (result != 0)
			return query_end(&q, -1, e);
	}
	return result;
}

int
store_delivery_put(
    struct store *s, const struct store_delivery *delivery, struct error *e)
{
	struct query q = query_begin(s, delivery_put);

	query_int(&q, delivery->state);
	query_int(&q, delivery->attempts);
	query_int(&q, delivery->next);
	query_int(&q, delivery->last);
	query_text(&q, delivery->error);
	query_int(&q, delivery->id);
	return query_run(&q, e);
}

int
store_message_drop(struct store *s, int64_t id, bool *found, struct error *e)
{
	struct query q = query_begin(s, message_drop);

	query_int(&q, id);
	return changed(&q, &id, found, e);
}

int
store_outbox_prune(struct store *s, int64_t before, struct error *e)
{
	static const char *const both[] = {message_prune, mailed_prune};

	for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++) {
		struct query q = query_begin(s, both[i]);
		query_int(&q, before);
		if (query_run(&q, e) != 0)
			return -1;
	}
	return 0;
}
