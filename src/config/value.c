/*
 * Values by their type: from what a table of Lua's holds to members of the
 * configuration.  A value of a wrong type is a fault, never converted.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "config/state.h"
#include "config/duration.h"

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
	static const char units[] = "KMG";
	const char *text = value->type == DATUM_TEXT ? value->text : "";
	size_t digits = strspn(text, DIGITS);
	const char *unit =
	    text[digits] == '\0' ? NULL : strchr(units, text[digits]);

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

static void
replace(void *member, char *text)
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
		replace(member, mem_str(text));
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
		replace(member, mem_str(text));
	return text != NULL;
}

static bool
read_url(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	const char *url = config_text(r, key->name, value);

	if (url == NULL || !config_url(r, key->name, url, value))
		return false;
	replace(member, mem_str(url));
	return true;
}

static bool
read_path(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *member)
{
	char *path = config_path(r, key->name, value);

	if (path != NULL)
		replace(member, path);
	return path != NULL;
}

static bool (*const readers[])(struct config_reading *r,
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
};

bool
config_value(struct config_reading *r, const struct config_key *key,
    const struct datum *value, void *object)
{
	switch (key->type) {
	case TYPE_PATHS:
	case TYPE_WORDS:
		return config_list(r, key, value, object);
	case TYPE_COMMAND:
		return config_command(r, key, value, object);
	case TYPE_HEADERS:
		return config_headers(r, key, value, object);
	case TYPE_SOURCES:
		return config_sources(r, key, value, object);
	case TYPE_THROUGH:
		return config_through(r, key, value, object);
	case TYPE_PUBLISH:
		return config_publish(r, key, value, object);
	default:
		return readers[key->type](
		    r, key, value, (char *)object + key->offset);
	}
}
