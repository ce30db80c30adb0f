/*
 * Where entries of several feeds are from.
 */
#include "model/origin.h"

#include "base/mem.h"
#include "model/links.h"
#include "xml/node.h"

xmlNode *
origin_of(const xmlNode *head)
{
	static const char *const names[] = {"id", "title", "subtitle",
	    "updated", "author", "link", "icon", "logo", "rights", NULL};
	xmlNode *origin = xmlNewDocNode(head->doc, node_ns(head->doc, NS_ATOM),
	    (const xmlChar *)"source", NULL);
	const char *self = links_find(head, "self");

	if (origin == NULL)
		mem_out();
	if (self == NULL)
		self = links_find(head, "alternate");
	if (node_child(head, NS_ATOM, "id") == NULL && self != NULL)
		node_add(origin, NS_ATOM, "id", self);
	for (const xmlNode *n = node_first(head); n != NULL; n = node_next(n)) {
		const char *const *name = names;
		while (*name != NULL && !node_is(n, NS_ATOM, *name))
			name++;
		if (*name != NULL)
			node_copy(n, origin);
	}
	return origin;
}

void
origin_mark(xmlNode *entry, const xmlNode *origin)
{
	if (node_child(entry, NS_ATOM, "source") == NULL)
		node_copy(origin, entry);
}
