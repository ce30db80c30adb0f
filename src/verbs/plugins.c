/*
 * `feedloom plugins` and `feedloom formats`: which there are, as a table for
 * people (and awk: no column but the last holds blanks, unless a folder's name
 * does).  One that does not load is told on standard error and in the exit
 * status; the others are listed all the same.
 */
#include <sysexits.h>

#include "base/limits.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/table.h"
#include "cli/verb.h"
#include "plugin/plugin.h"
#include "verbs/describe.h"
#include "verbs/verbs.h"

struct listing {
	const struct options *options;
	struct plugin_path *path;
	struct table table;
	int status;
};

static void
tell(void *context, const struct error *e)
{
	struct listing *listing = context;

	listing->status = verb_fail(listing->options, e);
}

static void
add_format(struct listing *listing, const struct plugin *p)
{
	const char *const cells[] = {p->name, p->media_type, p->about};

	if (p->is_format)
		table_add(&listing->table, cells);
}

static void
add_any(struct listing *listing, const struct plugin *p)
{
	const char *const cells[] = {p->is_format ? "format" : "plugin",
	    p->name, describe_folder(listing->path, p), p->about};

	table_add(&listing->table, cells);
}

/* Lists what add takes, in rows of so many columns; plugins before formats. */
static int
list(const struct options *options, size_t columns,
    void (*add)(struct listing *listing, const struct plugin *p))
{
	struct listing listing = {.options = options};
	struct plugin_list plugins;
	struct buf out;

	listing.path = plugin_path_new(
	    options->plugin_path.items, options->plugin_path.count);
	table_init(&listing.table, columns);
	plugin_list(listing.path, &plugins, tell, &listing);
	for (int formats = 0; formats < 2; formats++)
		for (size_t i = 0; i < plugins.count; i++)
			if (plugins.items[i]->is_format == formats)
				add(&listing, plugins.items[i]);
	buf_init(&out, 16 * MIB);
	table_put(&listing.table, &out);
	int status = help_print(options, &out);
	buf_clear(&out);
	plugin_list_clear(&plugins);
	table_clear(&listing.table);
	plugin_path_free(listing.path);
	return status != EX_OK ? status : listing.status;
}

/* All that one says of itself. */
static int
show(const struct options *options, const char *name)
{
	struct plugin_path *path = plugin_path_new(
	    options->plugin_path.items, options->plugin_path.count);
	struct error e;
	struct plugin *p = plugin_load(path, name, PLUGIN_ANY, &e);
	struct buf out;
	int status;

	buf_init(&out, MIB);
	if (p == NULL) {
		status = verb_fail(options, &e);
	} else {
		describe_plugin(path, p, &out);
		status = help_print(options, &out);
	}
	buf_clear(&out);
	plugin_free(p);
	plugin_path_free(path);
	return status;
}

int
formats_main(const struct options *options)
{
	return list(options, 3, add_format);
}

int
plugins_main(const struct options *options)
{
	if (options->operands.count > 0)
		return show(options, options->operands.items[0]);
	return list(options, 4, add_any);
}
