/*
 * Foreign members of JSON Feed, back as the markup they came from.
 */
#include "parse/members.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"
#include "xml/tag.h"

/* The shortest text of a number that reads back as the same; jansson's. */
static char *
number_text(const json_t *number)
{
	char *text = NULL;

	if (json_is_integer(number))
		return json_dumps(number, JSON_ENCODE_ANY);
	for (size_t digits = 15; digits <= 17; digits++) {
		free(text);
		text = json_dumps(
		    number, JSON_ENCODE_ANY | JSON_REAL_PRECISION(digits));
		json_t *back = text == NULL
				   ? NULL
				   : json_loads(text, JSON_DECODE_ANY, NULL);
		bool same = back != NULL && json_equal(back, number);
		json_decref(back);
		if (same)
			break;
	}
	return text;
}

char *
members_scalar(const json_t *value)
{
	if (json_is_string(value))
		return mem_str(json_string_value(value));
	if (!json_is_number(value))
		return NULL;
	char *text = number_text(value);
	char *copy = mem_str(text);
	free(text);
	return copy;
}

void
members_add_json(xmlNode *parent, const char *key, const json_t *value)
{
	const char *name = "null";
	char *number = NULL;
	const char *text = NULL;

	switch (json_typeof(value)) {
	case JSON_OBJECT:
		name = "map";
		break;
	case JSON_ARRAY:
		name = "array";
		break;
	case JSON_STRING:
		name = "string";
		text = json_string_value(value);
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		name = "number";
		number = number_text(value);
		text = number;
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		name = "boolean";
		text = json_is_true(value) ? "true" : "false";
		break;
	case JSON_NULL:
		break;
	}
	xmlNode *node = node_add(parent, NS_JSON, name, text);
	free(number);
	if (key != NULL)
		node_set(node, "key", key);
	if (json_is_object(value)) {
		const char *inner;
		json_t *v;
		json_object_foreach((json_t *)value, inner, v)
		    members_add_json(node, inner, v);
	} else if (json_is_array(value)) {
		size_t i;
		json_t *v;
		json_array_foreach(value, i, v) members_add_json(node, NULL, v);
	}
}

/* Whether text is one whole XML name without a colon. */
static bool
is_name(const char *text)
{
	size_t n = strlen(text);

	return n > 0 && tag_name(text, n) == n && strchr(text, ':') == NULL;
}

/* The name behind a member's key: "about" is written ":about". */
static const char *
local_name(const char *key)
{
	return strcmp(key, ":about") == 0 ? key + 1 : key;
}

/* Whether an object is markup in JSON's form. */
static bool
is_markup(const json_t *object)
{
	const char *key;
	json_t *v;

	if (!json_is_object(object) ||
	    json_string_length(json_object_get(object, "about")) == 0)
		return false;
	json_object_foreach((json_t *)object, key, v)
	{
		if (strcmp(key, "about") == 0)
			continue;
		bool inner = key[0] == '_' && json_is_object(v);
		if (!inner && !(json_is_array(v) && is_name(local_name(key))))
			return false;
	}
	return true;
}

static void add_element(
    xmlNode *parent, xmlNs *ns, const char *name, const json_t *value);

/* All elements of an object that is markup. */
static void
add_markup(xmlNode *parent, const char *key, const json_t *object)
{
	const char *uri = json_string_value(json_object_get(object, "about"));
	const char *prefix = is_name(key + 1) ? key + 1 : "ns";
	const struct ns_entry *known = ns_of_uri(uri);
	const char *name;
	json_t *list;
	xmlNs *ns =
	    node_ns_of_uri(parent->doc, known == NULL ? uri : known->uri,
		known == NULL ? prefix : known->prefix);

	json_object_foreach((json_t *)object, name, list)
	{
		size_t i;
		json_t *v;
		if (json_is_object(list))
			members_add(parent, name, list);
		json_array_foreach(list, i, v)
		    add_element(parent, ns, local_name(name), v);
	}
}

/*
 * The namespace of "@prefix:name": what "@xmlns:prefix" beside it says, or what
 * everyone means by the prefix, or that of the element.
 */
static xmlNs *
attribute_ns(xmlNode *node, const char *prefix, const json_t *object)
{
	struct buf key;

	buf_init(&key, KIB);
	buf_printf(&key, "@xmlns:%s", prefix);
	const char *uri =
	    json_string_value(json_object_get(object, buf_text(&key)));
	buf_clear(&key);
	if (uri != NULL && *uri != '\0')
		return node_ns_of_uri(node->doc, uri, prefix);
	const struct ns_entry *ns = ns_of_prefix(prefix, strlen(prefix));
	if (ns == NULL)
		return node->ns;
	return ns->id == NS_XML
		   ? node_ns(node->doc, NS_XML)
		   : node_ns_of_uri(node->doc, ns->uri, ns->prefix);
}

/* "@name" or "@prefix:name", of an object. */
static void
add_attribute(
    xmlNode *node, const char *key, const char *text, const json_t *object)
{
	const char *colon = strchr(key, ':');

	if (text == NULL || strncmp(key, "@xmlns:", 7) == 0)
		return;
	if (colon == NULL) {
		if (is_name(key + 1) && strcmp(key, "@xmlns") != 0)
			node_set(node, key + 1, text);
		return;
	}
	char *prefix = mem_dup(key + 1, (size_t)(colon - key - 1));
	if (is_name(prefix) && is_name(colon + 1)) {
		xmlNs *ns = attribute_ns(node, prefix, object);
		if (xmlSetNsProp(node, ns, (const xmlChar *)(colon + 1),
			(const xmlChar *)text) == NULL)
			mem_out();
	}
	free(prefix);
}

/* "#xml": what an element with text and elements mixed holds. */
static void
add_inner(xmlNode *node, const char *xml)
{
	struct buf text;

	buf_init(&text, LIMIT_ENTRY);
	buf_puts(&text, "<x>");
	buf_puts(&text, xml);
	buf_puts(&text, "</x>");
	xmlDoc *doc = xmlReadMemory(buf_text(&text), (int)text.len, "entry",
	    NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	buf_clear(&text);
	if (doc == NULL || xmlDocGetRootElement(doc) == NULL ||
	    doc->intSubset != NULL) {
		node_set_text(node, xml, strlen(xml));
	} else {
		for (const xmlNode *n = xmlDocGetRootElement(doc)->children;
		     n != NULL; n = n->next)
			node_copy(n, node);
	}
	xmlFreeDoc(doc);
}

static void
add_element(xmlNode *parent, xmlNs *ns, const char *name, const json_t *value)
{
	const char *key;
	json_t *v;
	xmlNode *node = node_add(parent, NS_JSON, name, NULL);

	node->ns = ns;
	if (json_is_string(value)) {
		node_set_text(
		    node, json_string_value(value), json_string_length(value));
		return;
	}
	json_object_foreach((json_t *)value, key, v)
	{
		size_t i;
		json_t *item;
		if (key[0] == '@')
			add_attribute(node, key, json_string_value(v), value);
		else if (strcmp(key, "#text") == 0 && json_is_string(v))
			node_set_text(
			    node, json_string_value(v), json_string_length(v));
		else if (strcmp(key, "#xml") == 0 && json_is_string(v))
			add_inner(node, json_string_value(v));
		else if (json_is_object(v))
			members_add(node, key, v);
		else if (is_name(local_name(key)))
			json_array_foreach(v, i, item)
			    add_element(node, ns, local_name(key), item);
	}
}

void
members_add(xmlNode *parent, const char *key, const json_t *value)
{
	if (key[0] == '_' && is_markup(value))
		add_markup(parent, key, value);
	else
		members_add_json(parent, key, value);
}
