/*
 * Members of a JSON Feed as Atom.  "_atom" (see xslt/json.xsl) names the Atom
 * elements that stand in the place of what plain members say.
 */
#include "parse/json_atom.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/mem.h"
#include "model/links.h"
#include "parse/members.h"
#include "xml/node.h"

/* Makes the elements of one member. */
typedef void take(xmlNode *parent, const json_t *value);

static take take_id, take_url, take_external, take_title, take_html, take_text,
    take_summary, take_image, take_published, take_modified, take_authors,
    take_author, take_tags, take_language, take_attachments, take_home,
    take_self, take_description, take_next, take_icon, take_favicon, take_hubs,
    take_nothing;

static const struct member {
	const char *key;
	take *take;
} entry_members[] =
    {
	{"id", take_id},
	{"url", take_url},
	{"external_url", take_external},
	{"title", take_title},
	{"content_html", take_html},
	{"content_text", take_text},
	{"summary", take_summary},
	{"image", take_image},
	{"date_published", take_published},
	{"date_modified", take_modified},
	{"authors", take_authors},
	{"author", take_author},
	{"tags", take_tags},
	{"language", take_language},
	{"attachments", take_attachments},
	{NULL, NULL},
},
  head_members[] = {
      {"version", take_nothing},
      {"title", take_title},
      {"home_page_url", take_home},
      {"feed_url", take_self},
      {"description", take_description},
      {"next_url", take_next},
      {"icon", take_icon},
      {"favicon", take_favicon},
      {"authors", take_authors},
      {"author", take_author},
      {"language", take_language},
      {"hubs", take_hubs},
      {"items", take_nothing},
      {NULL, NULL},
};

/* An Atom element with a scalar's text. */
static xmlNode *
add_text(xmlNode *parent, const char *name, const json_t *value)
{
	char *text = members_scalar(value);
	xmlNode *node = text == NULL || *text == '\0'
			    ? NULL
			    : node_add(parent, NS_ATOM, name, text);

	free(text);
	return node;
}

static xmlNode *
add_link(xmlNode *parent, const char *rel, const json_t *value)
{
	const char *url = json_string_value(value);

	return url == NULL || *url == '\0' ? NULL : links_add(parent, rel, url);
}

static void
take_nothing(xmlNode *parent, const json_t *value)
{
	(void)parent;
	(void)value;
}

static void
take_id(xmlNode *parent, const json_t *value)
{
	add_text(parent, "id", value);
}

static void
take_url(xmlNode *parent, const json_t *value)
{
	add_link(parent, "alternate", value);
}

static void
take_external(xmlNode *parent, const json_t *value)
{
	add_link(parent, "related", value);
}

static void
take_home(xmlNode *parent, const json_t *value)
{
	add_link(parent, "alternate", value);
}

static void
take_self(xmlNode *parent, const json_t *value)
{
	add_link(parent, "self", value);
}

static void
take_next(xmlNode *parent, const json_t *value)
{
	add_link(parent, "next", value);
}

static void
take_title(xmlNode *parent, const json_t *value)
{
	add_text(parent, "title", value);
}

static void
take_description(xmlNode *parent, const json_t *value)
{
	add_text(parent, "subtitle", value);
}

static void
take_html(xmlNode *parent, const json_t *value)
{
	xmlNode *content = add_text(parent, "content", value);

	if (content != NULL)
		node_set(content, "type", "html");
}

/* Beside content_html it stays a member of its own. */
static void
take_text(xmlNode *parent, const json_t *value)
{
	if (node_child(parent, NS_ATOM, "content") != NULL)
		members_add_json(parent, "content_text", value);
	else
		add_text(parent, "content", value);
}

static void
take_summary(xmlNode *parent, const json_t *value)
{
	add_text(parent, "summary", value);
}

static void
take_image(xmlNode *parent, const json_t *value)
{
	const char *url = json_string_value(value);

	if (url != NULL && *url != '\0')
		node_set(
		    node_add(parent, NS_MEDIA, "thumbnail", NULL), "url", url);
}

static void
add_date(xmlNode *parent, const char *name, const json_t *value)
{
	const char *text = json_string_value(value);
	struct date date;
	char words[DATE_TEXT];

	if (text == NULL || date_parse(text, strlen(text), &date) == -1)
		return;
	date_rfc3339(&date, words);
	node_add(parent, NS_ATOM, name, words);
}

static void
take_published(xmlNode *parent, const json_t *value)
{
	add_date(parent, "published", value);
}

static void
take_modified(xmlNode *parent, const json_t *value)
{
	add_date(parent, "updated", value);
}

static void
add_author(xmlNode *parent, const json_t *value)
{
	const char *key;
	json_t *v;

	if (json_is_string(value)) {
		xmlNode *author = node_add(parent, NS_ATOM, "author", NULL);
		add_text(author, "name", value);
		return;
	}
	if (!json_is_object(value) || json_object_size(value) == 0)
		return;
	xmlNode *author = node_add(parent, NS_ATOM, "author", NULL);
	if (add_text(author, "name", json_object_get(value, "name")) == NULL)
		node_add(author, NS_ATOM, "name", "");
	add_text(author, "uri", json_object_get(value, "url"));
	json_object_foreach((json_t *)value, key, v)
	{
		if (strcmp(key, "name") != 0 && strcmp(key, "url") != 0)
			members_add(author, key, v);
	}
}

/* Version 1.0's one author counts where there are no authors. */
static void
take_author(xmlNode *parent, const json_t *value)
{
	if (node_child(parent, NS_ATOM, "author") == NULL)
		add_author(parent, value);
}

static void
take_authors(xmlNode *parent, const json_t *value)
{
	xmlNode *old;
	size_t i;
	json_t *v;

	while (json_array_size(value) > 0 &&
	       (old = node_child(parent, NS_ATOM, "author")) != NULL)
		node_remove(old);
	json_array_foreach(value, i, v) add_author(parent, v);
}

static void
take_tags(xmlNode *parent, const json_t *value)
{
	size_t i;
	json_t *v;

	json_array_foreach(value, i, v)
	{
		char *term = members_scalar(v);
		if (term != NULL && *term != '\0')
			node_set(node_add(parent, NS_ATOM, "category", NULL),
			    "term", term);
		free(term);
	}
}

static void
take_language(xmlNode *parent, const json_t *value)
{
	const char *text = json_string_value(value);

	if (text != NULL && *text != '\0')
		node_set_ns(parent, NS_XML, "lang", text);
}

static void
set_scalar(xmlNode *node, const char *name, const json_t *value)
{
	char *text = members_scalar(value);

	if (text != NULL && *text != '\0')
		node_set(node, name, text);
	free(text);
}

static void
take_attachment(xmlNode *parent, const json_t *value)
{
	static const char *const known[] = {"url", "mime_type", "title",
	    "size_in_bytes", "duration_in_seconds"};
	xmlNode *link =
	    add_link(parent, "enclosure", json_object_get(value, "url"));
	const char *key;
	json_t *v;

	if (link == NULL)
		return;
	set_scalar(link, "type", json_object_get(value, "mime_type"));
	set_scalar(link, "title", json_object_get(value, "title"));
	set_scalar(link, "length", json_object_get(value, "size_in_bytes"));
	char *seconds =
	    members_scalar(json_object_get(value, "duration_in_seconds"));
	if (seconds != NULL)
		node_set_ns(link, NS_MEDIA, "duration", seconds);
	free(seconds);
	json_object_foreach((json_t *)value, key, v)
	{
		bool is = false;
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			is = is || strcmp(known[i], key) == 0;
		if (!is)
			members_add(link, key, v);
	}
}

static void
take_attachments(xmlNode *parent, const json_t *value)
{
	size_t i;
	json_t *v;

	json_array_foreach(value, i, v) take_attachment(parent, v);
}

static void
take_icon(xmlNode *parent, const json_t *value)
{
	add_text(parent, "logo", value);
}

static void
take_favicon(xmlNode *parent, const json_t *value)
{
	add_text(parent, "icon", value);
}

/* A hub of another kind than WebSub keeps its type. */
static void
take_hubs(xmlNode *parent, const json_t *value)
{
	size_t i;
	json_t *v;

	json_array_foreach(value, i, v)
	{
		xmlNode *link =
		    add_link(parent, "hub", json_object_get(v, "url"));
		const char *type =
		    json_string_value(json_object_get(v, "type"));
		if (link != NULL && type != NULL &&
		    strcasecmp(type, "WebSub") != 0)
			members_add(link, "type", json_object_get(v, "type"));
	}
}

/*
 * Whether "_atom" says an element of its own accord: by its name, or, of what
 * was taken for content, as the summary that it is.
 */
static bool
says(const json_t *atom, const xmlNode *node, bool summary)
{
	if (ns_of(node) != NS_ATOM)
		return false;
	if (json_is_array(json_object_get(atom, node_name(node))))
		return true;
	return !summary && strcmp(node_name(node), "content") == 0 &&
	       json_is_array(json_object_get(atom, "summary")) &&
	       json_object_get(atom, "content") == NULL;
}

/* The Atom elements of "_atom" in the place of those from plain members. */
static void
take_atom(xmlNode *parent, const json_t *atom, bool summary)
{
	for (xmlNode *n = node_first(parent), *next; n != NULL; n = next) {
		next = node_next(n);
		if (says(atom, n, summary))
			node_remove(n);
	}
	members_add(parent, "_atom", atom);
}

/* The addresses of media:content, as keys of an object of the caller's. */
static json_t *
media_addresses(const json_t *object)
{
	const json_t *contents =
	    json_object_get(json_object_get(object, "_media"), "content");
	json_t *said = json_object();
	size_t i;
	json_t *v;

	if (said == NULL)
		mem_out();
	json_array_foreach(contents, i, v)
	{
		const char *url = json_string_value(json_object_get(v, "@url"));
		if (url != NULL)
			json_object_set_new(said, url, json_true());
	}
	return said;
}

/* Frees what "image" and "attachments" only repeat of foreign markup. */
static void
drop_repeated(xmlNode *parent, const json_t *object)
{
	const char *image = json_string_value(json_object_get(object, "image"));
	bool media = json_object_get(object, "_media") != NULL;
	bool podcast = json_object_get(object, "_itunes") != NULL ||
		       json_object_get(object, "_googleplay") != NULL;

	if (image != NULL && (media || podcast)) {
		for (xmlNode *n = node_first(parent); n != NULL;
		     n = node_next(n)) {
			if (node_is(n, NS_MEDIA, "thumbnail")) {
				node_remove(n);
				break;
			}
		}
	}
	if (!media)
		return;
	json_t *said = media_addresses(object);
	for (xmlNode *n = node_first(parent), *next; n != NULL; n = next) {
		next = node_next(n);
		const char *href = node_attribute(n, "href");
		const char *rel = node_attribute(n, "rel");
		if (node_is(n, NS_ATOM, "link") && href != NULL &&
		    rel != NULL && strcmp(rel, "enclosure") == 0 &&
		    json_object_del(said, href) == 0)
			node_remove(n);
	}
	json_decref(said);
}

void
json_atom_member(xmlNode *root, const char *key, const json_t *value)
{
	const struct member *m = head_members;

	while (m->key != NULL && strcmp(m->key, key) != 0)
		m++;
	if (strcmp(key, "_atom") == 0)
		take_atom(root, value, true);
	else if (m->key != NULL)
		m->take(root, value);
	else
		members_add(root, key, value);
}

xmlNode *
json_atom_entry(xmlDoc *doc, const json_t *item)
{
	xmlNode *entry = xmlNewDocNode(
	    doc, node_ns(doc, NS_ATOM), (const xmlChar *)"entry", NULL);
	const char *key;
	json_t *v;

	if (entry == NULL)
		mem_out();
	for (const struct member *m = entry_members; m->key != NULL; m++) {
		v = json_object_get(item, m->key);
		if (v != NULL)
			m->take(entry, v);
	}
	drop_repeated(entry, item);
	json_object_foreach((json_t *)item, key, v)
	{
		bool known = false;
		for (const struct member *m = entry_members; m->key != NULL;
		     m++)
			known = known || strcmp(m->key, key) == 0;
		if (strcmp(key, "_atom") == 0)
			take_atom(
			    entry, v, json_object_get(item, "summary") != NULL);
		else if (!known)
			members_add(entry, key, v);
	}
	return entry;
}
