/*
 * Reads the XPath expressions that are simple (xpath.h).  Whatever else comes
 * ends the reading: p->beyond.
 */
#include "xml/xpath_state.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "xml/node.h"
#include "xml/xpath_lexer.h"

#define DEEPEST 16    /* expressions within each other */
#define MOST_STEPS 16 /* of a path */

struct parser {
	struct lexer lex;
	const xmlNode *at;
	const struct sheet_function *functions;
	int deep;
	bool beyond;
};

/* Of a path so far: its nodes are one; or none is in another, all in order. */
struct spread {
	bool one;
	bool flat;
};

static struct xpath *expression(struct parser *p, int level);

void
xpath_free(struct xpath *x)
{
	if (x == NULL)
		return;
	xpath_free(x->left);
	xpath_free(x->right);
	for (size_t i = 0; i < x->n_steps; i++) {
		for (int k = 0; k < x->steps[i].n_predicates; k++)
			xpath_free(x->steps[i].predicates[k]);
		free(x->steps[i].name);
	}
	free(x->steps);
	free(x->text);
	free(x);
}

static struct xpath *
make(enum xpath_kind kind, struct xpath *left, struct xpath *right)
{
	struct xpath *x = mem_new(1, sizeof(*x));

	x->kind = kind;
	x->left = left;
	x->right = right;
	return x;
}

static bool
take(struct parser *p, const char *token)
{
	if (!lexer_is(&p->lex, token))
		return false;
	lexer_step(&p->lex);
	return true;
}

static void
need(struct parser *p, bool is_there)
{
	p->beyond = p->beyond || !is_there;
}

/* The text of the token we are at, but for so many bytes at its ends. */
static char *
text_of(struct parser *p, size_t begin, size_t end)
{
	need(p, p->lex.len >= begin + end);
	return p->beyond
		   ? NULL
		   : mem_dup(p->lex.text + begin, p->lex.len - begin - end);
}

static bool
may_be_nodes(const struct xpath *x)
{
	return x->kind >= EXPR_PATH && x->kind <= EXPR_VALUE;
}

/* "[1]", "[@rel = 'self']": to the step. */
static void
predicates(struct parser *p, struct xpath_step *step)
{
	while (!p->beyond && take(p, "[")) {
		struct xpath *x;
		if (p->lex.kind == LEX_NUMBER) {
			char *digits = text_of(p, 0, 0);
			x = make(EXPR_PLACE, NULL, NULL);
			x->place = (unsigned)strtoul(digits, NULL, 10);
			need(p, strlen(digits) < 9 && !strchr(digits, '.'));
			free(digits);
			lexer_step(&p->lex);
		} else {
			/* A variable may hold a number. */
			x = expression(p, 0);
			need(p, x->kind != EXPR_VALUE);
		}
		if (step->n_predicates < MOST_PREDICATES) {
			step->predicates[step->n_predicates++] = x;
		} else {
			p->beyond = true;
			xpath_free(x);
		}
		need(p, take(p, "]"));
	}
}

/* "atom:link", "*", "media:*". */
static void
name_test(struct parser *p, struct xpath_step *step)
{
	const char *colon = memchr(p->lex.text, ':', p->lex.len);
	size_t n = colon == NULL ? 0 : (size_t)(colon + 1 - p->lex.text);

	need(p, p->lex.kind == LEX_NAME);
	step->name = text_of(p, n, 0);
	if (step->name != NULL && strcmp(step->name, "*") == 0) {
		free(step->name);
		step->name = NULL;
	}
	if (!p->beyond && n > 0) {
		char *prefix = text_of(p, 0, p->lex.len - n + 1);
		const xmlNs *ns = xmlSearchNs(
		    p->at->doc, (xmlNode *)p->at, (const xmlChar *)prefix);
		need(p, ns != NULL);
		step->uri = ns == NULL ? NULL : (const char *)ns->href;
		free(prefix);
	}
	lexer_step(&p->lex);
}

static void
node_test(struct parser *p, struct xpath_step *step)
{
	if (!lexer_ahead(&p->lex, "(")) {
		name_test(p, step);
		return;
	}
	step->nodes = lexer_is(&p->lex, "text") ? NODES_TEXT : NODES_ANY;
	need(p, step->nodes == NODES_TEXT || lexer_is(&p->lex, "node"));
	lexer_step(&p->lex);
	need(p, take(p, "(") && take(p, ")"));
}

static enum xpath_axis
axis(struct parser *p)
{
	static const struct {
		const char *name;
		enum xpath_axis axis;
	} table[] = {
	    {"child", AXIS_CHILD},
	    {"attribute", AXIS_ATTRIBUTE},
	    {"self", AXIS_SELF},
	    {"parent", AXIS_PARENT},
	    {"descendant", AXIS_DESCENDANT},
	    {"following-sibling", AXIS_FOLLOWING},
	};

	if (take(p, "@"))
		return AXIS_ATTRIBUTE;
	if (!lexer_ahead(&p->lex, "::"))
		return AXIS_CHILD;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (take(p, table[i].name)) {
			lexer_step(&p->lex);
			return table[i].axis;
		}
	}
	p->beyond = true;
	return AXIS_SELF;
}

/* What a step makes of the nodes' order. */
static void
spread(struct xpath *path, struct spread *now, enum xpath_axis axis)
{
	switch (axis) {
	case AXIS_SELF:
	case AXIS_FILTER:
		return;
	case AXIS_PARENT:
	case AXIS_FOLLOWING:
		now->flat = now->one;
		path->loose = path->loose || !now->one;
		break;
	default:
		path->loose = path->loose || !now->flat;
		now->flat = now->flat && axis != AXIS_DESCENDANT;
	}
	now->one = now->one && axis == AXIS_PARENT;
}

static bool
at_step(const struct parser *p)
{
	return p->lex.kind == LEX_NAME || p->lex.kind == LEX_PARENT ||
	       lexer_is(&p->lex, "@") || lexer_is(&p->lex, ".");
}

static void
add_step(struct parser *p, struct xpath *path, struct spread *now, bool filter)
{
	struct xpath_step step = {.axis = AXIS_FILTER, .nodes = NODES_ANY};

	if (take(p, "..")) {
		step.axis = AXIS_PARENT;
	} else if (take(p, ".")) {
		step.axis = AXIS_SELF;
	} else if (!filter) {
		step.axis = axis(p);
		step.nodes = NODES_NAMED;
		node_test(p, &step);
	}
	predicates(p, &step);
	spread(path, now, step.axis);
	path->steps =
	    mem_grow(path->steps, path->n_steps + 1, sizeof(*path->steps));
	path->steps[path->n_steps++] = step;
	need(p, path->n_steps <= MOST_STEPS);
}

/* Steps, from the nodes of left; or from the root or the current node. */
static struct xpath *
path(struct parser *p, struct xpath *left)
{
	struct xpath *x = make(EXPR_PATH, left, NULL);
	struct spread now = {.one = left == NULL, .flat = left == NULL};

	x->loose = left != NULL;
	if (left != NULL) {
		need(p, may_be_nodes(left));
		add_step(p, x, &now, true);
		if (p->lex.kind != LEX_SLASH)
			return x;
		lexer_step(&p->lex);
	} else if (p->lex.kind == LEX_SLASH) {
		/* In a predicate "/" is the root of another tree, maybe. */
		need(p, p->deep == 1);
		x->root = true;
		lexer_step(&p->lex);
	}
	do {
		need(p, at_step(p));
		if (!p->beyond)
			add_step(p, x, &now, false);
	} while (!p->beyond && p->lex.kind == LEX_SLASH &&
		 (lexer_step(&p->lex), true));
	return x;
}

/* A function of ours, or NULL. */
static const struct sheet_function *
find_function(const struct parser *p)
{
	const struct sheet_function *f = p->functions;
	const char *colon = memchr(p->lex.text, ':', p->lex.len);
	const xmlNs *ns = NULL;

	if (colon != NULL) {
		char *prefix =
		    mem_dup(p->lex.text, (size_t)(colon - p->lex.text));
		ns = xmlSearchNs(
		    p->at->doc, (xmlNode *)p->at, (const xmlChar *)prefix);
		free(prefix);
	}
	if (ns == NULL || strcmp((const char *)ns->href, NS_LOOM_URI) != 0)
		return NULL;
	size_t n = (size_t)(p->lex.text + p->lex.len - colon - 1);
	while (f != NULL && f->name != NULL &&
	       (strlen(f->name) != n || memcmp(f->name, colon + 1, n) != 0))
		f++;
	return f == NULL || f->name == NULL ? NULL : f;
}

static struct xpath *
call(struct parser *p)
{
	static const struct {
		const char *name;
		enum xpath_kind kind;
	} table[] = {
	    {"not", EXPR_NOT},
	    {"contains", EXPR_CONTAINS},
	    {"starts-with", EXPR_STARTS},
	};
	struct xpath *x = make(EXPR_TEXT, NULL, NULL);

	x->function = find_function(p);
	if (x->function != NULL && x->function->choose != NULL)
		x->kind = EXPR_CHOICE;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (lexer_is(&p->lex, table[i].name))
			x->kind = table[i].kind;
	}
	need(p, x->function != NULL || x->kind != EXPR_TEXT);
	lexer_step(&p->lex);
	lexer_step(&p->lex);
	if (p->beyond)
		return x;
	x->left = expression(p, 0);
	if (!p->beyond && take(p, ","))
		x->right = expression(p, 0);
	need(p, take(p, ")"));
	bool two = x->kind == EXPR_CONTAINS || x->kind == EXPR_STARTS;
	need(p, x->kind == EXPR_CHOICE || two == (x->right != NULL));
	if (x->kind == EXPR_TEXT)
		need(p, x->left->kind >= EXPR_LITERAL);
	if (x->kind == EXPR_CHOICE) {
		need(p, may_be_nodes(x->left));
		need(p, x->right == NULL || x->right->kind == EXPR_LITERAL);
	}
	return x;
}

static struct xpath *
operand(struct parser *p)
{
	bool type = lexer_is(&p->lex, "text") || lexer_is(&p->lex, "node");
	struct xpath *x;

	if (p->lex.kind == LEX_LITERAL) {
		x = make(EXPR_LITERAL, NULL, NULL);
		x->text = text_of(p, 1, 1);
		lexer_step(&p->lex);
		return x;
	}
	if (p->lex.kind == LEX_VARIABLE) {
		x = make(EXPR_VALUE, NULL, NULL);
		need(p, memchr(p->lex.text, ':', p->lex.len) == NULL);
		x->text = text_of(p, 1, 0);
		lexer_step(&p->lex);
	} else if (take(p, "(")) {
		x = expression(p, 0);
		need(p, take(p, ")"));
	} else if (p->lex.kind == LEX_NAME && !type &&
		   lexer_ahead(&p->lex, "(")) {
		x = call(p);
	} else {
		return path(p, NULL);
	}
	need(p, p->lex.kind != LEX_SLASHES);
	return p->lex.kind == LEX_SLASH || lexer_is(&p->lex, "[") ? path(p, x)
								  : x;
}

/* Operators from the loosest to the tightest. */
static const struct {
	const char *token;
	enum xpath_kind kind;
	int level;
} operators[] = {
    {"or", EXPR_OR, 0},
    {"and", EXPR_AND, 1},
    {"=", EXPR_EQUAL, 2},
    {"!=", EXPR_UNEQUAL, 2},
    {"|", EXPR_EITHER, 3},
};

#define LEVELS 4

/* The operator of this level that we are at; -1: none. */
static int
operator_at(const struct parser *p, int level)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		if (operators[i].level == level &&
		    p->lex.kind == LEX_OPERATOR &&
		    lexer_is(&p->lex, operators[i].token))
			return (int)i;
	}
	return -1;
}

/* Never NULL; when it is beyond, only to be freed. */
static struct xpath *
expression(struct parser *p, int level)
{
	int i;

	if (level == LEVELS)
		return operand(p);
	p->deep += level == 0;
	need(p, p->deep <= DEEPEST);
	struct xpath *x =
	    p->beyond ? make(EXPR_PLACE, NULL, NULL) : expression(p, level + 1);
	while (!p->beyond && (i = operator_at(p, level)) >= 0) {
		lexer_step(&p->lex);
		x = make(operators[i].kind, x, expression(p, level + 1));
		if (x->kind == EXPR_EITHER)
			need(
			    p, may_be_nodes(x->left) && may_be_nodes(x->right));
	}
	p->deep -= level == 0;
	return x;
}

struct xpath *
xpath_new(
    const char *text, const xmlNode *at, const struct sheet_function *functions)
{
	struct parser p = {.at = at, .functions = functions};

	lexer_begin(&p.lex, text, strlen(text));
	struct xpath *x = expression(&p, 0);
	need(&p, p.lex.kind == LEX_NONE);
	if (!p.beyond)
		return x;
	xpath_free(x);
	return NULL;
}
