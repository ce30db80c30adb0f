/*
 * What is read out of an entry to arrange it; the order; what is left out when
 * there is too much.
 */
#include "digest/piece.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/word.h"
#include "digest/piece_twin.h"
#include "html/excerpt.h"
#include "model/construct.h"
#include "model/links.h"
#include "xml/node.h"

#define EXCERPT_WORDS 60
#define HEADLINE 400 /* bytes of one in HTML, or so */
#define LINE_MAX_BYTES (4 * KIB)

char *
piece_line(const xmlNode *construct)
{
	size_t len = LINE_MAX_BYTES;
	struct buf text;

	buf_init(&text, LIMIT_OUTPUT);
	if (construct != NULL)
		construct_text(construct, &text);
	if (text.len > len) {
		while (len > 0 && (buf_text(&text)[len] & 0xC0) == 0x80)
			len--;
		buf_cut(&text, len);
	}
	return buf_take(&text);
}

static bool
is_blank(const xmlNode *construct)
{
	char *text = construct == NULL ? mem_str("") : piece_line(construct);
	bool blank = *text == '\0';

	free(text);
	return blank;
}

/* The beginning of a construct as another one; how many bytes that is. */
static size_t
cut(const xmlNode *construct, xmlNode *summary)
{
	static const struct word_limit limit = {
	    .words = EXCERPT_WORDS, .ellipsis = "…"};
	struct buf html, out;
	struct error e;

	buf_init(&html, LIMIT_OUTPUT);
	buf_init(&out, LIMIT_OUTPUT);
	construct_html(construct, &html);
	if (excerpt(buf_text(&html), html.len, &limit, &out, &e) == -1)
		buf_cut(&out, 0);
	construct_set_html(summary, buf_text(&out), out.len);
	size_t len = out.len;
	buf_clear(&out);
	buf_clear(&html);
	return len;
}

static size_t
html_size(const xmlNode *construct)
{
	struct buf html;

	if (construct == NULL)
		return 0;
	buf_init(&html, LIMIT_OUTPUT);
	construct_html(construct, &html);
	size_t len = html.len;
	buf_clear(&html);
	return len;
}

/* A summary that is one, and content wherever there is any text. */
static void
settle_texts(struct piece *piece)
{
	xmlNode *entry = piece->entry;
	xmlNode *content = node_child(entry, NS_ATOM, "content");
	xmlNode *summary = node_child(entry, NS_ATOM, "summary");

	if (content != NULL && is_blank(content) && !is_blank(summary)) {
		node_remove(content);
		content = NULL;
	}
	if (content == NULL && summary != NULL) {
		content = node_copy(summary, entry);
		node_rename(content, NS_ATOM, "content");
	}
	piece->full = html_size(content);
	if (content == NULL)
		return;
	if (is_blank(summary)) {
		if (summary == NULL)
			summary = node_add(entry, NS_ATOM, "summary", NULL);
		piece->excerpt = cut(content, summary);
	} else {
		piece->excerpt = cut(summary, summary);
	}
}

/* The first of its authors that has a name; else its feed's. */
static const xmlNode *
author_of(const xmlNode *entry)
{
	const xmlNode *source = node_child(entry, NS_ATOM, "source");
	const xmlNode *author = node_child(entry, NS_ATOM, "author");

	if (author == NULL && source != NULL)
		author = node_child(source, NS_ATOM, "author");
	return author == NULL ? NULL : node_child(author, NS_ATOM, "name");
}

static char *
category_of(const xmlNode *entry)
{
	const xmlNode *category = node_child(entry, NS_ATOM, "category");
	const char *name = NULL;

	if (category != NULL)
		name = node_attribute(category, "label");
	if (category != NULL && (name == NULL || *name == '\0'))
		name = node_attribute(category, "term");
	return name == NULL || *name == '\0' ? NULL : mem_str(name);
}

static char *
day_of(const struct pieces *pieces, const struct piece *piece)
{
	static const char format[] = "%A, %-d %B %Y";
	int64_t moment = piece->pick->moment;
	struct date date = {.seconds = moment,
	    .offset = (int16_t)zone_offset(pieces->zone, moment)};
	struct buf text;

	buf_init(&text, LINE_MAX_BYTES);
	clock_format(&date, format, sizeof(format) - 1, &text);
	return buf_take(&text);
}

static char *
group_of(const struct pieces *pieces, const struct piece *piece)
{
	const xmlNode *author;

	switch (pieces->digest->group_by) {
	case GROUP_FEED:
		return mem_str(piece->feed);
	case GROUP_CATEGORY:
		return category_of(piece->entry);
	case GROUP_AUTHOR:
		author = author_of(piece->entry);
		return author == NULL ? NULL : piece_line(author);
	case GROUP_DAY:
		return day_of(pieces, piece);
	case GROUP_NONE:
		return NULL;
	}
	return NULL;
}

void
pieces_add(struct pieces *pieces, const struct edition_pick *pick,
    xmlNode *entry, size_t rank, const char *feed)
{
	const xmlNode *id = node_child(entry, NS_ATOM, "id");
	const char *page = links_find(entry, "alternate");

	if (pieces->count == pieces->room) {
		pieces->room = pieces->room == 0 ? 64 : 2 * pieces->room;
		pieces->items = mem_grow(
		    pieces->items, pieces->room, sizeof(pieces->items[0]));
	}
	struct piece *piece = &pieces->items[pieces->count++];
	*piece = (struct piece){.pick = pick,
	    .entry = entry,
	    .rank = rank,
	    .id = id == NULL ? mem_str("") : node_trimmed(id),
	    .feed = mem_str(feed),
	    .title = piece_line(node_child(entry, NS_ATOM, "title")),
	    .page = mem_str(page == NULL ? "" : page)};
	settle_texts(piece);
	piece->group = group_of(pieces, piece);
}

void
pieces_clear(struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->items[i];
		free(piece->id);
		free(piece->feed);
		free(piece->title);
		free(piece->page);
		free(piece->group);
	}
	free(pieces->items);
	pieces->items = NULL;
	pieces->count = pieces->room = 0;
}

/* Groups by name; what is in none stands last. */
static int
by_group(const struct piece *a, const struct piece *b)
{
	if (a->group == NULL || b->group == NULL)
		return (a->group == NULL) - (b->group == NULL);
	return strcmp(a->group, b->group);
}

static int
by_time(const struct piece *a, const struct piece *b)
{
	if (a->pick->moment != b->pick->moment)
		return a->pick->moment > b->pick->moment ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return memcmp(a->pick->id, b->pick->id, sizeof(a->pick->id));
}

static int
by_feed(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return by_time(x, y);
}

static int
by_name(const void *a, const void *b)
{
	int order = by_group(a, b);

	return order != 0 ? order : by_time(a, b);
}

/* Days are in the order of time by themselves. */
static int
by_moment(const void *a, const void *b)
{
	return by_time(a, b);
}

void
pieces_arrange(struct pieces *pieces)
{
	static int (*const orders[])(const void *a, const void *b) = {
	    [GROUP_FEED] = by_feed,
	    [GROUP_CATEGORY] = by_name,
	    [GROUP_AUTHOR] = by_name,
	    [GROUP_DAY] = by_moment,
	    [GROUP_NONE] = by_moment};
	static const enum piece_level levels[] = {[BODY_FULL] = PIECE_FULL,
	    [BODY_EXCERPT] = PIECE_EXCERPT,
	    [BODY_HEADLINES] = PIECE_HEADLINE};

	if (pieces->count > 1)
		qsort(pieces->items, pieces->count, sizeof(pieces->items[0]),
		    orders[pieces->digest->group_by]);
	for (size_t i = 0; i < pieces->count; i++)
		pieces->items[i].level = levels[pieces->digest->body];
	piece_find_twins(pieces);
}

bool
piece_is_shown(const struct piece *piece)
{
	return piece->level != PIECE_GONE && piece->twin == NULL;
}

/* What it would save to show a piece one level lower. */
static size_t
saving(const struct piece *piece)
{
	if (piece->level == PIECE_FULL)
		return piece->full > piece->excerpt
			   ? piece->full - piece->excerpt
			   : 1;
	return piece->excerpt + 1;
}

/* The one of that level that would save most; of several the last one. */
static struct piece *
longest(struct pieces *pieces, enum piece_level level)
{
	struct piece *found = NULL;

	for (size_t i = 0; i < pieces->count; i++) {
		struct piece *piece = &pieces->items[i];
		if (piece->level == level && piece->twin == NULL &&
		    (found == NULL || saving(piece) >= saving(found)))
			found = piece;
	}
	return found;
}

/* The last one, but for the only one. */
static struct piece *
last_shown(struct pieces *pieces)
{
	struct piece *last = NULL;
	size_t shown = 0;

	for (size_t i = 0; i < pieces->count; i++) {
		if (!piece_is_shown(&pieces->items[i]))
			continue;
		last = &pieces->items[i];
		shown++;
	}
	return shown > 1 ? last : NULL;
}

size_t
pieces_size(const struct pieces *pieces)
{
	size_t size = 0;

	for (size_t i = 0; i < pieces->count; i++) {
		const struct piece *piece = &pieces->items[i];
		if (!piece_is_shown(piece))
			continue;
		size += HEADLINE;
		if (piece->level == PIECE_EXCERPT)
			size += piece->excerpt;
		if (piece->level == PIECE_FULL)
			size += piece->full;
	}
	return size;
}

bool
pieces_shrink(struct pieces *pieces, size_t bytes)
{
	size_t saved = 0;
	bool less = false;

	for (; saved < bytes; less = true) {
		struct piece *piece = longest(pieces, PIECE_FULL);
		if (piece == NULL)
			piece = longest(pieces, PIECE_EXCERPT);
		if (piece != NULL) {
			saved += saving(piece);
			piece->level--;
			continue;
		}
		piece = last_shown(pieces);
		if (piece == NULL)
			return less;
		piece->level = PIECE_GONE;
		saved += HEADLINE;
	}
	return less;
}
