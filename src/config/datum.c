/*
 * From a table of Lua's to plain values.  Goes through tables by lua_next
 * alone, which allocates nothing and calls nothing, so that no error of Lua's
 * jumps over what is held here.
 */
#include "config/datum.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/way.h"
#include "plugin/value.h"

#define DEPTH_MAX 8 /* tables within each other */

struct taking {
	lua_State *L;
	size_t *left; /* bytes that may still be taken */
	struct error *e;
};

static int take(struct taking *t, int index, struct datum *datum, int depth);

static int
spend(struct taking *t, size_t bytes)
{
	if (bytes > *t->left)
		return error_set(t->e, ERR_CONFIG,
		    "the configuration holds more than %d MiB",
		    (int)(LIMIT_CONFIG_DATA / MIB));
	*t->left -= bytes;
	return 0;
}

/* The key at -2: a name, or the place in a list. */
static int
take_key(struct taking *t, struct datum *item)
{
	lua_State *L = t->L;
	size_t len;

	if (lua_isinteger(L, -2)) {
		item->index = lua_tointeger(L, -2);
		return 0;
	}
	if (lua_type(L, -2) != LUA_TSTRING)
		return error_set(t->e, ERR_CONFIG, "a key is a %s, not a name",
		    lua_typename(L, lua_type(L, -2)));
	const char *key = lua_tolstring(L, -2, &len);
	if (len > VALUE_MAX || !value_is_line(key, len))
		return error_set(
		    t->e, ERR_CONFIG, "a key is not one line of UTF-8 text");
	item->key = mem_dup(key, len);
	return 0;
}

/* Lists come first, by their numbers, then names by their bytes. */
static int
item_order(const void *a, const void *b)
{
	const struct datum *x = a, *y = b;

	if (x->key != NULL && y->key != NULL)
		return strcmp(x->key, y->key);
	if (x->key != NULL || y->key != NULL)
		return x->key != NULL ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

/* Whether the numbers are 1, 2, 3 and so on. */
static int
check_list(struct taking *t, struct datum *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct datum *item = &table->items[i];
		if (item->key != NULL)
			break;
		if (item->index != (int64_t)i + 1)
			return error_set(t->e, ERR_CONFIG,
			    "a list has no item %zu, but an item %lld", i + 1,
			    (long long)item->index);
		table->list_count++;
	}
	return 0;
}

static int
take_items(struct taking *t, struct datum *table, int depth)
{
	lua_State *L = t->L;
	size_t room = 0;

	lua_pushnil(L); /* table nil */
	while (lua_next(L, -2) != 0) {
		if (table->count == room) {
			room = room == 0 ? 8 : 2 * room;
			table->items = mem_grow(
			    table->items, room, sizeof(table->items[0]));
		}
		struct datum *item = &table->items[table->count++];
		*item = (struct datum){.type = DATUM_NIL};
		if (take_key(t, item) == -1 || take(t, -1, item, depth) == -1)
			return -1;
		lua_pop(L, 1); /* table key */
	}
	if (table->count > 0)
		qsort(table->items, table->count, sizeof(table->items[0]),
		    item_order);
	return check_list(t, table);
}

static int
take_table(struct taking *t, int index, struct datum *datum, int depth)
{
	datum->type = DATUM_TABLE;
	if (depth == DEPTH_MAX || lua_checkstack(t->L, 4) == 0)
		return error_set(t->e, ERR_CONFIG,
		    "more than %d tables are within each other", DEPTH_MAX);
	datum->way = way_of(t->L, index);
	lua_pushvalue(t->L, index); /* table */
	int result = take_items(t, datum, depth + 1);
	if (result == 0)
		lua_pop(t->L, 1);
	return result;
}

static int
take_text(struct taking *t, int index, struct datum *datum)
{
	const char *text = lua_tolstring(t->L, index, &datum->len);

	if (spend(t, datum->len) == -1)
		return -1;
	datum->type = DATUM_TEXT;
	datum->text = mem_dup(text, datum->len);
	return 0;
}

static int
take(struct taking *t, int index, struct datum *datum, int depth)
{
	lua_State *L = t->L;

	if (spend(t, sizeof(*datum)) == -1)
		return -1;
	switch (lua_type(L, index)) {
	case LUA_TNIL:
		return 0;
	case LUA_TBOOLEAN:
		datum->type = DATUM_BOOLEAN;
		datum->boolean = lua_toboolean(L, index) != 0;
		return 0;
	case LUA_TNUMBER:
		datum->type =
		    lua_isinteger(L, index) ? DATUM_INTEGER : DATUM_NUMBER;
		datum->integer = lua_tointeger(L, index);
		datum->number = (double)lua_tonumber(L, index);
		return 0;
	case LUA_TSTRING:
		return take_text(t, index, datum);
	case LUA_TTABLE:
		return take_table(t, index, datum, depth);
	default:
		datum->type = DATUM_FUNCTION;
		return 0;
	}
}

int
datum_take(
    lua_State *L, int index, size_t *left, struct datum *datum, struct error *e)
{
	struct taking t = {.L = L, .left = left, .e = e};
	int top = lua_gettop(L);

	*datum = (struct datum){.type = DATUM_NIL};
	int result = take(&t, lua_absindex(L, index), datum, 0);
	lua_settop(L, top);
	return result;
}

void
datum_clear(struct datum *datum)
{
	for (size_t i = 0; i < datum->count; i++)
		datum_clear(&datum->items[i]);
	free(datum->items);
	free(datum->text);
	free(datum->key);
	*datum = (struct datum){.type = DATUM_NIL};
}

struct datum *
datum_get(const struct datum *table, const char *key, size_t len)
{
	size_t low = table->list_count, high = table->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct datum *item = &table->items[middle];
		int order = strncmp(item->key, key, len);
		if (order == 0 && item->key[len] == '\0')
			return item;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Of one line in the order of the table, which is that in memory. */
static int
line_order(const void *a, const void *b)
{
	const struct datum *const *x = a, *const *y = b;

	if ((*x)->line != (*y)->line)
		return (*x)->line < (*y)->line ? -1 : 1;
	return (*x > *y) - (*x < *y);
}

const struct datum **
datum_by_line(const struct datum *table)
{
	const struct datum **items =
	    mem_new(table->count + 1, sizeof(struct datum *));

	for (size_t i = 0; i < table->count; i++)
		items[i] = &table->items[i];
	qsort(items, table->count, sizeof(struct datum *), line_order);
	return items;
}

const char *
datum_name(const struct datum *datum)
{
	static const char *const names[] = {
	    [DATUM_NIL] = "nothing",
	    [DATUM_BOOLEAN] = "a boolean",
	    [DATUM_INTEGER] = "a number",
	    [DATUM_NUMBER] = "a number",
	    [DATUM_TEXT] = "a string",
	    [DATUM_TABLE] = "a table",
	    [DATUM_FUNCTION] = "a function",
	};

	return names[datum->type];
}
