/*
 * Files are not read: their times and sizes tell as much as make(1) asks for.
 * In a folder of a plugin's own they are looked at too, not further down.
 */
#include "run/recipe.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/limits.h"
#include "cli/help.h"
#include "plugin/path.h"

#define PATH_LONG (8 * KIB)
#define FILES 10000 /* looked at, at most */

static void
add_text(struct hash *hash, const char *text)
{
	hash_add(hash, text, strlen(text) + 1);
}

static void
add_number(struct hash *hash, long long n)
{
	hash_add(hash, &n, sizeof(n));
}

static int
is_named(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
add_folder(struct hash *hash, const char *folder, int depth, int *left)
{
	struct dirent **list;
	int n = scandir(folder, &list, is_named, alphasort);
	struct buf path;

	buf_init(&path, PATH_LONG);
	for (int i = 0; i < n; i++) {
		struct stat st;
		buf_cut(&path, 0);
		buf_printf(&path, "%s/%s", folder, list[i]->d_name);
		if (--*left > 0 && stat(buf_text(&path), &st) == 0) {
			add_text(hash, list[i]->d_name);
			add_number(hash, st.st_size);
			add_number(hash, st.st_mtim.tv_sec);
			add_number(hash, st.st_mtim.tv_nsec);
			if (S_ISDIR(st.st_mode) && depth > 0)
				add_folder(
				    hash, buf_text(&path), depth - 1, left);
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	buf_clear(&path);
}

/* Stylesheets of the installation lie beside its plugins. */
static void
add_stylesheets(struct hash *hash, const char *plugins, int *left)
{
	const char *end = strrchr(plugins, '/');
	struct buf path;

	if (end == NULL)
		return;
	buf_init(&path, PATH_LONG);
	buf_add(&path, plugins, (size_t)(end - plugins));
	buf_puts(&path, "/xslt");
	add_folder(hash, buf_text(&path), 1, left);
	buf_clear(&path);
}

void
recipe_begin(const struct config *config, struct hash *common)
{
	struct plugin_path *path =
	    plugin_path_new(config->plugin_path, config->plugin_path_count);
	int left = FILES;

	hash_init(common);
	add_text(common, FEEDLOOM_VERSION);
	for (size_t i = 0; i < plugin_path_count(path); i++) {
		add_folder(common, plugin_path_dir(path, i), 1, &left);
		add_stylesheets(common, plugin_path_dir(path, i), &left);
	}
	plugin_path_free(path);
}

void
recipe_of(const struct hash *common, const struct config_feed *feed,
    char out[HASH_TEXT])
{
	struct hash hash = *common;
	char own[HASH_TEXT];

	config_fingerprint(feed, own);
	add_text(&hash, own);
	hash_hex(&hash, out);
}
