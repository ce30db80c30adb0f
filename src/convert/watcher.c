/*
 * What a weave tells of its stages.
 */
#include "convert/watcher.h"

#include "xml/node.h"

bool
watcher_follows(const struct watcher *w)
{
	return w != NULL && w->got != NULL;
}

void
watcher_begins(const struct watcher *w)
{
	if (w != NULL && w->begins != NULL)
		w->begins(w->context);
}

void
watcher_enters(const struct watcher *w, const char *stage, size_t entries)
{
	if (w != NULL && w->enters != NULL)
		w->enters(w->context, stage, entries);
}

void
watcher_leaves(const struct watcher *w)
{
	if (w != NULL && w->leaves != NULL)
		w->leaves(w->context);
}

void
watcher_got(const struct watcher *w, const char *stage, const xmlNode *entry)
{
	if (w != NULL && w->got != NULL)
		w->got(w->context, stage, entry);
}

void
watcher_gave(const struct watcher *w, const char *stage,
    const struct script_entries *entries, const char *why)
{
	if (w != NULL && w->gave != NULL)
		w->gave(w->context, stage, entries, why);
}

void
watcher_through(const struct watcher *w, const struct feed *feed)
{
	if (w == NULL || w->through == NULL)
		return;
	for (const xmlNode *n = node_first(feed_root(feed)); n != NULL;
	     n = node_next(n))
		if (node_is(n, NS_ATOM, "entry"))
			w->through(w->context, n);
}
