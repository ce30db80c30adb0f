/*
 * JSON Feed 1.0 and 1.1.  Members of the head come as they stand; each item is
 * parsed on its own.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/links.h"
#include "parse/dialect.h"
#include "parse/json_atom.h"
#include "parse/json_value.h"
#include "parse/slices.h"
#include "xml/node.h"

struct json {
	const struct parse_options *options;
	struct slices *slices;
	struct feed *feed;
	json_t *first; /* an item read while looking for the head */
	unsigned long line;
	bool drop;
	bool feed_like; /* a member said that this is a JSON Feed */
	unsigned long n;
	struct error error; /* of the head, told behind what came before */
};

static void *
json_start(struct charset *in, const struct parse_options *options, bool drop)
{
	struct json *j = mem_new(1, sizeof(*j));

	j->options = options;
	j->drop = drop;
	j->slices = slices_new(in);
	j->feed = feed_new(NULL);
	return j;
}

static void
json_free(void *reader)
{
	struct json *j = reader;

	if (j == NULL)
		return;
	json_decref(j->first);
	slices_free(j->slices);
	feed_free(j->feed);
	free(j);
}

/* The next slice; what is wrong around it is told. */
static int
next_slice(struct json *j, struct slice *slice, struct error *e)
{
	int got = slices_next(j->slices, slice, e);
	unsigned long line = slices_odd_comma(j->slices);

	if (line > 0)
		note_tell(j->options->notes, line, 0,
		    "a comma too many, or none between two values; mended");
	if (got != 0)
		return got;
	got = slices_rest(j->slices, &line, e);
	if (got == 1)
		note_tell(j->options->notes, line, 0,
		    "something behind the end of the feed; left out");
	return got == -1 ? -1 : 0;
}

/* One member of the head, or (1) an item. */
static int
head_member(struct json *j, const struct slice *slice, struct error *e)
{
	bool item = strcmp(slice->key, "items") == 0;

	if (item && j->drop)
		return 0;
	json_t *value = json_value(j->options->notes, slice, e);
	if (value == NULL)
		return -1;
	if (item && json_is_object(value)) {
		j->first = value;
		j->line = slice->line;
		return 1;
	}
	const char *version = json_string_value(value);
	if (item || (strcmp(slice->key, "version") == 0 && version != NULL &&
			strstr(version, "jsonfeed.org/version/") != NULL))
		j->feed_like = true;
	json_atom_member(feed_root(j->feed), slice->key, value);
	json_decref(value);
	return 0;
}

/* A title that json.xsl made up, of the feed's address or id. */
static void
drop_made_title(xmlNode *root)
{
	xmlNode *title = node_child(root, NS_ATOM, "title");
	xmlNode *id = node_child(root, NS_ATOM, "id");
	const char *text = title == NULL ? NULL : node_plain(title);
	const char *page = links_find(root, "alternate");
	const char *name = id == NULL ? NULL : node_plain(id);

	if (text != NULL &&
	    ((page != NULL && strcmp(page, text) == 0) ||
		(page == NULL && name != NULL && strcmp(name, text) == 0)))
		node_remove(title);
}

static int
read_head(struct json *j, struct error *e)
{
	struct slice slice;
	int got;

	while ((got = next_slice(j, &slice, e)) == 1) {
		int is = head_member(j, &slice, e);
		if (is == -1)
			return -1;
		if (is == 1)
			return 0;
	}
	if (got == -1 && !j->feed_like)
		return -1;
	if (got == -1)
		j->error = *e;
	if (got == 0 && !j->feed_like && !j->drop)
		return error_set(e, ERR_INPUT,
		    "not a feed: JSON without a JSON Feed's version or items");
	return 0;
}

static int
json_head(void *reader, struct error *e)
{
	struct json *j = reader;
	int got = read_head(j, e);

	drop_made_title(feed_root(j->feed));
	return got;
}

static int
json_next(void *reader, xmlNode **entry, struct error *e)
{
	struct json *j = reader;
	struct slice slice;
	int got;

	if (j->error.code != ERR_NONE) {
		*e = j->error;
		return -1;
	}
	while (j->first == NULL) {
		got = next_slice(j, &slice, e);
		if (got != 1)
			return got;
		if (strcmp(slice.key, "items") != 0)
			continue;
		j->first = json_value(j->options->notes, &slice, e);
		if (j->first == NULL)
			return -1;
		if (json_is_object(j->first))
			continue;
		note_tell(j->options->notes, slice.line, 0,
		    "an item that is no object; left out");
		json_decref(j->first);
		j->first = NULL;
	}
	*entry = json_atom_entry(feed_root(j->feed)->doc, j->first);
	json_decref(j->first);
	j->first = NULL;
	return 1;
}

static struct feed *
json_feed(void *reader)
{
	return ((struct json *)reader)->feed;
}

const struct dialect_reader dialect_json = {
    .start = json_start,
    .head = json_head,
    .next = json_next,
    .feed = json_feed,
    .free = json_free,
};
