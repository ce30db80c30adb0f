/*
 * The html serialiser: the tree that a stylesheet made, as HTML text (HTML
 * Standard, sections 13.1 and 13.3).  It is the last stage: only what the gate
 * lets pass comes out, and every page carries a policy (Content Security
 * Policy) that forbids scripts and remote styles.  Nothing is ever written raw
 * but the style sheet in the head, and that only when it fetches nothing.
 */
#include "render/serialiser.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/mem.h"
#include "html/fragment.h"
#include "render/dress.h"
#include "render/gate.h"
#include "render/tag.h"
#include "xml/node.h"
#include "xml/ns.h"

#define POLICY(fetches)                                                        \
	"<meta charset=\"utf-8\">\n"                                           \
	"<meta http-equiv=\"Content-Security-Policy\" content=\""              \
	"default-src 'none'; " fetches "; "                                    \
	"style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"

static const char policy[] = POLICY("img-src * data:; media-src *");

/*
 * Of a page where the host says what pictures are: a mail's are parts of it.
 * Mailers that heed a policy obey it, the others have nothing to lose.
 */
static const char mail_policy[] = POLICY("img-src * data: cid:");

struct frame {
	const xmlNode *node;
	const struct gate_element *is;
	bool flow; /* line ends mean nothing here: all around is FLOW */
};

struct html {
	struct buf *out;
	struct render_options options;
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

static void
line_end(struct html *h)
{
	if (!h->fresh)
		buf_putc(h->out, '\n');
	h->fresh = true;
	h->edge = false;
}

static void
start_tag(struct html *h, const xmlNode *element, const struct gate_element *is)
{
	tag_start(element, is->name, &h->options, h->out);
	h->fresh = false;
	h->edge = (is->flags & GATE_BLOCK) != 0;
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
	return top(h)->is->home == GATE_IN_BODY || top_is(h, "body");
}

static bool
at_home(const struct html *h, const struct gate_element *is)
{
	switch (is->home) {
	case GATE_AT_ROOT:
		return h->depth == 0 && !h->page;
	case GATE_IN_HTML:
		return top_is(h, "html") && !h->body &&
		       (!h->head || strcmp(is->name, "body") == 0);
	case GATE_IN_HEAD:
		return top_is(h, "head");
	default:
		return in_body(h);
	}
}

static void
hold(struct html *h, const xmlNode *element)
{
	h->held = element;
	h->nodes = false;
	buf_cut(&h->text, 0);
}

static void
put_policy(struct html *h)
{
	buf_puts(h->out, h->options.picture == NULL ? policy : mail_policy);
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
			put_policy(h);
			buf_puts(h->out, "</head>\n");
		}
		h->body = true;
	}
}

/* Writes the start of an element that the gate let pass. */
static void
enter(struct html *h, const xmlNode *element, const struct gate_element *is)
{
	bool flow = in_flow(h);
	bool block = flow && (is->flags & GATE_BLOCK) != 0;

	begin(h, is->name);
	if (block)
		line_end(h);
	start_tag(h, element, is);
	if ((is->flags & GATE_VOID) != 0) {
		if (block)
			line_end(h);
		return;
	}
	h->open[h->depth++] =
	    (struct frame){element, is, flow && (is->flags & GATE_FLOW) != 0};
	if (strcmp(is->name, "head") == 0) {
		line_end(h);
		put_policy(h);
	} else if (strcmp(is->name, "style") == 0) {
		hold(h, element);
	}
}

static int
html_open(void *s, const xmlNode *element, struct error *e)
{
	struct html *h = s;
	const struct gate_element *is;

	(void)e;
	if (h->gone != NULL)
		return 0;
	if (h->held != NULL) {
		h->nodes = true;
		return 0;
	}
	if (node_is(element, NS_LOOM, "html")) {
		if (in_body(h))
			hold(h, element);
		else
			h->gone = element;
		return 0;
	}
	is = gate_element(element);
	if (is == NULL ||
	    (h->options.picture != NULL && (is->flags & GATE_FETCHED) != 0))
		return 0;
	if ((is->flags & GATE_GONE) != 0) {
		h->gone = element;
	} else if (!at_home(h, is)) {
		if ((is->flags & GATE_TEXT) != 0)
			h->gone = element;
	} else if (h->depth < LIMIT_HTML_DEPTH && gate_head(element)) {
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
	if ((h->fresh || h->edge) && in_flow(h) && ascii_all_blank(text, len))
		return 0;
	if (h->edge && text[0] == '\n' && top_is(h, "pre"))
		buf_putc(h->out, '\n'); /* a parser drops the first one */
	tag_text(text, len, h->out);
	h->fresh = false;
	h->edge = false;
	return 0;
}

static void
clean(const struct html *h, const xmlNode *element, struct buf *out)
{
	if (h->nodes)
		fragment_clean_nodes(element, out);
	else
		fragment_clean(buf_text(&h->text), h->text.len, out);
}

static int
clean_dressed(struct html *h, const xmlNode *element, struct error *e)
{
	struct buf text;
	int done = 0;

	buf_init(&text, LIMIT_OUTPUT);
	clean(h, element, &text);
	if (buf_full(&text))
		done = error_set(
		    e, ERR_INPUT, "html: more than %zu bytes", text.max);
	else
		dress_fragment(
		    element, &h->options, buf_text(&text), text.len, h->out);
	buf_clear(&text);
	return done;
}

/* What <loom:html> held: what comes from the feed goes out clean. */
static int
put_fragment(struct html *h, const xmlNode *element, struct error *e)
{
	bool flow = in_flow(h);
	size_t before;

	if (flow)
		line_end(h);
	before = h->out->len;
	if (!dress_needed(element, &h->options))
		clean(h, element, h->out);
	else if (clean_dressed(h, element, e) == -1)
		return -1;
	if (h->out->len > before) {
		h->fresh = h->out->data[h->out->len - 1] == '\n';
		h->edge = false;
	}
	if (flow)
		line_end(h);
	return 0;
}

static int
put_style(struct html *h, struct error *e)
{
	if (!gate_css(buf_text(&h->text), h->text.len))
		return error_set(e, ERR_PLUGIN,
		    "html: a <style> may hold no backslash, no \"<\", and no "
		    "function or rule that fetches (url, @import, @font-face)");
	buf_add(h->out, buf_text(&h->text), h->text.len);
	return 0;
}

static void
leave(struct html *h)
{
	const struct gate_element *is = h->open[--h->depth].is;

	buf_puts(h->out, "</");
	buf_puts(h->out, is->name);
	buf_putc(h->out, '>');
	h->fresh = false;
	h->edge = false;
	if ((is->flags & GATE_BLOCK) != 0 && in_flow(h))
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
		if (node_is(element, NS_LOOM, "html"))
			return put_fragment(h, element, e);
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

	h->out = out;
	h->options = *options;
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

static unsigned long
html_memory(const void *s)
{
	const struct html *h = s;

	return (unsigned long)h->depth << 7 | (unsigned long)h->fresh |
	       (unsigned long)h->edge << 1 | (unsigned long)h->page << 2 |
	       (unsigned long)h->head << 3 | (unsigned long)h->body << 4 |
	       (unsigned long)(h->gone != NULL) << 5 |
	       (unsigned long)(h->held != NULL) << 6;
}

const struct serialiser serialiser_html = {
    .name = "html",
    .start = html_start,
    .open = html_open,
    .text = html_text,
    .close = html_close,
    .finish = html_finish,
    .memory = html_memory,
    .free = html_free,
};
