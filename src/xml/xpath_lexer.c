/*
 * The tokens of XPath 1.0 (section 3.7), and the rule by which a name or a '*'
 * is an operator.
 */
#include "xml/xpath_lexer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

static bool
is_name(char c)
{
	/* A bit for each of "-.0-9", and of "A-Z_a-z". */
	static const uint64_t names[] = {
	    0x03FF600000000000, 0x07FFFFFE87FFFFFE};
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || (names[u / 64] >> u % 64 & 1) != 0;
}

static size_t
name_length(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && is_name(p[n]))
		n++;
	return n;
}

/* A name, and behind a single colon another one or a '*'. */
static size_t
qualified(const char *p, const char *end)
{
	size_t n = name_length(p, end);

	if (p + n + 1 < end && p[n] == ':' && p[n + 1] != ':')
		n += 1 + (p[n + 1] == '*' ? 1 : name_length(p + n + 1, end));
	return n;
}

/* Whether an operand came before: then what comes now is an operator. */
static bool
is_operand(const struct lexer *t)
{
	switch (t->kind) {
	case LEX_NAME:
	case LEX_NUMBER:
	case LEX_LITERAL:
	case LEX_VARIABLE:
	case LEX_PARENT:
		return true;
	case LEX_MARK:
		return strchr(")].", *t->text) != NULL;
	default:
		return false;
	}
}

/* The kind and the length of the token at p, which is not the end. */
static enum lex_kind
token(const struct lexer *t, const char *p, size_t *n)
{
	bool operand = is_operand(t);
	char next = p + 1 < t->end ? p[1] : '\0';

	*n = 1;
	if (*p == '"' || *p == '\'') {
		const char *q = memchr(p + 1, *p, (size_t)(t->end - p - 1));
		*n = q == NULL ? (size_t)(t->end - p) : (size_t)(q + 1 - p);
		return LEX_LITERAL;
	}
	if (ascii_digit(*p) || (*p == '.' && ascii_digit(next))) {
		while (p + *n < t->end && (ascii_digit(p[*n]) || p[*n] == '.'))
			++*n;
		return LEX_NUMBER;
	}
	if (*p == '$') {
		*n += qualified(p + 1, t->end);
		return LEX_VARIABLE;
	}
	if (*p == '*')
		return operand ? LEX_OPERATOR : LEX_NAME;
	if (*p == '.' || *p == '/' || *p == ':') {
		*n += next == *p;
		return *p == '.'   ? (*n == 2 ? LEX_PARENT : LEX_MARK)
		       : *p == ':' ? LEX_AXIS
		       : *n == 2   ? LEX_SLASHES
				   : LEX_SLASH;
	}
	if (strchr("=!<>+-|", *p) != NULL) {
		*n += next == '=' && strchr("!<>", *p) != NULL;
		return LEX_OPERATOR;
	}
	if (is_name(*p)) {
		*n = operand ? name_length(p, t->end) : qualified(p, t->end);
		return operand ? LEX_OPERATOR : LEX_NAME;
	}
	return LEX_MARK;
}

void
lexer_step(struct lexer *t)
{
	size_t n = 0;

	while (t->at < t->end && ascii_blank(*t->at))
		t->at++;
	enum lex_kind kind = t->at < t->end ? token(t, t->at, &n) : LEX_NONE;
	t->kind = kind;
	t->text = t->at;
	t->len = n;
	t->at += n;
}

void
lexer_begin(struct lexer *t, const char *text, size_t n)
{
	*t = (struct lexer){.at = text, .end = text + n};
	lexer_step(t);
}

bool
lexer_ahead(const struct lexer *t, const char *text)
{
	struct lexer ahead = *t;

	lexer_step(&ahead);
	return lexer_is(&ahead, text);
}

size_t
lexer_prefix(const struct lexer *t)
{
	const char *colon =
	    t->kind == LEX_LITERAL ? NULL : memchr(t->text, ':', t->len);

	return colon == NULL ? 0 : (size_t)(colon + 1 - t->text);
}

const char *
lexer_uri(const struct lexer *t, const xmlNode *at)
{
	size_t n = lexer_prefix(t);

	if (n == 0)
		return NULL;
	char *prefix = mem_dup(t->text, n - 1);
	const xmlNs *ns =
	    xmlSearchNs(at->doc, (xmlNode *)at, (const xmlChar *)prefix);
	free(prefix);
	return ns == NULL ? NULL : (const char *)ns->href;
}
