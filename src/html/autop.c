/*
 * Paragraphs from line ends, in one pass over the tokens.  What stands between
 * two borders (blank lines, block tags, the ends of the text) is a run; a run
 * becomes a paragraph unless it directly follows a block's start tag or its
 * block holds no paragraphs.
 */
#include "html/autop.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "html/shortcode.h"
#include "html/token.h"
#include "html/value.h"

/* What ended the run before, and so begins the next. */
enum border {
	AT_BLANK, /* a blank line, or the begin of the text */
	AT_OPEN,  /* a block's start tag */
	AT_CLOSE, /* a block's end tag */
};

/* What is due before more content of the same run. */
enum pending {
	NOTHING,
	LINE_END, /* of the text; becomes a <br /> */
	BREAK,	  /* a <br> of the text */
};

struct paragraphs {
	struct buf *out;
	size_t begin;
	struct buf run;
	bool visible;  /* the run has more than comments */
	bool line_end; /* there was one in it */
	bool lead;     /* and one before its content */
	enum pending pending;
	enum border left;
	struct token blocks[LIMIT_HTML_DEPTH]; /* start tags of open blocks */
	unsigned depth;
	const char *end; /* of the text */
};

/* wpautop()'s block elements, and how they hold text. */
enum holds {
	NO_BLOCK,
	PARAGRAPHS, /* from the second run on */
	ALL,	    /* all runs are paragraphs */
	LINES,	    /* never */
	PARAGRAPH,  /* is one */
	NO_CONTENT,
};

static const struct {
	const char *name;
	enum holds holds;
} block_names[] = {
    {"p", PARAGRAPH},
    {"div", PARAGRAPHS},
    {"li", PARAGRAPHS},
    {"ul", LINES},
    {"ol", LINES},
    {"blockquote", ALL},
    {"h1", LINES},
    {"h2", LINES},
    {"h3", LINES},
    {"h4", LINES},
    {"h5", LINES},
    {"h6", LINES},
    {"figure", LINES},
    {"figcaption", LINES},
    {"table", LINES},
    {"thead", LINES},
    {"tfoot", LINES},
    {"caption", LINES},
    {"col", NO_CONTENT},
    {"colgroup", LINES},
    {"tbody", LINES},
    {"tr", LINES},
    {"td", PARAGRAPHS},
    {"th", PARAGRAPHS},
    {"dl", LINES},
    {"dd", PARAGRAPHS},
    {"dt", LINES},
    {"form", PARAGRAPHS},
    {"map", LINES},
    {"area", NO_CONTENT},
    {"address", LINES},
    {"hr", NO_CONTENT},
    {"fieldset", PARAGRAPHS},
    {"legend", LINES},
    {"section", PARAGRAPHS},
    {"article", PARAGRAPHS},
    {"aside", PARAGRAPHS},
    {"hgroup", LINES},
    {"header", PARAGRAPHS},
    {"footer", PARAGRAPHS},
    {"nav", PARAGRAPHS},
    {"details", PARAGRAPHS},
    {"menu", LINES},
    {"summary", LINES},
};

/* Elements whose inside is copied as it is, and whether they are blocks. */
static const struct {
	const char *name;
	bool block;
} verbatim_names[] = {
    {"pre", true},
    {"style", true},
    {"script", false},
    {"svg", false},
    {"math", false},
    {"object", false},
    {"select", false},
    {"textarea", false},
    {"video", false},
    {"audio", false},
};

static enum holds
holds(const struct token *token)
{
	for (size_t i = 0; i < sizeof(block_names) / sizeof(block_names[0]);
	     i++) {
		if (token_is(token, block_names[i].name))
			return block_names[i].holds;
	}
	return NO_BLOCK;
}

static bool
holds_paragraph(const struct paragraphs *p)
{
	return p->depth > 0 && holds(&p->blocks[p->depth - 1]) == PARAGRAPH;
}

static void
end_line(struct paragraphs *p)
{
	if (p->out->len > p->begin && p->out->data[p->out->len - 1] != '\n')
		buf_putc(p->out, '\n');
}

/* True when the run becomes a paragraph of its own. */
static bool
wants_paragraph(const struct paragraphs *p)
{
	enum holds held = p->depth == 0 ? ALL : holds(&p->blocks[p->depth - 1]);

	if (!p->visible || held == LINES || held == PARAGRAPH)
		return false;
	if (held == PARAGRAPHS && p->left == AT_OPEN)
		return false;
	return !shortcode_alone(buf_text(&p->run), p->run.len);
}

static void
clear_run(struct paragraphs *p)
{
	buf_cut(&p->run, 0);
	p->visible = p->line_end = p->lead = false;
	p->pending = NOTHING;
}

/* Writes the run; its right border is what follows. */
static void
end_run(struct paragraphs *p, enum border border)
{
	while (p->run.len > 0 && ascii_blank(p->run.data[p->run.len - 1]))
		buf_cut(&p->run, p->run.len - 1);
	if (p->pending == BREAK)
		buf_puts(&p->run, "<br />");
	if (p->run.len == 0) {
		if (p->line_end)
			end_line(p);
	} else if (wants_paragraph(p)) {
		if (p->left == AT_CLOSE)
			end_line(p);
		buf_puts(p->out, "<p>");
		buf_add(p->out, p->run.data, p->run.len);
		buf_puts(p->out, "</p>\n");
	} else {
		if (p->lead)
			end_line(p);
		buf_add(p->out, p->run.data, p->run.len);
		if (p->pending == LINE_END || border == AT_BLANK)
			end_line(p);
	}
	if (p->run.len > 0 || border != AT_BLANK)
		p->left = border;
	clear_run(p);
}

/* A blank line ends a <p> of the text as well. */
static void
end_paragraph(struct paragraphs *p)
{
	bool filled = p->run.len > 0;

	end_run(p, AT_BLANK);
	if (!holds_paragraph(p) || !filled)
		return;
	while (p->out->len > p->begin && !buf_full(p->out) &&
	       p->out->data[p->out->len - 1] == '\n')
		buf_cut(p->out, p->out->len - 1);
	buf_puts(p->out, "</p>\n");
	p->depth--;
	p->left = AT_BLANK;
}

/* Adds to the run what is neither text nor a line end. */
static void
add_content(struct paragraphs *p, const char *at, size_t len, bool visible)
{
	if (p->pending == BREAK || (p->pending == LINE_END && p->run.len > 0))
		buf_puts(&p->run, "<br />\n");
	else if (p->pending == LINE_END)
		p->lead = true;
	p->pending = NOTHING;
	p->visible = p->visible || visible;
	buf_add(&p->run, at, len);
}

bool
autop_is_address(const char *text, size_t len)
{
	if (!(len > 7 && memcmp(text, "http://", 7) == 0) &&
	    !(len > 8 && memcmp(text, "https://", 8) == 0))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (ascii_blank(text[i]) || memchr("<>\"", text[i], 3) != NULL)
			return false;
	}
	return true;
}

/* True when a paragraph may begin here. */
static bool
may_begin(const struct paragraphs *p)
{
	enum holds held = p->depth == 0 ? ALL : holds(&p->blocks[p->depth - 1]);

	return held == ALL || held == PARAGRAPHS;
}

/* Takes a line; ended tells whether a line end or the text's end follows. */
static void
take_line(struct paragraphs *p, const char *line, size_t len, bool ended)
{
	const char *text = line;
	size_t text_len = len;

	value_trim(&text, &text_len);
	if (text_len == 0) {
		if (!ended && p->run.len > 0 && p->pending == NOTHING)
			buf_add(&p->run, line, len);
		return;
	}
	if (ended && (p->run.len == 0 || p->pending != NOTHING) &&
	    may_begin(p) && autop_is_address(text, text_len)) {
		end_run(p, AT_BLANK);
		buf_puts(p->out, "<p>");
		shortcode_link(text, text_len, p->out);
		buf_puts(p->out, "</p>\n");
		p->left = AT_BLANK;
		return;
	}
	if (ended)
		len = (size_t)(text + text_len - line);
	if (p->run.len == 0) {
		len -= (size_t)(text - line);
		line = text;
	}
	add_content(p, line, len, true);
}

static void
take_text(struct paragraphs *p, const char *text, size_t len)
{
	const char *end = text + len;
	unsigned line_ends = 0;

	for (;;) {
		const char *stop =
		    text == end ? NULL
				: memchr(text, '\n', (size_t)(end - text));
		size_t line = (size_t)((stop == NULL ? end : stop) - text);

		if (value_blanks(text, line) < line) {
			line_ends = 0;
			take_line(p, text, line, stop != NULL || end == p->end);
		} else if (stop == NULL) {
			take_line(p, text, line, false);
		}
		if (stop == NULL)
			return;
		p->line_end = true;
		if (++line_ends == 2)
			end_paragraph(p);
		else if (line_ends == 1 && p->pending == NOTHING)
			p->pending = LINE_END;
		text = stop + 1;
	}
}

/* A block's start tag; a <p> of the text that is open ends there. */
static void
take_open(struct paragraphs *p, const struct token *token, enum holds held)
{
	end_run(p, AT_OPEN);
	if (holds_paragraph(p)) {
		buf_puts(p->out, "</p>\n");
		p->depth--;
	}
	buf_add(p->out, token->at, token->len);
	p->left = held == NO_CONTENT ? AT_CLOSE : AT_OPEN;
	if (held != NO_CONTENT && p->depth < LIMIT_HTML_DEPTH)
		p->blocks[p->depth++] = *token;
}

static bool
same_name(const struct token *a, const struct token *b)
{
	return a->name_len == b->name_len &&
	       strncasecmp(a->name, b->name, a->name_len) == 0;
}

static void
take_close(struct paragraphs *p, const struct token *token, enum holds held)
{
	unsigned i = p->depth;

	while (i > 0 && !same_name(&p->blocks[i - 1], token))
		i--;
	end_run(p, AT_CLOSE);
	if (held == PARAGRAPH && i == 0)
		return; /* ended already */
	if (holds_paragraph(p) && held != PARAGRAPH)
		buf_puts(p->out, "</p>\n");
	if (i > 0)
		p->depth = i - 1;
	buf_add(p->out, token->at, token->len);
	p->left = AT_CLOSE;
}

/* Copies an element as it is, from its start tag to its end tag. */
static void
take_verbatim(struct paragraphs *p, struct tokens *tokens,
    const struct token *start, bool block)
{
	const char *from = start->at;
	struct token token;

	if (block)
		end_run(p, AT_OPEN);
	while (tokens_next(tokens, &token)) {
		if (token.type == TOKEN_CLOSE && same_name(&token, start))
			break;
	}
	size_t len = (size_t)(tokens->at - from);
	if (!block) {
		add_content(p, from, len, !token_is(start, "script"));
		return;
	}
	buf_add(p->out, from, len);
	p->left = AT_CLOSE;
}

/* Takes a verbatim element that begins here; false when none does. */
static bool
take_if_verbatim(
    struct paragraphs *p, struct tokens *tokens, const struct token *token)
{
	size_t i;

	for (i = 0; i < sizeof(verbatim_names) / sizeof(verbatim_names[0]);
	     i++) {
		if (!token_is(token, verbatim_names[i].name))
			continue;
		take_verbatim(p, tokens, token, verbatim_names[i].block);
		return true;
	}
	return false;
}

/* Two in a row are a blank line. */
static void
take_break(struct paragraphs *p)
{
	if (p->pending == BREAK) {
		p->pending = NOTHING;
		end_paragraph(p);
		return;
	}
	p->pending = BREAK;
	p->visible = true;
}

static void
take_tag(struct paragraphs *p, struct tokens *tokens, const struct token *token)
{
	enum holds held = holds(token);

	if (token->type == TOKEN_OPEN && take_if_verbatim(p, tokens, token))
		return;
	if (token->type == TOKEN_OPEN && token_is(token, "br"))
		take_break(p);
	else if (held == NO_BLOCK)
		add_content(p, token->at, token->len, true);
	else if (token->type == TOKEN_OPEN)
		take_open(p, token, held);
	else
		take_close(p, token, held);
}

void
autop(const char *text, size_t len, struct buf *out)
{
	struct paragraphs p = {
	    .out = out, .begin = out->len, .end = text + len};
	struct tokens tokens;
	struct token token;

	buf_init(&p.run, out->max);
	tokens_init(&tokens, text, len);
	while (tokens_next(&tokens, &token)) {
		switch (token.type) {
		case TOKEN_TEXT:
			take_text(&p, token.at, token.len);
			break;
		case TOKEN_OPEN:
		case TOKEN_CLOSE:
			take_tag(&p, &tokens, &token);
			break;
		default:
			add_content(&p, token.at, token.len, false);
		}
	}
	end_paragraph(&p);
	if (holds_paragraph(&p))
		buf_puts(out, "</p>\n");
	buf_clear(&p.run);
}
