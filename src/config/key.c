/*
 * What may be said in feedloom.lua, and the look-up of what is said.  The
 * smallest and the largest of a time are in the key's own unit.
 */
#include "config/key.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "config/state.h"

#define DAY (24 * 60 * 60)
#define YEAR (366 * DAY)

/* clang-format off */
#define AT(of, member) .offset = offsetof(struct of, member)
#define LIST(of, member, size) \
	AT(of, member), .count = offsetof(struct of, size)

const struct config_key config_settings_keys[] = {
	{ .name = "address", .type = TYPE_URL, AT(config, address) },
	{ .name = "contact", .type = TYPE_LINE, AT(config, contact) },
	{ .name = "jobs", .type = TYPE_COUNT, AT(config, jobs),
	    .min = 1, .max = 64, .initial = "8" },
	{ .name = "output", .type = TYPE_PATH, AT(config, output) },
	{ .name = "pause", .type = TYPE_MILLISECONDS, AT(config, pause),
	    .min = 0, .max = 10 * 60 * 1000, .initial = "2 seconds" },
	{ .name = "plugin_path", .type = TYPE_PATHS,
	    LIST(config, plugin_path, plugin_path_count) },
	{ .name = "state", .type = TYPE_PATH, AT(config, state) },
	{ .name = NULL },
};

const struct config_key config_feed_keys[] = {
	{ .name = "accumulate", .type = TYPE_COUNT,
	    AT(config_feed, accumulate), .min = 0, .max = 100000,
	    .initial = "0" },
	{ .name = "alert_after", .type = TYPE_ALERT, AT(config_feed, alert),
	    .min = 1, .max = 1000 },
	{ .name = "announce", .type = TYPE_URL, AT(config_feed, announce) },
	{ .name = "base", .type = TYPE_URL, AT(config_feed, base) },
	{ .name = "every", .type = TYPE_SECONDS, AT(config_feed, every),
	    .min = 60, .max = YEAR, .initial = "1 hour" },
	{ .name = "history", .type = TYPE_COUNT, AT(config_feed, history),
	    .min = 0, .max = 100000, .initial = "0" },
	{ .name = "max_bytes", .type = TYPE_BYTES,
	    AT(config_feed, max_bytes), .min = KIB, .max = 1024 * MIB,
	    .initial = "16M" },
	{ .name = "only_new", .type = TYPE_FLAG, AT(config_feed, only_new),
	    .initial = "false" },
	{ .name = "publish", .type = TYPE_PUBLISH, .own = true,
	    .required = true, LIST(config_feed, outputs, output_count) },
	{ .name = "source", .type = TYPE_SOURCES, .own = true,
	    .required = true, LIST(config_feed, sources, source_count) },
	{ .name = "statuses", .type = TYPE_WORDS,
	    LIST(config_feed, statuses, status_count) },
	{ .name = "through", .type = TYPE_THROUGH,
	    LIST(config_feed, through, through_count) },
	{ .name = "timeout", .type = TYPE_SECONDS, AT(config_feed, timeout),
	    .min = 1, .max = 60 * 60, .initial = "1 minute" },
	{ .name = "types", .type = TYPE_WORDS,
	    LIST(config_feed, types, type_count) },
	{ .name = NULL },
};

const struct config_key config_source_keys[] = {
	{ .name = "allow_private", .type = TYPE_FLAG,
	    AT(config_source, allow_private) },
	{ .name = "command", .type = TYPE_COMMAND, AT(config_source, argv) },
	{ .name = "file", .type = TYPE_PATH, AT(config_source, file) },
	{ .name = "headers", .type = TYPE_HEADERS,
	    LIST(config_source, headers, header_count) },
	{ .name = "password_env", .type = TYPE_ENVIRONMENT,
	    AT(config_source, password_env) },
	{ .name = "password_file", .type = TYPE_PATH,
	    AT(config_source, password_file) },
	{ .name = "url", .type = TYPE_URL, AT(config_source, url) },
	{ .name = "user", .type = TYPE_LINE, AT(config_source, user) },
	{ .name = NULL },
};

const struct config_key config_header_keys[] = {
	{ .name = "env", .type = TYPE_ENVIRONMENT,
	    AT(config_header, value_env) },
	{ .name = "file", .type = TYPE_PATH, AT(config_header, value_file) },
	{ .name = NULL },
};
/* clang-format on */

/* What a default that is written in a table of keys is in Lua. */
static struct datum
initial_of(const struct config_key *key, char *text)
{
	struct datum datum = {.text = text, .len = strlen(text)};

	datum.type = key->type == TYPE_FLAG    ? DATUM_BOOLEAN
		     : key->type == TYPE_COUNT ? DATUM_INTEGER
					       : DATUM_TEXT;
	datum.boolean = strcmp(text, "true") == 0;
	datum.integer = strtoll(text, NULL, 10);
	return datum;
}

void
config_initial(
    struct config_reading *r, const struct config_key *keys, void *object)
{
	for (; keys->name != NULL; keys++) {
		if (keys->initial == NULL)
			continue;
		char *text = mem_str(keys->initial);
		struct datum datum = initial_of(keys, text);
		config_value(r, keys, &datum, object);
		free(text);
	}
}

/* Which word takes a key that is not known here, or NULL. */
static const char *
find_elsewhere(const char *name)
{
	static const struct {
		const char *place;
		const struct config_key *keys;
	} tables[] = {{"settings { ... }", config_settings_keys},
	    {"a feed or defaults", config_feed_keys},
	    {"source = { ... }", config_source_keys}};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (const struct config_key *k = tables[i].keys;
		     k->name != NULL; k++)
			if (strcmp(k->name, name) == 0)
				return tables[i].place;
	return NULL;
}

void
config_twice(struct config_reading *r, const struct datum *datum)
{
	if (datum->again != 0)
		config_fault(r, datum->line,
		    "'%s' is said twice, in line %d as well", datum->key,
		    datum->again);
}

const struct config_key *
config_key_of(struct config_reading *r, const struct config_key *keys,
    const struct datum *datum)
{
	const char *place =
	    datum->key == NULL ? NULL : find_elsewhere(datum->key);
	char meant[SUGGEST_TEXT];
	struct suggest near;

	if (datum->key == NULL) {
		config_fault(r, datum->line,
		    "%s stands alone where KEY = VALUE should be",
		    datum_name(datum));
		return NULL;
	}
	config_twice(r, datum);
	for (const struct config_key *k = keys; k->name != NULL; k++)
		if (strcmp(k->name, datum->key) == 0)
			return k;
	suggest_init(&near, datum->key);
	for (const struct config_key *k = keys; k->name != NULL; k++)
		suggest_offer(&near, k->name);
	if (place != NULL)
		config_fault(
		    r, datum->line, "'%s' belongs into %s", datum->key, place);
	else
		config_fault(r, datum->line, "unknown key '%s'%s", datum->key,
		    suggest_text(&near, "", meant));
	return NULL;
}

void
config_keys(struct config_reading *r, const struct config_key *keys,
    const struct datum *table, void *object, bool *said)
{
	const struct datum **items = datum_by_line(table);

	for (size_t i = 0; i < table->count; i++) {
		const struct config_key *key = config_key_of(r, keys, items[i]);
		if (key == NULL)
			continue;
		if (said != NULL)
			said[key - keys] = true;
		config_value(r, key, items[i], object);
	}
	free(items);
}
