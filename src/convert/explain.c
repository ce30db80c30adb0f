/*
 * Fields and their fate, on standard output or as the end of a conversion.
 * Trials go through a format of their own, so that what its functions remember
 * is not mixed with what is written.
 */
#include "convert/explain.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "convert/losses.h"
#include "plugin/plugin.h"
#include "sink/sink.h"

#define WIDTH 1000 /* of lines of text in trials: no mark is broken */

struct explain {
	struct explain_setup setup;
	struct plugin *format;
	struct weave *weave;
	struct whole_format trial;
	struct losses *losses;
	struct weave_look look;
	struct sink *sink; /* of the report, open before the lock; or NULL */
};

/* What plugins say in trials is not for the user. */
static void
ignore(void *context, const char *line)
{
	(void)context;
	(void)line;
}

/* Entries that came through all stages. */
struct through {
	xmlNode **entries;
	size_t n;
};

static void
take(struct through *t, struct feed *feed)
{
	size_t n;
	xmlNode **entries = feed_take(feed, &n);

	t->entries = mem_grow(t->entries, t->n + n + 1, sizeof(xmlNode *));
	for (size_t i = 0; i < n; i++)
		t->entries[t->n++] = entries[i];
	free(entries);
}

static int
run_head(void *context, struct feed *feed, struct error *e)
{
	return weave_begin(context, feed, e);
}

/* The format's own stages; what was held back comes behind the rest. */
static int
run_entries(void *context, struct feed *feed, struct error *e)
{
	struct weave *weave = context;
	struct through through = {.n = 0};
	int held = weave_burst(weave, feed, e) == 0 ? 1 : -1;

	while (held == 1) {
		take(&through, feed);
		held = weave_drain(weave, feed, e);
	}
	for (size_t i = 0; i < through.n; i++)
		feed_hang(feed, through.entries[i]);
	free(through.entries);
	return held;
}

/* 0 when nothing is lost so far, else -1 after telling what is. */
static int
check(struct explain *x, struct error *e)
{
	size_t n = losses_count(x->losses);
	const char *name = *x->setup.name;

	if (n > 0) {
		losses_tell(x->losses, name, LIMIT_NOTES, x->setup.tell,
		    x->setup.context);
		return error_set(e, ERR_INPUT,
		    "%s: %zu field%s would be lost in %s, or not kept whole, "
		    "and --fail-on-loss allows none",
		    name, n, n == 1 ? "" : "s", x->format->name);
	}
	if (losses_partial(x->losses))
		return error_set(e, ERR_INPUT,
		    "%s: too many different fields or entries to be sure that "
		    "nothing is lost in %s",
		    name, x->format->name);
	return 0;
}

static int
look_at_head(void *context, struct feed *feed, struct error *e)
{
	struct explain *x = context;

	(void)e;
	losses_head(x->losses, feed);
	return 0;
}

static int
look_at_entries(void *context, struct feed *feed, struct error *e)
{
	struct explain *x = context;

	if (losses_entries(x->losses, feed, e) == -1)
		return -1;
	return x->setup.options->fail_on_loss ? check(x, e) : 0;
}

static int
open_format(struct explain *x, struct error *e)
{
	const struct options *options = x->setup.options;
	static const struct thread_setup setup = {
	    .patience = {.failures = ULONG_MAX}, .tell = ignore};
	size_t last = x->format->stage_count - 1;
	char width[16];

	x->weave = weave_new(&setup);
	if (weave_add(x->weave, x->format, last, e) == -1)
		return -1;
	if (options->sanitize)
		weave_sanitize(x->weave);
	snprintf(width, sizeof(width), "%d", options->width);
	x->trial = (struct whole_format){.head = run_head,
	    .entries = run_entries,
	    .context = x->weave,
	    .sheet = weave_sheet(x->weave, x->format, last, width, e),
	    .serialiser = serialiser_find(x->format->serialise),
	    .options = {.width = WIDTH}};
	return x->trial.sheet == NULL ? -1 : 0;
}

struct explain *
explain_new(const struct explain_setup *setup, struct error *e)
{
	struct explain *x = mem_new(1, sizeof(*x));

	x->setup = *setup;
	x->format =
	    plugin_load(setup->path, setup->options->to, PLUGIN_FORMAT, e);
	if (x->format == NULL || open_format(x, e) == -1) {
		explain_free(x);
		return NULL;
	}
	if (!setup->options->fail_on_loss) {
		x->sink = sink_open(NULL, e);
		if (x->sink == NULL) {
			explain_free(x);
			return NULL;
		}
	}
	x->losses = losses_new(&x->trial);
	x->look = (struct weave_look){
	    .head = look_at_head, .entries = look_at_entries, .context = x};
	return x;
}

void
explain_free(struct explain *x)
{
	if (x == NULL)
		return;
	sink_free(x->sink);
	losses_free(x->losses);
	sheet_free(x->trial.sheet);
	weave_free(x->weave);
	plugin_free(x->format);
	free(x);
}

int
explain_renew(struct explain *x, struct error *e)
{
	losses_free(x->losses);
	x->losses = losses_new(&x->trial);
	return weave_renew(x->weave, e);
}

const struct weave_look *
explain_look(const struct explain *x)
{
	return &x->look;
}

int
explain_end(struct explain *x, struct error *e)
{
	struct buf out;

	if (losses_end(x->losses, e) == -1)
		return -1;
	if (x->setup.options->fail_on_loss)
		return check(x, e);
	buf_init(&out, 16 * MIB);
	losses_table(x->losses, x->format->name, &out);
	int done = sink_write(x->sink, buf_text(&out), out.len, e) == 0
		       ? sink_commit(x->sink, e)
		       : -1;
	buf_clear(&out);
	return done;
}
