#ifndef FEEDLOOM_CONVERT_RESTYLE_H
#define FEEDLOOM_CONVERT_RESTYLE_H

#include "base/error.h"
#include "model/feed.h"
#include "xml/sheet.h"

/*
 * A plugin's stylesheet as a stage: the entries that hang below the feed's root
 * become what it makes of them, each on its own; or of the feed, for a sheet
 * that must see all entries and has a template for the feed.  0, or -1 with the
 * error filled in and the entries as they were.
 */
int restyle(struct sheet *sheet, const char *plugin, struct feed *feed,
    struct error *e);

#endif
