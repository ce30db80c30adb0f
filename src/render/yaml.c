/*
 * YAML, of which as little is used as can be: block mappings and sequences,
 * double-quoted strings in UTF-8, and what JSON calls numbers and literals
 * (THREATS 2.6).  A key of more than 1024 characters needs the sign "?"
 * (section 8.2.2).
 */
#include "render/yaml.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unistr.h>

#include "base/ascii.h"
#include "base/json_out.h"
#include "base/limits.h"
#include "base/mem.h"
#include "render/json_foreign.h"
#include "render/key.h"
#include "xml/node.h"

#define KEY_MAX 1000 /* bytes of a key that needs no sign */

struct yaml {
	struct buf *out;
	struct error *e;
	unsigned depth;
};

static int write_value(struct yaml *y, const xmlNode *node);

/* Characters that YAML does not print, or that some reader ends a line at. */
static bool
needs_escape(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 ||
	       c == 0x2029 || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

static void
write_string(struct yaml *y, const char *s, size_t n)
{
	const char *end = s + n;

	buf_putc(y->out, '"');
	while (s < end) {
		ucs4_t c;
		int len = u8_mbtouc(&c, (const uint8_t *)s, (size_t)(end - s));

		if (c == '"' || c == '\\')
			buf_printf(y->out, "\\%c", (char)c);
		else if (c == '\n')
			buf_puts(y->out, "\\n");
		else if (c == '\t')
			buf_puts(y->out, "\\t");
		else if (needs_escape(c))
			buf_printf(y->out, c > 0xFFFF ? "\\U%08X" : "\\u%04X",
			    (unsigned)c);
		else
			buf_add(y->out, s, (size_t)len);
		s += len > 0 ? len : 1;
	}
	buf_putc(y->out, '"');
}

static void
indent(struct yaml *y)
{
	for (unsigned i = 0; i < y->depth; i++)
		buf_puts(y->out, "  ");
}

/* A word that no version of YAML takes for something else. */
static bool
is_plain(const char *key)
{
	static const char *const words[] = {
	    "y", "n", "yes", "no", "on", "off", "true", "false", "null", NULL};

	if (!ascii_letter(*key) && *key != '_')
		return false;
	for (const char *s = key; *s != '\0'; s++)
		if (!ascii_letter(*s) && !ascii_digit(*s) && *s != '_')
			return false;
	for (size_t i = 0; words[i] != NULL; i++)
		if (strcasecmp(key, words[i]) == 0)
			return false;
	return strlen(key) < KEY_MAX;
}

static void
write_key(struct yaml *y, const char *key)
{
	bool is_long = strlen(key) > KEY_MAX / 6; /* each may be escaped */

	if (is_long)
		buf_puts(y->out, "? ");
	if (is_plain(key))
		buf_puts(y->out, key);
	else
		write_string(y, key, strlen(key));
	if (is_long) {
		buf_putc(y->out, '\n');
		indent(y);
	}
	buf_putc(y->out, ':');
}

static int
wrong(const struct yaml *y, const xmlNode *node, const char *what)
{
	return error_set(y->e, ERR_PLUGIN,
	    "front matter: <%.100s> %s; there are map, array, string, number, "
	    "boolean and null of the namespace " NS_JSON_URI,
	    node_name(node), what);
}

/* The members of a map, each key once; the caller's.  NULL with an error. */
static struct key *
members(struct yaml *y, const xmlNode *map, size_t *count)
{
	struct key *keys = NULL;
	size_t n = 0, left = 0, room = 0;

	for (const xmlNode *c = node_first(map); c != NULL; c = node_next(c)) {
		const char *text = json_key_of(c);

		if (text == NULL) {
			wrong(y, c, "has no key");
			free(keys);
			return NULL;
		}
		if (n == room) {
			room = room == 0 ? 32 : 2 * room;
			keys = mem_grow(keys, room, sizeof(*keys));
		}
		keys[n] = (struct key){.text = text, .node = c, .at = n};
		n++;
	}
	if (n > 1)
		qsort(keys, n, sizeof(*keys), key_by_text);
	for (size_t i = 0; i < n; i++)
		if (left == 0 || strcmp(keys[i].text, keys[left - 1].text) != 0)
			keys[left++] = keys[i];
	if (left > 1)
		qsort(keys, left, sizeof(*keys), key_by_place);
	*count = left;
	return keys == NULL ? mem_new(1, sizeof(*keys)) : keys;
}

/* Members, the first one where the line is already indented. */
static int
write_members(struct yaml *y, const xmlNode *map)
{
	size_t n = 0;
	struct key *keys = members(y, map, &n);
	int result = keys == NULL ? -1 : 0;

	for (size_t i = 0; i < n && result == 0; i++) {
		if (i > 0)
			indent(y);
		write_key(y, keys[i].text);
		y->depth++;
		result = write_value(y, keys[i].node);
		y->depth--;
	}
	free(keys);
	return result;
}

/* A map in a sequence begins on the line of its dash. */
static int
write_items(struct yaml *y, const xmlNode *array)
{
	for (const xmlNode *c = node_first(array); c != NULL;
	     c = node_next(c)) {
		int result = 0;

		indent(y);
		buf_putc(y->out, '-');
		y->depth++;
		if (node_is(c, NS_JSON, "map") && node_first(c) != NULL) {
			buf_putc(y->out, ' ');
			result = write_members(y, c);
		} else {
			result = write_value(y, c);
		}
		y->depth--;
		if (result == -1)
			return -1;
	}
	return 0;
}

static int
write_scalar(struct yaml *y, const xmlNode *node)
{
	char *text = node_trimmed(node);
	bool good = true;

	if (node_is(node, NS_JSON, "number"))
		good = json_is_number(text);
	else if (node_is(node, NS_JSON, "boolean"))
		good = strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
	else
		good = node_is(node, NS_JSON, "null");
	buf_printf(
	    y->out, " %s\n", node_is(node, NS_JSON, "null") ? "null" : text);
	free(text);
	return good ? 0 : wrong(y, node, "holds no such value");
}

static int
write_text(struct yaml *y, const xmlNode *node)
{
	struct buf text;

	buf_init(&text, LIMIT_OUTPUT);
	node_text(node, &text);
	buf_putc(y->out, ' ');
	write_string(y, buf_text(&text), text.len);
	buf_putc(y->out, '\n');
	buf_clear(&text);
	return 0;
}

/* The value behind "key:" or "-", with the end of its line. */
static int
write_value(struct yaml *y, const xmlNode *node)
{
	bool map = node_is(node, NS_JSON, "map");

	if (node_is(node, NS_JSON, "string"))
		return write_text(y, node);
	if (!map && !node_is(node, NS_JSON, "array"))
		return write_scalar(y, node);
	if (y->depth > LIMIT_DEPTH / 2)
		return wrong(y, node, "stands too deep within others");
	if (node_first(node) == NULL) {
		buf_puts(y->out, map ? " {}\n" : " []\n");
		return 0;
	}
	buf_putc(y->out, '\n');
	if (!map)
		return write_items(y, node);
	indent(y);
	return write_members(y, node);
}

int
yaml_map(const xmlNode *map, struct buf *out, struct error *e)
{
	struct yaml y = {.out = out, .e = e};

	return write_members(&y, map);
}
