/*
 * How digests stand, as a section of the page of feeds: whether they can be
 * made, and whether what was made arrives.
 */
#include "verbs/standing_digest_html.h"

#include <string.h>

#include "html/value.h"
#include "verbs/standing_fact.h"

enum state {
	GOOD,
	FAILING,
	UNDELIVERED,
	NEW,
	STATES
};

static const struct {
	const char *class, *word;
	bool trouble;
} states[STATES] = {
    [GOOD] = {"good", "good", false},
    [FAILING] = {"failing", "failing", true},
    [UNDELIVERED] = {"held", "not delivered", true},
    [NEW] = {"new", "never sent", false},
};

static enum state
state_of(const struct standing_digest *s)
{
	if (s->known.failures > 0)
		return FAILING;
	if (s->undelivered != NULL)
		return UNDELIVERED;
	return s->sent == 0 ? NEW : GOOD;
}

static void
put_anchor(const struct standing_digest *s, struct buf *out)
{
	buf_puts(out, "digest-");
	value_encode(s->digest->name, strlen(s->digest->name), out);
}

static void
put_messages(size_t count, struct buf *out)
{
	buf_printf(out, "%zu message%s", count, count == 1 ? "" : "s");
}

static void
put_state(const struct standing_digest *s, struct buf *out)
{
	const struct store_digest *known = &s->known;

	buf_printf(out, "<p class=\"state\">%s", states[state_of(s)].word);
	if (known->failures > 0) {
		buf_puts(out, " since ");
		fact_moment(known->failing_since, out);
		buf_printf(out, ": %lld run%s", (long long)known->failures,
		    known->failures == 1 ? "" : "s");
	}
	buf_puts(out, "</p>\n");
}

static void
put_times(const struct standing_digest *s, struct buf *out)
{
	fact_begin("Last sent", out);
	if (s->sent == 0)
		buf_puts(out, "never");
	else
		fact_moment(s->sent, out);
	fact_end(out);
	fact_begin("Next due", out);
	if (s->digest->each)
		buf_puts(out, "with the next entry");
	else if (s->next == 0)
		buf_puts(out, "when there are enough entries");
	else
		fact_moment(s->next, out);
	fact_end(out);
}

static void
put_troubles(const struct standing_digest *s, struct buf *out)
{
	if (s->known.failures > 0 && s->known.last_error != NULL) {
		fact_begin("Last error", out);
		fact_words(s->known.last_error, out);
		fact_end(out);
	}
	if (s->waiting > 0) {
		fact_begin("Waiting", out);
		put_messages(s->waiting, out);
		fact_end(out);
	}
	if (s->given_up > 0) {
		fact_begin("Given up", out);
		put_messages(s->given_up, out);
		fact_end(out);
	}
	if (s->undelivered != NULL) {
		fact_begin("Not sent", out);
		fact_words(s->undelivered, out);
		fact_end(out);
	}
}

static void
put_digest(const struct standing_digest *s, struct buf *out)
{
	buf_printf(
	    out, "<article class=\"%s\" id=\"", states[state_of(s)].class);
	put_anchor(s, out);
	buf_puts(out, "\">\n<div>\n<h3>");
	fact_text(s->digest->name, out);
	buf_puts(out, "</h3>\n");
	put_state(s, out);
	buf_puts(out, "</div>\n<dl>\n");
	put_times(s, out);
	put_troubles(s, out);
	buf_puts(out, "</dl>\n</article>\n");
}

void
digests_html_sum(const struct standings *all, struct buf *out)
{
	size_t counts[STATES] = {0};
	const char *between = ": ";

	if (all->digest_count == 0)
		return;
	for (size_t i = 0; i < all->digest_count; i++)
		counts[state_of(&all->digests[i])]++;
	buf_printf(out, "<p>%zu digest%s", all->digest_count,
	    all->digest_count == 1 ? "" : "s");
	for (size_t i = 0; i < STATES; i++) {
		if (counts[i] == 0)
			continue;
		buf_printf(out, "%s%zu %s", between, counts[i], states[i].word);
		between = ", ";
	}
	buf_puts(out, "</p>\n");
}

bool
digests_html_trouble(const struct standings *all)
{
	for (size_t i = 0; i < all->digest_count; i++)
		if (states[state_of(&all->digests[i])].trouble)
			return true;
	return false;
}

void
digests_html_links(const struct standings *all, struct buf *out)
{
	for (size_t i = 0; i < all->digest_count; i++) {
		const struct standing_digest *s = &all->digests[i];
		if (!states[state_of(s)].trouble)
			continue;
		buf_puts(out, "<li><a href=\"#");
		put_anchor(s, out);
		buf_puts(out, "\">");
		fact_text(s->digest->name, out);
		buf_printf(out, "</a> %s</li>\n", states[state_of(s)].word);
	}
}

void
digests_html(const struct standings *all, struct buf *out)
{
	if (all->digest_count == 0)
		return;
	buf_puts(out, "<section>\n<h2>Digests</h2>\n");
	for (size_t i = 0; i < all->digest_count; i++)
		put_digest(&all->digests[i], out);
	buf_puts(out, "</section>\n");
}
