/*
 * Matches selectors in one walk: for each element the set of the selector's
 * steps that it ends, which its parent's, its ancestors' and its siblings' sets
 * decide.  So each step is tried once on each element, whatever combinators
 * there are.  What else takes time (:has, :contains, places among siblings of a
 * type) is counted and has a limit.
 */
#include "html/select.h"

#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "html/fragment.h"

static bool step_fits(struct select *s, const struct selector_step *step,
    const xmlNode *node, struct select_level *level);

/* Counts work; false when there was too much of it. */
static bool
work(struct select *s, size_t n)
{
	s->work += n;
	if (s->work > LIMIT_SELECT)
		s->failed = true;
	return !s->failed;
}

static bool
same_text(const char *a, const char *b, size_t len, bool any_case)
{
	return any_case ? ascii_same(a, b, len) : memcmp(a, b, len) == 0;
}

static bool
has_word(const char *text, const struct selector_condition *c)
{
	size_t len = strlen(c->value);

	while (*text != '\0') {
		size_t n = strcspn(text, " \t\n\r\f");

		if (n == len && n > 0 &&
		    same_text(text, c->value, n, c->any_case))
			return true;
		text += n;
		text += strspn(text, " \t\n\r\f");
	}
	return false;
}

static bool
has_inside(const char *text, const struct selector_condition *c)
{
	size_t len = strlen(c->value);

	if (!c->any_case)
		return strstr(text, c->value) != NULL;
	for (size_t n = strlen(text); n >= len; n--, text++) {
		if (ascii_same(text, c->value, len))
			return true;
	}
	return false;
}

static bool
value_fits(const char *text, const struct selector_condition *c)
{
	size_t n = strlen(text);
	size_t len = strlen(c->value);

	switch (c->compare) {
	case SELECTOR_EQUAL:
		return n == len && same_text(text, c->value, n, c->any_case);
	case SELECTOR_UNEQUAL:
		return n != len || !same_text(text, c->value, n, c->any_case);
	case SELECTOR_WORD:
		return has_word(text, c);
	case SELECTOR_DASH:
		return n >= len &&
		       same_text(text, c->value, len, c->any_case) &&
		       (text[len] == '\0' || text[len] == '-');
	case SELECTOR_PREFIX:
		return len > 0 && n >= len &&
		       same_text(text, c->value, len, c->any_case);
	case SELECTOR_SUFFIX:
		return len > 0 && n >= len &&
		       same_text(text + n - len, c->value, len, c->any_case);
	case SELECTOR_INSIDE:
		return len > 0 && n >= len && has_inside(text, c);
	default:
		return true;
	}
}

static bool
attribute_fits(
    struct select *s, const struct selector_condition *c, const xmlNode *node)
{
	const xmlAttr *a = xmlHasProp(node, (const xmlChar *)c->name);

	if (a == NULL)
		return c->compare == SELECTOR_UNEQUAL;
	if (c->compare == SELECTOR_EXISTS)
		return true;
	const char *text = a->children == NULL || a->children->content == NULL
			       ? ""
			       : (const char *)a->children->content;
	return work(s, strlen(text) / 64) && value_fits(text, c);
}

/* The next element sibling, or the one before. */
static const xmlNode *
sibling(const xmlNode *node, bool before)
{
	do {
		node = before ? node->prev : node->next;
	} while (node != NULL && node->type != XML_ELEMENT_NODE);
	return node;
}

/* Counts the siblings on one side, those of the same name only if of_type. */
static long
siblings(struct select *s, const xmlNode *node, bool before, bool of_type)
{
	const char *name = (const char *)node->name;
	long n = 0;

	for (node = sibling(node, before); node != NULL && work(s, 1);
	     node = sibling(node, before))
		n += !of_type || strcmp((const char *)node->name, name) == 0;
	return n;
}

/* The element's place among its siblings, from 1. */
static long
place_of(struct select *s, const struct selector_condition *c,
    const xmlNode *node, struct select_level *level)
{
	if (c->of_type || level == NULL)
		return siblings(s, node, !c->from_end, c->of_type) + 1;
	if (!c->from_end)
		return level->place;
	if (level->count == 0)
		level->count =
		    level->place + (unsigned)siblings(s, node, false, false);
	return (long)(level->count - level->place) + 1;
}

/* True for a place that step * n + offset is for an n of 0 or more. */
static bool
nth_fits(const struct selector_condition *c, long place)
{
	long n = place - c->offset;

	if (c->step == 0)
		return n == 0;
	return n % c->step == 0 && n / c->step >= 0;
}

/* True when one of the steps of :not or :is fits. */
static bool
any_fits(struct select *s, const struct selector_condition *c,
    const xmlNode *node, struct select_level *level)
{
	for (const struct selector_step *step = c->steps; step != NULL;
	     step = step->next) {
		if (step_fits(s, step, node, level))
			return true;
	}
	return false;
}

/* True when an element fits that is where the step's combinator says. */
static bool
relative_fits(
    struct select *s, const struct selector_step *step, const xmlNode *node)
{
	const bool deep = step->combinator == SELECTOR_WITHIN;
	const xmlNode *n = node->children;

	if (step->combinator >= SELECTOR_NEXT)
		n = sibling(node, false);
	while (n != NULL && work(s, 1)) {
		if (n->type == XML_ELEMENT_NODE && step_fits(s, step, n, NULL))
			return true;
		if (step->combinator == SELECTOR_NEXT)
			return false;
		if (deep && n->type == XML_ELEMENT_NODE &&
		    n->children != NULL) {
			n = n->children;
			continue;
		}
		while (deep && n != node && n->next == NULL)
			n = n->parent;
		n = n == node ? NULL : n->next;
	}
	return false;
}

static bool
has_fits(
    struct select *s, const struct selector_condition *c, const xmlNode *node)
{
	for (const struct selector_step *step = c->steps; step != NULL;
	     step = step->next) {
		if (relative_fits(s, step, node))
			return true;
	}
	return false;
}

/* True when it holds no element, and no text but for white space if blank. */
static bool
holds_nothing(struct select *s, const xmlNode *node, bool blank)
{
	for (const xmlNode *n = node->children; n != NULL && work(s, 1);
	     n = n->next) {
		if (n->type == XML_COMMENT_NODE)
			continue;
		if (n->type != XML_TEXT_NODE || (!blank && *n->content != '\0'))
			return false;
		for (const char *p = (const char *)n->content; *p != '\0';) {
			if (strncmp(p, "\xC2\xA0", 2) == 0)
				p += 2; /* a no-break space */
			else if (ascii_blank(*p))
				p++;
			else
				return false;
		}
	}
	return true;
}

static bool
contains(struct select *s, const xmlNode *node, const char *what)
{
	struct buf text;

	buf_init(&text, LIMIT_OUTPUT);
	fragment_text_node(node, &text);
	bool found =
	    work(s, text.len / 16) && strstr(buf_text(&text), what) != NULL;
	buf_clear(&text);
	return found;
}

static bool
condition_fits(struct select *s, const struct selector_condition *c,
    const xmlNode *node, struct select_level *level)
{
	switch (c->kind) {
	case SELECTOR_ATTRIBUTE:
		return attribute_fits(s, c, node);
	case SELECTOR_NTH:
		return nth_fits(c, place_of(s, c, node, level));
	case SELECTOR_NOT:
		return !any_fits(s, c, node, level);
	case SELECTOR_IS:
		return any_fits(s, c, node, level);
	case SELECTOR_HAS:
		return has_fits(s, c, node);
	case SELECTOR_EMPTY:
	case SELECTOR_BLANK:
		return holds_nothing(s, node, c->kind == SELECTOR_BLANK);
	case SELECTOR_CONTAINS:
		return contains(s, node, c->value);
	default:
		return node == s->scope;
	}
}

/* True when the element is what the step says; level is where it is, if known.
 */
static bool
step_fits(struct select *s, const struct selector_step *step,
    const xmlNode *node, struct select_level *level)
{
	if (!work(s, 1))
		return false;
	if (node->type != XML_ELEMENT_NODE) /* the scope is a document */
		return step->name == NULL && step->conditions != NULL &&
		       step->conditions->kind == SELECTOR_SCOPE &&
		       step->conditions->next == NULL;
	if (step->name != NULL &&
	    strcmp(step->name, (const char *)node->name) != 0)
		return false;
	for (const struct selector_condition *c = step->conditions; c != NULL;
	     c = c->next) {
		if (!condition_fits(s, c, node, level))
			return false;
	}
	return !s->failed;
}

/* Those of the steps in may that the element is. */
static uint64_t
steps_that_fit(struct select *s, uint64_t may, const xmlNode *node,
    struct select_level *level)
{
	uint64_t fit = 0;

	for (unsigned i = 0; may != 0; i++, may >>= 1) {
		if ((may & 1) != 0 &&
		    step_fits(s, &s->selector->steps[i], node, level))
			fit |= UINT64_C(1) << i;
	}
	return fit;
}

/* Looks at the next element of a level. */
static void
look_at(struct select *s, struct select_level *l, const xmlNode *node)
{
	const uint64_t *by = s->selector->by;
	const uint64_t prev = l->here;

	l->before |= prev;
	l->place++;
	uint64_t may = by[SELECTOR_BEGIN] |
		       (by[SELECTOR_WITHIN] & l->above << 1) |
		       (by[SELECTOR_CHILD] & l->parent << 1) |
		       (by[SELECTOR_NEXT] & prev << 1) |
		       (by[SELECTOR_LATER] & l->before << 1);
	l->here = steps_that_fit(s, may, node, l);
}

/* Goes into the element that was looked at last. */
static void
go_into(struct select *s, xmlNode *node)
{
	const struct select_level *l = &s->levels[s->depth - 1];

	s->levels[s->depth++] = (struct select_level){
	    .next = node->children,
	    .parent = l->here,
	    .above = l->above | l->here,
	};
}

static void
start(struct select *s, const struct selector *selector, const xmlNode *scope)
{
	*s = (struct select){.selector = selector, .scope = scope, .depth = 1};
}

void
select_begin(struct select *s, const struct selector *selector, xmlNode *scope)
{
	start(s, selector, scope);
	s->levels[0].here =
	    steps_that_fit(s, selector->by[SELECTOR_BEGIN], scope, NULL);
	go_into(s, scope);
}

xmlNode *
select_next(struct select *s)
{
	while (s->depth > 1 && !s->failed) {
		struct select_level *l = &s->levels[s->depth - 1];
		xmlNode *node = l->next;

		if (node == NULL) {
			s->depth--;
			continue;
		}
		l->next = node->next;
		if (node->type != XML_ELEMENT_NODE)
			continue;
		look_at(s, l, node);
		if (node->children != NULL && s->depth <= LIMIT_HTML_DEPTH)
			go_into(s, node);
		if ((l->here & s->selector->ends) != 0 && !s->failed)
			return node;
	}
	return NULL;
}

/* Looks at the elements from the first sibling to node, or at it alone. */
static void
look_up_to(struct select *s, xmlNode *node)
{
	struct select_level *l = &s->levels[s->depth - 1];
	xmlNode *first = node;

	while (s->selector->siblings && first->prev != NULL && work(s, 1))
		first = first->prev;
	for (xmlNode *n = first; !s->failed; n = n->next) {
		if (n->type == XML_ELEMENT_NODE)
			look_at(s, l, n);
		if (n == node)
			return;
	}
}

bool
select_matches(const struct selector *selector, xmlNode *element, bool *failed)
{
	xmlNode *path[LIMIT_HTML_DEPTH];
	unsigned depth = 0;
	struct select s;

	for (xmlNode *n = element; n != NULL && n->type == XML_ELEMENT_NODE &&
				   depth < LIMIT_HTML_DEPTH;
	     n = n->parent)
		path[depth++] = n;
	start(&s, selector, element);
	while (depth > 0) {
		look_up_to(&s, path[--depth]);
		if (depth > 0)
			go_into(&s, path[depth]);
	}
	*failed = s.failed;
	return !s.failed && (s.levels[s.depth - 1].here & selector->ends) != 0;
}
