/*
 * Lists as CommonMark (5.2, 5.3).  Items stand close together until one of them
 * has a blank line in it.  Of two lists that follow each other the second one
 * has another marker, or they would be one.
 */
#include "render/markdown.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "xml/node.h"

#define NUMBER_MAX 999999999

static struct markdown_frame *
list_of(struct markdown *m)
{
	return m->list < 0 ? NULL : &m->stack[m->list];
}

/* True when the frame's parent is the list itself, and not one of its items. */
static bool
is_direct(const struct markdown *m, const struct markdown_frame *f)
{
	return m->list >= 0 && f - m->stack == m->list + 1;
}

/* Whether an item's text is all that was written since it began. */
static void
settle_gap(struct markdown *m, const struct markdown_frame *f)
{
	struct markdown_frame *outer = list_of(m);
	const struct markdown_frame *item = f - 1;

	if (outer == NULL || m->depth < 2 || is_direct(m, f))
		return;
	/* A list close behind an item's text: it must be able to begin there.
	 */
	if (item->element->close == markdown_close_li &&
	    (!f->numbered || f->number == 1))
		layout_gap_set(m->layout, 0);
}

static void
open_list(struct markdown *m, struct markdown_frame *f, const char markers[2])
{
	struct markdown_frame *outer = list_of(m);

	if (m->one_line > 0)
		return;
	f->owner = true;
	if (is_direct(m, f) && outer->begun) {
		char rest[24];

		f->inner = true;
		snprintf(rest, sizeof(rest), "%*s", outer->columns, "");
		layout_indent(m->layout, rest, rest);
		layout_gap_set(m->layout, !(!f->numbered || f->number == 1));
	} else {
		settle_gap(m, f);
	}
	f->marker = markers[m->last_depth == m->depth &&
			    m->last_written == m->written &&
			    m->last_marker == markers[0]];
	f->outer = m->list;
	m->list = (int)(f - m->stack);
}

void
markdown_open_list(struct markdown *m, struct markdown_frame *f)
{
	open_list(m, f, "-*");
}

void
markdown_open_ol(struct markdown *m, struct markdown_frame *f)
{
	f->numbered = true;
	f->number = markdown_number(f->node, "start", 1);
	open_list(m, f, ".)");
}

void
markdown_close_list(struct markdown *m, struct markdown_frame *f)
{
	if (!f->owner)
		return;
	m->list = f->outer;
	if (f->inner)
		layout_dedent(m->layout);
	m->last_depth = m->depth;
	m->last_marker = f->marker;
	m->last_written = m->written;
}

/* Begins an item: the marker, and what its other lines are indented by. */
static void
open_item(struct markdown *m, const struct markdown_frame *list)
{
	char first[24], rest[24];
	int n = 2;

	if (list != NULL && list->numbered)
		n = snprintf(
		    first, sizeof(first), "%d%c ", list->number, list->marker);
	else
		snprintf(first, sizeof(first), "%c ",
		    list == NULL ? '-' : list->marker);
	snprintf(rest, sizeof(rest), "%*s", n, "");
	layout_indent(m->layout, first, rest);
}

void
markdown_open_li(struct markdown *m, struct markdown_frame *f)
{
	struct markdown_frame *list = list_of(m);

	if (m->one_line > 0)
		return;
	f->owner = true;
	if (list != NULL && list->begun)
		layout_gap_set(m->layout, list->loose);
	f->blanks = layout_blanks(m->layout, true);
	f->lines = m->written;
	if (list != NULL && list->numbered)
		list->number = markdown_number(f->node, "value", list->number);
	open_item(m, list);
}

void
markdown_close_li(struct markdown *m, struct markdown_frame *f)
{
	struct markdown_frame *list = list_of(m);

	if (!f->owner)
		return;
	bool empty = m->written == f->lines;
	if (empty && list != NULL && list->numbered)
		markdown_line(m, "", 0);
	layout_dedent(m->layout);
	if (list == NULL || (empty && !list->numbered))
		return;
	list->begun = true;
	list->columns = 2;
	if (list->numbered) {
		list->columns = snprintf(NULL, 0, "%d. ", list->number);
		if (list->number < NUMBER_MAX)
			list->number++;
	}
	if (layout_blanks(m->layout, false) > f->blanks)
		list->loose = true;
}

/* What a term means: an item, close to the one before it. */
void
markdown_open_dd(struct markdown *m, struct markdown_frame *f)
{
	const xmlNode *before = f->node->prev;

	if (m->one_line > 0)
		return;
	while (before != NULL && before->type != XML_ELEMENT_NODE)
		before = before->prev;
	f->owner = true;
	if (before != NULL && strcmp(node_name(before), "dd") == 0)
		layout_gap_set(m->layout, 0);
	f->blanks = layout_blanks(m->layout, true);
	f->lines = m->written;
	layout_indent(m->layout, "- ", "  ");
}

/* A box to tick, where an item begins. */
void
markdown_open_input(struct markdown *m, struct markdown_frame *f)
{
	const char *type = node_attribute(f->node, "type");

	if (type == NULL || strcasecmp(type, "checkbox") != 0 || m->list < 0 ||
	    m->one_line > 0 || !phrase_is_empty(m->phrase))
		return;
	phrase_raw(m->phrase,
	    node_attribute(f->node, "checked") != NULL ? "[x]" : "[ ]");
	phrase_text(m->phrase, " ", 1);
}
