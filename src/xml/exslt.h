#ifndef FEEDLOOM_XML_EXSLT_H
#define FEEDLOOM_XML_EXSLT_H

#include <stdbool.h>

#include <libxml/xpath.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * The functions of EXSLT (exslt.org) that stylesheets may call: common, sets,
 * strings, math without random(), dates-and-times without what says the time
 * now.  Nothing of dynamic, functions, and no exsl:document.  All but common
 * come from libexslt, which is loaded when a stylesheet names one of its
 * namespaces: it takes longer to load than all that feedloom is made of.
 */

/* Whether the functions of the namespace need exslt_load first. */
bool exslt_needs(const char *uri);

/* Loads libexslt, once and for good.  0, or -1 with ERR_PLUGIN. */
int exslt_load(struct error *e);

/* The function, or NULL when there is none of this name. */
xmlXPathFunction exslt_find(const char *name, const char *uri);

/* Says why there is none, behind its name; nothing for other namespaces. */
void exslt_tell(const char *name, const char *uri, struct buf *out);

#endif
