/*
 * How feeds stand, in the text format of Prometheus (0.0.4) as its node
 * exporter reads it from files: no time stamps, a moment that never was is 0.
 */
#include "run/standing.h"

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

void
standings_prom(const struct standings *all, struct buf *out)
{
	for (size_t i = 0; i < sizeof(gauges) / sizeof(gauges[0]); i++) {
		buf_printf(out, "# HELP feedloom_feed_%s %s\n", gauges[i].name,
		    gauges[i].help);
		buf_printf(
		    out, "# TYPE feedloom_feed_%s gauge\n", gauges[i].name);
		for (size_t k = 0; k < all->count; k++) {
			const struct standing *s = &all->items[k];
			buf_printf(
			    out, "feedloom_feed_%s{feed=\"", gauges[i].name);
			add_label(s->feed->name, out);
			buf_printf(
			    out, "\"} %lld\n", (long long)gauges[i].value(s));
		}
	}
}
