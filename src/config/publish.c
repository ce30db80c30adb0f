/*
 * Plugins and formats with their options, as the command line would have them
 * (plugin/plugin.h), and the files that formats are written to.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "plugin/value.h"
#include "config/state.h"
#include "sink/pattern.h"

#define STAGES_MAX 100
#define OUTPUTS_MAX 1000
#define SPEC_MAX (64 * KIB)

#define OPTION_BYTES                                                           \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

/* Adds text so that a comma in it ends nothing. */
static void
add_escaped(struct buf *spec, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == ',' || *text == '\\')
			buf_putc(spec, '\\');
		buf_putc(spec, *text);
	}
}

/* The text of an option's value, or NULL after a fault. */
static const char *
value_text(struct config_reading *r, const struct datum *value, char number[32])
{
	switch (value->type) {
	case DATUM_BOOLEAN:
		return value->boolean ? "true" : "false";
	case DATUM_INTEGER:
		snprintf(number, 32, "%lld", (long long)value->integer);
		return number;
	case DATUM_NUMBER:
		snprintf(number, 32, "%.15g", value->number);
		return number;
	case DATUM_TEXT:
		if (value->len <= VALUE_MAX &&
		    value_is_line(value->text, value->len))
			return value->text;
		config_fault(r, value->line,
		    "an option must be one line of UTF-8 text, at most %d "
		    "bytes of it",
		    VALUE_MAX);
		return NULL;
	default:
		config_fault(r, value->line,
		    "an option is text, a number, a boolean or a list of "
		    "these, not %s",
		    datum_name(value));
		return NULL;
	}
}

static void
add_option(struct config_reading *r, struct buf *spec, const char *key,
    const struct datum *value)
{
	char number[32];
	const char *text = value_text(r, value, number);

	if (text == NULL)
		return;
	buf_printf(spec, ",%s=", key);
	add_escaped(spec, text);
}

static void
add_options(
    struct config_reading *r, struct buf *spec, const struct datum *table)
{
	for (size_t i = 1; i < table->count; i++) {
		const struct datum *item = &table->items[i];
		const char *key = item->key;
		config_twice(r, item);
		if (key == NULL || *key == '\0' ||
		    key[strspn(key, OPTION_BYTES)] != '\0') {
			config_fault(r, item->line,
			    "behind the name of a plugin or format stands "
			    "KEY = VALUE");
			continue;
		}
		if (item->type != DATUM_TABLE) {
			add_option(r, spec, key, item);
			continue;
		}
		if (item->count == 0 || item->list_count < item->count)
			config_fault(r, item->line,
			    "the option '%s' must be a list that is not empty",
			    key);
		for (size_t j = 0; j < item->list_count; j++)
			add_option(r, spec, key, &item->items[j]);
	}
}

/* A plugin's file is looked for beside the file that names it. */
static void
add_name(struct config_reading *r, struct buf *spec, const char *name)
{
	size_t len = strlen(name);

	if (strchr(name, '/') == NULL &&
	    (len < 4 || strcmp(name + len - 4, ".lua") != 0)) {
		add_escaped(spec, name);
		return;
	}
	char *path = config_join(r->at.folder, name);
	add_escaped(spec, path);
	free(path);
}

/* "NAME,KEY=VALUE", the caller's; NULL after a fault. */
static char *
read_spec(struct config_reading *r, const char *key, const struct datum *value)
{
	bool table = value->type == DATUM_TABLE;
	const struct datum *name = table ? value->items : value;
	size_t before = r->faults;
	struct buf spec;

	if (table && value->list_count == 0) {
		config_fault(r, value->line,
		    "'%s' wants a name first: { \"NAME\", KEY = VALUE }", key);
		return NULL;
	}
	const char *text = config_text(r, key, name);
	if (text == NULL)
		return NULL;
	buf_init(&spec, SPEC_MAX);
	add_name(r, &spec, text);
	if (table)
		add_options(r, &spec, value);
	if (buf_full(&spec))
		config_fault(r, value->line, "'%s': '%s' has too many options",
		    key, text);
	if (r->faults == before)
		return buf_take(&spec);
	buf_clear(&spec);
	return NULL;
}

bool
config_through(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	struct config_feed *feed = object;
	bool table = value->type == DATUM_TABLE;
	size_t before = r->faults, count = table ? value->count : 1;

	if (table && value->list_count < count) {
		config_fault(r, value->line,
		    "'%s' is a list; a plugin with options is one of its "
		    "items: { { \"NAME\", KEY = VALUE } }",
		    key->name);
		return false;
	}
	if (count > STAGES_MAX) {
		config_fault(r, value->line, "'%s' has more than %d items",
		    key->name, STAGES_MAX);
		return false;
	}
	feed->through = mem_new(count + 1, sizeof(feed->through[0]));
	feed->through_at = mem_new(count + 1, sizeof(feed->through_at[0]));
	for (size_t i = 0; i < count; i++) {
		const struct datum *item = table ? &value->items[i] : value;
		char *spec = read_spec(r, key->name, item);
		if (spec == NULL)
			continue;
		feed->through_at[feed->through_count] =
		    (struct config_place){r->at.file, item->line};
		feed->through[feed->through_count++] = spec;
	}
	return r->faults == before;
}

bool
config_format(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	char *spec = read_spec(r, key->name, value);

	if (spec != NULL)
		config_replace(member, spec);
	return spec != NULL;
}

/* Whether ".." is a part of a path. */
static bool
goes_up(const char *path)
{
	for (const char *s = path; (s = strstr(s, "..")) != NULL; s++)
		if ((s == path || s[-1] == '/') &&
		    (s[2] == '\0' || s[2] == '/'))
			return true;
	return false;
}

/* The path of an output, the caller's; NULL after a fault. */
static char *
read_output_path(struct config_reading *r, const struct datum *value)
{
	const char *path = value->key;
	size_t len = path == NULL ? 0 : strlen(path);

	if (path == NULL)
		config_fault(
		    r, value->line, "'publish' wants [\"FILE\"] = \"FORMAT\"");
	else if (len == 0 || path[len - 1] == '/')
		config_fault(
		    r, value->line, "'publish': '%s' names no file", path);
	else if (*path == '~')
		config_fault(r, value->line,
		    "'publish': a '~' is for shells; write the whole path");
	else if (goes_up(path))
		config_fault(r, value->line,
		    "'publish': '%s' leads out of the output folder", path);
	else if (pattern_is(path))
		config_fault(r, value->line,
		    "'publish': '%s' has braces; a file for each entry is what "
		    "only 'feedloom convert' makes",
		    path);
	else
		return config_join("", path);
	return NULL;
}

static void
read_output(struct config_reading *r, const struct config_key *key,
    const struct datum *value, struct config_feed *feed)
{
	config_twice(r, value);
	char *path = read_output_path(r, value);
	char *format = read_spec(r, key->name, value);

	if (path == NULL || format == NULL) {
		free(format);
		free(path);
		return;
	}
	feed->outputs[feed->output_count++] = (struct config_output){
	    .path = path, .format = format, .at = {r->at.file, value->line}};
}

bool
config_publish(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	struct config_feed *feed = object;
	size_t before = r->faults;

	feed->outputs = mem_new(value->count + 1, sizeof(feed->outputs[0]));
	if (value->type != DATUM_TABLE || value->count == 0 ||
	    value->count > OUTPUTS_MAX) {
		config_fault(r, value->line,
		    "'%s' must be a table of 1 to %d outputs: "
		    "{ [\"FILE\"] = \"FORMAT\" }",
		    key->name, OUTPUTS_MAX);
		return false;
	}
	for (size_t i = 0; i < value->count; i++)
		read_output(r, key, &value->items[i], feed);
	return r->faults == before;
}
