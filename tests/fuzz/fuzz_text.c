/*
 * Any HTML is laid out, and the promises of layout.h hold: no control
 * character, no blank at the end of a line, never two blank lines, one line
 * feed at the end, valid UTF-8.  The first byte of the input chooses the width.
 * The other serialisers of HTML get the same.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "base/limits.h"
#include "base/wrap.h"
#include "html/fragment.h"
#include "render/serialiser.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool is_so)
{
	if (!is_so)
		abort();
}

static void
must_be_shown(ucs4_t c)
{
	must(c >= 0x20 || c == '\n');
	must(c < 0x7F || c > 0x9F);
	must(c < 0x202A || c > 0x202E);
	must(c < 0x2066 || c > 0x2069);
	must(c != 0x200E && c != 0x200F && c != 0x61C);
}

static void
must_be_lines(const char *text, size_t len)
{
	const uint8_t *s = (const uint8_t *)text;

	if (len == 0)
		return;
	must(u8_check(s, len) == NULL);
	must(s[0] != '\n' && s[len - 1] == '\n');
	for (size_t i = 0; i < len; i++) {
		must(s[i] != '\n' || s[i - 1] != ' ');
		must(i < 2 || s[i] != '\n' || s[i - 1] != '\n' ||
		     s[i - 2] != '\n');
	}
	for (size_t i = 0; i < len;) {
		ucs4_t c;
		i += (size_t)u8_mbtouc(&c, s + i, len - i);
		must_be_shown(c);
	}
}

/* Feeds nodes and all that is in them, from first on. */
static void
feed(const struct serialiser *to, void *s, const xmlNode *node, struct error *e)
{
	for (; node != NULL; node = node->next) {
		if (node->type == XML_TEXT_NODE) {
			const char *text = (const char *)node->content;
			to->text(s, text, strlen(text), e);
		} else {
			to->open(s, node, e);
			feed(to, s, node->children, e);
			to->close(s, node, e);
		}
	}
}

/* Other serialisers of HTML promise less: UTF-8, a line feed at the end. */
static void
try_other(const struct serialiser *to, const xmlNode *nodes)
{
	struct render_options options = {.width = 72};
	struct error e = {0};
	struct buf out;

	buf_init(&out, LIMIT_OUTPUT);
	void *s = to->start(&out, &options);
	feed(to, s, nodes, &e);
	to->finish(s, &e);
	to->free(s);
	must(u8_check((const uint8_t *)buf_text(&out), out.len) == NULL);
	must(out.len == 0 || out.data[out.len - 1] == '\n');
	buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error e = {0};
	struct buf out;

	if (size == 0)
		return 0;
	struct render_options options = {.width = 10 + data[0] % 80};
	const char *html = (const char *)data + 1;
	/* What is parsed has no NUL: base/charset.h lets none through. */
	xmlDoc *doc = fragment_parse(html, strnlen(html, size - 1));
	buf_init(&out, LIMIT_OUTPUT);
	void *s = serialiser_text.start(&out, &options);
	if (doc != NULL) {
		const xmlNode *nodes = xmlDocGetRootElement(doc)->children;
		feed(&serialiser_text, s, nodes, &e);
		try_other(&serialiser_markdown, nodes);
		try_other(&serialiser_gemtext, nodes);
	}
	serialiser_text.text(s, html, size - 1, &e); /* as it is */
	serialiser_text.finish(s, &e);
	serialiser_text.free(s);
	must_be_lines(buf_text(&out), out.len);
	buf_clear(&out);
	xmlFreeDoc(doc);
	return 0;
}
