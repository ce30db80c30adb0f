/*
 * The html serialiser: the tree that a stylesheet made, as HTML text (HTML
 * Standard, sections 13.1 and 13.3).  It is the last stage, and so the gate:
 * whatever feeds and stylesheets say, only the elements, attributes, addresses
 * and styles of the tables below come out, and every page carries a policy
 * (Content Security Policy) that forbids scripts and remote styles.  What is
 * not in the tables is left out and its text kept; of elements that hold no
 * prose (script, svg, ...) the text goes as well.  Nothing is ever written raw
 * but the style sheet in the head, and that only when it fetches nothing.
 */
#include "render/serialiser.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/url.h"
#include "html/fragment.h"
#include "xml/ns.h"

/* Where an element may stand; elsewhere it is as unknown as any other. */
enum home {
	IN_BODY,
	IN_HEAD,
	IN_HTML,
	AT_ROOT
};

enum {
	VOID = 1,  /* has no end tag */
	BLOCK = 2, /* begins and ends a line where its parent is FLOW */
	FLOW = 4,  /* line ends between its children mean nothing */
	TEXT = 8,  /* holds text and no elements */
	GONE = 16, /* left out with all that it holds */
};

struct allowed {
	char name[12];
	unsigned char flags;
	unsigned char home;
};

/* Sorted by name; what is neither here nor GONE loses its tags only. */
static const struct allowed allowed[] = {
    {"a", 0, IN_BODY},
    {"abbr", 0, IN_BODY},
    {"address", BLOCK | FLOW, IN_BODY},
    {"article", BLOCK | FLOW, IN_BODY},
    {"aside", BLOCK | FLOW, IN_BODY},
    {"audio", 0, IN_BODY},
    {"b", 0, IN_BODY},
    {"bdi", 0, IN_BODY},
    {"bdo", 0, IN_BODY},
    {"blockquote", BLOCK | FLOW, IN_BODY},
    {"body", BLOCK | FLOW, IN_HTML},
    {"br", VOID, IN_BODY},
    {"button", GONE, IN_BODY},
    {"caption", BLOCK, IN_BODY},
    {"cite", 0, IN_BODY},
    {"code", 0, IN_BODY},
    {"col", VOID | BLOCK, IN_BODY},
    {"colgroup", BLOCK | FLOW, IN_BODY},
    {"data", 0, IN_BODY},
    {"dd", BLOCK | FLOW, IN_BODY},
    {"del", 0, IN_BODY},
    {"details", BLOCK | FLOW, IN_BODY},
    {"dfn", 0, IN_BODY},
    {"div", BLOCK | FLOW, IN_BODY},
    {"dl", BLOCK | FLOW, IN_BODY},
    {"dt", BLOCK, IN_BODY},
    {"em", 0, IN_BODY},
    {"embed", GONE, IN_BODY},
    {"figcaption", BLOCK, IN_BODY},
    {"figure", BLOCK | FLOW, IN_BODY},
    {"footer", BLOCK | FLOW, IN_BODY},
    {"frameset", GONE, IN_BODY},
    {"h1", BLOCK, IN_BODY},
    {"h2", BLOCK, IN_BODY},
    {"h3", BLOCK, IN_BODY},
    {"h4", BLOCK, IN_BODY},
    {"h5", BLOCK, IN_BODY},
    {"h6", BLOCK, IN_BODY},
    {"head", BLOCK | FLOW, IN_HTML},
    {"header", BLOCK | FLOW, IN_BODY},
    {"hgroup", BLOCK | FLOW, IN_BODY},
    {"hr", VOID | BLOCK, IN_BODY},
    {"html", BLOCK | FLOW, AT_ROOT},
    {"i", 0, IN_BODY},
    {"iframe", GONE, IN_BODY},
    {"img", VOID, IN_BODY},
    {"ins", 0, IN_BODY},
    {"kbd", 0, IN_BODY},
    {"li", BLOCK | FLOW, IN_BODY},
    {"link", VOID | BLOCK, IN_HEAD},
    {"main", BLOCK | FLOW, IN_BODY},
    {"mark", 0, IN_BODY},
    {"math", GONE, IN_BODY},
    {"meta", VOID | BLOCK, IN_HEAD},
    {"nav", BLOCK | FLOW, IN_BODY},
    {"noembed", GONE, IN_BODY},
    {"noframes", GONE, IN_BODY},
    {"noscript", GONE, IN_BODY},
    {"object", GONE, IN_BODY},
    {"ol", BLOCK | FLOW, IN_BODY},
    {"p", BLOCK, IN_BODY},
    {"plaintext", GONE, IN_BODY},
    {"pre", BLOCK, IN_BODY},
    {"q", 0, IN_BODY},
    {"rp", 0, IN_BODY},
    {"rt", 0, IN_BODY},
    {"ruby", 0, IN_BODY},
    {"s", 0, IN_BODY},
    {"samp", 0, IN_BODY},
    {"script", GONE, IN_BODY},
    {"section", BLOCK | FLOW, IN_BODY},
    {"select", GONE, IN_BODY},
    {"small", 0, IN_BODY},
    {"source", VOID, IN_BODY},
    {"span", 0, IN_BODY},
    {"strong", 0, IN_BODY},
    {"style", BLOCK | TEXT, IN_HEAD},
    {"sub", 0, IN_BODY},
    {"summary", BLOCK, IN_BODY},
    {"sup", 0, IN_BODY},
    {"svg", GONE, IN_BODY},
    {"table", BLOCK | FLOW, IN_BODY},
    {"tbody", BLOCK | FLOW, IN_BODY},
    {"td", BLOCK, IN_BODY},
    {"template", GONE, IN_BODY},
    {"textarea", GONE, IN_BODY},
    {"tfoot", BLOCK | FLOW, IN_BODY},
    {"th", BLOCK, IN_BODY},
    {"thead", BLOCK | FLOW, IN_BODY},
    {"time", 0, IN_BODY},
    {"title", BLOCK | TEXT, IN_HEAD},
    {"tr", BLOCK | FLOW, IN_BODY},
    {"track", VOID, IN_BODY},
    {"u", 0, IN_BODY},
    {"ul", BLOCK | FLOW, IN_BODY},
    {"var", 0, IN_BODY},
    {"video", 0, IN_BODY},
    {"wbr", VOID, IN_BODY},
    {"xmp", GONE, IN_BODY},
};

enum value {
	V_TEXT,
	V_FLAG,	 /* true when it is there; has no value */
	V_LINK,	 /* an address that people may click on */
	V_IMAGE, /* the same, or an image within the page (data:image/) */
	V_STYLE,
};

struct attribute {
	char name[12];
	enum value value;
};

/* Sorted by name; aria-* and data-* come besides. */
static const struct attribute attributes[] = {
    {"abbr", V_TEXT},
    {"alt", V_TEXT},
    {"cite", V_LINK},
    {"class", V_TEXT},
    {"colspan", V_TEXT},
    {"content", V_TEXT},
    {"controls", V_FLAG},
    {"datetime", V_TEXT},
    {"decoding", V_TEXT},
    {"default", V_FLAG},
    {"dir", V_TEXT},
    {"download", V_TEXT},
    {"headers", V_TEXT},
    {"height", V_TEXT},
    {"hidden", V_FLAG},
    {"href", V_LINK},
    {"hreflang", V_TEXT},
    {"http-equiv", V_TEXT},
    {"id", V_TEXT},
    {"itemid", V_TEXT},
    {"itemprop", V_TEXT},
    {"itemscope", V_FLAG},
    {"itemtype", V_TEXT},
    {"kind", V_TEXT},
    {"label", V_TEXT},
    {"lang", V_TEXT},
    {"loading", V_TEXT},
    {"media", V_TEXT},
    {"muted", V_FLAG},
    {"name", V_TEXT},
    {"open", V_FLAG},
    {"poster", V_IMAGE},
    {"preload", V_TEXT},
    {"property", V_TEXT},
    {"rel", V_TEXT},
    {"reversed", V_FLAG},
    {"role", V_TEXT},
    {"rowspan", V_TEXT},
    {"scope", V_TEXT},
    {"sizes", V_TEXT},
    {"span", V_TEXT},
    {"src", V_IMAGE},
    {"srclang", V_TEXT},
    {"start", V_TEXT},
    {"style", V_STYLE},
    {"title", V_TEXT},
    {"translate", V_TEXT},
    {"type", V_TEXT},
    {"value", V_TEXT},
    {"width", V_TEXT},
};

/* What <link rel> may say: nothing that makes a browser fetch but an icon. */
static const char *const relations[] = {"alternate", "apple-touch-icon",
    "author", "bookmark", "canonical", "first", "help", "hub", "icon", "last",
    "license", "me", "next", "prev", "search", "self", "shortlink"};

/* The functions of CSS that fetch nothing; "" is a plain parenthesis. */
static const char *const functions[] = {"", "attr", "calc", "clamp",
    "color-mix", "counter", "dir", "env", "fit-content", "has", "hsl", "hsla",
    "is", "lang", "linear-gradient", "max", "min", "minmax", "not", "nth-child",
    "nth-of-type", "repeat", "rgb", "rgba", "rotate", "scale", "translate",
    "var", "where"};

static const char *const at_rules[] = {"media", "page", "supports"};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char policy[] =
    "<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\""
    "default-src 'none'; img-src * data:; media-src *; "
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n";

struct frame {
	const xmlNode *node;
	const struct allowed *is;
	bool flow; /* line ends mean nothing here: it and all around are FLOW */
};

struct html {
	struct buf *out;
	struct frame open[LIMIT_HTML_DEPTH];
	size_t depth;
	const xmlNode *gone; /* left out with all that it holds; or NULL */
	const xmlNode *held; /* <style>, <loom:html>: text is kept; or NULL */
	struct buf text;     /* the text of held */
	bool nodes;	     /* held holds elements */
	bool page;	     /* there was an <html> */
	bool head;	     /* there was a <head> */
	bool body;	     /* there was a <body> */
	bool fresh;	     /* what was written last is a line end */
	bool edge;	     /* what was written last is the start of a block */
};

static int
by_name(const void *name, const void *entry)
{
	return strcmp(name, entry); /* the name is the entry's first member */
}

static bool
listed(const char *const *list, size_t n, const char *word, size_t len)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(list[i]) == len && memcmp(list[i], word, len) == 0)
			return true;
	}
	return false;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool
all_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!blank(text[i]))
			return false;
	}
	return true;
}

static bool
same_word(const char *a, const char *b)
{
	while (*a != '\0' && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return *a == '\0' && *b == '\0';
}

/* True when the word from start to end, in any case, is of the list. */
static bool
css_word(const char *css, size_t start, size_t end, const char *const *list,
    size_t n)
{
	char word[24];
	size_t len = end - start;

	if (len > sizeof(word))
		return false;
	for (size_t i = 0; i < len; i++)
		word[i] = lower(css[start + i]);
	return listed(list, n, word, len);
}

static bool
css_name(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

/*
 * CSS that fetches nothing and cannot end its <style>.  Backslashes, which
 * could hide a name, and "<" have no place in it.
 */
static bool
css_harmless(const char *css, size_t len)
{
	size_t start = 0; /* of the name before css[i] */

	for (size_t i = 0; i < len; i++) {
		if (css_name(css[i]))
			continue;
		if (css[i] == '\\' || css[i] == '<')
			return false;
		if (css[i] == '(' &&
		    !css_word(css, start, i, functions, COUNT(functions)))
			return false;
		if (start > 0 && css[start - 1] == '@' &&
		    !css_word(css, start, i, at_rules, COUNT(at_rules)))
			return false;
		start = i + 1;
	}
	return true;
}

static void
line_end(struct html *h)
{
	if (!h->fresh)
		buf_putc(h->out, '\n');
	h->fresh = true;
	h->edge = false;
}

/*
 * Text of an element, or with quotes of an attribute.  Control characters,
 * which XML knows and HTML does not, become U+FFFD.
 */
static void
escape(struct buf *out, const char *text, size_t len, bool quotes)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		const char *as = NULL;
		size_t n = 1;

		switch (text[i]) {
		case '&':
			as = "&amp;";
			break;
		case '<':
			as = "&lt;";
			break;
		case '>':
			as = "&gt;";
			break;
		case '"':
			as = quotes ? "&quot;" : NULL;
			break;
		case '\x7f':
			as = "\xef\xbf\xbd";
			break;
		case '\xc2': /* U+0080 to U+009F */
			if (i + 1 < len && (unsigned char)text[i + 1] < 0xa0) {
				as = "\xef\xbf\xbd";
				n = 2;
			}
			break;
		default:
			break;
		}
		if (as == NULL)
			continue;
		buf_add(out, text + from, i - from);
		buf_puts(out, as);
		from = i + n;
		i += n - 1;
	}
	buf_add(out, text + from, len - from);
}

static bool
image_address(const char *value)
{
	static const char prefix[] = "data:image/";

	return strncmp(value, prefix, sizeof(prefix) - 1) == 0;
}

static bool
value_allowed(enum value kind, const char *value)
{
	size_t len = strlen(value);

	switch (kind) {
	case V_LINK:
		return url_clickable(value, len);
	case V_IMAGE:
		return url_clickable(value, len) || image_address(value);
	case V_STYLE:
		return css_harmless(value, len);
	default:
		return true;
	}
}

static void
attribute(struct html *h, const char *name, const char *value)
{
	static const struct attribute other = {"", V_TEXT};
	const struct attribute *is = bsearch(name, attributes,
	    COUNT(attributes), sizeof(attributes[0]), by_name);

	if (is == NULL &&
	    (strncmp(name, "aria-", 5) == 0 || strncmp(name, "data-", 5) == 0))
		is = &other;
	if (is == NULL || !value_allowed(is->value, value))
		return;
	buf_putc(h->out, ' ');
	buf_puts(h->out, name);
	if (is->value == V_FLAG)
		return;
	buf_puts(h->out, "=\"");
	escape(h->out, value, strlen(value), true);
	buf_putc(h->out, '"');
}

/* The name that an attribute has in HTML, or NULL: xml:lang is lang. */
static const char *
attribute_name(const xmlNode *element, const xmlAttr *attr)
{
	const char *name = (const char *)attr->name;

	if (attr->ns == NULL)
		return name;
	if (strcmp((const char *)attr->ns->href,
		(const char *)XML_XML_NAMESPACE) != 0 ||
	    strcmp(name, "lang") != 0 ||
	    xmlHasNsProp(element, attr->name, NULL) != NULL)
		return NULL;
	return name;
}

static void
start_tag(struct html *h, const xmlNode *element, const struct allowed *is)
{
	buf_putc(h->out, '<');
	buf_puts(h->out, is->name);
	for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
		const char *name = attribute_name(element, a);
		xmlChar *value;

		if (name == NULL)
			continue;
		value = xmlNodeGetContent((const xmlNode *)a);
		attribute(h, name, value != NULL ? (const char *)value : "");
		xmlFree(value);
	}
	buf_putc(h->out, '>');
	h->fresh = false;
	h->edge = (is->flags & BLOCK) != 0;
}

static const struct frame *
top(const struct html *h)
{
	return h->depth > 0 ? &h->open[h->depth - 1] : NULL;
}

static bool
top_is(const struct html *h, const char *name)
{
	return h->depth > 0 && strcmp(top(h)->is->name, name) == 0;
}

/* True where line ends mean nothing. */
static bool
in_flow(const struct html *h)
{
	return h->depth == 0 || top(h)->flow;
}

/* True where text and the elements of a body may stand. */
static bool
in_body(const struct html *h)
{
	if (h->depth == 0)
		return !h->page; /* a piece of a page */
	return top(h)->is->home == IN_BODY || top_is(h, "body");
}

static bool
at_home(const struct html *h, const struct allowed *is)
{
	switch (is->home) {
	case AT_ROOT:
		return h->depth == 0 && !h->page;
	case IN_HTML:
		return top_is(h, "html") && !h->body &&
		       (!h->head || strcmp(is->name, "body") == 0);
	case IN_HEAD:
		return top_is(h, "head");
	default:
		return in_body(h);
	}
}

static const struct allowed *
find_allowed(const xmlNode *element)
{
	static const struct allowed drawing = {"", GONE, IN_BODY};

	switch (ns_of(element)) {
	case NS_NONE:
	case NS_XHTML:
		return bsearch(element->name, allowed, COUNT(allowed),
		    sizeof(allowed[0]), by_name);
	default:
		/* SVG and MathML parse as what they are without a prefix. */
		if (strcmp((const char *)element->name, "svg") == 0 ||
		    strcmp((const char *)element->name, "math") == 0)
			return &drawing;
		return NULL;
	}
}

static bool
relations_allowed(const char *rel)
{
	bool any = false;

	while (*rel != '\0') {
		size_t len = strcspn(rel, " \t\n\f\r");

		if (len > 0 && !listed(relations, COUNT(relations), rel, len))
			return false;
		any = any || len > 0;
		rel += len;
		rel += strspn(rel, " \t\n\f\r");
	}
	return any;
}

/*
 * <meta charset> is ours; http-equiv can redirect, and a further policy can
 * only forbid more.  A <link> is there for what it says, not to fetch.
 */
static bool
head_allowed(const xmlNode *element)
{
	const char *name = (const char *)element->name;
	xmlChar *value = NULL;
	bool good = true;

	if (strcmp(name, "meta") == 0) {
		value = xmlGetNoNsProp(element, BAD_CAST "http-equiv");
		good = value != NULL
			   ? same_word((char *)value, "content-security-policy")
			   : xmlHasNsProp(element, BAD_CAST "charset", NULL) ==
				 NULL;
	} else if (strcmp(name, "link") == 0) {
		value = xmlGetNoNsProp(element, BAD_CAST "rel");
		good = value != NULL && relations_allowed((char *)value);
	}
	xmlFree(value);
	return good;
}

static bool
is_loom_html(const xmlNode *element)
{
	return ns_of(element) == NS_LOOM &&
	       strcmp((const char *)element->name, "html") == 0;
}

static void
hold(struct html *h, const xmlNode *element)
{
	h->held = element;
	h->nodes = false;
	buf_cut(&h->text, 0);
}

/* What a page begins with, whether the stylesheet made a head or not. */
static void
begin(struct html *h, const char *name)
{
	if (strcmp(name, "html") == 0) {
		buf_puts(h->out, "<!DOCTYPE html>\n");
		h->fresh = true;
		h->page = true;
	} else if (strcmp(name, "head") == 0) {
		h->head = true;
	} else if (strcmp(name, "body") == 0) {
		if (!h->head) {
			line_end(h);
			buf_puts(h->out, "<head>\n");
			buf_puts(h->out, policy);
			buf_puts(h->out, "</head>\n");
		}
		h->body = true;
	}
}

/* Writes the start of an element that the gate let pass. */
static void
enter(struct html *h, const xmlNode *element, const struct allowed *is)
{
	bool flow = in_flow(h);
	bool block = flow && (is->flags & BLOCK) != 0;

	begin(h, is->name);
	if (block)
		line_end(h);
	start_tag(h, element, is);
	if ((is->flags & VOID) != 0) {
		if (block)
			line_end(h);
		return;
	}
	h->open[h->depth++] =
	    (struct frame){element, is, flow && (is->flags & FLOW) != 0};
	if (strcmp(is->name, "head") == 0) {
		line_end(h);
		buf_puts(h->out, policy);
	} else if (strcmp(is->name, "style") == 0) {
		hold(h, element);
	}
}

static int
html_open(void *s, const xmlNode *element, struct error *e)
{
	struct html *h = s;
	const struct allowed *is;

	(void)e;
	if (h->gone != NULL)
		return 0;
	if (h->held != NULL) {
		h->nodes = true;
		return 0;
	}
	if (is_loom_html(element)) {
		if (in_body(h))
			hold(h, element);
		else
			h->gone = element;
		return 0;
	}
	is = find_allowed(element);
	if (is == NULL)
		return 0;
	if ((is->flags & GONE) != 0) {
		h->gone = element;
	} else if (!at_home(h, is)) {
		if ((is->flags & TEXT) != 0)
			h->gone = element;
	} else if (h->depth < LIMIT_HTML_DEPTH && head_allowed(element)) {
		enter(h, element, is);
	}
	return 0;
}

static int
html_text(void *s, const char *text, size_t len, struct error *e)
{
	struct html *h = s;

	if (h->gone != NULL || len == 0)
		return 0;
	if (h->held != NULL) {
		buf_add(&h->text, text, len);
		if (buf_full(&h->text))
			return error_set(e, ERR_INPUT,
			    "html: more than %zu bytes of text", h->text.max);
		return 0;
	}
	if (!in_body(h) && !top_is(h, "title"))
		return 0;
	if ((h->fresh || h->edge) && in_flow(h) && all_blank(text, len))
		return 0;
	if (h->edge && text[0] == '\n' && top_is(h, "pre"))
		buf_putc(h->out, '\n'); /* a parser drops the first one */
	escape(h->out, text, len, false);
	h->fresh = false;
	h->edge = false;
	return 0;
}

/* What <loom:html> held: what comes from the feed goes out clean. */
static void
put_fragment(struct html *h, const xmlNode *element)
{
	bool flow = in_flow(h);
	size_t before;

	if (flow)
		line_end(h);
	before = h->out->len;
	if (h->nodes)
		fragment_clean_nodes(element, h->out);
	else
		fragment_clean(buf_text(&h->text), h->text.len, h->out);
	if (h->out->len > before) {
		h->fresh = h->out->data[h->out->len - 1] == '\n';
		h->edge = false;
	}
	if (flow)
		line_end(h);
}

static int
put_style(struct html *h, struct error *e)
{
	if (!css_harmless(buf_text(&h->text), h->text.len))
		return error_set(e, ERR_PLUGIN,
		    "html: a <style> may hold no backslash, no \"<\", and no "
		    "function or rule that fetches (url, @import, @font-face)");
	buf_add(h->out, buf_text(&h->text), h->text.len);
	return 0;
}

static void
leave(struct html *h)
{
	const struct allowed *is = h->open[--h->depth].is;

	buf_puts(h->out, "</");
	buf_puts(h->out, is->name);
	buf_putc(h->out, '>');
	h->fresh = false;
	h->edge = false;
	if ((is->flags & BLOCK) != 0 && in_flow(h))
		line_end(h);
}

static int
html_close(void *s, const xmlNode *element, struct error *e)
{
	struct html *h = s;

	if (h->gone != NULL) {
		if (h->gone == element)
			h->gone = NULL;
		return 0;
	}
	if (h->held != NULL) {
		if (h->held != element)
			return 0;
		h->held = NULL;
		if (is_loom_html(element)) {
			put_fragment(h, element);
			return 0;
		}
		if (put_style(h, e) != 0)
			return -1;
	}
	if (h->depth > 0 && top(h)->node == element)
		leave(h);
	return 0;
}

static int
html_finish(void *s, struct error *e)
{
	(void)e;
	line_end(s);
	return 0;
}

static void *
html_start(struct buf *out, const struct render_options *options)
{
	struct html *h = mem_new(1, sizeof(*h));

	(void)options;
	h->out = out;
	h->fresh = true;
	buf_init(&h->text, LIMIT_OUTPUT);
	return h;
}

static void
html_free(void *s)
{
	struct html *h = s;

	if (h == NULL)
		return;
	buf_clear(&h->text);
	free(h);
}

const struct serialiser serialiser_html = {
    .name = "html",
    .start = html_start,
    .open = html_open,
    .text = html_text,
    .close = html_close,
    .finish = html_finish,
    .free = html_free,
};
