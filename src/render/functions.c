/*
 * What stylesheets cannot do well themselves: dates, HTML and names.  Pure
 * functions: no clock, no machine, no state.
 */
#include "render/functions.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <unistr.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "base/uuid.h"
#include "html/autop.h"
#include "html/fragment.h"
#include "model/construct.h"
#include "xml/node.h"
#include "xml/ns.h"

#define ID_PREFIX "urn:feedloom:id:"

static void
call_html(const xmlNode *node, const char *text, struct buf *out)
{
	if (node != NULL)
		construct_html(node, out);
	else if (text != NULL)
		buf_puts(out, text);
}

static void
call_text(const xmlNode *node, const char *text, struct buf *out)
{
	if (node != NULL)
		construct_text(node, out);
	else if (text != NULL)
		buf_puts(out, text);
}

/* A date in other words; what is no date stays as it is. */
static void
dated(void (*write)(const struct date *, char[DATE_TEXT]), const char *text,
    struct buf *out)
{
	struct date date;
	char words[DATE_TEXT];

	if (date_parse(text, strlen(text), &date) == -1) {
		buf_puts(out, text);
		return;
	}
	write(&date, words);
	buf_puts(out, words);
}

static void
call_rfc822(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	dated(date_rfc822, text, out);
}

static void
call_day(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	dated(date_day, text, out);
}

static void
call_minute(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	dated(date_minute, text, out);
}

static void
call_iri(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	if (url_is_iri(text, strlen(text))) {
		buf_puts(out, text);
		return;
	}
	buf_puts(out, ID_PREFIX);
	url_encode(text, strlen(text), out);
}

static void
call_uri(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	url_ascii(text, strlen(text), out);
}

/* Nothing is decoded that would not be text afterwards. */
static void
call_decode(const xmlNode *node, const char *text, struct buf *out)
{
	struct buf decoded;
	bool good = true;

	(void)node;
	buf_init(&decoded, strlen(text) + 1);
	url_decode(text, strlen(text), &decoded);
	for (size_t i = 0; i < decoded.len; i++)
		good = good && (unsigned char)decoded.data[i] >= ' ' &&
		       decoded.data[i] != 0x7F;
	good = good && u8_check((const uint8_t *)buf_text(&decoded),
			   decoded.len) == NULL;
	buf_puts(out, good ? buf_text(&decoded) : text);
	buf_clear(&decoded);
}

static void
call_name(const xmlNode *node, const char *text, struct buf *out)
{
	(void)text;
	if (node == NULL)
		return;
	buf_puts(out, ns_prefix(node));
	if (out->len > 0)
		buf_putc(out, ':');
	buf_puts(out, node_name(node));
}

static void
call_paragraphs(const xmlNode *node, const char *text, struct buf *out)
{
	(void)node;
	autop(text, strlen(text), out);
}

/* The addresses of the images below root, a line each. */
static void
list_images(const xmlNode *root, struct buf *out)
{
	for (const xmlNode *n = root; n != NULL; n = node_walk(n, root)) {
		if (n->type != XML_ELEMENT_NODE ||
		    strcmp(node_name(n), "img") != 0)
			continue;
		const char *src = node_attribute(n, "src");
		size_t len = src == NULL ? 0 : strlen(src);
		if (len == 0 || len > LIMIT_URL ||
		    !(url_has_scheme(src, len, "http") ||
			url_has_scheme(src, len, "https")))
			continue;
		url_ascii(src, len, out);
		buf_putc(out, '\n');
	}
}

static void
call_images(const xmlNode *node, const char *text, struct buf *out)
{
	struct buf html;

	buf_init(&html, LIMIT_OUTPUT);
	call_html(node, text, &html);
	xmlDoc *doc = fragment_parse(buf_text(&html), html.len);
	if (doc != NULL)
		list_images(xmlDocGetRootElement(doc), out);
	xmlFreeDoc(doc);
	buf_clear(&html);
}

/* Of the address without its scheme and the slashes at its end. */
static void
call_podcast_guid(const xmlNode *node, const char *text, struct buf *out)
{
	static const unsigned char podcasts[16] = {0xea, 0xd4, 0xc2, 0x36, 0xbf,
	    0x58, 0x58, 0xc6, 0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6};
	const char *from = strstr(text, "://");
	char uuid[UUID_TEXT];

	(void)node;
	from = from == NULL ? text : from + 3;
	size_t len = strlen(from);
	while (len > 0 && from[len - 1] == '/')
		len--;
	uuid_of_name(podcasts, from, len, uuid);
	buf_puts(out, uuid);
}

/* A node and its text, to be sorted by that. */
struct text {
	xmlNode *node;
	xmlChar *text;
	size_t at;
	bool again; /* the same text stands before it */
};

static int
by_text(const void *left, const void *right)
{
	const struct text *a = left;
	const struct text *b = right;
	int order = strcmp((const char *)a->text, (const char *)b->text);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static int
by_place(const void *left, const void *right)
{
	const struct text *a = left;
	const struct text *b = right;

	return (a->at > b->at) - (a->at < b->at);
}

static void
choose_distinct(const xmlNodeSet *set, const char *text, xmlNodeSet *out)
{
	size_t n = (size_t)set->nodeNr;
	struct text *texts = mem_new(n + 1, sizeof(*texts));

	(void)text;
	for (size_t i = 0; i < n; i++)
		texts[i] = (struct text){.node = set->nodeTab[i],
		    .text = xmlXPathCastNodeToString(set->nodeTab[i]),
		    .at = i};
	qsort(texts, n, sizeof(*texts), by_text);
	for (size_t i = 1; i < n; i++)
		texts[i].again = xmlStrEqual(texts[i].text, texts[i - 1].text);
	qsort(texts, n, sizeof(*texts), by_place);
	for (size_t i = 0; i < n; i++) {
		if (!texts[i].again)
			xmlXPathNodeSetAddUnique(out, texts[i].node);
		xmlFree(texts[i].text);
	}
	free(texts);
}

/* A name of a list: "prefix:name", "prefix:*" or "name". */
struct word {
	const char *text;
	size_t len;
};

/* The names of a list with a blank between them, the caller's. */
static struct word *
split(const char *names, size_t *n)
{
	struct word *words = mem_new(strlen(names) / 2 + 1, sizeof(*words));

	*n = 0;
	for (const char *p = names; *p != '\0';) {
		const char *end = strchrnul(p, ' ');
		if (end > p)
			words[(*n)++] = (struct word){p, (size_t)(end - p)};
		p = end + (*end == ' ');
	}
	return words;
}

static bool
has_name(const struct word *words, size_t n, const xmlNode *node)
{
	const char *prefix = ns_prefix(node);
	const char *name = node_name(node);
	size_t before = strlen(prefix);
	size_t len = strlen(name);

	/* With the colon, where there is a prefix. */
	before += before > 0;
	for (size_t i = 0; i < n; i++) {
		const struct word *w = &words[i];
		bool all = before > 0 && w->len == before + 1 &&
			   w->text[before] == '*';
		if (!all && w->len != before + len)
			continue;
		if (before > 0 && (w->text[before - 1] != ':' ||
				      memcmp(w->text, prefix, before - 1) != 0))
			continue;
		if (all || memcmp(w->text + before, name, len) == 0)
			return true;
	}
	return false;
}

static bool
is_named(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE ||
	       node->type == XML_ATTRIBUTE_NODE;
}

static void
choose_except(const xmlNodeSet *set, const char *names, xmlNodeSet *out)
{
	size_t n;
	struct word *words = split(names, &n);

	for (int i = 0; i < set->nodeNr; i++) {
		xmlNode *node = set->nodeTab[i];
		if (!is_named(node) || !has_name(words, n, node))
			xmlXPathNodeSetAddUnique(out, node);
	}
	free(words);
}

const struct sheet_function render_functions[] = {
    {.name = "html", .call = call_html},
    {.name = "text", .call = call_text},
    {.name = "rfc822", .call = call_rfc822},
    {.name = "day", .call = call_day},
    {.name = "minute", .call = call_minute},
    {.name = "iri", .call = call_iri},
    {.name = "uri", .call = call_uri},
    {.name = "decode", .call = call_decode},
    {.name = "name", .call = call_name},
    {.name = "paragraphs", .call = call_paragraphs},
    {.name = "images", .call = call_images},
    {.name = "podcast-guid", .call = call_podcast_guid},
    {.name = "distinct", .choose = choose_distinct},
    {.name = "except", .choose = choose_except},
    {.name = NULL},
};
