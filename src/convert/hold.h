#ifndef FEEDLOOM_CONVERT_HOLD_H
#define FEEDLOOM_CONVERT_HOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model/feed.h"
#include "plugin/script.h"
#include "xml/sheet.h"

/*
 * Entries that wait for a stage with a window, and then those that it gave, on
 * their way out.  All zero at first.
 */
struct hold {
	struct script_entries entries;
	size_t room;
	size_t bytes;  /* what they hold, about */
	size_t given;  /* of entries, from the first on, are gone */
	bool answered; /* the stage has seen them */
};

/* Frees what is in it. */
void hold_clear(struct hold *hold);

/* Takes an entry; false when it is one too many (limits.h). */
bool hold_add(struct hold *hold, xmlNode *entry);

/*
 * What it takes to hold all entries for a stylesheet, and what that makes of
 * them; 0 when it does not need that.
 */
size_t hold_memory(const struct sheet *sheet);

/* Says that it was one too many for a window, or for a stylesheet: -1. */
int hold_fail(const char *plugin, const struct sheet *sheet, struct error *e);

/* Hangs up to a burst of them in the feed; false when there are none. */
bool hold_give(struct hold *hold, struct feed *feed);

#endif
