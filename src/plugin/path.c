/*
 * Where plugins lie.  Follows the XDG Base Directory Specification for the
 * user's own; finds those of the installation from where the program lies, so
 * that it works unpacked anywhere and out of its source tree.
 */
#include "plugin/path.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

#ifndef PREFIX
#define PREFIX "/usr/local"
#endif
#define SHARE "/share/feedloom/plugins"
#define PARENTS 4 /* looked at above the program's folder */

struct dir {
	char *name;
	bool system;
};

struct plugin_path {
	struct dir *dirs;
	size_t count;
};

/* Adds a folder, or says more of one that is there already. */
static void
add(struct plugin_path *path, const char *name, bool system)
{
	for (size_t i = 0; i < path->count; i++) {
		struct dir *dir = &path->dirs[i];
		if (strcmp(dir->name, name) == 0) {
			dir->system = dir->system || system;
			return;
		}
	}
	path->dirs =
	    mem_grow(path->dirs, path->count + 1, sizeof(path->dirs[0]));
	path->dirs[path->count++] =
	    (struct dir){.name = mem_str(name), .system = system};
}

static char *
join(const char *dir, const char *rest)
{
	struct buf b;

	buf_init(&b, PATH_MAX * 2);
	buf_puts(&b, dir);
	buf_puts(&b, rest);
	return buf_take(&b);
}

static void
add_joined(
    struct plugin_path *path, const char *dir, const char *rest, bool system)
{
	char *joined = join(dir, rest);

	add(path, joined, system);
	free(joined);
}

static bool
is_dir(const char *dir, const char *rest)
{
	char *joined = join(dir, rest);
	struct stat st;
	bool is = stat(joined, &st) == 0 && S_ISDIR(st.st_mode);

	free(joined);
	return is;
}

/* The user's own; a relative XDG_DATA_HOME is to be ignored, says XDG. */
static void
add_user(struct plugin_path *path)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	if (data != NULL && data[0] == '/')
		add_joined(path, data, "/feedloom/plugins", false);
	else if (home != NULL && home[0] == '/')
		add_joined(path, home, "/.local" SHARE, false);
}

/* Cuts the last name off; false when nothing is left. */
static bool
to_parent(char *dir)
{
	char *slash = strrchr(dir, '/');

	if (slash == NULL || slash == dir)
		return false;
	*slash = '\0';
	return true;
}

/*
 * Those that belong to the program: in ../share, or, for one that lies below a
 * folder "build", in the source tree around that.
 */
static void
add_own(struct plugin_path *path)
{
	char dir[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", dir, sizeof(dir) - 1);

	if (n <= 0)
		return;
	dir[n] = '\0';
	if (!to_parent(dir))
		return;
	char *prefix = mem_str(dir);
	if (to_parent(prefix) && is_dir(prefix, SHARE))
		add_joined(path, prefix, SHARE, true);
	free(prefix);
	for (int i = 0; i < PARENTS; i++) {
		const char *name = strrchr(dir, '/');
		bool build = strcmp(name, "/build") == 0;
		if (!to_parent(dir))
			return;
		if (build && is_dir(dir, "/plugins") && is_dir(dir, "/xslt")) {
			add_joined(path, dir, "/plugins", true);
			return;
		}
	}
}

struct plugin_path *
plugin_path_new(char *const *dirs, size_t count)
{
	struct plugin_path *path = mem_new(1, sizeof(*path));

	for (size_t i = 0; i < count; i++)
		add(path, dirs[i], false);
	add(path, "./plugins", false);
	add_user(path);
	add_own(path);
	add(path, PREFIX SHARE, true);
	add(path, "/usr/local" SHARE, true);
	add(path, "/usr" SHARE, true);
	return path;
}

void
plugin_path_free(struct plugin_path *path)
{
	if (path == NULL)
		return;
	for (size_t i = 0; i < path->count; i++)
		free(path->dirs[i].name);
	free(path->dirs);
	free(path);
}

size_t
plugin_path_count(const struct plugin_path *path)
{
	return path->count;
}

const char *
plugin_path_dir(const struct plugin_path *path, size_t i)
{
	return path->dirs[i].name;
}

bool
plugin_path_system(const struct plugin_path *path, const char *file)
{
	bool is = false;

	for (size_t i = 0; i < path->count && !is; i++) {
		char *dir = path->dirs[i].system
				? realpath(path->dirs[i].name, NULL)
				: NULL;
		size_t n = dir == NULL ? 0 : strlen(dir);
		is = n > 0 && strncmp(file, dir, n) == 0 && file[n] == '/';
		free(dir);
	}
	return is;
}

char *
plugin_path_sheets(const struct plugin_path *path)
{
	for (size_t i = 0; i < path->count; i++) {
		if (!path->dirs[i].system ||
		    !is_dir(path->dirs[i].name, "/../xslt"))
			continue;
		char *joined = join(path->dirs[i].name, "/../xslt");
		char *sheets = realpath(joined, NULL);
		free(joined);
		if (sheets != NULL)
			return sheets;
	}
	return NULL;
}

/* DIR/NAMEend, when that is a file; a string of the caller's, or NULL. */
static char *
file_in(const char *dir, const char *name, const char *end)
{
	struct stat st;
	struct buf b;

	buf_init(&b, PATH_MAX * 2);
	buf_printf(&b, "%s/%s%s", dir, name, end);
	char *file = buf_take(&b);
	if (stat(file, &st) == 0 && S_ISREG(st.st_mode))
		return file;
	free(file);
	return NULL;
}

char *
plugin_path_in(const char *dir, const char *name)
{
	char *file = file_in(dir, name, ".lua");

	return file != NULL ? file : file_in(dir, name, "/main.lua");
}

char *
plugin_path_find(const struct plugin_path *path, const char *name)
{
	for (size_t i = 0; i < path->count; i++) {
		char *file = plugin_path_in(path->dirs[i].name, name);
		if (file != NULL)
			return file;
	}
	return NULL;
}
