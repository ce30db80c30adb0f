/*
 * Lists of a configuration: folders, words, and commands.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/state.h"

/* A list of strings, or one alone. */
static bool
check_list(struct config_reading *r, const struct config_key *key,
    const struct datum *value)
{
	if (value->type == DATUM_TEXT ||
	    (value->type == DATUM_TABLE && value->count > 0 &&
		value->list_count == value->count))
		return true;
	config_fault(
	    r, value->line, "'%s' must be a list: { \"...\" }", key->name);
	return false;
}

struct list {
	char **items;
	size_t count;
};

static void
list_clear(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
}

/* Reads each item with read, which gives a string of its caller's or NULL. */
static bool
read_list(struct config_reading *r, const struct config_key *key,
    const struct datum *value,
    char *(*read)(
	struct config_reading *r, const char *key, const struct datum *value),
    struct list *list)
{
	bool table = value->type == DATUM_TABLE, good = true;
	size_t count = table ? value->count : 1;

	*list = (struct list){.items = NULL};
	if (!check_list(r, key, value))
		return false;
	list->items = mem_new(count + 1, sizeof(list->items[0]));
	for (size_t i = 0; i < count; i++) {
		char *item =
		    read(r, key->name, table ? &value->items[i] : value);
		if (item != NULL)
			list->items[list->count++] = item;
		else
			good = false;
	}
	if (!good)
		list_clear(list);
	return good;
}

/* The list takes the place of what is there. */
static void
set_list(const struct config_key *key, const struct list *list, void *object)
{
	char ***items = (char ***)((char *)object + key->offset);
	size_t *count = (size_t *)((char *)object + key->count);

	list_clear(&(struct list){*items, *count});
	*items = list->items;
	*count = list->count;
}

static char *
take_word(struct config_reading *r, const char *key, const struct datum *value)
{
	const char *word = config_text(r, key, value);

	if (word != NULL && strpbrk(word, ", ") != NULL) {
		config_fault(r, value->line,
		    "'%s': '%s' must be one word, or a list of words", key,
		    word);
		return NULL;
	}
	return mem_str(word);
}

static char *
take_text(struct config_reading *r, const char *key, const struct datum *value)
{
	return mem_str(config_text(r, key, value));
}

bool
config_command(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	char ***argv = (char ***)((char *)object + key->offset);
	struct list list;

	if (value->type == DATUM_TEXT) {
		config_fault(r, value->line,
		    "'%s' is a list of words, and no shell is there to take a "
		    "line apart: { \"PROGRAM\", \"WORD\" }",
		    key->name);
		return false;
	}
	if (!read_list(r, key, value, take_text, &list))
		return false;
	if (strchr(list.items[0], '/') != NULL) {
		char *program = config_join(r->at.folder, list.items[0]);
		free(list.items[0]);
		list.items[0] = program;
	}
	for (size_t i = 0; *argv != NULL && (*argv)[i] != NULL; i++)
		free((*argv)[i]);
	free(*argv);
	*argv = list.items; /* one more than there are, NULL */
	return true;
}

bool
config_list(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	struct list list;

	if (!read_list(r, key, value,
		key->type == TYPE_PATHS ? config_path : take_word, &list))
		return false;
	set_list(key, &list, object);
	return true;
}
