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
	if (p->beyond || !lexer_is(&p->lex, token))
		return false;
	lexer_step(&p->lex);
	return true;
}

static void
need(struct parser *p, bool is_there)
{
	p->beyond = p->beyond || !is_there;
}

/* The token we are at, without bytes at its ends; goes on behind it. */
static char *
take_text(struct parser *p, size_t begin, size_t end)
{
	char *text = mem_dup(p->lex.text + begin, p->lex.len - begin - end);

	lexer_step(&p->lex);
	return text;
}

/* "[1]", "[@rel = 'self']": to the step. */
static void
predicates(struct parser *p, struct xpath_step *step)
{
	while (step->n_predicates < MOST_PREDICATES && take(p, "[")) {
		struct xpath *x;
		if (p->lex.kind == LEX_NUMBER) {
			x = make(EXPR_PLACE, NULL, NULL);
			x->text = take_text(p, 0, 0);
			x->place = (unsigned)strtoul(x->text, NULL, 10);
			need(p, strspn(x->text, "0123456789") < 9 &&
				    strchr(x->text, '.') == NULL);
		} else {
			/* A variable may hold a number. */
			x = expression(p, 0);
			need(p, x->kind != EXPR_VARIABLE);
		}
		step->predicates[step->n_predicates++] = x;
		need(p, take(p, "]"));
	}
	need(p, !lexer_is(&p->lex, "["));
}

/* "atom:link", "*", "media:*", "text()". */
static void
node_test(struct parser *p, struct xpath_step *step)
{
	size_t n = lexer_prefix(&p->lex);

	need(p, p->lex.kind == LEX_NAME);
	if (p->beyond)
		return;
	step->uri = lexer_uri(&p->lex, p->at);
	need(p, n == 0 || step->uri != NULL);
	if (p->lex.text[n] == '*')
		lexer_step(&p->lex);
	else
		step->name = take_text(p, n, 0);
	if (take(p, "(")) {
		step->text = step->name != NULL && n == 0 &&
			     strcmp(step->name, "text") == 0;
		need(p, step->text && take(p, ")"));
	}
}

/* The first step of a variable's path filters; others go along an axis. */
static void
add_step(struct parser *p, struct xpath *path, bool filter)
{
	struct xpath_step step = {.axis = AXIS_SELF, .any = filter};

	if (!filter && lexer_ahead(&p->lex, "::")) {
		step.axis =
		    lexer_is(&p->lex, "self") ? AXIS_SELF : AXIS_DESCENDANT;
		need(p, lexer_is(&p->lex, "self") ||
			    lexer_is(&p->lex, "descendant"));
		lexer_step(&p->lex);
		lexer_step(&p->lex);
	} else if (!filter) {
		step.any = lexer_is(&p->lex, ".") || lexer_is(&p->lex, "..");
		step.axis = take(p, "..")  ? AXIS_PARENT
			    : take(p, ".") ? AXIS_SELF
			    : take(p, "@") ? AXIS_ATTRIBUTE
					   : AXIS_CHILD;
	}
	if (!step.any)
		node_test(p, &step);
	predicates(p, &step);
	path->steps =
	    mem_grow(path->steps, path->n_steps + 1, sizeof(*path->steps));
	path->steps[path->n_steps++] = step;
	need(p, path->n_steps <= MOST_STEPS);
}

/* Whether its nodes come one by one in document order, whatever the tree. */
static bool
is_in_order(const struct xpath *path)
{
	bool one = path->text == NULL;	/* node so far */
	bool flat = path->text == NULL; /* none of them is in another */

	for (size_t i = 0; i < path->n_steps; i++) {
		switch (path->steps[i].axis) {
		case AXIS_SELF:
			continue;
		case AXIS_PARENT:
			if (!one)
				return false;
			continue;
		case AXIS_ATTRIBUTE:
			break;
		default:
			if (!flat)
				return false;
		}
		flat = path->steps[i].axis == AXIS_CHILD;
		one = false;
	}
	return true;
}

/* Gives it steps; of a variable, which filters first, and then goes on. */
static void
path(struct parser *p, struct xpath *x)
{
	x->kind = EXPR_PATH;
	do {
		add_step(p, x, x->text != NULL && x->n_steps == 0);
	} while (take(p, "/"));
	need(p, is_in_order(x));
}

/* The function of ours that a name means, or NULL. */
static const struct sheet_function *
find_function(const struct parser *p)
{
	const struct sheet_function *f = p->functions;
	const char *uri = lexer_uri(&p->lex, p->at);
	size_t n = lexer_prefix(&p->lex);

	if (f == NULL || uri == NULL || strcmp(uri, NS_LOOM_URI) != 0)
		return NULL;
	while (f->name != NULL &&
	       (strlen(f->name) != p->lex.len - n ||
		   memcmp(f->name, p->lex.text + n, p->lex.len - n) != 0))
		f++;
	return f->name == NULL ? NULL : f;
}

/* What is between the brackets of a call. */
static void
arguments(struct parser *p, struct xpath *x)
{
	bool choice = x->kind == EXPR_CHOICE;
	bool two = x->kind == EXPR_CONTAINS || x->kind == EXPR_STARTS;

	x->left = expression(p, 0);
	need(p, x->kind == EXPR_NOT || x->left->kind >= EXPR_LITERAL);
	/* What a variable holds may be in any order. */
	need(p,
	    !choice || (x->left->kind == EXPR_PATH && x->left->text == NULL));
	if (two || (choice && lexer_is(&p->lex, ","))) {
		need(p, take(p, ","));
		x->right = expression(p, 0);
		need(p, x->right->kind >= EXPR_LITERAL);
		need(p, !choice || x->right->kind == EXPR_LITERAL);
	}
}

static struct xpath *
call(struct parser *p)
{
	struct xpath *x = make(EXPR_CALL, NULL, NULL);

	if (lexer_is(&p->lex, "not"))
		x->kind = EXPR_NOT;
	else if (lexer_is(&p->lex, "contains"))
		x->kind = EXPR_CONTAINS;
	else if (lexer_is(&p->lex, "starts-with"))
		x->kind = EXPR_STARTS;
	else
		x->function = find_function(p);
	need(p, x->kind != EXPR_CALL || x->function != NULL);
	if (x->function != NULL && x->function->choose != NULL)
		x->kind = EXPR_CHOICE;
	lexer_step(&p->lex);
	lexer_step(&p->lex);
	arguments(p, x);
	need(p, take(p, ")"));
	return x;
}

static struct xpath *
operand(struct parser *p)
{
	struct xpath *x;

	if (take(p, "(")) {
		x = expression(p, 0);
		need(p, take(p, ")"));
	} else if (p->lex.kind == LEX_LITERAL) {
		x = make(EXPR_LITERAL, NULL, NULL);
		x->text = take_text(p, 1, 1);
	} else if (p->lex.kind == LEX_VARIABLE) {
		need(p, lexer_prefix(&p->lex) == 0);
		x = make(EXPR_VARIABLE, NULL, NULL);
		x->text = take_text(p, 1, 0);
		if (p->lex.kind == LEX_SLASH || lexer_is(&p->lex, "["))
			path(p, x);
	} else if (lexer_ahead(&p->lex, "(") && !lexer_is(&p->lex, "text")) {
		x = call(p);
	} else {
		x = make(EXPR_PATH, NULL, NULL);
		x->rooted = take(p, "/");
		path(p, x);
	}
	return x;
}

/* The operator that we are at, by level: or, and, "=" and "!="; or NOT. */
static enum xpath_kind
operator_at(const struct parser *p, int level)
{
	static const struct {
		const char *token;
		enum xpath_kind kind;
		int level;
	} table[] = {
	    {"or", EXPR_OR, 0},
	    {"and", EXPR_AND, 1},
	    {"=", EXPR_EQUAL, 2},
	    {"!=", EXPR_UNEQUAL, 2},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].level == level && p->lex.kind == LEX_OPERATOR &&
		    lexer_is(&p->lex, table[i].token))
			return table[i].kind;
	}
	return EXPR_NOT;
}

/* Never NULL; when it is beyond, only to be freed. */
static struct xpath *
expression(struct parser *p, int level)
{
	enum xpath_kind kind;

	if (level == 3)
		return operand(p);
	p->deep += level == 0;
	need(p, p->deep <= DEEPEST);
	struct xpath *x =
	    p->beyond ? make(EXPR_PLACE, NULL, NULL) : expression(p, level + 1);
	while (!p->beyond && (kind = operator_at(p, level)) != EXPR_NOT) {
		lexer_step(&p->lex);
		x = make(kind, x, expression(p, level + 1));
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
