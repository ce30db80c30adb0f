/*
 * feedloom convert: one document in, one out.  The loop stands in convert_loop:
 * next entry, weave, render, sink.  Without a format (trace), nothing comes
 * out.
 */
#include "run/convert.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/feed.h"
#include "parse/parser.h"
#include "plugin/path.h"
#include "plugin/plugin.h"
#include "run/explain.h"
#include "run/hold.h"
#include "run/inputs.h"
#include "run/lock.h"
#include "run/options.h"
#include "run/output.h"
#include "run/page.h"
#include "run/progress.h"
#include "run/repairs.h"
#include "run/verb.h"

struct conversion {
	const struct options *options;
	const struct watcher *watcher; /* or NULL */
	struct repairs repairs;
	char *types;
	char *statuses;

	struct inputs *inputs;
	struct weave *weave;
	struct plugin **plugins;
	struct plugin *format; /* these three: NULL without a format */
	struct sheet *sheet;
	struct output_setup output_setup;
	struct output *output;
	struct explain *explain; /* NULL: nobody wants to know */
	uint64_t entries;
};

/* A line for the user, whatever stands on the terminal. */
static void
tell(void *context, const char *line)
{
	struct conversion *c = context;

	progress_hide(c->repairs.progress);
	verb_warn(line);
}

/* For -v: how much it was. */
static void
tell_entries(const struct conversion *c)
{
	char text[200];

	if (c->options->verbose == 0)
		return;
	snprintf(text, sizeof(text), "%.100s: %" PRIu64 " %s", c->repairs.name,
	    c->entries, c->entries == 1 ? "entry" : "entries");
	verb_warn(text);
}

static char *
join(const struct options_list *list)
{
	struct buf text;

	buf_init(&text, 64 * KIB);
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			buf_putc(&text, ',');
		buf_puts(&text, list->items[i]);
	}
	return buf_take(&text);
}

/* Plugins and the format: before any input is read. */
static int
open_format(struct conversion *c, struct error *e)
{
	const struct options *o = c->options;
	size_t last = c->format->stage_count - 1;
	char width[16];

	if (weave_add(c->weave, c->format, last, e) == -1)
		return -1;
	snprintf(width, sizeof(width), "%d", o->width);
	c->sheet = weave_sheet(c->weave, c->format, last, width, e);
	return c->sheet == NULL ? -1 : 0;
}

static int
open_stages(struct conversion *c, struct error *e)
{
	const struct options *o = c->options;
	struct thread_setup setup = {.patience = o->max_failures,
	    .verbose = o->quiet ? -1 : o->verbose,
	    .tell = tell,
	    .context = c};

	c->weave = weave_new(&setup);
	weave_watch(c->weave, c->watcher);
	for (size_t i = 0; i < o->plugin.count; i++)
		if (weave_add(c->weave, c->plugins[i],
			c->plugins[i]->stage_count, e) == -1)
			return -1;
	if (c->explain != NULL)
		weave_add_look(c->weave, explain_look(c->explain));
	if (o->sanitize)
		weave_sanitize(c->weave);
	return c->format == NULL ? 0 : open_format(c, e);
}

static bool
explains(const struct options *o)
{
	return o->verb->id == VERB_EXPLAIN;
}

static struct plugin *
load(const struct conversion *c, const struct plugin_path *path,
    const char *spec, enum plugin_role role, struct error *e)
{
	struct plugin *p = plugin_load(path, spec, role, e);

	if (p == NULL || lock_trust(c->options, p->name, p->system, e) == 0)
		return p;
	plugin_free(p);
	return NULL;
}

static int
load_plugins(struct conversion *c, struct error *e)
{
	const struct options *o = c->options;
	struct plugin_path *path =
	    plugin_path_new(o->plugin_path.items, o->plugin_path.count);
	bool loaded = true;

	c->plugins = mem_new(o->plugin.count + 1, sizeof(struct plugin *));
	for (size_t i = 0; i < o->plugin.count && loaded; i++) {
		c->plugins[i] =
		    load(c, path, o->plugin.items[i], PLUGIN_STAGES, e);
		loaded = c->plugins[i] != NULL;
	}
	if (loaded && o->to != NULL && !explains(o)) {
		c->format = load(c, path, o->to, PLUGIN_FORMAT, e);
		loaded = c->format != NULL;
	}
	if (loaded && (o->fail_on_loss || explains(o))) {
		struct explain_setup setup = {.options = o,
		    .path = path,
		    .name = &c->repairs.name,
		    .tell = tell,
		    .context = c};
		c->explain = explain_new(&setup, e);
		loaded = c->explain != NULL;
	}
	plugin_path_free(path);
	return loaded ? 0 : -1;
}

static int
open_inputs(struct conversion *c, struct error *e)
{
	const struct options *o = c->options;
	struct inputs_setup setup = {
	    .files = o->operands.items, .count = o->operands.count};

	c->inputs = inputs_open(&setup, e);
	return c->inputs == NULL ? -1 : inputs_prepare(c->inputs, e);
}

/* Reads the first input's head. */
static int
begin_inputs(struct conversion *c, struct error *e)
{
	const struct options *o = c->options;
	struct parse_options parse = {.base = o->base,
	    .notes = &c->repairs.notes,
	    .types = c->types,
	    .statuses = c->statuses,
	    .since = o->since.given ? o->since.date.seconds : INT64_MIN,
	    .until = o->until.given ? o->until.date.seconds : INT64_MAX};

	dialect_find(o->from, &parse.from);
	return inputs_begin(c->inputs, &parse, &c->repairs.name, e);
}

static int
open_output(struct conversion *c, struct error *e)
{
	const struct options *o = c->options;

	if (c->format == NULL)
		return 0;
	c->output_setup = (struct output_setup){.path = o->output,
	    .sheet = c->sheet,
	    .serialiser = serialiser_find(c->format->serialise),
	    .render = {.width = o->width},
	    .tell = o->quiet ? NULL : tell,
	    .context = c};
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
	progress_tell(c->repairs.progress, inputs_at(c->inputs), c->entries);
	return 0;
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

	if (weave_begin(c->weave, feed, e) == -1)
		return -1;
	while (more == 1) {
		more = inputs_burst(c->inputs, &broken);
		if (weave_burst(c->weave, feed, e) == -1 ||
		    render(c, feed, e) == -1)
			return -1;
	}
	while (held == 1) {
		held = weave_drain(c->weave, feed, e);
		if (held == -1 || render(c, feed, e) == -1)
			return -1;
	}
	if (weave_end(c->weave, feed, e) == -1)
		return -1;
	if (c->output != NULL && output_end(c->output, feed, e) == -1)
		return -1;
	if (more == 0)
		return 0;
	*e = broken;
	return -1;
}

/* All is open, and nothing of a stranger's was parsed yet. */
static int
lock(struct conversion *c, struct error *e)
{
	struct jail_folder folder;
	struct jail plan = {.memory = LIMIT_MEMORY, .folders = &folder};

	if (c->output != NULL && output_folder(c->output, &folder))
		plan.folder_count = 1;
	plan.memory += weave_memory(c->weave);
	if (c->format != NULL)
		plan.memory += plugin_memory(c->format) + hold_memory(c->sheet);
	for (size_t i = 0; i < c->options->plugin.count; i++)
		plan.memory += plugin_memory(c->plugins[i]);
	return lock_in(c->options, &plan, e);
}

static enum progress_when
when(const char *name)
{
	if (strcmp(name, "always") == 0)
		return PROGRESS_ALWAYS;
	return strcmp(name, "never") == 0 ? PROGRESS_NEVER : PROGRESS_AUTO;
}

/* What was found out is shown, or must be nothing. */
static int
explain(struct conversion *c, struct error *e)
{
	return c->explain == NULL ? 0 : explain_end(c->explain, e);
}

/* What was written is there to stay. */
static int
commit(struct conversion *c, struct error *e)
{
	return c->output == NULL ? 0 : output_commit(c->output, e);
}

static int
convert(struct conversion *c, struct error *e)
{
	if (load_plugins(c, e) == -1 || open_stages(c, e) == -1 ||
	    open_inputs(c, e) == -1 || open_output(c, e) == -1)
		return -1;
	c->repairs.progress = progress_new(
	    c->watcher != NULL ? PROGRESS_NEVER : when(c->options->progress),
	    inputs_size(c->inputs));
	if (lock(c, e) == -1 || begin_inputs(c, e) == -1)
		return -1;
	int done = convert_loop(c, e);
	progress_end(c->repairs.progress);
	c->repairs.progress = NULL;
	if (done == -1) {
		struct error ignored;
		if (c->options->output == NULL && e->code == ERR_INPUT)
			commit(c, &ignored);
		if (explains(c->options))
			explain(c, &ignored);
		repairs_settle(&c->repairs, &ignored);
		return -1;
	}
	if (repairs_settle(&c->repairs, e) == -1 || explain(c, e) == -1)
		return -1;
	tell_entries(c);
	return commit(c, e);
}

int
convert_watched(const struct options *options, const struct watcher *watcher)
{
	struct conversion c = {.options = options,
	    .watcher = watcher,
	    .types = join(&options->type),
	    .statuses = join(&options->status)};
	struct error e = {.code = ERR_NONE};

	repairs_init(&c.repairs, options);
	convert(&c, &e);
	progress_end(c.repairs.progress);
	output_free(c.output);
	explain_free(c.explain);
	sheet_free(c.sheet);
	weave_free(c.weave);
	inputs_free(c.inputs);
	plugin_free(c.format);
	for (size_t i = 0; c.plugins != NULL && i < options->plugin.count; i++)
		plugin_free(c.plugins[i]);
	free(c.plugins);
	free(c.statuses);
	free(c.types);
	return e.code == ERR_NONE ? 0 : verb_fail(options, &e);
}

int
convert_main(const struct options *options)
{
	return options->stylesheet == NULL ? convert_watched(options, NULL)
					   : page_main(options);
}
