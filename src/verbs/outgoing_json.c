/*
 * A message of the outbox as an object of JSON; feedloom(1) lists its members.
 */
#include "verbs/outgoing.h"

#include "verbs/json_member.h"

static void
add_delivery(struct json_out *j, const struct store_delivery *d)
{
	json_open(j, '{');
	member_text(j, "recipient", d->recipient);
	member_text(j, "state", outgoing_state(d->state));
	member_number(j, "attempts", d->attempts);
	member_moment(j, "last", d->last);
	member_moment(j, "next", d->next);
	member_text(j, "error", d->error);
	json_close(j, '}');
}

void
outgoing_json(struct json_out *j, const struct outgoing *o)
{
	const struct store_message *m = o->message;

	json_open(j, '{');
	member_number(j, "number", m->id);
	member_text(j, "digest", m->digest);
	json_key(j, "configured");
	json_literal(j, o->configured ? "true" : "false");
	member_text(j, "slot", m->slot);
	member_moment(j, "when", m->when);
	member_moment(j, "queued", m->queued);
	member_text(j, "message_id", m->message_id);
	member_text(j, "subject", m->subject);
	member_number(j, "size", (int64_t)m->size);
	member_text(j, "state", outgoing_state(o->state));
	member_number(j, "sent", (int64_t)o->sent);
	json_key(j, "deliveries");
	json_open(j, '[');
	for (size_t i = 0; i < o->count; i++)
		add_delivery(j, &o->deliveries[i]);
	json_close(j, ']');
	json_close(j, '}');
}
