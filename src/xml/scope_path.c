/*
 * Follows XPath expressions and XSLT patterns by where their nodes are, not by
 * their values: a step goes from a set of places to another.  Whatever leads
 * from one entry to others is told.
 */
#include "xml/scope_state.h"

#include <string.h>

#include "xml/node.h"

#define DEEPEST 200 /* expressions within each other */

static unsigned expression(struct path *p);

/* An expression within this one, where the context node is another. */
static unsigned
within(struct path *p, unsigned here, bool listed)
{
	unsigned old = p->here;
	bool was_listed = p->listed;
	bool was_plain = p->plain;

	if (p->deep == DEEPEST) {
		path_need(p);
		p->lex.at = p->lex.end;
		lexer_step(&p->lex);
		return SCOPE_ALL;
	}
	p->deep++;
	p->here = here;
	p->listed = listed;
	p->plain = false;
	unsigned places = expression(p);
	if (p->plain)
		path_need(p);
	p->here = old;
	p->listed = was_listed;
	p->plain = was_plain;
	p->deep--;
	return places;
}

/*
 * Whether a predicate, at whose bracket we are, leaves entries out: it says
 * nothing but that a node is another one, "[not(self::atom:entry)]".
 */
static bool
leaves_out(const struct path *p)
{
	struct path ahead = *p;
	bool entry = false;

	lexer_step(&ahead.lex);
	bool not = path_take(&ahead, "not") && path_take(&ahead, "(");
	do {
		if (!path_take(&ahead, "self") || !path_take(&ahead, "::"))
			return false;
		entry = path_test(&ahead).entry || entry;
	} while (path_take(&ahead, "or"));
	return (!not || path_take(&ahead, ")")) && lexer_is(&ahead.lex, "]") &&
	       entry == not ;
}

/* Whether the current node is the feed, of which a frame is made. */
static bool
in_frame(const struct path *p)
{
	return (p->c->places & ~(unsigned)SCOPE_FRAME) == 0;
}

/* "[1]", where a frame has the dates of the first entry. */
static bool
is_first(const struct path *p)
{
	struct path ahead = *p;

	lexer_step(&ahead.lex);
	return in_frame(p) && path_take(&ahead, "1") &&
	       lexer_is(&ahead.lex, "]");
}

/* Predicates of nodes that are at these places. */
static void
predicates(struct path *p, unsigned places)
{
	while (path_take(p, "[")) {
		within(p, places, false);
		path_take(p, "]");
	}
}

/* A step from places; simple: the path has gone down by names alone. */
static unsigned
step(struct path *p, unsigned from, bool *simple)
{
	struct lexer axis = {.kind = LEX_NAME, .text = "child", .len = 5};
	bool entries = false;
	unsigned to;

	if (lexer_is(&p->lex, ".") || p->lex.kind == LEX_PARENT) {
		to = p->lex.kind == LEX_PARENT ? path_above(from) : from;
		*simple = false;
		lexer_step(&p->lex);
		return to;
	}
	if (path_take(p, "@")) {
		axis.text = "attribute";
		axis.len = strlen(axis.text);
	} else if (lexer_ahead(&p->lex, "::")) {
		axis = p->lex;
		lexer_step(&p->lex);
		lexer_step(&p->lex);
	}
	struct test test = path_test(p);
	to = path_along(p, &axis, from, &test, &entries);
	if (entries && lexer_is(&p->lex, "[")) {
		*simple = false;
		if (is_first(p)) {
			entries = false;
			to |= SCOPE_FIRST;
		} else if (leaves_out(p)) {
			entries = false;
		}
	}
	predicates(p, to | (entries ? SCOPE_ENTRY : 0));
	if (entries && (!*simple || p->lex.kind == LEX_SLASH ||
			   p->lex.kind == LEX_SLASHES))
		path_need(p);
	p->plain = p->plain || entries;
	return to;
}

static bool
is_step(const struct lexer *t)
{
	return t->kind == LEX_NAME || t->kind == LEX_PARENT ||
	       lexer_is(t, "@") || lexer_is(t, ".");
}

/* Steps from places; deep: "//" came before the first. */
static unsigned
steps(struct path *p, unsigned places, bool deep, bool simple)
{
	for (;;) {
		if (deep && (places & SCOPE_FRAME))
			path_need(p);
		if (deep)
			places |= path_below(
			    p, places, &(struct test){SCOPE_ALL, 0, 0});
		if (!is_step(&p->lex))
			return places;
		simple = simple && !deep;
		places = step(p, places, &simple);
		if (p->lex.kind != LEX_SLASH && p->lex.kind != LEX_SLASHES)
			return places;
		deep = p->lex.kind == LEX_SLASHES;
		lexer_step(&p->lex);
	}
}

/* Whether a function only asks about its nodes, not for their text. */
static bool
is_harmless(const struct lexer *name)
{
	static const char *const names[] = {"boolean", "not", "count", "name",
	    "local-name", "namespace-uri", "generate-id", "lang"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (lexer_is(name, names[i]))
			return true;
	return false;
}

/* Whether a function gives nodes of its arguments. */
static bool
passes(const struct path *p, const struct lexer *name)
{
	const char *uri = lexer_uri(name, p->c->node);

	return uri != NULL &&
	       (strstr(uri, "exslt.org/sets") != NULL ||
		   strncmp(uri, "urn:feedloom:plugin:", 20) == 0);
}

/* Looks up the key that a call names. */
static void
check_key(struct path *p, const struct lexer *call, const struct lexer *name)
{
	struct scope_name *key = NULL;

	if (name->kind == LEX_LITERAL && name->len > 2)
		key = scope_name(
		    p->c->search->keys, name->text + 1, name->len - 2);
	if (key == NULL || !key->single || key->joins)
		scope_need(
		    p->c, call->text, (size_t)(p->lex.text - call->text));
}

/* A call, at its name. */
static unsigned
call(struct path *p)
{
	struct lexer name = p->lex;
	struct scope_context inner = *p->c;
	const struct scope_context *outer = p->c;
	unsigned places = 0;

	lexer_step(&p->lex);
	lexer_step(&p->lex);
	struct lexer first = p->lex;
	inner.key = inner.key || lexer_is(&name, "key");
	while (p->lex.kind != LEX_NONE && !lexer_is(&p->lex, ")")) {
		p->c = &inner;
		unsigned got = within(p, p->here, p->listed);
		p->c = outer;
		if (got != 0 &&
		    (got & ~(unsigned)(SCOPE_FRAME | SCOPE_FIRST)) == 0 &&
		    !is_harmless(&name))
			path_need(p);
		places |= got;
		if (!path_take(p, ","))
			break;
	}
	const char *end = p->lex.at;
	path_take(p, ")");
	if ((lexer_is(&name, "position") || lexer_is(&name, "last")) &&
	    p->listed)
		scope_need(p->c, name.text, (size_t)(end - name.text));
	if (lexer_is(&name, "id"))
		path_need(p);
	if (lexer_is(&name, "key"))
		check_key(p, &name, &first);
	p->id = lexer_is(&name, "generate-id");
	if (lexer_is(&name, "current"))
		return p->c->places;
	if (lexer_is(&name, "key") || lexer_is(&name, "id"))
		return SCOPE_INSIDE | SCOPE_HEAD | SCOPE_ENTRY;
	return passes(p, &name) ? places : 0;
}

/* What begins with no path; steps may follow. */
static unsigned
primary(struct path *p)
{
	unsigned places = 0;

	if (path_take(p, "(")) {
		places = within(p, p->here, p->listed);
		path_take(p, ")");
	} else if (p->lex.kind == LEX_VARIABLE) {
		places = scope_name(
		    p->c->search->variables, p->lex.text + 1, p->lex.len - 1)
			     ->places;
		lexer_step(&p->lex);
	} else if (p->lex.kind == LEX_NAME) {
		places = call(p);
	} else {
		lexer_step(&p->lex);
	}
	bool id = p->id;
	predicates(p, places);
	p->id = id;
	if (p->lex.kind != LEX_SLASH && p->lex.kind != LEX_SLASHES)
		return places;
	bool deep = p->lex.kind == LEX_SLASHES;
	lexer_step(&p->lex);
	return steps(p, places, deep, false);
}

/* A path, from the root or from the context node. */
static unsigned
location(struct path *p)
{
	bool deep = p->lex.kind == LEX_SLASHES;

	if (!deep && p->lex.kind != LEX_SLASH)
		return steps(p, p->here, false, true);
	lexer_step(&p->lex);
	return steps(p, SCOPE_ROOT, deep, in_frame(p));
}

static unsigned
operand(struct path *p)
{
	const struct lexer *t = &p->lex;
	bool path =
	    t->kind == LEX_SLASH || t->kind == LEX_SLASHES ||
	    (is_step(t) && (t->kind != LEX_NAME || !lexer_ahead(t, "(") ||
			       path_at_type(t)));

	p->id = false;
	unsigned places = path ? location(p) : primary(p);
	p->id = p->id && !path;
	return places;
}

/* Operands; of all operators only '|' gives nodes. */
static unsigned
expression(struct path *p)
{
	unsigned places = 0;
	bool nodes = true;
	bool compared = false;

	for (;;) {
		while (path_take(p, "-"))
			nodes = false;
		const char *from = p->lex.text;
		places |= operand(p);
		size_t n = (size_t)(p->lex.text - from);
		bool compares =
		    lexer_is(&p->lex, "=") || lexer_is(&p->lex, "!=");
		if (p->id && !compared && !compares && !p->c->key)
			scope_need(p->c, from, n);
		if (p->lex.kind != LEX_OPERATOR)
			break;
		nodes = nodes && lexer_is(&p->lex, "|");
		compared = compares;
		lexer_step(&p->lex);
	}
	if (p->plain && !nodes)
		path_need(p);
	return nodes ? places : 0;
}

static struct path
begin(const struct scope_context *c, const char *text, size_t n)
{
	struct path p = {.c = c,
	    .text = text,
	    .len = n,
	    .here = c->places,
	    .listed = c->listed};

	lexer_begin(&p.lex, text, n);
	return p;
}

unsigned
scope_path(
    const struct scope_context *c, const char *text, size_t n, bool *plain)
{
	struct path p = begin(c, text, n);
	unsigned places = expression(&p);

	if (plain != NULL)
		*plain = p.plain;
	else if (p.plain)
		path_need(&p);
	return places;
}

/*
 * The predicates of a pattern's step: where it may be an entry, its number is
 * one among entries.
 */
static void
pattern_predicates(struct path *p, unsigned places)
{
	while (path_take(p, "[")) {
		bool listed = (places & SCOPE_ENTRY) != 0;
		if (listed && p->lex.kind == LEX_NUMBER)
			path_need(p);
		within(p, places, listed);
		path_take(p, "]");
	}
}

/* One of a pattern's alternatives. */
static unsigned
alternative(struct path *p)
{
	unsigned from = SCOPE_ALL;

	if (p->lex.kind == LEX_SLASH)
		from = SCOPE_ROOT;
	else if (p->lex.kind == LEX_NAME && lexer_ahead(&p->lex, "(") &&
		 !path_at_type(&p->lex)) {
		call(p);
		return SCOPE_ALL;
	}
	while (p->lex.kind != LEX_NONE && !lexer_is(&p->lex, "|")) {
		if (p->lex.kind == LEX_SLASHES)
			from = SCOPE_ALL;
		if (p->lex.kind == LEX_SLASH || p->lex.kind == LEX_SLASHES) {
			lexer_step(&p->lex);
			continue;
		}
		bool attribute = path_take(p, "@");
		if (lexer_ahead(&p->lex, "::")) {
			attribute = lexer_is(&p->lex, "attribute");
			lexer_step(&p->lex);
			lexer_step(&p->lex);
		}
		struct test test = path_test(p);
		unsigned to = path_below(p, from, &test);
		if ((from & SCOPE_FEED) && test.entry)
			to |= SCOPE_ENTRY;
		from = attribute ? to & (SCOPE_INSIDE | SCOPE_HEAD) : to;
		pattern_predicates(p, from);
	}
	return from;
}

unsigned
scope_pattern(
    const struct scope_context *c, const char *text, size_t n, bool *entry)
{
	struct path p = begin(c, text, n);
	unsigned places = 0;

	*entry = false;
	do {
		bool bare = lexer_ahead(&p.lex, "|") || lexer_ahead(&p.lex, "");
		unsigned one = alternative(&p);
		*entry = *entry || (bare && one == SCOPE_ENTRY);
		places |= one;
	} while (path_take(&p, "|"));
	return places;
}

bool
scope_is_own(const char *text, size_t n)
{
	struct path p = {.len = n};

	lexer_begin(&p.lex, text, n);
	if (path_take(&p, "concat") && !path_take(&p, "("))
		return false;
	return path_take(&p, "generate-id") && path_take(&p, "(") &&
	       (path_take(&p, "..") || path_take(&p, "parent"));
}
