/*
 * Messages of the outbox as tables: a row for each, or for each recipient.
 * Dates are of RFC 3339 in UTC.
 */
#include "verbs/outgoing.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"

#define NUMBER 24

static const char *
number(int64_t n, char text[NUMBER])
{
	snprintf(text, NUMBER, "%lld", (long long)n);
	return text;
}

/* When what stands so is tried again. */
static const char *
next(enum store_delivery_state state, int64_t seconds, char text[DATE_TEXT])
{
	bool open = state == DELIVERY_QUEUED || state == DELIVERY_SENDING;

	return open && seconds == 0 ? "next run" : table_moment(seconds, text);
}

void
outgoing_table_begin(struct table *t)
{
	static const char *const head[] = {"MESSAGE", "DIGEST", "SLOT", "SENT",
	    "STATE", "ATTEMPTS", "NEXT", "TROUBLE"};

	table_init(t, sizeof(head) / sizeof(head[0]));
	table_add(t, head);
}

void
outgoing_table_add(struct table *t, const struct outgoing *o)
{
	char id[NUMBER], attempts[NUMBER], sent[2 * NUMBER], when[DATE_TEXT];
	struct buf digest;

	buf_init(&digest, MIB);
	buf_printf(&digest, "%s%s", o->message->digest,
	    o->configured ? "" : " (gone)");
	snprintf(sent, sizeof(sent), "%zu/%zu", o->sent, o->count);
	const char *const cells[] = {number(o->message->id, id),
	    buf_text(&digest), o->message->slot, sent, outgoing_state(o->state),
	    number(o->attempts, attempts), next(o->state, o->next, when),
	    o->error == NULL ? "-" : o->error};
	table_add(t, cells);
	buf_clear(&digest);
}

void
outgoing_deliveries_begin(struct table *t)
{
	static const char *const head[] = {"MESSAGE", "RECIPIENT", "STATE",
	    "ATTEMPTS", "LAST", "NEXT", "TROUBLE"};

	table_init(t, sizeof(head) / sizeof(head[0]));
	table_add(t, head);
}

void
outgoing_deliveries_add(struct table *t, const struct outgoing *o)
{
	char id[NUMBER], attempts[NUMBER], last[DATE_TEXT], when[DATE_TEXT];

	for (size_t i = 0; i < o->count; i++) {
		const struct store_delivery *d = &o->deliveries[i];
		const char *const cells[] = {number(d->message, id),
		    *d->recipient == '\0' ? "-" : d->recipient,
		    outgoing_state(d->state), number(d->attempts, attempts),
		    table_moment(d->last, last), next(d->state, d->next, when),
		    d->error == NULL ? "-" : d->error};
		table_add(t, cells);
	}
}
