/*
 * Entries through stages.  A stylesheet sees a burst of entries below the
 * feed's head and answers for each of them on its own; a function sees one
 * entry, or a window of them.
 */
#include "convert/weave.h"

#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "convert/hold.h"
#include "convert/restyle.h"
#include "convert/thread.h"
#include "model/construct.h"
#include "model/label.h"
#include "plugin/function.h"
#include "render/functions.h"
#include "xml/node.h"

struct stage {
	size_t thread; /* whose it is */
	size_t number; /* in its plugin */
	char name[160];
	struct sheet *sheet; /* NULL: a function */
	struct hold hold;
};

struct weave {
	struct thread_setup setup;
	const struct watcher *watcher;
	const struct weave_look *look;
	size_t look_thread, look_stage; /* what comes behind it */
	struct thread *threads;
	size_t n_threads;
	struct stage *stages;
	size_t n;
	bool sanitize;
	struct error spent; /* a plugin failed once too often; or ERR_NONE */
	unsigned long messages;
};

struct weave *
weave_new(const struct thread_setup *setup)
{
	struct weave *weave = mem_new(1, sizeof(*weave));

	weave->setup = *setup;
	return weave;
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

int
weave_renew(struct weave *weave, struct error *e)
{
	weave->messages = 0;
	weave->spent.code = ERR_NONE;
	for (size_t i = 0; i < weave->n; i++) {
		hold_clear(&weave->stages[i].hold);
		weave->stages[i].hold.answered = false;
	}
	for (size_t i = 0; i < weave->n_threads; i++) {
		struct thread *thread = &weave->threads[i];
		thread_renew(thread);
		if (script_renew(thread->plugin->script, e) == -1)
			return -1;
	}
	return 0;
}

void
weave_tell(struct weave *weave, const struct thread_setup *setup)
{
	weave->setup = *setup;
}

void
weave_seen(const struct weave *weave, uint64_t *seen)
{
	for (size_t i = 0; i < weave->n_threads; i++)
		seen[i] = weave->threads[i].seen;
}

void
weave_see(struct weave *weave, const uint64_t *seen)
{
	for (size_t i = 0; i < weave->n_threads; i++)
		weave->threads[i].seen += seen[i];
}

void
weave_sanitize(struct weave *weave)
{
	weave->sanitize = true;
}

void
weave_watch(struct weave *weave, const struct watcher *watcher)
{
	weave->watcher = watcher;
}

void
weave_add_look(struct weave *weave, const struct weave_look *look)
{
	weave->look = look;
	weave->look_thread = weave->n_threads;
	weave->look_stage = weave->n;
}

/* What plugins say: so many lines and no more. */
static void
hear(void *context, bool always, const char *text)
{
	struct weave *weave = context;

	if (weave->setup.verbose < (always ? 0 : 1))
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

/* For -v: why entries do not stream. */
static void
hear_whole(struct weave *weave, const struct sheet *sheet)
{
	struct buf line;

	buf_init(&line, KIB);
	buf_printf(&line, "%s needs the whole feed: entries are held",
	    sheet_whole(sheet));
	hear(weave, false, buf_text(&line));
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
	const char *folders[] = {sheets, plugins, plugin->shared, NULL};
	struct sheet_parameter *parameters =
	    mem_new(plugin->option_count + 1, sizeof(*parameters));
	struct sheet_setup setup = {.functions = render_functions,
	    .library = function_library(plugin->script),
	    .parameters = parameters,
	    .folders = folders,
	    .shared = plugin->shared,
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
	if (sheet != NULL && sheet_whole(sheet) != NULL)
		hear_whole(weave, sheet);
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
	weave->threads[weave->n_threads++] =
	    (struct thread){.plugin = plugin, .setup = &weave->setup};
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

size_t
weave_memory(const struct weave *weave)
{
	size_t bytes = 0;

	for (size_t i = 0; i < weave->n; i++)
		if (weave->stages[i].sheet != NULL)
			bytes += hold_memory(weave->stages[i].sheet);
	return bytes;
}

/*
 * An entry is lost.  False when that was one too many: those before it go on,
 * and then it ends, so that it does not matter how many came together.
 */
static bool
lose(struct weave *weave, struct thread *thread, const struct error *failure)
{
	struct error e;

	if (thread_lose(thread, failure, &e) == 0)
		return true;
	if (weave->spent.code == ERR_NONE)
		weave->spent = e;
	return false;
}

/* A function with each entry of its own. */
static int
run_function(struct weave *weave, struct stage *stage, struct feed *feed)
{
	struct thread *thread = &weave->threads[stage->thread];
	struct script_entries entries = take_off(feed);

	for (size_t i = 0; i < entries.count; i++) {
		struct script_entries one = {mem_new(1, sizeof(xmlNode *)), 1};
		struct error failure;
		one.items[0] = entries.items[i];
		thread->seen += stage->number == 0;
		watcher_got(weave->watcher, stage->name, one.items[0]);
		int got = script_run(thread->plugin->script, stage->number,
		    feed, &one, &failure);
		watcher_gave(weave->watcher, stage->name, &one,
		    got == 0 ? NULL : failure.text);
		if (got == 0) {
			hang_all(feed, &one);
		} else if (!lose(weave, thread, &failure)) {
			free_from(&entries, i + 1);
			return 0;
		}
	}
	free(entries.items);
	return 0;
}

/* A stylesheet with all entries below the root. */
static int
run_sheet(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	return restyle(
	    stage->sheet, weave->threads[stage->thread].plugin->name, feed, e);
}

/*
 * The same with one entry after the other, to find the one that it fails with.
 */
static int
run_sheet_singly(struct weave *weave, struct stage *stage, struct feed *feed)
{
	struct thread *thread = &weave->threads[stage->thread];
	struct script_entries entries = take_off(feed);
	struct script_entries done = {NULL, 0};
	bool more = true;
	size_t i;

	for (i = 0; i < entries.count && more; i++) {
		char label[LABEL_TEXT];
		struct error failure;
		label_of(entries.items[i], label);
		thread->seen += stage->number == 0;
		watcher_got(weave->watcher, stage->name, entries.items[i]);
		feed_hang(feed, entries.items[i]);
		bool failed = run_sheet(weave, stage, feed, &failure) == -1;
		if (failed) {
			feed_clear(feed);
			error_wrap(
			    &failure, "%s: %s", thread->plugin->name, label);
			more = lose(weave, thread, &failure);
		}
		struct script_entries got = take_off(feed);
		watcher_gave(weave->watcher, stage->name, &got,
		    failed ? failure.text : NULL);
		done.items = mem_grow(
		    done.items, done.count + got.count + 1, sizeof(xmlNode *));
		for (size_t j = 0; j < got.count; j++)
			done.items[done.count++] = got.items[j];
		free(got.items);
	}
	free_from(&entries, i);
	hang_all(feed, &done);
	return 0;
}

/* Whether entries wait there. */
static bool
holds(const struct weave *weave, const struct stage *stage)
{
	return stage->sheet != NULL
		   ? sheet_whole(stage->sheet) != NULL
		   : weave->threads[stage->thread].plugin->window > 0;
}

/* A stylesheet with all entries there are; without them it does not run. */
static int
run_sheet_once(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	const struct plugin *plugin = weave->threads[stage->thread].plugin;
	struct hold *hold = &stage->hold;

	hang_all(feed, &hold->entries);
	hold_clear(hold);
	if (run_sheet(weave, stage, feed, e) == -1) {
		feed_clear(feed);
		return error_wrap(e, "%s", plugin->name);
	}
	hold->entries = take_off(feed);
	return 0;
}

/* The window gets what waits for it; what it gives waits behind it. */
static int
answer(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	struct thread *thread = &weave->threads[stage->thread];
	struct hold *hold = &stage->hold;

	hold->answered = true;
	hold->given = 0;
	if (hold->entries.count == 0)
		return 0;
	int got = stage->sheet != NULL
		      ? run_sheet_once(weave, stage, feed, e)
		      : script_run(thread->plugin->script, stage->number, feed,
			    &hold->entries, e);
	if (got == 0) {
		watcher_gave(weave->watcher, stage->name, &hold->entries, NULL);
		return 0;
	}
	if (stage->sheet == NULL)
		e->code = ERR_INPUT;
	return -1;
}

/*
 * A function with a window, or a stylesheet that must see all entries: they
 * wait there until there are enough.
 */
static int
run_window(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	const struct plugin *plugin = weave->threads[stage->thread].plugin;
	struct script_entries entries = take_off(feed);
	struct hold *hold = &stage->hold;

	for (size_t i = 0; i < entries.count; i++) {
		watcher_got(weave->watcher, stage->name, entries.items[i]);
		if (!hold_add(hold, entries.items[i])) {
			free_from(&entries, i + 1);
			return hold_fail(plugin->name, stage->sheet, e);
		}
		if (stage->sheet != NULL ||
		    hold->entries.count < plugin->window)
			continue;
		if (answer(weave, stage, feed, e) == -1) {
			free_from(&entries, i + 1);
			return -1;
		}
		while (hold_give(hold, feed))
			;
		hold->answered = false;
	}
	free(entries.items);
	return 0;
}

static int
run_kind(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	struct thread *thread = &weave->threads[stage->thread];
	size_t seen = stage->number == 0 ? feed_count(feed) : 0;
	bool held = holds(weave, stage);
	struct error failure;

	if (stage->sheet == NULL && !held)
		return run_function(weave, stage, feed);
	if (!held && (watcher_follows(weave->watcher) ||
			 run_sheet(weave, stage, feed, &failure) == -1))
		return run_sheet_singly(weave, stage, feed);
	thread->seen += seen;
	return held ? run_window(weave, stage, feed, e) : 0;
}

static int
run_stage(struct weave *weave, struct stage *stage, struct feed *feed,
    struct error *e)
{
	size_t entries = feed_count(feed);

	watcher_enters(weave->watcher, stage->name, entries);
	int got = run_kind(weave, stage, feed, e);
	watcher_leaves(weave->watcher);
	return got;
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
	const struct weave_look *look = weave->look;

	for (size_t i = first; i <= weave->n; i++) {
		if (look != NULL && i == weave->look_stage &&
		    look->entries(look->context, feed, e) == -1)
			return -1;
		if (i < weave->n &&
		    run_stage(weave, &weave->stages[i], feed, e) == -1)
			return -1;
	}
	if (weave->sanitize)
		sanitize(feed_root(feed));
	watcher_through(weave->watcher, feed);
	if (weave->spent.code == ERR_NONE)
		return 0;
	*e = weave->spent;
	return -1;
}

/* A plugin's feed or finish, which is watched as a stage of its name. */
static int
call(struct weave *weave, const struct thread *thread, int reference,
    int (*function)(struct script *s, struct feed *feed, struct error *e),
    struct feed *feed, struct error *e)
{
	if (reference == LUA_NOREF)
		return 0;
	watcher_enters(weave->watcher, thread->plugin->name, 0);
	int got = function(thread->plugin->script, feed, e);
	watcher_leaves(weave->watcher);
	if (got == -1)
		e->code = ERR_INPUT;
	return got;
}

int
weave_begin(struct weave *weave, struct feed *feed, struct error *e)
{
	const struct weave_look *look = weave->look;

	watcher_begins(weave->watcher);
	for (size_t i = 0; i <= weave->n_threads; i++) {
		const struct thread *thread = &weave->threads[i];
		if (look != NULL && i == weave->look_thread &&
		    look->head(look->context, feed, e) == -1)
			return -1;
		if (i < weave->n_threads &&
		    call(weave, thread, thread->plugin->feed, script_feed, feed,
			e) == -1)
			return -1;
	}
	return 0;
}

int
weave_burst(struct weave *weave, struct feed *feed, struct error *e)
{
	return run_from(weave, 0, feed, e);
}

bool
weave_spent(const struct weave *weave)
{
	return weave->spent.code != ERR_NONE;
}

int
weave_drain(struct weave *weave, struct feed *feed, struct error *e)
{
	for (size_t i = 0; i < weave->n; i++) {
		struct stage *stage = &weave->stages[i];
		if (!holds(weave, stage))
			continue;
		if (!stage->hold.answered) {
			watcher_enters(weave->watcher, stage->name, 0);
			int got = answer(weave, stage, feed, e);
			watcher_leaves(weave->watcher);
			if (got == -1)
				return -1;
		}
		if (hold_give(&stage->hold, feed))
			return run_from(weave, i + 1, feed, e) == -1 ? -1 : 1;
	}
	for (size_t i = 0; i < weave->n; i++)
		weave->stages[i].hold.answered = false;
	return 0;
}

int
weave_end(struct weave *weave, struct feed *feed, struct error *e)
{
	for (size_t i = 0; i < weave->n_threads; i++) {
		const struct thread *thread = &weave->threads[i];
		if (call(weave, thread, thread->plugin->finish, script_finish,
			feed, e) == -1 ||
		    thread_end(thread, e) == -1)
			return -1;
	}
	return 0;
}

bool
weave_holds(const struct weave *weave)
{
	for (size_t i = 0; i < weave->n; i++)
		if (holds(weave, &weave->stages[i]))
			return true;
	return false;
}
