/*
 * feedloom convert: one document in, one out.  The loop stands in convert_loop:
 * next entry, weave, render, sink.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/note.h"
#include "fetch/source.h"
#include "model/feed.h"
#include "parse/parser.h"
#include "plugin/path.h"
#include "plugin/plugin.h"
#include "render/renderer.h"
#include "run/options.h"
#include "run/progress.h"
#include "run/verb.h"
#include "run/weave.h"
#include "sink/sink.h"

struct conversion {
	const struct options *options;
	const char *name; /* of the input, for messages */
	struct notes notes;
	unsigned long n_notes;
	char *types;
	char *statuses;

	struct source *source;
	struct parser *parser;
	struct weave *weave;
	struct plugin *format;
	struct sheet *sheet;
	struct sink *sink;
	struct renderer *renderer;
	struct progress *progress;
	uint64_t entries;
};

/* Whether the warning of this number is printed. */
static bool
tells_note(const struct options *o, unsigned long n)
{
	return !o->quiet && (n <= LIMIT_NOTES || o->verbose > 0);
}

/* A repair: a warning, up to a number of them. */
static void
hear_note(void *context, const struct note *note)
{
	struct conversion *c = context;
	struct buf text;

	c->n_notes++;
	if (!tells_note(c->options, c->n_notes))
		return;
	buf_init(&text, KIB);
	buf_puts(&text, c->name);
	if (note->line > 0)
		buf_printf(&text, ":%lu", note->line);
	if (note->line > 0 && note->column > 0)
		buf_printf(&text, ":%lu", note->column);
	buf_printf(&text, ": %s", note->text);
	progress_hide(c->progress);
	verb_warn(buf_text(&text));
	buf_clear(&text);
}

/* What was not printed, and whether --strict makes an error of it. */
static int
settle_notes(struct conversion *c, struct error *e)
{
	char text[200];

	if (c->n_notes > LIMIT_NOTES && !c->options->quiet &&
	    !tells_note(c->options, c->n_notes)) {
		snprintf(text, sizeof(text),
		    "%.100s: and %lu more; -v shows all of them", c->name,
		    c->n_notes - LIMIT_NOTES);
		verb_warn(text);
	}
	if (c->n_notes > 0 && c->options->strict)
		return error_set(e, ERR_INPUT,
		    "%s: %lu repair%s needed, and --strict allows none",
		    c->name, c->n_notes, c->n_notes == 1 ? "" : "s");
	return 0;
}

/* For -v: how much it was. */
static void
tell_entries(const struct conversion *c)
{
	char text[200];

	if (c->options->verbose == 0)
		return;
	snprintf(text, sizeof(text), "%.100s: %" PRIu64 " %s", c->name,
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
open_stages(struct conversion *c, struct error *e)
{
	const struct options *o = c->options;
	struct plugin_path *path =
	    plugin_path_new(o->plugin_path.items, o->plugin_path.count);
	char width[16];
	int got = 0;

	c->weave = weave_new();
	for (size_t i = 0; i < o->plugin.count && got == 0; i++) {
		struct plugin *plugin =
		    plugin_load(path, o->plugin.items[i], PLUGIN_STAGES, e);
		got = plugin == NULL ? -1
				     : weave_add(c->weave, plugin, 0,
					   plugin->stage_count, e);
		plugin_free(plugin);
	}
	if (got == 0)
		c->format = plugin_load(path, o->to, PLUGIN_FORMAT, e);
	plugin_path_free(path);
	if (got == -1 || c->format == NULL)
		return -1;
	size_t last = c->format->stage_count - 1;
	if (weave_add(c->weave, c->format, 0, last, e) == -1)
		return -1;
	if (o->sanitize)
		weave_sanitize(c->weave);
	snprintf(width, sizeof(width), "%d", o->width);
	c->sheet = weave_sheet(c->weave, c->format, last, width, e);
	return c->sheet == NULL ? -1 : 0;
}

static int
open_input(struct conversion *c, struct error *e)
{
	const struct options *o = c->options;
	struct parse_options parse = {.base = o->base,
	    .notes = &c->notes,
	    .types = c->types,
	    .statuses = c->statuses,
	    .since = o->since.given ? o->since.date.seconds : INT64_MIN,
	    .until = o->until.given ? o->until.date.seconds : INT64_MAX};

	c->source =
	    source_open(o->operands.count > 0 ? o->operands.items[0] : NULL, e);
	if (c->source != NULL) {
		c->name = source_name(c->source);
		dialect_find(o->from, &parse.from);
		c->parser = parser_open(c->source, &parse, e);
		if (c->parser == NULL)
			error_wrap(e, "%s", c->name);
	}
	return c->parser == NULL ? -1 : 0;
}

static int
open_output(struct conversion *c, struct error *e)
{
	struct render_options options = {.width = c->options->width};
	const struct serialiser *serialiser =
	    serialiser_find(c->format->serialise);

	c->sink = sink_open(c->options->output, e);
	if (c->sink == NULL)
		return -1;
	c->renderer = renderer_new(c->sheet, serialiser, &options, c->sink);
	return 0;
}

/*
 * Hangs the next entries below the feed, the one at hand first.  What
 * parser_next said last; *entry is then at hand for the next time.
 */
static int
gather(struct conversion *c, xmlNode **entry, struct error *e)
{
	uint64_t from = source_given(c->source);
	int got = 1;

	for (int n = 0; n < LIMIT_BURST_ENTRIES && got == 1 &&
			source_given(c->source) - from < LIMIT_BURST;
	     n++) {
		feed_hang(parser_feed(c->parser), *entry);
		got = parser_next(c->parser, entry, e);
	}
	return got;
}

/*
 * The one loop.  A document that is broken off is written up to its last whole
 * entry, and is an error all the same.
 */
static int
convert_loop(struct conversion *c, struct error *e)
{
	struct feed *feed = parser_feed(c->parser);
	struct error broken = {.code = ERR_NONE};
	xmlNode *entry = NULL;
	int more = parser_next(c->parser, &entry, &broken);

	if (renderer_begin(c->renderer, feed, more == 1 ? entry : NULL, e) ==
	    -1) {
		if (more == 1)
			xmlFreeNode(entry);
		return -1;
	}
	while (more == 1) {
		more = gather(c, &entry, &broken);
		if (weave_burst(c->weave, feed, e) == -1 ||
		    renderer_burst(c->renderer, feed, e) == -1) {
			if (more == 1)
				xmlFreeNode(entry);
			return -1;
		}
		c->entries += feed_clear(feed);
		progress_tell(c->progress, source_at(c->source), c->entries);
	}
	if (renderer_end(c->renderer, e) == -1)
		return -1;
	if (more == 0)
		return 0;
	*e = broken;
	return e->code == ERR_INPUT ? error_wrap(e, "%s", c->name) : -1;
}

static enum progress_when
when(const char *name)
{
	if (strcmp(name, "always") == 0)
		return PROGRESS_ALWAYS;
	return strcmp(name, "never") == 0 ? PROGRESS_NEVER : PROGRESS_AUTO;
}

static int
convert(struct conversion *c, struct error *e)
{
	if (open_stages(c, e) == -1 || open_input(c, e) == -1 ||
	    open_output(c, e) == -1)
		return -1;
	c->progress =
	    progress_new(when(c->options->progress), source_size(c->source));
	int done = convert_loop(c, e);
	progress_end(c->progress);
	if (done == -1) {
		struct error ignored;
		if (c->options->output == NULL && e->code == ERR_INPUT)
			sink_commit(c->sink, &ignored);
		settle_notes(c, &ignored);
		return -1;
	}
	if (settle_notes(c, e) == -1)
		return -1;
	tell_entries(c);
	return sink_commit(c->sink, e);
}

int
convert_main(const struct options *options)
{
	struct conversion c = {.options = options,
	    .name = "standard input",
	    .types = join(&options->type),
	    .statuses = join(&options->status)};
	struct error e = {.code = ERR_NONE};

	c.notes = (struct notes){.tell = hear_note, .context = &c};
	convert(&c, &e);
	renderer_free(c.renderer);
	sink_free(c.sink);
	parser_free(c.parser);
	source_free(c.source);
	sheet_free(c.sheet);
	weave_free(c.weave);
	plugin_free(c.format);
	free(c.statuses);
	free(c.types);
	return e.code == ERR_NONE ? 0 : verb_fail(options, &e);
}
