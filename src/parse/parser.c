/*
 * In front of the dialects: looks at the document, chooses a reader, and reads
 * the head first where it stands behind entries.
 */
#include "parse/parser.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/late.h"
#include "base/mem.h"
#include "base/sniff.h"
#include "base/url.h"
#include "parse/dialect.h"
#include "parse/jansson.h"
#include "parse/remarks.h"
#include "parse/survey.h"
#include "parse/wxr.h"
#include "xml/node.h"

struct parser {
	const struct dialect_reader *dialect;
	struct parse_options options;
	struct charset *charset;
	void *reader;
	bool told_relative;
};

bool
dialect_find(const char *name, enum dialect *dialect)
{
	static const struct {
		const char *name;
		enum dialect dialect;
	} names[] = {
	    {"auto", DIALECT_AUTO},
	    {"rss", DIALECT_RSS},
	    {"rdf", DIALECT_RSS},
	    {"atom", DIALECT_ATOM},
	    {"json", DIALECT_JSON},
	    {"wxr", DIALECT_WXR},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i].name, name) == 0) {
			*dialect = names[i].dialect;
			return true;
		}
	}
	return false;
}

static void
parser_stop(struct parser *p)
{
	if (p->reader != NULL)
		p->dialect->free(p->reader);
	p->reader = NULL;
	charset_free(p->charset);
	p->charset = NULL;
}

void
parser_free(struct parser *p)
{
	if (p == NULL)
		return;
	parser_stop(p);
	remarks_free(p->options.remarks);
	free(p);
}

/* Begins a pass; earlier is the reader of one before it, or NULL. */
static int
parser_start(struct parser *p, struct source *source, bool drop, void *earlier,
    struct error *e)
{
	const struct parse_input *input = p->options.input;
	int got;

	p->charset =
	    charset_new(input != NULL ? input->in : source_input(source),
		drop ? NULL : p->options.notes);
	p->reader = p->dialect->start(p->charset, &p->options, drop);
	if (earlier != NULL && p->dialect->inherit != NULL)
		p->dialect->inherit(p->reader, earlier);
	while ((got = p->dialect->head(p->reader, e)) == 2)
		input->more(input->in.context);
	return got;
}

/* Copies all of one feed's head to another's, in the place of what is there. */
static void
head_copy(const struct feed *from, struct feed *to)
{
	const xmlNode *source = feed_root(from);
	xmlNode *root = feed_root(to);

	for (xmlNode *n = node_first(root), *next; n != NULL; n = next) {
		next = node_next(n);
		node_remove(n);
	}
	for (const xmlNode *n = node_first(source); n != NULL; n = node_next(n))
		node_copy(n, root);
	for (xmlAttr *a = source->properties; a != NULL; a = a->next) {
		enum ns ns = ns_of((const xmlNode *)a);
		if (ns != NS_NONE && a->children != NULL)
			node_set_ns(root, ns, (const char *)a->name,
			    (const char *)a->children->content);
	}
}

/*
 * Reads the whole document once for its head and what belongs to several
 * entries, then up to its first entry.
 */
static int
parser_start_twice(struct parser *p, struct source *source, struct error *e)
{
	struct parser first = *p;
	int got;

	first.options.notes = NULL;
	got = parser_start(&first, source, true, NULL, e);
	if (got == 0)
		got = source_rewind(source, e);
	if (got == 0)
		got = parser_start(p, source, false, first.reader, e);
	if (got == 0)
		head_copy(p->dialect->feed(first.reader),
		    p->dialect->feed(p->reader));
	parser_stop(&first);
	return got;
}

/* Jansson, and what a document that is not known yet can be packed with. */
static int
prepare_json(bool any, struct error *e)
{
	if (late_load(LATE_JANSSON, e) == -1 ||
	    (any && late_load(LATE_ZSTD, e) == -1))
		return -1;
	/* Or the first object would do it, and open a device for it. */
	json_object_seed(0);
	return 0;
}

struct prepared *
parser_prepare(struct source *source, enum dialect from, struct error *e)
{
	char head[SNIFF_HEAD];
	size_t len = 0;
	int packed = source == NULL
			 ? 1
			 : source_head(source, head, sizeof(head), &len, e);

	if (packed == -1)
		return NULL;
	char first = len == 0 ? '\0' : survey_first(head, len);
	bool json = packed == 1 || from == DIALECT_JSON || first == '\0' ||
		    first == '{' || first == '[';
	if (json && prepare_json(source == NULL, e) == -1)
		return NULL;
	if (packed == 1)
		return encoding_prepare(NULL);
	const struct encoding *declared = sniff_declared(head, len);
	/* What is not declared can only be what needs nothing. */
	return encoding_prepare(
	    declared != NULL ? declared : encoding_find("utf-8", 5));
}

struct parser *
parser_open(
    struct source *source, const struct parse_options *options, struct error *e)
{
	struct parser *p = mem_new(1, sizeof(*p));
	struct survey survey = {.json = false};

	p->options = *options;
	p->options.remarks = remarks_new(options->notes);
	if (source != NULL && survey_source(source, &survey, e) == -1)
		goto fail;
	if (options->from == DIALECT_AUTO)
		p->dialect = survey.json ? &dialect_json : &dialect_xml;
	else
		p->dialect = options->from == DIALECT_JSON ? &dialect_json
							   : &dialect_xml;
	if (p->dialect == &dialect_json && late_load(LATE_JANSSON, e) == -1)
		goto fail;
	/* Whoever has no source must know at once. */
	if (source != NULL && p->dialect->where != NULL)
		p->options.notes = remarks_notes(p->options.remarks);
	bool twice = survey.late_head || survey.late_images;
	if (twice || p->dialect->where == NULL)
		p->options.input = NULL;
	int got = twice ? parser_start_twice(p, source, e)
			: parser_start(p, source, false, NULL, e);
	if (got == -1)
		goto fail;
	wxr_hide(feed_root(parser_feed(p)));
	feed_settle(parser_feed(p), options->base);
	return p;
fail:
	parser_free(p);
	return NULL;
}

struct feed *
parser_feed(const struct parser *p)
{
	return p->dialect->feed(p->reader);
}

static bool
read_date(const xmlNode *entry, enum ns ns, const char *name, int64_t *seconds)
{
	const xmlNode *node = node_child(entry, ns, name);
	struct date date;

	if (node == NULL)
		return false;
	char *text = node_trimmed(node);
	bool fine = date_parse(text, strlen(text), &date) == 0;
	free(text);
	if (fine)
		*seconds = date.seconds;
	return fine;
}

/* Whether an entry is of the time that was asked for. */
static bool
in_time(const struct parse_options *options, const xmlNode *entry)
{
	int64_t seconds;

	if (options->since == INT64_MIN && options->until == INT64_MAX)
		return true;
	/* Drafts of an export have no other date than wp:post_date. */
	return (read_date(entry, NS_ATOM, "published", &seconds) ||
		   read_date(entry, NS_WP, "post_date", &seconds) ||
		   read_date(entry, NS_ATOM, "updated", &seconds)) &&
	       seconds >= options->since && seconds < options->until;
}

/* Links that stay relative, since nothing says to what: told once. */
static void
tell_relative(struct parser *p, const xmlNode *entry)
{
	if (p->told_relative || feed_base(parser_feed(p)) != NULL)
		return;
	for (const xmlNode *n = node_first(entry); n != NULL;
	     n = node_next(n)) {
		const char *href = node_is(n, NS_ATOM, "link")
				       ? node_attribute(n, "href")
				       : NULL;
		if (href == NULL || url_absolute(href, strlen(href)))
			continue;
		p->told_relative = true;
		note_tell(p->options.notes, 0, 0,
		    "links are relative, and nothing says to what; --base URL "
		    "does");
		return;
	}
}

int
parser_next(struct parser *p, xmlNode **entry, struct error *e)
{
	int got;

	while ((got = p->dialect->next(p->reader, entry, e)) == 1) {
		if (in_time(&p->options, *entry)) {
			wxr_hide(*entry);
			feed_settle_entry(parser_feed(p), *entry);
			tell_relative(p, *entry);
			break;
		}
		node_remove(*entry);
	}
	return got;
}

bool
parser_where(const struct parser *p, struct parser_place *place)
{
	return p->dialect->where(p->reader, place);
}

void
parser_skip(struct parser *p, const struct lines *lines)
{
	charset_skip(p->charset, lines);
	p->dialect->skip(p->reader, lines);
}

void
parser_settle(struct parser *p)
{
	charset_settle(p->charset);
}

void
parser_deafen(struct parser *p, bool deaf)
{
	remarks_deafen(p->options.remarks, deaf);
}
