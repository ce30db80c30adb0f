/*
 * A format's result in one piece: the frame, and the burst of one entry that
 * belongs in it.  They stay two trees, for a serialiser looks at parents.
 */
#include "render/whole.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "render/renderer.h"
#include "xml/node.h"

/* Puts copies of the nodes that a loom:copy stands for in its place. */
static void
carry_out(xmlNode *place, const xmlNodeSet *set)
{
	for (int i = 0; i < set->nodeNr; i++) {
		xmlNode *node = set->nodeTab[i];
		xmlNode *copy = NULL;

		if (node->type == XML_ELEMENT_NODE) {
			copy = node_copy(node, place->parent);
			xmlUnlinkNode(copy);
		} else if (node->type == XML_TEXT_NODE) {
			copy = xmlNewDocText(place->doc, node->content);
		}
		/* Text may become part of the text that is there. */
		if (copy != NULL && xmlAddPrevSibling(place, copy) == NULL)
			mem_out();
	}
	node_remove(place);
}

static void
carry_out_all(xmlDoc *doc)
{
	xmlNode *top = (xmlNode *)doc;
	xmlNode *node = doc->children;

	while (node != NULL) {
		xmlNode *next = node_walk(node, top);
		const xmlNodeSet *set =
		    node->type == XML_ELEMENT_NODE ? sheet_copied(node) : NULL;
		if (set != NULL)
			carry_out(node, set);
		node = next;
	}
}

/* The one place for entries in a frame, or NULL. */
static const xmlNode *
find_place(const xmlDoc *frame)
{
	const xmlNode *top = (const xmlNode *)frame;
	const xmlNode *place = NULL;

	for (const xmlNode *node = top->children; node != NULL;
	     node = node_walk(node, top)) {
		if (node->type != XML_ELEMENT_NODE ||
		    !node_is(node, NS_LOOM, "entries"))
			continue;
		if (place != NULL)
			return NULL;
		place = node;
	}
	return place;
}

/* The frame is made while no entry hangs in the feed. */
static xmlDoc *
make_frame(struct sheet *sheet, struct feed *feed, size_t *n, struct error *e)
{
	xmlNode **entries = feed_take(feed, n);
	xmlDoc *frame =
	    renderer_frame(sheet, feed, *n == 0 ? NULL : entries[0], e);

	for (size_t i = 0; i < *n; i++)
		feed_hang(feed, entries[i]);
	free(entries);
	return frame;
}

static int
make(struct whole *w, const struct whole_format *format, struct feed *feed,
    struct error *e)
{
	size_t entries;

	if (format->entries(format->context, feed, e) == -1)
		return -1;
	if (sheet_whole(format->sheet) != NULL) {
		w->frame = sheet_run(
		    format->sheet, feed_root(feed)->doc, SHEET_FRAME, e);
		if (w->frame == NULL)
			return -1;
		carry_out_all(w->frame);
		return 0;
	}
	w->frame = make_frame(format->sheet, feed, &entries, e);
	if (w->frame == NULL)
		return -1;
	w->place = find_place(w->frame);
	carry_out_all(w->frame);
	if (w->place == NULL)
		return error_set(e, ERR_PLUGIN,
		    "the format's stylesheet has not one place for entries");
	if (entries == 0)
		return 0;
	w->burst =
	    sheet_run(format->sheet, feed_root(feed)->doc, SHEET_BURST, e);
	if (w->burst == NULL)
		return -1;
	carry_out_all(w->burst);
	return 0;
}

int
whole_make(struct whole *w, const struct whole_format *format,
    struct feed *feed, xmlNode *entry, struct error *e)
{
	*w = (struct whole){.frame = NULL};
	int done = format->head(format->context, feed, e);
	if (entry != NULL)
		feed_hang(feed, entry);
	if (done == 0 && make(w, format, feed, e) == 0)
		return 0;
	whole_clear(w);
	return -1;
}

void
whole_clear(struct whole *w)
{
	sheet_result_free(w->frame);
	sheet_result_free(w->burst);
	*w = (struct whole){.frame = NULL};
}

/* A walk with what it walks for. */
struct walk {
	const struct whole *whole;
	const struct whole_walker *walker;
	void *context;
	struct error *e;
};

static int walk_children(const struct walk *w, const xmlNode *parent);

static int
walk_enter(const struct walk *w, xmlNode *node)
{
	xmlDoc *burst = w->whole->burst;

	switch (node->type) {
	case XML_ELEMENT_NODE:
		if (node != w->whole->place)
			return w->walker->open(w->context, node, w->e);
		return burst == NULL
			   ? 0
			   : walk_children(w, xmlDocGetRootElement(burst));
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		return node->content == NULL
			   ? 0
			   : w->walker->text(w->context, node, w->e);
	default:
		return 0;
	}
}

static int
walk_leave(const struct walk *w, const xmlNode *node)
{
	if (node->type != XML_ELEMENT_NODE || node == w->whole->place)
		return 0;
	return w->walker->close(w->context, node, w->e);
}

/* All that is below a node. */
static int
walk_children(const struct walk *w, const xmlNode *parent)
{
	xmlNode *node = parent->children;

	while (node != NULL) {
		int skip = walk_enter(w, node);
		if (skip == -1)
			return -1;
		if (skip == 0 && node->type == XML_ELEMENT_NODE &&
		    node->children != NULL) {
			node = node->children;
			continue;
		}
		if (skip == 0 && walk_leave(w, node) == -1)
			return -1;
		while (node->next == NULL) {
			node = node->parent;
			if (node == parent)
				return 0;
			if (walk_leave(w, node) == -1)
				return -1;
		}
		node = node->next;
	}
	return 0;
}

int
whole_walk(const struct whole *w, const struct whole_walker *walker,
    void *context, struct error *e)
{
	struct walk walk = {
	    .whole = w, .walker = walker, .context = context, .e = e};

	return walk_children(&walk, (const xmlNode *)w->frame);
}

/* A serialiser as a walker. */
struct writer {
	const struct serialiser *serialiser;
	void *state;
};

static int
write_open(void *context, const xmlNode *element, struct error *e)
{
	struct writer *w = context;

	return w->serialiser->open(w->state, element, e);
}

static int
write_text(void *context, xmlNode *text, struct error *e)
{
	struct writer *w = context;
	const char *words = (const char *)text->content;

	return w->serialiser->text(w->state, words, strlen(words), e);
}

static int
write_close(void *context, const xmlNode *element, struct error *e)
{
	struct writer *w = context;

	return w->serialiser->close(w->state, element, e);
}

int
whole_write(const struct whole *w, const struct whole_format *format,
    struct buf *out, struct error *e)
{
	static const struct whole_walker walker = {
	    .open = write_open, .text = write_text, .close = write_close};
	struct writer writer = {.serialiser = format->serialiser};

	writer.state = format->serialiser->start(out, &format->options);
	int done = whole_walk(w, &walker, &writer, e);
	if (done == 0)
		done = format->serialiser->finish(writer.state, e);
	format->serialiser->free(writer.state);
	if (done == 0 && buf_full(out))
		done = error_set(e, ERR_INPUT,
		    "one entry makes more than %zu bytes of output",
		    LIMIT_OUTPUT);
	return done;
}
