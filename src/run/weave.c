/*
 * Entries through stages.  A stylesheet sees a burst of entries below the
 * feed's head and answers for each of them on its own; a function sees one
 * entry, or a window of them.
 */
#include "run/weave.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/construct.h"
#include "model/label.h"
#include "plugin/function.h"
#include "plugin/watch.h"
#include "render/functions.h"
#include "xml/node.h"

#define SHARE_FROM 100 /* entries before a share of them means something */

/* A plugin on its way, and how it did. */
struct thread {
	const struct plugin *plugin;
	unsigned long seen;
	unsigned long failures;
};

/* Entries that a window holds, or that wait behind it. */
struct hold {
	struct script_entries entries;
	size_t room;
	size_t bytes;
	size_t given; /* of entries, from the first on */
	bool ready;   /* the stage has answered: they wait */
};

struct stage {
	size_t thread; /* whose it is */
	size_t number; /* in its plugin */
	char name[160];
	struct sheet *sheet; /* NULL: a function */
	struct hold hold;
};

struct weave {
	struct weave_setup setup;
	const struct weave_watcher *watcher;
	struct thread *threads;
	size_t n_threads;
	struct stage *stages;
	size_t n;
	bool sanitize;
	unsigned long messages;
};

struct weave *
weave_new(const struct weave_setup *setup)
{
	struct weave *weave = mem_new(1, sizeof(*weave));

	weave->setup = *setup;
	return weave;
}

static void
hold_clear(struct hold *hold)
{
	for (size_t i = hold->given; i < hold->entries.count; i++)
		xmlFreeNode(hold->entries.items[i]);
	free(hold->entries.items);
	*hold = (struct hold){.ready = hold->ready};
}

void
weave_free(struct weave *weave)
{
	if (weave == NULL)
		return;
	for (size_t i = 0; i < weave->n; i++) {
		hold_clear(&weave->stages[i].hold);
		sheet_free(weave->stages[i].sheet);
	}
	free(weave->stages);
	free(weave->threads);
	free(weave);
}

void
weave_sanitize(struct weave *weave)
{
	weave->sanitize = true;
}

void
weave_watch(struct weave *weave, const struct weave_watcher *watcher)
{
	weave->watcher = watcher;
}

/* What plugins say: so many lines and no more. */
static void
hear(void *context, bool always, const char *text)
{
	struct weave *weave = context;

	if (!always && weave->setup.verbose == 0)
		return;
	if (++weave->messages <= LIMIT_MESSAGES)
		weave->setup.tell(weave->setup.context, text);
}

/* xsl:message: a line that names the stylesheet. */
static void
hear_message(void *context, const char *path, const char *text)
{
	const char *slash = strrchr(path, '/');
	struct buf line;

	buf_init(&line, KIB);
	buf_printf(&line, "%s: %s", slash == NULL ? path : slash + 1, text);
	hear(context, true, buf_text(&line));
	buf_clear(&line);
}

static char *
folder_of(const char *path)
{
	char *copy = mem_str(path);
	char *folder = mem_str(dirname(copy));

	free(copy);
	return folder;
}

struct sheet *
weave_sheet(struct weave *weave, const struct plugin *plugin, size_t stage,
    const char *width, struct error *e)
{
	const char *path = plugin->stages[stage].sheet;
	char *sheets = folder_of(path);
	char *plugins = folder_of(plugin->path);
	const char *folders[] = {sheets, plugins, NULL};
	struct sheet_parameter *parameters =
	    mem_new(plugin->option_count + 1, sizeof(*parameters));
	struct sheet_setup setup = {.functions = render_functions,
	    .library = function_library(plugin->script),
	    .parameters = parameters,
	    .folders = folders,
	    .message = hear_message,
	    .context = weave};

	if (width != NULL)
		parameters[setup.n_parameters++] =
		    (struct sheet_parameter){"width", width};
	for (size_t i = 0; i < plugin->option_count; i++) {
		const struct plugin_option *o = &plugin->options[i];
		if (o->value != NULL)
			parameters[setup.n_parameters++] =
			    (struct sheet_parameter){o->name, o->value};
	}
	struct sheet *sheet = sheet_load(path, &setup, e);
	free(parameters);
	free(plugins);
	free(sheets);
	return sheet;
}

static void
name_stage(struct stage *stage, const struct plugin *plugin)
{
	const struct plugin_stage *s = &plugin->stages[stage->number];
	const char *path = s->sheet == NULL ? plugin->path : s->sheet;
	const char *slash = strrchr(path, '/');
	const char *file = slash == NULL ? path : slash + 1;

	if (s->sheet != NULL)
		snprintf(stage->name, sizeof(stage->name),
		    "%s: stage %zu, %.60s", plugin->name, stage->number + 1,
		    file);
	else
		snprintf(stage->name, sizeof(stage->name),
		    "%s: stage %zu, %.60s:%d", plugin->name, stage->number + 1,
		    file, s->line);
}

int
weave_add(struct weave *weave, const struct plugin *plugin, size_t last,
    struct error *e)
{
	weave->threads = mem_grow(
	    weave->threads, weave->n_threads + 1, sizeof(struct thread));
	weave->threads[weave->n_threads++] = (struct thread){.plugin = plugin};
	script_start(plugin->script, hear, weave);
	for (size_t i = 0; i < last; i++) {
		struct stage stage = {
		    .thread = weave->n_threads - 1, .number = i};
		name_stage(&stage, plugin);
		if (plugin->stages[i].sheet != NULL) {
			stage.sheet = weave_sheet(weave, plugin, i, NULL, e);
			if (stage.sheet == NULL)
				return error_wrap(e, "%s", plugin->name);
		}
		weave->stages =
		    mem_grow(weave->stages, weave->n + 1, sizeof(struct stage));
		weave->stages[weave->n++] = stage;
	}
	return 0;
}

/* Says what failed; -v shows the calls that led there. */
static void
tell_failure(const struct weave *weave, const struct thread *thread,
    const struct error *e)
{
	struct buf line;

	buf_init(&line, 2 * KIB);
	buf_printf(&line, "%s; the entry is left out", e->text);
	weave->setup.tell(weave->setup.context, buf_text(&line));
	buf_clear(&line);
	if (weave->setup.verbose == 0)
		return;
	const char *at = script_traceback(thread->plugin->script);
	while (*at != '\0') {
		size_t len = strcspn(at, "\n");
		char text[300];
		snprintf(text, sizeof(text), "%.*s", (int)len, at);
		weave->setup.tell(weave->setup.context, text);
		at += len;
		at += *at == '\n';
	}
}

/* Whether a plugin has failed too often. */
static bool
is_too_much(const struct weave *weave, const struct thread *thread, bool end)
{
	const struct weave_patience *p = &weave->setup.patience;

	if (thread->failures == 0)
		return false;
	if (end && thread->failures == thread->seen)
		return true;
	if (p->percent == 0)
		return thread->failures > p->failures;
	return (end || thread->seen >= SHARE_FROM) &&
	       thread->failures * 100 > thread->seen * p->percent;
}

static int
give_up(const struct thread *thread, struct error *e)
{
	return error_set(e, ERR_INPUT,
	    "%s: failed with %lu of %lu entries: too many (--max-failures)",
	    thread->plugin->name, thread->failures, thread->seen);
}

/* An entry is lost: 0, or -1 when that was one too many. */
static int
lose(struct weave *weave, struct thread *thread, struct error *failure,
    struct error *e)
{
	thread->failures++;
	tell_failure(weave, thread, failure);
	return is_too_much(weave, thread, false) ? give_up(thread, e) : 0;
}

static struct script_entries
take_off(struct feed *feed)
{
	struct script_entries entries;

	entries.items = feed_take(feed, &entries.count);
	return entries;
}

static void
hang_all(struct feed *feed, struct script_entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		feed_hang(feed, entries->items[i]);
	free(entries->items);
	*entries = (struct script_entries){NULL, 0};
}

static void
free_from(struct script_entries *entries, size_t first)
{
	for (size_t i = first; i < entries->count; i++)
		xmlFreeNode(entries->items[i]);
	free(entries->items);
	*entries = (struct script_entries){NULL, 0};
}

/* A function with each entry of its own. */
static int
run_function(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	struct thread *thread = &weave->threads[stage->thread];
	struct script_entries entries = take_off(feed);

	for (size_t i = 0; i < entries.count; i++) {
		struct script_entries one = {mem_new(1, sizeof(xmlNode *)), 1};
		struct error failure;
		one.items[0] = entries.items[i];
		if (script_run(thread->plugin->script, stage->number, feed,
			&one, &failure) == 0) {
			hang_all(feed, &one);
		} else if (lose(weave, thread, &failure, e) == -1) {
			free_from(&entries, i + 1);
			return -1;
		}
	}
	free(entries.items);
	return 0;
}

/* Puts what a stage gave in the place of what it got. */
static int
take_result(struct feed *feed, xmlDoc *result, struct error *e)
{
	const xmlNode *first = node_first(xmlDocGetRootElement(result));

	for (const xmlNode *n = first; n != NULL; n = node_next(n))
		if (!node_is(n, NS_ATOM, "entry"))
			return error_set(e, ERR_PLUGIN,
			    "a stage must give atom:entry, not <%s>",
			    node_name(n));
	feed_clear(feed);
	for (const xmlNode *n = first; n != NULL; n = node_next(n))
		feed_settle_entry(feed, node_copy(n, feed_root(feed)));
	return 0;
}

/* A stylesheet with all entries below the root. */
static int
run_sheet(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	const struct plugin *plugin = weave->threads[stage->thread].plugin;

	watch_begin(plugin->name, "");
	xmlDoc *result =
	    sheet_run(stage->sheet, feed_root(feed)->doc, SHEET_BURST, e);
	int got = result == NULL ? -1 : take_result(feed, result, e);
	watch_end();
	sheet_result_free(result);
	return got;
}

/*
 * The same with one entry after the other, to find the one that it fails with.
 */
static int
run_sheet_singly(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	struct thread *thread = &weave->threads[stage->thread];
	struct script_entries entries = take_off(feed);
	struct script_entries done = {NULL, 0};
	int result = 0;
	size_t i;

	for (i = 0; i < entries.count && result == 0; i++) {
		char label[LABEL_TEXT];
		struct error failure;
		label_of(entries.items[i], label);
		feed_hang(feed, entries.items[i]);
		if (run_sheet(weave, stage, feed, &failure) == -1) {
			feed_clear(feed);
			error_wrap(
			    &failure, "%s: %s", thread->plugin->name, label);
			result = lose(weave, thread, &failure, e);
		}
		struct script_entries got = take_off(feed);
		done.items = mem_grow(
		    done.items, done.count + got.count + 1, sizeof(xmlNode *));
		for (size_t j = 0; j < got.count; j++)
			done.items[done.count++] = got.items[j];
		free(got.items);
	}
	free_from(&entries, i);
	hang_all(feed, &done);
	return result;
}

static size_t
weigh(const xmlNode *entry)
{
	size_t bytes = 0;

	for (const xmlNode *n = entry; n != NULL; n = node_walk(n, entry)) {
		bytes += sizeof(*n);
		if (n->type == XML_TEXT_NODE && n->content != NULL)
			bytes += strlen((const char *)n->content);
	}
	return bytes;
}

/* The window gets what waits for it; what it gives waits behind it. */
static int
answer(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	struct thread *thread = &weave->threads[stage->thread];
	struct hold *hold = &stage->hold;

	hold->ready = true;
	hold->given = 0;
	if (hold->entries.count == 0)
		return 0;
	if (script_run(thread->plugin->script, stage->number, feed,
		&hold->entries, e) == 0)
		return 0;
	e->code = ERR_INPUT;
	return -1;
}

/* Hangs up to a burst of what waits behind a window; false: nothing did. */
static bool
give_some(struct hold *hold, struct feed *feed)
{
	size_t n = 0;

	while (hold->given < hold->entries.count && n < LIMIT_BURST_ENTRIES) {
		feed_hang(feed, hold->entries.items[hold->given++]);
		n++;
	}
	if (hold->given == hold->entries.count)
		hold_clear(hold);
	return n > 0;
}

/* A function with a window: the entries wait there until there are enough. */
static int
run_window(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	const struct plugin *plugin = weave->threads[stage->thread].plugin;
	struct script_entries entries = take_off(feed);
	struct hold *hold = &stage->hold;

	for (size_t i = 0; i < entries.count; i++) {
		if (hold->entries.count == hold->room) {
			hold->room = 2 * hold->room + 16;
			hold->entries.items = mem_grow(
			    hold->entries.items, hold->room, sizeof(xmlNode *));
		}
		hold->entries.items[hold->entries.count++] = entries.items[i];
		hold->bytes += weigh(entries.items[i]);
		if (hold->entries.count > LIMIT_WINDOW_ENTRIES ||
		    hold->bytes > LIMIT_WINDOW_TEXT) {
			free_from(&entries, i + 1);
			return error_set(e, ERR_INPUT,
			    "%s: too much for a window (limit: %d entries, "
			    "%zu MiB)",
			    plugin->name, LIMIT_WINDOW_ENTRIES,
			    LIMIT_WINDOW_TEXT / MIB);
		}
		if (hold->entries.count < plugin->window)
			continue;
		if (answer(weave, stage, feed, e) == -1) {
			free_from(&entries, i + 1);
			return -1;
		}
		while (give_some(hold, feed))
			;
		hold->ready = false;
	}
	free(entries.items);
	return 0;
}

static void
tell_watcher(const struct weave *weave, const struct stage *stage, bool after,
    const struct feed *feed)
{
	const struct weave_watcher *w = weave->watcher;

	if (w == NULL)
		return;
	(after ? w->after : w->before)(
	    w->context, stage->name, feed_root(feed));
}

static size_t
count_entries(const struct feed *feed)
{
	size_t n = 0;

	for (const xmlNode *c = node_first(feed_root(feed)); c != NULL;
	     c = node_next(c))
		n += node_is(c, NS_ATOM, "entry");
	return n;
}

static int
run_stage(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	struct thread *thread = &weave->threads[stage->thread];
	struct error failure;
	int result;

	if (stage->number == 0)
		thread->seen += count_entries(feed);
	tell_watcher(weave, stage, false, feed);
	if (stage->sheet == NULL && thread->plugin->window > 0)
		result = run_window(weave, stage, feed, e);
	else if (stage->sheet == NULL)
		result = run_function(weave, stage, feed, e);
	else if (run_sheet(weave, stage, feed, &failure) == 0)
		result = 0;
	else
		result = run_sheet_singly(weave, stage, feed, e);
	tell_watcher(weave, stage, true, feed);
	return result;
}

/* Every construct with markup in it, cleaned. */
static void
sanitize(xmlNode *root)
{
	for (xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
		if (n->type == XML_ELEMENT_NODE && ns_of(n) == NS_ATOM)
			construct_clean(n);
	}
}

/* The entries below the root go on from a stage to the end. */
static int
run_from(struct weave *weave, size_t first, struct feed *feed, struct error *e)
{
	for (size_t i = first; i < weave->n; i++)
		if (run_stage(weave, &weave->stages[i], feed, e) == -1)
			return -1;
	if (weave->sanitize)
		sanitize(feed_root(feed));
	return 0;
}

int
weave_begin(struct weave *weave, struct feed *feed, struct error *e)
{
	for (size_t i = 0; i < weave->n_threads; i++)
		if (script_feed(weave->threads[i].plugin->script, feed, e) ==
		    -1) {
			e->code = ERR_INPUT;
			return -1;
		}
	return 0;
}

int
weave_burst(struct weave *weave, struct feed *feed, struct error *e)
{
	return run_from(weave, 0, feed, e);
}

int
weave_drain(struct weave *weave, struct feed *feed, struct error *e)
{
	for (size_t i = 0; i < weave->n; i++) {
		struct stage *stage = &weave->stages[i];
		struct thread *thread = &weave->threads[stage->thread];
		if (stage->sheet != NULL || thread->plugin->window == 0)
			continue;
		if (!stage->hold.ready && answer(weave, stage, feed, e) == -1)
			return -1;
		if (give_some(&stage->hold, feed))
			return run_from(weave, i + 1, feed, e) == -1 ? -1 : 1;
	}
	return 0;
}

int
weave_end(struct weave *weave, struct feed *feed, struct error *e)
{
	for (size_t i = 0; i < weave->n_threads; i++) {
		const struct thread *thread = &weave->threads[i];
		if (script_finish(thread->plugin->script, feed, e) == -1) {
			e->code = ERR_INPUT;
			return -1;
		}
		if (is_too_much(weave, thread, true))
			return give_up(thread, e);
	}
	return 0;
}
