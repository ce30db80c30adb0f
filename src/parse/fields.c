/*
 * The table of fields and what each field does with its element.  RSS 2.0, 0.9x
 * and 1.0 are one vocabulary here; so are Atom 1.0 and 0.3, told apart where
 * they differ.
 */
#include "parse/fields.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/entity.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "html/fragment.h"
#include "model/construct.h"
#include "model/language.h"
#include "model/links.h"
#include "model/person.h"
#include "xml/node.h"

#define ID_MADE "urn:feedloom:id:" /* before an id that is no IRI */

/* What can be there once; the best element wins. */
enum field {
	F_TITLE,
	F_ID,
	F_LINK,
	F_PUBLISHED,
	F_UPDATED,
	F_CONTENT,
	F_SUMMARY,
	F_SUBTITLE,
	F_RIGHTS,
	F_LANGUAGE,
	F_GENERATOR,
	F_LOGO,
	F_ICON,
	F_AUTHOR_ELSE, /* an author where no better element names one */
	F_SINGLE,      /* how many of these there are */
	F_MANY,	       /* each element is one */
};

struct mapping {
	xmlNode *parent;
	const struct fields_context *context;
};

/* Makes the element the field; the element is its parent's child. */
typedef void put(struct mapping *m, xmlNode *node);

struct row {
	enum ns ns; /* NS_RSS, NS_ATOM: the whole vocabulary */
	const char *name;
	int where;
	enum field field;
	int rank;  /* lower is better */
	bool keep; /* the element stays beside the field */
	put *put;
};

static put put_text, put_twice, put_html, put_atom_text, put_date, put_url,
    put_guid, put_id, put_language, put_author, put_creator, put_atom_person,
    put_contributor, put_category, put_subject, put_enclosure, put_replies,
    put_source, put_atom_link, put_generator, put_atom_generator, put_image,
    put_atom_source, put_atom_category, put_resource, put_phrase, put_atom_same,
    put_xhtml;

#define E FIELDS_ENTRY
#define H FIELDS_HEAD

static const struct row table[] = {
    {NS_RSS, "title", E | H, F_TITLE, 1, false, put_text},
    {NS_ATOM, "title", E | H, F_TITLE, 0, false, put_atom_text},
    {NS_DC, "title", E | H, F_TITLE, 2, false, put_twice},
    {NS_DCTERMS, "title", E | H, F_TITLE, 3, false, put_twice},
    {NS_MEDIA, "title", E | H, F_TITLE, 4, true, put_text},
    {NS_ITUNES, "title", E | H, F_TITLE, 5, true, put_text},

    {NS_ATOM, "id", E | H, F_ID, 0, false, put_id},
    {NS_RSS, "guid", E, F_ID, 1, false, put_guid},
    {NS_DC, "identifier", E, F_ID, 2, true, put_id},
    {NS_DCTERMS, "identifier", E, F_ID, 3, true, put_id},

    {NS_RSS, "link", E | H, F_LINK, 1, false, put_url},
    {NS_FEEDBURNER, "origLink", E, F_LINK, 2, true, put_url},
    {NS_ATOM, "link", E | H, F_MANY, 0, false, put_atom_link},

    {NS_RSS, "pubDate", E, F_PUBLISHED, 1, false, put_date},
    {NS_RSS, "pubDate", H, F_UPDATED, 6, true, put_date},
    {NS_ATOM, "published", E, F_PUBLISHED, 0, false, put_date},
    {NS_ATOM, "issued", E, F_PUBLISHED, 1, false, put_date},
    {NS_DCTERMS, "issued", E, F_PUBLISHED, 3, false, put_date},
    {NS_DC, "date", E, F_PUBLISHED, 4, false, put_date},
    {NS_DCTERMS, "created", E, F_PUBLISHED, 5, false, put_date},
    {NS_ATOM, "created", E, F_PUBLISHED, 6, false, put_date},
    {NS_DCTERMS, "available", E, F_PUBLISHED, 7, true, put_date},
    {NS_RSS, "date", E, F_PUBLISHED, 8, false, put_date},
    {NS_WP, "post_date_gmt", E, F_PUBLISHED, 9, true, put_date},

    {NS_ATOM, "updated", E | H, F_UPDATED, 0, false, put_date},
    {NS_ATOM, "modified", E | H, F_UPDATED, 1, false, put_date},
    {NS_DCTERMS, "modified", E | H, F_UPDATED, 2, false, put_date},
    {NS_RSS, "lastBuildDate", E | H, F_UPDATED, 3, false, put_date},
    {NS_DC, "date", H, F_UPDATED, 4, false, put_date},
    {NS_WP, "post_modified_gmt", E, F_UPDATED, 5, true, put_date},

    {NS_CONTENT, "encoded", E, F_CONTENT, 1, false, put_html},
    {NS_ATOM, "content", E, F_CONTENT, 0, false, put_atom_text},
    {NS_XHTML, "body", E, F_CONTENT, 2, false, put_xhtml},
    {NS_XHTML, "div", E, F_CONTENT, 3, false, put_xhtml},
    {NS_RSS, "fullitem", E, F_CONTENT, 4, false, put_html},

    {NS_EXCERPT, "encoded", E, F_SUMMARY, 0, false, put_html},
    {NS_RSS, "description", E, F_SUMMARY, 2, false, put_html},
    {NS_ATOM, "summary", E, F_SUMMARY, 1, false, put_atom_text},
    {NS_DC, "description", E, F_SUMMARY, 3, false, put_html},
    {NS_DCTERMS, "abstract", E, F_SUMMARY, 4, false, put_html},
    {NS_ITUNES, "summary", E, F_SUMMARY, 5, true, put_html},
    {NS_GOOGLEPLAY, "description", E, F_SUMMARY, 6, true, put_html},
    {NS_MEDIA, "description", E, F_SUMMARY, 7, true, put_html},
    {NS_ITUNES, "subtitle", E, F_SUMMARY, 8, true, put_html},

    {NS_RSS, "description", H, F_SUBTITLE, 1, false, put_phrase},
    {NS_ATOM, "subtitle", H, F_SUBTITLE, 0, false, put_atom_text},
    {NS_ATOM, "tagline", H, F_SUBTITLE, 1, false, put_atom_text},
    {NS_DC, "description", H, F_SUBTITLE, 2, false, put_phrase},
    {NS_ITUNES, "summary", H, F_SUBTITLE, 3, true, put_phrase},
    {NS_GOOGLEPLAY, "description", H, F_SUBTITLE, 4, true, put_phrase},
    {NS_ITUNES, "subtitle", H, F_SUBTITLE, 5, true, put_phrase},

    {NS_ATOM, "rights", E | H, F_RIGHTS, 0, false, put_atom_text},
    {NS_ATOM, "copyright", E | H, F_RIGHTS, 0, false, put_atom_text},
    {NS_RSS, "copyright", E | H, F_RIGHTS, 1, false, put_phrase},
    {NS_DC, "rights", E | H, F_RIGHTS, 2, false, put_phrase},
    {NS_DCTERMS, "rights", E | H, F_RIGHTS, 3, false, put_phrase},
    {NS_MEDIA, "copyright", E | H, F_RIGHTS, 4, true, put_phrase},

    {NS_RSS, "language", E | H, F_LANGUAGE, 0, false, put_language},
    {NS_DC, "language", E | H, F_LANGUAGE, 1, false, put_language},
    {NS_DCTERMS, "language", E | H, F_LANGUAGE, 2, false, put_language},

    {NS_ATOM, "generator", H, F_GENERATOR, 0, false, put_atom_generator},
    {NS_RSS, "generator", H, F_GENERATOR, 1, false, put_generator},
    {NS_KNOWN, "generatorAgent", H, F_GENERATOR, 2, true, put_resource},

    {NS_ATOM, "logo", H, F_LOGO, 0, false, put_atom_same},
    {NS_RSS, "image", H, F_LOGO, 1, true, put_image},
    {NS_ITUNES, "image", H, F_LOGO, 2, true, put_image},
    {NS_GOOGLEPLAY, "image", H, F_LOGO, 3, true, put_image},
    {NS_ATOM, "icon", H, F_ICON, 0, false, put_atom_same},

    {NS_ATOM, "author", E | H, F_MANY, 0, false, put_atom_person},
    {NS_RSS, "author", E | H, F_MANY, 0, false, put_author},
    {NS_DC, "creator", E | H, F_MANY, 0, false, put_creator},
    {NS_RSS, "managingEditor", H, F_MANY, 0, false, put_author},
    {NS_DCTERMS, "creator", E | H, F_AUTHOR_ELSE, 1, false, put_creator},
    {NS_DC, "author", E | H, F_AUTHOR_ELSE, 2, false, put_creator},
    {NS_ITUNES, "author", E | H, F_AUTHOR_ELSE, 3, true, put_author},
    {NS_GOOGLEPLAY, "author", E | H, F_AUTHOR_ELSE, 4, true, put_author},
    {NS_DC, "publisher", H, F_AUTHOR_ELSE, 5, true, put_creator},
    {NS_RSS, "webMaster", H, F_AUTHOR_ELSE, 6, true, put_author},
    {NS_ATOM, "contributor", E | H, F_MANY, 0, false, put_atom_person},
    {NS_DC, "contributor", E | H, F_MANY, 0, false, put_contributor},
    {NS_DCTERMS, "contributor", E | H, F_MANY, 0, false, put_contributor},

    {NS_ATOM, "category", E | H, F_MANY, 0, false, put_atom_category},
    {NS_RSS, "category", E | H, F_MANY, 0, false, put_category},
    {NS_DC, "subject", E | H, F_MANY, 0, false, put_subject},

    {NS_RSS, "enclosure", E, F_MANY, 0, false, put_enclosure},
    {NS_RSS, "comments", E, F_MANY, 0, false, put_replies},
    {NS_RSS, "source", E, F_MANY, 0, false, put_source},
    {NS_ATOM, "source", E, F_MANY, 0, false, put_atom_source},
};

#undef E
#undef H

static enum ns
vocabulary(const xmlNode *node)
{
	enum ns ns = ns_of(node);

	switch (ns) {
	case NS_NONE:
	case NS_RSS1:
	case NS_RSS090:
		return NS_RSS;
	case NS_ATOM03:
		return NS_ATOM;
	default:
		return ns;
	}
}

/* RSS is written by hand, in any case: <pubdate>, <TITLE>. */
static const struct row *
row_find(const xmlNode *node, enum fields_where where)
{
	enum ns ns = vocabulary(node);
	const char *name = node_name(node);

	if (ns == NS_OTHER)
		return NULL;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].ns == ns && (table[i].where & (int)where) != 0 &&
		    (table[i].name[0] | 0x20) == (name[0] | 0x20) &&
		    (strcmp(table[i].name, name) == 0 ||
			(ns == NS_RSS && strcasecmp(table[i].name, name) == 0)))
			return &table[i];
	}
	return NULL;
}

/* rss.xsl puts Atom's attributes on RSS's elements; they come off again. */
static void
unqualify(xmlNode *node)
{
	static const char *const atom[] = {
	    "title", "hreflang", "type", "length", "label"};

	for (size_t i = 0; i < sizeof(atom) / sizeof(atom[0]); i++) {
		char *value =
		    mem_str(node_attribute_ns(node, NS_ATOM, atom[i]));
		if (value == NULL)
			continue;
		node_set_ns(node, NS_ATOM, atom[i], NULL);
		node_set(node, atom[i], value);
		free(value);
	}
}

/* Takes away all attributes that the canonical element does not have. */
static void
bare(xmlNode *node)
{
	for (xmlAttr *a = node->properties, *next; a != NULL; a = next) {
		next = a->next;
		if (a->ns == NULL)
			xmlRemoveProp(a);
	}
}

/* The line where an element begins. */
static unsigned long
line_of(const struct mapping *m, const xmlNode *node)
{
	return m->context->line + node->line;
}

/* Puts trimmed text in the place of what the element holds. */
static void
set_trimmed(xmlNode *node, bool twice)
{
	char *text = node_trimmed(node);

	if (twice && strchr(text, '&') != NULL) {
		struct buf decoded;
		buf_init(&decoded, LIMIT_ENTRY);
		entity_decode_all(text, strlen(text), &decoded);
		node_set_text(node, buf_text(&decoded), decoded.len);
		buf_clear(&decoded);
	} else {
		node_set_text(node, text, strlen(text));
	}
	free(text);
}

/* The Atom name of the single fields. */
static const char *const names[F_SINGLE] = {
    [F_TITLE] = "title",
    [F_ID] = "id",
    [F_LINK] = "link",
    [F_PUBLISHED] = "published",
    [F_UPDATED] = "updated",
    [F_CONTENT] = "content",
    [F_SUMMARY] = "summary",
    [F_SUBTITLE] = "subtitle",
    [F_RIGHTS] = "rights",
    [F_GENERATOR] = "generator",
    [F_LOGO] = "logo",
    [F_ICON] = "icon",
};

static void
put_text(struct mapping *m, xmlNode *node)
{
	(void)m;
	bare(node);
	set_trimmed(node, false);
}

static void
put_twice(struct mapping *m, xmlNode *node)
{
	(void)m;
	bare(node);
	set_trimmed(node, true);
}

/* HTML without a tag is text, except where it is long: content stays. */
static void
put_plainly(xmlNode *node)
{
	const char *text = node_plain(node);

	if (strcmp(node_name(node), "content") == 0 || text == NULL ||
	    strchr(text, '<') != NULL)
		return;
	node_set(node, "type", NULL);
	set_trimmed(node, true);
}

/* The type that rss.xsl says a text was of, taken away; "" when it does not. */
static char *
take_type(xmlNode *node)
{
	char *type = mem_str(node_attribute_ns(node, NS_ATOM, "type"));

	if (type == NULL)
		return mem_str("");
	node_set_ns(node, NS_ATOM, "type", NULL);
	return type;
}

/* HTML, escaped or in CDATA; or, against the rules, as elements. */
static void
put_html(struct mapping *m, xmlNode *node)
{
	char *type = take_type(node);
	bool text_was = strcmp(type, "text") == 0;

	(void)m;
	free(type);
	bare(node);
	if (text_was) {
		set_trimmed(node, true);
		return;
	}
	if (node_has_elements(node)) {
		put_xhtml(m, node);
		return;
	}
	if (node->children != NULL && node->children->next != NULL) {
		struct buf text;
		buf_init(&text, LIMIT_ENTRY);
		node_text(node, &text);
		node_set_text(node, buf_text(&text), text.len);
		buf_clear(&text);
	}
	node_set(node, "type", "html");
	put_plainly(node);
}

static void
put_xhtml(struct mapping *m, xmlNode *node)
{
	struct buf html;

	(void)m;
	buf_init(&html, LIMIT_OUTPUT);
	fragment_html(node, &html);
	bare(node);
	construct_set_html(node, buf_text(&html), html.len);
	buf_clear(&html);
	put_plainly(node);
}

/* What is text by the rules, but HTML when it has tags in it. */
static void
put_phrase(struct mapping *m, xmlNode *node)
{
	if (node_has_elements(node)) {
		put_html(m, node);
		return;
	}
	char *type = take_type(node);
	bare(node);
	set_trimmed(node, false);
	const char *text = node_plain(node);
	const char *lt = text == NULL ? NULL : strchr(text, '<');
	if (strcmp(type, "html") == 0 ||
	    (*type == '\0' && lt != NULL && strchr(lt, '>') != NULL &&
		((lt[1] | 0x20) >= 'a' && (lt[1] | 0x20) <= 'z')))
		node_set(node, "type", "html");
	free(type);
}

/* RFC 4287 section 3.1.1.3: xhtml is one div of XHTML and nothing else. */
static bool
holds_div(const xmlNode *node)
{
	const xmlNode *div = node_first(node);

	if (div == NULL || !node_is(div, NS_XHTML, "div"))
		return false;
	for (const xmlNode *n = node->children; n != NULL; n = n->next) {
		if (n != div &&
		    (n->type != XML_TEXT_NODE || !xmlIsBlankNode(n)))
			return false;
	}
	return true;
}

/* Of all text constructs, only content may have a media type. */
static bool
is_type(const xmlNode *node, const char *type)
{
	return strcmp(type, "text") == 0 || strcmp(type, "html") == 0 ||
	       strcmp(type, "xhtml") == 0 ||
	       (strchr(type, '/') != NULL &&
		   strcmp(node_name(node), "content") == 0);
}

/* Atom 0.3's mode and media types, as Atom 1.0's types. */
static void
put_atom_text(struct mapping *m, xmlNode *node)
{
	static const struct {
		const char *type;
		const char *mode; /* NULL: any */
		const char *is;
	} types[] = {
	    {"text/plain", NULL, NULL},
	    {"text", NULL, NULL},
	    {"text/html", "xml", "xhtml"},
	    {"text/html", NULL, "html"},
	    {"html", "xml", "xhtml"},
	    {"application/xhtml+xml", "escaped", "html"},
	    {"application/xhtml+xml", NULL, "xhtml"},
	};
	const char *type = node_attribute(node, "type");
	const char *mode = node_attribute(node, "mode");

	(void)m;
	for (size_t i = 0; type != NULL && i < sizeof(types) / sizeof(types[0]);
	     i++) {
		if (strcmp(types[i].type, type) == 0 &&
		    (types[i].mode == NULL ||
			(mode != NULL && strcmp(types[i].mode, mode) == 0))) {
			node_set(node, "type", types[i].is);
			break;
		}
	}
	if (mode != NULL)
		node_set(node, "mode", NULL);
	type = node_attribute(node, "type");
	if (type != NULL && !is_type(node, type)) {
		node_set(node, "type", NULL);
		type = NULL;
	}
	if (type == NULL && node_has_elements(node))
		node_set(node, "type", "xhtml");
	else if (type != NULL && strcmp(type, "html") == 0 &&
		 node_has_elements(node))
		put_xhtml(m, node);
	else if (type == NULL || strcmp(type, "text") == 0)
		set_trimmed(node, false);
	else if (strcmp(type, "html") == 0)
		put_plainly(node);
	type = node_attribute(node, "type");
	if (type != NULL && strcmp(type, "xhtml") == 0 && !holds_div(node))
		put_xhtml(m, node);
}

static bool
read_date(const xmlNode *node, struct date *date)
{
	char *text = node_trimmed(node);
	bool fine = date_parse(text, strlen(text), date) == 0;

	free(text);
	return fine;
}

static void
put_date(struct mapping *m, xmlNode *node)
{
	struct date date;
	char text[DATE_TEXT];

	(void)m;
	if (!read_date(node, &date))
		return;
	date_rfc3339(&date, text);
	bare(node);
	node_set_text(node, text, strlen(text));
}

/* An element whose text is the address of the page. */
static void
put_url(struct mapping *m, xmlNode *node)
{
	char *url = node_trimmed(node);

	(void)m;
	bare(node);
	node_set_text(node, "", 0);
	node_set(node, "rel", "alternate");
	node_set(node, "href", url);
	unqualify(node);
	free(url);
}

static bool
is_false(const char *text)
{
	return text != NULL &&
	       (strcasecmp(text, "false") == 0 || strcmp(text, "0") == 0 ||
		   strcasecmp(text, "no") == 0);
}

/* An attribute of RSS, whatever case it is in. */
static const char *
any_case(const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		if (a->ns == NULL && a->children != NULL &&
		    strcasecmp((const char *)a->name, name) == 0)
			return (const char *)a->children->content;
	}
	return NULL;
}

/* RSS 2.0: a guid is a permanent link unless it says that it is none. */
static void
put_guid(struct mapping *m, xmlNode *node)
{
	bool link = !is_false(any_case(node, "isPermaLink"));

	(void)m;
	bare(node);
	set_trimmed(node, false);
	const char *text = node_plain(node);
	link = link && text != NULL && url_is_iri(text, strlen(text));
	node_set_ns(node, NS_RSS, "isPermaLink", link ? "true" : "false");
}

/* An id that atom.xsl had to make an IRI of becomes what it was. */
static void
put_id(struct mapping *m, xmlNode *node)
{
	static const char made[] = ID_MADE;
	const char *text;

	(void)m;
	bare(node);
	set_trimmed(node, false);
	text = node_plain(node);
	if (text == NULL || strncmp(text, made, sizeof(made) - 1) != 0)
		return;
	struct buf id;
	buf_init(&id, LIMIT_ENTRY);
	text += sizeof(made) - 1;
	url_decode(text, strlen(text), &id);
	node_set_text(node, buf_text(&id), id.len);
	buf_clear(&id);
}

/* What is no language tag stays an element. */
static void
put_language(struct mapping *m, xmlNode *node)
{
	char *text = node_trimmed(node);

	for (char *p = text; *p != '\0'; p++) {
		if (*p == '_')
			*p = '-';
	}
	const char *known = node_xml(m->parent, "lang");
	if (!language_valid(text) ||
	    (known != NULL && strcasecmp(known, text) != 0)) {
		node_rename(node, NS_DC, "language");
	} else {
		if (known == NULL)
			node_set_ns(m->parent, NS_XML, "lang", text);
		node_remove(node);
	}
	free(text);
}

static void
add_person(struct mapping *m, xmlNode *node, const char *role, bool twice)
{
	set_trimmed(node, twice);
	const char *text = node_plain(node);
	person_add(m->parent, role, text == NULL ? "" : text);
	node_remove(node);
}

static void
put_author(struct mapping *m, xmlNode *node)
{
	xmlNode *name = node_first(node);

	while (name != NULL && strcmp(node_name(name), "name") != 0)
		name = node_next(name);
	if (name != NULL) {
		char *text = node_trimmed(name);
		person_add(m->parent, "author", text);
		free(text);
		node_remove(node);
		return;
	}
	add_person(m, node, "author", false);
}

static void
put_creator(struct mapping *m, xmlNode *node)
{
	add_person(m, node, "author", true);
}

static void
put_contributor(struct mapping *m, xmlNode *node)
{
	add_person(m, node, "contributor", true);
}

/* Atom 0.3 calls a person's uri url. */
static void
put_atom_person(struct mapping *m, xmlNode *node)
{
	static const char *const parts[] = {"name", "uri", "email"};
	const char *role = node_name(node);

	if (!node_has_elements(node)) {
		add_person(m, node,
		    strcmp(role, "author") == 0 ? "author" : "contributor",
		    false);
		return;
	}
	node_rename(node, NS_ATOM, role);
	for (xmlNode *n = node->children, *next; n != NULL; n = next) {
		next = n->next;
		if (n->type != XML_ELEMENT_NODE) {
			node_remove(n);
			continue;
		}
		if (vocabulary(n) != NS_ATOM)
			continue;
		const char *name =
		    strcmp(node_name(n), "url") == 0 ? "uri" : node_name(n);
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
			if (strcmp(parts[i], name) == 0)
				node_rename(n, NS_ATOM, parts[i]);
		}
		set_trimmed(n, false);
		if (node_blank(n))
			node_remove(n);
	}
	if (node_child(node, NS_ATOM, "name") == NULL) {
		xmlNode *email = node_child(node, NS_ATOM, "email");
		const char *text = email == NULL ? NULL : node_plain(email);
		node_add(node, NS_ATOM, "name", text == NULL ? "" : text);
	}
}

static void
add_category(xmlNode *node, bool twice)
{
	char *scheme = mem_str(node_attribute(node, "domain"));
	char *slug = mem_str(node_attribute(node, "nicename"));

	set_trimmed(node, twice);
	char *term = mem_str(node_plain(node));
	bare(node);
	node_set_text(node, "", 0);
	node_rename(node, NS_ATOM, "category");
	if (term == NULL || *term == '\0') {
		node_remove(node);
	} else {
		node_set(node, "term", term);
		if (scheme != NULL && *scheme != '\0')
			node_set(node, "scheme", scheme);
		if (slug != NULL && *slug != '\0')
			node_set_ns(node, NS_WP, "nicename", slug);
		unqualify(node);
	}
	free(term);
	free(slug);
	free(scheme);
}

static void
put_category(struct mapping *m, xmlNode *node)
{
	(void)m;
	if (node_has_elements(node)) {
		fields_carry(node);
		return;
	}
	add_category(node, node_attribute(node, "nicename") != NULL);
}

static void
put_subject(struct mapping *m, xmlNode *node)
{
	(void)m;
	if (!node_has_elements(node))
		add_category(node, true);
}

static void
put_enclosure(struct mapping *m, xmlNode *node)
{
	const char *url = node_attribute(node, "url");

	if (url == NULL || *url == '\0') {
		note_tell(m->context->notes, line_of(m, node), 0,
		    "an <enclosure> without an address; left out");
		node_remove(node);
		return;
	}
	char *href = mem_str(url);
	const char *length = node_attribute(node, "length");
	if (length != NULL &&
	    (*length == '\0' || strspn(length, "0123456789") != strlen(length)))
		node_set(node, "length", NULL);
	node_rename(node, NS_ATOM, "link");
	if (!node_has_elements(node))
		node_set_text(node, "", 0);
	node_set(node, "url", NULL);
	node_set(node, "rel", "enclosure");
	node_set(node, "href", href);
	unqualify(node);
	free(href);
}

static void
put_replies(struct mapping *m, xmlNode *node)
{
	put_url(m, node);
	node_rename(node, NS_ATOM, "link");
	node_set(node, "rel", "replies");
	if (node_attribute(node, "type") == NULL)
		node_set(node, "type", "text/html");
}

/* RSS's source: the title and the address of the feed that an item is from. */
static void
put_source(struct mapping *m, xmlNode *node)
{
	char *url = mem_str(node_attribute(node, "url"));
	char *title = node_trimmed(node);

	(void)m;
	bare(node);
	node_set_text(node, "", 0);
	node_rename(node, NS_ATOM, "source");
	if (*title != '\0')
		node_add(node, NS_ATOM, "title", title);
	if (url != NULL && *url != '\0')
		links_add(node, "self", url);
	free(title);
	free(url);
}

static void
put_atom_link(struct mapping *m, xmlNode *node)
{
	(void)m;
	node_rename(node, NS_ATOM, "link");
	const char *href = node_attribute(node, "href");
	if (href == NULL || *href == '\0') {
		char *text = node_trimmed(node);
		if (*text == '\0')
			node_remove(node);
		else
			put_url(m, node);
		free(text);
	}
}

static void
put_atom_category(struct mapping *m, xmlNode *node)
{
	const char *term = node_attribute(node, "term");

	put_atom_same(m, node);
	if (term == NULL || *term == '\0')
		node_remove(node);
}

/* What another feed said of itself: as a head, with an id that is an IRI. */
static void
put_atom_source(struct mapping *m, xmlNode *node)
{
	put_atom_same(m, node);
	fields_map(node, FIELDS_HEAD, m->context);
	xmlNode *id = node_child(node, NS_ATOM, "id");
	const char *text = id == NULL ? NULL : node_plain(id);
	if (text == NULL || url_is_iri(text, strlen(text)))
		return;
	struct buf iri;
	buf_init(&iri, 3 * LIMIT_ENTRY);
	buf_puts(&iri, ID_MADE);
	url_encode(text, strlen(text), &iri);
	node_set_text(id, buf_text(&iri), iri.len);
	buf_clear(&iri);
}

/* Atom's own element, as it is; in 0.3's namespace it is renamed. */
static void
put_atom_same(struct mapping *m, xmlNode *node)
{
	(void)m;
	if (ns_of(node) != NS_ATOM)
		node_rename(node, NS_ATOM, node_name(node));
}

static void
put_generator(struct mapping *m, xmlNode *node)
{
	(void)m;
	bare(node);
	set_trimmed(node, false);
}

static void
put_atom_generator(struct mapping *m, xmlNode *node)
{
	const char *url = node_attribute(node, "url");

	(void)m;
	if (url != NULL) {
		node_set(node, "uri", url);
		node_set(node, "url", NULL);
	}
	set_trimmed(node, false);
}

/* An RDF element that names something by an attribute. */
static void
put_resource(struct mapping *m, xmlNode *node)
{
	const char *resource = node_attribute_ns(node, NS_RDF, "resource");
	char *text = mem_str(resource == NULL ? "" : resource);

	(void)m;
	while (node->properties != NULL)
		xmlRemoveProp(node->properties);
	node_set_text(node, text, strlen(text));
	free(text);
}

/* The address of a picture: RSS's url element, or a module's href. */
static char *
image_url(const xmlNode *node)
{
	char *url = mem_str(node_attribute(node, "href"));

	for (xmlNode *n = node_first(node); n != NULL; n = node_next(n)) {
		if (url == NULL && strcmp(node_name(n), "url") == 0)
			url = node_trimmed(n);
	}
	if (url == NULL) {
		const char *text = node_attribute_ns(node, NS_RDF, "resource");
		url = text != NULL		? mem_str(text)
		      : node_has_elements(node) ? mem_str("")
						: node_trimmed(node);
	}
	return url;
}

/* The picture of a feed. */
static void
put_image(struct mapping *m, xmlNode *node)
{
	char *url = image_url(node);

	(void)m;
	while (node->properties != NULL)
		xmlRemoveProp(node->properties);
	node_set_text(node, url, strlen(url));
	free(url);
}

void
fields_carry(xmlNode *node)
{
	enum ns ns = ns_of(node);

	if (ns == NS_NONE || ns == NS_RSS1 || ns == NS_RSS090)
		node_rename(node, NS_RSS,
		    strcmp(node_name(node), "textinput") == 0
			? "textInput"
			: node_name(node));
	/* WordPress writes line ends around the numbers of sy. */
	if (ns == NS_SY && !node_has_elements(node))
		set_trimmed(node, false);
	for (xmlNode *n = node_first(node); n != NULL; n = node_next(n))
		fields_carry(n);
}

/* Whether an element can be its field at all. */
static bool
usable(const struct row *row, const xmlNode *node)
{
	struct date date;

	if (row->put == put_date)
		return read_date(node, &date);
	if (row->put == put_image) {
		char *url = image_url(node);
		bool fine = *url != '\0';
		free(url);
		return fine;
	}
	return row->put == put_resource || !node_blank(node) ||
	       node_attribute(node, "src") != NULL ||
	       (node_has_elements(node) &&
		   (row->put == put_xhtml || row->put == put_html ||
		       row->put == put_atom_text));
}

/* An element that says nothing, or no date where one should be. */
static void
useless(struct mapping *m, const struct row *row, xmlNode *node)
{
	if (row->put == put_date && !node_blank(node) && !row->keep) {
		char *text = node_trimmed(node);
		note_tell(m->context->notes, line_of(m, node), 0,
		    "<%s> holds no date: \"%.60s\"; left out", node_name(node),
		    text);
		free(text);
	}
	bool empty = vocabulary(node) == NS_RSS && node_blank(node) &&
		     !node_has_elements(node);
	if (row->keep && !empty)
		fields_carry(node);
	else
		node_remove(node);
}

/*
 * An element that lost to a better one: a link is one more link, of Atom's
 * others there may not be two.
 */
static void
lose(struct mapping *m, xmlNode *node)
{
	if (vocabulary(node) == NS_RSS &&
	    strcmp(node_name(node), "link") == 0) {
		node_rename(node, NS_ATOM, "link");
		put_url(m, node);
		return;
	}
	if (ns_of(node) != NS_ATOM) {
		fields_carry(node);
		return;
	}
	note_tell(m->context->notes, line_of(m, node), 0,
	    "a second <%s>; left out", node_name(node));
	node_remove(node);
}

static bool
has_author(const xmlNode *parent)
{
	return node_child(parent, NS_ATOM, "author") != NULL;
}

/* Makes the winner of a field what it is to be. */
static void
settle(
    struct mapping *m, enum field field, const struct row *row, xmlNode *node)
{
	if (field == F_AUTHOR_ELSE && has_author(m->parent)) {
		fields_carry(node);
		return;
	}
	if (field == F_LINK && links_find(m->parent, "alternate") != NULL &&
	    row->keep)
		return;
	if (row->keep) {
		xmlNode *copy = node_copy(node, m->parent);
		fields_carry(node);
		node = copy;
	}
	if (names[field] != NULL)
		node_rename(node, NS_ATOM, names[field]);
	row->put(m, node);
}

/*
 * Takes away plain attributes that Atom's element does not have: RFC 4287
 * section 6.3 lets only those of other namespaces stand there.
 */
static void
strip(xmlNode *node)
{
	static const struct {
		const char *element;
		const char *attributes[7];
	} known[] = {
	    {"link", {"href", "rel", "type", "hreflang", "title", "length"}},
	    {"category", {"term", "scheme", "label"}},
	    {"content", {"type", "src"}},
	    {"generator", {"uri", "version"}},
	    {"title", {"type"}},
	    {"subtitle", {"type"}},
	    {"summary", {"type"}},
	    {"rights", {"type"}},
	};
	static const char *const none[] = {NULL};
	const char *const *allowed = none;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(known[i].element, node_name(node)) == 0)
			allowed = known[i].attributes;
	}
	for (xmlAttr *a = node->properties, *next; a != NULL; a = next) {
		next = a->next;
		const char *const *name = allowed;
		while (
		    *name != NULL && strcmp(*name, (const char *)a->name) != 0)
			name++;
		if (a->ns == NULL && *name == NULL)
			xmlRemoveProp(a);
	}
}

/* What attributes of the entry or the channel itself say. */
static void
map_attributes(xmlNode *parent)
{
	const char *about = node_attribute_ns(parent, NS_RDF, "about");

	if (about != NULL && node_child(parent, NS_ATOM, "id") == NULL)
		node_add(parent, NS_ATOM, "id", about);
	if (about != NULL)
		node_set_ns(parent, NS_RDF, "about", NULL);
	/* RSS 2.0: without a link, a permanent guid is the link. */
	xmlNode *id = node_child(parent, NS_ATOM, "id");
	const char *link =
	    id == NULL ? NULL : node_attribute_ns(id, NS_RSS, "isPermaLink");
	const char *text = id == NULL ? NULL : node_plain(id);
	if (link != NULL && strcmp(link, "true") == 0 && text != NULL &&
	    links_find(parent, "alternate") == NULL &&
	    (url_has_scheme(text, strlen(text), "http") ||
		url_has_scheme(text, strlen(text), "https")))
		links_add(parent, "alternate", text);
}

void
fields_map(xmlNode *parent, enum fields_where where,
    const struct fields_context *context)
{
	struct mapping m = {.parent = parent, .context = context};
	struct {
		const struct row *row;
		xmlNode *node;
	} best[F_SINGLE] = {{NULL, NULL}};

	for (xmlNode *n = node_first(parent), *next; n != NULL; n = next) {
		next = node_next(n);
		if (node_attribute_ns(n, NS_LOOM, "made") != NULL) {
			node_remove(n);
			continue;
		}
		const struct row *row = row_find(n, where);
		if (row == NULL) {
			fields_carry(n);
			continue;
		}
		if (row->field == F_MANY) {
			row->put(&m, n);
			continue;
		}
		if (!usable(row, n)) {
			useless(&m, row, n);
			continue;
		}
		if (best[row->field].row != NULL &&
		    best[row->field].row->rank <= row->rank) {
			lose(&m, n);
			continue;
		}
		if (best[row->field].row != NULL)
			lose(&m, best[row->field].node);
		best[row->field].row = row;
		best[row->field].node = n;
	}
	for (int f = 0; f < F_SINGLE; f++) {
		if (best[f].row != NULL)
			settle(&m, (enum field)f, best[f].row, best[f].node);
	}
	for (xmlNode *n = node_first(parent); n != NULL; n = node_next(n)) {
		if (n->properties != NULL && ns_of(n) == NS_ATOM)
			strip(n);
	}
	map_attributes(parent);
}
