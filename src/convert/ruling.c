/*
 * Fields judged by trial.  Many are marked at once; only what then seems to be
 * lost is tried again on its own, for marks in one field may change what a
 * format does with another one.
 */
#include "convert/ruling.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

#define TOGETHER 100 /* fields that are marked at once */

void
ruling_init(struct ruling *r)
{
	*r = (struct ruling){.worst = UNKNOWN, .best = LOST};
}

void
ruling_clear(struct ruling *r)
{
	fate_clear(&r->fate);
}

bool
ruling_lost(const struct ruling *r)
{
	return r->worst < IMPLIED || r->worst == UNKNOWN;
}

/* Remembers what became of a field in one trial; takes the fate's places. */
static void
settle(struct ruling *r, enum verdict verdict, struct fate *fate)
{
	if (verdict < r->worst) {
		r->worst = verdict;
		r->kept = fate->kept;
		r->values = fate->values;
	}
	if (verdict > r->best) {
		r->best = verdict;
		fate_clear(&r->fate);
		r->fate = *fate;
		*fate = (struct fate){.values = 0};
	}
}

/* A trial, and the field of it that is tried on its own. */
struct test {
	struct trial *trial;
	bool head;
	bool fields[LIMIT_FIELDS];
	struct fate fates[LIMIT_FIELDS];
};

/*
 * Whether what came out only because of its mark follows from the rest: the
 * output would be another one if the value were, or if it were not there.
 */
static bool
is_implied(const struct test *t, const struct fate *fate)
{
	if (fate->news == 0 || fate->values > FATE_VALUES ||
	    fate->kept + fate->news < fate->values)
		return false;
	for (unsigned i = 0; i < fate->values && !fate->elsewhere; i++) {
		uint64_t one = (uint64_t)1 << i;
		if ((fate->which & one) != 0 &&
		    !trial_differs(
			t->trial, t->head, t->fields, one, TRIAL_FLIP, NULL) &&
		    !trial_differs(
			t->trial, t->head, t->fields, one, TRIAL_REMOVE, NULL))
			return false;
	}
	return true;
}

static bool
is_kept(const struct fate *fate)
{
	return fate->values > 0 && fate->kept == fate->values;
}

/* What becomes of a field by what was found of its marks. */
static enum verdict
judge_found(const struct test *t, struct fate *fate)
{
	if (is_kept(fate))
		return KEPT;
	if (is_implied(t, fate))
		return fate->kept > 0 ? KEPT : IMPLIED;
	if (fate->kept > 0)
		return SOME;
	if (fate->part > 0)
		return PART;
	if (trial_differs(
		t->trial, t->head, t->fields, TRIAL_EACH, TRIAL_FLIP, fate))
		return KEPT;
	return LOST;
}

/* What becomes of a field that is marked alone. */
static enum verdict
try_alone(struct test *t, size_t field)
{
	struct fate *fate = &t->fates[field];
	struct fate where = {.values = 0};

	fate_clear(fate);
	bool changed =
	    trial_mark(t->trial, t->head, t->fields, t->fates, &where);
	enum verdict verdict = judge_found(t, fate);
	if (verdict == LOST && changed && fate->n_places == 0 &&
	    where.n_places > 0)
		fate_add_place(fate, where.places[0]);
	/* What is news was told because of the mark alone. */
	if (verdict == LOST && fate->news == 0 && changed &&
	    (fate->altered == 0 || trial_differs(t->trial, t->head, t->fields,
				       TRIAL_EACH, TRIAL_REMOVE, NULL)))
		verdict = CHANGED;
	fate_clear(&where);
	return verdict;
}

/* Those that nothing was found of are mostly of no effect at all. */
static void
try_lost(
    struct ruling *rulings, struct test *t, const bool *here, size_t n_fields)
{
	size_t n = 0;

	for (size_t i = 0; i < n_fields; i++) {
		const struct fate *f = &t->fates[i];
		t->fields[i] = here[i] && f->values > 0 &&
			       f->kept + f->news + f->part + f->altered == 0;
		n += t->fields[i];
	}
	bool none = n > 0 &&
		    !trial_mark(t->trial, t->head, t->fields, t->fates, NULL) &&
		    !trial_differs(t->trial, t->head, t->fields, TRIAL_EACH,
			TRIAL_FLIP, NULL);
	for (size_t i = 0; i < n_fields; i++) {
		if (none && t->fields[i])
			settle(&rulings[i], LOST, &t->fates[i]);
		t->fields[i] = false;
	}
}

/* Many fields at once. */
static void
try_together(struct test *t, const bool *here, size_t from, size_t to)
{
	bool any = false;

	for (size_t i = from; i < to; i++) {
		t->fields[i] = here[i];
		any = any || here[i];
	}
	if (any)
		trial_mark(t->trial, t->head, t->fields, t->fates, NULL);
	memset(t->fields, 0, sizeof(t->fields));
}

void
rulings_try(struct ruling *rulings, struct trial *trial, bool head,
    const bool *here, size_t n)
{
	struct test *t = mem_new(1, sizeof(*t));

	t->trial = trial;
	t->head = head;
	for (size_t from = 0; from < n; from += TOGETHER)
		try_together(
		    t, here, from, n < from + TOGETHER ? n : from + TOGETHER);
	try_lost(rulings, t, here, n);
	for (size_t i = 0; i < n; i++) {
		t->fields[i] = true;
		if (here[i] && is_kept(&t->fates[i]))
			settle(&rulings[i], KEPT, &t->fates[i]);
		else if (here[i] && rulings[i].worst > LOST)
			settle(&rulings[i], try_alone(t, i), &t->fates[i]);
		t->fields[i] = false;
	}
	for (size_t i = 0; i < n; i++)
		fate_clear(&t->fates[i]);
	free(t);
}

/* " at PLACE, PLACE, …" */
static void
put_places(const struct fate *fate, const char *word, struct buf *out)
{
	for (size_t i = 0; i < fate->n_places; i++)
		buf_printf(out, "%s%s", i == 0 ? word : ", ", fate->places[i]);
	if (fate->more)
		buf_puts(out, ", ...");
}

static void
put_verdict(const struct ruling *r, enum verdict verdict, struct buf *out)
{
	static const char *const words[] = {
	    [LOST] = "no place",
	    [CHANGED] = "in other words",
	    [PART] = "kept in part",
	    [SOME] = "kept",
	    [IMPLIED] = "implied",
	    [KEPT] = "kept",
	    [UNKNOWN] = "not tried",
	};

	if (verdict == SOME)
		buf_printf(out, "%u of %u ", r->kept, r->values);
	buf_puts(out, words[verdict]);
}

void
ruling_put(const struct ruling *r, const char *own, struct buf *out)
{
	static const char *const links[] = {[CHANGED] = " at ",
	    [PART] = " as ",
	    [SOME] = " as ",
	    [IMPLIED] = " by ",
	    [KEPT] = " as "};
	const struct fate *fate = &r->fate;
	bool same = fate->n_places == 1 && !fate->more &&
		    strcmp(fate->places[0], own) == 0;
	enum verdict best = r->worst == UNKNOWN ? UNKNOWN : r->best;

	put_verdict(r, best, out);
	if (best > LOST && best < UNKNOWN && !same)
		put_places(fate, links[best], out);
	if (r->worst < best && ruling_lost(r)) {
		buf_puts(out, "; in some entries ");
		put_verdict(r, r->worst, out);
	}
}
