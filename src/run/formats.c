/*
 * `feedloom formats`: what --to can be, as a table for people (and awk: no
 * column but the last holds blanks).  A plugin that does not load is told on
 * standard error and in the exit status; the others are listed all the same.
 */
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/limits.h"
#include "plugin/plugin.h"
#include "run/help.h"
#include "run/options.h"
#include "run/verb.h"

struct failures {
	const struct options *options;
	int status;
};

static void
tell(void *context, const struct error *e)
{
	struct failures *failures = context;

	failures->status = verb_fail(failures->options, e);
}

static size_t
most(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void
put_table(struct buf *out, const struct plugin_list *list)
{
	size_t name = 0, media_type = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct plugin *p = list->items[i];
		if (!p->is_format)
			continue;
		name = most(name, strlen(p->name));
		media_type = most(media_type, strlen(p->media_type));
	}
	for (size_t i = 0; i < list->count; i++) {
		const struct plugin *p = list->items[i];
		if (p->is_format)
			buf_printf(out, "%-*s  %-*s  %s\n", (int)name, p->name,
			    (int)media_type, p->media_type, p->about);
	}
}

int
formats_main(const struct options *options)
{
	struct failures failures = {options, EX_OK};
	struct plugin_path *path = plugin_path_new(
	    options->plugin_path.items, options->plugin_path.count);
	struct plugin_list list;
	struct buf out;

	plugin_list(path, &list, tell, &failures);
	buf_init(&out, 16 * MIB);
	put_table(&out, &list);
	int status = help_print(options, &out);
	buf_clear(&out);
	plugin_list_clear(&list);
	plugin_path_free(path);
	return status != EX_OK ? status : failures.status;
}
