#ifndef FEEDLOOM_XML_XPATH_LEXER_H
#define FEEDLOOM_XML_XPATH_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <libxml/tree.h>

/*
 * The tokens of an XPath 1.0 expression or of an XSLT pattern.  All point into
 * its text; nothing is an error here.
 */
enum lex_kind {
	LEX_NONE, /* the end */
	LEX_NAME, /* with its prefix; the local part may be "*" */
	LEX_NUMBER,
	LEX_LITERAL,
	LEX_VARIABLE,
	LEX_OPERATOR,
	LEX_SLASH,
	LEX_SLASHES,
	LEX_AXIS, /* "::" */
	LEX_MARK, /* any other, one byte */
	LEX_PARENT,
};

/* An expression, at one of its tokens; can be copied to look ahead. */
struct lexer {
	const char *at; /* behind the token */
	const char *end;
	enum lex_kind kind;
	const char *text;
	size_t len;
};

void lexer_begin(struct lexer *t, const char *text, size_t n);

/* Goes on to the next token. */
void lexer_step(struct lexer *t);

static inline bool
lexer_is(const struct lexer *t, const char *text)
{
	return t->kind != LEX_LITERAL && t->len == strlen(text) &&
	       memcmp(t->text, text, t->len) == 0;
}

/* Whether the token behind this one is that. */
bool lexer_ahead(const struct lexer *t, const char *text);

/* How much of a name is its prefix with the colon; 0: it has none. */
size_t lexer_prefix(const struct lexer *t);

/*
 * The namespace that this prefix has at a node of the stylesheet; borrowed,
 * NULL when there is none.
 */
const char *lexer_uri(const struct lexer *t, const xmlNode *at);

#endif
