/*
 * From outlines to feeds and back.  What an OPML file says is a stranger's: a
 * name is made of letters, digits and dashes alone, an address is checked as
 * that of a configuration is, and quoted.
 */
#include "verbs/opml.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/quote.h"
#include "base/slug.h"
#include "base/url.h"
#include "config/state.h"
#include "xml/node.h"

#define SEATS ((size_t)4 * LIMIT_FEEDS) /* never full: two for each feed */

/* A text that is taken, and the number that the next one of it may get. */
struct seat {
	char *text;
	unsigned next;
};

struct outlines {
	struct seat *seats;
	struct buf *out;
	struct opml_tally *tally;
};

/* Where a text is, or would be. */
static struct seat *
find_seat(const struct outlines *o, const char *text)
{
	struct hash hash;

	hash_init(&hash);
	hash_add(&hash, text, strlen(text));
	size_t i = (size_t)(hash.low % SEATS);
	while (o->seats[i].text != NULL && strcmp(o->seats[i].text, text) != 0)
		i = (i + 1) % SEATS;
	return &o->seats[i];
}

/* Makes a name that nobody has out of a slug. */
static void
take_name(const struct outlines *o, struct buf *name)
{
	struct seat *seat = find_seat(o, buf_text(name)), *free = seat;
	size_t len = name->len;

	while (free->text != NULL) {
		buf_cut(name, len);
		buf_printf(name, "-%u", seat->next++);
		free = find_seat(o, buf_text(name));
	}
	*free = (struct seat){mem_str(buf_text(name)), 2};
}

/* An attribute, whose name is spelled in many ways. */
static const char *
attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (strcasecmp((const char *)a->name, name) == 0)
			return node_value(a);
	return NULL;
}

static void
add_slug(const char *text, struct buf *name)
{
	if (text != NULL && name->len == 0)
		slug_add(text, strlen(text), name);
}

/* What an outline is called; by its host when it has no title. */
static void
name_outline(const xmlNode *node, const char *url, struct buf *name)
{
	struct url_parts parts;

	add_slug(attribute(node, "text"), name);
	add_slug(attribute(node, "title"), name);
	url_split(url, strlen(url), &parts);
	if (name->len == 0)
		slug_add(parts.authority.p, parts.authority.n, name);
	if (name->len == 0)
		buf_puts(name, "feed");
	buf_cut(name, name->len < 50 ? name->len : 50);
}

static void
put_feed(struct outlines *o, const xmlNode *node, const char *url)
{
	struct buf name;

	buf_init(&name, KIB);
	name_outline(node, url, &name);
	take_name(o, &name);
	buf_printf(o->out, "\nfeed \"%s\" {\n\tsource = ", buf_text(&name));
	quote_lua(url, o->out);
	buf_printf(o->out, ",\n\tpublish = { [\"%s.json\"] = \"json\" },\n}\n",
	    buf_text(&name));
	buf_clear(&name);
	o->tally->feeds++;
}

static int
read_outline(struct outlines *o, const xmlNode *node, struct error *e)
{
	const char *given = attribute(node, "xmlUrl");
	struct buf b;

	if (given == NULL || strcasecmp(node_name(node), "outline") != 0)
		return 0;
	if (o->tally->feeds == LIMIT_FEEDS)
		return error_set(
		    e, ERR_INPUT, "holds more than %d feeds", LIMIT_FEEDS);
	buf_init(&b, LIMIT_URL);
	url_resolve(NULL, given, strlen(given), &b);
	char *url = buf_full(&b) ? mem_str("") : mem_str(buf_text(&b));
	buf_clear(&b);
	struct seat *seat = find_seat(o, url);
	if (config_url_fault(url) != NULL) {
		o->tally->left_out++;
	} else if (seat->text != NULL) {
		o->tally->twice++;
	} else {
		*seat = (struct seat){mem_str(url), 0};
		put_feed(o, node, url);
	}
	free(url);
	return 0;
}

int
opml_read(
    xmlDoc *doc, struct buf *out, struct opml_tally *tally, struct error *e)
{
	const xmlNode *root = xmlDocGetRootElement(doc);
	struct outlines o = {.out = out, .tally = tally};
	int result = 0;

	*tally = (struct opml_tally){0};
	if (root == NULL || strcasecmp(node_name(root), "opml") != 0)
		return error_set(e, ERR_INPUT, "is no OPML");
	o.seats = mem_new(SEATS, sizeof(o.seats[0]));
	for (const xmlNode *n = root; n != NULL && result == 0;
	     n = node_walk(n, root))
		if (n->type == XML_ELEMENT_NODE)
			result = read_outline(&o, n, e);
	for (size_t i = 0; i < SEATS; i++)
		free(o.seats[i].text);
	free(o.seats);
	return result;
}

static xmlNode *
add_element(xmlNode *parent, const char *name)
{
	return xmlNewChild(parent, NULL, (const xmlChar *)name, NULL);
}

static void
add_outline(
    xmlNode *body, const struct config_feed *f, const struct config_source *s)
{
	xmlNode *outline = add_element(body, "outline");

	node_set(outline, "type", "rss");
	node_set(outline, "text", f->name);
	node_set(outline, "xmlUrl", s->url);
}

void
opml_write(const struct config *config, struct buf *out)
{
	xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
	xmlNode *root = xmlNewDocNode(doc, NULL, (const xmlChar *)"opml", NULL);
	xmlChar *text = NULL;
	int len = 0;

	xmlDocSetRootElement(doc, root);
	node_set(root, "version", "2.0");
	xmlNewTextChild(add_element(root, "head"), NULL,
	    (const xmlChar *)"title", (const xmlChar *)"feedloom");
	xmlNode *body = add_element(root, "body");
	for (size_t i = 0; i < config->feed_count; i++)
		for (size_t j = 0; j < config->feeds[i].source_count; j++)
			if (config->feeds[i].sources[j].kind == CONFIG_URL)
				add_outline(body, &config->feeds[i],
				    &config->feeds[i].sources[j]);
	xmlDocDumpFormatMemoryEnc(doc, &text, &len, "UTF-8", 1);
	if (text == NULL)
		mem_out();
	buf_add(out, text, (size_t)len);
	xmlFree(text);
	xmlFreeDoc(doc);
}
