/*
 * Cuts HTML into tokens as the HTML Standard's tokenizer does (section
 * 13.2.5), without its error tokens: a quoted value may hold ">", comments end
 * at "-->" or "--!>", CDATA outside of SVG is a comment up to ">".  One
 * liberty: an unclosed tag, and an unclosed element whose raw text is shown,
 * are taken as text, so that nothing readable is lost.  Each byte is looked at
 * a bounded number of times.
 */
#include "html/token.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <unistr.h>

#include "base/ascii.h"

/* Elements whose content is no markup; the first two hide theirs to the end. */
static const struct {
	const char *name;
	size_t len;
} raw_names[] = {
    {"script", 6},
    {"style", 5},
    {"textarea", 8},
    {"title", 5},
    {"xmp", 3},
    {"iframe", 6},
    {"noembed", 7},
    {"noframes", 8},
};

#define RAW_NAMES (sizeof(raw_names) / sizeof(raw_names[0]))
#define RAW_HIDDEN 2

void
tokens_init(struct tokens *t, const char *html, size_t len)
{
	*t = (struct tokens){.at = html, .end = html + len};
}

static const char *
find(const char *from, const char *end, char c)
{
	return from == end ? NULL : memchr(from, c, (size_t)(end - from));
}

/*
 * Reads one attribute from *at on; false at the ">" or at the end, where *at
 * then stands.  *slash tells whether a "/" was the last thing before it.  A
 * value without its closing quote takes all there is.
 */
static bool
next_attribute(
    const char **at, const char *end, struct token_attribute *a, bool *slash)
{
	const char *p = *at;

	*slash = false;
	while (p < end && (ascii_blank(*p) || *p == '/'))
		*slash = *p++ == '/';
	if (p == end || *p == '>') {
		*at = p;
		return false;
	}
	*a = (struct token_attribute){.name = p};
	p++; /* an attribute's name may begin with "=" */
	while (
	    p < end && !ascii_blank(*p) && *p != '/' && *p != '>' && *p != '=')
		p++;
	a->name_len = (size_t)(p - a->name);

	const char *after = p;
	while (p < end && ascii_blank(*p))
		p++;
	if (p == end || *p != '=') {
		*at = after;
		return true;
	}
	p++;
	while (p < end && ascii_blank(*p))
		p++;
	a->value = p;
	if (p < end && (*p == '"' || *p == '\'')) {
		const char *quote = find(p + 1, end, *p);

		a->value = p + 1;
		p = quote == NULL ? end : quote;
		a->value_len = (size_t)(p - a->value);
		*at = quote == NULL ? end : p + 1;
		return true;
	}
	while (p < end && !ascii_blank(*p) && *p != '>')
		p++;
	a->value_len = (size_t)(p - a->value);
	*at = p;
	return true;
}

bool
token_attribute(
    const struct token *token, const char **at, struct token_attribute *a)
{
	bool slash;

	return next_attribute(at, token->at + token->len - 1, a, &slash);
}

/* The name's end of a tag whose name begins at p. */
static const char *
name_end(const char *p, const char *end)
{
	while (p < end && !ascii_blank(*p) && *p != '/' && *p != '>')
		p++;
	return p;
}

/* Where the next end tag of the raw text element begins, or NULL. */
static const char *
raw_end(const char *p, const char *end, const char *name)
{
	size_t len = strlen(name);

	while ((p = find(p, end, '<')) != NULL) {
		if ((size_t)(end - p) > len + 2 && p[1] == '/' &&
		    strncasecmp(p + 2, name, len) == 0 &&
		    (ascii_blank(p[len + 2]) || p[len + 2] == '/' ||
			p[len + 2] == '>'))
			return p;
		p++;
	}
	return NULL;
}

/* Notes that the content of the tag just read is raw text, if it is. */
static void
enter_raw(struct tokens *t, const struct token *token)
{
	for (unsigned i = 0; i < RAW_NAMES; i++) {
		if (raw_names[i].len != token->name_len ||
		    raw_names[i].name[0] != (token->name[0] | 0x20) ||
		    !token_is(token, raw_names[i].name))
			continue;
		if (i >= RAW_HIDDEN && (t->endless & 1U << i) == 0 &&
		    raw_end(t->at, t->end, raw_names[i].name) == NULL)
			t->endless |= 1U << i;
		if ((t->endless & 1U << i) == 0)
			t->raw = raw_names[i].name;
		return;
	}
}

static bool
take(
    struct tokens *t, struct token *token, enum token_type type, const char *to)
{
	token->type = type;
	token->len = (size_t)(to - token->at);
	t->at = to;
	return true;
}

/* A tag whose name begins at name; one that never ends is text. */
static bool
take_tag(struct tokens *t, struct token *token, enum token_type type,
    const char *name)
{
	const char *p = name_end(name, t->end);
	struct token_attribute a;
	bool slash = false;

	token->name = name;
	token->name_len = (size_t)(p - name);
	while (next_attribute(&p, t->end, &a, &slash))
		continue;
	if (p == t->end)
		return take(t, token, TOKEN_TEXT, t->end);
	token->self_closing = slash;
	take(t, token, type, p + 1);
	if (type == TOKEN_OPEN)
		enter_raw(t, token);
	return true;
}

/* Where the comment that begins at p ("<!--") ends. */
static const char *
comment_end(const char *p, const char *end)
{
	const char *q = p + 4;

	while ((q = find(q, end, '>')) != NULL) {
		if (q[-1] == '-' && q[-2] == '-')
			return q + 1;
		if (q - p >= 7 && q[-1] == '!' && q[-2] == '-' && q[-3] == '-')
			return q + 1;
		q++;
	}
	return end;
}

static bool
take_comment(struct tokens *t, struct token *token)
{
	const char *p = token->at;

	if (t->end - p >= 4 && memcmp(p, "<!--", 4) == 0)
		return take(t, token, TOKEN_COMMENT, comment_end(p, t->end));

	const char *q = find(p, t->end, '>');
	return take(t, token, TOKEN_COMMENT, q == NULL ? t->end : q + 1);
}

/* True when the "<" at p begins a tag or a comment. */
static bool
is_markup(const char *p, const char *end)
{
	if (end - p < 2)
		return false;
	return ascii_letter(p[1]) || p[1] == '/' || p[1] == '!' || p[1] == '?';
}

bool
tokens_next(struct tokens *t, struct token *token)
{
	const char *p = t->at;

	*token = (struct token){.at = p};
	if (p == t->end)
		return false;
	if (t->raw != NULL) {
		const char *q = raw_end(p, t->end, t->raw);

		t->raw = NULL;
		if (q != p)
			return take(
			    t, token, TOKEN_TEXT, q == NULL ? t->end : q);
	}
	while ((p = find(p, t->end, '<')) != NULL && !is_markup(p, t->end))
		p++;
	if (p == NULL)
		return take(t, token, TOKEN_TEXT, t->end);
	if (p > token->at)
		return take(t, token, TOKEN_TEXT, p);
	if (ascii_letter(p[1]))
		return take_tag(t, token, TOKEN_OPEN, p + 1);
	if (p[1] == '/' && t->end - p > 2 && ascii_letter(p[2]))
		return take_tag(t, token, TOKEN_CLOSE, p + 2);
	return take_comment(t, token);
}

bool
token_is(const struct token *token, const char *name)
{
	return strlen(name) == token->name_len &&
	       strncasecmp(name, token->name, token->name_len) == 0;
}

bool
token_name(const char *name, size_t len, char to[TOKEN_NAME])
{
	if (len == 0 || len >= TOKEN_NAME ||
	    u8_check((const uint8_t *)name, len) != NULL)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)name[i];

		if (c <= ' ' || c == 0x7F || (strchr("\"'<>/", c) != NULL) ||
		    (c == '=' && i > 0))
			return false;
		to[i] = ascii_lower(name[i]);
	}
	to[len] = '\0';
	return true;
}

size_t
token_comment(const struct token *token, const char **text)
{
	const char *from = token->at + 4;
	const char *end = token->at + token->len;

	*text = NULL;
	if (token->len < 4 || memcmp(token->at, "<!--", 4) != 0)
		return 0;
	*text = from;
	if (end - from >= 3 && memcmp(end - 3, "-->", 3) == 0)
		end -= 3;
	else if (end - from >= 4 && memcmp(end - 4, "--!>", 4) == 0)
		end -= 4;
	else if (end - from <= 2 && end[-1] == '>')
		end = from; /* "<!-->", "<!--->" */
	return (size_t)(end - from);
}
