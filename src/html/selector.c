/*
 * Reads CSS selectors (Selectors Level 4, section 17), those that selector.h
 * lists: steps, what is between them, and the alternatives that they make.
 */
#include "html/selector.h"

#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "base/limits.h"
#include "base/mem.h"
#include "html/selector_reader.h"

static bool
at_condition(const struct selector_reader *r)
{
	return reader_at(r, '.') || reader_at(r, '#') || reader_at(r, '[') ||
	       reader_at(r, ':');
}

/* Reads an element's name, its conditions, or both. */
int
selector_read_step(struct selector_reader *r, struct selector_step *step)
{
	bool any = reader_skip(r, '*');

	if (!any)
		step->name = reader_lower_name(r);
	if (reader_at(r, '|'))
		return reader_fail(r, "there are no namespaces in HTML");
	if (!any && step->name == NULL && !at_condition(r))
		return reader_fail(r,
		    "here an element, '.class', '#id', '[attribute]' or "
		    "':pseudo-class' is expected");
	while (at_condition(r)) {
		if (selector_read_condition(r, step) == -1)
			return -1;
	}
	return 0;
}

static struct selector_step *
add_step(
    struct selector_reader *r, struct selector *s, enum selector_combinator how)
{
	if (s->count == SELECTOR_STEPS) {
		reader_fail(r, "the selector has more than 64 steps");
		return NULL;
	}
	s->by[how] |= UINT64_C(1) << s->count;
	r->siblings = r->siblings || how >= SELECTOR_NEXT;
	s->steps[s->count].combinator = how;
	return &s->steps[s->count++];
}

/* What is between two steps; SELECTOR_BEGIN when the alternative ends. */
static int
read_combinator(struct selector_reader *r, enum selector_combinator *how)
{
	bool blank = reader_skip_blanks(r);

	*how = reader_combinator(r);
	reader_skip_blanks(r);
	if (*how != SELECTOR_BEGIN || reader_at_end(r) || reader_at(r, ','))
		return 0;
	*how = SELECTOR_WITHIN;
	return blank ? 0 : reader_fail(r, "this character cannot stand here");
}

/* Reads steps up to a comma or the end. */
static int
read_alternative(struct selector_reader *r, struct selector *s)
{
	enum selector_combinator how;
	struct selector_step *step;

	reader_skip_blanks(r);
	how = reader_combinator(r);
	reader_skip_blanks(r);
	if (how != SELECTOR_BEGIN) {
		step = add_step(r, s, SELECTOR_BEGIN);
		if (step == NULL)
			return -1;
		selector_add_condition(step, SELECTOR_SCOPE);
	}
	do {
		step = add_step(r, s, how);
		if (step == NULL || selector_read_step(r, step) == -1 ||
		    read_combinator(r, &how) == -1)
			return -1;
	} while (how != SELECTOR_BEGIN);
	s->ends |= UINT64_C(1) << (s->count - 1);
	return 0;
}

struct selector *
selector_new(const char *text, size_t len, struct error *e)
{
	struct selector_reader r = {
	    .text = text, .at = text, .end = text + len, .e = e};

	if (len > LIMIT_SELECTOR) {
		error_set(e, ERR_PLUGIN, "the selector is longer than %zu KiB",
		    LIMIT_SELECTOR / KIB);
		return NULL;
	}
	if (u8_check((const uint8_t *)text, len) != NULL) {
		error_set(e, ERR_PLUGIN, "the selector is not UTF-8");
		return NULL;
	}
	struct selector *s = mem_new(1, sizeof(*s));
	do {
		if (read_alternative(&r, s) == -1) {
			selector_free(s);
			return NULL;
		}
	} while (reader_skip(&r, ','));
	s->siblings = r.siblings;
	return s;
}

static void step_clear(struct selector_step *step);

static void
condition_free(struct selector_condition *condition)
{
	while (condition->steps != NULL) {
		struct selector_step *step = condition->steps;

		condition->steps = step->next;
		step_clear(step);
		free(step);
	}
	free(condition->name);
	free(condition->value);
	free(condition);
}

static void
step_clear(struct selector_step *step)
{
	while (step->conditions != NULL) {
		struct selector_condition *condition = step->conditions;

		step->conditions = condition->next;
		condition_free(condition);
	}
	free(step->name);
}

void
selector_free(struct selector *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->count; i++)
		step_clear(&s->steps[i]);
	free(s);
}
