/*
 * How feeds and digests stand, in the text format of Prometheus (0.0.4) as its
 * node exporter reads it from files: no time stamps, a moment that never was is
 * 0.
 */
#include "verbs/standing.h"

static int64_t
last_success(const struct standing *s)
{
	return s->known.last_success;
}

static int64_t
last_run(const struct standing *s)
{
	return s->known.last_run;
}

static int64_t
next_due(const struct standing *s)
{
	return s->known.next_due;
}

static int64_t
failures(const struct standing *s)
{
	return s->known.failures;
}

static int64_t
held(const struct standing *s)
{
	return s->known.held_since != 0;
}

static int64_t
week(const struct standing *s)
{
	return s->weeks[STANDING_WEEKS - 1];
}

static const struct {
	const char *name;
	int64_t (*value)(const struct standing *s);
	const char *help;
} gauges[] = {
    {"last_success_timestamp_seconds", last_success,
	"When a run of the feed succeeded last."},
    {"last_run_timestamp_seconds", last_run, "When the feed was run last."},
    {"next_due_timestamp_seconds", next_due, "When the feed is due again."},
    {"failures", failures, "How many runs failed one behind the other."},
    {"held", held, "Whether an answer is held back."},
    {"new_entries", week, "Entries first seen in the last seven days."},
};

static int64_t
last_sent(const struct standing_digest *s)
{
	return s->sent;
}

static int64_t
next_slot(const struct standing_digest *s)
{
	return s->next;
}

static int64_t
digest_failures(const struct standing_digest *s)
{
	return s->known.failures;
}

static int64_t
waiting(const struct standing_digest *s)
{
	return (int64_t)s->waiting;
}

static int64_t
given_up(const struct standing_digest *s)
{
	return (int64_t)s->given_up;
}

static const struct {
	const char *name;
	int64_t (*value)(const struct standing_digest *s);
	const char *help;
} digest_gauges[] = {
    {"last_sent_timestamp_seconds", last_sent,
	"When somebody was last sent a message of the digest."},
    {"next_slot_timestamp_seconds", next_slot,
	"When the digest is due again by the clock."},
    {"failures", digest_failures,
	"How often one behind the other no message could be made."},
    {"waiting_messages", waiting, "Messages that are not sent to all yet."},
    {"given_up_messages", given_up,
	"Messages that some will not be sent any more."},
};

/* A label's value, escaped as the format asks for. */
static void
add_label(const char *text, struct buf *out)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			buf_puts(out, "\\n");
			continue;
		}
		if (*text == '"' || *text == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
}

static void
put_head(const char *kind, const char *name, const char *help, struct buf *out)
{
	buf_printf(out, "# HELP feedloom_%s_%s %s\n", kind, name, help);
	buf_printf(out, "# TYPE feedloom_%s_%s gauge\n", kind, name);
}

static void
put_value(const char *kind, const char *name, const char *of, int64_t value,
    struct buf *out)
{
	buf_printf(out, "feedloom_%s_%s{%s=\"", kind, name, kind);
	add_label(of, out);
	buf_printf(out, "\"} %lld\n", (long long)value);
}

static void
put_feeds(const struct standings *all, struct buf *out)
{
	for (size_t i = 0; i < sizeof(gauges) / sizeof(gauges[0]); i++) {
		put_head("feed", gauges[i].name, gauges[i].help, out);
		for (size_t k = 0; k < all->count; k++)
			put_value("feed", gauges[i].name,
			    all->items[k].feed->name,
			    gauges[i].value(&all->items[k]), out);
	}
}

static void
put_digests(const struct standings *all, struct buf *out)
{
	for (size_t i = 0; i < sizeof(digest_gauges) / sizeof(digest_gauges[0]);
	     i++) {
		const char *name = digest_gauges[i].name;
		put_head("digest", name, digest_gauges[i].help, out);
		for (size_t k = 0; k < all->digest_count; k++)
			put_value("digest", name, all->digests[k].digest->name,
			    digest_gauges[i].value(&all->digests[k]), out);
	}
}

void
standings_prom(const struct standings *all, struct buf *out)
{
	put_feeds(all, out);
	if (all->digest_count > 0)
		put_digests(all, out);
}
