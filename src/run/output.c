/*
 * One document: begun when its first entry is there, whose dates a format may
 * want for the whole.
 */
#include "run/output.h"

#include <stdlib.h>

#include "base/mem.h"
#include "render/renderer.h"
#include "sink/sink.h"
#include "xml/node.h"

struct output {
	struct sink *sink;
	struct renderer *renderer;
	bool begun;
};

struct output *
output_open(const struct output_setup *setup, struct error *e)
{
	struct output *o = mem_new(1, sizeof(*o));

	o->sink = sink_open(setup->path, e);
	if (o->sink == NULL) {
		output_free(o);
		return NULL;
	}
	o->renderer = renderer_new(
	    setup->sheet, setup->serialiser, &setup->render, o->sink);
	return o;
}

void
output_free(struct output *o)
{
	if (o == NULL)
		return;
	renderer_free(o->renderer);
	sink_free(o->sink);
	free(o);
}

/* The frame is made while no entry hangs in the feed. */
static int
begin(struct output *o, struct feed *feed, struct error *e)
{
	size_t n;

	if (o->begun)
		return 0;
	o->begun = true;
	xmlNode **entries = feed_take(feed, &n);
	int result =
	    renderer_begin(o->renderer, feed, n == 0 ? NULL : entries[0], e);
	for (size_t i = 0; i < n; i++)
		feed_hang(feed, entries[i]);
	free(entries);
	return result;
}

int
output_burst(struct output *o, struct feed *feed, struct error *e)
{
	if (node_child(feed_root(feed), NS_ATOM, "entry") == NULL)
		return 0;
	if (begin(o, feed, e) == -1)
		return -1;
	return renderer_burst(o->renderer, feed, e);
}

int
output_end(struct output *o, struct feed *feed, struct error *e)
{
	if (begin(o, feed, e) == -1)
		return -1;
	return renderer_end(o->renderer, e);
}

int
output_commit(struct output *o, struct error *e)
{
	return sink_commit(o->sink, e);
}
