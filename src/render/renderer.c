/*
 * Runs a format's stylesheet and walks its results with a serialiser.  Holds
 * the frame's tree from begin to end, and of the entries one burst at a time.
 */
#include "render/renderer.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"

struct renderer {
	struct sheet *sheet;
	const struct serialiser *serialiser;
	void *state;
	struct sink *sink;
	struct buf out;
	xmlDoc *frame;
	const xmlNode *at; /* the entries' place in the frame */
};

struct renderer *
renderer_new(struct sheet *sheet, const struct serialiser *serialiser,
    const struct render_options *options, struct sink *sink)
{
	struct renderer *r = mem_new(1, sizeof(*r));

	r->sheet = sheet;
	r->serialiser = serialiser;
	r->sink = sink;
	buf_init(&r->out, LIMIT_OUTPUT);
	r->state = serialiser->start(&r->out, options);
	return r;
}

void
renderer_free(struct renderer *r)
{
	if (r == NULL)
		return;
	r->serialiser->free(r->state);
	sheet_result_free(r->frame);
	buf_clear(&r->out);
	free(r);
}

/* Hands what was serialised to the sink. */
static int
renderer_drain(struct renderer *r, struct error *e)
{
	if (buf_full(&r->out))
		return error_set(e, ERR_INPUT,
		    "%s makes more than %zu bytes of output",
		    sheet_whole(r->sheet) == NULL ? "one entry" : "the feed",
		    LIMIT_OUTPUT);
	if (r->out.len > 0 &&
	    sink_write(r->sink, r->out.data, r->out.len, e) == -1)
		return -1;
	if (r->out.cap > 4 * LIMIT_BURST)
		buf_clear(&r->out);
	buf_cut(&r->out, 0);
	return 0;
}

/* What an element stands for (sheet.h), or NULL. */
static const xmlNodeSet *
renderer_copied(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE && ns_of(node) == NS_LOOM
		   ? sheet_copied(node)
		   : NULL;
}

/* 1: not to look into it. */
static int
renderer_enter(struct renderer *r, const xmlNode *node, struct error *e)
{
	switch (node->type) {
	case XML_ELEMENT_NODE:
		return r->serialiser->open(r->state, node, e);
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		if (node->content == NULL)
			return 0;
		return r->serialiser->text(r->state,
		    (const char *)node->content,
		    strlen((const char *)node->content), e);
	default:
		return 0;
	}
}

static int renderer_walk(struct renderer *r, const xmlNode *node, bool entering,
    const xmlNode *top, struct error *e);

/* Walks the nodes that a loom:copy stands for. */
static int
renderer_copy(struct renderer *r, const xmlNodeSet *set, struct error *e)
{
	for (int i = 0; i < set->nodeNr; i++) {
		const xmlNode *node = set->nodeTab[i];
		if (node->type != XML_ELEMENT_NODE &&
		    node->type != XML_TEXT_NODE)
			continue;
		if (renderer_walk(r, node, true, node, e) == -1)
			return -1;
	}
	return 0;
}

/*
 * Walks from a node (entering it, or just behind it) to the end of top.  Stops
 * at the entries' place, which becomes r->at.
 */
static int
renderer_walk(struct renderer *r, const xmlNode *node, bool entering,
    const xmlNode *top, struct error *e)
{
	r->at = NULL;
	while (node != NULL) {
		if (entering && node->type == XML_ELEMENT_NODE &&
		    node_is(node, NS_LOOM, "entries")) {
			r->at = node;
			return 0;
		}
		const xmlNodeSet *set = renderer_copied(node);
		int skip = 0;
		if (set != NULL)
			skip = renderer_copy(r, set, e);
		else if (entering && node->type != XML_DOCUMENT_NODE)
			skip = renderer_enter(r, node, e);
		if (skip == -1)
			return -1;
		bool inner = node->type == XML_ELEMENT_NODE ||
			     node->type == XML_DOCUMENT_NODE;
		if (entering && inner && skip == 0 && node->children != NULL) {
			node = node->children;
			continue;
		}
		if (node->type == XML_ELEMENT_NODE && set == NULL &&
		    skip == 0 && !node_is(node, NS_LOOM, "entries") &&
		    r->serialiser->close(r->state, node, e) == -1)
			return -1;
		if (node == top)
			return 0;
		entering = node->next != NULL;
		node = entering ? node->next : node->parent;
	}
	return 0;
}

/* The one entry of the frame: it has nothing but the first one's dates. */
static xmlNode *
add_slot(xmlNode *root, const xmlNode *first)
{
	static const char *const dates[] = {"published", "updated"};
	xmlNode *slot = node_add(root, NS_ATOM, "entry", NULL);

	sheet_set_slot(slot);
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		const xmlNode *date =
		    first == NULL ? NULL : node_child(first, NS_ATOM, dates[i]);
		if (date != NULL)
			node_copy(date, slot);
	}
	return slot;
}

xmlDoc *
renderer_frame(struct sheet *sheet, struct feed *feed, const xmlNode *first,
    struct error *e)
{
	xmlNode *root = feed_root(feed);
	xmlNode *slot = add_slot(root, first);
	xmlDoc *frame = sheet_run(sheet, root->doc, SHEET_FRAME, e);

	node_remove(slot);
	return frame;
}

int
renderer_begin(struct renderer *r, struct feed *feed, const xmlNode *first,
    struct error *e)
{
	r->frame = renderer_frame(r->sheet, feed, first, e);
	if (r->frame == NULL)
		return -1;
	const xmlNode *top = (const xmlNode *)r->frame;
	if (renderer_walk(r, top, true, top, e) == -1)
		return -1;
	if (r->at == NULL)
		return error_set(e, ERR_PLUGIN,
		    "the format's stylesheet has no place for entries: its "
		    "template for /atom:feed must say <xsl:apply-templates "
		    "select=\"atom:entry\"/>");
	return renderer_drain(r, e);
}

int
renderer_burst(struct renderer *r, struct feed *feed, struct error *e)
{
	xmlDoc *result =
	    sheet_run(r->sheet, feed_root(feed)->doc, SHEET_BURST, e);
	const xmlNode *place = r->at;

	if (result == NULL)
		return -1;
	xmlNode *burst = xmlDocGetRootElement(result);
	int done = 0;
	for (const xmlNode *n = burst->children; n != NULL && done == 0;
	     n = n->next) {
		size_t good = r->out.len;
		done = renderer_walk(r, n, true, n, e);
		if (done == -1)
			buf_cut(&r->out, good);
		else if (r->out.len >= LIMIT_BURST)
			done = renderer_drain(r, e);
	}
	/* What is written at once need not be copied. */
	struct error other;
	if (renderer_drain(r, done == 0 ? e : &other) == -1)
		done = -1;
	sheet_result_free(result);
	r->at = place;
	return done;
}

int
renderer_whole(struct renderer *r, struct feed *feed, struct error *e)
{
	r->frame = sheet_run(r->sheet, feed_root(feed)->doc, SHEET_FRAME, e);
	if (r->frame == NULL)
		return -1;
	const xmlNode *top = (const xmlNode *)r->frame;
	if (renderer_walk(r, top, true, top, e) == -1 ||
	    r->serialiser->finish(r->state, e) == -1)
		return -1;
	return renderer_drain(r, e);
}

int
renderer_end(struct renderer *r, struct error *e)
{
	const xmlNode *top = (const xmlNode *)r->frame;

	if (renderer_walk(r, r->at, false, top, e) == -1)
		return -1;
	if (r->at != NULL)
		return error_set(e, ERR_PLUGIN,
		    "the format's stylesheet has two places for entries");
	if (r->serialiser->finish(r->state, e) == -1)
		return -1;
	return renderer_drain(r, e);
}

unsigned long
renderer_memory(const struct renderer *r)
{
	return r->serialiser->memory(r->state);
}
