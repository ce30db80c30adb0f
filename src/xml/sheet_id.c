/*
 * generate-id(): XSLT 1.0 section 12.4 leaves it to the processor what an
 * identifier is made of, and libxslt has made them of addresses.  Here it is
 * the node's place: libxml2 numbers elements in document order, in a field that
 * they have no other use for, and whatever else there is counts from one.
 */
#include "xml/sheet_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xpathInternals.h>

#include "xml/node.h"

#define ID_TEXT 300 /* a prefix, in hexadecimal, is in it */

xmlNode *
sheet_first_entry(const xmlNode *feed)
{
	xmlNode *first = NULL;

	for (xmlNode *n = feed->last;
	     n != NULL && n->type == XML_ELEMENT_NODE &&
	     node_is(n, NS_ATOM, "entry");
	     n = n->prev)
		first = n;
	return first;
}

/* The number of the last element in front of a node; 0 when there is none. */
static long
number_before(const xmlNode *node)
{
	const xmlNode *last = NULL;

	for (const xmlNode *n = node->prev; n != NULL;) {
		if (n->type != XML_ELEMENT_NODE) {
			n = n->prev;
			continue;
		}
		last = n;
		n = n->last;
	}
	return last == NULL || (ptrdiff_t)last->content >= 0
		   ? 0
		   : -(long)(ptrdiff_t)last->content;
}

long
sheet_number(xmlDoc *doc)
{
	xmlNode *root = xmlDocGetRootElement(doc);
	xmlNode *first = sheet_first_entry(root);
	long number = first == NULL ? 0 : number_before(first);

	/* A head is the same as it was, and may be large. */
	if (number == 0)
		return xmlXPathOrderDocElems(doc);
	for (xmlNode *n = first; n != NULL; n = node_walk(n, root)) {
		if (n->type == XML_ELEMENT_NODE)
			n->content = (void *)(-(ptrdiff_t)++number);
	}
	return number;
}

/* Numbers a tree that the stylesheet made, behind all that have numbers. */
static void
number_elements(struct sheet *sheet, const xmlNode *node)
{
	xmlNode *top = (xmlNode *)node->doc;

	for (xmlNode *n = top->children; n != NULL; n = node_walk(n, top)) {
		if (n->type == XML_ELEMENT_NODE)
			n->content = (void *)(-(ptrdiff_t)++sheet->numbered);
	}
}

static long
element_number(struct sheet *sheet, const xmlNode *element)
{
	if ((ptrdiff_t)element->content >= 0)
		number_elements(sheet, element);
	return -(long)(ptrdiff_t)element->content;
}

/*
 * Of a document: 0 for the one that is transformed.  A tree fragment's stands
 * in its name, of which libxslt asks only that it begins with a blank.
 */
static long
document_number(struct sheet *sheet, xmlDoc *doc)
{
	char name[32];

	if (doc == sheet->run->initialContextDoc)
		return 0;
	if (doc->name != NULL && doc->name[0] == ' ') {
		long number = strtol(doc->name, NULL, 10);
		if (number > 0)
			return number;
	}
	snprintf(name, sizeof(name), " %ld", ++sheet->numbered);
	xmlFree(doc->name);
	doc->name = (char *)xmlStrdup((const xmlChar *)name);
	return sheet->numbered;
}

/* An attribute: its element's number and its place there. */
static void
put_attribute(struct sheet *sheet, const xmlNode *node, char id[ID_TEXT])
{
	unsigned n = 1;

	for (const xmlAttr *a = (const xmlAttr *)node; a->prev != NULL;
	     a = a->prev)
		n++;
	snprintf(
	    id, ID_TEXT, "id%lda%u", element_number(sheet, node->parent), n);
}

/* A namespace: its element's number and its prefix. */
static void
put_namespace(struct sheet *sheet, const xmlNs *ns, char id[ID_TEXT])
{
	int len = snprintf(id, ID_TEXT, "id%ldn",
	    element_number(sheet, (const xmlNode *)ns->next));
	const char *prefix = (const char *)ns->prefix;

	for (; prefix != NULL && *prefix != '\0' && len < ID_TEXT - 3; prefix++)
		len += snprintf(id + len, ID_TEXT - (size_t)len, "%02x",
		    (unsigned char)*prefix);
}

/* What is no element: the element before it, or what it is in, and a count. */
static void
put_other(struct sheet *sheet, const xmlNode *node, char id[ID_TEXT])
{
	const xmlNode *before = node;
	const xmlNode *parent = node->parent;
	unsigned n = 0;

	for (; before != NULL && before->type != XML_ELEMENT_NODE;
	     before = before->prev)
		n++;
	if (before != NULL)
		snprintf(
		    id, ID_TEXT, "id%ldf%u", element_number(sheet, before), n);
	else if (parent != NULL && parent->type == XML_ELEMENT_NODE)
		snprintf(
		    id, ID_TEXT, "id%ldc%u", element_number(sheet, parent), n);
	else
		snprintf(id, ID_TEXT, "id%ldd%u",
		    document_number(sheet, node->doc), n);
}

static void
put_id(struct sheet *sheet, const xmlNode *node, char id[ID_TEXT])
{
	switch (node->type) {
	case XML_ELEMENT_NODE:
		snprintf(id, ID_TEXT, "id%ld", element_number(sheet, node));
		break;
	case XML_ATTRIBUTE_NODE:
		put_attribute(sheet, node, id);
		break;
	case XML_NAMESPACE_DECL:
		put_namespace(sheet, (const xmlNs *)node, id);
		break;
	case XML_DOCUMENT_NODE:
	case XML_HTML_DOCUMENT_NODE:
		snprintf(
		    id, ID_TEXT, "id%ldd0", document_number(sheet, node->doc));
		break;
	default:
		put_other(sheet, node, id);
	}
}

/* The node of a set that comes first in document order. */
static const xmlNode *
first_node(const xmlNodeSet *set)
{
	xmlNode *first;

	if (set == NULL || set->nodeNr == 0)
		return NULL;
	first = set->nodeTab[0];
	for (int i = 1; i < set->nodeNr; i++) {
		if (xmlXPathCmpNodes(first, set->nodeTab[i]) == -1)
			first = set->nodeTab[i];
	}
	return first;
}

void
sheet_on_id(xmlXPathParserContext *ctxt, int nargs)
{
	struct sheet *sheet = sheet_of(ctxt);
	xmlXPathObject *argument = NULL;
	const xmlNode *node = ctxt->context->node;
	char id[ID_TEXT] = "";

	if (nargs > 1) {
		xmlXPathSetArityError(ctxt);
		return;
	}
	if (nargs == 1) {
		if (!xmlXPathStackIsNodeSet(ctxt)) {
			xmlXPathSetTypeError(ctxt);
			return;
		}
		argument = valuePop(ctxt);
		node = first_node(argument->nodesetval);
	}
	if (node != NULL)
		put_id(sheet, node, id);
	xmlXPathFreeObject(argument);
	valuePush(ctxt, xmlXPathNewCString(id));
}
