/*
 * loom:copy, which copies nothing: it leaves a mark in the result, and the
 * nodes that this stands for.
 */
#include "xml/sheet_instruction.h"

#include <stdlib.h>

#include <libxslt/namespaces.h>
#include <libxslt/xsltutils.h>

#include "base/mem.h"
#include "xml/node.h"

/* A number in digits: where they begin, at the end of text. */
static xmlChar *
digits(size_t n, xmlChar text[24])
{
	xmlChar *p = text + 23;

	*p = '\0';
	do {
		*--p = (xmlChar)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	return p;
}

/* The mark of a set, which is kept under the number that it has. */
static void
mark(
    xsltTransformContext *run, const struct instruction *i, xmlXPathObject *set)
{
	struct sheet *sheet = run->_private;
	struct copied *copied = sheet->copied;
	xmlNode *place = sheet_add(run, WORD_COPY);
	xmlChar number[24];

	place->ns =
	    xsltGetNamespace(run, i->common.inst, i->common.inst->ns, place);
	sheet_add_attribute(
	    run, place, WORD_N, xmlStrdup(digits(copied->n, number)));
	if ((copied->n & (copied->n + 1)) == 0)
		copied->sets = mem_grow(
		    copied->sets, 2 * copied->n + 2, sizeof(xmlXPathObject *));
	copied->sets[copied->n++] = set;
}

/* <loom:copy select="…"/>: an element that stands for nodes of the source. */
void
sheet_on_copy(xsltTransformContext *run, xmlNode *node, xmlNode *at,
    xsltElemPreComp *instruction)
{
	struct instruction *i = (struct instruction *)instruction;
	xmlXPathObject *set = sheet_nodes(run, node, i);

	if (set == NULL || set->type != XPATH_NODESET) {
		xsltTransformError(
		    run, NULL, at, "loom:copy: select must give nodes\n");
	} else if (set->nodesetval != NULL && set->nodesetval->nodeNr > 0) {
		mark(run, i, set);
		return;
	}
	xmlXPathFreeObject(set);
}

const xmlNodeSet *
sheet_copied(const xmlNode *element)
{
	const struct copied *copied = element->doc->_private;

	if (copied == NULL || !node_is(element, NS_LOOM, "copy"))
		return NULL;
	const char *number = node_attribute(element, "n");
	size_t n = number == NULL ? copied->n : strtoul(number, NULL, 10);
	return n < copied->n ? copied->sets[n]->nodesetval : NULL;
}

void
copied_free(struct copied *copied)
{
	if (copied == NULL)
		return;
	for (size_t i = 0; i < copied->n; i++)
		xmlXPathFreeObject(copied->sets[i]);
	free(copied->sets);
	free(copied);
}
