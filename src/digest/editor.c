/*
 * From the documents that feeds keep to one message: the picks are found in
 * them, arranged, cut until the page is small enough, and written as mail.
 */
#include "digest/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <unistr.h>

#include "base/encoding.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/verb.h"
#include "cli/worker.h"
#include "config/subject.h"
#include "digest/editor_mail.h"
#include "digest/editor_page.h"
#include "digest/editor_pictures.h"
#include "fetch/source.h"
#include "model/feed.h"
#include "model/links.h"
#include "model/origin.h"
#include "parse/parser.h"
#include "render/message.h"
#include "run/ledger.h"
#include "sink/sink.h"
#include "xml/node.h"

#define ATTEMPTS 12 /* at a page that is small enough */
#define PART (32 * MIB)

/* Files, in their order. */
enum {
	DOCUMENTS = WORKER_FILE,
	PICTURES,
	OUTPUT,
	REPORT,
};

struct desk {
	const struct editor *editor;
	struct bench html, text;
	bool benches;	   /* these are open */
	int *readers;	   /* a descriptor for each document */
	struct feed *kept; /* entries that were found hang in it */
	bool *found;	   /* for each pick */
	struct editor_page page;
	struct editor_pictures pictures;
	struct buf page_html, page_text;
};

static void
read_head(struct desk *desk, const xmlNode *head, const char *name)
{
	struct editor_feed *feed = &desk->page.feeds[desk->page.feed_count++];
	const char *page = links_find(head, "alternate");
	const char *language = node_xml(head, "lang");

	feed->title = piece_line(node_child(head, NS_ATOM, "title"));
	if (*feed->title == '\0') {
		free(feed->title);
		feed->title = mem_str(name);
	}
	feed->page = page == NULL ? NULL : mem_str(page);
	feed->language = language == NULL ? NULL : mem_str(language);
}

static int
by_feed_and_id(const void *key, const void *pick)
{
	const struct edition_pick *a = key, *b = pick;

	if (a->feed != b->feed)
		return a->feed < b->feed ? -1 : 1;
	return memcmp(a->id, b->id, sizeof(a->id));
}

/* Whatever its texts are, they are not looked at. */
static void
strip(xmlNode *entry)
{
	static const char *const texts[] = {"content", "summary"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		xmlNode *text = node_child(entry, NS_ATOM, texts[i]);
		if (text != NULL)
			node_remove(text);
	}
}

/* Keeps an entry that was picked, the first with its id. */
static void
take(struct desk *desk, const xmlNode *entry, const xmlNode *head,
    const xmlNode *origin, size_t i)
{
	const struct edition *edition = desk->editor->edition;
	struct edition_pick key = {.feed = desk->editor->feeds[i]};
	const char *language = node_xml(head, "lang");

	ledger_id(entry, key.id);
	const struct edition_pick *pick =
	    edition->count == 0
		? NULL
		: bsearch(&key, edition->picks, edition->count,
		      sizeof(edition->picks[0]), by_feed_and_id);
	if (pick == NULL || desk->found[pick - edition->picks])
		return;
	desk->found[pick - edition->picks] = true;
	xmlNode *copy = node_copy(entry, feed_root(desk->kept));
	if (desk->editor->plain)
		strip(copy);
	origin_mark(copy, origin);
	if (language != NULL && node_xml(copy, "lang") == NULL)
		node_set_ns(copy, NS_XML, "lang", language);
	pieces_add(&desk->page.pieces, pick, copy, i,
	    desk->page.feeds[desk->page.feed_count - 1].title);
}

static int
read_document(struct desk *desk, size_t i, struct error *e)
{
	const struct parse_options options = {
	    .from = DIALECT_ATOM, .since = INT64_MIN, .until = INT64_MAX};
	const struct config *config = desk->editor->edition->config;
	const char *name = config->feeds[desk->editor->feeds[i]].name;
	struct source *source =
	    source_part(desk->readers[i], desk->editor->sizes[i], name);
	struct parser *parser = parser_open(source, &options, e);
	xmlNode *entry, *origin = NULL;
	int got = -1;

	if (parser != NULL) {
		const xmlNode *head = feed_root(parser_feed(parser));
		read_head(desk, head, name);
		origin = origin_of(head);
		while ((got = parser_next(parser, &entry, e)) == 1) {
			take(desk, entry, head, origin, i);
			xmlFreeNode(entry);
		}
	}
	xmlFreeNode(origin);
	parser_free(parser);
	source_free(source);
	return got == -1 ? error_wrap(e, "what is kept of '%s'", name) : 0;
}

static int
read_documents(struct desk *desk, struct error *e)
{
	const struct editor *editor = desk->editor;

	desk->kept = feed_new(NULL);
	desk->page.feeds =
	    mem_new(editor->count + 1, sizeof(desk->page.feeds[0]));
	if (lseek(DOCUMENTS, 0, SEEK_SET) == -1)
		return error_errno(e, ERR_SYSTEM, "cannot read what is kept");
	for (size_t i = 0; i < editor->count; i++)
		if (read_document(desk, i, e) == -1)
			return -1;
	pieces_arrange(&desk->page.pieces);
	return 0;
}

static void
name_page(struct desk *desk)
{
	const struct editor *editor = desk->editor;
	const struct config_digest *digest = editor->edition->digest;
	const struct editor_page *page = &desk->page;
	bool alone = digest->feed_count == 1 && page->feed_count == 1;

	desk->page.title = mem_str(digest->title != NULL ? digest->title
				   : alone		 ? page->feeds[0].title
							 : digest->name);
}

/*
 * The page has styles and a frame as well, so that it is longer than what is
 * shown in it; what is too much in it, as bytes of that.  More with each
 * attempt, for those that a frame takes.
 */
static size_t
excess(const struct desk *desk, size_t bytes, size_t attempt)
{
	uint64_t shown = pieces_size(&desk->page.pieces);

	bytes = (size_t)(bytes * shown / desk->page_html.len) + 1;
	return bytes + bytes * attempt / 2;
}

/* The page, as much of it as there is room for. */
static int
render_html(struct desk *desk, struct error *e)
{
	size_t most = desk->editor->edition->digest->max_bytes;

	for (size_t i = 0;; i++) {
		buf_cut(&desk->page_html, 0);
		editor_pictures_begin(&desk->pictures);
		if (editor_render(
			&desk->page, &desk->html, &desk->page_html, e) == -1)
			return -1;
		size_t len = desk->page_html.len;
		if (len <= most || i == ATTEMPTS ||
		    !pieces_shrink(
			&desk->page.pieces, excess(desk, len - most, i)))
			return 0;
	}
}

static const char *
first_title(const struct editor_page *page)
{
	for (size_t i = 0; i < page->pieces.count; i++)
		if (piece_is_shown(&page->pieces.items[i]))
			return page->pieces.items[i].title;
	return "";
}

static void
put_subject(const struct desk *desk, struct buf *out)
{
	const struct edition *edition = desk->editor->edition;
	const struct editor_page *page = &desk->page;
	struct editor_count count = editor_count(page);
	char day[3][DATE_TEXT], number[32], entries[32];
	int64_t oldest, newest;

	editor_span(page, &oldest, &newest);
	editor_day(page, edition->slot.when, day[0]);
	editor_day(page, oldest, day[1]);
	editor_day(page, newest, day[2]);
	snprintf(number, sizeof(number), "%lld", (long long)edition->number);
	snprintf(entries, sizeof(entries), "%zu", count.shown + count.more);
	const char *const values[SUBJECT_FIELDS] = {[SUBJECT_COUNT] = entries,
	    [SUBJECT_DATE] = day[0],
	    [SUBJECT_FIRST] = first_title(page),
	    [SUBJECT_FROM] = day[1],
	    [SUBJECT_NUMBER] = number,
	    [SUBJECT_TITLE] = page->title,
	    [SUBJECT_TO] = day[2]};
	if (edition->test)
		buf_puts(out, "[test] ");
	if (edition->digest->each && edition->count > 0 &&
	    edition->picks[0].correction)
		buf_puts(out, "Re: ");
	subject_write(edition->digest->subject, values, out);
}

static int
write_all(int fd, const void *p, size_t n, struct error *e)
{
	struct sink *sink = sink_take(fd, "a message");
	int result = sink_write(sink, p, n, e);

	if (result == 0)
		result = sink_commit(sink, e);
	sink_free(sink);
	return result;
}

static int
report(const struct desk *desk, const char *subject, struct error *e)
{
	const struct edition *edition = desk->editor->edition;
	struct editor_count count = editor_count(&desk->page);
	struct editor_report report = {.shown = count.shown,
	    .folded = count.folded,
	    .more = count.more,
	    .missing = edition->count - desk->page.pieces.count};
	size_t len = strlen(subject);

	if (len >= sizeof(report.subject))
		len = sizeof(report.subject) - 1;
	while (len > 0 && ((unsigned char)subject[len] & 0xC0) == 0x80)
		len--;
	memcpy(report.subject, subject, len);
	return write_all(REPORT, &report, sizeof(report), e);
}

static int
make(struct desk *desk, struct error *e)
{
	const struct editor *editor = desk->editor;
	struct buf subject, out;
	int result;

	buf_init(&subject, 64 * KIB);
	buf_init(&out, LIMIT_MAIL);
	name_page(desk);
	result = editor_pictures_read(&desk->pictures, PICTURES, e);
	if (result == 0)
		result = render_html(desk, e);
	if (result == 0 && editor->output != EDITOR_HTML)
		result = editor_render(
		    &desk->page, &desk->text, &desk->page_text, e);
	put_subject(desk, &subject);
	const struct editor_mail mail = {.editor = editor,
	    .subject = buf_text(&subject),
	    .html = buf_text(&desk->page_html),
	    .text = buf_text(&desk->page_text),
	    .pictures = &desk->pictures};
	if (editor->output == EDITOR_PICTURES)
		editor_pictures_list(&desk->pictures, &out);
	if (result == 0 && editor->output == EDITOR_MESSAGE)
		result = editor_write_mail(&mail, &out, e);
	const struct buf *const outputs[] = {[EDITOR_MESSAGE] = &out,
	    [EDITOR_HTML] = &desk->page_html,
	    [EDITOR_TEXT] = &desk->page_text,
	    [EDITOR_ATOM] = &desk->page_text,
	    [EDITOR_PICTURES] = &out};
	const struct buf *made = outputs[editor->output];
	if (result == 0)
		result = write_all(OUTPUT, made->data, made->len, e);
	if (result == 0)
		result = report(desk, buf_text(&subject), e);
	buf_clear(&out);
	buf_clear(&subject);
	return result;
}

/* Of EDITOR_ATOM both benches are Atom's. */
static int
open_desk(struct desk *desk, size_t *memory, struct error *e)
{
	const struct editor *editor = desk->editor;
	const struct config_digest *digest = editor->edition->digest;
	bool atom = editor->output == EDITOR_ATOM;

	desk->readers = mem_new(editor->count + 1, sizeof(desk->readers[0]));
	for (size_t i = 0; i < editor->count; i++) {
		desk->readers[i] =
		    fcntl(DOCUMENTS, F_DUPFD_CLOEXEC, WORKER_FILE);
		if (desk->readers[i] == -1)
			return error_errno(e, ERR_SYSTEM, "too many feeds");
	}
	bench_init(&desk->html, editor->options, editor->edition->config,
	    atom ? "atom" : digest->html);
	bench_init(&desk->text, editor->options, editor->edition->config,
	    atom ? "atom" : digest->text);
	desk->benches = true;
	if (bench_open(&desk->html, e) == -1 ||
	    bench_open(&desk->text, e) == -1 || message_prepare(e) == -1)
		return -1;
	*memory = loom_memory(&desk->html.loom);
	if (loom_memory(&desk->text.loom) > *memory)
		*memory = loom_memory(&desk->text.loom);
	return 0;
}

static void
close_desk(struct desk *desk)
{
	struct editor_page *page = &desk->page;

	if (desk->benches) {
		bench_close(&desk->html);
		bench_close(&desk->text);
	}
	pieces_clear(&page->pieces);
	editor_pictures_clear(&desk->pictures);
	for (size_t i = 0; i < page->feed_count; i++) {
		free(page->feeds[i].title);
		free(page->feeds[i].page);
		free(page->feeds[i].language);
	}
	free(page->feeds);
	free(page->title);
	free(desk->readers);
	free(desk->found);
	feed_free(desk->kept);
	buf_clear(&desk->page_html);
	buf_clear(&desk->page_text);
}

static int
edit(struct desk *desk, struct error *e)
{
	struct prepared *prepared = parser_prepare(NULL, DIALECT_ATOM, e);
	size_t memory = 0;
	int result = -1;

	if (prepared != NULL && open_desk(desk, &memory, e) == 0 &&
	    bench_lock(desk->editor->options, memory, e) == 0 &&
	    read_documents(desk, e) == 0)
		result = make(desk, e);
	encoding_release(prepared);
	return result;
}

int
editor_work(void *context, int channel)
{
	const struct editor *editor = context;
	const struct edition *edition = editor->edition;
	struct desk desk = {.editor = editor,
	    .found = mem_new(edition->count + 1, sizeof(bool)),
	    .page = {.edition = edition,
		.zone = editor->zone,
		.pieces = {.digest = edition->digest, .zone = editor->zone}}};
	struct error e;

	(void)channel;
	buf_init(&desk.page_html, PART);
	buf_init(&desk.page_text, PART);
	editor_pictures_init(&desk.pictures, editor);
	desk.page.picture = editor_picture;
	desk.page.picture_context = &desk.pictures;
	int result = edit(&desk, &e);
	close_desk(&desk);
	return result == -1 ? verb_fail(editor->options, &e) : 0;
}

int
editor_read_report(int fd, struct editor_report *report, struct error *e)
{
	ssize_t n = TEMP_FAILURE_RETRY(pread(fd, report, sizeof(*report), 0));

	if (n != (ssize_t)sizeof(*report) ||
	    memchr(report->subject, '\0', sizeof(report->subject)) == NULL ||
	    u8_check((const uint8_t *)report->subject,
		strlen(report->subject)) != NULL ||
	    strpbrk(report->subject, "\r\n") != NULL)
		return error_set(e, ERR_INPUT, "its report is damaged");
	return 0;
}
