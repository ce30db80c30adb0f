/*
 * In front of the dialects: looks at the document, chooses a reader, and reads
 * the head first where it stands behind entries.
 */
#include "parse/parser.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "parse/dialect.h"
#include "parse/survey.h"
#include "xml/node.h"

struct parser {
	const struct dialect_reader *dialect;
	struct parse_options options;
	struct charset *charset;
	void *reader;
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
	free(p);
}

static int
parser_start(struct parser *p, struct source *source, bool drop,
    struct error *e)
{
	p->charset = charset_new(
	    source_input(source), drop ? NULL : p->options.notes);
	struct parse_options *options = &p->options;
	p->reader = p->dialect->start(p->charset, options, drop);
	return p->dialect->head(p->reader, e);
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

/* Reads the whole document once for its head, then up to its first entry. */
static int
parser_start_twice(struct parser *p, struct source *source, struct error *e)
{
	const struct notes *notes = p->options.notes;
	struct feed *head = NULL;
	int got;

	p->options.notes = NULL;
	got = parser_start(p, source, true, e);
	p->options.notes = notes;
	if (got == -1)
		return -1;
	head = feed_new(NULL);
	head_copy(p->dialect->feed(p->reader), head);
	parser_stop(p);
	got = source_rewind(source, e);
	if (got == 0)
		got = parser_start(p, source, false, e);
	if (got == 0)
		head_copy(head, p->dialect->feed(p->reader));
	feed_free(head);
	return got;
}

struct parser *
parser_open(struct source *source, const struct parse_options *options,
    struct error *e)
{
	struct parser *p = mem_new(1, sizeof(*p));
	struct survey survey = {.json = false};

	p->options = *options;
	if (survey_source(source, &survey, e) == -1)
		goto fail;
	if (options->from == DIALECT_AUTO)
		p->dialect = survey.json ? &dialect_json : &dialect_xml;
	else
		p->dialect = options->from == DIALECT_JSON ? &dialect_json
							   : &dialect_xml;
	int got = survey.late_head ? parser_start_twice(p, source, e)
				   : parser_start(p, source, false, e);
	if (got == -1)
		goto fail;
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

int
parser_next(struct parser *p, xmlNode **entry, struct error *e)
{
	int got = p->dialect->next(p->reader, entry, e);

	if (got == 1)
		feed_settle_entry(parser_feed(p), *entry);
	return got;
}
