#ifndef FEEDLOOM_PLUGIN_VALUE_H
#define FEEDLOOM_PLUGIN_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "plugin/plugin.h"

/*
 * What an option of a plugin may be, and its text as stylesheets get it.
 */

#define VALUE_MAX 1000 /* bytes of any text that a plugin says of itself */

/* The type of that name into *type; false, with a suggestion, when none is. */
bool value_type(const char *name, enum plugin_type *type, struct error *e);

/* The name of a type; borrowed. */
const char *value_type_name(enum plugin_type type);

/* True for the types that hold items. */
bool value_is_list(enum plugin_type type);

/* True for UTF-8 in one line, as XML and a terminal can hold it. */
bool value_is_line(const char *text, size_t len);

/*
 * Checks text as a value of the option and makes it the value; for a set or
 * list adds it as an item.  -1 with ERR_USAGE: "'x' is not …".
 */
int value_set(struct plugin_option *option, const char *text, struct error *e);

/*
 * Sets options from "key=value,key=value".  The first item for
 * a set or list takes the place of the default.  -1 with ERR_USAGE.
 */
int value_set_all(struct plugin *plugin, const char *settings, struct error *e);

/*
 * The first part of a comma-separated text, unescaped, as a string of the
 * caller's; *text is then behind its comma, or NULL at the end.
 */
char *value_part(const char **text);

#endif
