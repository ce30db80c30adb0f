/*
 * How feeds stand, as one JSON document; feedloom(1) lists its members.
 */
#include "verbs/standing.h"

#include "verbs/json_member.h"

static void
add_feed(struct json_out *j, const struct standing *s)
{
	const struct store_feed *known = &s->known;

	json_open(j, '{');
	member_text(j, "name", s->feed->name);
	member_moment(j, "last_run", known->last_run);
	member_moment(j, "last_success", known->last_success);
	member_moment(j, "next_due", known->next_due);
	member_number(j, "failures", known->failures);
	member_moment(j, "failing_since", known->failing_since);
	member_text(j, "last_error", known->last_error);
	member_moment(j, "held_since", known->held_since);
	member_text(j, "held_reason", known->held_reason);
	json_key(j, "weeks");
	json_open_flat(j);
	for (size_t i = 0; i < STANDING_WEEKS; i++)
		json_number(j, s->weeks[i]);
	json_close(j, ']');
	json_close(j, '}');
}

static void
add_digest(struct json_out *j, const struct standing_digest *s)
{
	const struct store_digest *known = &s->known;

	json_open(j, '{');
	member_text(j, "name", s->digest->name);
	member_moment(j, "last_slot", known->last_slot);
	member_moment(j, "next_slot", s->next);
	member_moment(j, "last_sent", s->sent);
	member_number(j, "made", known->number);
	member_number(j, "waiting", (int64_t)s->waiting);
	member_number(j, "given_up", (int64_t)s->given_up);
	member_text(j, "delivery_error", s->undelivered);
	member_number(j, "failures", known->failures);
	member_moment(j, "failing_since", known->failing_since);
	member_text(j, "last_error", known->last_error);
	json_close(j, '}');
}

void
standings_json(const struct standings *all, struct buf *out)
{
	struct json_out j;

	json_init(&j, out, false);
	json_open(&j, '{');
	member_moment(&j, "at", all->now);
	json_key(&j, "feeds");
	json_open(&j, '[');
	for (size_t i = 0; i < all->count; i++)
		add_feed(&j, &all->items[i]);
	json_close(&j, ']');
	json_key(&j, "digests");
	json_open(&j, '[');
	for (size_t i = 0; i < all->digest_count; i++)
		add_digest(&j, &all->digests[i]);
	json_close(&j, ']');
	json_close(&j, '}');
}
