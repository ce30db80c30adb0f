/*
 * Any bytes as a feed, XML or JSON: they are read to an end or an error, and
 * every entry that is given has one id and hangs nowhere.  The first byte of
 * the input chooses the dialect.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <libxml/tree.h>

#include "base/error.h"
#include "base/note.h"
#include "fetch/source.h"
#include "model/feed.h"
#include "parse/parser.h"
#include "xml/node.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const dialects[] = {
    "auto", "rss", "rdf", "atom", "json", "wxr"};

#define DIALECTS (sizeof(dialects) / sizeof(dialects[0]))

static void
must(int is_so)
{
	if (!is_so)
		abort();
}

static void
hear(void *context, const struct note *note)
{
	(void)context;
	must(note->text[0] != '\0');
}

static void
must_be_entry(const xmlNode *entry)
{
	int ids = 0;

	must(entry->parent == NULL);
	for (const xmlNode *n = entry->children; n != NULL; n = n->next)
		ids += node_is(n, NS_ATOM, "id");
	must(ids == 1);
}

static void
read_feed(struct source *source, const char *dialect)
{
	struct notes notes = {hear, NULL};
	struct parse_options options = {.base = "https://example.org/feed/",
	    .notes = &notes,
	    .types = "any",
	    .statuses = "any,protected",
	    .since = INT64_MIN,
	    .until = INT64_MAX};
	xmlNode *entry;
	struct error e;

	must(dialect_find(dialect, &options.from));
	struct parser *p = parser_open(source, &options, &e);
	if (p == NULL)
		return;
	while (parser_next(p, &entry, &e) == 1) {
		must_be_entry(entry);
		feed_hang(parser_feed(p), entry);
		must(feed_clear(parser_feed(p)) == 1);
	}
	parser_free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error e;
	char path[40];

	if (size == 0)
		return 0;
	int fd = memfd_create("feed", MFD_CLOEXEC);
	must(fd >= 0 && write(fd, data + 1, size - 1) == (ssize_t)(size - 1));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	struct source *source = source_open(path, &e);
	must(source != NULL);
	read_feed(source, dialects[data[0] % DIALECTS]);
	source_free(source);
	close(fd);
	return 0;
}
