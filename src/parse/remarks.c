/*
 * A list that is sorted as it grows.  Most notes come in their order, so that
 * there is little to move; more than a fixed number never wait.
 */
#include "parse/remarks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WAITING 1024

struct remark {
	struct note note;
	unsigned long line; /* that it counts for */
};

struct remarks {
	struct notes notes;
	const struct notes *to;
	unsigned long line; /* that was passed last */
	bool deaf;
	struct remark *list;
	size_t n;
};

/* Tells the first ones. */
static void
tell(struct remarks *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		r->to->tell(r->to->context, &r->list[i].note);
		free((char *)r->list[i].note.text);
	}
	r->n -= n;
	memmove(r->list, r->list + n, r->n * sizeof(*r->list));
}

static bool
is_behind(const struct remark *a, const struct remark *b)
{
	return a->line != b->line ? a->line > b->line
				  : a->note.column > b->note.column;
}

static void
hear(void *context, const struct note *note)
{
	struct remarks *r = context;
	struct remark remark = {
	    .note = *note, .line = note->line == 0 ? r->line : note->line};
	size_t at = r->n;

	if (r->deaf)
		return;
	if (r->list == NULL)
		r->list = mem_new(WAITING + 1, sizeof(*r->list));
	remark.note.text = mem_str(note->text);
	while (at > 0 && is_behind(&r->list[at - 1], &remark))
		at--;
	memmove(r->list + at + 1, r->list + at, (r->n - at) * sizeof(*r->list));
	r->list[at] = remark;
	if (++r->n > WAITING)
		tell(r, 1);
}

struct remarks *
remarks_new(const struct notes *to)
{
	struct remarks *r = mem_new(1, sizeof(*r));

	r->notes = (struct notes){hear, r};
	r->to = to;
	return r;
}

void
remarks_free(struct remarks *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n; i++)
		free((char *)r->list[i].note.text);
	free(r->list);
	free(r);
}

const struct notes *
remarks_notes(const struct remarks *r)
{
	return r->to == NULL ? NULL : &r->notes;
}

void
remarks_deafen(struct remarks *r, bool deaf)
{
	r->deaf = deaf;
}

void
remarks_pass(struct remarks *r, unsigned long line)
{
	size_t n = 0;

	if (r->deaf)
		return;
	while (n < r->n && r->list[n].line < line)
		n++;
	if (n > 0)
		tell(r, n);
	r->line = line;
}

void
remarks_end(struct remarks *r, unsigned long line)
{
	size_t n = 0;

	while (n < r->n && r->list[n].line <= line)
		n++;
	if (n > 0)
		tell(r, n);
	for (size_t i = 0; i < r->n; i++)
		free((char *)r->list[i].note.text);
	r->n = 0;
}
