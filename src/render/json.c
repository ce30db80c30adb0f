/*
 * JSON from its XML form (XPath and XQuery Functions 3.1 section 22: map,
 * array, string, number, boolean, null, with @key).  What a stylesheet makes is
 * checked as it goes by, so that no text comes out that is not JSON, and each
 * complaint says where to look.  A key that a map has twice is written once,
 * with its first value.  Foreign markup is left to json_foreign.c.
 */
#include "render/serialiser.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/json_out.h"
#include "base/limits.h"
#include "base/mem.h"
#include "render/json_foreign.h"
#include "render/key.h"
#include "xml/ns.h"

#define NUMBER_MAX 1100 /* more digits than any double needs */
#define FEW_KEYS 16	/* these are compared each with each */

enum kind {
	TOP,
	MAP,
	ARRAY,
	STRING,
	NUMBER,
	BOOLEAN,
	NIL
};

static const char *const kind_names[] = {
    [MAP] = "map",
    [ARRAY] = "array",
    [STRING] = "string",
    [NUMBER] = "number",
    [BOOLEAN] = "boolean",
    [NIL] = "null",
};

/* An element that is open. */
struct level {
	const xmlNode *node;
	enum kind kind;
	size_t repeats; /* on the stack of repeats: a map's first one */
	size_t next;	/* and the next that will come by */
	bool gathered;	/* a map whose foreign markup was written */
};

struct json {
	struct json_out out;
	struct json_foreign *foreign;
	bool lines;
	size_t values;	   /* at the top so far */
	struct buf scalar; /* a number's or a boolean's text */
	size_t depth;
	struct level levels[LIMIT_DEPTH + 1]; /* the first one is the top */
	struct key *keys;		      /* of the map that opens */
	size_t keys_len;
	size_t keys_cap;
	struct key *repeats; /* a stack: elements whose key stood before */
	size_t repeats_len;
	size_t repeats_cap;
};

static struct level *
innermost(struct json *s)
{
	return &s->levels[s->depth];
}

/* The key by which a person finds an element: its own, or one around it. */
static const char *
place(const struct json *s)
{
	for (size_t i = s->depth; i > 0; i--) {
		const char *key = json_key_of(s->levels[i].node);

		if (key != NULL)
			return key;
	}
	return "";
}

static const char *
name_of(const xmlNode *element)
{
	return (const char *)element->name;
}

static void *
start(struct buf *out, bool lines)
{
	struct json *s = mem_new(1, sizeof(*s));

	json_init(&s->out, out, lines);
	s->lines = lines;
	s->foreign = json_foreign_new();
	buf_init(&s->scalar, NUMBER_MAX);
	return s;
}

static void *
start_document(struct buf *out, const struct render_options *options)
{
	(void)options;
	return start(out, false);
}

static void *
start_lines(struct buf *out, const struct render_options *options)
{
	(void)options;
	return start(out, true);
}

static void
json_free(void *serialiser)
{
	struct json *s = serialiser;

	if (s == NULL)
		return;
	json_foreign_free(s->foreign);
	buf_clear(&s->scalar);
	free(s->keys);
	free(s->repeats);
	free(s);
}

static void
push_key(struct key **keys, size_t *len, size_t *cap, struct key key)
{
	if (*len == *cap) {
		*cap = *cap == 0 ? 32 : 2 * *cap;
		*keys = mem_grow(*keys, *cap, sizeof(**keys));
	}
	(*keys)[(*len)++] = key;
}

/* Whether all keys differ, where they are so few that it is soon known. */
static bool
differ(const struct key *keys, size_t n)
{
	for (size_t i = 0; i < n && n <= FEW_KEYS; i++) {
		for (size_t k = 0; k < i; k++) {
			if (keys[k].text[0] == keys[i].text[0] &&
			    strcmp(keys[k].text, keys[i].text) == 0)
				return false;
		}
	}
	return n <= FEW_KEYS;
}

/* Looks over a map's children for keys that repeat. */
static void
survey(struct json *s, struct level *map)
{
	size_t from = s->repeats_len;

	s->keys_len = 0;
	for (const xmlNode *n = map->node->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		if (ns_of(n) != NS_JSON)
			continue;
		struct key key = {
		    .text = json_key_of(n), .node = n, .at = s->keys_len};
		if (key.text != NULL)
			push_key(&s->keys, &s->keys_len, &s->keys_cap, key);
	}
	if (differ(s->keys, s->keys_len))
		s->keys_len = 0;
	if (s->keys_len > 1)
		qsort(s->keys, s->keys_len, sizeof(*s->keys), key_by_text);
	for (size_t i = 1; i < s->keys_len; i++) {
		if (strcmp(s->keys[i].text, s->keys[i - 1].text) == 0)
			push_key(&s->repeats, &s->repeats_len, &s->repeats_cap,
			    s->keys[i]);
	}
	if (s->repeats_len - from > 1)
		qsort(s->repeats + from, s->repeats_len - from,
		    sizeof(*s->repeats), key_by_place);
	map->repeats = from;
	map->next = from;
}

static int
check_attributes(const xmlNode *element, struct error *e)
{
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		if (a->ns == NULL && strcmp((const char *)a->name, "key") != 0)
			return error_set(e, ERR_PLUGIN,
			    "JSON: <%s> has an attribute \"%s\"; only "
			    "\"key\" has a meaning here",
			    name_of(element), (const char *)a->name);
	}
	return 0;
}

static int
kind_of(const xmlNode *element, enum kind *kind, struct error *e)
{
	for (enum kind k = MAP; k <= NIL; k++) {
		if (kind_names[k][0] == name_of(element)[0] &&
		    strcmp(name_of(element), kind_names[k]) == 0) {
			*kind = k;
			return check_attributes(element, e);
		}
	}
	return error_set(e, ERR_PLUGIN,
	    "JSON: no <%s> in %s; there are map, array, string, number, "
	    "boolean and null",
	    name_of(element), NS_JSON_URI);
}

/* All foreign markup of a map, at the place of the first. */
static int
write_foreign(struct json *s, struct level *map, struct error *e)
{
	if (map->gathered)
		return 0;
	map->gathered = true;
	return json_foreign_members(s->foreign, map->node, &s->out, e);
}

/* An element of another namespace: foreign markup, a mark of ours, a mistake.
 */
static int
open_other(struct json *s, const xmlNode *element, struct error *e)
{
	struct level *parent = innermost(s);

	if (parent->kind == MAP && json_is_foreign(element))
		return write_foreign(s, parent, e) == -1 ? -1 : 1;
	if (parent->kind == STRING && ns_of(element) == NS_LOOM)
		return 0;
	if (parent->kind == TOP)
		return error_set(e, ERR_PLUGIN,
		    "JSON: <%s> at the top; it should be a map of the "
		    "namespace %s",
		    name_of(element), NS_JSON_URI);
	return error_set(e, ERR_PLUGIN, "JSON: <%s> in the %s \"%s\": %s",
	    name_of(element), kind_names[parent->kind], place(s),
	    parent->kind == MAP || parent->kind == ARRAY
		? "markup of other namespaces may stand in a map only"
		: "it can hold text only");
}

/* Checks that a value may stand where it does and writes its key. */
static int
open_member(struct json *s, const xmlNode *element, struct error *e)
{
	struct level *parent = innermost(s);
	const char *key = json_key_of(element);

	if (parent->kind == MAP && key == NULL)
		return error_set(e, ERR_PLUGIN,
		    "JSON: <%s> in the map \"%s\" has no key; write <%s "
		    "key=\"...\">",
		    name_of(element), place(s), name_of(element));
	if (parent->kind == MAP && element->parent != parent->node)
		return error_set(e, ERR_PLUGIN,
		    "JSON: entries cannot be members of the map \"%s\"; give "
		    "them an array",
		    place(s));
	if (parent->kind > ARRAY)
		return error_set(e, ERR_PLUGIN,
		    "JSON: <%s> in the %s \"%s\": it can hold text only",
		    name_of(element), kind_names[parent->kind], place(s));
	if (parent->kind == TOP && s->values > 0 && !s->lines)
		return error_set(e, ERR_PLUGIN,
		    "JSON: <%s> is a second value at the top; a document is "
		    "one",
		    name_of(element));
	if (parent->kind == MAP)
		json_key(&s->out, key);
	return 0;
}

static bool
is_repeat(struct json *s, const xmlNode *element)
{
	struct level *map = innermost(s);

	if (map->kind != MAP || map->next == s->repeats_len ||
	    s->repeats[map->next].node != element)
		return false;
	map->next++;
	return true;
}

static int
json_open_element(void *serialiser, const xmlNode *element, struct error *e)
{
	struct json *s = serialiser;
	enum kind kind = NIL;

	if (ns_of(element) != NS_JSON)
		return open_other(s, element, e);
	if (is_repeat(s, element))
		return 1;
	if (kind_of(element, &kind, e) == -1 ||
	    open_member(s, element, e) == -1)
		return -1;
	if (s->depth == LIMIT_DEPTH)
		return error_set(e, ERR_PLUGIN,
		    "JSON: more than %d maps and arrays within each other",
		    LIMIT_DEPTH);
	if (s->depth == 0)
		s->values++;
	s->depth++;
	*innermost(s) = (struct level){.node = element, .kind = kind};
	buf_cut(&s->scalar, 0);
	if (kind == MAP) {
		survey(s, innermost(s));
		json_open(&s->out, '{');
	} else if (kind == ARRAY) {
		json_open(&s->out, '[');
	} else if (kind == STRING) {
		json_string_open(&s->out);
	}
	return 0;
}

/* As many bytes of text as an error should show, cut between characters. */
static int
shown(const char *text, size_t len)
{
	size_t n = len < 40 ? len : 40;

	while (n > 0 && n < len && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	return (int)n;
}

static int
json_text(void *serialiser, const char *text, size_t len, struct error *e)
{
	struct json *s = serialiser;

	switch (innermost(s)->kind) {
	case STRING:
		json_string_add(&s->out, text, len);
		return 0;
	case NUMBER:
	case BOOLEAN:
		buf_add(&s->scalar, text, len);
		return 0;
	default:
		break;
	}
	while (len > 0 && ascii_blank(*text)) {
		text++;
		len--;
	}
	if (ascii_all_blank(text, len))
		return 0;
	if (s->depth == 0)
		return error_set(e, ERR_PLUGIN,
		    "JSON: text \"%.*s\" outside of all values",
		    shown(text, len), text);
	return error_set(e, ERR_PLUGIN,
	    "JSON: text \"%.*s\" in the %s \"%s\"; put it into a <string>",
	    shown(text, len), text, kind_names[innermost(s)->kind], place(s));
}

/* The scalar's text without white space around it. */
static const char *
scalar_text(struct json *s)
{
	const char *text = buf_text(&s->scalar);
	size_t len = s->scalar.len;

	while (len > 0 && ascii_blank(text[len - 1]))
		len--;
	buf_cut(&s->scalar, len);
	while (ascii_blank(*text))
		text++;
	return text;
}

static int
close_number(struct json *s, struct error *e)
{
	bool full = buf_full(&s->scalar);
	const char *text = scalar_text(s);

	if (full || !json_is_number(text))
		return error_set(e, ERR_PLUGIN,
		    "JSON: \"%.*s\" in \"%s\" is not a number",
		    shown(text, strlen(text)), text, place(s));
	json_literal(&s->out, text);
	return 0;
}

static int
close_boolean(struct json *s, struct error *e)
{
	bool full = buf_full(&s->scalar);
	const char *text = scalar_text(s);

	if (!full && (strcmp(text, "true") == 0 || strcmp(text, "1") == 0))
		json_literal(&s->out, "true");
	else if (!full &&
		 (strcmp(text, "false") == 0 || strcmp(text, "0") == 0))
		json_literal(&s->out, "false");
	else
		return error_set(e, ERR_PLUGIN,
		    "JSON: \"%.*s\" in \"%s\" is neither true nor false",
		    shown(text, strlen(text)), text, place(s));
	return 0;
}

static int
close_value(struct json *s, struct error *e)
{
	switch (innermost(s)->kind) {
	case MAP:
		s->repeats_len = innermost(s)->repeats;
		json_close(&s->out, '}');
		return 0;
	case ARRAY:
		json_close(&s->out, ']');
		return 0;
	case STRING:
		json_string_close(&s->out);
		return 0;
	case NUMBER:
		return close_number(s, e);
	case BOOLEAN:
		return close_boolean(s, e);
	default:
		json_literal(&s->out, "null");
		return 0;
	}
}

static int
json_close_element(void *serialiser, const xmlNode *element, struct error *e)
{
	struct json *s = serialiser;

	if (ns_of(element) == NS_LOOM)
		return 0;
	if (close_value(s, e) == -1)
		return -1;
	s->depth--;
	return 0;
}

static int
finish(void *serialiser, struct error *e)
{
	struct json *s = serialiser;

	if (s->values == 0 && !s->lines)
		return error_set(e, ERR_PLUGIN,
		    "JSON: the stylesheet made no value; its template for "
		    "/atom:feed should make a map of the namespace %s",
		    NS_JSON_URI);
	return 0;
}

static unsigned long
json_memory(const void *serialiser)
{
	const struct json *s = serialiser;

	return (unsigned long)s->depth << 4 | (unsigned long)s->out.empty |
	       (unsigned long)s->out.keyed << 1 |
	       (unsigned long)s->levels[s->depth].gathered << 2 |
	       (unsigned long)(s->values > 0) << 3;
}

const struct serialiser serialiser_json = {
    .name = "json",
    .start = start_document,
    .open = json_open_element,
    .text = json_text,
    .close = json_close_element,
    .finish = finish,
    .memory = json_memory,
    .free = json_free,
};

const struct serialiser serialiser_jsonl = {
    .name = "jsonl",
    .start = start_lines,
    .open = json_open_element,
    .text = json_text,
    .close = json_close_element,
    .finish = finish,
    .memory = json_memory,
    .free = json_free,
};
