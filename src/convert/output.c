/*
 * One document, begun when its first entry is there, whose dates a format may
 * want for the whole; or a document for each entry, rendered as if the feed had
 * no other one.
 */
#include "convert/output.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "convert/hold.h"
#include "convert/naming.h"
#include "render/renderer.h"
#include "sink/outdir.h"
#include "sink/pattern.h"
#include "sink/sink.h"

#define PATH_LONG (8 * KIB)

struct output {
	const struct output_setup *setup;

	/* One document. */
	struct sink *sink;
	struct renderer *renderer;
	bool begun;
	struct hold hold; /* all entries, for a sheet that must see them */

	/* One for each entry; outdir is NULL when there is but one. */
	struct pattern *pattern;
	struct naming *naming;
	struct outdir *outdir;
	unsigned long renamed;
};

/* A path with braces but no field, which stand for themselves. */
static struct sink *
open_braces(const struct output *o, struct error *e)
{
	static const struct pattern_values none;
	struct buf path;

	buf_init(&path, PATH_LONG);
	pattern_path(o->pattern, &none, "", &path);
	struct sink *sink = sink_open(buf_text(&path), e);
	buf_clear(&path);
	return sink;
}

static int
open_path(struct output *o, struct error *e)
{
	const char *path = o->setup->path;

	o->sink = o->setup->sink;
	if (o->sink != NULL)
		return 0;
	if (!pattern_is(path)) {
		o->sink = sink_open(path, e);
		return o->sink == NULL ? -1 : 0;
	}
	o->pattern = pattern_new(path, e);
	if (o->pattern == NULL)
		return -1;
	if (!pattern_has_fields(o->pattern)) {
		o->sink = open_braces(o, e);
		return o->sink == NULL ? -1 : 0;
	}
	o->naming = naming_new(o->pattern);
	o->outdir = outdir_open(pattern_folder(o->pattern), e);
	return o->outdir == NULL ? -1 : 0;
}

struct output *
output_open(const struct output_setup *setup, struct error *e)
{
	struct output *o = mem_new(1, sizeof(*o));

	o->setup = setup;
	if (open_path(o, e) == -1) {
		output_free(o);
		return NULL;
	}
	if (o->outdir == NULL)
		o->renderer = renderer_new(
		    setup->sheet, setup->serialiser, &setup->render, o->sink);
	return o;
}

void
output_free(struct output *o)
{
	if (o == NULL)
		return;
	hold_clear(&o->hold);
	renderer_free(o->renderer);
	sink_free(o->sink);
	outdir_free(o->outdir);
	naming_free(o->naming);
	pattern_free(o->pattern);
	free(o);
}

bool
output_folder(const struct output *o, struct jail_folder *folder)
{
	folder->makes = o->outdir != NULL;
	folder->fd = o->outdir != NULL ? outdir_descriptor(o->outdir)
				       : sink_folder(o->sink);
	return folder->fd != -1;
}

/* Tells that an entry is not called as it would be; some of them. */
static void
tell_renamed(struct output *o, const char *path)
{
	const struct output_setup *setup = o->setup;
	struct buf line;

	if (setup->tell == NULL || ++o->renamed > LIMIT_NOTES)
		return;
	buf_init(&line, PATH_LONG);
	buf_printf(&line, "'%s/%s': called so because its name was taken",
	    pattern_folder(o->pattern), path);
	if (o->renamed == LIMIT_NOTES)
		buf_puts(&line, "; there may be more of them");
	setup->tell(setup->context, buf_text(&line));
	buf_clear(&line);
}

/* Where the entry's document goes. */
static struct sink *
open_document(struct output *o, const xmlNode *entry, struct error *e)
{
	struct sink *sink = NULL;
	struct buf path;

	buf_init(&path, PATH_LONG);
	int named = naming_path(o->naming, entry, &path, e);
	if (named == 1)
		tell_renamed(o, buf_text(&path));
	if (named != -1)
		sink = outdir_sink(o->outdir, buf_text(&path), e);
	buf_clear(&path);
	return sink;
}

static int
render_one(struct renderer *renderer, struct sheet *sheet, struct feed *feed,
    xmlNode *entry, struct error *e)
{
	bool whole = sheet_whole(sheet) != NULL;

	if (!whole && renderer_begin(renderer, feed, entry, e) == -1)
		return -1;
	feed_hang(feed, entry);
	int result = whole ? renderer_whole(renderer, feed, e)
			   : renderer_burst(renderer, feed, e);
	xmlUnlinkNode(entry);
	return result == 0 && !whole ? renderer_end(renderer, e) : result;
}

/* A document of the feed and this entry, which hangs nowhere before and after.
 */
static int
write_document(
    struct output *o, struct feed *feed, xmlNode *entry, struct error *e)
{
	const struct output_setup *setup = o->setup;
	struct sink *sink = open_document(o, entry, e);

	if (sink == NULL)
		return -1;
	struct renderer *renderer =
	    renderer_new(setup->sheet, setup->serialiser, &setup->render, sink);
	int result = render_one(renderer, setup->sheet, feed, entry, e);
	if (result == 0)
		result = sink_commit(sink, e);
	renderer_free(renderer);
	sink_free(sink);
	return result;
}

static int
write_documents(struct output *o, struct feed *feed, struct error *e)
{
	size_t n;
	xmlNode **entries = feed_take(feed, &n);
	int result = 0;

	for (size_t i = 0; i < n && result == 0; i++)
		result = write_document(o, feed, entries[i], e);
	for (size_t i = 0; i < n; i++)
		feed_hang(feed, entries[i]);
	free(entries);
	return result;
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

/* The entries wait for the last one. */
static int
hold_all(struct output *o, struct feed *feed, struct error *e)
{
	size_t n;
	xmlNode **entries = feed_take(feed, &n);
	int result = 0;

	for (size_t i = 0; i < n; i++) {
		if (result == 0 && !hold_add(&o->hold, entries[i]))
			result = hold_fail("", o->setup->sheet, e);
		else if (result == -1)
			xmlFreeNode(entries[i]);
	}
	free(entries);
	return result;
}

int
output_burst(struct output *o, struct feed *feed, struct error *e)
{
	if (feed_first(feed) == NULL)
		return 0;
	if (o->outdir != NULL)
		return write_documents(o, feed, e);
	if (sheet_whole(o->setup->sheet) != NULL)
		return hold_all(o, feed, e);
	if (begin(o, feed, e) == -1)
		return -1;
	return renderer_burst(o->renderer, feed, e);
}

int
output_end(struct output *o, struct feed *feed, struct error *e)
{
	if (o->outdir != NULL)
		return 0;
	if (sheet_whole(o->setup->sheet) != NULL) {
		while (hold_give(&o->hold, feed))
			;
		return renderer_whole(o->renderer, feed, e);
	}
	if (begin(o, feed, e) == -1)
		return -1;
	return renderer_end(o->renderer, e);
}

int
output_commit(struct output *o, struct error *e)
{
	if (o->outdir != NULL)
		return outdir_commit(o->outdir, e);
	return sink_commit(o->sink, e);
}

bool
output_is_one(const struct output *o)
{
	return o->outdir == NULL;
}

bool
output_begun(const struct output *o)
{
	return o->begun;
}

unsigned long
output_memory(const struct output *o)
{
	return renderer_memory(o->renderer);
}

void
output_divert(struct output *o, struct sink *sink)
{
	const struct output_setup *setup = o->setup;

	renderer_free(o->renderer);
	o->sink = sink;
	o->renderer =
	    renderer_new(setup->sheet, setup->serialiser, &setup->render, sink);
}

int
output_pass(struct output *o, const char *p, size_t n, struct error *e)
{
	return sink_write(o->sink, p, n, e);
}
