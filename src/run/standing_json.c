/*
 * How feeds stand, as one JSON document; feedloom(1) lists its members.
 */
#include "run/standing.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/json_out.h"
#include "base/limits.h"
#include "base/utf8.h"

static void
add_text(struct json_out *j, const char *key, const char *text)
{
	struct buf valid;

	json_key(j, key);
	if (text == NULL) {
		json_literal(j, "null");
		return;
	}
	buf_init(&valid, MIB);
	utf8_scrub(text, strlen(text), &valid);
	json_string_whole(j, buf_text(&valid));
	buf_clear(&valid);
}

static void
add_moment(struct json_out *j, const char *key, int64_t seconds)
{
	struct date date = {.seconds = seconds};
	char text[DATE_TEXT];

	date_rfc3339(&date, text);
	add_text(j, key, seconds == 0 ? NULL : text);
}

static void
add_number(struct json_out *j, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)n);
	json_literal(j, text);
}

static void
add_feed(struct json_out *j, const struct standing *s)
{
	const struct store_feed *known = &s->known;

	json_open(j, '{');
	add_text(j, "name", s->feed->name);
	add_moment(j, "last_run", known->last_run);
	add_moment(j, "last_success", known->last_success);
	add_moment(j, "next_due", known->next_due);
	json_key(j, "failures");
	add_number(j, known->failures);
	add_moment(j, "failing_since", known->failing_since);
	add_text(j, "last_error", known->last_error);
	add_moment(j, "held_since", known->held_since);
	add_text(j, "held_reason", known->held_reason);
	json_key(j, "weeks");
	json_open_flat(j);
	for (size_t i = 0; i < STANDING_WEEKS; i++)
		add_number(j, s->weeks[i]);
	json_close(j, ']');
	json_close(j, '}');
}

void
standings_json(const struct standings *all, struct buf *out)
{
	struct json_out j;

	json_init(&j, out, false);
	json_open(&j, '{');
	add_moment(&j, "at", all->now);
	json_key(&j, "feeds");
	json_open(&j, '[');
	for (size_t i = 0; i < all->count; i++)
		add_feed(&j, &all->items[i]);
	json_close(&j, ']');
	json_close(&j, '}');
}
