/*
 * Values by their type: from what a table of Lua's holds to members of the
 * configuration.  A value of a wrong type is a fault, never converted.
 */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "base/zone.h"
#include "config/duration.h"
#include "config/state.h"
#include "model/language.h"

#define DIGITS "0123456789"

static bool
read_flag(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	if (value->type != DATUM_BOOLEAN) {
		config_fault(r, value->line,
		    "'%s' must be true or false, not %s", key->name,
		    datum_name(value));
		return false;
	}
	*(bool *)member = value->boolean;
	return true;
}

static bool
read_count(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	if (value->type != DATUM_INTEGER || value->integer < key->min ||
	    value->integer > key->max) {
		config_fault(r, value->line,
		    "'%s' must be a whole number, %lld to %lld", key->name,
		    (long long)key->min, (long long)key->max);
		return false;
	}
	*(size_t *)member = (size_t)value->integer;
	return true;
}

/* A time of whole units of so many milliseconds, within the key's range. */
static bool
read_time(struct config_reading *r, const struct config_key *key,
    const struct datum *value, int64_t unit, int64_t *member)
{
	char min[DURATION_TEXT], max[DURATION_TEXT];
	int64_t n = -1;

	if (value->type == DATUM_TEXT && strlen(value->text) == value->len)
		n = duration_read(value->text);
	if (n == -1 || n % unit != 0) {
		config_fault(r, value->line,
		    "'%s' must be a time with its unit, as in \"90 seconds\", "
		    "\"1 hour\" or \"2 days\"",
		    key->name);
		return false;
	}
	if (n < key->min * unit || n > key->max * unit) {
		duration_write(key->min * unit, min);
		duration_write(key->max * unit, max);
		config_fault(r, value->line, "'%s' must be %s to %s", key->name,
		    min, max);
		return false;
	}
	*member = n / unit;
	return true;
}

static bool
read_seconds(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	return read_time(r, key, value, 1000, member);
}

static bool
read_milliseconds(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	return read_time(r, key, value, 1, member);
}

/* A time, or a number of runs. */
static bool
read_alert(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	struct config_key time = *key;
	struct config_alert alert = {0};
	size_t runs;
	bool good;

	time.min = 1;
	time.max = 366LL * 24 * 60 * 60;
	if (value->type == DATUM_INTEGER) {
		good = read_count(r, key, value, &runs);
		alert.runs = good ? (int)runs : 0;
	} else {
		good = read_time(r, &time, value, 1000, &alert.seconds);
	}
	if (good)
		*(struct config_alert *)member = alert;
	return good;
}

/* Bytes: a number and K, M or G. */
static bool
read_bytes(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	static const char units[] = "kmg";
	const char *text = value->type == DATUM_TEXT ? value->text : "";
	size_t digits = strspn(text, DIGITS);
	const char *unit = text[digits] == '\0'
			       ? NULL
			       : strchr(units, ascii_lower(text[digits]));

	if (digits == 0 || digits > 9 || unit == NULL ||
	    digits + 1 != value->len) {
		config_fault(r, value->line,
		    "'%s' must be a size with its unit, as in \"500K\" or "
		    "\"16M\"",
		    key->name);
		return false;
	}
	int64_t n = strtoll(text, NULL, 10) << (10 * (unit - units + 1));
	if (n < key->min || n > key->max) {
		config_fault(r, value->line, "'%s' must be %lldK to %lldM",
		    key->name, (long long)(key->min / (int64_t)KIB),
		    (long long)(key->max / (int64_t)MIB));
		return false;
	}
	*(size_t *)member = (size_t)n;
	return true;
}

void
config_replace(void *member, char *text)
{
	free(*(char **)member);
	*(char **)member = text;
}

static bool
read_line(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *text = config_text(r, key->name, value);

	if (text != NULL)
		config_replace(member, mem_str(text));
	return text != NULL;
}

static bool
read_environment(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *text = config_text(r, key->name, value);

	if (text != NULL && strpbrk(text, "= ") != NULL) {
		config_fault(r, value->line,
		    "'%s' is the name of a variable, not '%s'", key->name,
		    text);
		return false;
	}
	if (text != NULL)
		config_replace(member, mem_str(text));
	return text != NULL;
}

static bool
read_url(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *url = config_text(r, key->name, value);

	if (url == NULL || !config_url(r, key->name, url, value))
		return false;
	config_replace(member, mem_str(url));
	return true;
}

static bool
read_path(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	char *path = config_path(r, key->name, value);

	if (path != NULL)
		config_replace(member, path);
	return path != NULL;
}

/* One of the key's words. */
static bool
read_choice(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *text = config_text(r, key->name, value);
	char meant[SUGGEST_TEXT];
	struct suggest near;
	struct buf words;
	unsigned i = 0;

	if (text == NULL)
		return false;
	while (key->words[i] != NULL && strcmp(key->words[i], text) != 0)
		i++;
	if (key->words[i] != NULL) {
		*(unsigned *)member = i;
		return true;
	}
	suggest_init(&near, text);
	buf_init(&words, KIB);
	for (i = 0; key->words[i] != NULL; i++) {
		suggest_offer(&near, key->words[i]);
		buf_printf(&words, "%s\"%s\"",
		    i == 0			? ""
		    : key->words[i + 1] == NULL ? " or "
						: ", ",
		    key->words[i]);
	}
	config_fault(r, value->line, "'%s' must be %s, not '%.100s'%s",
	    key->name, buf_text(&words), text, suggest_text(&near, "", meant));
	buf_clear(&words);
	return false;
}

static bool
read_zone(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *name = config_text(r, key->name, value);
	struct error e;

	if (name == NULL)
		return false;
	struct zone *zone = zone_open(name, &e);
	if (zone == NULL)
		config_fault(r, value->line, "'%s': %s", key->name, e.text);
	else
		config_replace(member, mem_str(name));
	zone_free(zone);
	return zone != NULL;
}

static bool
read_language(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *tag = config_text(r, key->name, value);

	if (tag == NULL)
		return false;
	if (!language_valid(tag)) {
		config_fault(r, value->line,
		    "'%s' must be the tag of a language, as \"kk\" or "
		    "\"en-GB\", "
		    "not '%.100s'",
		    key->name, tag);
		return false;
	}
	config_replace(member, mem_str(tag));
	return true;
}

/* When a digest is due, and the rule that this means. */
static bool
read_slot(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	const char *text = config_text(r, key->name, value);
	struct slot_rule rule;
	struct error e;

	if (text == NULL)
		return false;
	if (slot_read(&rule, text, &e) == -1) {
		config_fault(r, value->line, "'%s': %s", key->name, e.text);
		return false;
	}
	config_replace((char *)object + key->offset, mem_str(text));
	*(struct slot_rule *)((char *)object + key->count) = rule;
	return true;
}

static bool (*const readers[TYPES])(struct config_reading *r,
    const struct config_key *key, const struct datum *value, void *member) = {
    [TYPE_FLAG] = read_flag,
    [TYPE_COUNT] = read_count,
    [TYPE_SECONDS] = read_seconds,
    [TYPE_MILLISECONDS] = read_milliseconds,
    [TYPE_BYTES] = read_bytes,
    [TYPE_LINE] = read_line,
    [TYPE_ENVIRONMENT] = read_environment,
    [TYPE_URL] = read_url,
    [TYPE_PATH] = read_path,
    [TYPE_ALERT] = read_alert,
    [TYPE_CHOICE] = read_choice,
    [TYPE_FORMAT] = config_format,
    [TYPE_ZONE] = read_zone,
    [TYPE_LANGUAGE] = read_language,
    [TYPE_MAILBOX] = config_mailbox,
    [TYPE_SUBJECT] = config_subject,
    [TYPE_LIST_ID] = config_list_id,
    [TYPE_LEAVE] = config_leave,
    [TYPE_HOST] = config_host,
    [TYPE_VIA] = config_via,
};

/* These are told of the whole object, since they set several members. */
static bool (*const object_readers[TYPES])(struct config_reading *r,
    const struct config_key *key, const struct datum *value, void *object) = {
    [TYPE_PATHS] = config_list,
    [TYPE_WORDS] = config_list,
    [TYPE_COMMAND] = config_command,
    [TYPE_HEADERS] = config_headers,
    [TYPE_SOURCES] = config_sources,
    [TYPE_THROUGH] = config_through,
    [TYPE_PUBLISH] = config_publish,
    [TYPE_SLOT] = read_slot,
    [TYPE_MAILBOXES] = config_mailboxes,
};

bool
config_value(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	char *begin = object;

	if (key->place != 0)
		*(struct config_place *)(begin + key->place) =
		    (struct config_place){r->at.file, value->line};
	return object_readers[key->type] != NULL
		   ? object_readers[key->type](r, key, value, object)
		   : readers[key->type](r, key, value, begin + key->offset);
}
