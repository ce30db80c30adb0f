/*
 * Evaluates simple XPath expressions (XPath 1.0) by visits: each node that an
 * expression leads to is shown to a visitor, who may say that it is enough, so
 * a set is only made where one is asked for.  Where libxml2 departs from the
 * standard, so does this.
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

struct visitor {
	/* Whether that is enough. */
	bool (*see)(struct run *r, struct visitor *v, xmlNode *node);
	xmlNode *first;
	xmlNodeSet *set;
	const char *text;	  /* to compare with */
	const struct xpath *with; /* or these nodes, from here */
	xmlNode *here;
	bool unequal;
};

static bool visit(
    struct run *r, const struct xpath *x, xmlNode *here, struct visitor *v);
static bool truth(struct run *r, const struct xpath *x, xmlNode *here);
static void string(struct run *r, const struct xpath *x, xmlNode *here,
    struct xpath_text *out);

static bool
give_up(struct run *r)
{
	r->lost = true;
	return true;
}

void
xpath_text_clear(struct xpath_text *text)
{
	if (text->copy != NULL)
		xmlFree(text->copy);
	if (text->made.data != NULL)
		buf_clear(&text->made);
}

/* The text of a node, which is not copied if it is in one piece. */
static void
node_string(xmlNode *node, struct xpath_text *out)
{
	const xmlNode *n = node;

	if (node->type == XML_ELEMENT_NODE || node->type == XML_ATTRIBUTE_NODE)
		n = node->children;
	if (n == NULL) {
		out->text = "";
	} else if ((n->type == XML_TEXT_NODE ||
		       n->type == XML_CDATA_SECTION_NODE) &&
		   (n == node || n->next == NULL)) {
		out->text = n->content == NULL ? "" : (const char *)n->content;
	} else {
		out->copy = xmlXPathCastNodeToString(node);
		out->text = (const char *)out->copy;
	}
}

/* What a variable holds, or NULL. */
static const xmlXPathObject *
variable(struct run *r, const struct xpath *x)
{
	xsltTransformContext *c = r->context;
	const xsltStackElem *found = NULL;

	for (int i = c->varsNr; i > c->varsBase && found == NULL; i--) {
		const xsltStackElem *one = c->varsTab[i - 1];
		if (one->nameURI == NULL &&
		    strcmp((const char *)one->name, x->text) == 0)
			found = one;
	}
	if (found == NULL && c->globalVars != NULL)
		found = xmlHashLookup2(
		    c->globalVars, (const xmlChar *)x->text, NULL);
	if (found != NULL && found->computed && found->value != NULL)
		return found->value;
	r->lost = true;
	return NULL;
}

static bool
has_children(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE ||
	       node->type == XML_DOCUMENT_NODE ||
	       node->type == XML_HTML_DOCUMENT_NODE;
}

static xmlNode *
parent(struct run *r, const xmlNode *node)
{
	if (has_children(node) && node->type != XML_ELEMENT_NODE)
		return NULL;
	/* libxml2 knows of roots that are none. */
	if (node->parent == NULL || (node->parent->ns == NULL &&
					node->parent->type == XML_ELEMENT_NODE))
		give_up(r);
	return node->parent;
}

static xmlNode *
first_of(struct run *r, enum xpath_axis axis, xmlNode *from)
{
	switch (axis) {
	case AXIS_SELF:
		return from;
	case AXIS_PARENT:
		return parent(r, from);
	case AXIS_ATTRIBUTE:
		return from->type == XML_ELEMENT_NODE
			   ? (xmlNode *)from->properties
			   : NULL;
	case AXIS_FOLLOWING:
		return from->type == XML_ATTRIBUTE_NODE ? NULL : from->next;
	default:
		return has_children(from) ? from->children : NULL;
	}
}

static xmlNode *
next_of(enum xpath_axis axis, xmlNode *node, const xmlNode *from)
{
	switch (axis) {
	case AXIS_SELF:
	case AXIS_PARENT:
		return NULL;
	case AXIS_DESCENDANT:
		return node_walk(node, from);
	default:
		return node->next;
	}
}

/* Whether it has the name that a step asks for. */
static bool
is_named(const struct xpath_step *step, const xmlNode *node)
{
	bool attribute = step->axis == AXIS_ATTRIBUTE;
	const xmlNs *ns = node->ns;

	if (node->type != (attribute ? XML_ATTRIBUTE_NODE : XML_ELEMENT_NODE))
		return false;
	if (step->name != NULL && (*step->name != (char)*node->name ||
				      strcmp(step->name, node_name(node)) != 0))
		return false;
	if (step->uri != NULL)
		return ns != NULL && ns->href != NULL &&
		       (step->uri == (const char *)ns->href ||
			   strcmp(step->uri, (const char *)ns->href) == 0);
	return step->name == NULL || ns == NULL ||
	       (attribute && ns->prefix == NULL);
}

static bool
is_asked_for(const struct xpath_step *step, const xmlNode *node)
{
	if (step->nodes == NODES_NAMED)
		return is_named(step, node);
	switch (node->type) {
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		return true;
	case XML_DOCUMENT_NODE:
	case XML_HTML_DOCUMENT_NODE:
	case XML_ELEMENT_NODE:
	case XML_ATTRIBUTE_NODE:
	case XML_PI_NODE:
	case XML_COMMENT_NODE:
		return step->nodes == NODES_ANY;
	default:
		return false;
	}
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

/* Whether "[1]" has let one through, so that no other can pass. */
static bool
is_over(const struct xpath_step *step, const unsigned *places)
{
	return step->n_predicates > 0 &&
	       step->predicates[0]->kind == EXPR_PLACE &&
	       places[0] >= step->predicates[0]->place;
}

/* Goes the steps of a path, from the i-th. */
static bool
go(struct run *r, const struct xpath *path, size_t i, xmlNode *from,
    struct visitor *v)
{
	const struct xpath_step *step = &path->steps[i];
	unsigned places[MOST_PREDICATES] = {0};

	if (i == path->n_steps)
		return v->see(r, v, from);
	for (xmlNode *n = first_of(r, step->axis, from); n != NULL;
	     n = next_of(step->axis, n, from)) {
		if (++r->looks > r->most)
			return give_up(r);
		if (!is_asked_for(step, n) || !passes(r, step, n, places))
			continue;
		if (r->lost || go(r, path, i + 1, n, v))
			return true;
		if (is_over(step, places))
			break;
	}
	return r->lost;
}

/* Nodes of a set, or those of them that a path leads to. */
static bool
visit_set(struct run *r, const xmlNodeSet *set, const struct xpath *path,
    struct visitor *v)
{
	unsigned places[MOST_PREDICATES] = {0};

	for (int i = 0; set != NULL && i < set->nodeNr; i++) {
		xmlNode *n = set->nodeTab[i];
		if (n->type == XML_NAMESPACE_DECL || ++r->looks > r->most)
			return give_up(r);
		if (path != NULL && !passes(r, path->steps, n, places))
			continue;
		if (r->lost ||
		    (path == NULL ? v->see(r, v, n) : go(r, path, 1, n, v)))
			return true;
	}
	return r->lost;
}

static bool
add(struct run *r, struct visitor *v, xmlNode *node)
{
	xmlNodeSet *set = v->set;

	/* Of nodes of several trees libxml2 alone knows an order. */
	if (set->nodeNr > 0 && set->nodeTab[0]->doc != node->doc)
		return give_up(r);
	if (xmlXPathNodeSetAddUnique(set, node) == -1)
		return give_up(r);
	return false;
}

/* Document order, each node once. */
static void
put_in_order(xmlNodeSet *set)
{
	int n = 1;

	xmlXPathNodeSetSort(set);
	for (int i = 1; i < set->nodeNr; i++) {
		if (set->nodeTab[i] != set->nodeTab[n - 1])
			set->nodeTab[n++] = set->nodeTab[i];
	}
	set->nodeNr = n;
}

static bool
is_in_order(const struct xpath *x)
{
	return x->kind == EXPR_PATH && !x->loose;
}

/* All nodes, in document order. */
static void
collect(struct run *r, const struct xpath *x, xmlNode *here, xmlNodeSet *set)
{
	struct visitor v = {.see = add, .set = set};

	visit(r, x, here, &v);
	if (set->nodeNr > 1 && !is_in_order(x))
		put_in_order(set);
}

static xmlNodeSet *
new_set(void)
{
	xmlNodeSet *set = xmlXPathNodeSetCreate(NULL);

	if (set == NULL)
		mem_out();
	return set;
}

/* The nodes that a function chooses, or a path from a set of nodes. */
static bool
visit_from(
    struct run *r, const struct xpath *x, xmlNode *here, struct visitor *v)
{
	xmlNodeSet *set = new_set();
	xmlNodeSet *chosen = NULL;
	bool enough = true;

	collect(r, x->left, here, set);
	if (!r->lost && x->kind == EXPR_CHOICE) {
		chosen = new_set();
		x->function->choose(
		    set, x->right == NULL ? "" : x->right->text, chosen);
		enough = visit_set(r, chosen, NULL, v);
	} else if (!r->lost) {
		enough = visit_set(r, set, x, v);
	}
	xmlXPathFreeNodeSet(chosen);
	xmlXPathFreeNodeSet(set);
	return enough;
}

/* What a variable holds, where that is nodes. */
static bool
visit_variable(struct run *r, const struct xpath *x, const struct xpath *path,
    struct visitor *v)
{
	const xmlXPathObject *value = variable(r, x);

	return value == NULL || value->type != XPATH_NODESET
		   ? give_up(r)
		   : visit_set(r, value->nodesetval, path, v);
}

/* Shows nodes, till it is enough; not in order, where they are loose. */
static bool
visit(struct run *r, const struct xpath *x, xmlNode *here, struct visitor *v)
{
	switch (x->kind) {
	case EXPR_EITHER:
		return visit(r, x->left, here, v) ||
		       visit(r, x->right, here, v);
	case EXPR_VALUE:
		return visit_variable(r, x, NULL, v);
	case EXPR_CHOICE:
		return visit_from(r, x, here, v);
	default:
		break;
	}
	if (x->left != NULL && x->left->kind == EXPR_VALUE)
		return visit_variable(r, x->left, x, v);
	if (x->left != NULL)
		return visit_from(r, x, here, v);
	if (x->root)
		here = (xmlNode *)r->context->xpathCtxt->doc;
	return here == NULL ? give_up(r) : go(r, x, 0, here, v);
}

static bool
stop(struct run *r, struct visitor *v, xmlNode *node)
{
	(void)r;
	v->first = node;
	return true;
}

/* The first node in document order, or NULL. */
static xmlNode *
first_node(struct run *r, const struct xpath *x, xmlNode *here)
{
	struct visitor v = {.see = stop};

	if (is_in_order(x)) {
		visit(r, x, here, &v);
		return v.first;
	}
	xmlNodeSet *set = new_set();
	collect(r, x, here, set);
	xmlNode *first = set->nodeNr > 0 ? set->nodeTab[0] : NULL;
	xmlXPathFreeNodeSet(set);
	return first;
}

/* BOOLEAN, STRING or NODESET; nothing else is simple. */
static xmlXPathObjectType
type_of(struct run *r, const struct xpath *x)
{
	if (x->kind < EXPR_LITERAL)
		return XPATH_BOOLEAN;
	if (x->kind < EXPR_PATH)
		return XPATH_STRING;
	if (x->kind != EXPR_VALUE)
		return XPATH_NODESET;
	const xmlXPathObject *value = variable(r, x);
	if (value != NULL && value->type != XPATH_BOOLEAN &&
	    value->type != XPATH_STRING && value->type != XPATH_NODESET)
		r->lost = true;
	return value == NULL ? XPATH_BOOLEAN : value->type;
}

/* A function's, of a node or a text. */
static void
function_string(
    struct run *r, const struct xpath *x, xmlNode *here, struct xpath_text *out)
{
	struct xpath_text argument = {.text = NULL};
	struct visitor v = {.see = stop};
	bool nodes = type_of(r, x->left) == XPATH_NODESET;

	buf_init(&out->made, LIMIT_OUTPUT);
	if (nodes)
		visit(r, x->left, here, &v);
	else if (!r->lost)
		string(r, x->left, here, &argument);
	if (v.first != NULL)
		node_string(v.first, &argument);
	if (!r->lost && argument.text != NULL)
		x->function->call(
		    v.first != NULL && v.first->type == XML_ELEMENT_NODE
			? v.first
			: NULL,
		    argument.text, &out->made);
	out->text = buf_text(&out->made);
	xpath_text_clear(&argument);
}

static void
string(
    struct run *r, const struct xpath *x, xmlNode *here, struct xpath_text *out)
{
	xmlXPathObjectType type = type_of(r, x);

	out->text = "";
	if (r->lost)
		return;
	if (type == XPATH_BOOLEAN) {
		out->text = truth(r, x, here) ? "true" : "false";
	} else if (type == XPATH_NODESET) {
		xmlNode *first = first_node(r, x, here);
		if (first != NULL)
			node_string(first, out);
	} else if (x->kind == EXPR_LITERAL) {
		out->text = x->text;
	} else if (x->kind == EXPR_TEXT) {
		function_string(r, x, here, out);
	} else {
		out->text = (const char *)variable(r, x)->stringval;
	}
}

static bool
see_text(struct run *r, struct visitor *v, xmlNode *node)
{
	struct xpath_text text = {.text = NULL};

	(void)r;
	node_string(node, &text);
	bool same = strcmp(text.text, v->text) == 0;
	xpath_text_clear(&text);
	return same != v->unequal;
}

/* Compares a node with each of those on the other side. */
static bool
see_pair(struct run *r, struct visitor *v, xmlNode *node)
{
	struct xpath_text text = {.text = NULL};
	struct visitor other = {.see = see_text, .unequal = v->unequal};

	node_string(node, &text);
	other.text = text.text;
	bool found = visit(r, v->with, v->here, &other);
	xpath_text_clear(&text);
	return found;
}

/* Two strings, as "=" and so on see them. */
static bool
compare_text(const struct xpath *x, const char *a, const char *b)
{
	switch (x->kind) {
	case EXPR_CONTAINS:
		return strstr(a, b) != NULL;
	case EXPR_STARTS:
		return strncmp(a, b, strlen(b)) == 0;
	default:
		return (strcmp(a, b) == 0) == (x->kind == EXPR_EQUAL);
	}
}

static bool
compare_strings(struct run *r, const struct xpath *x, xmlNode *here)
{
	struct xpath_text a = {.text = NULL}, b = {.text = NULL};

	string(r, x->left, here, &a);
	string(r, x->right, here, &b);
	bool yes = compare_text(x, a.text, b.text);
	xpath_text_clear(&a);
	xpath_text_clear(&b);
	return yes;
}

/* "=" and "!=" (XPath 1.0 section 3.4). */
static bool
compare(struct run *r, const struct xpath *x, xmlNode *here)
{
	struct visitor v = {.here = here, .unequal = x->kind == EXPR_UNEQUAL};
	xmlXPathObjectType left = type_of(r, x->left);
	xmlXPathObjectType right = type_of(r, x->right);

	if (r->lost)
		return false;
	if (left == XPATH_BOOLEAN || right == XPATH_BOOLEAN)
		return (truth(r, x->left, here) == truth(r, x->right, here)) !=
		       v.unequal;
	if (left == XPATH_STRING && right == XPATH_STRING)
		return compare_strings(r, x, here);
	if (left == XPATH_NODESET && right == XPATH_NODESET) {
		v.see = see_pair;
		v.with = x->right;
		return visit(r, x->left, here, &v);
	}
	struct xpath_text text = {.text = NULL};
	const struct xpath *nodes = left == XPATH_NODESET ? x->left : x->right;
	string(r, nodes == x->left ? x->right : x->left, here, &text);
	v.see = see_text;
	v.text = text.text;
	bool yes = !r->lost && visit(r, nodes, here, &v);
	xpath_text_clear(&text);
	return yes;
}

/* As a boolean what is none. */
static bool
is_something(struct run *r, const struct xpath *x, xmlNode *here)
{
	struct visitor v = {.see = stop};
	struct xpath_text text = {.text = NULL};
	xmlXPathObjectType type = type_of(r, x);

	if (r->lost)
		return false;
	if (type == XPATH_NODESET)
		return visit(r, x, here, &v);
	if (type == XPATH_BOOLEAN)
		return variable(r, x)->boolval != 0;
	string(r, x, here, &text);
	bool yes = *text.text != '\0';
	xpath_text_clear(&text);
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
		return compare_strings(r, x, here);
	default:
		return is_something(r, x, here);
	}
}

static struct run
begin(xsltTransformContext *context, const xmlNode *node)
{
	const xmlXPathContext *c = context->xpathCtxt;
	struct run r = {.context = context, .most = ULONG_MAX};

	if (c->opLimit != 0)
		r.most = c->opLimit - c->opCount;
	r.lost = node == NULL || node->type == XML_NAMESPACE_DECL ||
		 c->opCount >= c->opLimit;
	return r;
}

/* Whether it did not give up. */
static bool
end(const struct run *r)
{
	xmlXPathContext *c = r->context->xpathCtxt;

	if (c->opLimit != 0 && r->looks > r->most)
		c->opCount = c->opLimit;
	if (r->lost)
		return false;
	c->opCount += r->looks;
	return true;
}

int
xpath_test(const struct xpath *xpath, xsltTransformContext *run, xmlNode *node)
{
	struct run r = begin(run, node);
	bool yes = !r.lost && truth(&r, xpath, node);

	return end(&r) ? yes : -1;
}

int
xpath_string(const struct xpath *xpath, xsltTransformContext *run,
    xmlNode *node, struct xpath_text *text)
{
	struct run r = begin(run, node);

	string(&r, xpath, node, text);
	return end(&r) ? 0 : -1;
}

xmlXPathObject *
xpath_value(const struct xpath *xpath, xsltTransformContext *run, xmlNode *node)
{
	struct run r = begin(run, node);
	struct xpath_text text = {.text = NULL};
	xmlXPathObjectType type = type_of(&r, xpath);
	xmlXPathObject *value = NULL;

	if (!r.lost && type == XPATH_NODESET) {
		value = xmlXPathNewNodeSet(NULL);
		if (value == NULL)
			mem_out();
		collect(&r, xpath, node, value->nodesetval);
	} else if (!r.lost && type == XPATH_BOOLEAN) {
		value = xmlXPathNewBoolean(truth(&r, xpath, node));
	} else {
		string(&r, xpath, node, &text);
		value = xmlXPathNewCString(text.text);
	}
	xpath_text_clear(&text);
	if (end(&r))
		return value;
	xmlXPathFreeObject(value);
	return NULL;
}
