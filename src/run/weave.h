#ifndef FEEDLOOM_RUN_WEAVE_H
#define FEEDLOOM_RUN_WEAVE_H

#include <stdbool.h>

#include "base/error.h"
#include "model/feed.h"
#include "plugin/plugin.h"
#include "xml/sheet.h"

/*
 * The stages that entries go through between parsing and rendering, in their
 * order: atom:entry in, atom:entry out.
 */
struct weave;

/* Never NULL; without stages. */
struct weave *weave_new(void);
void weave_free(struct weave *weave);

/*
 * Compiles a plugin's stages from the one at first up to but not the one at
 * last, and adds them.  0, or -1 with the error filled in.
 */
int weave_add(struct weave *weave, const struct plugin *plugin, size_t first,
    size_t last, struct error *e);

/* Cleans all HTML of entries behind the last stage. */
void weave_sanitize(struct weave *weave);

/* Sends the entries below the feed's root through all stages. */
int weave_burst(struct weave *weave, struct feed *feed, struct error *e);

/*
 * One of a plugin's stylesheets, ready to run; NULL with the error filled in.
 * The first LIMIT_MESSAGES of all that stylesheets say go to standard error.
 */
struct sheet *weave_sheet(struct weave *weave, const struct plugin *plugin,
    size_t stage, const char *width, struct error *e);

#endif
