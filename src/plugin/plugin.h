#ifndef FEEDLOOM_PLUGIN_PLUGIN_H
#define FEEDLOOM_PLUGIN_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "plugin/path.h"
#include "plugin/script.h"

/*
 * A plugin: one Lua file that returns one table, checked here against what
 * feedloom-plugin(7) promises, and made C.  Its stages run in the order that
 * they are listed in.  A format is a plugin whose table has a format.
 */
enum plugin_type {
	PLUGIN_STRING,
	PLUGIN_INTEGER,
	PLUGIN_NUMBER,
	PLUGIN_BOOLEAN, /* "true" or "": so that test="$key" works */
	PLUGIN_CHOICE,
	PLUGIN_LIST, /* items with a line feed between them */
	PLUGIN_SET,  /* the same, each item once */
};

struct plugin_option {
	char *name;  /* an XML name without a colon */
	char *about; /* "" when it says nothing */
	enum plugin_type type;
	bool bounded_below, bounded_above;
	double min, max;
	char **values; /* the ones allowed; NULL: any */
	size_t value_count;
	char *value; /* as a stylesheet's parameter wants it; NULL: not set */
	bool given;  /* by the spec, not only by its default */
};

/* A stylesheet, or a function of the plugin's script. */
struct plugin_stage {
	char *sheet;  /* absolute path of a stylesheet that is there, or NULL */
	int function; /* its reference, */
	int line;     /* and where it begins */
};

struct plugin_function {
	char *name;
	int function;
};

#define PLUGIN_ALL ((size_t)-1)

struct plugin {
	char *name;
	char *about;
	char *path;   /* absolute */
	char *shared; /* the folder of stylesheets that ship, or NULL */
	bool system;  /* it lies in the installation */
	struct script *script;	       /* its functions */
	struct plugin_option *options; /* sorted by name */
	size_t option_count;
	struct plugin_stage *stages;
	size_t stage_count;
	int feed; /* references of functions, or LUA_NOREF */
	int finish;
	bool alone;    /* its functions treat each entry without the others */
	size_t window; /* entries its functions get; PLUGIN_ALL; 0: one */
	struct plugin_function *xpath; /* sorted by name */
	size_t xpath_count;
	char **examples; /* arguments of convert */
	size_t example_count;
	bool is_format;
	char *media_type; /* these three: NULL unless it is a format */
	char *extension;  /* without a dot */
	char *serialise;  /* "json", "xml", "html" and so on */
};

enum plugin_role {
	PLUGIN_STAGES, /* changes entries: -p */
	PLUGIN_FORMAT, /* makes the output: -t */
	PLUGIN_ANY,    /* only to be looked at */
};

/*
 * Loads what spec says: "NAME" or "NAME,key=value,key=value".  NAME is looked
 * for in the path, unless it holds a slash or ends in ".lua": then it is the
 * file itself.  A comma in a value is written "\,", a backslash before a comma
 * or a backslash "\\".  A key of a boolean may stand alone; a key of a set or
 * list given again adds to it.  NULL with ERR_USAGE (no such plugin, wrong
 * option, with a suggestion) or ERR_PLUGIN (the file is at fault).
 */
struct plugin *plugin_load(const struct plugin_path *path, const char *spec,
    enum plugin_role role, struct error *e);
void plugin_free(struct plugin *plugin);

/* Whether its Lua runs once it is loaded. */
bool plugin_has_functions(const struct plugin *plugin);

/* The most memory that its functions take beside what entries do, in bytes. */
size_t plugin_memory(const struct plugin *plugin);

/*
 * Whether what it makes of an entry depends on that entry and the feed's head
 * alone: it says so, or is nothing but stylesheets.
 */
bool plugin_alone(const struct plugin *plugin);

/* Whether a plugin can be called so. */
bool plugin_is_name(const char *name);

/* All plugins of a path, by name; of two with one name the first in the path.
 */
struct plugin_list {
	struct plugin **items;
	size_t count;
};

/*
 * Fills the list.  A plugin that does not load is left out and told to failed
 * (which may be NULL).
 */
void plugin_list(const struct plugin_path *path, struct plugin_list *list,
    void (*failed)(void *context, const struct error *e), void *context);
void plugin_list_clear(struct plugin_list *list);

#endif
