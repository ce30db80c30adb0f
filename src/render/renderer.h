#ifndef FEEDLOOM_RENDER_RENDERER_H
#define FEEDLOOM_RENDER_RENDERER_H

#include "base/error.h"
#include "model/feed.h"
#include "render/serialiser.h"
#include "sink/sink.h"
#include "xml/sheet.h"

/*
 * A feed becomes a format's bytes as it streams by: first the frame up to the
 * place of the entries, then bursts of entries, then the rest of the frame.
 */
struct renderer;

/*
 * Never NULL.  Everything handed in outlives the renderer; options only this
 * call.
 */
struct renderer *renderer_new(struct sheet *sheet,
    const struct serialiser *serialiser, const struct render_options *options,
    struct sink *sink);
void renderer_free(struct renderer *r);

/*
 * The frame that a format's stylesheet makes of a feed's head, with
 * loom:entries where entries go; first is as below.  To be freed with
 * sheet_result_free; NULL with the error filled in.
 */
xmlDoc *renderer_frame(struct sheet *sheet, struct feed *feed,
    const xmlNode *first, struct error *e);

/*
 * Writes the frame up to its entries; first (or NULL) is the entry that will
 * come first.  0, or -1 with the error filled in.
 */
int renderer_begin(struct renderer *r, struct feed *feed, const xmlNode *first,
    struct error *e);

/* Writes the entries that hang below the feed's root. */
int renderer_burst(struct renderer *r, struct feed *feed, struct error *e);

/*
 * Writes all at once, for a sheet that must see all entries: they hang below
 * the feed's root.  It takes the place of the three others.
 */
int renderer_whole(struct renderer *r, struct feed *feed, struct error *e);

/* As the serialiser's memory, which must be a number. */
unsigned long renderer_memory(const struct renderer *r);

/* Writes what follows the entries. */
int renderer_end(struct renderer *r, struct error *e);

#endif
