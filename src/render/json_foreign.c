/*
 * Foreign markup as JSON, by the rule in the header.  Children are put in
 * groups by sorting, so that any number of them in any order costs n log n;
 * groups keep the order in which their first element stands.
 */
#include "render/json_foreign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "render/json_xml.h"
#include "xml/ns.h"
#include "xml/sheet.h"

#define SPACES_MAX 64 /* namespaces among the children of one element */
#define PREFIX_MAX 64 /* bytes of a prefix; a longer one counts as "ns" */
#define NAME_SIZE (PREFIX_MAX + 16)

/* A child element, and where the first ones of its groups stand. */
struct child {
	const xmlNode *node;
	const char *uri;
	const char *name;
	size_t at;    /* its own place, from 1 */
	size_t space; /* of this namespace; 0 for that of the parent */
	size_t group; /* of this namespace and name */
};

/* The member that a namespace got. */
struct space {
	const char *prefix;
	unsigned number; /* behind it, when not 1 */
};

struct spaces {
	struct space list[SPACES_MAX];
	size_t len;
	bool rivals; /* the parent may have such members of its own */
};

struct json_foreign {
	struct child
	    *children; /* a stack: an element's are above its parent's */
	size_t len;
	size_t cap;
	struct buf xml;
	struct buf key;
	struct json_out *out;
	struct error *e;
};

static int write_value(
    struct json_foreign *f, const xmlNode *element, unsigned depth);

struct json_foreign *
json_foreign_new(void)
{
	struct json_foreign *f = mem_new(1, sizeof(*f));

	buf_init(&f->xml, LIMIT_OUTPUT);
	buf_init(&f->key, LIMIT_TAG);
	return f;
}

void
json_foreign_free(struct json_foreign *f)
{
	if (f == NULL)
		return;
	buf_clear(&f->xml);
	buf_clear(&f->key);
	free(f->children);
	free(f);
}

static const char *
text_of(const xmlNode *node)
{
	return node->content == NULL ? "" : (const char *)node->content;
}

static bool
is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE ||
	       node->type == XML_CDATA_SECTION_NODE;
}

const char *
json_key_of(const xmlNode *element)
{
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		if (a->ns == NULL && strcmp((const char *)a->name, "key") == 0)
			return a->children == NULL ? "" : text_of(a->children);
	}
	return NULL;
}

bool
json_is_foreign(const xmlNode *element)
{
	enum ns ns = ns_of(element);

	return ns != NS_JSON && ns != NS_LOOM;
}

static int
compare_text(const char *a, const char *b)
{
	return a == b ? 0 : strcmp(a, b);
}

static int
compare_place(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int
by_name(const void *left, const void *right)
{
	const struct child *a = left;
	const struct child *b = right;
	int order = compare_text(a->uri, b->uri);

	if (order == 0)
		order = compare_text(a->name, b->name);
	return order != 0 ? order : compare_place(a->at, b->at);
}

static int
by_group(const void *left, const void *right)
{
	const struct child *a = left;
	const struct child *b = right;
	int order = compare_place(a->space, b->space);

	if (order == 0)
		order = compare_place(a->group, b->group);
	return order != 0 ? order : compare_place(a->at, b->at);
}

/* The namespace of a child; before it is looked up, that of the last one. */
static const char *
uri_of(const struct json_foreign *f, const xmlNode *node)
{
	const struct child *last =
	    f->len == 0 ? NULL : &f->children[f->len - 1];

	if (last != NULL && last->node->ns != NULL && node->ns != NULL &&
	    last->node->ns->href != NULL && node->ns->href != NULL &&
	    strcmp((const char *)last->node->ns->href,
		(const char *)node->ns->href) == 0)
		return last->uri;
	return ns_uri(node);
}

static void
push(struct json_foreign *f, const xmlNode *node, size_t at)
{
	const char *uri = uri_of(f, node);

	if (f->len == f->cap) {
		f->cap = f->cap == 0 ? 64 : 2 * f->cap;
		f->children =
		    mem_grow(f->children, f->cap, sizeof(*f->children));
	}
	f->children[f->len++] = (struct child){.node = node,
	    .uri = uri,
	    .name = (const char *)node->name,
	    .at = at};
}

/* Puts the child elements to be gathered onto the stack; returns how many. */
static size_t
push_children(struct json_foreign *f, const xmlNode *parent, bool top)
{
	size_t from = f->len;

	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		const xmlNodeSet *set = top ? sheet_copied(n) : NULL;
		for (int i = 0; set != NULL && i < set->nodeNr; i++) {
			if (json_is_foreign(set->nodeTab[i]))
				push(f, set->nodeTab[i], f->len - from + 1);
		}
		if (!top || json_is_foreign(n))
			push(f, n, f->len - from + 1);
	}
	return f->len - from;
}

/* The end of the run of children with the namespace (and name) of c[i]. */
static size_t
run_end(const struct child *c, size_t i, size_t n, bool names)
{
	size_t end = i + 1;

	while (end < n && compare_text(c[end].uri, c[i].uri) == 0 &&
	       (!names || compare_text(c[end].name, c[i].name) == 0))
		end++;
	return end;
}

/* Sorts children into groups; those of the namespace own come first. */
static void
group(struct child *c, size_t n, const char *own)
{
	qsort(c, n, sizeof(*c), by_name);
	for (size_t i = 0, end; i < n; i = end) {
		size_t first = c[i].at;

		end = run_end(c, i, n, false);
		for (size_t k = i; k < end; k++)
			first = c[k].at < first ? c[k].at : first;
		if (compare_text(c[i].uri, own) == 0)
			first = 0;
		for (size_t k = i; k < end; k++)
			c[k].space = first;
	}
	for (size_t i = 0, end; i < n; i = end) {
		end = run_end(c, i, n, true);
		for (size_t k = i; k < end; k++)
			c[k].group = c[i].at;
	}
	qsort(c, n, sizeof(*c), by_group);
}

static bool
has_elements(const xmlNode *element)
{
	for (const xmlNode *n = element->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			return true;
	}
	return false;
}

static bool
has_words(const xmlNode *element)
{
	for (const xmlNode *n = element->children; n != NULL; n = n->next) {
		if (is_text(n) &&
		    text_of(n)[strspn(text_of(n), " \t\r\n")] != '\0')
			return true;
	}
	return false;
}

/* True for an element that is nothing but a string. */
static bool
is_string(const xmlNode *element)
{
	return element->properties == NULL && !has_elements(element);
}

static void
write_text(struct json_foreign *f, const xmlNode *parent)
{
	json_string_open(f->out);
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		if (is_text(n))
			json_string_add(f->out, text_of(n), strlen(text_of(n)));
	}
	json_string_close(f->out);
}

/* True when an attribute before this one has the same "@prefix:name". */
static bool
is_repeated(const xmlAttr *attribute)
{
	const xmlAttr *a = attribute->ns == NULL ? NULL : attribute->prev;

	for (; a != NULL; a = a->prev) {
		if (xmlStrEqual(a->name, attribute->name) &&
		    strcmp(ns_prefix((const xmlNode *)a),
			ns_prefix((const xmlNode *)attribute)) == 0)
			return true;
	}
	return false;
}

/*
 * "@xmlns:prefix", when the prefix of an attribute is neither that of its
 * element nor one that all know.
 */
static void
write_declaration(struct json_foreign *f, const xmlAttr *attribute)
{
	const xmlNode *node = (const xmlNode *)attribute;

	if (attribute->ns == NULL || ns_of(node) != NS_OTHER ||
	    strcmp(ns_uri(node), ns_uri(attribute->parent)) == 0)
		return;
	for (const xmlAttr *a = attribute->parent->properties; a != attribute;
	     a = a->next) {
		if (a->ns == attribute->ns)
			return;
	}
	buf_cut(&f->key, 0);
	buf_puts(&f->key, "@xmlns:");
	buf_puts(&f->key, ns_prefix(node));
	json_key(f->out, buf_text(&f->key));
	json_string_whole(f->out, ns_uri(node));
}

static void
write_attributes(struct json_foreign *f, const xmlNode *element)
{
	struct buf *key = &f->key;

	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		const char *prefix = ns_prefix((const xmlNode *)a);

		if (is_repeated(a))
			continue;
		write_declaration(f, a);
		buf_cut(key, 0);
		buf_putc(key, '@');
		if (*prefix != '\0') {
			buf_puts(key, prefix);
			buf_putc(key, ':');
		}
		buf_puts(key, (const char *)a->name);
		json_key(f->out, buf_text(key));
		write_text(f, (const xmlNode *)a);
	}
}

static int
write_mixed(struct json_foreign *f, const xmlNode *element)
{
	buf_cut(&f->xml, 0);
	if (json_inner_xml(element, &f->xml, f->e) == -1)
		return -1;
	json_key(f->out, "#xml");
	json_string_open(f->out);
	json_string_add(f->out, buf_text(&f->xml), f->xml.len);
	json_string_close(f->out);
	return 0;
}

/* "LOCALNAME": [ VALUE, ... ] for n children of one name. */
static int
write_group(struct json_foreign *f, size_t from, size_t n, unsigned depth)
{
	const char *name = f->children[from].name;

	json_key(f->out, strcmp(name, "about") == 0 ? ":about" : name);
	if (n == 1 && is_string(f->children[from].node))
		json_open_flat(f->out);
	else
		json_open(f->out, '[');
	for (size_t i = 0; i < n; i++) {
		if (write_value(f, f->children[from + i].node, depth) == -1)
			return -1;
	}
	json_close(f->out, ']');
	return 0;
}

/* The member "_..." that a child makes in its parent's object, or NULL. */
static const char *
own_name(const xmlNode *parent, const xmlNode *child)
{
	const char *name = (const char *)child->name;

	if (child->type != XML_ELEMENT_NODE)
		return NULL;
	if (ns_of(parent) == NS_JSON)
		name = json_key_of(child);
	return name != NULL && *name == '_' &&
		       strcmp(ns_uri(child), ns_uri(parent)) == 0
		   ? name
		   : NULL;
}

/* Whether the parent has that member of its own; NULL: any that might be. */
static bool
is_taken(const xmlNode *parent, const char *name)
{
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		const char *own = own_name(parent, n);

		if (own != NULL && (name == NULL || strcmp(own, name) == 0))
			return true;
	}
	return false;
}

static void
space_name(const struct space *space, char name[NAME_SIZE])
{
	size_t len = strlen(space->prefix);

	name[0] = '_';
	memcpy(name + 1, space->prefix, len + 1);
	if (space->number != 1)
		snprintf(
		    name + 1 + len, NAME_SIZE - 1 - len, "%u", space->number);
}

static bool
is_used(const struct spaces *spaces, const char *name)
{
	char other[NAME_SIZE];

	for (size_t i = 0; i < spaces->len; i++) {
		space_name(&spaces->list[i], other);
		if (strcmp(other, name) == 0)
			return true;
	}
	return false;
}

/*
 * Finds a member's name for a namespace.  Numbers of a prefix only go up, so
 * that names which are taken are passed once.
 */
static int
space_new(struct json_foreign *f, const xmlNode *parent, const xmlNode *node,
    struct spaces *spaces, char name[NAME_SIZE])
{
	const char *prefix = ns_of(node) == NS_NONE ? "none" : ns_prefix(node);

	if (strlen(prefix) > PREFIX_MAX)
		prefix = "ns";
	struct space space = {.prefix = prefix, .number = 1};
	if (spaces->len == SPACES_MAX)
		return error_set(f->e, ERR_INPUT,
		    "foreign markup of more than %d namespaces in one place",
		    SPACES_MAX);
	for (size_t i = 0; i < spaces->len; i++) {
		if (strcmp(spaces->list[i].prefix, prefix) == 0)
			space.number = spaces->list[i].number + 1;
	}
	space_name(&space, name);
	while (is_used(spaces, name) ||
	       (spaces->rivals && is_taken(parent, name))) {
		space.number++;
		space_name(&space, name);
	}
	spaces->list[spaces->len++] = space;
	return 0;
}

/* The members for all children in place; the stack is as it was afterwards. */
static int
write_children(struct json_foreign *f, const xmlNode *parent, unsigned depth)
{
	struct spaces spaces;
	size_t from = f->len;
	size_t end = from + push_children(f, parent, depth == 0);
	size_t space = 0;
	char name[NAME_SIZE];

	spaces.len = 0;
	spaces.rivals = is_taken(parent, NULL);
	group(f->children + from, end - from, ns_uri(parent));
	for (size_t i = from, next; i < end; i = next) {
		const struct child *c = &f->children[i];

		next = i + run_end(c, 0, end - i, true);
		if (c->space != space) {
			if (space != 0)
				json_close(f->out, '}');
			space = c->space;
			if (space_new(f, parent, c->node, &spaces, name) == -1)
				return -1;
			json_key(f->out, name);
			json_open(f->out, '{');
			json_key(f->out, "about");
			json_string_whole(f->out, c->uri);
		}
		if (write_group(f, i, next - i, depth) == -1)
			return -1;
	}
	if (space != 0)
		json_close(f->out, '}');
	f->len = from;
	return 0;
}

static int
write_object(struct json_foreign *f, const xmlNode *element, unsigned depth)
{
	bool words = has_words(element);

	write_attributes(f, element);
	if (!has_elements(element)) {
		if (words) {
			json_key(f->out, "#text");
			write_text(f, element);
		}
		return 0;
	}
	return words ? write_mixed(f, element)
		     : write_children(f, element, depth);
}

static int
write_value(struct json_foreign *f, const xmlNode *element, unsigned depth)
{
	if (is_string(element)) {
		write_text(f, element);
		return 0;
	}
	if (depth == LIMIT_DEPTH)
		return error_set(f->e, ERR_INPUT,
		    "foreign markup is more than %d elements deep",
		    LIMIT_DEPTH);
	json_open(f->out, '{');
	if (write_object(f, element, depth + 1) == -1)
		return -1;
	json_close(f->out, '}');
	return 0;
}

int
json_foreign_members(struct json_foreign *f, const xmlNode *map,
    struct json_out *out, struct error *e)
{
	f->out = out;
	f->e = e;
	f->len = 0;
	return write_children(f, map, 0);
}
