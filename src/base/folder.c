/*
 * What is in folders.  Follows symbolic links, as a shell does.
 */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"

#define NAMES_MOST 100000 /* in one folder */

void
names_add(struct names *names, const char *name)
{
	/* Room for 1, 2, 4, 8, … names. */
	if ((names->count & (names->count - 1)) == 0)
		names->items = mem_grow(names->items,
		    names->count == 0 ? 1 : 2 * names->count,
		    sizeof(names->items[0]));
	names->items[names->count++] = mem_str(name);
}

void
names_clear(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
	*names = (struct names){0};
}

char *
folder_path(const char *folder, const char *name)
{
	size_t len = strlen(folder);
	struct buf b;

	buf_init(&b, 2 * PATH_MAX);
	buf_puts(&b, folder);
	if (len > 0 && folder[len - 1] != '/')
		buf_putc(&b, '/');
	buf_puts(&b, name);
	return buf_take(&b);
}

bool
folder_is(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool
folder_has(const char *folder, const char *name)
{
	char *path = folder_path(folder, name);
	struct stat st;
	bool has = stat(path, &st) == 0 && S_ISREG(st.st_mode);

	free(path);
	return has;
}

static int
name_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
folder_list(const char *folder, struct names *names, struct error *e)
{
	DIR *d = opendir(folder);
	const struct dirent *entry;
	size_t before = names->count;

	if (d == NULL)
		return error_errno(e, ERR_NOINPUT, "%s", folder);
	while ((entry = readdir(d)) != NULL && names->count < NAMES_MOST)
		if (entry->d_name[0] != '.')
			names_add(names, entry->d_name);
	closedir(d);
	if (names->count > before)
		qsort(names->items + before, names->count - before,
		    sizeof(names->items[0]), name_order);
	return 0;
}

int
folder_read(const char *folder, const char *name, size_t max, struct buf *text,
    struct error *e)
{
	char *path = folder_path(folder, name);
	struct stat st;
	int result = 1;

	if (stat(path, &st) == -1 && errno == ENOENT) {
		result = 0;
	} else if (file_read(path, max, text, e) == -1) {
		error_wrap(e, "%s", path);
		e->code = ERR_NOINPUT;
		result = -1;
	}
	free(path);
	return result;
}
