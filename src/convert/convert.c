/*
 * feedloom convert: one document in, one out.  The loop stands in convert_loop:
 * next entry, weave, render, sink.  Without a format (trace), nothing comes
 * out.
 */
#include "convert/convert.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "cli/lock.h"
#include "cli/progress.h"
#include "cli/verb.h"
#include "cli/worker.h"
#include "convert/crew.h"
#include "convert/crew_fit.h"
#include "convert/explain.h"
#include "convert/inputs.h"
#include "convert/into.h"
#include "convert/output.h"
#include "convert/page.h"
#include "model/feed.h"
#include "parse/parser.h"

/* One feed on its way through a loom. */
struct conversion {
	struct loom *loom;
	const struct options *options; /* these two are the loom's */
	struct repairs *repairs;
	struct inputs *inputs;
	struct output_setup output_setup;
	struct output *output; /* NULL without a format */
	struct crew *crew;     /* NULL: one process does it all */
	uint64_t entries;
};

/* For -v: how much it was. */
static void
tell_entries(const struct conversion *c)
{
	char text[200];

	if (c->options->verbose == 0)
		return;
	snprintf(text, sizeof(text), "%.100s: %" PRIu64 " %s", c->repairs->name,
	    c->entries, c->entries == 1 ? "entry" : "entries");
	verb_warn(text);
}

static struct parse_options
parse_options(const struct conversion *c)
{
	const struct options *o = c->options;
	struct parse_options parse = {.base = o->base,
	    .notes = &c->repairs->notes,
	    .types = c->loom->types,
	    .statuses = c->loom->statuses,
	    .since = o->since.given ? o->since.date.seconds : INT64_MIN,
	    .until = o->until.given ? o->until.date.seconds : INT64_MAX};

	dialect_find(o->from, &parse.from);
	return parse;
}

/* Reads the first input's head. */
static int
begin_inputs(struct conversion *c, struct error *e)
{
	struct parse_options parse = parse_options(c);

	if (c->crew != NULL)
		parse.input = crew_input(c->crew);
	return inputs_begin(c->inputs, &parse, &c->repairs->name, e);
}

/* path or sink, as in struct output_setup. */
static int
open_output(
    struct conversion *c, const char *path, struct sink *sink, struct error *e)
{
	const struct options *o = c->options;
	struct loom *loom = c->loom;

	if (loom->format == NULL)
		return 0;
	c->output_setup = (struct output_setup){.path = path,
	    .sink = sink,
	    .sheet = loom->sheet,
	    .serialiser = serialiser_find(loom->format->serialise),
	    .render = {.width = o->width},
	    .tell = o->quiet ? NULL : loom_tell,
	    .context = loom};
	c->output = output_open(&c->output_setup, e);
	return c->output == NULL ? -1 : 0;
}

/* What came through the stages is written. */
static int
render(struct conversion *c, struct feed *feed, struct error *e)
{
	c->entries += feed_count(feed);
	if (c->output != NULL && output_burst(c->output, feed, e) == -1)
		return -1;
	feed_clear(feed);
	progress_tell(c->repairs->progress, inputs_at(c->inputs), c->entries);
	return 0;
}

/* A burst of entries through the stages, and out. */
static int
weave(struct conversion *c, struct feed *feed, struct error *e)
{
	struct weave *weave = c->loom->weave;
	struct error ignored;

	if (weave_burst(weave, feed, e) == 0)
		return render(c, feed, e);
	if (weave_spent(weave))
		render(c, feed, &ignored);
	return -1;
}

/*
 * The one loop.  A document that is broken off is written up to its last whole
 * entry, and is an error all the same.
 */
static int
convert_loop(struct conversion *c, struct error *e)
{
	struct feed *feed = inputs_feed(c->inputs);
	struct error broken = {.code = ERR_NONE};
	int more = 1, held = 1;

	if (weave_begin(c->loom->weave, feed, e) == -1)
		return -1;
	while (more == 1) {
		more = inputs_burst(c->inputs, &broken);
		if (weave(c, feed, e) == -1)
			return -1;
		if (more == 2)
			more = crew_next(c->crew, e) == -1 ? -1 : 1;
		if (more == -1 && broken.code == ERR_NONE)
			return -1;
	}
	while (held == 1) {
		held = weave_drain(c->loom->weave, feed, e);
		if (held == -1 || render(c, feed, e) == -1)
			return -1;
	}
	if (weave_end(c->loom->weave, feed, e) == -1)
		return -1;
	if (c->output != NULL && output_end(c->output, feed, e) == -1)
		return -1;
	if (more == 0)
		return 0;
	*e = broken;
	return -1;
}

/* What was found out is shown, or must be nothing. */
static int
explain(struct conversion *c, struct error *e)
{
	return c->loom->explain == NULL ? 0 : explain_end(c->loom->explain, e);
}

/* What was written is there to stay. */
static int
commit(struct conversion *c, struct error *e)
{
	return c->output == NULL ? 0 : output_commit(c->output, e);
}

/* Of what is broken off, what there is; whatever this says is not the news. */
static void
break_off(struct conversion *c, const struct error *e)
{
	bool streams =
	    c->output_setup.path == NULL && c->output_setup.sink == NULL;
	struct error ignored;

	if (streams && e->code == ERR_INPUT)
		commit(c, &ignored);
	if (c->options->verb->id == VERB_EXPLAIN)
		explain(c, &ignored);
	repairs_settle(c->repairs, &ignored);
}

/* For -v: what became of -j. */
static void
tell_crew(struct conversion *c)
{
	char text[CREW_TEXT];

	if (c->options->verbose == 0 || c->crew == NULL)
		return;
	crew_tell(c->crew, text);
	loom_tell(c->loom, text);
}

/* From the first byte that is parsed to the end. */
static int
convert(struct conversion *c, struct error *e)
{
	if (begin_inputs(c, e) == -1)
		return -1;
	int done = convert_loop(c, e);
	tell_crew(c);
	progress_end(c->repairs->progress);
	c->repairs->progress = NULL;
	if (done == -1) {
		break_off(c, e);
		return -1;
	}
	if (repairs_settle(c->repairs, e) == -1 || explain(c, e) == -1)
		return -1;
	tell_entries(c);
	return commit(c, e);
}

static void
conversion_clear(struct conversion *c)
{
	progress_end(c->repairs->progress);
	c->repairs->progress = NULL;
	crew_free(c->crew);
	output_free(c->output);
	inputs_free(c->inputs);
}

static enum progress_when
when(const struct conversion *c, const struct watcher *watcher)
{
	return watcher != NULL ? PROGRESS_NEVER
			       : progress_when(c->options->progress);
}

/* Entries that others converted are written. */
static void
passed(void *context, uint64_t entries)
{
	struct conversion *c = context;

	c->entries += entries;
	progress_tell(c->repairs->progress, inputs_at(c->inputs), c->entries);
}

/* The processes of -j, where all is so that there can be several. */
static int
start_crew(struct conversion *c, const struct jail *plan, struct error *e)
{
	struct parse_options parse = parse_options(c);
	struct crew_setup setup = {.options = c->options,
	    .inputs = c->inputs,
	    .weave = c->loom->weave,
	    .output = c->output,
	    .hands = (unsigned)worker_count(c->options->jobs, LIMIT_JOBS),
	    .plan = plan,
	    .passed = passed,
	    .context = c};
	char why[CREW_TEXT];

	if (setup.hands < 2)
		return 0;
	if (!crew_fits(c->loom, c->output, why)) {
		if (c->options->verbose > 0)
			loom_tell(c->loom, why);
		return 0;
	}
	c->crew = crew_start(&setup, &parse, e);
	return c->crew == NULL ? -1 : 0;
}

/* All is open, and nothing of a stranger's was parsed yet. */
static int
lock(struct conversion *c, struct error *e)
{
	struct jail_folder folder;
	struct jail plan = {.memory = loom_memory(c->loom)};

	if (start_crew(c, &plan, e) == -1)
		return -1;
	plan.folders = &folder;
	if (c->output != NULL && output_folder(c->output, &folder))
		plan.folder_count = 1;
	return lock_in(c->options, &plan, e);
}

/* The conversion that the options are about, and no other one. */
static int
convert_options(
    struct conversion *c, const struct watcher *watcher, struct error *e)
{
	const struct options *o = c->options;
	struct inputs_setup setup = {
	    .files = o->operands.items, .count = o->operands.count};

	if (loom_open(c->loom, o, c->repairs, watcher, e) == -1)
		return -1;
	c->inputs = inputs_open(&setup, e);
	if (c->inputs == NULL ||
	    inputs_prepare(c->inputs, parse_options(c).from, e) == -1 ||
	    open_output(c, o->output, NULL, e) == -1)
		return -1;
	c->repairs->progress =
	    progress_new(when(c, watcher), inputs_size(c->inputs));
	return lock(c, e) == -1 ? -1 : convert(c, e);
}

int
convert_watched(const struct options *options, const struct watcher *watcher)
{
	struct loom loom;
	struct repairs repairs;
	struct conversion c = {
	    .loom = &loom, .options = options, .repairs = &repairs};
	struct error e = {.code = ERR_NONE};

	repairs_init(&repairs, options);
	convert_options(&c, watcher, &e);
	conversion_clear(&c);
	loom_close(&loom);
	return e.code == ERR_NONE ? 0 : verb_fail(options, &e);
}

static int
convert_taken(struct conversion *c, const struct inputs_setup *setup,
    struct sink *sink, struct error *e)
{
	c->inputs = inputs_open(setup, e);
	if (open_output(c, NULL, sink, e) == -1 || loom_renew(c->loom, e) == -1)
		return -1;
	return convert(c, e);
}

int
convert_inputs(
    struct loom *loom, const struct inputs_setup *setup, struct sink *sink)
{
	const struct options *options = loom->options;
	struct conversion c = {
	    .loom = loom, .options = options, .repairs = loom->repairs};
	struct error e = {.code = ERR_NONE};

	repairs_init(loom->repairs, options);
	loom->repairs->name = source_name(setup->sources[0]);
	if (convert_taken(&c, setup, sink, &e) == -1 &&
	    strstr(e.text, loom->repairs->name) == NULL)
		error_wrap(&e, "%s", loom->repairs->name);
	int status = e.code == ERR_NONE ? 0 : verb_fail(options, &e);
	conversion_clear(&c);
	loom->repairs->name = NULL;
	return status;
}

int
convert_one(struct loom *loom, struct source *source, struct sink *sink)
{
	struct inputs_setup setup = {.sources = &source, .count = 1};

	return convert_inputs(loom, &setup, sink);
}

int
convert_main(const struct options *options)
{
	if (options->stylesheet != NULL)
		return page_main(options);
	return options->into != NULL ? into_main(options)
				     : convert_watched(options, NULL);
}
