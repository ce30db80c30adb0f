/*
 * Samples.  Of what is large, the first values of each field are taken, with
 * the elements that they stand in.
 */
#include "model/sample.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"

#define SMALL_VALUES 500
#define SMALL_TEXT (256 * KIB)
#define TIMES 8		    /* that a field is taken of what is larger */
#define LONG_TEXT (4 * KIB) /* and as much of its text */

struct sample {
	size_t values; /* in all */
	size_t text;   /* bytes of all */
	xmlNode **taken;
	size_t n;
	unsigned char times[LIMIT_FIELDS];
};

static void
survey(void *context, size_t field, xmlNode *value)
{
	struct sample *s = context;

	s->values++;
	if (value->type == XML_ELEMENT_NODE) {
		for (const xmlNode *n = value; n != NULL;
		     n = node_walk(n, value)) {
			s->values++;
			if (n->type == XML_TEXT_NODE)
				s->text += strlen(field_text(n));
		}
	} else {
		s->text += strlen(field_text(value));
	}
	if (s->times[field] == TIMES)
		return;
	s->times[field]++;
	if ((s->n & (s->n + 1)) == 0)
		s->taken = mem_grow(s->taken, 2 * s->n + 2, sizeof(xmlNode *));
	s->taken[s->n++] = value;
}

/* HTML that is cut could swallow what follows it: long markup is one word. */
static void
shorten_construct(xmlNode *construct)
{
	static const char word[] = "<p>x</p>";
	const char *text = node_plain(construct);
	const char *type = node_attribute(construct, "type");

	if (text == NULL || strlen(text) > LONG_TEXT) {
		if (type != NULL && strcmp(type, "text") != 0)
			node_set(construct, "type", "html");
		node_set_text(construct, word, sizeof(word) - 1);
	}
}

/* The part of a text that is taken: no more than LONG_TEXT bytes. */
static size_t
taken_length(const char *text)
{
	size_t len = strlen(text);

	if (len <= LONG_TEXT)
		return len;
	len = LONG_TEXT;
	while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
		len--;
	return len;
}

/* Copies of the elements that the last value stood in, from the top. */
struct copier {
	const xmlNode *from[LIMIT_DEPTH + 2];
	xmlNode *to[LIMIT_DEPTH + 2];
};

/* How deep an element is below the top; a copy of it is in to. */
static size_t
reach(struct copier *c, const xmlNode *element)
{
	if (element == c->from[0])
		return 0;
	size_t depth = reach(c, element->parent) + 1;
	if (c->from[depth] != element) {
		c->from[depth] = element;
		c->to[depth] = node_copy_shell(element, c->to[depth - 1]);
	}
	return depth;
}

static void
copy_value(struct copier *c, const xmlNode *value)
{
	xmlNode *parent = c->to[reach(c, value->parent)];
	const char *text = field_text(value);

	if (value->type == XML_ELEMENT_NODE) {
		shorten_construct(node_copy(value, parent));
	} else if (value->type != XML_ATTRIBUTE_NODE) {
		xmlNode *copy = xmlNewDocTextLen(parent->doc,
		    (const xmlChar *)text, (int)taken_length(text));
		if (copy == NULL || xmlAddChild(parent, copy) == NULL)
			mem_out();
	}
}

/* Copies what is below a head or an entry; into has its attributes. */
static void
copy_inner(struct fields *fields, xmlNode *top, xmlNode *into)
{
	struct sample *s = mem_new(1, sizeof(*s));

	fields_visit(fields, top, survey, s);
	if (s->values <= SMALL_VALUES && s->text <= SMALL_TEXT) {
		for (const xmlNode *n = node_first(top); n != NULL;
		     n = node_next(n)) {
			if (!node_is(n, NS_ATOM, "entry"))
				node_copy(n, into);
		}
	} else {
		struct copier *c = mem_new(1, sizeof(*c));
		c->from[0] = top;
		c->to[0] = into;
		for (size_t i = 0; i < s->n; i++)
			copy_value(c, s->taken[i]);
		free(c);
	}
	free(s->taken);
	free(s);
}

void
sample_head(struct fields *fields, xmlNode *root, xmlNode *into)
{
	if (root->properties != NULL)
		into->properties = xmlCopyPropList(into, root->properties);
	copy_inner(fields, root, into);
}

xmlNode *
sample_entry(struct fields *fields, xmlNode *entry, xmlNode *into)
{
	xmlNode *copy = node_copy_shell(entry, into);

	copy_inner(fields, entry, copy);
	return copy;
}
