/*
 * Where a path leads, found out by hand: a file that is to be replaced needs
 * the name behind all links, which the kernel follows without telling.  Only
 * looks; a folder's own links are left to the kernel.
 */
#include "sink/path.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define LINKS 40 /* followed one behind the other, as the kernel does */

char *
path_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_str(".");
	return mem_dup(path, slash == path ? 1 : (size_t)(slash - path));
}

const char *
path_file(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

int
path_descriptor(const char *path)
{
	static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t n = strlen(folders[i]);
		size_t digits = 0;
		int fd = 0;

		if (strncmp(path, folders[i], n) != 0)
			continue;
		for (; path[n] >= '0' && path[n] <= '9' && digits < 9; digits++)
			fd = fd * 10 + (path[n++] - '0');
		if (digits > 0 && path[n] == '\0')
			return fd;
	}
	return -1;
}

/*
 * The rule of fs.protected_symlinks (proc(5)), which the kernel applies only
 * to links that it follows itself.
 */
static bool
link_is_trap(const char *path, const struct stat *link)
{
	const mode_t shared = S_ISVTX | S_IWOTH;
	char *folder = path_folder(path);
	struct stat st;
	bool trap = stat(folder, &st) != 0 ||
		    ((st.st_mode & shared) == shared &&
			link->st_uid != geteuid() && link->st_uid != st.st_uid);

	free(folder);
	return trap;
}

/* Where the link at path leads to, as a path of the caller's; or NULL. */
static char *
link_target(const char *path)
{
	char target[PATH_MAX];
	char *result;
	ssize_t n = readlink(path, target, sizeof(target) - 1);

	if (n == -1)
		return NULL;
	target[n] = '\0';
	if (target[0] == '/')
		return mem_str(target);
	if (asprintf(&result, "%.*s%s", (int)(path_file(path) - path), path,
		target) == -1)
		mem_out();
	return result;
}

char *
path_resolve(const char *path)
{
	char *at = mem_str(path);

	for (int i = 0; i < LINKS; i++) {
		struct stat st;
		char *next = NULL;

		if (path_descriptor(at) != -1 || lstat(at, &st) != 0 ||
		    !S_ISLNK(st.st_mode))
			return at;
		if (link_is_trap(at, &st))
			errno = EACCES;
		else
			next = link_target(at);
		free(at);
		if (next == NULL)
			return NULL;
		at = next;
	}
	free(at);
	errno = ELOOP;
	return NULL;
}
