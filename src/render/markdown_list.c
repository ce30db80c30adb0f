/*
 * Lists as CommonMark (5.2, 5.3).  Items stand close together until one of them
 * has a blank line in it.  Of two lists that follow each other the second one
 * has another marker, or they would be one.
 */
#include "render/markdown.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
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

/* True when what stands in an element begins with a letter or its like. */
static bool
begins_with_text(const xmlNode *node)
{
	for (const xmlNode *n = node; n != NULL; n = node_walk(n, node)) {
		if (n->type != XML_TEXT_NODE)
			continue;
		const char *s = (const char *)n->content;
		while (ascii_blank(*s))
			s++;
		if (*s != '\0') /* no lead of a blank beyond ASCII */
			return strchr("\xC2\xE1\xE2\xE3\xEF", *s) == NULL;
	}
	return false;
}

/*
 * True when the list can begin on the line behind text (CommonMark 5.2): one
 * with numbers only if it begins with 1, and not with an empty item.
 */
static bool
can_interrupt(const struct markdown_frame *f)
{
	const xmlNode *first = node_first(f->node);

	return !f->numbered ||
	       (f->number == 1 && first != NULL && begins_with_text(first) &&
		   node_attribute(first, "value") == NULL);
}

/* Goes on with the item before: lists stand in lists on many pages. */
static void
open_inner(struct markdown *m, struct markdown_frame *f)
{
	char rest[24];

	f->inner = true;
	snprintf(rest, sizeof(rest), "%*s", list_of(m)->columns, "");
	layout_indent(m->layout, rest, rest);
	f->close = can_interrupt(f);
}

static void
open_list(struct markdown *m, struct markdown_frame *f, const char markers[2])
{
	if (m->one_line > 0)
		return;
	f->owner = true;
	if (is_direct(m, f) && list_of(m)->begun)
		open_inner(m, f);
	else if (m->depth > 1 && f[-1].element->close == markdown_close_li &&
		 can_interrupt(f))
		f->close = true;
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
	if (list != NULL && (list->begun || list->close))
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
