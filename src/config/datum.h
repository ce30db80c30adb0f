#ifndef FEEDLOOM_CONFIG_DATUM_H
#define FEEDLOOM_CONFIG_DATUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lua.h>

#include "base/error.h"

/*
 * A Lua value as data: out of Lua's hands, in an order of its own, and with
 * the line of the file that it stands in.
 */
enum datum_type {
	DATUM_NIL,
	DATUM_BOOLEAN,
	DATUM_INTEGER,
	DATUM_NUMBER,
	DATUM_TEXT,
	DATUM_TABLE,
	DATUM_FUNCTION,
};

struct datum {
	enum datum_type type;
	int line;  /* 0: not known */
	int again; /* where its key stands before that, too; 0: nowhere */
	char *key; /* NULL for an item of a list */
	int64_t index;
	bool boolean;
	int64_t integer;
	double number;
	char *text; /* ends with a NUL and may hold others */
	size_t len;
	struct datum *items; /* of a table: its list, then keys in order */
	size_t list_count;
	size_t count; /* of both */
	int way;      /* that a table is of: config/way.h; 0: of none */
};

/*
 * Makes *datum of the value at an index of the stack.  Runs no code of Lua's
 * and raises no errors.  -1 with ERR_CONFIG for what is no data: keys that are
 * not names, lists with gaps, tables in themselves, and what takes more than
 * *left bytes, from which it is taken away.  datum_clear in any case.
 */
int datum_take(lua_State *L, int index, size_t *left, struct datum *datum,
    struct error *e);
void datum_clear(struct datum *datum);

/* The value of a key of len bytes of a table, or NULL. */
struct datum *datum_get(const struct datum *table, const char *key, size_t len);

/* All that is in a table, in the order of lines; the caller frees the array. */
const struct datum **datum_by_line(const struct datum *table);

/* "a string", "a list", "nothing", for messages. */
const char *datum_name(const struct datum *datum);

/* The text of a file, and where it was looked at last. */
struct datum_text {
	const char *begin;
	const char *at; /* NULL in the beginning */
	int line;
};

/*
 * Sets the lines of a statement's value, WORD "NAME" { … } or WORD { … } (name
 * is NULL), by what stands in the text from the statement's line on: that of
 * the key, or of the item of a list.  What is not found there, since it was
 * made elsewhere, has the line of what it is in.
 */
void datum_place(struct datum *datum, struct datum_text *text, int line,
    const char *word, const char *name);

#endif
