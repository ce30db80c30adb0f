/*
 * The steps of a path: from a set of places to another, along an axis.  Those
 * that lead from one entry to others are told.
 */
#include "xml/scope_state.h"

#include <string.h>

#include "xml/node.h"

void
path_need(const struct path *p)
{
	scope_need(p->c, p->text, p->len);
}

/* The test that a name is. */
static struct test
name_test(const struct path *p)
{
	const struct lexer *t = &p->lex;
	size_t n = lexer_prefix(t);
	const char *local = t->text + n;
	size_t len = t->len - n;
	struct test test = {.places = SCOPE_INSIDE | SCOPE_HEAD};

	if (n == 0 && *local == '*')
		return (struct test){SCOPE_ALL & ~SCOPE_ROOT, true, false};
	const char *uri = lexer_uri(t, p->c->node);
	if (uri == NULL || strcmp(uri, NS_ATOM_URI) != 0)
		return test;
	if (*local == '*')
		return (struct test){SCOPE_ALL & ~SCOPE_ROOT, true, false};
	if (len == 5 && memcmp(local, "entry", 5) == 0)
		return (struct test){SCOPE_ENTRY, true, false};
	if (len == 4 && memcmp(local, "feed", 4) == 0)
		return (struct test){SCOPE_FEED, false, false};
	test.date = (len == 7 && memcmp(local, "updated", 7) == 0) ||
		    (len == 9 && memcmp(local, "published", 9) == 0);
	return test;
}

bool
path_at_type(const struct lexer *t)
{
	return lexer_is(t, "node") || lexer_is(t, "text") ||
	       lexer_is(t, "comment") || lexer_is(t, "processing-instruction");
}

struct test
path_test(struct path *p)
{
	struct test test = {.places = SCOPE_INSIDE | SCOPE_HEAD};

	if (path_at_type(&p->lex) && lexer_ahead(&p->lex, "(")) {
		if (lexer_is(&p->lex, "node"))
			test = (struct test){SCOPE_ALL, true, false};
		while (p->lex.kind != LEX_NONE && !lexer_is(&p->lex, ")"))
			lexer_step(&p->lex);
	} else if (p->lex.kind == LEX_NAME) {
		test = name_test(p);
	}
	lexer_step(&p->lex);
	return test;
}

unsigned
path_above(unsigned places)
{
	unsigned to = 0;

	if (places & SCOPE_INSIDE)
		to |= SCOPE_INSIDE | SCOPE_ENTRY;
	if (places & SCOPE_HEAD)
		to |= SCOPE_HEAD | SCOPE_FEED;
	if (places & (SCOPE_ENTRY | SCOPE_FIRST))
		to |= SCOPE_FEED;
	if (places & SCOPE_FEED)
		to |= SCOPE_ROOT;
	return to;
}

/* The same with all that are above these. */
static unsigned
all_above(unsigned places)
{
	unsigned to = path_above(places);

	while ((path_above(to) & ~to) != 0)
		to |= path_above(to);
	return to;
}

unsigned
path_below(const struct path *p, unsigned places, const struct test *test)
{
	unsigned to = 0;

	if (places & SCOPE_ROOT)
		to |= SCOPE_FEED;
	if (places & (SCOPE_FEED | SCOPE_HEAD))
		to |= SCOPE_HEAD;
	if (places & (SCOPE_ENTRY | SCOPE_INSIDE))
		to |= SCOPE_INSIDE;
	if (places & SCOPE_FIRST) {
		to |= SCOPE_HEAD;
		if (!test->date)
			path_need(p);
	}
	return to & test->places;
}

/* Beside and behind: others than the own entry must not be there. */
static unsigned
beside(const struct path *p, unsigned places, const struct test *test)
{
	if ((places & (SCOPE_ENTRY | SCOPE_HEAD | SCOPE_FIRST)) && test->entry)
		path_need(p);
	return (places & SCOPE_ENTRY ? SCOPE_HEAD : 0) |
	       (places & (SCOPE_HEAD | SCOPE_INSIDE) & test->places);
}

unsigned
path_along(const struct path *p, const struct lexer *axis, unsigned from,
    const struct test *test, bool *entries)
{
	if (lexer_is(axis, "attribute") || lexer_is(axis, "namespace")) {
		if (from & SCOPE_FIRST)
			path_need(p);
		return path_below(p, from & ~(unsigned)SCOPE_FIRST,
		    &(struct test){SCOPE_INSIDE | SCOPE_HEAD, false, false});
	}
	if (lexer_is(axis, "self"))
		return from & test->places;
	if (lexer_is(axis, "parent"))
		return path_above(from) & test->places;
	if (lexer_is(axis, "ancestor"))
		return all_above(from) & test->places;
	if (lexer_is(axis, "ancestor-or-self"))
		return (all_above(from) | from) & test->places;
	if (lexer_is(axis, "following-sibling") ||
	    lexer_is(axis, "preceding-sibling"))
		return beside(p, from, test);
	if (lexer_is(axis, "following") || lexer_is(axis, "preceding")) {
		path_need(p);
		return SCOPE_ALL & test->places;
	}
	if (lexer_is(axis, "descendant") ||
	    lexer_is(axis, "descendant-or-self")) {
		if ((from & SCOPE_FRAME) && test->places != SCOPE_FEED)
			path_need(p);
		return (from | path_below(p, from, test)) & test->places;
	}
	*entries = (from & SCOPE_FEED) && test->entry;
	return path_below(p, from, test);
}
