/*
 * Options of plugins: "key=value" as it was typed, checked against the option's
 * type and range, and made the text that a stylesheet's parameter gets.
 * Numbers are those that XPath 1.0 can read (section 3.5, Number): no
 * exponent, no sign but '-'.
 */
#include "plugin/value.h"

#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"

#define DIGITS_MAX 15	     /* what a double holds exactly */
#define ITEMS_MAX (16 * KIB) /* all of a list */

bool
value_is_line(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		/* U+0080 to U+009F are controls, too. */
		if (c < 0x20 || c == 0x7F ||
		    (c == 0xC2 && i + 1 < len &&
			(unsigned char)text[i + 1] < 0xA0))
			return false;
	}
	return u8_check((const uint8_t *)text, len) == NULL;
}

/* Reads [-]digits[.digits]; false for anything else. */
static bool
number_read(const char *text, bool whole, double *number)
{
	const char *s = text[0] == '-' ? text + 1 : text;
	size_t before = strspn(s, "0123456789"), behind = 0;
	double n = 0, unit = 1;

	if (s[before] == '.' && !whole)
		behind = strspn(s + before + 1, "0123456789");
	if (before == 0 || before + behind > DIGITS_MAX ||
	    s[before + (behind > 0 ? behind + 1 : 0)] != '\0')
		return false;
	for (; *s != '\0'; s++) {
		if (*s == '.')
			continue;
		n = n * 10 + (*s - '0');
	}
	for (; behind > 0; behind--)
		unit *= 10;
	*number = (text[0] == '-' ? -n : n) / unit;
	return true;
}

static int
in_range(
    const struct plugin_option *o, double n, const char *text, struct error *e)
{
	if (o->bounded_below && n < o->min)
		return error_set(e, ERR_USAGE, "must be at least %.15g, not %s",
		    o->min, text);
	if (o->bounded_above && n > o->max)
		return error_set(e, ERR_USAGE, "must be at most %.15g, not %s",
		    o->max, text);
	return 0;
}

static int
is_allowed(const struct plugin_option *o, const char *text, struct error *e)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	if (o->values == NULL)
		return 0;
	suggest_init(&near, text);
	for (size_t i = 0; i < o->value_count; i++) {
		if (strcmp(o->values[i], text) == 0)
			return 0;
		suggest_offer(&near, o->values[i]);
	}
	return error_set(e, ERR_USAGE, "cannot be '%s'%s", text,
	    suggest_text(&near, "", meant));
}

static void
replace(struct plugin_option *o, const char *text)
{
	char *value = mem_str(text);

	free(o->value);
	o->value = value;
}

static int
set_string(struct plugin_option *o, const char *text, struct error *e)
{
	if (is_allowed(o, text, e) == -1)
		return -1;
	replace(o, text);
	return 0;
}

static int
set_integer(struct plugin_option *o, const char *text, struct error *e)
{
	double n;

	if (!number_read(text, true, &n))
		return error_set(
		    e, ERR_USAGE, "'%s' is not a whole number", text);
	if (in_range(o, n, text, e) == -1)
		return -1;
	replace(o, text);
	return 0;
}

static int
set_number(struct plugin_option *o, const char *text, struct error *e)
{
	double n;

	if (!number_read(text, false, &n))
		return error_set(e, ERR_USAGE, "'%s' is not a number", text);
	if (in_range(o, n, text, e) == -1)
		return -1;
	replace(o, text);
	return 0;
}

static int
set_boolean(struct plugin_option *o, const char *text, struct error *e)
{
	static const struct {
		const char *word, *value;
	} words[] = {{"true", "true"}, {"false", ""}, {"yes", "true"},
	    {"no", ""}, {"on", "true"}, {"off", ""}, {"1", "true"}, {"0", ""}};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, text) == 0) {
			replace(o, words[i].value);
			return 0;
		}
	return error_set(e, ERR_USAGE, "'%s' is neither true nor false", text);
}

static int
add_item(struct plugin_option *o, const char *text, struct error *e)
{
	struct buf b;

	if (is_allowed(o, text, e) == -1)
		return -1;
	if (text[0] == '\0')
		return error_set(e, ERR_USAGE, "an item must not be empty");
	buf_init(&b, ITEMS_MAX);
	if (o->value != NULL && o->value[0] != '\0') {
		buf_puts(&b, o->value);
		buf_putc(&b, '\n');
	}
	buf_puts(&b, text);
	if (buf_full(&b)) {
		buf_clear(&b);
		return error_set(e, ERR_USAGE, "too many items");
	}
	free(o->value);
	o->value = buf_take(&b);
	return 0;
}

static bool
has_item(const char *items, const char *text)
{
	size_t want = strlen(text);

	while (items != NULL) {
		size_t len = strcspn(items, "\n");
		if (len == want && memcmp(items, text, len) == 0)
			return true;
		items = items[len] == '\0' ? NULL : items + len + 1;
	}
	return false;
}

static int
add_once(struct plugin_option *o, const char *text, struct error *e)
{
	return has_item(o->value, text) ? 0 : add_item(o, text, e);
}

static const struct {
	const char *name;
	int (*set)(struct plugin_option *o, const char *text, struct error *e);
} types[] = {
    [PLUGIN_STRING] = {"string", set_string},
    [PLUGIN_INTEGER] = {"integer", set_integer},
    [PLUGIN_NUMBER] = {"number", set_number},
    [PLUGIN_BOOLEAN] = {"boolean", set_boolean},
    [PLUGIN_CHOICE] = {"choice", set_string},
    [PLUGIN_LIST] = {"list", add_item},
    [PLUGIN_SET] = {"set", add_once},
};

#define TYPE_COUNT (sizeof(types) / sizeof(types[0]))

bool
value_type(const char *name, enum plugin_type *type, struct error *e)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, name);
	for (size_t i = 0; i < TYPE_COUNT; i++) {
		if (strcmp(types[i].name, name) == 0) {
			*type = (enum plugin_type)i;
			return true;
		}
		suggest_offer(&near, types[i].name);
	}
	error_set(e, ERR_PLUGIN, "unknown type '%s'%s", name,
	    suggest_text(&near, "", meant));
	return false;
}

const char *
value_type_name(enum plugin_type type)
{
	return types[type].name;
}

bool
value_is_list(enum plugin_type type)
{
	return type == PLUGIN_LIST || type == PLUGIN_SET;
}

int
value_set(struct plugin_option *option, const char *text, struct error *e)
{
	size_t len = strlen(text);

	if (len > VALUE_MAX)
		return error_set(
		    e, ERR_USAGE, "is longer than %d bytes", VALUE_MAX);
	if (!value_is_line(text, len))
		return error_set(e, ERR_USAGE, "is not one line of UTF-8 text");
	return types[option->type].set(option, text, e);
}

char *
value_part(const char **text)
{
	const char *s = *text;
	struct buf part;

	buf_init(&part, MIB);
	for (; *s != '\0' && *s != ','; s++) {
		if (*s == '\\' && (s[1] == ',' || s[1] == '\\'))
			s++;
		buf_putc(&part, *s);
	}
	*text = *s == ',' ? s + 1 : NULL;
	return buf_take(&part);
}

static struct plugin_option *
find_option(struct plugin *plugin, const char *name, struct error *e)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;

	suggest_init(&near, name);
	for (size_t i = 0; i < plugin->option_count; i++) {
		if (strcmp(plugin->options[i].name, name) == 0)
			return &plugin->options[i];
		suggest_offer(&near, plugin->options[i].name);
	}
	suggest_text(&near, "", meant);
	error_set(e, ERR_USAGE, "has no option '%s'%s%s%s", name,
	    *meant != '\0' ? meant : "; 'feedloom plugins ",
	    *meant != '\0' ? "" : plugin->name,
	    *meant != '\0' ? "" : "' shows those it has");
	return NULL;
}

/* One "key=value", or "key" of a boolean; cuts it in two. */
static int
set_one(struct plugin *plugin, char *setting, struct error *e)
{
	char *value = strchr(setting, '=');

	if (value != NULL)
		*value++ = '\0';
	struct plugin_option *o = find_option(plugin, setting, e);
	if (o == NULL)
		return -1;
	if (value == NULL && o->type != PLUGIN_BOOLEAN)
		return error_set(e, ERR_USAGE,
		    "option '%s' needs a value: "
		    "%s=...",
		    setting, setting);
	if (!o->given && value_is_list(o->type)) {
		free(o->value);
		o->value = NULL;
	}
	o->given = true;
	if (value_set(o, value == NULL ? "true" : value, e) == -1)
		return error_wrap(e, "option '%s'", setting);
	return 0;
}

int
value_set_all(struct plugin *plugin, const char *settings, struct error *e)
{
	const char *rest = settings;
	int result = 0;

	while (rest != NULL && result == 0) {
		char *setting = value_part(&rest);
		result = set_one(plugin, setting, e);
		free(setting);
	}
	return result;
}
