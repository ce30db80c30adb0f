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

#define PLACE(of, member) .place = offsetof(struct of, member)

static const char *const bodies[] = { "full", "excerpt", "headlines", NULL };
static const char *const groups[] =
    { "feed", "category", "author", "day", "none", NULL };
static const char *const images[] = { "none", "remote", "attach", NULL };
static const char *const tls[] = { "starttls", "tls", "none", NULL };

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
	    LIST(config_feed, outputs, output_count) },
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

const struct config_key config_digest_keys[] = {
	{ .name = "alert_after", .type = TYPE_ALERT, AT(config_digest, alert),
	    .min = 1, .max = 1000 },
	{ .name = "body", .type = TYPE_CHOICE, AT(config_digest, body),
	    .words = bodies, .initial = "excerpt" },
	{ .name = "corrections", .type = TYPE_FLAG,
	    AT(config_digest, corrections), .initial = "false" },
	{ .name = "each", .type = TYPE_FLAG, AT(config_digest, each),
	    .initial = "false" },
	{ .name = "every", .type = TYPE_SLOT,
	    LIST(config_digest, every, rule) },
	{ .name = "footer", .type = TYPE_LINE, AT(config_digest, footer) },
	{ .name = "from", .type = TYPE_WORDS, .required = true,
	    LIST(config_digest, from, from_count),
	    PLACE(config_digest, from_at) },
	{ .name = "give_up", .type = TYPE_SECONDS, AT(config_digest, give_up),
	    .min = 60, .max = 60 * DAY, .initial = "5 days" },
	{ .name = "group_by", .type = TYPE_CHOICE,
	    AT(config_digest, group_by), .words = groups, .initial = "feed" },
	{ .name = "html", .type = TYPE_FORMAT, AT(config_digest, html),
	    PLACE(config_digest, html_at), .initial = "digest-html" },
	{ .name = "images", .type = TYPE_CHOICE, AT(config_digest, images),
	    .words = images, .initial = "none" },
	{ .name = "intro", .type = TYPE_LINE, AT(config_digest, intro) },
	{ .name = "lang", .type = TYPE_LANGUAGE, AT(config_digest, lang) },
	{ .name = "list_id", .type = TYPE_LIST_ID,
	    AT(config_digest, list_id) },
	{ .name = "max_bytes", .type = TYPE_BYTES,
	    AT(config_digest, max_bytes), .min = 4 * KIB, .max = 20 * MIB,
	    .initial = "100K" },
	{ .name = "only_new", .type = TYPE_FLAG, AT(config_digest, only_new),
	    .initial = "true" },
	{ .name = "reply_to", .type = TYPE_MAILBOX,
	    AT(config_digest, reply_to) },
	{ .name = "send_empty", .type = TYPE_FLAG,
	    AT(config_digest, send_empty), .initial = "false" },
	{ .name = "sender", .type = TYPE_MAILBOX, .required = true,
	    AT(config_digest, sender) },
	{ .name = "settle", .type = TYPE_SECONDS, AT(config_digest, settle),
	    .min = 60, .max = 60 * DAY },
	{ .name = "subject", .type = TYPE_SUBJECT,
	    AT(config_digest, subject) },
	{ .name = "text", .type = TYPE_FORMAT, AT(config_digest, text),
	    PLACE(config_digest, text_at), .initial = "digest-text" },
	{ .name = "thread", .type = TYPE_FLAG, AT(config_digest, thread),
	    .initial = "true" },
	{ .name = "timezone", .type = TYPE_ZONE, AT(config_digest, timezone),
	    .initial = "UTC" },
	{ .name = "title", .type = TYPE_LINE, AT(config_digest, title) },
	{ .name = "to", .type = TYPE_MAILBOXES,
	    LIST(config_digest, to, to_count) },
	{ .name = "to_command", .type = TYPE_COMMAND,
	    AT(config_digest, to_command),
	    PLACE(config_digest, to_command_at) },
	{ .name = "to_file", .type = TYPE_PATH, AT(config_digest, to_file),
	    PLACE(config_digest, to_file_at) },
	{ .name = "together", .type = TYPE_FLAG, AT(config_digest, together),
	    .initial = "false" },
	{ .name = "unsubscribe", .type = TYPE_LEAVE,
	    AT(config_digest, unsubscribe) },
	{ .name = "via", .type = TYPE_VIA, .required = true,
	    AT(config_digest, via) },
	{ .name = NULL },
};

const struct config_key config_smtp_keys[] = {
	{ .name = "ca_file", .type = TYPE_PATH, AT(config_via, ca_file) },
	{ .name = "host", .type = TYPE_HOST, .required = true,
	    AT(config_via, host) },
	{ .name = "password_env", .type = TYPE_ENVIRONMENT,
	    AT(config_via, password_env) },
	{ .name = "password_file", .type = TYPE_PATH,
	    AT(config_via, password_file) },
	{ .name = "port", .type = TYPE_COUNT, AT(config_via, port),
	    .min = 1, .max = 65535 },
	{ .name = "timeout", .type = TYPE_SECONDS, AT(config_via, timeout),
	    .min = 1, .max = LIMIT_MAIL_TIME, .initial = "1 minute" },
	{ .name = "tls", .type = TYPE_CHOICE, AT(config_via, tls),
	    .words = tls },
	{ .name = "user", .type = TYPE_LINE, AT(config_via, user) },
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

static const struct config_key *
find(const struct config_key *keys, const char *name)
{
	for (; keys->name != NULL; keys++)
		if (strcmp(keys->name, name) == 0)
			return keys;
	return NULL;
}

/*
 * Where a key belongs that is not known among keys, or NULL: what is within
 * these comes first.
 */
static const char *
find_elsewhere(const struct config_key *keys, const char *name)
{
	static const struct {
		const char *place;
		const struct config_key *keys, *within;
	} tables[] = {
	    {"source = { ... }", config_source_keys, config_feed_keys},
	    {"via = smtp { ... }", config_smtp_keys, config_digest_keys},
	    {"settings { ... }", config_settings_keys, NULL},
	    {"a feed or defaults", config_feed_keys, NULL},
	    {"source = { ... }", config_source_keys, NULL},
	    {"a digest", config_digest_keys, NULL},
	    {"via = smtp { ... }", config_smtp_keys, NULL},
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if ((tables[i].within == NULL || tables[i].within == keys) &&
		    find(tables[i].keys, name) != NULL)
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
	char meant[SUGGEST_TEXT];
	struct suggest near;

	if (datum->key == NULL) {
		config_fault(r, datum->line,
		    "%s stands alone where KEY = VALUE should be",
		    datum_name(datum));
		return NULL;
	}
	config_twice(r, datum);
	const struct config_key *key = find(keys, datum->key);
	if (key != NULL)
		return key;
	const char *place = find_elsewhere(keys, datum->key);
	suggest_init(&near, datum->key);
	for (const struct config_key *k = keys; k->name != NULL; k++)
		suggest_offer(&near, k->name);
	if (place != NULL)
		config_fault(r, datum->line, "'%s' belongs into %s%s",
		    datum->key, place,
		    strcmp(r->at.word, "defaults") == 0
			? "; defaults are for feeds"
			: "");
	else
		config_fault(r, datum->line, "unknown key '%s'%s", datum->key,
		    suggest_text(&near, "", meant));
	return NULL;
}

void
config_required(struct config_reading *r, int line,
    const struct config_key *keys, const bool *said)
{
	for (size_t i = 0; keys[i].name != NULL; i++)
		if (keys[i].required && !said[i])
			config_fault(r, line, "'%s' is missing", keys[i].name);
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
