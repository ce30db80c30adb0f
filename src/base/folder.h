#ifndef FEEDLOOM_BASE_FOLDER_H
#define FEEDLOOM_BASE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Folders and small files that the user names, for verbs that go through them.
 */
struct names {
	char **items;
	size_t count;
};

void names_add(struct names *names, const char *name);
void names_clear(struct names *names);

/* "FOLDER/NAME", as a string of the caller's. */
char *folder_path(const char *folder, const char *name);

bool folder_is(const char *path);

/* True when there is a regular file of that name. */
bool folder_has(const char *folder, const char *name);

/*
 * Adds the names in a folder, in the order of their bytes, but for those that
 * begin with a dot.  -1 with ERR_NOINPUT.
 */
int folder_list(const char *folder, struct names *names, struct error *e);

/*
 * Adds what a file of at most max bytes holds to text, which has room for one
 * more.  1, 0 when it is not there, or -1 with ERR_NOINPUT.
 */
int folder_read(const char *folder, const char *name, size_t max,
    struct buf *text, struct error *e);

#endif
