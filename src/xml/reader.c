/*
 * libxml2's SAX2 push parser over mended markup.  libxml2 builds elements and
 * attributes; text is put in by us, straight from the scanner's runs.  Nothing
 * is ever loaded: there is no DOCTYPE, no entity and no loader to ask.
 * Limits are kept while building, not after.
 */
#include "xml/reader.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/mend.h"
#include "xml/names.h"
#include "xml/ns.h"

struct item {
	xmlNode *node;
	unsigned long line;
};

struct reader {
	struct reader_callbacks callbacks;
	struct mend *mend;
	xmlParserCtxt *parser;
	const struct run *runs;
	size_t n_runs;
	size_t at_run;
	size_t at_line; /* of the piece's start tags' lines */

	xmlNode *entry;		/* the one being built, or NULL */
	unsigned long line;	/* where it begins */
	unsigned long tag_line; /* where the last start tag that counts does */
	int depth;
	size_t nodes; /* elements in the entry, or in the head */
	size_t bytes; /* text in it */
	size_t head_nodes;
	size_t head_bytes;
	struct names names;

	xmlNode *growing; /* the text node added last, while it may grow */
	size_t growing_len;
	size_t growing_cap;

	struct item *queue;
	size_t n_queue;
	size_t at_queue;
	size_t cap_queue;

	bool dry;
	bool ended;
	bool failed;
	unsigned long fault; /* the line that is at fault */
	struct error error;  /* told when the queue is empty */
};

static void
reader_fail(struct reader *r, enum errcode code, const char *fmt, size_t n)
{
	if (r->failed)
		return;
	r->failed = true;
	r->fault = r->tag_line;
	error_set(&r->error, code,
	    "line %lu: ", r->entry != NULL ? r->line : r->tag_line);
	size_t len = strlen(r->error.text);
	snprintf(r->error.text + len, sizeof(r->error.text) - len,
	    "%s (limit: %zu)", fmt, n);
	xmlStopParser(r->parser);
}

/*
 * Gives a new element its line, as libxml2 keeps them, in 16 bits: counted from
 * that of the entry, or from the document's first.
 */
static void
reader_place(struct reader *r, xmlNode *node)
{
	unsigned long from = r->entry != NULL ? r->line : 1;

	if (r->depth <= MEND_LINES_DEPTH)
		r->tag_line = mend_tag_line(r->mend, r->at_line++);
	if (node != NULL)
		node->line = r->tag_line - from < 65535
				 ? (unsigned short)(r->tag_line - from)
				 : 0;
}

/* An element was begun: limits, its line, and what it is. */
static void
reader_started(struct reader *r, const xmlChar *name, size_t n_attributes)
{
	xmlParserCtxt *parser = r->parser;

	r->growing = NULL;
	r->depth++;
	reader_place(r, parser->node);
	size_t *nodes = r->entry != NULL ? &r->nodes : &r->head_nodes;
	*nodes += 1 + n_attributes;
	if (*nodes > LIMIT_NODES) {
		reader_fail(r, ERR_INPUT,
		    r->entry != NULL ? "too many elements in one entry"
		    : r->callbacks.whole
			? "too many elements"
			: "too many elements outside of entries",
		    LIMIT_NODES);
		return;
	}
	if (r->entry != NULL || r->depth > 4 || parser->node == NULL ||
	    r->callbacks.whole)
		return;
	switch (r->callbacks.part(r->callbacks.context, parser->node)) {
	case READER_ENTRY:
		r->entry = parser->node;
		r->entry->line = 0;
		r->line = r->tag_line;
		r->head_nodes -= 1 + n_attributes; /* no part of it */
		r->nodes = 0;
		r->bytes = 0;
		break;
	case READER_STRANGER:
		r->failed = true;
		r->fault = r->tag_line;
		error_set(&r->error, ERR_INPUT,
		    "not a feed: its root element is <%s>%s",
		    (const char *)name,
		    strcasecmp((const char *)name, "html") == 0
			? ", a web page's; look there for the feed's address"
			: "");
		xmlStopParser(parser);
		break;
	case READER_PLAIN:
		break;
	}
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attributes,
    int n_defaulted, const xmlChar **attributes)
{
	xmlParserCtxt *parser = ctx;
	struct reader *r = parser->_private;

	xmlSAX2StartElementNs(ctx, name, prefix, uri, n_ns, ns, n_attributes,
	    n_defaulted, attributes);
	r->names.scope += n_ns > 0;
	if (n_ns > 0 && parser->node != NULL && !r->callbacks.whole)
		ns_settle(parser->node);
	reader_started(r, name, (size_t)n_attributes);
}

/* Puts a whole entry in the queue. */
static void
reader_queue(struct reader *r)
{
	mend_run_on(r->mend);
	xmlUnlinkNode(r->entry);
	if (r->n_queue == r->cap_queue) {
		r->cap_queue = r->cap_queue == 0 ? 16 : r->cap_queue * 2;
		r->queue = mem_grow(r->queue, r->cap_queue, sizeof(*r->queue));
	}
	r->queue[r->n_queue++] =
	    (struct item){.node = r->entry, .line = r->line};
	r->entry = NULL;
}

static void
on_end(
    void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	xmlParserCtxt *parser = ctx;
	struct reader *r = parser->_private;
	bool whole = r->entry != NULL && parser->node == r->entry;

	r->growing = NULL;
	r->names.scope += parser->node != NULL && parser->node->nsDef != NULL;
	xmlSAX2EndElementNs(ctx, name, prefix, uri);
	r->depth--;
	if (whole)
		reader_queue(r);
}

/*
 * xmlAddChild would join it with text before it, from which an entry was taken
 * away, and free it.
 */
static void
hang_last(xmlNode *parent, xmlNode *node)
{
	node->parent = parent;
	node->prev = parent->last;
	if (parent->last != NULL)
		parent->last->next = node;
	else
		parent->children = node;
	parent->last = node;
}

/* Adds a run of text to the open element. */
static void
reader_text(struct reader *r, const char *text, size_t len)
{
	xmlNode *parent = r->parser->node;
	size_t *bytes = r->entry != NULL ? &r->bytes : &r->head_bytes;
	size_t limit = r->entry != NULL	    ? LIMIT_ENTRY
		       : r->callbacks.whole ? LIMIT_PAGE
					    : LIMIT_HEAD;

	*bytes += len;
	if (*bytes > limit) {
		reader_fail(r, ERR_INPUT,
		    r->entry != NULL	 ? "an entry is too large"
		    : r->callbacks.whole ? "too large for a stylesheet"
					 : "too much text outside of entries",
		    limit);
		return;
	}
	if (parent == NULL)
		return;
	if (r->growing == NULL) {
		r->growing = xmlNewDocText(r->parser->myDoc, NULL);
		if (r->growing == NULL)
			mem_out();
		hang_last(parent, r->growing);
		r->growing_len = 0;
		r->growing_cap = 0;
	}
	if (r->growing_cap - r->growing_len <= len) {
		size_t cap = r->growing_len + len + 1;
		if (r->growing_len > 0)
			cap += cap / 2;
		r->growing->content = xmlRealloc(r->growing->content, cap);
		if (r->growing->content == NULL)
			mem_out();
		r->growing_cap = cap;
	}
	memcpy(r->growing->content + r->growing_len, text, len);
	r->growing_len += len;
	r->growing->content[r->growing_len] = '\0';
}

/* Names beyond the limit: the dictionary takes no more. */
static void
reader_full(struct reader *r)
{
	reader_fail(r, ERR_INPUT, "too many different names", LIMIT_NAMES);
	/* Room for the model's own, for what is delivered. */
	xmlDictSetLimit(r->parser->dict, 0);
}

/* A plain start tag with attributes: libxml2 knows best how they are made. */
static void
reader_start_attributes(
    struct reader *r, const struct name *name, const struct run *run)
{
	const xmlChar *attributes[5 * LIMIT_ATTRIBUTES];

	for (size_t i = 0; i < run->n_attributes; i++) {
		const struct tag_attribute *a = &run->attributes[i];
		const xmlChar **to = attributes + 5 * i;
		to[0] = xmlDictLookup(r->parser->dict, (const xmlChar *)a->name,
		    (int)a->name_len);
		if (to[0] == NULL) {
			reader_full(r);
			return;
		}
		to[1] = to[2] = NULL;
		to[3] = (const xmlChar *)a->value;
		to[4] = to[3] + a->value_len;
	}
	on_start(r->parser, name->local, name->prefix,
	    name->ns == NULL ? NULL : name->ns->href, 0, NULL,
	    (int)run->n_attributes, 0, attributes);
}

/* A plain start tag, as libxml2 would tell of it. */
static void
reader_start(struct reader *r, const struct run *run)
{
	xmlParserCtxt *parser = r->parser;
	const struct name *name = names_find(&r->names, parser, run);

	if (name == NULL) {
		reader_full(r);
		return;
	}
	if (run->n_attributes > 0) {
		reader_start_attributes(r, name, run);
		return;
	}
	xmlNode *node = xmlNewDocNodeEatName(
	    parser->myDoc, name->ns, (xmlChar *)name->local, NULL);
	if (node == NULL)
		mem_out();
	hang_last(parser->node, node);
	if (nodePush(parser, node) == -1)
		mem_out();
	reader_started(r, name->local, 0);
}

/* One byte of character data in the markup stands for one run. */
static void
on_text(void *ctx, const xmlChar *text, int len)
{
	struct reader *r = ((xmlParserCtxt *)ctx)->_private;

	(void)text;
	for (int i = 0; i < len && r->at_run < r->n_runs && !r->failed; i++) {
		const struct run *run = &r->runs[r->at_run++];
		if (run->kind == RUN_TEXT)
			reader_text(r, run->text, run->len);
		else if (run->kind == RUN_START)
			reader_start(r, run);
		else
			on_end(r->parser, NULL, NULL, NULL);
	}
}

static void
on_error(void *ctx, xmlError *error)
{
	struct reader *r = ((xmlParserCtxt *)ctx)->_private;

	if (error->level < XML_ERR_FATAL || r->failed)
		return;
	/* A name that the full dictionary does not take is called wrong. */
	if (error->code == XML_ERR_NO_MEMORY ||
	    xmlDictGetUsage(r->parser->dict) >= LIMIT_NAMES) {
		reader_full(r);
		return;
	}
	r->failed = true;
	size_t len = strcspn(error->message, "\n");
	/* The tag that it is about was not started yet. */
	r->fault = mend_tag_line(r->mend, r->at_line);
	error_set(&r->error, ERR_INPUT, "line %lu: %.*s", r->fault, (int)len,
	    error->message);
}

struct reader *
reader_new(struct charset *in, const struct reader_callbacks *callbacks,
    const struct notes *notes)
{
	struct reader *r = mem_new(1, sizeof(*r));
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
	    .startDocument = xmlSAX2StartDocument,
	    .endDocument = xmlSAX2EndDocument,
	    .startElementNs = on_start,
	    .endElementNs = on_end,
	    .characters = on_text,
	    .serror = (xmlStructuredErrorFunc)on_error};

	r->callbacks = *callbacks;
	r->mend = mend_new(in, callbacks->whole ? MEND_ANY : MEND_FEED, notes);
	r->parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
	if (r->parser == NULL)
		mem_out();
	r->parser->_private = r;
	xmlCtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_COMPACT);
	xmlDictSetLimit(r->parser->dict, LIMIT_NAMES);
	return r;
}

void
reader_free(struct reader *r)
{
	if (r == NULL)
		return;
	for (size_t i = r->at_queue; i < r->n_queue; i++)
		xmlFreeNode(r->queue[i].node);
	free(r->queue);
	if (r->parser->myDoc != NULL)
		xmlFreeDoc(r->parser->myDoc);
	r->parser->myDoc = NULL;
	xmlFreeParserCtxt(r->parser);
	mend_free(r->mend);
	free(r);
}

/* Parses one more piece of the document. */
static void
reader_parse(struct reader *r)
{
	const char *markup;
	size_t len;
	int more = mend_next(r->mend, &markup, &len, &r->error);

	r->dry = more == INPUT_DRY;
	r->failed = more == -1;
	r->fault = mend_line(r->mend);
	if (more < 0)
		return;
	if (more == 0) {
		r->ended = true;
		if (r->parser->myDoc == NULL)
			error_set(&r->error, ERR_INPUT,
			    "not a feed: there is no XML in it");
		else if (mend_truncated(r->mend))
			error_set(&r->error, ERR_INPUT,
			    "line %lu: the document ends early",
			    mend_line(r->mend));
		else
			return;
		r->failed = true;
		return;
	}
	r->runs = mend_runs(r->mend, &r->n_runs);
	r->at_run = 0;
	r->at_line = 0;
	if (len > 0 && xmlParseChunk(r->parser, markup, (int)len, 0) != 0 &&
	    !r->parser->wellFormed && !r->failed) {
		r->failed = true;
		error_set(&r->error, ERR_INPUT, "line %lu: not well-formed",
		    mend_line(r->mend));
	}
}

int
reader_next(
    struct reader *r, xmlNode **entry, unsigned long *line, struct error *e)
{
	while (r->at_queue == r->n_queue) {
		r->at_queue = r->n_queue = 0;
		if (r->failed) {
			*e = r->error;
			return -1;
		}
		if (r->ended)
			return 0;
		reader_parse(r);
		if (r->dry)
			return 2;
	}
	*entry = r->queue[r->at_queue].node;
	*line = r->queue[r->at_queue].line;
	r->at_queue++;
	return 1;
}

xmlDoc *
reader_doc(const struct reader *r)
{
	return r->parser->myDoc;
}

bool
reader_is_open(const struct reader *r, const xmlNode *node)
{
	if (node == r->entry)
		return true;
	if (r->failed || r->ended)
		return false;
	for (int i = 0; i < r->parser->nodeNr; i++)
		if (r->parser->nodeTab[i] == node)
			return true;
	return false;
}

bool
reader_where(const struct reader *r, struct reader_place *place)
{
	place->head = r->head_nodes + r->head_bytes;
	place->names = (size_t)xmlDictGetUsage(r->parser->dict);
	return r->entry == NULL && !r->failed &&
	       mend_between(r->mend, &place->depth);
}

void
reader_skip_lines(struct reader *r, const struct lines *lines)
{
	mend_skip_lines(r->mend, lines);
}

unsigned long
reader_fault(const struct reader *r)
{
	return r->fault;
}
