/*
 * Numbers for addresses.  A balanced tree (tsearch(3)), so that no choice of
 * addresses makes finding one slow; never more of them than an entry can hold.
 */
#include "render/footnotes.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "render/clean.h"

struct footnote {
	struct footnote *next;
	unsigned number;
	char url[];
};

static int
compare(const void *a, const void *b)
{
	const struct footnote *x = a, *y = b;

	return strcmp(x->url, y->url);
}

unsigned
footnotes_number(struct footnotes *f, const char *url)
{
	size_t len = strlen(url);
	struct footnote *note = mem_new(1, sizeof(*note) + len + 1);

	memcpy(note->url, url, len);
	struct footnote **found = tsearch(note, &f->tree, compare);
	if (found == NULL)
		mem_out();
	if (*found != note) {
		free(note);
		return (*found)->number;
	}
	if (f->bytes + len > LIMIT_ENTRY) {
		tdelete(note, &f->tree, compare);
		free(note);
		return 0;
	}
	f->bytes += len + sizeof(*note);
	note->number = ++f->count;
	if (f->last == NULL)
		f->first = note;
	else
		f->last->next = note;
	f->last = note;
	return note->number;
}

void
footnotes_write(struct footnotes *f, struct layout *l)
{
	struct buf line;

	buf_init(&line, LIMIT_OUTPUT);
	layout_gap(l, 1);
	for (const struct footnote *n = f->first; n != NULL; n = n->next) {
		buf_cut(&line, 0);
		buf_printf(&line, "[%u] ", n->number);
		clean_line(n->url, strlen(n->url), &line);
		layout_line(l, buf_text(&line), line.len);
	}
	if (f->first != NULL)
		layout_gap(l, 1);
	buf_clear(&line);
	footnotes_clear(f);
}

static void
forget(void *node)
{
	(void)node; /* freed through the list */
}

void
footnotes_clear(struct footnotes *f)
{
	struct footnote *next;

	tdestroy(f->tree, forget);
	for (struct footnote *n = f->first; n != NULL; n = next) {
		next = n->next;
		free(n);
	}
	*f = (struct footnotes){0};
}
