/*
 * What the table of a plugin says, as a page of text.
 */
#include "verbs/describe.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "cli/help.h"
#include "cli/table.h"
#include "plugin/value.h"

/* What stands for a value of each type. */
static const char *const arguments[] = {
    [PLUGIN_STRING] = "TEXT",
    [PLUGIN_INTEGER] = "N",
    [PLUGIN_NUMBER] = "NUMBER",
    [PLUGIN_BOOLEAN] = NULL, /* may stand alone */
    [PLUGIN_CHOICE] = "WORD",
    [PLUGIN_LIST] = "ITEM",
    [PLUGIN_SET] = "ITEM",
};

const char *
describe_folder(const struct plugin_path *path, const struct plugin *p)
{
	for (size_t i = 0; i < plugin_path_count(path); i++) {
		char *file = plugin_path_in(plugin_path_dir(path, i), p->name);
		free(file);
		if (file != NULL)
			return plugin_path_dir(path, i);
	}
	return "";
}

static void
put_use(struct buf *out, const struct plugin *p)
{
	buf_printf(out, "Usage: feedloom convert -%c %s%s%s [FILE]\n\n",
	    p->is_format ? 't' : 'p', p->name,
	    p->option_count > 0 ? "[,KEY=VALUE]..." : "",
	    p->is_format ? "" : " -t FORMAT");
	help_words(out, p->about);
	buf_putc(out, '\n');
}

static void
add_fact(struct table *facts, const char *what, const char *is)
{
	const char *const cells[] = {what, is};

	table_add(facts, cells);
}

/* The others of that name, which are not found because this one is. */
static void
add_hidden(
    struct table *facts, const struct plugin_path *path, const struct plugin *p)
{
	for (size_t i = 0; i < plugin_path_count(path); i++) {
		char *found = plugin_path_in(plugin_path_dir(path, i), p->name);
		char *file = found == NULL ? NULL : realpath(found, NULL);
		if (file != NULL && strcmp(file, p->path) != 0)
			add_fact(facts, "  in place of", found);
		free(file);
		free(found);
	}
}

/* "function, main.lua:9" or a stylesheet's path. */
static void
add_stages(struct table *facts, const struct plugin *p)
{
	const char *slash = strrchr(p->path, '/');
	char what[32], is[NAME_MAX + 32];

	for (size_t i = 0; i < p->stage_count; i++) {
		const struct plugin_stage *stage = &p->stages[i];
		snprintf(what, sizeof(what), "  stage %zu", i + 1);
		snprintf(is, sizeof(is), "function, %s:%d",
		    slash == NULL ? p->path : slash + 1, stage->line);
		add_fact(facts, what, stage->sheet == NULL ? is : stage->sheet);
	}
}

static void
add_window(struct table *facts, const struct plugin *p)
{
	char is[64];

	snprintf(is, sizeof(is), "%zu entries at once", p->window);
	if (p->window == PLUGIN_ALL)
		add_fact(facts, "  window", "all entries at once");
	else if (p->window > 0)
		add_fact(facts, "  window", is);
	if (p->alone)
		add_fact(facts, "  entries", "each alone");
}

static void
put_facts(
    struct buf *out, const struct plugin_path *path, const struct plugin *p)
{
	struct table facts;

	table_init(&facts, 2);
	add_fact(&facts, "  file", p->path);
	add_hidden(&facts, path, p);
	add_stages(&facts, p);
	add_window(&facts, p);
	for (size_t i = 0; i < p->xpath_count; i++)
		add_fact(&facts, i == 0 ? "  XPath" : "", p->xpath[i].name);
	if (p->is_format) {
		add_fact(&facts, "  media type", p->media_type);
		add_fact(&facts, "  extension", p->extension);
		add_fact(&facts, "  serialiser", p->serialise);
	}
	table_put(&facts, out);
	table_clear(&facts);
}

static void
put_range(struct buf *about, const struct plugin_option *o)
{
	if (o->bounded_below && o->bounded_above)
		buf_printf(about, ", %.15g to %.15g", o->min, o->max);
	else if (o->bounded_below)
		buf_printf(about, ", at least %.15g", o->min);
	else if (o->bounded_above)
		buf_printf(about, ", at most %.15g", o->max);
}

static void
put_values(struct buf *about, const struct plugin_option *o)
{
	for (size_t i = 0; i < o->value_count; i++)
		buf_printf(about, "%s%s", i == 0 ? " of " : ", ", o->values[i]);
}

/* The default as it would be typed; items with a comma between them. */
static void
put_default(struct buf *about, const struct plugin_option *o)
{
	if (o->value == NULL)
		return;
	buf_puts(about, "; default: ");
	if (o->type == PLUGIN_BOOLEAN)
		buf_puts(about, *o->value == '\0' ? "false" : "true");
	else if (*o->value == '\0')
		buf_puts(about, "none");
	for (const char *s = o->type == PLUGIN_BOOLEAN ? "" : o->value;
	     *s != '\0'; s++)
		if (*s == '\n')
			buf_puts(about, ", ");
		else
			buf_putc(about, *s);
}

static void
put_option(struct buf *out, const struct plugin_option *o)
{
	struct buf name, about;

	buf_init(&name, KIB);
	buf_init(&about, 256 * KIB);
	buf_printf(&name, "  %s", o->name);
	if (arguments[o->type] != NULL)
		buf_printf(&name, "=%s", arguments[o->type]);
	buf_printf(&about, "%s%s%s", o->about, *o->about == '\0' ? "" : ": ",
	    value_type_name(o->type));
	put_values(&about, o);
	put_range(&about, o);
	put_default(&about, o);
	help_row(out, buf_text(&name), buf_text(&about));
	buf_clear(&about);
	buf_clear(&name);
}

void
describe_plugin(
    const struct plugin_path *path, const struct plugin *p, struct buf *out)
{
	put_use(out, p);
	put_facts(out, path, p);
	if (p->option_count > 0)
		buf_puts(out, "\nOptions:\n");
	for (size_t i = 0; i < p->option_count; i++)
		put_option(out, &p->options[i]);
	if (p->example_count > 0)
		buf_puts(out, "\nExamples:\n");
	for (size_t i = 0; i < p->example_count; i++)
		buf_printf(out, "  feedloom convert %s\n", p->examples[i]);
}
