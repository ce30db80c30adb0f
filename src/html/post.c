/*
 * A stored post as WordPress's the_content filters give it: the comments that
 * mark blocks go (block-serialization), classic text gets its paragraphs, and
 * the shortcodes of WordPress itself are expanded.  Dynamic blocks, which only
 * the site can render, leave nothing.
 */
#include "html/post.h"

#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "html/autop.h"
#include "html/shortcode.h"
#include "html/token.h"
#include "html/value.h"

struct post {
	const struct post_images *images;
	struct buf *out;
	size_t begin;
	/* What is gathered, a block or text between: where it lies, or here. */
	const char *lent;
	size_t lent_len;
	struct buf part;
	struct buf expanded;
	unsigned depth; /* blocks open */
};

enum comment {
	OTHER, /* part of the text */
	MARK,  /* more, nextpage, noteaser */
	BLOCK, /* begins */
	BLOCK_END,
	BLOCK_ALONE, /* dynamic: the site would render it */
};

static bool
begins(const char *p, const char *end, const char *with)
{
	size_t len = strlen(with);

	return (size_t)(end - p) >= len && memcmp(p, with, len) == 0;
}

/* What the comment from p ("<!--") to end (behind "-->") is. */
static enum comment
classify(const char *p, const char *end)
{
	p += 4;
	if (begins(p, end, "more-->") || begins(p, end, "more ") ||
	    begins(p, end, "nextpage-->") || begins(p, end, "noteaser-->"))
		return MARK;
	p += value_blanks(p, (size_t)(end - p));
	if (begins(p, end, "/wp:"))
		return BLOCK_END;
	if (begins(p, end, "wp:"))
		return end[-4] == '/' ? BLOCK_ALONE : BLOCK;
	return OTHER;
}

/* Adds text to the part; where a comment went, two line ends are enough. */
static void
gather(struct post *post, const char *text, size_t len, bool seam)
{
	struct buf *part = &post->part;
	size_t ends = 0;

	if (len == 0)
		return;
	if (part->len == 0 && post->lent_len == 0) {
		post->lent = text;
		post->lent_len = len;
		return;
	}
	if (post->lent_len > 0)
		buf_add(part, post->lent, post->lent_len);
	post->lent_len = 0;
	while (ends < 2 && ends < part->len &&
	       part->data[part->len - 1 - ends] == '\n')
		ends++;
	if (seam && ends > 0) {
		for (; len > 0 && *text == '\n'; text++, len--) {
			if (ends++ < 2)
				buf_putc(part, '\n');
		}
	}
	buf_add(part, text, len);
}

static bool
is_url_holder(const struct token *token)
{
	return token->type == TOKEN_OPEN &&
	       (token_is(token, "p") || token_is(token, "div"));
}

/* Whether an address of http or https stands right behind a tag. */
static bool
may_have_address(const char *html, size_t len)
{
	const char *end = html + len;

	for (const char *p = html;
	     (p = memchr(p, ':', (size_t)(end - p))) != NULL; p++) {
		const char *from = p;
		if (end - p < 3 || p[1] != '/' || p[2] != '/')
			continue;
		while (from > html && ascii_letter(from[-1]))
			from--;
		if (from == p || *from != 'h')
			continue;
		while (from > html && ascii_blank(from[-1]))
			from--;
		if (from > html && from[-1] == '>')
			return true;
	}
	return false;
}

/* Adds a block's HTML; an address that is alone in its element is linked. */
static void
add_block(const char *html, size_t len, struct buf *out)
{
	struct tokens tokens;
	struct token token;
	bool held = false;

	if (!may_have_address(html, len)) {
		buf_add(out, html, len);
		return;
	}
	tokens_init(&tokens, html, len);
	while (tokens_next(&tokens, &token)) {
		const char *text = token.at;
		size_t text_len = token.len;

		value_trim(&text, &text_len);
		if (held && token.type == TOKEN_TEXT &&
		    autop_is_address(text, text_len))
			shortcode_link(text, text_len, out);
		else
			buf_add(out, token.at, token.len);
		held = is_url_holder(&token);
	}
}

/* Writes the part: classic text with paragraphs, or a block as it is. */
static void
end_part(struct post *post, bool classic)
{
	bool lent = post->lent_len > 0;
	const char *text = lent ? post->lent : buf_text(&post->part);
	size_t len = lent ? post->lent_len : post->part.len;

	value_trim(&text, &len);
	if (len > 0) {
		if (post->out->len > post->begin)
			buf_puts(post->out, "\n\n");
		if (memchr(text, '[', len) != NULL) {
			buf_cut(&post->expanded, 0);
			shortcodes_expand(
			    text, len, post->images, &post->expanded);
			text = buf_text(&post->expanded);
			len = post->expanded.len;
		}
		if (classic)
			autop(text, len, post->out);
		else
			add_block(text, len, post->out);
		while (post->out->len > post->begin && !buf_full(post->out) &&
		       ascii_blank(post->out->data[post->out->len - 1]))
			buf_cut(post->out, post->out->len - 1);
	}
	post->lent_len = 0;
	buf_cut(&post->part, 0);
}

static void
take_comment(struct post *post, enum comment comment)
{
	switch (comment) {
	case BLOCK:
		if (post->depth++ == 0)
			end_part(post, true);
		break;
	case BLOCK_END:
		if (post->depth > 0 && --post->depth == 0)
			end_part(post, false);
		break;
	case BLOCK_ALONE:
		if (post->depth == 0)
			end_part(post, true);
		break;
	default:
		break;
	}
}

/* The next "<!--", or NULL: faster than memmem(3) on so short a needle. */
static const char *
comment_begin(const char *p, const char *end)
{
	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (end - p >= 4 && memcmp(p, "<!--", 4) == 0)
			return p;
		p++;
	}
	return NULL;
}

/* Behind the next "-->", or NULL. */
static const char *
comment_end(const char *at, const char *end)
{
	const char *p = at + 2;

	while ((p = memchr(p, '>', (size_t)(end - p))) != NULL) {
		if (p[-1] == '-' && p[-2] == '-')
			return p + 1;
		p++;
	}
	return NULL;
}

void
post_html(const char *text, size_t len, const struct post_images *images,
    struct buf *out)
{
	struct post post = {.images = images, .out = out, .begin = out->len};
	const char *end = text + len;
	const char *p = text;
	bool seam = false;

	buf_init(&post.part, len + 1);
	buf_init(&post.expanded, 4 * LIMIT_ENTRY);
	while (p < end) {
		const char *at = comment_begin(p, end);
		const char *behind = at == NULL ? NULL : comment_end(at, end);

		if (behind == NULL)
			break;
		enum comment comment = classify(at, behind);
		gather(&post, p, (size_t)(at - p), seam);
		seam = comment != OTHER;
		if (seam)
			take_comment(&post, comment);
		else
			gather(&post, at, (size_t)(behind - at), false);
		p = behind;
	}
	gather(&post, p, (size_t)(end - p), seam);
	end_part(&post, post.depth == 0);
	buf_clear(&post.part);
	buf_clear(&post.expanded);
}
