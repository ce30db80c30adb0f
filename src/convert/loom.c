/*
 * Plugins are loaded and stylesheets compiled in the order of the command line;
 * what looks for losses stands between the plugins and the format.
 */
#include "convert/loom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "cli/lock.h"
#include "cli/verb.h"
#include "convert/hold.h"
#include "plugin/path.h"
#include "plugin/plugin.h"

void
loom_tell(void *context, const char *line)
{
	const struct loom *loom = context;
	const char *name = loom->repairs->name;
	size_t len = name == NULL ? 0 : strlen(name);
	struct buf text;

	progress_hide(loom->repairs->progress);
	buf_init(&text, 64 * KIB);
	if (loom->options->into != NULL && len > 0 &&
	    (strncmp(line, name, len) != 0 || line[len] != ':'))
		buf_printf(&text, "%s: ", name);
	buf_puts(&text, line);
	verb_warn(buf_text(&text));
	buf_clear(&text);
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

static struct plugin *
load(const struct loom *loom, const struct plugin_path *path, const char *spec,
    enum plugin_role role, struct error *e)
{
	struct plugin *p = plugin_load(path, spec, role, e);

	if (p == NULL || lock_trust(loom->options, p->name, p->system, e) == 0)
		return p;
	plugin_free(p);
	return NULL;
}

static bool
explains(const struct options *o)
{
	return o->verb->id == VERB_EXPLAIN;
}

static int
load_all(struct loom *loom, const struct plugin_path *path, struct error *e)
{
	const struct options *o = loom->options;

	loom->plugins = mem_new(o->plugin.count + 1, sizeof(struct plugin *));
	for (size_t i = 0; i < o->plugin.count; i++) {
		loom->plugins[i] =
		    load(loom, path, o->plugin.items[i], PLUGIN_STAGES, e);
		if (loom->plugins[i] == NULL)
			return -1;
	}
	if (o->to != NULL && !explains(o)) {
		loom->format = load(loom, path, o->to, PLUGIN_FORMAT, e);
		if (loom->format == NULL)
			return -1;
	}
	if (!o->fail_on_loss && !explains(o))
		return 0;
	struct explain_setup setup = {.options = o,
	    .path = path,
	    .name = &loom->repairs->name,
	    .tell = loom_tell,
	    .context = loom};
	loom->explain = explain_new(&setup, e);
	return loom->explain == NULL ? -1 : 0;
}

static int
load_plugins(struct loom *loom, struct error *e)
{
	const struct options_list *dirs = &loom->options->plugin_path;
	struct plugin_path *path = plugin_path_new(dirs->items, dirs->count);
	int result = load_all(loom, path, e);

	plugin_path_free(path);
	return result;
}

/* The format's own stages, and the stylesheet that makes the output. */
static int
open_format(struct loom *loom, struct error *e)
{
	size_t last = loom->format->stage_count - 1;
	char width[16];

	if (weave_add(loom->weave, loom->format, last, e) == -1)
		return -1;
	snprintf(width, sizeof(width), "%d", loom->options->width);
	loom->sheet = weave_sheet(loom->weave, loom->format, last, width, e);
	return loom->sheet == NULL ? -1 : 0;
}

static int
open_stages(struct loom *loom, const struct watcher *watcher, struct error *e)
{
	const struct options *o = loom->options;
	struct thread_setup setup = {.patience = o->max_failures,
	    .verbose = o->quiet ? -1 : o->verbose,
	    .tell = loom_tell,
	    .context = loom};

	loom->weave = weave_new(&setup);
	weave_watch(loom->weave, watcher);
	for (size_t i = 0; i < o->plugin.count; i++)
		if (weave_add(loom->weave, loom->plugins[i],
			loom->plugins[i]->stage_count, e) == -1)
			return -1;
	if (loom->explain != NULL)
		weave_add_look(loom->weave, explain_look(loom->explain));
	if (o->sanitize)
		weave_sanitize(loom->weave);
	return loom->format == NULL ? 0 : open_format(loom, e);
}

int
loom_open(struct loom *loom, const struct options *options,
    struct repairs *repairs, const struct watcher *watcher, struct error *e)
{
	*loom = (struct loom){.options = options,
	    .repairs = repairs,
	    .types = join(&options->type),
	    .statuses = join(&options->status)};
	return load_plugins(loom, e) == -1 ? -1 : open_stages(loom, watcher, e);
}

void
loom_close(struct loom *loom)
{
	explain_free(loom->explain);
	sheet_free(loom->sheet);
	weave_free(loom->weave);
	plugin_free(loom->format);
	for (size_t i = 0;
	     loom->plugins != NULL && i < loom->options->plugin.count; i++)
		plugin_free(loom->plugins[i]);
	free(loom->plugins);
	free(loom->statuses);
	free(loom->types);
	*loom = (struct loom){.plugins = NULL};
}

int
loom_renew(struct loom *loom, struct error *e)
{
	if (loom->explain != NULL && explain_renew(loom->explain, e) == -1)
		return -1;
	return weave_renew(loom->weave, e);
}

size_t
loom_memory(const struct loom *loom)
{
	size_t memory = LIMIT_MEMORY + weave_memory(loom->weave);

	if (loom->format != NULL)
		memory +=
		    plugin_memory(loom->format) + hold_memory(loom->sheet);
	for (size_t i = 0; i < loom->options->plugin.count; i++)
		memory += plugin_memory(loom->plugins[i]);
	return memory;
}
