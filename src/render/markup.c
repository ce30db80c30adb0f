/*
 * One walk over what a stylesheet made and over the HTML that it quotes.  The
 * HTML is gathered until its element ends, then parsed and walked in a loop,
 * for its tree may be deep.
 */
#include "render/markup.h"

#include <string.h>

#include "base/limits.h"
#include "html/fragment.h"
#include "xml/node.h"

void
markup_init(struct markup *m)
{
	m->depth = 0;
	buf_init(&m->html, LIMIT_OUTPUT);
}

void
markup_clear(struct markup *m)
{
	buf_clear(&m->html);
}

void
markup_open(struct markup *m, const xmlNode *element)
{
	if (m->depth > 0 || node_is(element, NS_LOOM, "html"))
		m->depth++;
	else
		m->open(m->context, element);
}

void
markup_text(struct markup *m, const char *text, size_t len)
{
	if (m->depth > 0)
		buf_add(&m->html, text, len);
	else
		m->text(m->context, text, len);
}

/* Hands on what stands below root. */
static void
walk(const struct markup *m, const xmlNode *root)
{
	const xmlNode *node = root->children;

	while (node != NULL) {
		if (node->type == XML_ELEMENT_NODE) {
			m->open(m->context, node);
			if (node->children != NULL) {
				node = node->children;
				continue;
			}
			m->close(m->context, node);
		} else if (node->type == XML_TEXT_NODE ||
			   node->type == XML_CDATA_SECTION_NODE) {
			const char *s = (const char *)node->content;
			m->text(m->context, s, strlen(s));
		}
		while (node->next == NULL && node->parent != root) {
			node = node->parent;
			m->close(m->context, node);
		}
		node = node->next;
	}
}

int
markup_close(struct markup *m, const xmlNode *element, struct error *e)
{
	if (m->depth == 0) {
		m->close(m->context, element);
		return 0;
	}
	if (--m->depth > 0)
		return 0;
	xmlDoc *doc = buf_full(&m->html)
			  ? NULL
			  : fragment_parse(buf_text(&m->html), m->html.len);
	buf_cut(&m->html, 0);
	if (doc == NULL)
		return error_set(e, ERR_INPUT, "too much HTML at once");
	const xmlNode *root = xmlDocGetRootElement(doc);
	if (root != NULL)
		walk(m, root);
	xmlFreeDoc(doc);
	return 0;
}
