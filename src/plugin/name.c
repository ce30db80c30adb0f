/*
 * Qualified names, resolved without asking which prefixes a document has.
 */
#include "plugin/name.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <libxml/parserInternals.h>

#include "base/limits.h"
#include "model/feed.h"
#include "plugin/host.h"
#include "xml/node.h"

/* The namespace that the feed's root declares for a prefix, or NULL. */
static const char *
declared(const struct host *host, const char *prefix)
{
	if (host->feed == NULL)
		return NULL;
	for (const xmlNs *n = feed_root(host->feed)->nsDef; n != NULL;
	     n = n->next) {
		if (n->prefix != NULL &&
		    strcmp((const char *)n->prefix, prefix) == 0)
			return (const char *)n->href;
	}
	return NULL;
}

static void
resolve(const struct host *host, struct name *name)
{
	const struct ns_entry *entry =
	    ns_of_prefix(name->prefix, strlen(name->prefix));
	const char *uri =
	    entry != NULL ? entry->uri : declared(host, name->prefix);

	if (uri != NULL)
		snprintf(name->uri, sizeof(name->uri), "%s", uri);
}

void
name_read(lua_State *L, int index, struct name *name)
{
	size_t len;
	const char *text = luaL_checklstring(L, index, &len);
	const char *local = text;

	*name = (struct name){.prefix = ""};
	if (len == 0 || len >= NAME_TEXT || strlen(text) != len)
		luaL_error(L, "'%s' is no name", len >= NAME_TEXT ? "…" : text);
	const char *end = text[0] == '{' ? strchr(text, '}') : NULL;
	const char *colon = text[0] == '{' ? NULL : strchr(text, ':');
	if (end != NULL) {
		snprintf(name->uri, sizeof(name->uri), "%.*s",
		    (int)(end - text - 1), text + 1);
		local = end + 1;
	} else if (colon != NULL) {
		snprintf(name->prefix, sizeof(name->prefix), "%.*s",
		    (int)(colon - text), text);
		local = colon + 1;
		resolve(host_of(L), name);
	}
	if (xmlValidateNCName((const xmlChar *)local, 0) != 0)
		luaL_error(L, "'%s' is no name", text);
	snprintf(name->local, sizeof(name->local), "%s", local);
}

/* Whether a node's namespace is the name's; bare: what no prefix stands for. */
static bool
in_namespace(const struct name *name, const xmlNode *node, const char *bare)
{
	if (name->uri[0] != '\0')
		return strcmp(ns_uri(node), name->uri) == 0;
	if (name->prefix[0] != '\0')
		return strcmp(ns_prefix(node), name->prefix) == 0;
	return strcmp(ns_uri(node), bare) == 0;
}

bool
name_fits(const struct name *name, const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE &&
	       strcmp(node_name(node), name->local) == 0 &&
	       in_namespace(name, node, NS_ATOM_URI);
}

xmlAttr *
name_attribute(const struct name *name, const xmlNode *node)
{
	for (xmlAttr *a = node->properties; a != NULL; a = a->next) {
		if (strcmp((const char *)a->name, name->local) == 0 &&
		    in_namespace(name, (const xmlNode *)a, ""))
			return a;
	}
	return NULL;
}

/* The declaration of a name's namespace; NULL for none. */
static xmlNs *
space(lua_State *L, const struct name *name, const char *bare)
{
	xmlDoc *doc = host_doc(L);
	const xmlNode *root = xmlDocGetRootElement(doc);
	const char *uri = name->uri[0] != '\0' ? name->uri : bare;
	int n = 0;

	if (name->uri[0] == '\0' && name->prefix[0] != '\0')
		luaL_error(L,
		    "nobody knows the prefix '%s': name the "
		    "namespace itself, {uri}%s",
		    name->prefix, name->local);
	if (*uri == '\0')
		return NULL;
	const struct ns_entry *entry = ns_of_uri(uri);
	if (entry != NULL && entry->id == NS_XML)
		return node_ns(doc, NS_XML);
	for (const xmlNs *ns = root->nsDef; ns != NULL; ns = ns->next)
		n++;
	if (n >= LIMIT_PREFIXES)
		luaL_error(
		    L, "too many namespaces (limit: %d)", LIMIT_PREFIXES);
	return node_ns_of_uri(doc, uri,
	    entry != NULL	      ? entry->prefix
	    : name->prefix[0] != '\0' ? name->prefix
				      : "ns");
}

xmlNode *
name_add_element(lua_State *L, const struct name *name, xmlNode *parent)
{
	xmlNs *ns = space(L, name, NS_ATOM_URI);

	host_spend(L, 1, 0);
	xmlNode *node = node_add(parent, NS_NONE, name->local, NULL);
	node->ns = ns;
	return node;
}

void
name_set_attribute(
    lua_State *L, const struct name *name, xmlNode *node, const char *text)
{
	xmlNs *ns = space(L, name, "");

	if (xmlSetNsProp(node, ns, (const xmlChar *)name->local,
		(const xmlChar *)text) == NULL)
		luaL_error(L, "the attribute '%s' cannot be set", name->local);
}
