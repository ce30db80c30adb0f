/*
 * Reads the conditions of a selector's step: .class, #id, [attribute] and the
 * pseudo-classes that selector.h lists.
 */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "html/selector_reader.h"

#define NESTING 4	 /* of :not(:is(…)) */
#define NTH_MOST 1000000 /* so that no sum of these runs over */

/* A new condition at the end of the step's. */
struct selector_condition *
selector_add_condition(struct selector_step *step, enum selector_kind kind)
{
	struct selector_condition **last = &step->conditions;

	while (*last != NULL)
		last = &(*last)->next;
	*last = mem_new(1, sizeof(**last));
	(*last)->kind = kind;
	return *last;
}

/* .class or #id: the name of an attribute that is known. */
static int
read_short(struct selector_reader *r, struct selector_step *step,
    const char *attribute, enum selector_compare compare)
{
	r->at++;
	char *value = reader_name(r);
	if (value == NULL)
		return reader_fail(r, "here a name is expected");
	struct selector_condition *condition =
	    selector_add_condition(step, SELECTOR_ATTRIBUTE);
	condition->name = mem_str(attribute);
	condition->value = value;
	condition->compare = compare;
	return 0;
}

/* Reads how a value is compared: "=", or a letter and "=". */
static int
read_compare(struct selector_reader *r, struct selector_condition *condition)
{
	const char *from = r->at;

	if (reader_at(r, ']'))
		return 0;
	condition->compare = SELECTOR_EQUAL;
	if (r->at < r->end && strchr("~|^$*!", *r->at) != NULL)
		condition->compare = (enum selector_compare)(*r->at++);
	if (!reader_skip(r, '='))
		return reader_fail_at(r, from,
		    "here ']', '=', '~=', '|=', '^=', '$=', '*=' or '!=' is "
		    "expected");
	reader_skip_blanks(r);
	if (reader_at(r, ']') || reader_at_end(r))
		return reader_fail(r, "here a value is expected");
	condition->value = reader_value(r, " \t\n\r\f]");
	if (condition->value == NULL)
		return -1;
	reader_skip_blanks(r);
	condition->any_case = reader_skip(r, 'i') || reader_skip(r, 'I');
	reader_skip_blanks(r);
	return 0;
}

static int
read_attribute(struct selector_reader *r, struct selector_step *step)
{
	const char *from = r->at++;

	reader_skip_blanks(r);
	char *name = reader_lower_name(r);
	if (name == NULL)
		return reader_fail(
		    r, "here the name of an attribute is expected");
	struct selector_condition *condition =
	    selector_add_condition(step, SELECTOR_ATTRIBUTE);
	condition->name = name;
	reader_skip_blanks(r);
	if (reader_at_end(r))
		return reader_fail_at(r, from, "this '[' is not closed");
	if (read_compare(r, condition) == -1)
		return -1;
	return reader_skip(r, ']') ? 0 : reader_fail(r, "here ']' is expected");
}

/* A number without a sign, or -1 when there is none or it is too large. */
static long
take_number(struct selector_reader *r)
{
	long n = -1;

	while (r->at < r->end && ascii_digit(*r->at)) {
		n = (n < 0 ? 0 : n) * 10 + (*r->at++ - '0');
		if (n > NTH_MOST)
			return -1;
	}
	return n;
}

/* Reads "odd", "even", "3", "2n", "-n+3". */
static int
read_nth(struct selector_reader *r, struct selector_condition *condition)
{
	static const char bad[] =
	    "here a number, 'odd', 'even' or a formula like '2n+1' is expected";
	const char *from = r->at;
	bool odd = reader_word(r, "odd");

	if (odd || reader_word(r, "even")) {
		condition->step = 2;
		condition->offset = odd;
		return 0;
	}
	long sign = reader_at(r, '-') ? -1 : 1;
	if (reader_at(r, '-') || reader_at(r, '+'))
		r->at++;
	bool number = r->at < r->end && ascii_digit(*r->at);
	long n = number ? take_number(r) : 1;
	if (n < 0)
		return reader_fail_at(r, from, bad);
	if (!reader_word(r, "n")) {
		condition->offset = sign * n;
		return number ? 0 : reader_fail_at(r, from, bad);
	}
	condition->step = sign * n;
	reader_skip_blanks(r);
	if (!reader_at(r, '+') && !reader_at(r, '-'))
		return 0;
	sign = *r->at++ == '-' ? -1 : 1;
	reader_skip_blanks(r);
	n = take_number(r);
	condition->offset = sign * n;
	return n < 0 ? reader_fail_at(r, from, bad) : 0;
}

/* Reads the steps within :not(), :is(), :has(): a list with commas. */
static int
read_steps(struct selector_reader *r, struct selector_condition *condition)
{
	struct selector_step **last = &condition->steps;

	do {
		struct selector_step *step = mem_new(1, sizeof(*step));

		*last = step;
		last = &step->next;
		reader_skip_blanks(r);
		if (condition->kind == SELECTOR_HAS) {
			step->combinator = reader_combinator(r);
			if (step->combinator == SELECTOR_BEGIN)
				step->combinator = SELECTOR_WITHIN;
			reader_skip_blanks(r);
		}
		if (selector_read_step(r, step) == -1)
			return -1;
		reader_skip_blanks(r);
	} while (reader_skip(r, ','));
	if (reader_at_end(r) || reader_at(r, ')'))
		return 0;
	return reader_fail(
	    r, "no more than one step can stand in these brackets");
}

static int
read_inner(struct selector_reader *r, struct selector_condition *condition)
{
	if (r->nesting == NESTING)
		return reader_fail(r, "too many brackets within each other");
	if (condition->kind == SELECTOR_HAS && r->within_has)
		return reader_fail(r, "':has()' cannot stand within ':has()'");
	bool outer = r->within_has;
	r->within_has = outer || condition->kind == SELECTOR_HAS;
	r->nesting++;
	int result = read_steps(r, condition);
	r->nesting--;
	r->within_has = outer;
	return result;
}

static int
read_text(struct selector_reader *r, struct selector_condition *condition)
{
	if (reader_at(r, ')') || reader_at_end(r))
		return reader_fail(r, "here a text is expected");
	bool quoted = reader_at(r, '"') || reader_at(r, '\'');
	condition->value = reader_value(r, ")");
	if (condition->value == NULL)
		return -1;
	size_t len = strlen(condition->value);
	while (!quoted && len > 0 && ascii_blank(condition->value[len - 1]))
		condition->value[--len] = '\0';
	return 0;
}

/* What is behind a colon, and what stands in its brackets. */
static const struct pseudo {
	const char *name;
	enum selector_kind kind;
	int (*read)(
	    struct selector_reader *r, struct selector_condition *condition);
	bool from_end, of_type;
	const char *also; /* another one that must hold as well */
} pseudos[] = {
    {"first-child", SELECTOR_NTH, NULL, false, false, NULL},
    {"last-child", SELECTOR_NTH, NULL, true, false, NULL},
    {"only-child", SELECTOR_NTH, NULL, false, false, "last-child"},
    {"nth-child", SELECTOR_NTH, read_nth, false, false, NULL},
    {"nth-last-child", SELECTOR_NTH, read_nth, true, false, NULL},
    {"first-of-type", SELECTOR_NTH, NULL, false, true, NULL},
    {"last-of-type", SELECTOR_NTH, NULL, true, true, NULL},
    {"only-of-type", SELECTOR_NTH, NULL, false, true, "last-of-type"},
    {"nth-of-type", SELECTOR_NTH, read_nth, false, true, NULL},
    {"nth-last-of-type", SELECTOR_NTH, read_nth, true, true, NULL},
    {"not", SELECTOR_NOT, read_inner, false, false, NULL},
    {"is", SELECTOR_IS, read_inner, false, false, NULL},
    {"where", SELECTOR_IS, read_inner, false, false, NULL},
    {"has", SELECTOR_HAS, read_inner, false, false, NULL},
    {"empty", SELECTOR_EMPTY, NULL, false, false, NULL},
    {"blank", SELECTOR_BLANK, NULL, false, false, NULL},
    {"contains", SELECTOR_CONTAINS, read_text, false, false, NULL},
    {"scope", SELECTOR_SCOPE, NULL, false, false, NULL},
};

#define PSEUDOS (sizeof(pseudos) / sizeof(pseudos[0]))

static const struct pseudo *
find_pseudo(const char *name)
{
	for (size_t i = 0; i < PSEUDOS; i++) {
		if (strcmp(pseudos[i].name, name) == 0)
			return &pseudos[i];
	}
	return NULL;
}

static int
fail_pseudo(struct selector_reader *r, const char *from, const char *name)
{
	char meant[SUGGEST_TEXT];
	struct suggest near;
	struct buf text;

	suggest_init(&near, name);
	for (size_t i = 0; i < PSEUDOS; i++)
		suggest_offer(&near, pseudos[i].name);
	suggest_text(&near, ":", meant);
	buf_init(&text, KIB);
	buf_printf(&text, "there is no ':%.80s'%s", name, meant);
	reader_fail_at(r, from, buf_text(&text));
	buf_clear(&text);
	return -1;
}

static struct selector_condition *
add_pseudo(struct selector_reader *r, struct selector_step *step,
    const struct pseudo *pseudo)
{
	struct selector_condition *condition =
	    selector_add_condition(step, pseudo->kind);

	condition->from_end = pseudo->from_end;
	condition->of_type = pseudo->of_type;
	condition->offset = 1;
	r->siblings = r->siblings || pseudo->kind == SELECTOR_NTH;
	if (pseudo->also != NULL)
		add_pseudo(r, step, find_pseudo(pseudo->also));
	return condition;
}

static int
read_brackets(struct selector_reader *r, const struct pseudo *pseudo,
    struct selector_condition *condition)
{
	const char *from = r->at;

	if (pseudo->read == NULL)
		return reader_at(r, '(')
			   ? reader_fail(r, "here are no brackets")
			   : 0;
	if (!reader_skip(r, '('))
		return reader_fail(r, "here '(' is expected");
	reader_skip_blanks(r);
	condition->offset = 0;
	if (pseudo->read(r, condition) == -1)
		return -1;
	reader_skip_blanks(r);
	if (reader_at_end(r))
		return reader_fail_at(r, from, "this '(' is not closed");
	return reader_skip(r, ')') ? 0 : reader_fail(r, "here ')' is expected");
}

static int
read_pseudo(struct selector_reader *r, struct selector_step *step)
{
	const char *from = r->at++;

	if (reader_at(r, ':'))
		return reader_fail_at(r, from,
		    "there are only elements here, no pseudo-elements");
	char *name = reader_lower_name(r);
	if (name == NULL)
		return reader_fail(
		    r, "here the name of a pseudo-class is expected");
	const struct pseudo *pseudo = find_pseudo(name);
	int result = pseudo == NULL ? fail_pseudo(r, from, name)
				    : read_brackets(r, pseudo,
					  add_pseudo(r, step, pseudo));
	free(name);
	return result;
}

int
selector_read_condition(struct selector_reader *r, struct selector_step *step)
{
	switch (*r->at) {
	case '.':
		return read_short(r, step, "class", SELECTOR_WORD);
	case '#':
		return read_short(r, step, "id", SELECTOR_EQUAL);
	case '[':
		return read_attribute(r, step);
	default:
		return read_pseudo(r, step);
	}
}
