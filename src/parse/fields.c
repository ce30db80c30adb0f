/*
 * The table of fields, and which element becomes one.  RSS 2.0, 0.9x and 1.0
 * are one vocabulary here; so are Atom 1.0 and 0.3, told apart where they
 * differ.  What a field does with its element stands in parse/put.h.
 */
#include "parse/fields.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "model/links.h"
#include "parse/put.h"
#include "xml/node.h"

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

struct row {
	enum ns ns; /* NS_RSS, NS_ATOM: the whole vocabulary */
	const char *name;
	int where;
	enum field field;
	int rank;  /* lower is better */
	bool keep; /* the element stays beside the field */
	put *put;
};

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

/* RSS is written by hand, in any case: <pubdate>, <TITLE>. */
static const struct row *
row_search(enum ns ns, const char *name, enum fields_where where)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].ns == ns && (table[i].where & (int)where) != 0 &&
		    (table[i].name[0] | 0x20) == (name[0] | 0x20) &&
		    (strcmp(table[i].name, name) == 0 ||
			(ns == NS_RSS && strcasecmp(table[i].name, name) == 0)))
			return &table[i];
	}
	return NULL;
}

static const struct row *
row_find(struct fields_memo *memo, const xmlNode *node, enum fields_where where)
{
	enum ns ns = put_vocabulary(node);
	unsigned key = (unsigned)ns << 2 | (unsigned)where;
	size_t i = ((uintptr_t)node->name >> 3 ^ key) % FIELDS_MEMO;

	if (ns == NS_OTHER)
		return NULL;
	if (memo->slots[i].name != node->name || memo->slots[i].key != key) {
		memo->slots[i].name = node->name;
		memo->slots[i].key = key;
		memo->slots[i].row = row_search(ns, node_name(node), where);
	}
	return memo->slots[i].row;
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

/* Whether an element can be its field at all; date: what it holds, if one. */
static bool
usable(const struct row *row, const xmlNode *node, struct date *date)
{
	if (row->put == put_date)
		return put_read_date(node, date);
	if (row->put == put_image) {
		char *url = put_image_url(node);
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
		note_tell(m->context->notes, put_line(m, node), 0,
		    "<%s> holds no date: \"%.60s\"; left out", node_name(node),
		    text);
		free(text);
	}
	bool empty = put_vocabulary(node) == NS_RSS && node_blank(node) &&
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
	if (put_vocabulary(node) == NS_RSS &&
	    strcmp(node_name(node), "link") == 0) {
		node_rename(node, NS_ATOM, "link");
		put_url(m, node);
		return;
	}
	if (ns_of(node) != NS_ATOM) {
		fields_carry(node);
		return;
	}
	note_tell(m->context->notes, put_line(m, node), 0,
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

	const char *own = node_name(node);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].element[0] == own[0] &&
		    strcmp(known[i].element, own) == 0)
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
		struct date date;
	} best[F_SINGLE] = {{.row = NULL}};

	for (xmlNode *n = node_first(parent), *next; n != NULL; n = next) {
		next = node_next(n);
		if (node_attribute_ns(n, NS_LOOM, "made") != NULL) {
			node_remove(n);
			continue;
		}
		const struct row *row = row_find(context->memo, n, where);
		if (row == NULL) {
			fields_carry(n);
			continue;
		}
		if (row->field == F_MANY) {
			row->put(&m, n);
			continue;
		}
		struct date date;
		if (!usable(row, n, &date)) {
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
		if (row->put == put_date)
			best[row->field].date = date;
	}
	for (int f = 0; f < F_SINGLE; f++) {
		if (best[f].row == NULL)
			continue;
		m.date = best[f].date;
		settle(&m, (enum field)f, best[f].row, best[f].node);
	}
	for (xmlNode *n = node_first(parent); n != NULL; n = node_next(n)) {
		if (n->properties != NULL && ns_of(n) == NS_ATOM)
			strip(n);
	}
	map_attributes(parent);
}
