/*
 * Names of documents.  Remembers the paths that were given by a hash of 64 bits
 * each, in a balanced tree (tsearch(3)): a million of them are some 30 MB, and
 * two that meet by chance cost a longer name.
 */
#include "convert/naming.h"

#include <inttypes.h>
#include <search.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/slug.h"
#include "base/url.h"
#include "model/construct.h"
#include "xml/node.h"

#define HEX 9 /* 8 digits of a hash and a NUL */

struct naming {
	const struct pattern *pattern;
	void *taken; /* a tree whose keys are hashes */
	uint64_t count;
};

struct naming *
naming_new(const struct pattern *pattern)
{
	struct naming *n = mem_new(1, sizeof(*n));

	n->pattern = pattern;
	return n;
}

static void
forget(void *key)
{
	(void)key;
}

void
naming_free(struct naming *n)
{
	if (n == NULL)
		return;
	tdestroy(n->taken, forget);
	free(n);
}

/* The hash itself, and 8 digits that all of it decides. */
static void
set_id(const xmlNode *entry, struct pattern_values *v, char hex[HEX])
{
	const xmlNode *id = node_child(entry, NS_ATOM, "id");
	struct buf text;
	struct hash hash;

	buf_init(&text, LIMIT_ENTRY);
	if (id != NULL)
		node_text(id, &text);
	hash_init(&hash);
	hash_add(&hash, buf_text(&text), text.len);
	hash_hex(&hash, v->of[PATTERN_ID]);
	uint64_t folded = hash.high ^ hash.low;
	snprintf(hex, HEX, "%08" PRIx32,
	    (uint32_t)(folded >> 32) ^ (uint32_t)folded);
	buf_clear(&text);
}

/* The day that the entry was published, else changed. */
static void
set_date(const xmlNode *entry, struct pattern_values *v)
{
	const xmlNode *node = node_child(entry, NS_ATOM, "published");
	char text[DATE_TEXT] = "";
	struct date date;

	if (node == NULL)
		node = node_child(entry, NS_ATOM, "updated");
	char *said = node == NULL ? mem_str("") : node_trimmed(node);
	if (date_parse(said, strlen(said), &date) == 0)
		date_rfc3339(&date, text);
	free(said);
	bool dated = text[0] != '\0';
	snprintf(v->of[PATTERN_DATE], PATTERN_VALUE, "%.10s",
	    dated ? text : "undated");
	snprintf(v->of[PATTERN_YEAR], PATTERN_VALUE, "%.*s", dated ? 4 : 7,
	    dated ? text : "undated");
	snprintf(v->of[PATTERN_MONTH], PATTERN_VALUE, "%.2s",
	    dated ? text + 5 : "00");
	snprintf(
	    v->of[PATTERN_DAY], PATTERN_VALUE, "%.2s", dated ? text + 8 : "00");
}

/* WordPress's own slug of the entry, else one of its title. */
static void
set_name(const xmlNode *entry, struct pattern_values *v, const char *hex)
{
	const xmlNode *name = node_child(entry, NS_WP, "post_name");
	const xmlNode *title = node_child(entry, NS_ATOM, "title");
	struct buf text, slug;

	buf_init(&text, LIMIT_ENTRY);
	buf_init(&slug, PATTERN_VALUE);
	if (name != NULL) {
		char *said = node_trimmed(name);
		url_decode(said, strlen(said), &text);
		free(said);
		slug_add(buf_text(&text), text.len, &slug);
	}
	if (slug.len == 0 && title != NULL) {
		buf_cut(&text, 0);
		construct_text(title, &text);
		slug_add(buf_text(&text), text.len, &slug);
	}
	snprintf(v->of[PATTERN_NAME], PATTERN_VALUE, "%s",
	    slug.len > 0 ? slug.data : hex);
	snprintf(v->of[PATTERN_SLUG], PATTERN_VALUE, "%s%s%s", buf_text(&slug),
	    slug.len > 0 ? "-" : "", hex);
	buf_clear(&slug);
	buf_clear(&text);
}

/* A name that a system keeps for a device, whatever follows its first dot. */
static bool
is_device(const char *name, size_t len)
{
	static const char *const names[] = {"con", "prn", "aux", "nul"};
	size_t n = 0;

	while (n < len && name[n] != '.')
		n++;
	if (n == 4 && name[3] >= '0' && name[3] <= '9')
		return ascii_same(name, "com", 3) || ascii_same(name, "lpt", 3);
	for (size_t i = 0; n == 3 && i < 4; i++)
		if (ascii_same(name, names[i], 3))
			return true;
	return false;
}

static bool
has_device(const char *path)
{
	while (*path != '\0') {
		size_t n = strcspn(path, "/");

		if (is_device(path, n))
			return true;
		path += n + (path[n] == '/');
	}
	return false;
}

static int
compare(const void *a, const void *b)
{
	return ((uintptr_t)a > (uintptr_t)b) - ((uintptr_t)a < (uintptr_t)b);
}

/* Takes a path; false when it was taken before. */
static bool
take(struct naming *n, const char *path)
{
	struct hash hash;

	hash_init(&hash);
	hash_add(&hash, path, strlen(path));
	const void *key = (const void *)(uintptr_t)(hash.high ^ hash.low);
	if (tfind(key, &n->taken, compare) != NULL)
		return false;
	if (tsearch(key, &n->taken, compare) == NULL)
		mem_out();
	return true;
}

/* What makes a path another one: always the same, then the entry's number. */
static void
write_more(const struct naming *n, const char *hex, unsigned tries,
    char more[PATTERN_MORE])
{
	if (tries == 0)
		more[0] = '\0';
	else if (tries == 1)
		snprintf(more, PATTERN_MORE, "-%s", hex);
	else if (tries == 2)
		snprintf(more, PATTERN_MORE, "-%s-%" PRIu64, hex, n->count);
	else
		snprintf(more, PATTERN_MORE, "-%s-%" PRIu64 "-%u", hex,
		    n->count, tries);
}

int
naming_path(
    struct naming *n, const xmlNode *entry, struct buf *out, struct error *e)
{
	char hex[HEX], more[PATTERN_MORE];
	size_t begin = out->len;
	unsigned tries = 0;
	bool taken = false;

	if (n->count == LIMIT_DOCUMENTS)
		return error_set(e, ERR_INPUT,
		    "more than %d entries, each in a file of its own",
		    LIMIT_DOCUMENTS);
	struct pattern_values *v = mem_new(1, sizeof(*v));
	set_id(entry, v, hex);
	set_date(entry, v);
	set_name(entry, v, hex);
	snprintf(v->of[PATTERN_N], PATTERN_VALUE, "%" PRIu64, ++n->count);
	while (!taken) {
		write_more(n, hex, tries, more);
		buf_cut(out, begin);
		pattern_path(n->pattern, v, more, out);
		const char *path = buf_text(out) + begin;
		taken = (tries++ > 0 || !has_device(path)) && take(n, path);
	}
	free(v);
	return tries > 1;
}
