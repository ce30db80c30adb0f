/*
 * A ledger in a file: a head and records, as they lie in memory, from a process
 * of the same program.  Who reads it believes nothing but its size.
 */
#include "run/ledger.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "fetch/source.h"
#include "model/construct.h"
#include "model/feed.h"
#include "model/links.h"
#include "parse/parser.h"
#include "xml/node.h"

#define MAGIC "loomldg1"
#define HOUR ((int64_t)60 * 60)

struct head {
	char magic[8];
	int64_t floor;
	uint64_t count;
	char older[LEDGER_URL];
};

/* Text of at most so much tells a change. */
#define TEXT_MAX (16 * MIB)

static void
put_hash(const struct hash *hash, unsigned char out[16])
{
	for (int i = 0; i < 8; i++) {
		out[i] = (unsigned char)(hash->high >> (56 - 8 * i));
		out[8 + i] = (unsigned char)(hash->low >> (56 - 8 * i));
	}
}

static void
add_text(struct hash *hash, const char *text, size_t len)
{
	hash_add(hash, text, len);
	hash_add(hash, "", 1);
}

static int64_t
date_in(const xmlNode *entry, const char *name)
{
	const xmlNode *node = node_child(entry, NS_ATOM, name);
	struct date date;

	if (node == NULL || node_attribute_ns(node, NS_LOOM, "made") != NULL)
		return INT64_MIN;
	char *text = node_trimmed(node);
	int result = date_parse(text, strlen(text), &date);
	free(text);
	return result == -1 ? INT64_MIN : date.seconds;
}

/*
 * What a reader would call a change: words, addresses, pictures that are
 * attached; not the markup, in which WordPress puts other numbers each time.
 */
static void
add_child(struct hash *hash, const xmlNode *node)
{
	struct buf text;

	if (ns_of(node) != NS_ATOM)
		return;
	add_text(hash, node_name(node), strlen(node_name(node)));
	if (node_is(node, NS_ATOM, "link")) {
		const char *href = node_attribute(node, "href");
		add_text(hash, href, href == NULL ? 0 : strlen(href));
		return;
	}
	buf_init(&text, TEXT_MAX);
	construct_text(node, &text);
	add_text(hash, buf_text(&text), text.len);
	buf_clear(&text);
}

static bool
is_seen(const xmlNode *node)
{
	static const char *const seen[] = {
	    "title", "summary", "content", "link", "category", NULL};

	for (const char *const *name = seen; *name != NULL; name++)
		if (node_is(node, NS_ATOM, *name))
			return true;
	return false;
}

void
ledger_id(const xmlNode *entry, unsigned char out[16])
{
	const xmlNode *id = node_child(entry, NS_ATOM, "id");
	char *text = id == NULL ? mem_str("") : node_trimmed(id);
	struct hash hash;

	hash_init(&hash);
	add_text(&hash, text, strlen(text));
	free(text);
	put_hash(&hash, out);
}

static struct ledger_entry
record(const xmlNode *entry)
{
	struct ledger_entry record = {.published = date_in(entry, "published"),
	    .updated = date_in(entry, "updated")};
	struct hash hash;

	ledger_id(entry, record.id);
	hash_init(&hash);
	for (const xmlNode *n = node_first(entry); n != NULL; n = node_next(n))
		if (is_seen(n))
			add_child(&hash, n);
	put_hash(&hash, record.content);
	return record;
}

/* A whole number in the element's text, or the default. */
static int64_t
number_in(const xmlNode *node, int64_t none)
{
	if (node == NULL)
		return none;
	char *text = node_trimmed(node);
	size_t digits = strspn(text, "0123456789");
	int64_t n = digits > 0 && digits < 10 && text[digits] == '\0'
			? strtol(text, NULL, 10)
			: none;
	free(text);
	return n;
}

static int64_t
period(const xmlNode *node)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} periods[] = {{"hourly", HOUR}, {"daily", 24 * HOUR},
	    {"weekly", 7 * 24 * HOUR}, {"monthly", 30 * 24 * HOUR},
	    {"yearly", 365 * 24 * HOUR}};
	int64_t seconds = 0;

	char *text = node_trimmed(node);
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		if (strcmp(text, periods[i].name) == 0)
			seconds = periods[i].seconds;
	free(text);
	return seconds;
}

/* The Syndication module of RSS 1.0, and RSS 2.0's ttl in minutes. */
static int64_t
floor_in(const xmlNode *head)
{
	const xmlNode *node = node_child(head, NS_SY, "updatePeriod");
	int64_t ttl = 60 * number_in(node_child(head, NS_RSS, "ttl"), 0);
	int64_t times =
	    number_in(node_child(head, NS_SY, "updateFrequency"), 1);
	int64_t span =
	    node == NULL ? 0 : period(node) / (times > 0 ? times : 1);

	return ttl > span ? ttl : span;
}

/* The next older page, or archive (RFC 5005 sections 3 and 4). */
static void
older_in(const xmlNode *head, char out[LEDGER_URL])
{
	const char *url = links_find(head, "prev-archive");

	if (url == NULL)
		url = links_find(head, "next");
	if (url != NULL && strlen(url) < LEDGER_URL)
		memcpy(out, url, strlen(url) + 1);
}

/* Whoever wrote it: an address of the web, or nothing. */
static bool
is_address(const char older[LEDGER_URL])
{
	size_t len = strnlen(older, LEDGER_URL);

	return len == 0 || (len < LEDGER_URL && url_is_iri(older, len) &&
			       (url_has_scheme(older, len, "http") ||
				   url_has_scheme(older, len, "https")));
}

static int
put_all(int fd, const void *p, size_t n, struct error *e)
{
	const char *at = p;

	while (n > 0) {
		ssize_t put = TEMP_FAILURE_RETRY(write(fd, at, n));
		if (put <= 0)
			return error_errno(e, ERR_SYSTEM, "ledger");
		at += put;
		n -= (size_t)put;
	}
	return 0;
}

/* The first of several entries with one id is the one. */
static int
by_id(const void *a, const void *b)
{
	const struct ledger_entry *x = a, *y = b;

	return memcmp(x->id, y->id, sizeof(x->id));
}

static size_t
unique(struct ledger_entry *entries, size_t count)
{
	size_t n = 0;

	if (count > 0)
		qsort(entries, count, sizeof(entries[0]), by_id);
	for (size_t i = 0; i < count; i++)
		if (n == 0 || by_id(&entries[n - 1], &entries[i]) != 0)
			entries[n++] = entries[i];
	return n;
}

static int
read_entries(struct parser *parser, struct ledger *ledger, struct error *e)
{
	xmlNode *entry;
	size_t room = 0;
	int got;

	while ((got = parser_next(parser, &entry, e)) == 1) {
		if (ledger->count == room) {
			room = room == 0 ? 64 : 2 * room;
			ledger->entries = mem_grow(
			    ledger->entries, room, sizeof(ledger->entries[0]));
		}
		ledger->entries[ledger->count++] = record(entry);
		xmlFreeNode(entry);
		if (ledger->count > LIMIT_DOCUMENTS)
			return error_set(e, ERR_INPUT,
			    "it has more than %d entries", LIMIT_DOCUMENTS);
	}
	return got;
}

int
ledger_write(struct source *source, int fd, struct error *e)
{
	struct parse_options options = {
	    .from = DIALECT_ATOM, .since = INT64_MIN, .until = INT64_MAX};
	struct ledger ledger = {.floor = 0};
	struct parser *parser = parser_open(source, &options, e);
	int result = -1;

	if (parser != NULL && read_entries(parser, &ledger, e) != -1) {
		ledger.count = unique(ledger.entries, ledger.count);
		struct head head = {.magic = MAGIC,
		    .floor = floor_in(feed_root(parser_feed(parser))),
		    .count = ledger.count};
		older_in(feed_root(parser_feed(parser)), head.older);
		result = put_all(fd, &head, sizeof(head), e);
		if (result == 0)
			result = put_all(fd, ledger.entries,
			    ledger.count * sizeof(ledger.entries[0]), e);
	}
	parser_free(parser);
	ledger_clear(&ledger);
	return result;
}

static int
get_all(int fd, void *p, size_t n, off_t at)
{
	char *to = p;

	while (n > 0) {
		ssize_t got = TEMP_FAILURE_RETRY(pread(fd, to, n, at));
		if (got <= 0)
			return -1;
		to += got;
		at += got;
		n -= (size_t)got;
	}
	return 0;
}

int
ledger_read(int fd, struct ledger *ledger, struct error *e)
{
	struct head head;

	*ledger = (struct ledger){.floor = 0};
	if (get_all(fd, &head, sizeof(head), 0) == -1 ||
	    memcmp(head.magic, MAGIC, sizeof(head.magic)) != 0 ||
	    head.floor < 0 || head.count > LIMIT_DOCUMENTS ||
	    !is_address(head.older))
		return error_set(e, ERR_INPUT, "its ledger is damaged");
	ledger->entries = mem_new(head.count + 1, sizeof(ledger->entries[0]));
	if (get_all(fd, ledger->entries,
		head.count * sizeof(ledger->entries[0]), sizeof(head)) == -1) {
		ledger_clear(ledger);
		return error_set(e, ERR_INPUT, "its ledger is cut short");
	}
	ledger->floor = head.floor;
	memcpy(ledger->older, head.older, sizeof(ledger->older));
	ledger->count = unique(ledger->entries, head.count);
	return 0;
}

void
ledger_clear(struct ledger *ledger)
{
	free(ledger->entries);
	*ledger = (struct ledger){.floor = 0};
}
