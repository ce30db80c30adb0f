/*
 * Changes of a tree.  Each looks first whether it can be done, and then does
 * it; nodes are never freed by one, but for those that it made in vain.
 */
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/element.h"
#include "html/token.h"
#include "html/tree_node.h"
#include "html/value.h"

/* Sets what is there or adds it, paid for. */
static int
put_attribute(
    xmlNode *node, const char *name, const struct buf *value, struct error *e)
{
	const char *old = tree_attribute(node, name);
	size_t count = 0;

	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		count++;
	if (old == NULL && count >= LIMIT_HTML_ATTRIBUTES)
		return error_set(e, ERR_PLUGIN,
		    "<%s> would have more than %d attributes", tree_name(node),
		    LIMIT_HTML_ATTRIBUTES);
	size_t freed = old == NULL ? 0 : strlen(old);
	if (tree_spend(tree_of(node), old == NULL ? 2 : 0, value->len, e) == -1)
		return -1;
	if (xmlSetNsProp(node, NULL, (const xmlChar *)name,
		(const xmlChar *)buf_text(value)) == NULL)
		mem_out();
	tree_give_back(tree_of(node), freed);
	return 0;
}

static void
remove_attribute(xmlNode *node, const char *name)
{
	const char *old = tree_attribute(node, name);

	if (old == NULL)
		return;
	tree_give_back(tree_of(node), 2 * TREE_NODE + strlen(old));
	xmlUnsetNsProp(node, NULL, (const xmlChar *)name);
}

int
tree_set_attribute(xmlNode *node, const char *name, const char *value,
    size_t len, struct error *e)
{
	char lower[TOKEN_NAME];
	struct buf clean;

	if (tree_check_element(node, "attributes", e) == -1)
		return -1;
	if (!token_name(name, strlen(name), lower))
		return error_set(
		    e, ERR_PLUGIN, "'%.80s' is no name for an attribute", name);
	if (value == NULL) {
		remove_attribute(node, lower);
		return 0;
	}
	buf_init(&clean, LIMIT_OUTPUT);
	value_scrub(value, len, &clean);
	int result = put_attribute(node, lower, &clean, e);
	buf_clear(&clean);
	return result;
}

int
tree_rename(xmlNode *node, const char *name, struct error *e)
{
	char lower[TOKEN_NAME];

	if (tree_check_element(node, "name", e) == -1 ||
	    tree_check_name(name, lower, e) == -1)
		return -1;
	if (node->children != NULL && tree_is_void(lower))
		return error_set(e, ERR_PLUGIN,
		    "nothing can be in <%s>, and <%s> is not empty", lower,
		    tree_name(node));
	xmlNodeSetName(node, (const xmlChar *)lower);
	return 0;
}

static void
remove_children(xmlNode *node)
{
	while (node->children != NULL)
		tree_remove(node->children);
}

/* Text that is fit for a tree into a text or an element. */
static int
put_text(xmlNode *node, const struct buf *text, struct error *e)
{
	const bool holds = tree_is_element(node);

	if (tree_check_raw(holds ? node : node->parent, buf_text(text), e) ==
		-1 ||
	    tree_spend(tree_of(node), holds, text->len, e) == -1)
		return -1;
	if (!holds) {
		tree_give_back(
		    tree_of(node), strlen((const char *)node->content));
		xmlNodeSetContent(node, (const xmlChar *)buf_text(text));
		return 0;
	}
	remove_children(node);
	if (text->len == 0)
		return 0;
	xmlNode *made =
	    xmlNewDocText(node->doc, (const xmlChar *)buf_text(text));
	if (made == NULL)
		mem_out();
	tree_link(made, node, NULL);
	return 0;
}

int
tree_set_text(xmlNode *node, const char *text, size_t len, struct error *e)
{
	struct buf clean;

	if (tree_is_element(node) && tree_is_void(tree_name(node)))
		return tree_check_holds(node, e);
	if (!tree_is_element(node) && node->type != XML_TEXT_NODE)
		return error_set(e, ERR_PLUGIN, "the text of %s cannot be set",
		    tree_kind(node));
	buf_init(&clean, LIMIT_OUTPUT);
	value_scrub(text, len, &clean);
	int result = put_text(node, &clean, e);
	buf_clear(&clean);
	return result;
}

int
tree_unwrap(xmlNode *node, struct error *e)
{
	if (tree_check_element(node, "tags", e) == -1 ||
	    tree_check_place(node, e) == -1)
		return -1;
	while (node->children != NULL) {
		xmlNode *child = node->children;

		tree_unlink(child);
		tree_link(child, node->parent, node);
	}
	tree_remove(node);
	return 0;
}

xmlNode *
tree_wrap(xmlNode *node, const char *name, struct error *e)
{
	char lower[TOKEN_NAME];

	if (tree_check_place(node, e) == -1 ||
	    tree_check_holds(node->parent, e) == -1 ||
	    tree_check_name(name, lower, e) == -1 ||
	    tree_check_depth(
		tree_depth_in(node->parent) + tree_height(node) + 1, e) == -1)
		return NULL;
	if (tree_is_void(lower)) {
		error_set(e, ERR_PLUGIN, "nothing can be in <%s>", lower);
		return NULL;
	}
	if (tree_spend(tree_of(node), 1, 0, e) == -1)
		return NULL;
	xmlNode *made =
	    xmlNewDocNode(node->doc, NULL, (const xmlChar *)lower, NULL);
	if (made == NULL)
		mem_out();
	tree_link(made, node->parent, node);
	tree_unlink(node);
	tree_link(node, made, NULL);
	return made;
}
