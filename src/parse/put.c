/*
 * What is no text: dates, addresses, names, people, categories, enclosures and
 * pictures.
 */
#include "parse/put.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "model/language.h"
#include "model/links.h"
#include "model/person.h"
#include "xml/node.h"

#define ID_MADE "urn:feedloom:id:" /* before an id that is no IRI */

enum ns
put_vocabulary(const xmlNode *node)
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

/* rss.xsl puts Atom's attributes on RSS's elements; they come off again. */
static void
unqualify(xmlNode *node)
{
	static const char *const atom[] = {
	    "title", "hreflang", "type", "length", "label"};
	const xmlAttr *a = node->properties;

	while (a != NULL && a->ns == NULL)
		a = a->next;
	if (a == NULL)
		return;
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

/* The line where an element begins. */
unsigned long
put_line(const struct mapping *m, const xmlNode *node)
{
	return m->context->line + node->line;
}

bool
put_read_date(const xmlNode *node, struct date *date)
{
	const char *plain = node_plain(node);

	if (plain != NULL)
		return date_parse(plain, strlen(plain), date) == 0;
	char *text = node_trimmed(node);
	bool fine = date_parse(text, strlen(text), date) == 0;
	free(text);
	return fine;
}

void
put_date(struct mapping *m, xmlNode *node)
{
	char text[DATE_TEXT];

	date_rfc3339(&m->date, text);
	put_bare(node);
	node_set_text(node, text, strlen(text));
}

/* An element whose text is the address of the page. */
void
put_url(struct mapping *m, xmlNode *node)
{
	char *url = node_trimmed(node);

	(void)m;
	put_bare(node);
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
void
put_guid(struct mapping *m, xmlNode *node)
{
	bool link = !is_false(any_case(node, "isPermaLink"));

	(void)m;
	put_bare(node);
	put_trimmed(node, false);
	const char *text = node_plain(node);
	link = link && text != NULL && url_is_iri(text, strlen(text));
	node_set_ns(node, NS_RSS, "isPermaLink", link ? "true" : "false");
}

/* An id that atom.xsl had to make an IRI of becomes what it was. */
void
put_id(struct mapping *m, xmlNode *node)
{
	static const char made[] = ID_MADE;
	const char *text;

	(void)m;
	put_bare(node);
	put_trimmed(node, false);
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
void
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
	put_trimmed(node, twice);
	const char *text = node_plain(node);
	person_add(m->parent, role, text == NULL ? "" : text);
	node_remove(node);
}

void
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

void
put_creator(struct mapping *m, xmlNode *node)
{
	add_person(m, node, "author", true);
}

void
put_contributor(struct mapping *m, xmlNode *node)
{
	add_person(m, node, "contributor", true);
}

/* Atom 0.3 calls a person's uri url. */
void
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
		if (put_vocabulary(n) != NS_ATOM)
			continue;
		const char *name =
		    strcmp(node_name(n), "url") == 0 ? "uri" : node_name(n);
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
			if (strcmp(parts[i], name) == 0)
				node_rename(n, NS_ATOM, parts[i]);
		}
		put_trimmed(n, false);
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

	put_trimmed(node, twice);
	char *term = mem_str(node_plain(node));
	put_bare(node);
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

void
put_category(struct mapping *m, xmlNode *node)
{
	(void)m;
	if (node_has_elements(node)) {
		fields_carry(node);
		return;
	}
	add_category(node, node_attribute(node, "nicename") != NULL);
}

void
put_subject(struct mapping *m, xmlNode *node)
{
	(void)m;
	if (!node_has_elements(node))
		add_category(node, true);
}

void
put_enclosure(struct mapping *m, xmlNode *node)
{
	const char *url = node_attribute(node, "url");

	if (url == NULL || *url == '\0') {
		note_tell(m->context->notes, put_line(m, node), 0,
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

void
put_replies(struct mapping *m, xmlNode *node)
{
	put_url(m, node);
	node_rename(node, NS_ATOM, "link");
	node_set(node, "rel", "replies");
	if (node_attribute(node, "type") == NULL)
		node_set(node, "type", "text/html");
}

/* RSS's source: the title and the address of the feed that an item is from. */
void
put_source(struct mapping *m, xmlNode *node)
{
	char *url = mem_str(node_attribute(node, "url"));
	char *title = node_trimmed(node);

	(void)m;
	put_bare(node);
	node_set_text(node, "", 0);
	node_rename(node, NS_ATOM, "source");
	if (*title != '\0')
		node_add(node, NS_ATOM, "title", title);
	if (url != NULL && *url != '\0')
		links_add(node, "self", url);
	free(title);
	free(url);
}

void
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

void
put_atom_category(struct mapping *m, xmlNode *node)
{
	const char *term = node_attribute(node, "term");

	put_atom_same(m, node);
	if (term == NULL || *term == '\0')
		node_remove(node);
}

/* What another feed said of itself: as a head, with an id that is an IRI. */
void
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
void
put_atom_same(struct mapping *m, xmlNode *node)
{
	(void)m;
	if (ns_of(node) != NS_ATOM)
		node_rename(node, NS_ATOM, node_name(node));
}

void
put_generator(struct mapping *m, xmlNode *node)
{
	(void)m;
	put_bare(node);
	put_trimmed(node, false);
}

void
put_atom_generator(struct mapping *m, xmlNode *node)
{
	const char *url = node_attribute(node, "url");

	(void)m;
	if (url != NULL) {
		node_set(node, "uri", url);
		node_set(node, "url", NULL);
	}
	put_trimmed(node, false);
}

/* An RDF element that names something by an attribute. */
void
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
char *
put_image_url(const xmlNode *node)
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
void
put_image(struct mapping *m, xmlNode *node)
{
	char *url = put_image_url(node);

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
		put_trimmed(node, false);
	for (xmlNode *n = node_first(node); n != NULL; n = node_next(n))
		fields_carry(n);
}
