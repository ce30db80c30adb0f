/*
 * Evaluates simple XPath expressions (XPath 1.0) by visits: each node that an
 * expression leads to, or the one string that it is, is shown to a visitor, who
 * may say that it is enough.  Where libxml2 departs from the standard, so does
 * this.
 */
#include "xml/xpath.h"

#include <limits.h>
#include <string.h>

#include <libxml/hash.h>
#include <libxml/xpathInternals.h>

#include "base/limits.h"
#include "base/mem.h"
#include "xml/node.h"
#include "xml/xpath_state.h"

/* One evaluation. */
struct run {
	xsltTransformContext *context;
	unsigned long looks; /* at nodes */
	unsigned long most;
	bool lost; /* it gives up */
};

/* Is shown nodes, or a text alone; says whether that is enough. */
struct visitor {
	bool (*see)(
	    struct run *r, struct visitor *v, xmlNode *node, const char *text);
	const char *text; /* what was seen, or is compared with */
	xmlChar *own;
	xmlNode *node;
	xmlNodeSet *set;
	const struct xpath *with; /* the other side, from here */
	xmlNode *here;
	bool unequal;
};

static bool truth(struct run *r, const struct xpath *x, xmlNode *here);

static bool
give_up(struct run *r)
{
	r->lost = true;
	return true;
}

/* The text of a node, which is not copied if it is in one piece. */
static const char *
text_of(xmlNode *node, xmlChar **own)
{
	const xmlNode *n = node;

	if (node->type == XML_ELEMENT_NODE || node->type == XML_ATTRIBUTE_NODE)
		n = node->children;
	if (n == NULL)
		return "";
	if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) &&
	    (n == node || n->next == NULL) && n->content != NULL)
		return (const char *)n->content;
	*own = xmlXPathCastNodeToString(node);
	return (const char *)*own;
}

/* What a variable holds, or NULL. */
static const xmlXPathObject *
variable(const xsltTransformContext *c, const char *name)
{
	const xsltStackElem *found = NULL;

	for (int i = c->varsNr; i > c->varsBase && found == NULL; i--) {
		const xsltStackElem *one = c->varsTab[i - 1];
		if (one->nameURI == NULL &&
		    strcmp((const char *)one->name, name) == 0)
			found = one;
	}
	if (found == NULL && c->globalVars != NULL)
		found =
		    xmlHashLookup2(c->globalVars, (const xmlChar *)name, NULL);
	return found != NULL && found->computed ? found->value : NULL;
}

static xmlNode *
first_of(struct run *r, enum xpath_axis axis, xmlNode *from)
{
	bool element = from->type == XML_ELEMENT_NODE;

	switch (axis) {
	case AXIS_SELF:
		return from;
	case AXIS_PARENT:
		/* libxml2 knows of parents that are none. */
		if (from->parent == NULL ||
		    (from->parent->type == XML_ELEMENT_NODE &&
			from->parent->ns == NULL))
			give_up(r);
		return from->parent;
	case AXIS_ATTRIBUTE:
		return element ? (xmlNode *)from->properties : NULL;
	default:
		return element || from->type == XML_DOCUMENT_NODE ||
			       from->type == XML_HTML_DOCUMENT_NODE
			   ? from->children
			   : NULL;
	}
}

static xmlNode *
next_of(enum xpath_axis axis, xmlNode *node, const xmlNode *from)
{
	if (axis == AXIS_SELF || axis == AXIS_PARENT)
		return NULL;
	return axis == AXIS_DESCENDANT ? node_walk(node, from) : node->next;
}

static bool
is_asked_for(const struct xpath_step *step, const xmlNode *node)
{
	bool attribute = step->axis == AXIS_ATTRIBUTE;
	const xmlNs *ns = node->ns;

	if (step->any)
		return true;
	if (step->text)
		return node->type == XML_TEXT_NODE ||
		       node->type == XML_CDATA_SECTION_NODE;
	if (node->type != (attribute ? XML_ATTRIBUTE_NODE : XML_ELEMENT_NODE))
		return false;
	if (step->name != NULL && strcmp(step->name, node_name(node)) != 0)
		return false;
	if (step->uri != NULL)
		return ns != NULL && ns->href != NULL &&
		       (step->uri == (const char *)ns->href ||
			   strcmp(step->uri, (const char *)ns->href) == 0);
	return step->name == NULL || ns == NULL ||
	       (attribute && ns->prefix == NULL);
}

/*
 * The first of a node and what stands behind it that has the two bytes, one may
 * be NUL, with which a name begins; most steps look through many for a few.
 */
static xmlNode *
seek(struct run *r, const char *name, xmlNode *node)
{
	for (; node != NULL; node = node->next) {
		if ((node->type == XML_ELEMENT_NODE ||
			node->type == XML_ATTRIBUTE_NODE) &&
		    node_name(node)[0] == name[0] &&
		    node_name(node)[1] == name[1])
			break;
		r->looks++;
	}
	return node;
}

/* places: how many nodes each predicate was asked about. */
static bool
passes(struct run *r, const struct xpath_step *step, xmlNode *node,
    unsigned *places)
{
	for (int i = 0; i < step->n_predicates; i++) {
		const struct xpath *x = step->predicates[i];
		if (x->kind == EXPR_PLACE ? ++places[i] != x->place
					  : !truth(r, x, node))
			return false;
	}
	return true;
}

/* Goes the steps of a path, from the i-th. */
static bool
go(struct run *r, const struct xpath *path, size_t i, xmlNode *from,
    struct visitor *v)
{
	const struct xpath_step *step = &path->steps[i];
	unsigned places[MOST_PREDICATES] = {0};

	if (i == path->n_steps)
		return v->see(r, v, from, NULL);
	bool named =
	    step->name != NULL && !step->text && step->axis <= AXIS_ATTRIBUTE;
	for (xmlNode *n = first_of(r, step->axis, from); n != NULL && !r->lost;
	     n = next_of(step->axis, n, from)) {
		if (named)
			n = seek(r, step->name, n);
		if (n == NULL)
			break;
		if (++r->looks > r->most)
			return give_up(r);
		if (is_asked_for(step, n) && passes(r, step, n, places) &&
		    (r->lost || go(r, path, i + 1, n, v)))
			return true;
	}
	return r->lost;
}

/* The value of a variable or of what a path begins with; NULL: it gave up. */
static const xmlXPathObject *
value_of(struct run *r, const struct xpath *x)
{
	const xmlXPathObject *value = variable(r->context, x->text);

	if (value != NULL &&
	    (value->type == XPATH_NODESET ||
		(value->type == XPATH_STRING && x->kind == EXPR_VARIABLE)))
		return value;
	r->lost = true;
	return NULL;
}

static bool
visit_variable(struct run *r, const struct xpath *x, struct visitor *v)
{
	const xmlXPathObject *value = value_of(r, x);
	unsigned places[MOST_PREDICATES] = {0};

	if (value == NULL)
		return true;
	if (value->type == XPATH_STRING)
		return v->see(r, v, NULL, (const char *)value->stringval);
	const xmlNodeSet *set = value->nodesetval;
	for (int i = 0; set != NULL && i < set->nodeNr; i++) {
		xmlNode *n = set->nodeTab[i];
		if (n->type == XML_NAMESPACE_DECL || ++r->looks > r->most)
			return give_up(r);
		if (x->n_steps == 0 ? v->see(r, v, n, NULL)
				    : passes(r, x->steps, n, places) &&
					  (r->lost || go(r, x, 1, n, v)))
			return true;
	}
	return r->lost;
}

static bool visit(
    struct run *r, const struct xpath *x, xmlNode *here, struct visitor *v);

/* Keeps the first thing it sees; a text that is not of the tree as its own. */
static bool
keep(struct run *r, struct visitor *v, xmlNode *node, const char *text)
{
	(void)r;
	v->node = node;
	if (node == NULL)
		v->own = xmlStrdup((const xmlChar *)text);
	v->text = node == NULL ? (const char *)v->own : text_of(node, &v->own);
	return true;
}

/* A function of ours, of the first node or of a text. */
static bool
visit_call(
    struct run *r, const struct xpath *x, xmlNode *here, struct visitor *v)
{
	struct visitor first = {.see = keep};
	struct buf out;

	buf_init(&out, LIMIT_OUTPUT);
	visit(r, x->left, here, &first);
	if (first.node != NULL && first.node->type != XML_ELEMENT_NODE)
		first.node = NULL;
	if (!r->lost && first.text != NULL)
		x->function->call(first.node, first.text, &out);
	xmlFree(first.own);
	bool enough = r->lost || v->see(r, v, NULL, buf_text(&out));
	buf_clear(&out);
	return enough;
}

static bool
add(struct run *r, struct visitor *v, xmlNode *node, const char *text)
{
	(void)text;
	return xmlXPathNodeSetAddUnique(v->set, node) == -1 && give_up(r);
}

static xmlNodeSet *
set_new(void)
{
	xmlNodeSet *set = xmlXPathNodeSetCreate(NULL);

	if (set == NULL)
		mem_out();
	return set;
}

/* A function of ours that chooses nodes. */
static bool
visit_choice(
    struct run *r, const struct xpath *x, xmlNode *here, struct visitor *v)
{
	struct visitor all = {.see = add, .set = set_new()};
	xmlNodeSet *chosen = set_new();

	visit(r, x->left, here, &all);
	bool enough = r->lost;
	if (!enough)
		x->function->choose(
		    all.set, x->right == NULL ? "" : x->right->text, chosen);
	for (int i = 0; i < chosen->nodeNr && !enough; i++)
		enough = v->see(r, v, chosen->nodeTab[i], NULL);
	xmlXPathFreeNodeSet(chosen);
	xmlXPathFreeNodeSet(all.set);
	return enough;
}

/* Shows what an expression gives that is no boolean, till it is enough. */
static bool
visit(struct run *r, const struct xpath *x, xmlNode *here, struct visitor *v)
{
	switch (x->kind) {
	case EXPR_LITERAL:
		return v->see(r, v, NULL, x->text);
	case EXPR_CALL:
		return visit_call(r, x, here, v);
	case EXPR_CHOICE:
		return visit_choice(r, x, here, v);
	default:
		if (x->text != NULL)
			return visit_variable(r, x, v);
		if (x->rooted)
			here = (xmlNode *)r->context->xpathCtxt->doc;
		return here == NULL ? give_up(r) : go(r, x, 0, here, v);
	}
}

static bool
is_something(struct run *r, struct visitor *v, xmlNode *node, const char *text)
{
	(void)r;
	(void)v;
	return node != NULL || *text != '\0';
}

static bool
differs(struct run *r, struct visitor *v, xmlNode *node, const char *text)
{
	xmlChar *own = NULL;

	(void)r;
	if (node != NULL)
		text = text_of(node, &own);
	bool same = strcmp(text, v->text) == 0;
	xmlFree(own);
	return same != v->unequal;
}

/* Compares one with each on the other side. */
static bool
see_pair(struct run *r, struct visitor *v, xmlNode *node, const char *text)
{
	struct visitor other = {.see = differs, .unequal = v->unequal};

	other.text = node == NULL ? text : text_of(node, &other.own);
	bool found = visit(r, v->with, v->here, &other);
	xmlFree(other.own);
	return found;
}

/* "=" and "!=" (XPath 1.0 section 3.4): of any two, or of booleans. */
static bool
compare(struct run *r, const struct xpath *x, xmlNode *here)
{
	struct visitor v = {.see = see_pair,
	    .with = x->right,
	    .here = here,
	    .unequal = x->kind == EXPR_UNEQUAL};

	if (x->left->kind < EXPR_LITERAL || x->right->kind < EXPR_LITERAL)
		return (truth(r, x->left, here) == truth(r, x->right, here)) !=
		       v.unequal;
	/* With no node on the left, nobody has looked at the right. */
	if (x->right->kind >= EXPR_VARIABLE && x->right->text != NULL)
		value_of(r, x->right);
	return visit(r, x->left, here, &v);
}

/* contains() and starts-with(), of the first nodes. */
static bool
look_into(struct run *r, const struct xpath *x, xmlNode *here)
{
	struct visitor a = {.see = keep, .text = ""};
	struct visitor b = a;

	visit(r, x->left, here, &a);
	visit(r, x->right, here, &b);
	bool yes = x->kind == EXPR_CONTAINS
		       ? strstr(a.text, b.text) != NULL
		       : strncmp(a.text, b.text, strlen(b.text)) == 0;
	xmlFree(a.own);
	xmlFree(b.own);
	return yes;
}

static bool
truth(struct run *r, const struct xpath *x, xmlNode *here)
{
	switch (x->kind) {
	case EXPR_OR:
		return truth(r, x->left, here) || truth(r, x->right, here);
	case EXPR_AND:
		return truth(r, x->left, here) && truth(r, x->right, here);
	case EXPR_NOT:
		return !truth(r, x->left, here);
	case EXPR_EQUAL:
	case EXPR_UNEQUAL:
		return compare(r, x, here);
	case EXPR_CONTAINS:
	case EXPR_STARTS:
		return look_into(r, x, here);
	default:
		return visit(
		    r, x, here, &(struct visitor){.see = is_something});
	}
}

static struct run
begin(xsltTransformContext *context, const xmlNode *node)
{
	const xmlXPathContext *c = context->xpathCtxt;
	struct run r = {.context = context, .most = ULONG_MAX};

	if (c->opLimit != 0)
		r.most = c->opLimit - c->opCount;
	r.lost = node->type == XML_NAMESPACE_DECL || r.most == 0;
	return r;
}

/* Whether it did not give up; what it has looked at is counted. */
static bool
end(const struct run *r)
{
	r->context->xpathCtxt->opCount +=
	    r->looks < r->most ? r->looks : r->most;
	return !r->lost;
}

bool
xpath_gives_nodes(const struct xpath *xpath)
{
	return xpath->kind == EXPR_PATH || xpath->kind == EXPR_CHOICE;
}

int
xpath_test(const struct xpath *xpath, xsltTransformContext *run, xmlNode *node)
{
	struct run r = begin(run, node);
	bool yes = !r.lost && truth(&r, xpath, node);

	return end(&r) ? yes : -1;
}

const char *
xpath_string(const struct xpath *xpath, xsltTransformContext *run,
    xmlNode *node, xmlChar **own)
{
	struct run r = begin(run, node);
	struct visitor v = {.see = keep, .text = ""};

	if (xpath->kind < EXPR_LITERAL)
		return NULL;
	if (!r.lost)
		visit(&r, xpath, node, &v);
	*own = v.own;
	return end(&r) ? v.text : NULL;
}

xmlXPathObject *
xpath_nodes(const struct xpath *xpath, xsltTransformContext *run, xmlNode *node)
{
	struct run r = begin(run, node);
	xmlXPathObject *value = xmlXPathNewNodeSet(NULL);

	if (value == NULL)
		mem_out();
	struct visitor v = {.see = add, .set = value->nodesetval};
	if (!r.lost)
		visit(&r, xpath, node, &v);
	if (end(&r))
		return value;
	xmlXPathFreeObject(value);
	return NULL;
}
