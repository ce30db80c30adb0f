/*
 * Names of outputs, from the names of inputs alone: nothing is looked at.
 */
#include "convert/outname.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "sink/path.h"

#define NAME_LONG (64 * KIB) /* no file's name is as long */

static const char *const endings[] = {".xml", ".rss", ".rdf", ".atom", ".json",
    ".wxr", ".feed", ".gz", ".xz", ".zst"};

/* How long the ending of a name is that has more than that; 0: it has none. */
static size_t
ending(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);
		if (len > n && ascii_same(name + len - n, endings[i], n))
			return n;
	}
	return 0;
}

char *
outname_of(const char *path, const char *extension, struct error *e)
{
	const char *name = path_file(path);
	size_t len = strlen(name), n;
	struct buf text;

	if (len == 0 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
		error_set(e, ERR_USAGE, "'%s' is a folder, not a file", path);
		return NULL;
	}
	while ((n = ending(name, len)) > 0)
		len -= n;
	buf_init(&text, NAME_LONG);
	buf_add(&text, name, len);
	buf_printf(&text, ".%s", extension);
	return buf_take(&text);
}

static int
name_order(const void *a, const void *b)
{
	char *const *x = *(char *const *const *)a;
	char *const *y = *(char *const *const *)b;
	int order = strcmp(*x, *y);

	return order != 0 ? order : (x > y) - (x < y);
}

int
outname_check(
    char *const *names, char *const *paths, size_t count, struct error *e)
{
	char *const **order = mem_new(count + 1, sizeof(*order));
	size_t first = count, second = count;

	for (size_t i = 0; i < count; i++)
		order[i] = &names[i];
	qsort(order, count, sizeof(*order), name_order);
	for (size_t i = 1; i < count; i++) {
		size_t before = (size_t)(order[i - 1] - names);
		if (strcmp(*order[i - 1], *order[i]) == 0 && before < first) {
			first = before;
			second = (size_t)(order[i] - names);
		}
	}
	free(order);
	if (first == count)
		return 0;
	return error_set(e, ERR_USAGE,
	    "'%.150s' and '%.150s' would both become '%.100s': convert them "
	    "into two folders",
	    paths[first], paths[second], names[first]);
}
