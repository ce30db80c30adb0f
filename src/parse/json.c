/*
 * JSON Feed 1.0 and 1.1 as Atom.  Members of the head come as they stand; each
 * item is parsed on its own.  "_atom" (see xslt/json.xsl) names the Atom
 * elements that stand in the place of what plain members say.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/links.h"
#include "parse/dialect.h"
#include "parse/members.h"
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

/* Makes the elements of one member. */
typedef void take(xmlNode *parent, const json_t *value);

static take take_id, take_url, take_external, take_title, take_html, take_text,
    take_summary, take_image, take_published, take_modified, take_authors,
    take_author, take_tags, take_language, take_attachments, take_home,
    take_self, take_description, take_next, take_icon, take_favicon, take_hubs,
    take_nothing;

static const struct member {
	const char *key;
	take *take;
} entry_members[] =
    {
	{"id", take_id},
	{"url", take_url},
	{"external_url", take_external},
	{"title", take_title},
	{"content_html", take_html},
	{"content_text", take_text},
	{"summary", take_summary},
	{"image", take_image},
	{"date_published", take_published},
	{"date_modified", take_modified},
	{"authors", take_authors},
	{"author", take_author},
	{"tags", take_tags},
	{"language", take_language},
	{"attachments", take_attachments},
	{NULL, NULL},
},
  head_members[] = {
      {"version", take_nothing},
      {"title", take_title},
      {"home_page_url", take_home},
      {"feed_url", take_self},
      {"description", take_description},
      {"next_url", take_next},
      {"icon", take_icon},
      {"favicon", take_favicon},
      {"authors", take_authors},
      {"author", take_author},
      {"language", take_language},
      {"hubs", take_hubs},
      {"items", take_nothing},
      {NULL, NULL},
};

/* An Atom element with a scalar's text. */
static xmlNode *
add_text(xmlNode *parent, const char *name, const json_t *value)
{
	char *text = members_scalar(value);
	xmlNode *node = text == NULL || *text == '\0'
			    ? NULL
			    : node_add(parent, NS_ATOM, name, text);

	free(text);
	return node;
}

static xmlNode *
add_link(xmlNode *parent, const char *rel, const json_t *value)
{
	const char *url = json_string_value(value);

	return url == NULL || *url == '\0' ? NULL : links_add(parent, rel, url);
}

static void
take_nothing(xmlNode *parent, const json_t *value)
{
	(void)parent;
	(void)value;
}

static void
take_id(xmlNode *parent, const json_t *value)
{
	add_text(parent, "id", value);
}

static void
take_url(xmlNode *parent, const json_t *value)
{
	add_link(parent, "alternate", value);
}

static void
take_external(xmlNode *parent, const json_t *value)
{
	add_link(parent, "related", value);
}

static void
take_home(xmlNode *parent, const json_t *value)
{
	add_link(parent, "alternate", value);
}

static void
take_self(xmlNode *parent, const json_t *value)
{
	add_link(parent, "self", value);
}

static void
take_next(xmlNode *parent, const json_t *value)
{
	add_link(parent, "next", value);
}

static void
take_title(xmlNode *parent, const json_t *value)
{
	add_text(parent, "title", value);
}

static void
take_description(xmlNode *parent, const json_t *value)
{
	add_text(parent, "subtitle", value);
}

static void
take_html(xmlNode *parent, const json_t *value)
{
	xmlNode *content = add_text(parent, "content", value);

	if (content != NULL)
		node_set(content, "type", "html");
}

/* Beside content_html it stays a member of its own. */
static void
take_text(xmlNode *parent, const json_t *value)
{
	if (node_child(parent, NS_ATOM, "content") != NULL)
		members_add_json(parent, "content_text", value);
	else
		add_text(parent, "content", value);
}

static void
take_summary(xmlNode *parent, const json_t *value)
{
	add_text(parent, "summary", value);
}

static void
take_image(xmlNode *parent, const json_t *value)
{
	const char *url = json_string_value(value);

	if (url != NULL && *url != '\0')
		node_set(
		    node_add(parent, NS_MEDIA, "thumbnail", NULL), "url", url);
}

static void
add_date(xmlNode *parent, const char *name, const json_t *value)
{
	const char *text = json_string_value(value);
	struct date date;
	char words[DATE_TEXT];

	if (text == NULL || date_parse(text, strlen(text), &date) == -1)
		return;
	date_rfc3339(&date, words);
	node_add(parent, NS_ATOM, name, words);
}

static void
take_published(xmlNode *parent, const json_t *value)
{
	add_date(parent, "published", value);
}

static void
take_modified(xmlNode *parent, const json_t *value)
{
	add_date(parent, "updated", value);
}

static void
add_author(xmlNode *parent, const json_t *value)
{
	const char *key;
	json_t *v;

	if (json_is_string(value)) {
		xmlNode *author = node_add(parent, NS_ATOM, "author", NULL);
		add_text(author, "name", value);
		return;
	}
	if (!json_is_object(value) || json_object_size(value) == 0)
		return;
	xmlNode *author = node_add(parent, NS_ATOM, "author", NULL);
	if (add_text(author, "name", json_object_get(value, "name")) == NULL)
		node_add(author, NS_ATOM, "name", "");
	add_text(author, "uri", json_object_get(value, "url"));
	json_object_foreach((json_t *)value, key, v)
	{
		if (strcmp(key, "name") != 0 && strcmp(key, "url") != 0)
			members_add(author, key, v);
	}
}

/* Version 1.0's one author counts where there are no authors. */
static void
take_author(xmlNode *parent, const json_t *value)
{
	if (node_child(parent, NS_ATOM, "author") == NULL)
		add_author(parent, value);
}

static void
take_authors(xmlNode *parent, const json_t *value)
{
	xmlNode *old;
	size_t i;
	json_t *v;

	while (json_array_size(value) > 0 &&
	       (old = node_child(parent, NS_ATOM, "author")) != NULL)
		node_remove(old);
	json_array_foreach(value, i, v) add_author(parent, v);
}

static void
take_tags(xmlNode *parent, const json_t *value)
{
	size_t i;
	json_t *v;

	json_array_foreach(value, i, v)
	{
		char *term = members_scalar(v);
		if (term != NULL && *term != '\0')
			node_set(node_add(parent, NS_ATOM, "category", NULL),
			    "term", term);
		free(term);
	}
}

static void
take_language(xmlNode *parent, const json_t *value)
{
	const char *text = json_string_value(value);

	if (text != NULL && *text != '\0')
		node_set_ns(parent, NS_XML, "lang", text);
}

static void
set_scalar(xmlNode *node, const char *name, const json_t *value)
{
	char *text = members_scalar(value);

	if (text != NULL && *text != '\0')
		node_set(node, name, text);
	free(text);
}

static void
take_attachment(xmlNode *parent, const json_t *value)
{
	static const char *const known[] = {"url", "mime_type", "title",
	    "size_in_bytes", "duration_in_seconds"};
	xmlNode *link =
	    add_link(parent, "enclosure", json_object_get(value, "url"));
	const char *key;
	json_t *v;

	if (link == NULL)
		return;
	set_scalar(link, "type", json_object_get(value, "mime_type"));
	set_scalar(link, "title", json_object_get(value, "title"));
	set_scalar(link, "length", json_object_get(value, "size_in_bytes"));
	char *seconds =
	    members_scalar(json_object_get(value, "duration_in_seconds"));
	if (seconds != NULL)
		node_set_ns(link, NS_MEDIA, "duration", seconds);
	free(seconds);
	json_object_foreach((json_t *)value, key, v)
	{
		bool is = false;
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			is = is || strcmp(known[i], key) == 0;
		if (!is)
			members_add(link, key, v);
	}
}

static void
take_attachments(xmlNode *parent, const json_t *value)
{
	size_t i;
	json_t *v;

	json_array_foreach(value, i, v) take_attachment(parent, v);
}

static void
take_icon(xmlNode *parent, const json_t *value)
{
	add_text(parent, "logo", value);
}

static void
take_favicon(xmlNode *parent, const json_t *value)
{
	add_text(parent, "icon", value);
}

/* A hub of another kind than WebSub keeps its type. */
static void
take_hubs(xmlNode *parent, const json_t *value)
{
	size_t i;
	json_t *v;

	json_array_foreach(value, i, v)
	{
		xmlNode *link =
		    add_link(parent, "hub", json_object_get(v, "url"));
		const char *type =
		    json_string_value(json_object_get(v, "type"));
		if (link != NULL && type != NULL &&
		    strcasecmp(type, "WebSub") != 0)
			members_add(link, "type", json_object_get(v, "type"));
	}
}

/*
 * Whether "_atom" says an element of its own accord: by its name, or, of what
 * was taken for content, as the summary that it is.
 */
static bool
says(const json_t *atom, const xmlNode *node, bool summary)
{
	if (ns_of(node) != NS_ATOM)
		return false;
	if (json_is_array(json_object_get(atom, node_name(node))))
		return true;
	return !summary && strcmp(node_name(node), "content") == 0 &&
	       json_is_array(json_object_get(atom, "summary")) &&
	       json_object_get(atom, "content") == NULL;
}

/* The Atom elements of "_atom" in the place of those from plain members. */
static void
take_atom(xmlNode *parent, const json_t *atom, bool summary)
{
	for (xmlNode *n = node_first(parent), *next; n != NULL; n = next) {
		next = node_next(n);
		if (says(atom, n, summary))
			node_remove(n);
	}
	members_add(parent, "_atom", atom);
}

/* The addresses of media:content, as keys of an object of the caller's. */
static json_t *
media_addresses(const json_t *object)
{
	const json_t *contents =
	    json_object_get(json_object_get(object, "_media"), "content");
	json_t *said = json_object();
	size_t i;
	json_t *v;

	if (said == NULL)
		mem_out();
	json_array_foreach(contents, i, v)
	{
		const char *url = json_string_value(json_object_get(v, "@url"));
		if (url != NULL)
			json_object_set_new(said, url, json_true());
	}
	return said;
}

/* Frees what "image" and "attachments" only repeat of foreign markup. */
static void
drop_repeated(xmlNode *parent, const json_t *object)
{
	const char *image = json_string_value(json_object_get(object, "image"));
	bool media = json_object_get(object, "_media") != NULL;
	bool podcast = json_object_get(object, "_itunes") != NULL ||
		       json_object_get(object, "_googleplay") != NULL;

	if (image != NULL && (media || podcast)) {
		for (xmlNode *n = node_first(parent); n != NULL;
		     n = node_next(n)) {
			if (node_is(n, NS_MEDIA, "thumbnail")) {
				node_remove(n);
				break;
			}
		}
	}
	if (!media)
		return;
	json_t *said = media_addresses(object);
	for (xmlNode *n = node_first(parent), *next; n != NULL; n = next) {
		next = node_next(n);
		const char *href = node_attribute(n, "href");
		const char *rel = node_attribute(n, "rel");
		if (node_is(n, NS_ATOM, "link") && href != NULL &&
		    rel != NULL && strcmp(rel, "enclosure") == 0 &&
		    json_object_del(said, href) == 0)
			node_remove(n);
	}
	json_decref(said);
}

static bool
take_member(const struct member *members, xmlNode *parent, const char *key,
    const json_t *value)
{
	for (; members->key != NULL; members++) {
		if (strcmp(members->key, key) == 0) {
			members->take(parent, value);
			return true;
		}
	}
	return false;
}

static xmlNode *
make_entry(struct json *j, const json_t *item)
{
	xmlNode *entry = xmlNewDocNode(feed_root(j->feed)->doc,
	    node_ns(feed_root(j->feed)->doc, NS_ATOM), (const xmlChar *)"entry",
	    NULL);
	const char *key;
	json_t *v;

	if (entry == NULL)
		mem_out();
	for (const struct member *m = entry_members; m->key != NULL; m++) {
		v = json_object_get(item, m->key);
		if (v != NULL)
			m->take(entry, v);
	}
	drop_repeated(entry, item);
	json_object_foreach((json_t *)item, key, v)
	{
		bool known = false;
		for (const struct member *m = entry_members; m->key != NULL;
		     m++)
			known = known || strcmp(m->key, key) == 0;
		if (strcmp(key, "_atom") == 0)
			take_atom(
			    entry, v, json_object_get(item, "summary") != NULL);
		else if (!known)
			members_add(entry, key, v);
	}
	return entry;
}

/*
 * Line ends within strings, which JSON forbids, as it wants them; and a point
 * behind integers that are too long to be one here.
 */
static char *
mend(const char *text, size_t len, size_t *mended)
{
	struct buf out;
	bool string = false;
	bool escaped = false;
	int digits = 0; /* of a number so far; -1: it has a point already */

	buf_init(&out, 2 * LIMIT_ENTRY);
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		bool digit = !string && c >= '0' && c <= '9';
		if (!digit && digits > 18 && strchr(".eE", c) == NULL)
			buf_puts(&out, ".0");
		if (digit && digits >= 0)
			digits++;
		else if (!digit)
			digits = strchr(".eE+", c) != NULL ? -1 : 0;
		if (string && c == '\n')
			buf_puts(&out, escaped ? "n" : "\\n");
		else if (string && c == '\t')
			buf_puts(&out, escaped ? "t" : "\\t");
		else
			buf_putc(&out, c);
		if (escaped)
			escaped = false;
		else if (string && c == '\\')
			escaped = true;
		else if (c == '"')
			string = !string;
	}
	if (digits > 18)
		buf_puts(&out, ".0");
	*mended = out.len;
	return buf_take(&out);
}

/* The value of four hexadecimal digits, or -1. */
static long
hex4(const char *text, size_t len)
{
	long value = 0;

	if (len < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef";
		const char *digit =
		    text[i] == '\0' ? NULL : strchr(digits, text[i] | 0x20);
		if (digit == NULL)
			return -1;
		value = value * 16 + (digit - digits);
	}
	return value;
}

static bool
is_low(const char *text, size_t len)
{
	return len >= 6 && text[0] == '\\' && text[1] == 'u' &&
	       (hex4(text + 2, len - 2) & ~0x3FFL) == 0xDC00;
}

/*
 * Escapes of what XML has no character for become U+FFFD, or a blank; of halves
 * of a pair, too.  All are as long as before.
 */
static bool
tame_escapes(char *text, size_t len)
{
	bool tamed = false;
	char *end = text + len;

	for (char *p = text;
	     (p = memchr(p, '\\', (size_t)(end - p))) != NULL && p + 1 < end;) {
		size_t left = (size_t)(end - p);
		long c = p[1] == 'u' ? hex4(p + 2, left - 2) : -1;
		if (p[1] == 'b' || p[1] == 'f') {
			p[1] = 't';
			tamed = true;
		}
		if (c >= 0xD800 && c < 0xDC00 && is_low(p + 6, left - 6)) {
			p += 12;
			continue;
		}
		if ((c >= 0 && c < ' ' && c != '\t' && c != '\n' &&
			c != '\r') ||
		    (c >= 0xD800 && c < 0xE000) || c >= 0xFFFE) {
			memcpy(p + 2, "fffd", 4);
			tamed = true;
		}
		p += 2;
	}
	return tamed;
}

/* A value; of names that stand twice in an object, the last one counts. */
static json_t *
load(struct json *j, unsigned long line, const char *text, size_t len,
    json_error_t *at)
{
	json_t *value =
	    json_loadb(text, len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, at);

	if (value != NULL || json_error_code(at) != json_error_duplicate_key)
		return value;
	unsigned long there = line + (unsigned long)at->line - 1;
	value = json_loadb(text, len, JSON_DECODE_ANY, at);
	if (value != NULL)
		note_tell(j->options->notes, there, 0,
		    "a member twice in one object; the last one counts");
	return value;
}

static json_t *
parse(struct json *j, const struct slice *slice, struct error *e)
{
	json_error_t at;
	size_t commas = 0;
	bool string = false;

	if (tame_escapes(slice->text, slice->len))
		note_tell(j->options->notes, slice->line, 0,
		    "characters that no feed may hold; replaced");
	for (size_t i = 0; i < slice->len; i++) {
		char c = slice->text[i];
		if (c == '"')
			string = !string;
		else if (string && c == '\\')
			i++;
		commas += !string && (c == ',' || c == '{' || c == '[');
	}
	if (commas > LIMIT_NODES) {
		error_set(e, ERR_INPUT, "line %lu: too many values in one",
		    slice->line);
		return NULL;
	}
	json_t *value = load(j, slice->line, slice->text, slice->len, &at);
	if (value != NULL)
		return value;
	size_t len;
	char *text = mend(slice->text, slice->len, &len);
	value = load(j, slice->line, text, len, &at);
	free(text);
	if (value != NULL)
		note_tell(j->options->notes, slice->line, 0,
		    "a line end or tab within a string, or a number that "
		    "is too long; mended");
	else
		error_set(e, ERR_INPUT, "line %lu: not JSON: %s",
		    slice->line + (unsigned long)at.line - 1, at.text);
	return value;
}

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
	xmlNode *root = feed_root(j->feed);
	bool item = strcmp(slice->key, "items") == 0;

	if (item && j->drop)
		return 0;
	json_t *value = parse(j, slice, e);
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
	if (strcmp(slice->key, "_atom") == 0)
		take_atom(root, value, true);
	else if (!take_member(head_members, root, slice->key, value))
		members_add(root, slice->key, value);
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
		j->first = parse(j, &slice, e);
		if (j->first == NULL)
			return -1;
		if (json_is_object(j->first))
			continue;
		note_tell(j->options->notes, slice.line, 0,
		    "an item that is no object; left out");
		json_decref(j->first);
		j->first = NULL;
	}
	*entry = make_entry(j, j->first);
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
