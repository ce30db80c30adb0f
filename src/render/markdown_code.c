/*
 * Text as it was typed: a fence of backticks, longer than any in it, and the
 * language if a class tells (CommonMark 4.5).
 */
#include "render/markdown.h"

#include <string.h>

#include "base/ascii.h"
#include "render/commonmark.h"
#include "render/media.h"
#include "xml/node.h"

/* The language that a class names, and how long its name is; 0 for none. */
static size_t
find_language(const xmlNode *node, const char **language)
{
	static const char *const heads[] = {"language-", "lang-", "brush: "};
	const char *class = node_attribute(node, "class");

	for (size_t i = 0;
	     class != NULL && i < sizeof(heads) / sizeof(heads[0]); i++) {
		const char *at = strstr(class, heads[i]);
		if (at == NULL || (at > class && !ascii_blank(at[-1])))
			continue;
		*language = at + strlen(heads[i]);
		return strspn(*language,
		    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "0123456789+#._-");
	}
	return 0;
}

static void
put_language(const xmlNode *pre, struct buf *fence)
{
	const xmlNode *code = node_first(pre);
	const char *language = NULL;
	size_t n = find_language(pre, &language);

	if (n == 0 && code != NULL)
		n = find_language(code, &language);
	buf_add(fence, n == 0 ? "" : language, n);
}

static void
write_fenced(struct markdown *m, const xmlNode *pre, const char *s, size_t n)
{
	const char *end = s + n;
	size_t most = 2, run = 0;
	struct buf fence;

	for (size_t i = 0; i < n; i++) {
		run = s[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	buf_init(&fence, LIMIT_OUTPUT);
	for (size_t i = 0; i <= most; i++)
		buf_putc(&fence, '`');
	size_t ticks = fence.len;
	put_language(pre, &fence);
	markdown_line(m, fence.data, fence.len);
	while (s < end) {
		const char *stop = memchr(s, '\n', (size_t)(end - s));

		if (stop == NULL)
			stop = end;
		markdown_line(m, s, (size_t)(stop - s));
		s = stop + 1;
	}
	markdown_line(m, fence.data, ticks);
	buf_clear(&fence);
}

/* As HTML, on one line, since no blank line may be in it. */
static void
write_html(struct markdown *m, const char *s, size_t n)
{
	struct buf line;

	buf_init(&line, LIMIT_OUTPUT);
	buf_puts(&line, "<pre><code>");
	commonmark_html_text(s, n, &line);
	buf_puts(&line, "</code></pre>");
	markdown_line(m, line.data, line.len);
	buf_clear(&line);
}

void
markdown_open_pre(struct markdown *m, struct markdown_frame *f)
{
	struct buf code;

	if (m->one_line > 0)
		return;
	m->skipped = 1;
	buf_init(&code, LIMIT_OUTPUT);
	media_typed(f->node, &code);
	if (commonmark_is_unquotable(buf_text(&code), code.len))
		write_html(m, code.data, code.len);
	else if (code.len > 0)
		write_fenced(m, f->node, code.data, code.len);
	buf_clear(&code);
}
