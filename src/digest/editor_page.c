/*
 * The edition as a feed: the head is the digest's, entries are those that are
 * shown, each cut to its level.  Notes come in behind the last stage, where
 * nobody but the format's stylesheet sees them.
 */
#include "digest/editor_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "convert/output.h"
#include "html/picture.h"
#include "model/construct.h"
#include "model/feed.h"
#include "model/links.h"
#include "xml/node.h"

#define ROOM (32 * MIB) /* of one part of a message */
#define NOTE_TEXT 48

struct editor_count
editor_count(const struct editor_page *page)
{
	struct editor_count count = {0};

	for (size_t i = 0; i < page->pieces.count; i++) {
		const struct piece *piece = &page->pieces.items[i];
		if (piece->twin != NULL)
			count.folded++;
		else if (piece->level == PIECE_GONE)
			count.more++;
		else
			count.shown++;
	}
	return count;
}

static struct date
date_of(const struct editor_page *page, int64_t moment)
{
	return (struct date){.seconds = moment,
	    .offset = (int16_t)zone_offset(page->zone, moment)};
}

void
editor_day(const struct editor_page *page, int64_t moment, char out[DATE_TEXT])
{
	struct date date = date_of(page, moment);

	date_day(&date, out);
}

void
editor_span(const struct editor_page *page, int64_t *oldest, int64_t *newest)
{
	const struct pieces *pieces = &page->pieces;

	int64_t when = page->edition->slot.when;
	int64_t from = page->edition->from;

	/* The first window has no beginning. */
	*oldest = pieces->count > 0 ? INT64_MAX : from > 0 ? from : when;
	*newest = pieces->count > 0 ? INT64_MIN : when;
	for (size_t i = 0; i < pieces->count; i++) {
		int64_t moment = pieces->items[i].pick->moment;
		*oldest = moment < *oldest ? moment : *oldest;
		*newest = moment > *newest ? moment : *newest;
	}
}

/* What all feeds have in common; NULL. */
static const char *
language_of(const struct editor_page *page)
{
	const char *lang = page->edition->digest->lang;

	if (lang != NULL)
		return lang;
	for (size_t i = 0; i < page->feed_count; i++) {
		const char *one = page->feeds[i].language;
		if (one == NULL || (lang != NULL && strcmp(lang, one) != 0))
			return NULL;
		lang = one;
	}
	return lang;
}

static void
add_text(xmlNode *parent, const char *name, const char *text)
{
	if (text != NULL)
		node_add(parent, NS_ATOM, name, text);
}

static struct feed *
make_head(const struct editor_page *page)
{
	const struct config_digest *digest = page->edition->digest;
	struct feed *feed = feed_new(NULL);
	xmlNode *root = feed_root(feed);
	const char *language = language_of(page);
	struct date date = date_of(page, page->edition->slot.when);
	char text[DATE_TEXT], id[EDITION_ID];
	struct buf urn;

	edition_id(page->edition, id);
	buf_init(&urn, KIB);
	buf_printf(&urn, "mid:%s", id);
	node_add(root, NS_ATOM, "id", buf_text(&urn));
	buf_clear(&urn);
	add_text(root, "title", page->title);
	add_text(root, "subtitle", digest->intro);
	date_rfc3339(&date, text);
	add_text(root, "updated", text);
	add_text(root, "rights", digest->footer);
	if (page->feed_count == 1 && page->feeds[0].page != NULL)
		links_add(root, "alternate", page->feeds[0].page);
	if (language != NULL)
		node_set_ns(root, NS_XML, "lang", language);
	feed_settle(feed, NULL);
	return feed;
}

static void
remove_child(xmlNode *entry, const char *name)
{
	xmlNode *child = node_child(entry, NS_ATOM, name);

	if (child != NULL)
		node_remove(child);
}

/* Entries that are shown, as they are shown. */
static void
hang_entries(const struct editor_page *page, struct feed *feed)
{
	for (size_t i = 0; i < page->pieces.count; i++) {
		const struct piece *piece = &page->pieces.items[i];
		if (!piece_is_shown(piece))
			continue;
		xmlNode *entry = node_copy(piece->entry, feed_root(feed));
		if (piece->level < PIECE_FULL)
			remove_child(entry, "content");
		if (piece->level < PIECE_EXCERPT)
			remove_child(entry, "summary");
	}
}

static void
note_number(xmlNode *note, const char *name, uint64_t n)
{
	char text[NOTE_TEXT];

	snprintf(text, sizeof(text), "%" PRIu64, n);
	node_set(note, name, text);
}

/* The note of the head stands in front of the entries. */
static void
note_head(const struct editor_page *page, struct feed *feed)
{
	const struct edition *edition = page->edition;
	struct editor_count count = editor_count(page);
	xmlNode *note = node_add_first(feed_root(feed), NS_LOOM, "edition");
	char text[DATE_TEXT];
	int64_t oldest, newest;

	if (!edition->digest->each)
		note_number(note, "number", (uint64_t)edition->number);
	note_number(note, "count", count.shown + count.more);
	if (count.more > 0)
		note_number(note, "more", count.more);
	editor_span(page, &oldest, &newest);
	editor_day(page, oldest, text);
	node_set(note, "from", text);
	editor_day(page, newest, text);
	node_set(note, "to", text);
	if (edition->digest->images == IMAGES_NONE)
		node_set(note, "pictures", "false");
	node_set(note, "unsubscribe", edition->digest->unsubscribe);
	for (size_t i = 0; i < page->feed_count; i++) {
		xmlNode *from = node_add(note, NS_LOOM, "feed", NULL);
		node_set(from, "title", page->feeds[i].title);
		node_set(from, "href", page->feeds[i].page);
	}
}

static const struct piece *
find_piece(const struct editor_page *page, const xmlNode *entry)
{
	const xmlNode *id = node_child(entry, NS_ATOM, "id");
	const struct piece *found = NULL;
	char *text = id == NULL ? mem_str("") : node_trimmed(id);

	for (size_t i = 0; i < page->pieces.count && found == NULL; i++)
		if (piece_is_shown(&page->pieces.items[i]) &&
		    strcmp(page->pieces.items[i].id, text) == 0)
			found = &page->pieces.items[i];
	free(text);
	return found;
}

/* The picture of a content that is not shown. */
static void
note_picture(xmlNode *note, const struct piece *piece)
{
	const xmlNode *content = node_child(piece->entry, NS_ATOM, "content");
	struct picture picture;
	struct buf html;

	if (content == NULL || piece->level == PIECE_FULL)
		return;
	buf_init(&html, LIMIT_OUTPUT);
	picture_init(&picture);
	construct_html(content, &html);
	if (picture_first(buf_text(&html), html.len, &picture)) {
		node_set(note, "picture", buf_text(&picture.src));
		node_set(note, "words", buf_text(&picture.alt));
	}
	picture_clear(&picture);
	buf_clear(&html);
}

static void
note_twins(
    const struct editor_page *page, xmlNode *note, const struct piece *piece)
{
	for (size_t i = 0; i < page->pieces.count; i++) {
		const struct piece *twin = &page->pieces.items[i];
		if (twin->twin != piece || twin->rank == piece->rank)
			continue;
		xmlNode *also = node_add(note, NS_LOOM, "also", NULL);
		node_set(also, "title", twin->feed);
		/* The same page needs no second link. */
		if (strcmp(twin->page, piece->page) != 0)
			node_set(also, "href", twin->page);
	}
}

static void
note_entry(const struct editor_page *page, xmlNode *entry)
{
	const struct config_digest *digest = page->edition->digest;
	const struct piece *piece = find_piece(page, entry);
	char text[DATE_TEXT];

	if (piece == NULL)
		return;
	struct date date = date_of(page, piece->pick->moment);
	xmlNode *note = node_add(entry, NS_LOOM, "edition", NULL);
	/* The name of the only feed is the digest's, or stands in its foot. */
	if (digest->group_by != GROUP_NONE &&
	    (digest->group_by != GROUP_FEED || page->feed_count > 1))
		node_set(note, "group",
		    piece->group != NULL ? piece->group : "Other");
	node_set(note, "feed", piece->feed);
	date_minute(&date, text);
	node_set(note, "when", text);
	if (piece->pick->correction)
		node_set(note, "correction", "true");
	if (digest->images != IMAGES_NONE)
		note_picture(note, piece);
	note_twins(page, note, piece);
}

/* What came through the stages is written. */
static int
put(const struct editor_page *page, struct output *output, struct feed *feed,
    struct error *e)
{
	xmlNode *root = feed_root(feed);

	for (xmlNode *n = node_first(root); n != NULL; n = node_next(n))
		if (node_is(n, NS_ATOM, "entry"))
			note_entry(page, n);
	int result = output_burst(output, feed, e);
	feed_clear(feed);
	return result;
}

/* The loop of convert, for a feed that is in memory. */
static int
weave_all(const struct editor_page *page, struct weave *weave,
    struct output *output, struct feed *feed, struct error *e)
{
	int held = 1;

	if (weave_begin(weave, feed, e) == -1)
		return -1;
	note_head(page, feed);
	hang_entries(page, feed);
	if (weave_burst(weave, feed, e) == -1 ||
	    put(page, output, feed, e) == -1)
		return -1;
	while (held == 1) {
		held = weave_drain(weave, feed, e);
		if (held == -1 || put(page, output, feed, e) == -1)
			return -1;
	}
	if (weave_end(weave, feed, e) == -1)
		return -1;
	return output_end(output, feed, e);
}

int
editor_render(const struct editor_page *page, struct bench *bench,
    struct buf *out, struct error *e)
{
	struct loom *loom = &bench->loom;
	struct sink *area = sink_area();
	struct output_setup setup = {.sink = area,
	    .sheet = loom->sheet,
	    .serialiser = serialiser_find(loom->format->serialise),
	    .render = {.width = bench->options.width,
		.picture = page->picture,
		.picture_context = page->picture_context},
	    .tell = loom_tell,
	    .context = loom};
	char *room = mem_new(ROOM, 1);
	int result = -1;

	repairs_init(&bench->repairs, &bench->options);
	bench->repairs.name = page->edition->digest->name;
	sink_area_set(area, room, ROOM);
	struct feed *feed = make_head(page);
	struct output *output = output_open(&setup, e);
	if (output != NULL && loom_renew(loom, e) == 0)
		result = weave_all(page, loom->weave, output, feed, e);
	if (result == 0)
		buf_add(out, room, sink_area_used(area));
	bench->repairs.name = NULL;
	output_free(output);
	feed_free(feed);
	free(room);
	if (result == 0 && buf_full(out))
		return error_set(e, ERR_INPUT, "a part of it is too large");
	return result;
}
