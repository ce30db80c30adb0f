#ifndef FEEDLOOM_XML_NS_H
#define FEEDLOOM_XML_NS_H

#include <stddef.h>

#include <libxml/tree.h>

/*
 * The namespaces that feeds use: the name each is really known by, the other
 * spellings that occur in the wild, and the prefix everyone gives it.  Prefixes
 * in a document mean nothing; these are for writing, for JSON's "_prefix"
 * members, and for repairing feeds that forget a declaration.
 */
enum ns {
	NS_NONE,   /* no namespace: RSS 0.91 to 2.0's own elements */
	NS_OTHER,  /* one that the table does not know */
	NS_ATOM,   /* RFC 4287 */
	NS_ATOM03, /* Atom 0.3 */
	NS_RSS,	   /* RSS 2.0's elements where a namespace is needed */
	NS_RSS1,   /* RSS 1.0 */
	NS_RSS090, /* RSS 0.90 */
	NS_RDF,
	NS_XML,
	NS_XHTML,
	NS_LOOM, /* our own: marks in stylesheets' output, functions */
	NS_JSON, /* the XML form of JSON, XPath Functions 3.1 section 22 */
	NS_CONTENT,
	NS_EXCERPT, /* WXR */
	NS_WP,	    /* WXR, all versions */
	NS_DC,
	NS_DCTERMS,
	NS_SY,
	NS_SLASH,
	NS_WFW,
	NS_THR, /* RFC 4685 */
	NS_MEDIA,
	NS_ITUNES,
	NS_GOOGLEPLAY,
	NS_PODCAST,
	NS_GEORSS,
	NS_GEO,
	NS_FEEDBURNER,
	NS_FH,	  /* RFC 5005 */
	NS_KNOWN, /* any other one of the table: only its prefix matters */
};

struct ns_entry {
	enum ns id;
	const char *prefix;
	const char *uri; /* the canonical one */
	size_t len;	 /* of uri */
};

#define NS_LOOM_URI "urn:feedloom"
#define NS_JSON_URI "http://www.w3.org/2005/xpath-functions"
#define NS_ATOM_URI "http://www.w3.org/2005/Atom"
#define NS_RSS_URI "http://backend.userland.com/rss2"
#define NS_XHTML_URI "http://www.w3.org/1999/xhtml"
#define NS_XSL_URI "http://www.w3.org/1999/XSL/Transform"

/* The entry of a URI, spelled in any known way; NULL when it is not known. */
const struct ns_entry *ns_of_uri(const char *uri);

/* The entry that a prefix usually stands for, or NULL. */
const struct ns_entry *ns_of_prefix(const char *prefix, size_t len);

/* The entry of one of the names above (not NS_NONE, NS_OTHER, NS_KNOWN). */
const struct ns_entry *ns_entry(enum ns id);

/* The entries one by one, each prefix first with its canonical URI; NULL at
 * the end. */
const struct ns_entry *ns_at(size_t i);

/* The entry of a declaration, never NULL; kept in the xmlNs. */
const struct ns_entry *ns_find(xmlNs *ns);

/* The namespace that a declaration is for, quickly. */
static inline enum ns
ns_declared(xmlNs *ns)
{
	const struct ns_entry *known = ns->_private;

	return known != NULL ? known->id : ns_find(ns)->id;
}

/* The namespace of an element or attribute node, in the same way. */
static inline enum ns
ns_of(const xmlNode *node)
{
	return node->ns == NULL ? NS_NONE : ns_declared(node->ns);
}

/*
 * Gives the namespaces that an element declares their canonical URIs, so that
 * what compares URIs, as stylesheets do, finds each in one spelling.
 */
void ns_settle(xmlNode *element);

/* Makes its URI, if it is a canonical one, the one text of all such. */
void ns_share(xmlNs *ns);

/* The canonical URI of the node's namespace, "" for none; borrowed. */
const char *ns_uri(const xmlNode *node);

/*
 * The prefix to write the node's namespace with: the table's, else the node's
 * own, else "ns"; "" for no namespace.  Borrowed.
 */
const char *ns_prefix(const xmlNode *node);

#endif
