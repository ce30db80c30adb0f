/*
 * Fields as a tree of the names that were met.  Entries of one feed look alike:
 * the name behind the one that was found last is looked at first.
 */
#include "model/field.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"

/* A name below another one; a field, when it has a number. */
struct name {
	char *uri;
	char *local;
	char *told; /* by what else it is told from its like, or NULL */
	char *step;
	bool attribute;
	size_t number; /* NONE until it has a value */
	size_t met;    /* 1 is the first name that was */
	struct name *parent, *first, *next;
};

#define NONE ((size_t)-1)
#define NAME_MAX 255 /* bytes of a name; what is longer is passed over */
#define TOLD_MAX 64  /* of a rel or a key; a longer one is a value */
#define URI_MAX 1024
#define ROWS ((size_t)4 * LIMIT_FIELDS)

struct fields {
	struct name head, entry;
	struct name **names; /* those that have numbers */
	size_t count;
	size_t met;		 /* names in all */
	struct name *rows[ROWS]; /* all names, hashed */
	bool full;
};

/* A walk through one head or entry. */
struct walk {
	struct fields *fields;
	void (*visit)(void *context, size_t field, xmlNode *value);
	void *context;
};

struct fields *
fields_new(void)
{
	struct fields *fields = mem_new(1, sizeof(*fields));

	fields->head.number = fields->entry.number = NONE;
	fields->entry.met = LIMIT_FIELDS + 1;
	return fields;
}

static void
name_free(struct name *name)
{
	for (struct name *n = name->first, *next; n != NULL; n = next) {
		next = n->next;
		name_free(n);
		free(n);
	}
	free(name->uri);
	free(name->local);
	free(name->told);
	free(name->step);
}

void
fields_free(struct fields *fields)
{
	if (fields == NULL)
		return;
	name_free(&fields->head);
	name_free(&fields->entry);
	free(fields->names);
	free(fields);
}

size_t
fields_count(const struct fields *fields)
{
	return fields->count;
}

bool
fields_full(const struct fields *fields)
{
	return fields->full;
}

bool
fields_of_head(const struct fields *fields, size_t field)
{
	const struct name *name = fields->names[field];

	while (name->parent != NULL)
		name = name->parent;
	return name == &fields->head;
}

void
fields_name(const struct fields *fields, size_t field, struct buf *out)
{
	const struct name *steps[LIMIT_DEPTH + 2];
	size_t n = 0;

	for (const struct name *name = fields->names[field];
	     name->parent != NULL; name = name->parent)
		steps[n++] = name;
	while (n > 0) {
		buf_puts(out, steps[--n]->step);
		if (n > 0)
			buf_putc(out, '/');
	}
}

/* The numbers of a name and of all below it; returns what comes behind. */
static size_t *
order_names(const struct name *name, size_t *order)
{
	if (name->number != NONE)
		*order++ = name->number;
	for (const struct name *n = name->first; n != NULL; n = n->next)
		order = order_names(n, order);
	return order;
}

void
fields_order(const struct fields *fields, size_t *order)
{
	order_names(&fields->entry, order_names(&fields->head, order));
}

const char *
field_text(const xmlNode *value)
{
	if (value->type == XML_ATTRIBUTE_NODE)
		value = value->children;
	return value == NULL || value->content == NULL
		   ? ""
		   : (const char *)value->content;
}

void
field_set_text(xmlNode *value, const char *text, size_t len)
{
	if (value->type == XML_ATTRIBUTE_NODE)
		node_set_value((xmlAttr *)value, text);
	else if (value->type == XML_ELEMENT_NODE)
		node_set_text(value, text, len);
	else
		xmlNodeSetContentLen(value, (const xmlChar *)text, (int)len);
}

static bool
blank(const xmlNode *value)
{
	const char *text = field_text(value);

	return ascii_all_blank(text, strlen(text));
}

bool
field_construct(const xmlNode *element)
{
	static const char *const names[] = {
	    "title", "subtitle", "summary", "rights", "content"};
	static const char *const types[] = {"text", "html", "xhtml"};
	const char *type = node_attribute(element, "type");
	bool known = false;

	if (ns_of(element) != NS_ATOM || node_attribute(element, "src") != NULL)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		known = known || strcmp(names[i], node_name(element)) == 0;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (known && (type == NULL || strcmp(types[i], type) == 0))
			return true;
	}
	return false;
}

/* The attribute that tells an element from others of its name, or NULL. */
static const xmlAttr *
told_by(const xmlNode *element)
{
	const char *name = NULL;

	if (node_is(element, NS_ATOM, "link"))
		name = "rel";
	else if (ns_of(element) == NS_JSON)
		name = "key";
	for (const xmlAttr *a = element->properties; name != NULL && a != NULL;
	     a = a->next) {
		if (a->ns == NULL && strcmp((const char *)a->name, name) == 0)
			return strlen(field_text((const xmlNode *)a)) > TOLD_MAX
				   ? NULL
				   : a;
	}
	return NULL;
}

void
field_step(const xmlNode *node, const char *home, struct buf *out)
{
	const char *prefix = ns_prefix(node);

	if (node->type == XML_ATTRIBUTE_NODE)
		buf_putc(out, '@');
	if (*prefix != '\0' && (node->type == XML_ATTRIBUTE_NODE ||
				   strcmp(ns_uri(node), home) != 0)) {
		buf_puts(out, prefix);
		buf_putc(out, ':');
	}
	buf_puts(out, node_name(node));
	if (node->type == XML_ATTRIBUTE_NODE)
		return;
	const xmlAttr *told = told_by(node);
	if (told != NULL)
		buf_printf(out, "[@%s='%s']", (const char *)told->name,
		    field_text((const xmlNode *)told));
}

static bool
name_is(const struct name *name, const xmlNode *node, const char *told)
{
	if (name->attribute != (node->type == XML_ATTRIBUTE_NODE) ||
	    strcmp(name->local, node_name(node)) != 0 ||
	    strcmp(name->uri, ns_uri(node)) != 0)
		return false;
	return told == NULL
		   ? name->told == NULL
		   : name->told != NULL && strcmp(name->told, told) == 0;
}

/* A new name below parent, behind one of its names or in front of all. */
static struct name *
name_add(struct name *parent, struct name *before, const xmlNode *node,
    const char *told)
{
	struct name *name = mem_new(1, sizeof(*name));
	struct buf step;

	buf_init(&step, KIB);
	field_step(node, NS_ATOM_URI, &step);
	*name = (struct name){.uri = mem_str(ns_uri(node)),
	    .local = mem_str(node_name(node)),
	    .told = mem_str(told),
	    .step = buf_take(&step),
	    .attribute = node->type == XML_ATTRIBUTE_NODE,
	    .number = NONE,
	    .parent = parent};
	name->next = before == NULL ? parent->first : before->next;
	if (before == NULL)
		parent->first = name;
	else
		before->next = name;
	return name;
}

/* Where a name of that parent stands in the table, or would. */
static struct name **
row_of(struct fields *fields, const struct name *parent, const xmlNode *node,
    const char *told)
{
	const char *local = node_name(node);
	struct hash hash;

	hash_init(&hash);
	hash_add(&hash, &parent->met, sizeof(parent->met));
	hash_add(&hash, local, strlen(local));
	if (told != NULL)
		hash_add(&hash, told, strlen(told));
	for (size_t at = hash.low % ROWS;; at = (at + 1) % ROWS) {
		struct name *name = fields->rows[at];
		if (name == NULL ||
		    (name->parent == parent && name_is(name, node, told)))
			return &fields->rows[at];
	}
}

/*
 * The name of a node below parent; NULL: there are too many.  before is the
 * name of what stands before it: mostly the next one comes next.
 */
static struct name *
name_of(struct fields *fields, struct name *parent, struct name *before,
    const xmlNode *node)
{
	const xmlAttr *by =
	    node->type == XML_ATTRIBUTE_NODE ? NULL : told_by(node);
	const char *told = by == NULL ? NULL : field_text((const xmlNode *)by);
	struct name *next = before == NULL ? parent->first : before->next;

	if (next != NULL && name_is(next, node, told))
		return next;
	struct name **row = row_of(fields, parent, node, told);
	if (*row != NULL)
		return *row;
	if (fields->met == LIMIT_FIELDS || strlen(node_name(node)) > NAME_MAX ||
	    strlen(ns_prefix(node)) > NAME_MAX ||
	    strlen(ns_uri(node)) > URI_MAX) {
		fields->full = true;
		return NULL;
	}
	*row = name_add(parent, before, node, told);
	(*row)->met = ++fields->met;
	return *row;
}

static void
visit_value(struct walk *w, struct name *name, xmlNode *value)
{
	struct fields *fields = w->fields;

	if (name->number == NONE) {
		name->number = fields->count;
		fields->names = mem_grow(
		    fields->names, fields->count + 1, sizeof(struct name *));
		fields->names[fields->count++] = name;
	}
	w->visit(w->context, name->number, value);
}

/* Attributes that are no value: part of a name, how to read text, our own. */
static bool
passed_over(const xmlNode *element, const xmlAttr *a)
{
	if (a->ns != NULL)
		return ns_of((const xmlNode *)a) == NS_LOOM;
	return a == told_by(element) ||
	       (strcmp((const char *)a->name, "type") == 0 &&
		   field_construct(element));
}

static struct name *
visit_attributes(struct walk *w, struct name *name, xmlNode *element)
{
	struct name *last = NULL;

	for (xmlAttr *a = element->properties; a != NULL; a = a->next) {
		if (passed_over(element, a) || blank((const xmlNode *)a))
			continue;
		struct name *of =
		    name_of(w->fields, name, last, (const xmlNode *)a);
		if (of == NULL)
			continue;
		visit_value(w, of, (xmlNode *)a);
		last = of;
	}
	return last;
}

/* True when an xhtml construct shows something, if only a picture. */
static bool
shows(const xmlNode *construct)
{
	const xmlNode *div = node_first(construct);

	return !node_blank(construct) ||
	       (div != NULL && node_has_elements(div));
}

static bool
is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE ||
	       node->type == XML_CDATA_SECTION_NODE;
}

static void
visit_element(
    struct walk *w, struct name *name, xmlNode *element, unsigned depth)
{
	struct name *last = visit_attributes(w, name, element);

	if (name->parent != NULL && field_construct(element)) {
		if (shows(element))
			visit_value(w, name, element);
		return;
	}
	for (xmlNode *n = element->children, *next; n != NULL; n = next) {
		next = n->next;
		if (is_text(n) && name->parent != NULL && !blank(n))
			visit_value(w, name, n);
		if (n->type != XML_ELEMENT_NODE ||
		    (name == &w->fields->head && node_is(n, NS_ATOM, "entry")))
			continue;
		struct name *of = depth == LIMIT_DEPTH
				      ? NULL
				      : name_of(w->fields, name, last, n);
		w->fields->full |= of == NULL;
		if (of == NULL)
			continue;
		visit_element(w, of, n, depth + 1);
		last = of;
	}
}

void
fields_visit(struct fields *fields, xmlNode *top,
    void (*visit)(void *context, size_t field, xmlNode *value), void *context)
{
	struct walk walk = {
	    .fields = fields, .visit = visit, .context = context};

	visit_element(&walk,
	    node_is(top, NS_ATOM, "feed") ? &fields->head : &fields->entry, top,
	    0);
}
