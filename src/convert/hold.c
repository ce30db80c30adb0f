/*
 * A window's entries.
 */
#include "convert/hold.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"

void
hold_clear(struct hold *hold)
{
	for (size_t i = hold->given; i < hold->entries.count; i++)
		xmlFreeNode(hold->entries.items[i]);
	free(hold->entries.items);
	*hold = (struct hold){.answered = hold->answered};
}

static size_t
weigh(const xmlNode *entry)
{
	size_t bytes = 0;

	for (const xmlNode *n = entry; n != NULL; n = node_walk(n, entry)) {
		bytes += sizeof(*n);
		if (n->type == XML_TEXT_NODE && n->content != NULL)
			bytes += strlen((const char *)n->content);
	}
	return bytes;
}

bool
hold_add(struct hold *hold, xmlNode *entry)
{
	if (hold->entries.count == hold->room) {
		hold->room = 2 * hold->room + 16;
		hold->entries.items = mem_grow(
		    hold->entries.items, hold->room, sizeof(xmlNode *));
	}
	hold->entries.items[hold->entries.count++] = entry;
	hold->bytes += weigh(entry);
	return hold->entries.count <= LIMIT_WINDOW_ENTRIES &&
	       hold->bytes <= LIMIT_WINDOW_TEXT;
}

size_t
hold_memory(const struct sheet *sheet)
{
	return sheet_whole(sheet) == NULL ? 0 : 2 * LIMIT_WINDOW_TEXT;
}

int
hold_fail(const char *plugin, const struct sheet *sheet, struct error *e)
{
	const char *why = sheet == NULL ? NULL : sheet_whole(sheet);

	return error_set(e, ERR_INPUT, "%s%s%s (limit: %d entries, %zu MiB)",
	    why == NULL ? plugin : why,
	    why == NULL ? ": " : " needs the whole feed, which is ",
	    why == NULL ? "too much for a window" : "too much to hold",
	    LIMIT_WINDOW_ENTRIES, LIMIT_WINDOW_TEXT / MIB);
}

bool
hold_give(struct hold *hold, struct feed *feed)
{
	size_t n = 0;

	while (hold->given < hold->entries.count && n < LIMIT_BURST_ENTRIES) {
		feed_hang(feed, hold->entries.items[hold->given++]);
		n++;
	}
	if (hold->given == hold->entries.count)
		hold_clear(hold);
	return n > 0;
}
