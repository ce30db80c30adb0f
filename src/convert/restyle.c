/*
 * Stages that are stylesheets.
 */
#include "convert/restyle.h"

#include "plugin/watch.h"
#include "xml/node.h"

/* The element whose children a stage gave: a burst, or a feed; or NULL. */
static int
find_result(xmlDoc *result, bool whole, const xmlNode **root, struct error *e)
{
	*root = xmlDocGetRootElement(result);
	if (!whole || *root == NULL)
		return 0;
	return node_is(*root, NS_ATOM, "feed")
		   ? 0
		   : error_set(e, ERR_PLUGIN,
			 "a stage with a template for the feed must make an "
			 "atom:feed, not <%s>",
			 node_name(*root));
}

/*
 * Puts what a stage gave in the place of what it got; whole: it made a feed, of
 * which the head is nobody's.
 */
static int
take_result(struct feed *feed, xmlDoc *result, bool whole, struct error *e)
{
	const xmlNode *root;

	if (find_result(result, whole, &root, e) == -1)
		return -1;
	const xmlNode *first = root == NULL ? NULL : node_first(root);
	for (const xmlNode *n = first; n != NULL && !whole; n = node_next(n))
		if (!node_is(n, NS_ATOM, "entry"))
			return error_set(e, ERR_PLUGIN,
			    "a stage must give atom:entry, not <%s>",
			    node_name(n));
	feed_clear(feed);
	for (const xmlNode *n = first; n != NULL; n = node_next(n))
		if (node_is(n, NS_ATOM, "entry"))
			feed_settle_entry(feed, node_copy(n, feed_root(feed)));
	return 0;
}

int
restyle(
    struct sheet *sheet, const char *plugin, struct feed *feed, struct error *e)
{
	bool whole = sheet_whole(sheet) != NULL && sheet_takes_feed(sheet);

	watch_begin(plugin, "");
	xmlDoc *result = sheet_run(
	    sheet, feed_root(feed)->doc, whole ? SHEET_FRAME : SHEET_BURST, e);
	int got = result == NULL ? -1 : take_result(feed, result, whole, e);
	watch_end();
	sheet_result_free(result);
	return got;
}
