/*
 * Tests of plugins as folders: which there are, whose they are, and what they
 * want done.  Reads only.
 */
#include "verbs/golden.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "plugin/plugin.h"

#define DEPTH_MOST 4 /* a folder of plugins, NAME, test, CASE */
#define FOUND_MOST 10000
#define OPTIONS_MOST (64 * KIB)

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static int
find_below(struct names *found, const char *folder, int depth, struct error *e)
{
	struct names names = {0};
	int result = folder_list(folder, &names, e);
	bool is_golden = false;

	for (size_t i = 0; i < names.count && !is_golden; i++)
		is_golden = begins(names.items[i], "in.") &&
			    folder_has(folder, names.items[i]);
	if (is_golden && found->count < FOUND_MOST)
		names_add(found, folder);
	for (size_t i = 0; i < names.count && !is_golden && result == 0; i++) {
		char *path = folder_path(folder, names.items[i]);
		if (depth < DEPTH_MOST && folder_is(path))
			result = find_below(found, path, depth + 1, e);
		free(path);
	}
	names_clear(&names);
	return result;
}

int
golden_find(struct names *found, const char *folder, struct error *e)
{
	return find_below(found, folder, 1, e);
}

/* Cuts the last name off a path, and returns it; "" at the root. */
static const char *
cut_name(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash == NULL)
		return "";
	*slash = '\0';
	return slash + 1;
}

/* Adds text to a spec as it has to be written there. */
static void
put_escaped(struct buf *spec, const char *text)
{
	for (const char *s = text; *s != '\0'; s++) {
		if (*s == ',' || *s == '\\')
			buf_putc(spec, '\\');
		buf_putc(spec, *s);
	}
}

/* The file of the plugin that a folder is for, and the plugin's name. */
static char *
find_plugin(struct golden *g, const struct plugin_path *path, struct error *e)
{
	char *folder = realpath(g->folder, NULL);
	char *file = NULL;

	if (folder == NULL) {
		error_errno(e, ERR_NOINPUT, "%s", g->folder);
		return NULL;
	}
	const char *own = cut_name(folder);
	const char *around = cut_name(folder);
	if (strcmp(around, "test") == 0 && folder_has(folder, "main.lua")) {
		file = folder_path(folder, "main.lua");
		g->name = mem_str(cut_name(folder));
	} else if ((file = plugin_path_find(path, around)) != NULL) {
		g->name = mem_str(around);
	} else if ((file = plugin_path_find(path, own)) != NULL) {
		g->name = mem_str(own);
	} else {
		error_set(e, ERR_NOINPUT,
		    "%s: whose test is it? There is no plugin '%s' or '%s'",
		    g->folder, around, own);
	}
	free(folder);
	return file;
}

/* Begins the spec, and finds out what kind of plugin it is. */
static int
take_plugin(struct golden *g, const struct plugin_path *path, struct buf *spec,
    struct error *e)
{
	struct error ignored;
	char *found = find_plugin(g, path, e);

	if (found == NULL)
		return -1;
	char *file = realpath(found, NULL);
	free(found);
	if (file == NULL)
		return error_errno(e, ERR_NOINPUT, "%s", g->folder);
	put_escaped(spec, file);
	struct plugin *p =
	    plugin_load(path, buf_text(spec), PLUGIN_ANY, &ignored);
	g->is_format = p != NULL && p->is_format;
	int result = 0;
	if (p != NULL && strcmp(p->name, g->name) != 0)
		result = error_set(e, ERR_PLUGIN,
		    "%s: its name is '%s', but it is found as '%s'", file,
		    p->name, g->name);
	plugin_free(p);
	cut_name(file);
	g->home = folder_path(file, "");
	free(file);
	return result;
}

/* What follows a word and blanks or '=' in a line; NULL for other lines. */
static const char *
argument_of(const char *line, const char *word)
{
	if (!begins(line, word))
		return NULL;
	line += strlen(word);
	return line + strspn(line, "= \t");
}

/* A line that begins with '-': an option of convert and its value. */
static void
take_argument(struct golden *g, const char *line)
{
	const char *target = argument_of(line, "--to");
	size_t len = strcspn(line, " \t");
	const char *value = line + len + strspn(line + len, " \t");

	if (target == NULL)
		target = argument_of(line, "-t");
	if (target != NULL) {
		names_add(&g->targets, target);
		return;
	}
	char *word = mem_dup(line, len);
	names_add(&g->arguments, word);
	free(word);
	if (*value != '\0')
		names_add(&g->arguments, value);
}

static int
take_options(struct golden *g, struct buf *spec, struct error *e)
{
	struct buf text;
	char *rest = NULL;

	buf_init(&text, OPTIONS_MOST + 1);
	int result = folder_read(g->folder, "options", OPTIONS_MOST, &text, e);
	char *lines = buf_take(&text);
	for (char *line = strtok_r(lines, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		size_t len = strlen(line);
		if (len > 0 && line[len - 1] == '\r')
			line[len - 1] = '\0';
		if (line[0] == '#' || ascii_all_blank(line, strlen(line)))
			continue;
		if (line[0] == '-') {
			take_argument(g, line);
		} else {
			buf_putc(spec, ',');
			put_escaped(spec, line);
		}
	}
	free(lines);
	return result == -1 ? -1 : 0;
}

static int
take_files(struct golden *g, struct error *e)
{
	struct names names = {0};
	int result = folder_list(g->folder, &names, e);

	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.items[i];
		if (!folder_has(g->folder, name))
			continue;
		if (begins(name, "in."))
			names_add(&g->inputs, name);
		else if (begins(name, "out."))
			names_add(&g->formats, name + strlen("out."));
		else if (strcmp(name, "err") == 0 ||
			 strcmp(name, "status") == 0)
			g->says = true;
	}
	names_clear(&names);
	return result;
}

/* Where this process looks for plugins is where a child will look. */
static void
take_path(struct golden *g, const struct plugin_path *path)
{
	for (size_t i = 0; i < plugin_path_count(path); i++) {
		char *dir = realpath(plugin_path_dir(path, i), NULL);
		if (dir == NULL)
			continue;
		names_add(&g->arguments, "--plugin-path");
		names_add(&g->arguments, dir);
		free(dir);
	}
}

int
golden_read(struct golden *g, const char *folder,
    const struct plugin_path *path, struct error *e)
{
	struct buf spec;

	*g = (struct golden){.folder = mem_str(folder)};
	buf_init(&spec, 2 * PATH_MAX + 128 * KIB);
	take_path(g, path);
	int result = take_plugin(g, path, &spec, e);
	if (result == 0)
		result = take_options(g, &spec, e);
	if (result == 0)
		result = take_files(g, e);
	g->spec = buf_take(&spec);
	return result;
}

void
golden_clear(struct golden *g)
{
	names_clear(&g->arguments);
	names_clear(&g->targets);
	names_clear(&g->formats);
	names_clear(&g->inputs);
	free(g->spec);
	free(g->name);
	free(g->home);
	free(g->folder);
	*g = (struct golden){0};
}

const char *
golden_default(const struct golden *g)
{
	return g->is_format ? g->name : "atom";
}

/* What -t has to be for a format. */
static const char *
target_of(const struct golden *g, const char *format)
{
	size_t len = strlen(format);

	if (g->is_format && strcmp(format, g->name) == 0)
		return g->spec;
	for (size_t i = 0; i < g->targets.count; i++) {
		const char *target = g->targets.items[i];
		if (strncmp(target, format, len) == 0 &&
		    (target[len] == ',' || target[len] == '\0'))
			return target;
	}
	return format;
}

const char **
golden_command(const struct golden *g, const char *format)
{
	size_t n = 0;
	const char **argv =
	    mem_new(g->arguments.count + g->inputs.count + 10, sizeof(argv[0]));

	argv[n++] = "feedloom";
	argv[n++] = "convert";
	if (!g->is_format) {
		argv[n++] = "-p";
		argv[n++] = g->spec;
	}
	for (size_t i = 0; i < g->arguments.count; i++)
		argv[n++] = g->arguments.items[i];
	argv[n++] = "-t";
	argv[n++] = target_of(g, format);
	/* Whatever the options say, no file is written. */
	argv[n++] = "-o";
	argv[n++] = "-";
	argv[n++] = "--";
	for (size_t i = 0; i < g->inputs.count; i++)
		argv[n++] = g->inputs.items[i];
	return argv;
}
