/*
 * Plugins by name: finds the file, runs it in a sandbox, resolves its
 * stylesheets and sets its options.  A file is text of at most LIMIT_PLUGIN
 * bytes; precompiled chunks are refused.
 */
#include "plugin/plugin.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/late.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "plugin/value.h"

#define NAME_MAX_BYTES 64
#define NAME_LETTERS                                                           \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
#define LIST_MAX 10000 /* files that plugin_list looks at */

static bool
is_name(const char *name, size_t len)
{
	return len > 0 && len <= NAME_MAX_BYTES &&
	       strspn(name, NAME_LETTERS) >= len;
}

bool
plugin_is_name(const char *name)
{
	return is_name(name, strlen(name));
}

static bool
ends_in(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* The folder of a path, n levels up, and rest; a string of the caller's. */
static char *
beside(const char *path, int up, const char *rest, const char *name)
{
	size_t len = strlen(path);
	struct buf b;

	for (; up > 0; up--)
		while (len > 0 && path[--len] != '/')
			;
	buf_init(&b, PATH_MAX * 2);
	buf_add(&b, path, len);
	buf_printf(&b, "%s/%s", rest, name);
	return buf_take(&b);
}

/* Beside the plugin, or in the xslt/ beside the folder of plugins. */
static char *
find_sheet(const char *path, const char *name)
{
	int up = ends_in(path, "/main.lua") ? 3 : 2;
	char *places[] = {
	    beside(path, 1, "", name), beside(path, up, "/xslt", name)};
	char *found = NULL;
	struct stat st;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (found == NULL && stat(places[i], &st) == 0 &&
		    S_ISREG(st.st_mode))
			found = places[i];
		else
			free(places[i]);
	}
	return found;
}

static int
resolve_stages(struct plugin *p, struct error *e)
{
	for (size_t i = 0; i < p->stage_count; i++) {
		if (p->stages[i].sheet == NULL)
			continue;
		char *sheet = find_sheet(p->path, p->stages[i].sheet);
		if (sheet == NULL)
			return error_set(e, ERR_PLUGIN,
			    "stage %zu: no '%s' beside the plugin, nor in the "
			    "folder xslt",
			    i + 1, p->stages[i].sheet);
		free(p->stages[i].sheet);
		p->stages[i].sheet = sheet;
	}
	return 0;
}

/* Fills a plugin that has a path. */
static int
load_into(struct plugin *p, const char *file, struct error *e)
{
	struct buf text;

	buf_init(&text, LIMIT_PLUGIN + 1);
	if (file_read(file, LIMIT_PLUGIN, &text, e) == 0)
		p->script = script_load(p, buf_text(&text), text.len, e);
	buf_clear(&text);
	return p->script == NULL ? -1 : resolve_stages(p, e);
}

/* Lua puts the file's last name in front of what it knows the line of. */
static void
name_file(const char *file, struct error *e)
{
	const char *slash = strrchr(file, '/');
	size_t folder = slash == NULL ? 0 : (size_t)(slash + 1 - file);
	size_t len = strlen(file + folder);

	if (strncmp(e->text, file + folder, len) != 0 || e->text[len] != ':') {
		error_wrap(e, "%s", file);
		return;
	}
	struct error inner = *e;
	error_set(e, inner.code, "%.*s%s", (int)folder, file, inner.text);
}

/* A plugin's file; name is what it must be called, or NULL. */
static struct plugin *
load_file(const char *file, const char *name, struct error *e)
{
	struct plugin *p = mem_new(1, sizeof(*p));
	int result;

	p->path = realpath(file, NULL);
	if (p->path == NULL && errno == ENOENT)
		result = error_set(e, ERR_USAGE, "there is no such file");
	else if (p->path == NULL)
		result = error_errno(e, ERR_PLUGIN, "cannot be opened");
	else
		result = load_into(p, file, e);
	if (result == 0 && name != NULL && strcmp(p->name, name) != 0)
		result = error_set(e, ERR_PLUGIN,
		    "its name is '%s', but its file is called '%s'", p->name,
		    name);
	if (result == 0)
		return p;
	name_file(file, e);
	plugin_free(p);
	return NULL;
}

static const char *
role_name(enum plugin_role role)
{
	return role == PLUGIN_FORMAT ? "format" : "plugin";
}

static void
not_found(const struct plugin_path *path, const char *name,
    enum plugin_role role, struct error *e)
{
	char meant[SUGGEST_TEXT];
	struct plugin_list list;
	struct suggest near;

	suggest_init(&near, name);
	plugin_list(path, &list, NULL, NULL);
	for (size_t i = 0; i < list.count; i++)
		if (role == PLUGIN_ANY ||
		    list.items[i]->is_format == (role == PLUGIN_FORMAT))
			suggest_offer(&near, list.items[i]->name);
	suggest_text(&near, "", meant);
	if (*meant != '\0')
		error_set(e, ERR_USAGE, "unknown %s '%s'%s", role_name(role),
		    name, meant);
	else
		error_set(e, ERR_USAGE,
		    "unknown %s '%s'; 'feedloom %ss' lists them",
		    role_name(role), name, role_name(role));
	plugin_list_clear(&list);
}

static struct plugin *
load_name(const struct plugin_path *path, const char *name,
    enum plugin_role role, struct error *e)
{
	if (strchr(name, '/') != NULL || ends_in(name, ".lua"))
		return load_file(name, NULL, e);
	char *file = NULL;
	if (is_name(name, strlen(name)))
		file = plugin_path_find(path, name);
	if (file == NULL) {
		not_found(path, name, role, e);
		return NULL;
	}
	struct plugin *p = load_file(file, name, e);
	free(file);
	return p;
}

static int
check_role(const struct plugin *p, enum plugin_role role, struct error *e)
{
	if (p->is_format && role == PLUGIN_STAGES)
		return error_set(e, ERR_USAGE,
		    "'%s' is a format: it goes with --to", p->name);
	if (!p->is_format && role == PLUGIN_FORMAT)
		return error_set(e, ERR_USAGE,
		    "'%s' is no format: it goes with --plugin", p->name);
	return 0;
}

struct plugin *
plugin_load(const struct plugin_path *path, const char *spec,
    enum plugin_role role, struct error *e)
{
	const char *settings = spec;
	char *name = value_part(&settings);
	struct plugin *p = load_name(path, name, role, e);

	free(name);
	if (p == NULL)
		return NULL;
	p->system = plugin_path_system(path, p->path);
	if (!p->system)
		p->shared = plugin_path_sheets(path);
	if (check_role(p, role, e) == -1)
		goto fail;
	if (settings != NULL && value_set_all(p, settings, e) == -1) {
		error_wrap(e, "%s '%s'", role_name(role), p->name);
		goto fail;
	}
	/* Its functions may come to feedloom.re where it is too late. */
	if (plugin_has_functions(p) && late_load(LATE_PCRE2, e) == -1)
		goto fail;
	return p;
fail:
	plugin_free(p);
	return NULL;
}

bool
plugin_has_functions(const struct plugin *plugin)
{
	for (size_t i = 0; i < plugin->stage_count; i++)
		if (plugin->stages[i].sheet == NULL)
			return true;
	return plugin->xpath_count > 0 || plugin->feed != LUA_NOREF ||
	       plugin->finish != LUA_NOREF;
}

bool
plugin_alone(const struct plugin *plugin)
{
	return plugin->alone || !plugin_has_functions(plugin);
}

size_t
plugin_memory(const struct plugin *plugin)
{
	if (!plugin_has_functions(plugin))
		return 0;
	return LIMIT_LUA_MEMORY + LIMIT_LUA_HTML +
	       (plugin->window > 0 ? LIMIT_WINDOW_TEXT : 0);
}

static void
option_clear(struct plugin_option *o)
{
	for (size_t i = 0; i < o->value_count; i++)
		free(o->values[i]);
	free(o->values);
	free(o->value);
	free(o->about);
	free(o->name);
}

void
plugin_free(struct plugin *plugin)
{
	if (plugin == NULL)
		return;
	for (size_t i = 0; i < plugin->option_count; i++)
		option_clear(&plugin->options[i]);
	free(plugin->options);
	for (size_t i = 0; i < plugin->stage_count; i++)
		free(plugin->stages[i].sheet);
	free(plugin->stages);
	for (size_t i = 0; i < plugin->xpath_count; i++)
		free(plugin->xpath[i].name);
	free(plugin->xpath);
	for (size_t i = 0; i < plugin->example_count; i++)
		free(plugin->examples[i]);
	free(plugin->examples);
	script_free(plugin->script);
	free(plugin->serialise);
	free(plugin->extension);
	free(plugin->media_type);
	free(plugin->shared);
	free(plugin->path);
	free(plugin->about);
	free(plugin->name);
	free(plugin);
}

/* Something in a folder of the path that is called as a plugin is. */
struct found {
	char name[NAME_MAX_BYTES + 1];
	size_t dir;
};

static int
found_order(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : (x->dir > y->dir) - (x->dir < y->dir);
}

struct finds {
	struct found *items;
	size_t count, room;
};

static void
finds_add(struct finds *finds, const char *file, size_t dir)
{
	size_t len = strlen(file);

	if (ends_in(file, ".lua"))
		len -= strlen(".lua");
	if (!is_name(file, len) || finds->count == LIST_MAX)
		return;
	if (finds->count == finds->room) {
		finds->room = finds->room == 0 ? 32 : finds->room * 2;
		finds->items = mem_grow(
		    finds->items, finds->room, sizeof(finds->items[0]));
	}
	struct found *found = &finds->items[finds->count++];
	memcpy(found->name, file, len);
	found->name[len] = '\0';
	found->dir = dir;
}

static void
look_into(const struct plugin_path *path, size_t dir, struct finds *finds)
{
	DIR *d = opendir(plugin_path_dir(path, dir));
	const struct dirent *entry;

	if (d == NULL)
		return;
	while ((entry = readdir(d)) != NULL)
		finds_add(finds, entry->d_name, dir);
	closedir(d);
}

void
plugin_list(const struct plugin_path *path, struct plugin_list *list,
    void (*failed)(void *context, const struct error *e), void *context)
{
	struct finds finds = {0};
	const char *last = "";
	struct error e;

	*list = (struct plugin_list){0};
	for (size_t i = 0; i < plugin_path_count(path); i++)
		look_into(path, i, &finds);
	if (finds.count > 0)
		qsort(finds.items, finds.count, sizeof(finds.items[0]),
		    found_order);
	list->items = mem_new(finds.count + 1, sizeof(list->items[0]));
	for (size_t i = 0; i < finds.count; i++) {
		const struct found *found = &finds.items[i];
		if (strcmp(found->name, last) == 0)
			continue;
		char *file = plugin_path_in(
		    plugin_path_dir(path, found->dir), found->name);
		if (file == NULL) /* a folder without main.lua */
			continue;
		last = found->name;
		struct plugin *p = load_file(file, found->name, &e);
		free(file);
		if (p != NULL)
			list->items[list->count++] = p;
		else if (failed != NULL)
			failed(context, &e);
	}
	free(finds.items);
}

void
plugin_list_clear(struct plugin_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		plugin_free(list->items[i]);
	free(list->items);
	*list = (struct plugin_list){0};
}
