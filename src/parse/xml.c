/*
 * RSS, Atom and WXR: entries come from the XML reader, are mapped by the table
 * of fields, and, in an export, are chosen and rendered (parse/wxr.h).
 */
#include "parse/dialect.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "parse/fields.h"
#include "parse/remarks.h"
#include "parse/wxr.h"
#include "xml/node.h"
#include "xml/reader.h"

struct xml {
	const struct parse_options *options;
	struct reader *reader;
	struct feed *feed;
	struct wxr *wxr;
	struct fields_memo memo;
	xmlNode *first; /* read while looking for the head */
	unsigned long first_line;
	bool drop;
	bool again; /* an earlier pass has seen all of the document */
	bool rss;
	bool feed_root;	  /* the root is a feed's, and of the dialect wanted */
	bool whole_entry; /* the root is a single atom:entry */
	bool image;	  /* the root has these, as RSS 1.0 wants it */
	bool textinput;
};

static bool
is_rss(const xmlNode *node)
{
	enum ns ns = ns_of(node);

	return ns == NS_NONE || ns == NS_RSS || ns == NS_RSS1 ||
	       ns == NS_RSS090 || ns == NS_OTHER;
}

static bool
is_atom(const xmlNode *node)
{
	return ns_of(node) == NS_ATOM || ns_of(node) == NS_ATOM03 ||
	       ns_of(node) == NS_NONE;
}

static bool
named(const xmlNode *node, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE &&
	       strcasecmp(node_name(node), name) == 0;
}

/* What a root element is, and whether that was asked for. */
static enum reader_part
root_part(struct xml *x, const xmlNode *root)
{
	enum dialect from = x->options->from;

	if ((named(root, "rss") || named(root, "channel")) && is_rss(root))
		x->rss = true;
	else if (named(root, "RDF") && (ns_of(root) == NS_RDF || is_rss(root)))
		x->rss = true;
	else if (named(root, "entry") && is_atom(root))
		x->whole_entry = true;
	else if (!(named(root, "feed") && is_atom(root)))
		return READER_STRANGER;
	if ((from == DIALECT_ATOM && x->rss) ||
	    ((from == DIALECT_RSS || from == DIALECT_WXR) && !x->rss))
		return READER_STRANGER;
	x->feed_root = true;
	return x->whole_entry ? READER_ENTRY : READER_PLAIN;
}

/*
 * Elements around entries: what is in them is taken out, they stay where they
 * are, since entries use the namespaces that they declare.
 */
static bool
is_container(const xmlNode *node)
{
	return (named(node, "channel") && is_rss(node)) ||
	       (named(node, "rss") && is_rss(node)) ||
	       (named(node, "RDF") && (ns_of(node) == NS_RDF || is_rss(node)));
}

/* Whether it, and all around it but the root, stays where it is. */
static bool
stays(const xmlNode *node)
{
	for (; node->parent->type == XML_ELEMENT_NODE; node = node->parent)
		if (!is_container(node) &&
		    !(named(node, "items") && is_rss(node)))
			return false;
	return true;
}

static enum reader_part
xml_part(void *context, const xmlNode *node)
{
	struct xml *x = context;
	const xmlNode *parent = node->parent;

	if (parent == NULL || parent->type != XML_ELEMENT_NODE)
		return root_part(x, node);
	if (named(node, "item") && is_rss(node) &&
	    (named(parent, "channel") || named(parent, "rss") ||
		named(parent, "RDF") || named(parent, "items")) &&
	    stays(parent))
		return x->rss ? READER_ENTRY : READER_PLAIN;
	if (named(node, "entry") && is_atom(node) && named(parent, "feed") &&
	    parent->parent->type != XML_ELEMENT_NODE)
		return READER_ENTRY;
	return READER_PLAIN;
}

static void *
xml_start(struct charset *in, const struct parse_options *options, bool drop)
{
	struct xml *x = mem_new(1, sizeof(*x));
	struct reader_callbacks callbacks = {.part = xml_part, .context = x};

	x->options = options;
	x->drop = drop;
	x->wxr = wxr_new();
	x->reader = reader_new(in, &callbacks, options->notes);
	return x;
}

static void
xml_free(void *reader)
{
	struct xml *x = reader;

	if (x == NULL)
		return;
	if (x->first != NULL)
		xmlFreeNode(x->first);
	wxr_free(x->wxr);
	feed_free(x->feed);
	reader_free(x->reader);
	free(x);
}

/* Attributes that mean the same on the feed. */
static void
take_attributes(const xmlNode *from, xmlNode *root)
{
	static const char *const names[] = {"lang", "base"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = node_xml(from, names[i]);
		if (value != NULL)
			node_set_ns(root, NS_XML, names[i], value);
	}
}

/*
 * RSS 1.0's channel says again which elements stand beside it: items, and those
 * that its root has, too.
 */
static bool
is_reference(const struct xml *x, const xmlNode *node)
{
	if (!is_rss(node))
		return false;
	if (named(node, "items"))
		return true;
	return node_attribute_ns(node, NS_RDF, "resource") != NULL &&
	       ((x->image && named(node, "image")) ||
		   (x->textinput && named(node, "textinput")));
}

/* Moves the head's elements below the feed's root. */
static void
take_children(struct xml *x, xmlNode *from, xmlNode *root)
{
	for (xmlNode *n = node_first(from), *next; n != NULL; n = next) {
		next = node_next(n);
		if (is_container(n)) {
			take_attributes(n, root);
			const char *about =
			    node_attribute_ns(n, NS_RDF, "about");
			if (about != NULL)
				node_set_ns(root, NS_RDF, "about", about);
			take_children(x, n, root);
		} else if (!reader_is_open(x->reader, n) &&
			   !is_reference(x, n)) {
			node_move(n, root);
		}
	}
}

/*
 * The namespaces that the document declares on its root are declared on the
 * feed, unless what they are for becomes Atom's.
 */
static void
take_namespaces(const xmlNode *from, xmlNode *root)
{
	for (const xmlNs *ns = from->nsDef; ns != NULL; ns = ns->next) {
		const char *uri = (const char *)ns->href;
		const struct ns_entry *entry =
		    uri == NULL ? NULL : ns_of_uri(uri);
		if (ns->prefix == NULL || uri == NULL || *uri == '\0')
			continue;
		if (entry == NULL)
			node_ns_of_uri(
			    root->doc, uri, (const char *)ns->prefix);
		else if (entry->id == NS_ATOM03 || entry->id == NS_RDF ||
			 entry->id == NS_JSON ||
			 (entry->id >= NS_WP && entry->id != NS_DC))
			node_ns_of_uri(root->doc, entry->uri, entry->prefix);
	}
}

static void
xml_map_head(struct xml *x)
{
	xmlDoc *doc = reader_doc(x->reader);
	xmlNode *from = xmlDocGetRootElement(doc);
	xmlNode *root;

	/* A single entry was the root: namespaces need another one. */
	if (from == NULL) {
		from = xmlNewDocNode(doc, NULL, (const xmlChar *)"feed", NULL);
		if (from == NULL)
			mem_out();
		xmlDocSetRootElement(doc, from);
	}

	x->feed = feed_new(doc->dict);
	root = feed_root(x->feed);
	for (const xmlNode *n = node_first(from); n != NULL; n = node_next(n)) {
		x->image = x->image || named(n, "image");
		x->textinput = x->textinput || named(n, "textinput");
	}
	take_namespaces(from, root);
	take_attributes(from, root);
	take_children(x, from, root);
	if (x->rss)
		wxr_take_head(x->wxr, x->options, root);
	struct fields_context context = {x->options->notes, 1, &x->memo};
	fields_map(root, FIELDS_HEAD, &context);
	if (x->rss)
		node_set_ns(root, NS_LOOM, "rss", "true");
}

static void
xml_inherit(void *reader, void *earlier)
{
	struct xml *x = reader;
	struct xml *from = earlier;
	struct wxr *fresh = x->wxr;

	x->wxr = from->wxr;
	from->wxr = fresh;
	x->again = true;
}

/* What came behind entries, where the head could not wait for it. */
static const xmlNode *
late_part(const struct xml *x, const xmlNode *from)
{
	for (const xmlNode *n = node_first(from); n != NULL; n = node_next(n)) {
		if (!is_container(n)) {
			if (!is_reference(x, n))
				return n;
			continue;
		}
		const xmlNode *within = late_part(x, n);
		if (within != NULL)
			return within;
	}
	return NULL;
}

static void
tell_late(const struct xml *x)
{
	const xmlNode *root = xmlDocGetRootElement(reader_doc(x->reader));
	const xmlNode *part = root == NULL ? NULL : late_part(x, root);

	if (part != NULL)
		note_tell(x->options->notes, 0, 0,
		    "what the feed says of itself behind its entries, as "
		    "<%s>, is lost; from a file that is not compressed it "
		    "is read",
		    node_name(part));
}

/* The next entry as it was read. */
static int
xml_read(struct xml *x, xmlNode **entry, unsigned long *line, struct error *e)
{
	int got = reader_next(x->reader, entry, line, e);

	if (got == 1) {
		remarks_pass(x->options->remarks, *line);
		wxr_learn(x->wxr, *entry);
	}
	return got;
}

/* Looks at all entries, for what comes before them. */
static int
xml_skim(struct xml *x, struct error *e)
{
	unsigned long line;
	xmlNode *entry;
	int got;

	while ((got = xml_read(x, &entry, &line, e)) == 1)
		xmlFreeNode(entry);
	return got;
}

static int
xml_head(void *reader, struct error *e)
{
	struct xml *x = reader;
	int got = x->drop ? xml_skim(x, e)
			  : xml_read(x, &x->first, &x->first_line, e);

	if (got == 2)
		return 2;
	/* Of a broken feed, the entries before the fault are good. */
	if (got == -1 && !x->feed_root) {
		remarks_end(x->options->remarks, reader_fault(x->reader));
		return -1;
	}
	xml_map_head(x);
	return 0;
}

static int
xml_next(void *reader, xmlNode **entry, struct error *e)
{
	struct xml *x = reader;

	for (;;) {
		struct fields_context context = {
		    x->options->notes, 0, &x->memo};
		int got = 1;
		*entry = x->first;
		context.line = x->first_line;
		x->first = NULL;
		if (*entry == NULL)
			got = xml_read(x, entry, &context.line, e);
		if (got == 0 || got == -1)
			remarks_end(x->options->remarks,
			    got == 0 ? ULONG_MAX : reader_fault(x->reader));
		if (got == 0 && !x->again) {
			tell_late(x);
			remarks_end(x->options->remarks, ULONG_MAX);
		}
		if (got != 1)
			return got;
		if (wxr_is(x->wxr) && !wxr_wanted(x->options, *entry)) {
			xmlFreeNode(*entry);
			continue;
		}
		node_rename(*entry, NS_ATOM, "entry");
		if (wxr_is(x->wxr))
			wxr_render(x->wxr, *entry);
		fields_map(*entry, FIELDS_ENTRY, &context);
		return 1;
	}
}

static struct feed *
xml_feed(void *reader)
{
	return ((struct xml *)reader)->feed;
}

static bool
xml_where(const void *reader, struct parser_place *place)
{
	const struct xml *x = reader;
	struct reader_place at;
	bool between = reader_where(x->reader, &at);

	*place = (struct parser_place){.depth = at.depth,
	    .head = at.head,
	    .names = at.names,
	    .learnt = wxr_learnt(x->wxr)};
	return between;
}

static void
xml_skip(void *reader, const struct lines *lines)
{
	reader_skip_lines(((struct xml *)reader)->reader, lines);
}

const struct dialect_reader dialect_xml = {
    .start = xml_start,
    .inherit = xml_inherit,
    .head = xml_head,
    .next = xml_next,
    .feed = xml_feed,
    .where = xml_where,
    .skip = xml_skip,
    .free = xml_free,
};
